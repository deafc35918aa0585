/* SPDX-License-Identifier: MIT */
/* Many changes at once: noted with one look at what is there, sent in as few datagrams as may be. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>

#include "net/explain.h"
#include "net/message.h"
#include "net/plan/txn.h"
#include "net/request.h"

struct nssh_batch {
	struct nssh_msg **at;
	size_t count, room;
	bool failed;
};

struct nssh_batch *nssh_batch_new(void)
{
	return calloc(1, sizeof(struct nssh_batch));
}

void nssh_batch_free(struct nssh_batch *batch)
{
	for (size_t i = 0; batch && i < batch->count; i++)
		nssh_msg_free(batch->at[i]);
	if (batch)
		free(batch->at);
	free(batch);
}

static bool make_room(struct nssh_batch *batch)
{
	const size_t room = batch->room ? 2 * batch->room : 64;
	struct nssh_msg **at;

	if (batch->count < batch->room)
		return true;
	at = reallocarray(batch->at, room, sizeof(*at));
	if (!at) {
		batch->failed = true;
		return false;
	}
	batch->at = at;
	batch->room = room;
	return true;
}

void nssh_batch_add(struct nssh_batch *batch, struct nssh_msg *msg)
{
	if (batch && make_room(batch))
		batch->at[batch->count++] = msg;
	else
		nssh_msg_free(msg);
}

size_t nssh_batch_count(const struct nssh_batch *batch)
{
	return batch ? batch->count : 0;
}

/* What takes them all back is noted before the first of them is sent. */
static int note_all(struct nssh_ns *ns, const struct nssh_batch *batch, struct nssh_error *err)
{
	struct nssh_txn *txn = ns->net->txn;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < batch->count; i++)
		rc = nssh_msg_resolve(batch->at[i], err);
	if (rc < 0 || !txn)
		return rc;
	nssh_txn_look_once(txn, true);
	for (size_t i = 0; rc == 0 && i < batch->count; i++)
		rc = nssh_txn_request(txn, ns, batch->at[i], err);
	nssh_txn_look_once(txn, false);
	return rc;
}

static bool is_fine(int code, const int *fine)
{
	while (*fine && *fine != code)
		fine++;
	return code == 0 || *fine;
}

static int send_some(struct nssh_ns *ns, struct nssh_msg *const *msgs, size_t count,
		     const int *fine, struct nssh_error *err)
{
	struct nssh_call calls[NSSH_CALLS_MAX];
	int rc;

	for (size_t i = 0; i < count; i++)
		calls[i].msg = msgs[i];
	rc = nssh_exchange(ns, calls, count, NULL, NULL, err);
	for (size_t i = 0; rc == 0 && i < count; i++) {
		if (!is_fine(calls[i].ack.code, fine))
			rc = nssh_fail_ack(err, &calls[i].ack, ns, msgs[i],
					   nssh_doing(nssh_msg_type(msgs[i])), NULL);
	}
	return rc;
}

int nssh_batch_send(struct nssh_batch *batch, struct nssh_ns *ns, const int *fine,
		    struct nssh_error *err)
{
	int rc;

	if (!batch || batch->failed)
		return nssh_fail(err, -ENOMEM, NULL, "no memory for many requests");
	rc = note_all(ns, batch, err);
	for (size_t at = 0; rc == 0 && at < batch->count; at += NSSH_CALLS_MAX) {
		size_t left = batch->count - at;

		rc = send_some(ns, batch->at + at, left < NSSH_CALLS_MAX ? left : NSSH_CALLS_MAX,
			       fine, err);
	}
	return rc;
}
