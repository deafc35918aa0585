/* SPDX-License-Identifier: MIT */
/* The transaction: notes of what takes back all that was done. */
#define _GNU_SOURCE
#include "net/plan/txn.h"

#include <errno.h>
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
#include "net/plan/prior.h"

/* A link that the transaction made, in a namespace that it did not make. */
struct own_link {
	const struct nssh_ns *ns;
	int index;
};

/**
 * struct nssh_txn
 * @serial: struct nssh_ns.maker of the namespaces that it made
 * @steps:  how many ops have been done
 * @own:    a hash with open addressing, @own_room is a power of two or 0
 */
struct nssh_txn {
	struct nssh_net *net;
	uint64_t serial;
	struct nssh_undos undos;
	struct nssh_journal *journal;
	size_t steps;
	struct own_link *own;
	size_t own_count, own_room;
	struct nssh_routes routes;
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
	txn->net = net;
	txn->serial = ++net->txns;
	txn->journal = journal;
	return txn;
}

void nssh_txn_free(struct nssh_txn *txn)
{
	if (!txn)
		return;
	/* In this order: no journal names what is not held any more. */
	nssh_journal_free(txn->journal);
	nssh_undos_release(&txn->undos, 0);
	nssh_undos_done(&txn->undos);
	nssh_routes_forget(&txn->routes);
	free(txn->own);
	free(txn);
}

struct nssh_routes *nssh_txn_routes(struct nssh_txn *txn)
{
	return &txn->routes;
}

void nssh_txn_step(struct nssh_txn *txn)
{
	txn->steps++;
}

size_t nssh_txn_steps(const struct nssh_txn *txn)
{
	return txn->steps;
}

