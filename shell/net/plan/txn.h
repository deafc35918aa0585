/* SPDX-License-Identifier: MIT */
/*
 * The transaction: what takes back all that was done, noted before it is done. What is in a namespace
 * that the transaction made goes with it, so most of a lab needs no note of its own.
 */
#ifndef NSSH_NET_PLAN_TXN_H
#define NSSH_NET_PLAN_TXN_H

#include <stdbool.h>
#include <stddef.h>

#include <nssh/error.h>
#include <nssh/netlink.h>

#include "net/plan/undo.h"

struct nssh_journal;
struct nssh_net;
struct nssh_ns;
struct nssh_txn;

/* The transaction that changes belong to, or NULL. */
struct nssh_txn *nssh_net_txn(const struct nssh_net *net);
void nssh_net_set_txn(struct nssh_net *net, struct nssh_txn *txn);

/* @journal: where notes are written before what they take back is done; taken over; NULL: nowhere */
struct nssh_txn *nssh_txn_new(struct nssh_net *net, struct nssh_journal *journal);
/* What was done stays, and what was kept to bring it back is let go. NULL is fine. */
void nssh_txn_free(struct nssh_txn *txn);

/* An op has been done; how many have been. */
void nssh_txn_step(struct nssh_txn *txn);
size_t nssh_txn_steps(const struct nssh_txn *txn);

/* What tells links from others' is noted, of those behind the first @mark notes. */
void nssh_txn_identify(struct nssh_txn *txn, size_t mark);
/* The same when nothing more is done in it. */
void nssh_txn_finish(struct nssh_txn *txn, size_t mark);

/* The notes stay; what is on disk of them is removed: the run has ended well. */
void nssh_txn_close_journal(struct nssh_txn *txn);
/* Namespaces that are held are let go: they cannot be brought back any more. */
void nssh_txn_settle(struct nssh_txn *txn);

/* How many notes there are, also while other threads make some. */
size_t nssh_txn_mark(struct nssh_txn *txn);
/* All notes, in the order in which they were made. */
const struct nssh_undos *nssh_txn_undos(const struct nssh_txn *txn);
struct nssh_journal *nssh_txn_journal(const struct nssh_txn *txn);

/**
 * nssh_txn_rollback() - take back what was done behind the first @mark notes, the last one first
 * @left: called for each thing that stays as it is, with the reason; may be NULL
 *
 * Goes on after what cannot be taken back, which stays noted, for another try. Return: 0, or a negative
 * errno with @err naming the first such thing.
 */
int nssh_txn_rollback(struct nssh_txn *txn, size_t mark, void (*left)(const char *what, void *arg),
		      void *arg, struct nssh_error *err);

/* The same of a request that may not have been done: what cannot be taken back stays noted. */
int nssh_txn_rollback_quietly(struct nssh_txn *txn, size_t mark);

/* Forget the notes behind the first @mark: none of what they take back was done. */
void nssh_txn_drop(struct nssh_txn *txn, size_t mark);

/* A namespace is made, and not yet bound to its name; from any thread. */
int nssh_txn_netns_made(struct nssh_txn *txn, struct nssh_ns *ns, uint64_t cookie,
			struct nssh_error *err);
/* One that was there before is about to be given one more name. */
int nssh_txn_netns_named(struct nssh_txn *txn, struct nssh_ns *ns, struct nssh_error *err);
/* The name is about to be removed: the namespace is held until the transaction ends. */
int nssh_txn_netns_gone(struct nssh_txn *txn, struct nssh_ns *ns, struct nssh_error *err);

/* A request is about to be sent: all in it is resolved, and new links have their indexes. */
int nssh_txn_request(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		     struct nssh_error *err);

/*
 * While it is on, what nssh_txn_list() has found is taken to be there still: for many requests that are
 * noted before the first one is sent.
 */
void nssh_txn_look_once(struct nssh_txn *txn, bool on);

/* Something is about to be done that cannot be taken back: what, and in which namespace. */
int nssh_txn_lost(struct nssh_txn *txn, struct nssh_ns *ns, const char *what,
		  struct nssh_error *err);

#endif
