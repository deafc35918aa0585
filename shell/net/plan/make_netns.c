/* SPDX-License-Identifier: MIT */
/* Making all namespaces of a plan at once, by several threads. */
#define _GNU_SOURCE
#include "net/plan/make_netns.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/interrupt.h"
#include "net/context.h"
#include "net/netns_ops.h"
#include "net/plan/threads.h"
#include "net/plan/txn.h"

/* More would only wait for each other in the kernel. */
#define THREADS_MOST 4

/**
 * struct batch - namespaces that are made together
 * @ops:  the ops, @count of them
 * @lock: over the transaction, and @err, which tells of the first failure
 */
struct batch {
	struct nssh_txn *txn;
	int dir;
	struct nssh_op **ops;
	struct nssh_newborn *born;
	size_t count;
	pthread_mutex_t lock;
	struct nssh_error err;
};

/* Which namespace it is, is known before it has its name. */
static int note(struct batch *batch, struct nssh_ns *ns, const struct nssh_newborn *born,
		struct nssh_error *err)
{
	int rc;

	(void)pthread_mutex_lock(&batch->lock);
	ns->cookie = born->cookie;
	rc = nssh_txn_netns_made(batch->txn, ns, err);
	(void)pthread_mutex_unlock(&batch->lock);
	return rc;
}

static int make(struct batch *batch, size_t i, struct nssh_error *err)
{
	struct nssh_ns *ns = batch->ops[i]->ns;
	struct nssh_newborn *born = &batch->born[i];
	int rc;

	if (nssh_interrupt_signal())
		return nssh_fail(err, -EINTR, NULL, "interrupted");
	rc = nssh_netns_bear(ns, born, err);
	if (rc == 0)
		rc = note(batch, ns, born, err);
	return rc < 0 ? rc : nssh_netns_name(batch->dir, ns, born->fd, err);
}

static int work(size_t i, void *arg)
{
	struct batch *batch = arg;
	struct nssh_error err = NSSH_ERROR_INIT;
	int rc = make(batch, i, &err);

	if (rc == 0)
		return 0;
	(void)pthread_mutex_lock(&batch->lock);
	if (!batch->err.code) {
		batch->err = err;
		if (!err.word)
			batch->err.word = batch->ops[i]->word;
	}
	(void)pthread_mutex_unlock(&batch->lock);
	return rc;
}

static int in_threads(struct batch *batch)
{
	size_t threads = nssh_thread_count();

	return nssh_in_threads(batch->count, threads < THREADS_MOST ? threads : THREADS_MOST, work,
			       batch);
}

static int run_batch(struct batch *batch, struct nssh_net *net, struct nssh_error *err)
{
	int rc;

	batch->born = calloc(batch->count, sizeof(*batch->born));
	if (!batch->born)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to make namespaces");
	for (size_t i = 0; i < batch->count; i++)
		batch->born[i].fd = batch->born[i].socket.fd = -1;
	batch->dir = nssh_netns_ready(net, err);
	rc = batch->dir < 0 ? batch->dir : in_threads(batch);
	for (size_t i = 0; i < batch->count; i++) {
		if (batch->born[i].fd >= 0)
			nssh_ns_adopt(batch->ops[i]->ns, &batch->born[i]);
		/* Else it is done again, or counted in its turn. */
		if (batch->born[i].fd >= 0 && nssh_interrupt_signal())
			nssh_txn_step(batch->txn);
	}
	free(batch->born);
	if (rc < 0 && err && !err->code)
		*err = batch->err;
	return rc == -EAGAIN ? nssh_fail(err, rc, NULL, "no thread to make namespaces") : rc;
}

static size_t collect(const struct nssh_plan *plan, struct nssh_op **ops)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->count; i++) {
		if (plan->ops[i].early)
			ops[count++] = &plan->ops[i];
	}
	return count;
}

int nssh_make_early(struct nssh_plan *plan, struct nssh_txn *txn, struct nssh_error *err)
{
	struct nssh_op **ops = calloc(plan->count ? plan->count : 1, sizeof(*ops));
	size_t count, room;
	int rc = 0;

	if (!ops)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to make namespaces");
	count = collect(plan, ops);
	for (size_t done = 0; rc == 0 && done < count; done += room) {
		struct batch batch = { .txn = txn, .lock = PTHREAD_MUTEX_INITIALIZER };

		room = nssh_net_room(plan->net, count - done);
		batch.ops = ops + done;
		batch.count = count - done < room ? count - done : room;
		rc = run_batch(&batch, plan->net, err);
	}
	free(ops);
	return rc;
}