void nssh_txn_finish(struct nssh_txn *txn)
{
	nssh_undos_finish(&txn->undos);
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

const struct nssh_undos *nssh_txn_undos(const struct nssh_txn *txn)
{
	return &txn->undos;
}

struct nssh_journal *nssh_txn_journal(const struct nssh_txn *txn)
{
	return txn->journal;
}

int nssh_txn_rollback(struct nssh_txn *txn, size_t mark, void (*left)(const char *what, void *arg),
		      void *arg, struct nssh_error *err)
{
	struct nssh_txn *current = txn->net->txn;
	int rc;

	nssh_routes_forget(&txn->routes);
	/* What is taken back is not noted again. */
	txn->net->txn = NULL;
	rc = nssh_undos_run(txn->net, &txn->undos, mark,
			    txn->journal ? nssh_journal_fd(txn->journal) : -1, left, arg, err);
	txn->net->txn = current;
	if (txn->journal)
		nssh_journal_was_cut(txn->journal);
	return rc;
}

static size_t place_of(const struct nssh_txn *txn, const struct nssh_ns *ns, int index)
{
	size_t i = (((uintptr_t)ns >> 4) * 31 + (size_t)index * 0x9e3779b1u) & (txn->own_room - 1);

	while (txn->own[i].ns && (txn->own[i].ns != ns || txn->own[i].index != index))
		i = (i + 1) & (txn->own_room - 1);
	return i;
}

static bool is_own(const struct nssh_txn *txn, const struct nssh_ns *ns, int index)
{
	return txn->own_room && txn->own[place_of(txn, ns, index)].ns;
}

static int grow_own(struct nssh_txn *txn)
{
	struct own_link *old = txn->own;
	size_t room = txn->own_room;

	if (txn->own_count + 1 <= room / 4 * 3)
		return 0;
	txn->own_room = room ? room * 2 : 64;
	txn->own = calloc(txn->own_room, sizeof(*txn->own));
	if (!txn->own) {
		txn->own = old;
		txn->own_room = room;
		return -ENOMEM;
	}
	for (size_t i = 0; i < room; i++) {
		if (old[i].ns)
			txn->own[place_of(txn, old[i].ns, old[i].index)] = old[i];
	}
	free(old);
	return 0;
}

static bool is_fresh(const struct nssh_txn *txn, const struct nssh_ns *ns)
{
	return ns->maker == txn->serial;
}

static int own(struct nssh_txn *txn, const struct nssh_ns *ns, int index)
{
	if (is_fresh(txn, ns) || is_own(txn, ns, index))
		return 0;
	if (grow_own(txn) < 0)
		return -ENOMEM;
	txn->own[place_of(txn, ns, index)] = (struct own_link){ ns, index };
	txn->own_count++;
	return 0;
}

/* What @undo owns is taken over. It is in the journal when this returns 0. */
static int note(struct nssh_txn *txn, const struct nssh_undo *undo, struct nssh_error *err)
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

int nssh_txn_netns_made(struct nssh_txn *txn, struct nssh_ns *ns, struct nssh_error *err)
{
	const struct nssh_undo undo = { .kind = NSSH_UNDO_NETNS, .ns = ns, .cookie = ns->cookie };

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

	/* One that it made is gone for good; and what is no namespace is not worth holding. */
	if (!nssh_ns_cookie(ns, NULL) || is_fresh(txn, ns))
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
	if ((name && !undo.text) || own(txn, ns, index) < 0) {
		free(undo.text);
		return nssh_fail(err, -ENOMEM, NULL, "no memory to note how to take this back");
	}
	return note(txn, &undo, err);
}

int nssh_txn_lost(struct nssh_txn *txn, const char *what, struct nssh_error *err)
{
	struct nssh_undo undo = { .kind = NSSH_UNDO_LOST, .ns = &txn->net->home };

	undo.text = strdup(what);
	if (!undo.text)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to note how to take this back");
	return note(txn, &undo, err);
}

/* What @undo owns is taken over; @undo->text is the only thing that can be missing. */
static int note_request(struct nssh_txn *txn, struct nssh_undo *undo, struct nssh_error *err)
{
	int rc = nssh_msg_check(undo->msg, err);

	if (rc == 0 && undo->put)
		rc = nssh_msg_check(undo->put, err);
	undo->cookie = nssh_ns_cookie(undo->ns, err);
	if (rc == 0 && !undo->cookie)
		rc = fail_cookie(err);
	if (rc == 0 && !undo->text)
		rc = nssh_fail(err, -ENOMEM, NULL, "no memory to note how to take this back");
	if (rc == 0)
		return note(txn, undo, err);
	nssh_undo_done(undo);
	return rc;
}

int nssh_note_request(struct nssh_txn *txn, struct nssh_ns *ns, struct nssh_msg *msg,
		      struct nssh_error *err, const char *fmt, ...)
{
	struct nssh_undo undo = { .kind = NSSH_UNDO_REQUEST, .ns = ns, .msg = msg };
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&undo.text, fmt, ap) < 0)
		undo.text = NULL;
	va_end(ap);
	return note_request(txn, &undo, err);
}

int nssh_note_settings(struct nssh_txn *txn, struct nssh_ns *ns, struct nssh_msg *msg,
		       const struct nssh_msg *put, struct nssh_error *err, const char *name)
{
	struct nssh_undo undo = { .kind = NSSH_UNDO_REQUEST, .ns = ns, .msg = msg };

	undo.put = nssh_msg_new(nssh_msg_type(put), 0, put->bytes + NLMSG_HDRLEN,
				put->size - NLMSG_HDRLEN);
	if (asprintf(&undo.text, "restore link %s", name) < 0)
		undo.text = NULL;
	return note_request(txn, &undo, err);
}

static int index_at(const struct nssh_msg *msg, size_t offset)
{
	int index;

	memcpy(&index, msg->bytes + offset, sizeof(index));
	return index;
}

static int note_end(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		    const struct nssh_link_end *end, struct nssh_error *err)
{
	int index = index_at(msg, nssh_link_end_index(end));

	if (index)
		return note_link(txn, end->to ? end->to->ns : ns, index, end->name, err);
	return nssh_txn_lost(txn, "the making of a link of an unknown index", err);
}

