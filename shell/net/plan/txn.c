/* SPDX-License-Identifier: MIT */
/* The transaction: notes of what takes back all that was done. */
#define _GNU_SOURCE
#include "net/plan/txn.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/if_link.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>

#include "net/context.h"
#include "net/message.h"
#include "net/plan/held.h"
#include "net/plan/journal.h"
#include "net/plan/link_request.h"
#include "net/plan/looked.h"
#include "net/plan/made.h"
#include "net/plan/owners.h"
#include "net/plan/prior.h"

/**
 * struct nssh_txn
 * @lock:   over notes that are added
 * @steps:  how many ops have been done
 * @owners: of links
 */
struct nssh_txn {
	pthread_mutex_t lock;
	struct nssh_net *net;
	struct nssh_undos undos;
	struct nssh_journal *journal;
	size_t steps;
	struct nssh_owners owners;
	struct nssh_seen routes, addrs;
	struct nssh_looked looked;
};

struct nssh_txn *nssh_net_txn(const struct nssh_net *net)
{
	return net->txn;
}

void nssh_net_set_txn(struct nssh_net *net, struct nssh_txn *txn)
{
	net->txn = txn;
}

struct nssh_txn *nssh_txn_new(struct nssh_net *net, struct nssh_journal *journal)
{
	struct nssh_txn *txn = calloc(1, sizeof(*txn));

	if (!txn) {
		nssh_journal_free(journal);
		return NULL;
	}
	(void)pthread_mutex_init(&txn->lock, NULL);
	txn->net = net;
	txn->journal = journal;
	nssh_seen_init(&txn->routes, RTM_GETROUTE, nssh_prior_route_key);
	nssh_seen_init(&txn->addrs, RTM_GETADDR, nssh_prior_addr_key);
	nssh_owners_init(&txn->owners, ++net->txns);
	return txn;
}

static void forget_seen(struct nssh_txn *txn)
{
	nssh_seen_forget(&txn->routes);
	nssh_seen_forget(&txn->addrs);
}

void nssh_txn_free(struct nssh_txn *txn)
{
	if (!txn)
		return;
	/* In this order: no journal names what is not held any more. */
	nssh_journal_free(txn->journal);
	nssh_undos_release(&txn->undos, 0);
	nssh_undos_done(&txn->undos);
	forget_seen(txn);
	nssh_looked_done(&txn->looked);
	nssh_owners_done(&txn->owners);
	(void)pthread_mutex_destroy(&txn->lock);
	free(txn);
}

struct nssh_seen *nssh_txn_routes(struct nssh_txn *txn)
{
	return &txn->routes;
}

struct nssh_seen *nssh_txn_addrs(struct nssh_txn *txn)
{
	return &txn->addrs;
}

struct nssh_looked *nssh_txn_looked(struct nssh_txn *txn)
{
	return &txn->looked;
}

void nssh_txn_step(struct nssh_txn *txn)
{
	txn->steps++;
}

size_t nssh_txn_steps(const struct nssh_txn *txn)
{
	return txn->steps;
}

void nssh_txn_finish(struct nssh_txn *txn, size_t mark)
{
	nssh_made_finish(&txn->undos, mark);
}

static void note_identity(const struct nssh_undo *undo, void *arg)
{
	nssh_journal_identify(arg, undo);
}

void nssh_txn_identify(struct nssh_txn *txn, size_t mark)
{
	nssh_made_note(&txn->undos, mark, txn->journal ? note_identity : NULL, txn->journal);
}

void nssh_txn_close_journal(struct nssh_txn *txn)
{
	nssh_journal_free(txn->journal);
	txn->journal = NULL;
}

void nssh_txn_settle(struct nssh_txn *txn)
{
	for (size_t i = 0; i < txn->undos.count; i++) {
		struct nssh_undo *undo = &txn->undos.at[i];

		if (undo->kind != NSSH_UNDO_HELD)
			continue;
		nssh_held_release(undo->text, undo->index);
		undo->kind = NSSH_UNDO_LOST;
		free(undo->text);
		if (asprintf(&undo->text, "the removal of namespace %s", undo->ns->ref) < 0)
			undo->text = NULL;
	}
}

size_t nssh_txn_mark(struct nssh_txn *txn)
{
	size_t count;

	(void)pthread_mutex_lock(&txn->lock);
	count = txn->undos.count;
	(void)pthread_mutex_unlock(&txn->lock);
	return count;
}

const struct nssh_undos *nssh_txn_undos(const struct nssh_txn *txn)
{
	return &txn->undos;
}

