/* SPDX-License-Identifier: MIT */
/* Taking changes back. */
#define _GNU_SOURCE
#include "net/plan/undo.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "base/inject.h"
#include "base/interrupt.h"
#include "net/context.h"
#include "net/explain.h"
#include "net/message.h"
#include "net/netns_ops.h"
#include "net/plan/held.h"
#include "net/plan/made.h"
#include "net/plan/prior.h"
#include "net/plan/theirs.h"
#include "net/plan/txn.h"
#include "net/plan/undo_index.h"
#include "net/request.h"

void nssh_undo_done(const struct nssh_undo *undo)
{
	free(undo->text);
	nssh_msg_free(undo->msg);
	nssh_msg_free(undo->put);
}

int nssh_undos_add(struct nssh_undos *undos, const struct nssh_undo *undo)
{
	if (undos->count == undos->room) {
		size_t room = undos->room ? undos->room * 2 : 64;
		struct nssh_undo *at = reallocarray(undos->at, room, sizeof(*at));

		if (!at) {
			nssh_undo_done(undo);
			return -ENOMEM;
		}
		undos->at = at;
		undos->room = room;
	}
	undos->at[undos->count++] = *undo;
	return 0;
}

void nssh_undos_cut(struct nssh_undos *undos, size_t count)
{
	while (undos->count > count)
		nssh_undo_done(&undos->at[--undos->count]);
}

void nssh_undos_done(struct nssh_undos *undos)
{
	nssh_undos_cut(undos, 0);
	free(undos->at);
	*undos = (struct nssh_undos){ 0 };
}

void nssh_undos_release(const struct nssh_undos *undos, size_t mark)
{
	for (size_t i = mark; i < undos->count; i++) {
		if (undos->at[i].kind == NSSH_UNDO_HELD)
			nssh_held_release(undos->at[i].text, undos->at[i].index);
	}
}

/*
 * A run over notes, of which @index tells. @rc: the first failure, of which @err tells; @failures: how
 * many there were
 */
struct unwinding {
	struct nssh_net *net;
	struct nssh_undos *undos;
	struct nssh_undo_index index;
	const struct nssh_undoing *how;
	size_t failures;
	int rc;
	struct nssh_error *err;
};

static void NSSH_PRINTF(2, 3) leave(const struct unwinding *run, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	if (!run->how->left)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	run->how->left(text, run->how->arg);
}

static void note_failure(struct unwinding *run, int rc, const struct nssh_error *own)
{
	if (rc >= 0)
		return;
	leave(run, "%s%s%s", own->what, own->why[0] ? ": " : "", own->why);
	if (run->rc == 0 && run->err && !run->err->code)
		*run->err = *own;
	run->rc = run->rc < 0 ? run->rc : rc;
	run->failures++;
}

/* The same, with what it was to do named also where the kernel had nothing to say about that. */
static void note_refusal(struct unwinding *run, int rc, const struct nssh_error *own,
			 const char *doing)
{
	struct nssh_error told = NSSH_ERROR_INIT;

	(void)nssh_fail(&told, rc, NULL, "cannot %s", doing);
	if (strcmp(told.what, own->what) == 0)
		nssh_why(&told, "%s", own->why);
	else
		nssh_why(&told, "%s%s%s", own->what, own->why[0] ? ": " : "", own->why);
	note_failure(run, rc, &told);
}

bool nssh_undo_is_same(const struct nssh_undo *undo)
{
	return undo->cookie && nssh_ns_cookie(undo->ns, NULL) == undo->cookie;
}

/* Return: whether there is such a name at all. */
static bool is_named(const struct nssh_ns *ns)
{
	char path[sizeof(NSSH_NETNS_DIR) + 1 + 256];
	struct stat st;

	(void)snprintf(path, sizeof(path), NSSH_NETNS_DIR "/%s", ns->ref);
	return lstat(path, &st) == 0;
}

static bool may_unname(struct unwinding *run, const struct nssh_undo *undo)
{
	if (undo->stays)
		return false;
	/* Nothing bound to it: the run was cut off between the two. */
	if (nssh_undo_is_same(undo) || (is_named(undo->ns) && nssh_netns_is_stale(undo->ns->ref)))
		return true;
	if (is_named(undo->ns))
		leave(run, "namespace %s is another one by now", undo->ns->ref);
	return false;
}

static void on_failed(struct nssh_ns *ns, int code, const struct nssh_error *err, void *arg)
{
	(void)ns;
	note_failure(arg, code, err);
}