static int note_made(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		     const struct nssh_link_request *request, struct nssh_error *err)
{
	int rc;

	/* `link replace` of one that is there is a change. */
	if (!(msg->flags & NLM_F_EXCL) && request->near.name &&
	    nssh_ns_find_link(ns, request->near.name, NULL) > 0)
		return is_fresh(txn, ns) ? 0 : nssh_prior_link(txn, ns, msg, request, err);
	rc = note_end(txn, ns, msg, &request->near, err);
	if (rc == 0 && request->pair)
		rc = note_end(txn, ns, msg, &request->far, err);
	return rc;
}

/* A change of a link that the transaction made itself: only where it is and its name matter. */
static int note_own_change(struct nssh_txn *txn, struct nssh_ns *ns,
			   const struct nssh_link_request *request, int index,
			   struct nssh_error *err)
{
	struct nssh_ns *to = request->near.to ? request->near.to->ns : ns;
	const char *name = request->near.name ? request->near.name : request->subject->name;

	if (to == ns && !request->near.name)
		return 0;
	return note_link(txn, to, index, name, err);
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
	index = index_at(msg, nssh_link_end_index(&request.near));
	if (!index)
		return is_fresh(txn, ns) ? 0 : nssh_prior_group(txn, ns, msg, &request, err);
	if (request.act == NSSH_LINK_REMOVES)
		return is_fresh(txn, ns) || is_own(txn, ns, index)
			       ? 0
			       : nssh_prior_link_gone(txn, ns, index, err);
	if (request.subject && (is_fresh(txn, ns) || is_own(txn, ns, index)))
		return note_own_change(txn, ns, &request, index, err);
	return nssh_prior_link(txn, ns, msg, &request, err);
}

/* The other way round is the same message with the other type. */
static int note_reverse(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
			uint16_t type, uint16_t flags, struct nssh_error *err)
{
	struct nssh_msg *back;

	if (is_own(txn, ns, index_at(msg, NLMSG_HDRLEN + offsetof(struct ifinfomsg, ifi_index))))
		return 0;
	back = nssh_msg_new(type, flags, msg->bytes + NLMSG_HDRLEN, msg->size - NLMSG_HDRLEN);
	return nssh_note_request(txn, ns, back, err, "take back a name of a link");
}

static int note_number(struct nssh_txn *txn, const struct nssh_ns *ns, const struct nssh_msg *msg,
		       struct nssh_error *err)
{
	if (is_fresh(txn, ns) || (msg->ref_count && is_fresh(txn, msg->refs[0].ns)))
		return 0;
	return nssh_txn_lost(txn, "the number of a namespace", err);
}

static bool is_on_own_link(const struct nssh_txn *txn, const struct nssh_ns *ns,
			   const struct nssh_msg *msg)
{
	return is_own(txn, ns, index_at(msg, NLMSG_HDRLEN + offsetof(struct ifaddrmsg, ifa_index)));
}

int nssh_txn_request(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		     struct nssh_error *err)
{
	if (nssh_msg_type(msg) != RTM_NEWROUTE || !(msg->flags & NLM_F_EXCL))
		nssh_routes_forget(&txn->routes);
	switch (nssh_msg_type(msg)) {
	case RTM_NEWLINK:
	case RTM_DELLINK:
		return note_link_request(txn, ns, msg, err);
	case RTM_NEWNSID:
		return note_number(txn, ns, msg, err);
	default:
		break;
	}
	if (is_fresh(txn, ns))
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
	case RTM_NEWLINKPROP:
		return note_reverse(txn, ns, msg, RTM_DELLINKPROP, 0, err);
	case RTM_DELLINKPROP:
		return note_reverse(txn, ns, msg, RTM_NEWLINKPROP, NLM_F_CREATE | NLM_F_EXCL, err);
	default:
		return nssh_txn_lost(txn, "a request of a kind that nssh does not know", err);
	}
}