struct nssh_journal *nssh_txn_journal(const struct nssh_txn *txn)
{
	return txn->journal;
}

static int journal_of(const struct nssh_txn *txn)
{
	return txn->journal ? nssh_journal_fd(txn->journal) : -1;
}

static int roll_back(struct nssh_txn *txn, size_t mark, bool unsure,
		     void (*left)(const char *what, void *arg), void *arg, struct nssh_error *err)
{
	struct nssh_txn *current = txn->net->txn;
	int rc;

	forget_seen(txn);
	/* What is taken back is not noted again. */
	txn->net->txn = NULL;
	rc = nssh_undos_run(txn->net, &txn->undos,
			    &(struct nssh_undoing){
				    .mark = mark,
				    .fd = journal_of(txn),
				    .unsure = unsure,
				    .left = left,
				    .arg = arg,
			    },
			    err);
	txn->net->txn = current;
	nssh_owners_again(&txn->owners, &txn->undos);
	nssh_owners_disown(&txn->owners);
	if (txn->journal)
		nssh_journal_was_cut(txn->journal);
	return rc;
}

int nssh_txn_rollback(struct nssh_txn *txn, size_t mark, void (*left)(const char *what, void *arg),
		      void *arg, struct nssh_error *err)
{
	return roll_back(txn, mark, false, left, arg, err);
}

int nssh_txn_rollback_quietly(struct nssh_txn *txn, size_t mark)
{
	return roll_back(txn, mark, true, NULL, NULL, NULL);
}

void nssh_txn_drop(struct nssh_txn *txn, size_t mark)
{
	if (txn->undos.count == mark)
		return;
	nssh_undos_drop(&txn->undos, mark, journal_of(txn));
	if (txn->journal)
		nssh_journal_was_cut(txn->journal);
}

static int fail_memory(struct nssh_error *err)
{
	return nssh_fail(err, -ENOMEM, NULL, "no memory to note how to take this back");
}

static int add_note(struct nssh_txn *txn, const struct nssh_undo *undo, struct nssh_error *err)
{
	int rc = nssh_undos_add(&txn->undos, undo);

	if (rc < 0)
		return nssh_fail(err, rc, NULL, "no memory to note how to take this back");
	if (!txn->journal)
		return 0;
	rc = nssh_journal_add(txn->journal, &txn->undos.at[txn->undos.count - 1], err);
	if (rc < 0)
		nssh_undos_cut(&txn->undos, txn->undos.count - 1);
	return rc;
}

/* What @undo owns is taken over. It is in the journal when this returns 0. */
static int note(struct nssh_txn *txn, const struct nssh_undo *undo, struct nssh_error *err)
{
	int rc;

	(void)pthread_mutex_lock(&txn->lock);
	rc = add_note(txn, undo, err);
	(void)pthread_mutex_unlock(&txn->lock);
	return rc;
}

int nssh_txn_netns_made(struct nssh_txn *txn, struct nssh_ns *ns, uint64_t cookie,
			struct nssh_error *err)
{
	const struct nssh_undo undo = { .kind = NSSH_UNDO_NETNS, .ns = ns, .cookie = cookie };

	return note(txn, &undo, err);
}

int nssh_txn_netns_named(struct nssh_txn *txn, struct nssh_ns *ns, struct nssh_error *err)
{
	const struct nssh_undo undo = { .kind = NSSH_UNDO_NAME, .ns = ns, .cookie = ns->cookie };

	return note(txn, &undo, err);
}

int nssh_txn_netns_gone(struct nssh_txn *txn, struct nssh_ns *ns, struct nssh_error *err)
{
	struct nssh_undo undo = { .kind = NSSH_UNDO_HELD, .ns = ns };
	int rc;

	nssh_owners_disown(&txn->owners);
	/* One that it made is gone for good; and what is no namespace is not worth holding. */
	if (!nssh_ns_cookie(ns, NULL) ||
	    (nssh_owners_is_fresh(&txn->owners, ns) && !nssh_owners_has_others(&txn->owners, ns)))
		return 0;
	undo.cookie = ns->cookie;
	undo.index = nssh_held_reserve(ns, err);
	if (undo.index < 0)
		return undo.index;
	undo.text = strdup(ns->net->held_name);
	rc = undo.text ? note(txn, &undo, err)
		       : nssh_fail(err, -ENOMEM, NULL, "no memory to note how to take this back");
	if (rc == 0)
		return nssh_held_keep(ns, undo.index, err);
	nssh_held_release(ns->net->held_name, undo.index);
	return rc;
}

