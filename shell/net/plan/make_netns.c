/* SPDX-License-Identifier: MIT */
/* Making the namespaces of a plan ahead of the ops that need them. */
#define _GNU_SOURCE
#include "net/plan/make_netns.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/interrupt.h"
#include "net/context.h"
#include "net/message.h"
#include "net/netns_ops.h"
#include "net/plan/threads.h"
#include "net/plan/txn.h"

/* More would only wait for each other in the kernel. */
#define THREADS_MOST 4

/**
 * struct nssh_births - namespaces that are being made
 * @ops:   the ops, @count of them; @born, @done: of each
 * @left:  how many have not been handed over
 * @lock:  over @done and @err, which tells of the first failure; @news: something of it has changed
 */
struct nssh_births {
	struct nssh_net *net;
	struct nssh_txn *txn;
	int dir;
	struct nssh_op **ops;
	struct nssh_newborn *born;
	bool *done;
	size_t count, left;
	struct nssh_threads *threads;
	pthread_mutex_t lock;
	pthread_cond_t news;
	struct nssh_error err;
};

static int make(struct nssh_births *births, size_t i, struct nssh_error *err)
{
	struct nssh_ns *ns = births->ops[i]->ns;
	struct nssh_newborn *born = &births->born[i];
	int rc;

	if (nssh_interrupt_signal())
		return nssh_fail(err, -EINTR, NULL, "interrupted");
	rc = nssh_netns_bear(ns, born, err);
	/* Which namespace it is, is known before it has its name. */
	if (rc == 0)
		rc = nssh_txn_netns_made(births->txn, ns, born->cookie, err);
	return rc < 0 ? rc : nssh_netns_name(births->dir, ns, born->fd, err);
}

static int work(size_t i, void *arg)
{
	struct nssh_births *births = arg;
	struct nssh_error err = NSSH_ERROR_INIT;
	int rc = make(births, i, &err);

	(void)pthread_mutex_lock(&births->lock);
	births->done[i] = rc == 0;
	if (rc < 0 && !births->err.code) {
		births->err = err;
		if (!err.word)
			births->err.word = births->ops[i]->word;
	}
	(void)pthread_cond_signal(&births->news);
	(void)pthread_mutex_unlock(&births->lock);
	return rc;
}

/* The handle of one that was made, with or without its name, becomes the owner of it. */
static void hand_over(struct nssh_births *births, size_t i)
{
	struct nssh_ns *ns = births->ops[i]->ns;

	if (!ns->birth)
		return;
	ns->birth = 0;
	births->left--;
	if (births->born[i].fd >= 0)
		nssh_ns_adopt(ns, &births->born[i]);
}

static void births_free(struct nssh_births *births)
{
	(void)pthread_cond_destroy(&births->news);
	(void)pthread_mutex_destroy(&births->lock);
	free(births->ops);
	free(births->born);
	free(births->done);
	free(births);
}

void nssh_births_end(struct nssh_net *net)
{
	struct nssh_births *births = net->births;

	if (!births)
		return;
	net->births = NULL;
	if (births->threads) {
		nssh_threads_stop(births->threads);
		(void)nssh_threads_join(births->threads);
	}
	for (size_t i = 0; i < births->count; i++)
		hand_over(births, i);
	births_free(births);
}

static struct nssh_births *births_new(const struct nssh_plan *plan, struct nssh_txn *txn)
{
	struct nssh_births *births = calloc(1, sizeof(*births));
	size_t room = plan->count ? plan->count : 1;

	if (!births)
		return NULL;
	births->net = plan->net;
	births->txn = txn;
	births->ops = calloc(room, sizeof(struct nssh_op *));
	(void)pthread_mutex_init(&births->lock, NULL);
	(void)pthread_cond_init(&births->news, NULL);
	for (size_t i = 0; births->ops && i < plan->count; i++) {
		if (plan->ops[i].early)
			births->ops[births->count++] = &plan->ops[i];
	}
	births->born = calloc(births->count + 1, sizeof(*births->born));
	births->done = calloc(births->count + 1, sizeof(bool));
	if (births->ops && births->born && births->done)
		return births;
	births_free(births);
	return NULL;
}

/* More than there is room for are made one by one, where they are needed. */
static int begin(struct nssh_births *births, struct nssh_error *err)
{
	size_t threads = nssh_thread_count();
	size_t room = nssh_net_room(births->net, births->count);

	while (births->count > room)
		births->ops[--births->count]->early = false;
	if (!births->count)
		return 0;
	births->dir = nssh_netns_ready(births->net, err);
	if (births->dir < 0)
		return births->dir;
	for (size_t i = 0; i < births->count; i++) {
		births->born[i].fd = births->born[i].socket.fd = -1;
		births->ops[i]->ns->birth = i + 1;
	}
	births->left = births->count;
	births->threads = nssh_threads_start(
		births->count, threads < THREADS_MOST ? threads : THREADS_MOST, work, births);
	return births->threads ? 0 : nssh_fail(err, -EAGAIN, NULL, "no thread to make namespaces");
}

int nssh_births_begin(struct nssh_plan *plan, struct nssh_txn *txn, struct nssh_error *err)
{
	struct nssh_births *births = births_new(plan, txn);
	int rc;

	if (!births)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to make namespaces");
	plan->net->births = births;
	rc = begin(births, err);
	if (rc < 0 || !births->count)
		nssh_births_end(plan->net);
	return rc;
}

static int need(struct nssh_births *births, struct nssh_ns *ns, struct nssh_error *err)
{
	const size_t i = ns->birth - 1;
	int rc;

	(void)pthread_mutex_lock(&births->lock);
	while (!births->done[i] && !births->err.code)
		(void)pthread_cond_wait(&births->news, &births->lock);
	rc = births->done[i] ? 0 : births->err.code;
	if (rc < 0 && err && !err->code)
		*err = births->err;
	(void)pthread_mutex_unlock(&births->lock);
	if (rc == 0)
		hand_over(births, i);
	return rc;
}

static int need_refs(struct nssh_births *births, const struct nssh_msg *msg, struct nssh_error *err)
{
	int rc = 0;

	for (size_t i = 0; msg && rc == 0 && i < msg->ref_count; i++) {
		if (msg->refs[i].ns && msg->refs[i].ns->birth)
			rc = need(births, msg->refs[i].ns, err);
		if (rc == 0 && msg->refs[i].in && msg->refs[i].in->birth)
			rc = need(births, msg->refs[i].in, err);
	}
	return rc;
}

int nssh_births_need(struct nssh_net *net, const struct nssh_op *op, struct nssh_error *err)
{
	struct nssh_ns *const spoken_of[] = { op->ns, op->source, op->moved };
	struct nssh_births *births = net->births;
	int rc = 0;

	if (!births)
		return 0;
	for (size_t i = 0; rc == 0 && i < sizeof(spoken_of) / sizeof(*spoken_of); i++) {
		if (spoken_of[i] && spoken_of[i]->birth)
			rc = need(births, spoken_of[i], err);
	}
	if (rc == 0)
		rc = need_refs(births, op->fused ? op->fused : op->msg, err);
	if (!births->left)
		nssh_births_end(net);
	return rc;
}