static bool is_name(const struct nssh_undo *undo)
{
	return undo->kind == NSSH_UNDO_NETNS || undo->kind == NSSH_UNDO_NAME;
}

/* As many as come one after the other. Return: how many notes that were. */
static size_t undo_netns(struct unwinding *run, size_t at, size_t mark)
{
	struct nssh_ns **ns;
	size_t count = 0, gone = 0;

	while (at + 1 - count > mark && is_name(&run->undos->at[at - count]))
		count++;
	ns = calloc(count, sizeof(struct nssh_ns *));
	for (size_t i = 0; ns && i < count; i++) {
		if (may_unname(run, &run->undos->at[at - i]))
			ns[gone++] = run->undos->at[at - i].ns;
	}
	if (gone)
		nssh_netns_del_many(run->net, ns, gone, on_failed, run);
	if (!ns)
		note_failure(run, -ENOMEM,
			     &(const struct nssh_error){ .code = -ENOMEM, .what = "no memory" });
	free(ns);
	return count;
}

static void undo_held(struct unwinding *run, const struct nssh_undo *undo)
{
	struct nssh_error own = NSSH_ERROR_INIT;

	if (is_named(undo->ns) && nssh_undo_is_same(undo)) {
		nssh_held_release(undo->text, undo->index);
		return;
	}
	note_failure(run, nssh_held_give_back(undo, &own), &own);
}

static struct nssh_msg *about_link(uint16_t type, int index)
{
	const struct ifinfomsg head = { .ifi_family = AF_UNSPEC, .ifi_index = index };

	return nssh_msg_new(type, 0, &head, sizeof(head));
}

static int send_own(struct nssh_ns *ns, struct nssh_msg *msg, const char *doing,
		    struct nssh_error *err)
{
	int rc = nssh_ask(ns, msg, NULL, NULL, doing, NULL, err);

	nssh_msg_free(msg);
	return rc;
}

static bool put_aside(struct unwinding *run, const struct nssh_undo *undo)
{
	struct nssh_msg *msg = about_link(RTM_NEWLINK, undo->index);
	struct nssh_error own = NSSH_ERROR_INIT;
	char doing[64];
	int rc;

	nssh_msg_put_u32(msg, IFLA_GROUP, NSSH_GONE_GROUP);
	(void)snprintf(doing, sizeof(doing), "delete link %s", undo->text ? undo->text : "");
	rc = send_own(undo->ns, msg, doing, &own);
	note_refusal(run, rc, &own, doing);
	return rc == 0;
}

static void remove_group(struct unwinding *run, struct nssh_ns *ns)
{
	struct nssh_error own = NSSH_ERROR_INIT;
	struct nssh_msg *msg = about_link(RTM_DELLINK, 0);
	int rc;

	nssh_msg_put_u32(msg, IFLA_GROUP, NSSH_GONE_GROUP);
	rc = send_own(ns, msg, "delete links", &own);
	/* Another name of the same namespace may have come before. */
	if (rc != -ENODEV)
		note_refusal(run, rc, &own, "delete links");
}

static bool note_removal(struct unwinding *run, const struct nssh_undo *undo)
{
	struct nssh_error own = NSSH_ERROR_INIT;
	int rc = run->net->txn ? nssh_prior_link_gone(run->net->txn, undo->ns, undo->index, &own)
			       : 0;

	note_failure(run, rc, &own);
	return rc == 0;
}

/* Namespaces in which links have been put aside. */
struct places {
	struct nssh_ns *at[64];
	size_t count;
};

static void remove_all(struct unwinding *run, struct places *places)
{
	while (places->count > 0)
		remove_group(run, places->at[--places->count]);
}

static void add_place(struct unwinding *run, struct places *places, struct nssh_ns *ns)
{
	for (size_t i = 0; i < places->count; i++) {
		if (places->at[i] == ns)
			return;
	}
	if (places->count == sizeof(places->at) / sizeof(*places->at))
		remove_all(run, places);
	places->at[places->count++] = ns;
}

/* The other end of a pair, which goes with a namespace that was made. */
static bool goes_along(struct unwinding *run, const struct nssh_undo *undo,
		       const struct nssh_found *found)
{
	struct nssh_ns *far = found->is_far && strcmp(found->kind, "veth") == 0
				      ? nssh_ns_name_of_id(undo->ns, found->far)
				      : NULL;

	return far && nssh_undo_index_made(&run->index, nssh_ns_cookie(far, NULL));
}