static int fail_cookie(struct nssh_error *err)
{
	return nssh_fail(err, err && err->code ? err->code : -EIO, NULL,
			 "cannot tell which namespace it is");
}

static int note_link(struct nssh_txn *txn, struct nssh_ns *ns, int index, const char *name,
		     struct nssh_error *err)
{
	struct nssh_undo undo = { .kind = NSSH_UNDO_LINK, .ns = ns, .index = index };

	undo.cookie = nssh_ns_cookie(ns, err);
	if (!undo.cookie)
		return fail_cookie(err);
	undo.text = name ? strdup(name) : NULL;
	if ((name && !undo.text) || nssh_owners_set(&txn->owners, &undo) < 0) {
		free(undo.text);
		return fail_memory(err);
	}
	return note(txn, &undo, err);
}

int nssh_txn_lost(struct nssh_txn *txn, struct nssh_ns *ns, const char *what,
		  struct nssh_error *err)
{
	struct nssh_undo undo = { .kind = NSSH_UNDO_LOST, .ns = ns };

	undo.cookie = nssh_ns_cookie(ns, NULL);
	undo.text = strdup(what);
	if (!undo.text)
		return fail_memory(err);
	return note(txn, &undo, err);
}

/* @undo and @text are taken over. */
static int note_as(struct nssh_txn *txn, struct nssh_undo *undo, char *text, struct nssh_error *err)
{
	int rc = nssh_msg_check(undo->msg, err);

	if (rc == 0 && undo->put)
		rc = nssh_msg_check(undo->put, err);
	undo->text = text;
	undo->cookie = nssh_ns_cookie(undo->ns, err);
	if (rc == 0 && !undo->cookie)
		rc = fail_cookie(err);
	if (rc == 0 && (!text || nssh_owners_set(&txn->owners, undo) < 0))
		rc = fail_memory(err);
	if (rc == 0)
		return note(txn, undo, err);
	nssh_undo_done(undo);
	return rc;
}

int nssh_note_request(struct nssh_txn *txn, struct nssh_ns *ns, struct nssh_msg *msg,
		      struct nssh_error *err, const char *fmt, ...)
{
	struct nssh_undo undo = { .kind = NSSH_UNDO_REQUEST, .ns = ns, .msg = msg };
	char *text;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		text = NULL;
	va_end(ap);
	return note_as(txn, &undo, text, err);
}

int nssh_note_settings(struct nssh_txn *txn, struct nssh_ns *ns, struct nssh_msg *msg,
		       const struct nssh_msg *put, struct nssh_error *err, const char *name)
{
	struct nssh_undo undo = { .kind = NSSH_UNDO_REQUEST, .ns = ns, .msg = msg };
	char *text;

	undo.put = nssh_msg_new(nssh_msg_type(put), 0, put->bytes + NLMSG_HDRLEN,
				put->size - NLMSG_HDRLEN);
	if (asprintf(&text, "restore link %s", name) < 0)
		text = NULL;
	return note_as(txn, &undo, text, err);
}

int nssh_note_return(struct nssh_txn *txn, struct nssh_ns *from, int index, struct nssh_msg *msg,
		     const char *name, struct nssh_error *err)
{
	struct nssh_undo undo = {
		.kind = NSSH_UNDO_REQUEST, .ns = from, .index = index, .msg = msg
	};
	char *text;

	if (asprintf(&text, "bring link %s back", name) < 0)
		text = NULL;
	return note_as(txn, &undo, text, err);
}

static int note_end(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		    const struct nssh_link_end *end, struct nssh_error *err)
{
	int index = nssh_link_index(msg, end);

	if (index)
		return note_link(txn, end->to ? end->to->ns : ns, index, end->name, err);
	return nssh_txn_lost(txn, ns, "the making of a link of an unknown index", err);
}

static int note_made(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		     const struct nssh_link_request *request, struct nssh_error *err)
{
	int rc;

	/* `link replace` of one that is there is a change. */
	if (!(msg->flags & NLM_F_EXCL) && request->near.name &&
	    nssh_ns_find_link(ns, request->near.name, NULL) > 0)
		return nssh_owners_is_fresh(&txn->owners, ns)
			       ? 0
			       : nssh_prior_link(txn, ns, msg, request, err);
	rc = note_end(txn, ns, msg, &request->near, err);
	if (rc == 0 && request->pair)
		rc = note_end(txn, ns, msg, &request->far, err);
	return rc;
}

