/* SPDX-License-Identifier: MIT */
/* Making all namespaces of a plan at once, by several threads. */
#define _GNU_SOURCE
#include "net/plan/make_netns.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "net/context.h"
#include "net/netns_ops.h"
#include "net/plan/txn.h"

/* More would only wait for each other in the kernel. */
#define THREADS_MOST 4
/* Fewer than these are made sooner than a thread is. */
#define WORTH_IT     4

/**
 * struct batch - namespaces that are made together
 * @ops:  the ops, @count of them; @next: the first that nobody has taken
 * @lock: over all below, and the transaction
 * @rc:   the first failure, with @err
 */
struct batch {
	struct nssh_txn *txn;
	int dir;
	struct nssh_op **ops;
	struct nssh_newborn *born;
	size_t count, next;
	pthread_mutex_t lock;
	int rc;
	struct nssh_error err;
};

/* Return: the number of the next op, or @count. */
static size_t take_next(struct batch *batch)
{
	size_t i;

	(void)pthread_mutex_lock(&batch->lock);
	if (batch->rc == 0 && batch->next < batch->count && nssh_interrupt_signal())
		batch->rc = nssh_fail(&batch->err, -EINTR, batch->ops[batch->next]->word,
				      "interrupted");
	i = batch->rc < 0 || batch->next == batch->count ? batch->count : batch->next++;
	(void)pthread_mutex_unlock(&batch->lock);
	return i;
}

static void fail(struct batch *batch, const struct nssh_op *op, int rc,
		 const struct nssh_error *err)
{
	(void)pthread_mutex_lock(&batch->lock);
	if (batch->rc == 0) {
		batch->rc = rc;
		batch->err = *err;
		if (!batch->err.word)
			batch->err.word = op->word;
	}
	(void)pthread_mutex_unlock(&batch->lock);
}

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
	int rc = nssh_netns_bear(ns, born, err);

	if (rc == 0)
		rc = note(batch, ns, born, err);
	return rc < 0 ? rc : nssh_netns_name(batch->dir, ns, born->fd, err);
}

static void *work(void *arg)
{
	struct batch *batch = arg;
	size_t i;

	while ((i = take_next(batch)) < batch->count) {
		struct nssh_error err = NSSH_ERROR_INIT;
		int rc = make(batch, i, &err);

		if (rc < 0)
			fail(batch, batch->ops[i], rc, &err);
	}
	return NULL;
}

static size_t thread_count(const struct batch *batch)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	size_t most = cores > THREADS_MOST ? THREADS_MOST : cores < 1 ? 1 : (size_t)cores;

	return batch->count < WORTH_IT ? 1 : most;
}

/* Signals are for the main thread, which is the one that waits for them. */
static int run_threads(struct batch *batch)
{
	pthread_t threads[THREADS_MOST];
	size_t started = 0, wanted = thread_count(batch);
	sigset_t all, before;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	while (started < wanted && pthread_create(&threads[started], NULL, work, batch) == 0)
		started++;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	for (size_t i = 0; i < started; i++)
		(void)pthread_join(threads[i], NULL);
	return started ? 0 : -EAGAIN;
}

static int run_batch(struct batch *batch, struct nssh_net *net, struct nssh_error *err)
{
	batch->born = calloc(batch->count, sizeof(*batch->born));
	if (!batch->born)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to make namespaces");
	for (size_t i = 0; i < batch->count; i++)
		batch->born[i].fd = batch->born[i].socket.fd = -1;
	batch->dir = nssh_netns_ready(net, err);
	if (batch->dir < 0 || run_threads(batch) < 0) {
		free(batch->born);
		return batch->dir < 0
			       ? batch->dir
			       : nssh_fail(err, -EAGAIN, NULL, "no thread to make namespaces");
	}
	for (size_t i = 0; i < batch->count; i++) {
		if (batch->born[i].fd >= 0)
			nssh_ns_adopt(batch->ops[i]->ns, &batch->born[i]);
	}
	free(batch->born);
	if (batch->rc < 0 && err && !err->code)
		*err = batch->err;
	return batch->rc;
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