/*
 * One that waits was left so by a run that was cut off in the middle of this. Of one that is not as it was, it
 * is told in the end: it may go with others.
 */
static bool is_to_go(struct unwinding *run, struct nssh_undo *undo)
{
	struct nssh_found found;
	enum nssh_made made;

	/* It goes with its namespace, unless it may be where one has to come back to. */
	if (undo->stays ||
	    (nssh_undo_index_made(&run->index, undo->cookie) &&
	     !nssh_undo_index_visited(&run->index, undo->cookie)) ||
	    !nssh_undo_is_same(undo))
		return false;
	found = nssh_made_find(undo);
	made = nssh_made_is(undo, &found);
	undo->stays =
		made != NSSH_MADE_THERE && made != NSSH_MADE_GONE && !goes_along(run, undo, &found);
	return made == NSSH_MADE_THERE &&
	       (found.waits || (note_removal(run, undo) && put_aside(run, undo)));
}

/*
 * Notes of links from @at downwards: those of one namespace go in one request, since the kernel waits for
 * a grace period each time. Return: how many notes that were.
 */
static size_t undo_links(struct unwinding *run, size_t at, size_t mark)
{
	struct places places = { .count = 0 };
	size_t count = 0;

	while (at + 1 - count > mark && run->undos->at[at - count].kind == NSSH_UNDO_LINK) {
		struct nssh_undo *undo = &run->undos->at[at - count];

		if (is_to_go(run, undo))
			add_place(run, &places, undo->ns);
		count++;
	}
	remove_all(run, &places);
	return count;
}

/* What the kernel says when it is as it should be already. */
static bool is_so_already(const struct nssh_msg *msg, int rc)
{
	uint16_t type = nssh_msg_type(msg);

	if (type == RTM_NEWLINK && (msg->flags & NLM_F_CREATE))
		return rc == -EEXIST;
	if (type == RTM_DELLINK || type == RTM_DELADDR || type == RTM_DELROUTE ||
	    type == RTM_DELNEIGH || type == RTM_DELRULE || type == RTM_DELLINKPROP)
		return rc == -ENODEV || rc == -EADDRNOTAVAIL || rc == -ESRCH || rc == -ENOENT;
	return rc == -EEXIST && (type == RTM_NEWADDR || type == RTM_NEWROUTE ||
				 type == RTM_NEWRULE || type == RTM_NEWLINKPROP);
}

/* A link that went elsewhere: the run that brought it back was cut off right behind that. */
static bool is_back_already(const struct nssh_msg *msg)
{
	const struct nlattr *table[IFLA_NEW_IFINDEX + 1];
	struct nssh_undo back = { .ns = NULL };
	const char *name;

	if (nssh_msg_type(msg) != RTM_NEWLINK)
		return false;
	nssh_attrs(nssh_prior_sealed(msg), sizeof(struct ifinfomsg), table, IFLA_NEW_IFINDEX);
	name = nssh_attr_str(table[IFLA_IFNAME]);
	back.index = (int)nssh_attr_u32(table[IFLA_NEW_IFINDEX]);
	for (size_t i = 0; i < msg->ref_count; i++) {
		if (msg->refs[i].kind == NSSH_REF_NSFD)
			back.ns = msg->refs[i].ns;
	}
	return name && back.index && back.ns && strcmp(nssh_made_find(&back).name, name) == 0;
}

static int send_request(struct unwinding *run, const struct nssh_undo *undo, struct nssh_msg *msg,
			struct nssh_error *err)
{
	int rc = nssh_msg_resolve(msg, err);

	/* It is not where it would have gone. */
	if (rc == -ENODEV && run->how->unsure)
		return 0;
	if (rc == 0 && run->net->txn)
		rc = nssh_txn_request(run->net->txn, undo->ns, msg, err);
	if (rc == 0)
		rc = nssh_ask(undo->ns, msg, NULL, NULL, undo->text, NULL, err);
	return rc == 0 || is_so_already(msg, rc) || is_back_already(msg) ? 0 : rc;
}

static void on_theirs(const char *what, void *arg)
{
	leave(arg, "%s", what);
}