/* It is told by its address no more, until the transaction is over. */
static void forget_address(struct nssh_txn *txn, struct nssh_ns *ns, int index)
{
	for (size_t i = 0; i < txn->undos.count; i++) {
		struct nssh_undo *undo = &txn->undos.at[i];

		if (undo->kind != NSSH_UNDO_LINK || undo->ns != ns || undo->index != index ||
		    !undo->mac)
			continue;
		undo->mac = 0;
		if (txn->journal)
			nssh_journal_identify(txn->journal, undo);
	}
}

/* A change of a link that the transaction made itself: only where it is and its name matter. */
static int note_own_change(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
			   const struct nssh_link_request *request, struct nssh_error *err)
{
	const bool moves = nssh_link_request_moves(request, ns);
	const char *name = request->near.name ? request->near.name : request->subject->name;
	struct nssh_span address;

	if (nssh_span_find(msg, &request->near.at, IFLA_ADDRESS, &address))
		forget_address(txn, ns, nssh_link_index(msg, &request->near));
	if (!moves && !request->near.name)
		return 0;
	return note_link(txn, moves ? request->near.to->ns : ns,
			 nssh_link_index_behind(msg, request), name, err);
}

static int note_link_request(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
			     struct nssh_error *err)
{
	struct nssh_link_request request;
	int index;

	if (!nssh_link_request_read(msg, &request))
		return 0;
	if (request.act == NSSH_LINK_MAKES)
		return note_made(txn, ns, msg, &request, err);
	index = nssh_link_index(msg, &request.near);
	if (!index)
		return nssh_owners_is_fresh(&txn->owners, ns)
			       ? 0
			       : nssh_prior_group(txn, ns, msg, &request, err);
	if (request.act == NSSH_LINK_REMOVES) {
		if (!nssh_owners_is_own(&txn->owners, ns, index))
			return nssh_prior_link_gone(txn, ns, index, err);
		nssh_owners_disown(&txn->owners);
		return 0;
	}
	if (request.subject && nssh_owners_is_own(&txn->owners, ns, index))
		return note_own_change(txn, ns, msg, &request, err);
	return nssh_prior_link(txn, ns, msg, &request, err);
}

static int note_number(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		       struct nssh_error *err)
{
	if (nssh_owners_is_fresh(&txn->owners, ns) ||
	    (msg->ref_count && nssh_owners_is_fresh(&txn->owners, msg->refs[0].ns)))
		return 0;
	return nssh_txn_lost(txn, ns, "the number of a namespace", err);
}

static bool is_on_own_link(const struct nssh_txn *txn, struct nssh_ns *ns,
			   const struct nssh_msg *msg)
{
	struct ifaddrmsg head;

	memcpy(&head, msg->bytes + NLMSG_HDRLEN, sizeof(head));
	return nssh_owners_is_own(&txn->owners, ns, (int)head.ifa_index);
}

/* An address brings routes with it, but a route no address. */
static void forget_changed(struct nssh_txn *txn, const struct nssh_msg *msg)
{
	const uint16_t type = nssh_msg_type(msg);
	const bool adds = msg->flags & NLM_F_EXCL;

	if (type != RTM_NEWROUTE || !adds)
		nssh_seen_forget(&txn->routes);
	if (type != RTM_NEWROUTE && (type != RTM_NEWADDR || !adds))
		nssh_seen_forget(&txn->addrs);
}

int nssh_txn_request(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		     struct nssh_error *err)
{
	forget_changed(txn, msg);
	switch (nssh_msg_type(msg)) {
	case RTM_NEWLINK:
	case RTM_DELLINK:
		return note_link_request(txn, ns, msg, err);
	case RTM_NEWNSID:
		return note_number(txn, ns, msg, err);
	default:
		break;
	}
	if (nssh_owners_is_fresh(&txn->owners, ns))
		return 0;
	switch (nssh_msg_type(msg)) {
	case RTM_NEWADDR:
	case RTM_DELADDR:
		return is_on_own_link(txn, ns, msg) ? 0 : nssh_prior_addr(txn, ns, msg, err);
	case RTM_NEWROUTE:
	case RTM_DELROUTE:
		return nssh_prior_route(txn, ns, msg, err);
	case RTM_NEWNEIGH:
	case RTM_DELNEIGH:
		return nssh_prior_neigh(txn, ns, msg, err);
	case RTM_NEWRULE:
	case RTM_DELRULE:
		return nssh_prior_rule(txn, ns, msg, err);
	case RTM_NEWLINKPROP:
	case RTM_DELLINKPROP:
		return nssh_prior_names(txn, ns, msg, err);
	default:
		return nssh_txn_lost(txn, ns, "a request of a kind that nssh does not know", err);
	}
}