static void undo_request(struct unwinding *run, const struct nssh_undo *undo)
{
	struct nssh_error own = NSSH_ERROR_INIT;
	struct nssh_msg *msg = NULL;
	int rc = 0;

	if (!nssh_undo_is_same(undo)) {
		/* But for a link that was there before, it is gone with it. */
		if (undo->msg->ref_count || !nssh_undo_index_made(&run->index, undo->cookie))
			leave(run, "%s: its namespace is gone", undo->text);
		return;
	}
	if (undo->put)
		msg = nssh_theirs_spared(undo, on_theirs, run);
	if (!undo->put || msg)
		rc = send_request(run, undo, msg ? msg : undo->msg, &own);
	/* It will not come again: there is nothing to try once more. */
	if (rc == -ENODEV && run->how->lab)
		leave(run, "%s: its link is gone", undo->text);
	else
		note_refusal(run, rc, &own, undo->text);
	nssh_msg_free(msg);
}

static void undo_lost(struct unwinding *run, const struct nssh_undo *undo)
{
	/* What was done there goes with it. */
	if (run->how->lab && nssh_undo_index_made(&run->index, undo->cookie))
		return;
	leave(run, "%s cannot be undone", undo->text ? undo->text : "something");
}

static size_t undo_at(struct unwinding *run, size_t at, size_t mark)
{
	const struct nssh_undo *undo = &run->undos->at[at];

	switch (undo->kind) {
	case NSSH_UNDO_NETNS:
	case NSSH_UNDO_NAME:
		return undo_netns(run, at, mark);
	case NSSH_UNDO_HELD:
		undo_held(run, undo);
		return 1;
	case NSSH_UNDO_LINK:
		return undo_links(run, at, mark);
	case NSSH_UNDO_REQUEST:
		undo_request(run, undo);
		return 1;
	case NSSH_UNDO_LOST:
		undo_lost(run, undo);
		return 1;
	}
	return 1;
}

/* The notes from @from to before @to are done with, but for what stays. */
static void forget(struct nssh_undos *undos, size_t from, size_t to)
{
	size_t kept = from;

	for (size_t i = from; i < to; i++) {
		if (undos->at[i].stays)
			undos->at[kept++] = undos->at[i];
		else
			nssh_undo_done(&undos->at[i]);
	}
	memmove(undos->at + kept, undos->at + to, (undos->count - to) * sizeof(*undos->at));
	undos->count -= to - kept;
}

/* What was not as it was made, and is still there when all others have gone. */
static void tell_left(const struct unwinding *run, const struct nssh_undo *undo)
{
	struct nssh_found found;

	if (undo->kind != NSSH_UNDO_LINK || !run->how->left || !nssh_undo_is_same(undo))
		return;
	found = nssh_made_find(undo);
	nssh_made_tell(undo, &found, run->how->left, run->how->arg);
}

static void finish(const struct unwinding *run)
{
	for (size_t i = run->undos->count; i > run->how->mark; i--) {
		struct nssh_undo *undo = &run->undos->at[i - 1];

		if (!undo->stays)
			continue;
		tell_left(run, undo);
		if (run->how->lab)
			continue;
		undo->stays = false;
		forget(run->undos, i - 1, i);
	}
}

/* Their lines are the last ones. */
static void cut_lines(const struct nssh_undos *undos, size_t from, int fd)
{
	while (from < undos->count && !undos->at[from].place)
		from++;
	if (from == undos->count)
		return;
	(void)nssh_inject(NSSH_INJECT_DISK);
	(void)!ftruncate(fd, (off_t)undos->at[from].place);
}

void nssh_undos_drop(struct nssh_undos *undos, size_t count, int fd)
{
	if (fd >= 0)
		cut_lines(undos, count, fd);
	nssh_undos_cut(undos, count);
}

int nssh_undos_run(struct nssh_net *net, struct nssh_undos *undos, const struct nssh_undoing *how,
		   struct nssh_error *err)
{
	struct unwinding run = { .how = how, .net = net, .undos = undos, .err = err };

	nssh_undo_index_init(&run.index, undos);
	/* Nobody can stop it in the middle. */
	nssh_interrupt_hold();
	nssh_net_look_again(net);
	net->undoing++;
	for (size_t i = undos->count; i > how->mark;) {
		size_t end = i, failures = run.failures;

		i -= undo_at(&run, i - 1, how->mark);
		if (failures != run.failures)
			continue;
		if (how->fd >= 0 && !run.failures)
			cut_lines(undos, i, how->fd);
		forget(undos, i, end);
	}
	finish(&run);
	net->undoing--;
	nssh_interrupt_release();
	nssh_undo_index_done(&run.index);
	return run.rc;
}
