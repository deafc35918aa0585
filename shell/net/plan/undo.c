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

#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "base/inject.h"
#include "base/interrupt.h"
#include "net/context.h"
#include "net/explain.h"
#include "net/message.h"
#include "net/netns_ops.h"
#include "net/plan/held.h"
#include "net/plan/prior.h"
#include "net/plan/theirs.h"
#include "net/plan/txn.h"
#include "net/plan/undo_index.h"
#include "net/request.h"

/* Links that are removed together are put into this group first: it is nobody's, and spells "nssh". */
#define GONE_GROUP 0x6e737368u

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
	if (!undo->cookie)
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

/* What is there under an index. @waits: put aside, to be removed with others */
struct found {
	char name[IFNAMSIZ];
	uint64_t mac;
	bool there, waits;
};

static int take_link(const struct nlmsghdr *nlh, void *arg)
{
	const struct nlattr *table[IFLA_GROUP + 1];
	struct found *found = arg;
	const char *name;

	nssh_attrs(nlh, sizeof(struct ifinfomsg), table, IFLA_GROUP);
	name = nssh_attr_str(table[IFLA_IFNAME]);
	(void)snprintf(found->name, sizeof(found->name), "%s", name ? name : "");
	if (table[IFLA_ADDRESS] && mnl_attr_get_payload_len(table[IFLA_ADDRESS]) == ETH_ALEN)
		memcpy(&found->mac, mnl_attr_get_payload(table[IFLA_ADDRESS]), ETH_ALEN);
	found->waits = nssh_attr_u32(table[IFLA_GROUP]) == GONE_GROUP;
	/* One that waits may have had its index from the one that is asked for. */
	found->there = !found->waits;
	return 0;
}

static struct nssh_msg *about_link(uint16_t type, int index)
{
	const struct ifinfomsg head = { .ifi_family = AF_UNSPEC, .ifi_index = index };

	return nssh_msg_new(type, 0, &head, sizeof(head));
}

static struct found find_link(const struct nssh_undo *undo)
{
	struct nssh_msg *msg = about_link(RTM_GETLINK, undo->index);
	struct found found = { .there = false };

	if (nssh_ask(undo->ns, msg, take_link, &found, NULL, NULL, NULL) < 0)
		found.there = found.waits = false;
	nssh_msg_free(msg);
	return found;
}

static bool is_that(const struct nssh_undo *undo, const struct found *found)
{
	return found->there && (!undo->mac || !found->mac || undo->mac == found->mac);
}

bool nssh_undo_link_is_there(const struct nssh_undo *undo, char ret_name[static IFNAMSIZ])
{
	const struct found found = find_link(undo);

	memcpy(ret_name, found.name, IFNAMSIZ);
	return is_that(undo, &found);
}

void nssh_undos_finish(struct nssh_undos *undos)
{
	struct nssh_undo_index index;

	nssh_undo_index_init(&index, undos);
	for (size_t i = 0; i < undos->count; i++) {
		struct nssh_undo *undo = &undos->at[i];

		if (undo->kind == NSSH_UNDO_LINK && undo->ns->cookie == undo->cookie &&
		    !nssh_undo_index_made(&index, undo->cookie))
			undo->mac = find_link(undo).mac;
	}
	nssh_undo_index_done(&index);
}

/* Is the link that was made still there, under its name? */
static bool is_there(struct unwinding *run, const struct nssh_undo *undo, const struct found *found)
{
	const char *name = found->name;

	if (!is_that(undo, found))
		return false;
	if (!undo->text || strcmp(name, undo->text) == 0)
		return true;
	leave(run, "link %s%s%s is called %s by now", undo->ns->ref ? undo->ns->ref : "",
	      undo->ns->ref ? ":" : "", undo->text, name);
	return false;
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

	nssh_msg_put_u32(msg, IFLA_GROUP, GONE_GROUP);
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

	nssh_msg_put_u32(msg, IFLA_GROUP, GONE_GROUP);
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

/* One that waits was left so by a run that was cut off in the middle of this. */
static bool is_to_go(struct unwinding *run, const struct nssh_undo *undo)
{
	struct found found;

	/* It goes with its namespace, unless it may be where one has to come back to. */
	if ((nssh_undo_index_made(&run->index, undo->cookie) &&
	     !nssh_undo_index_visited(&run->index, undo->cookie)) ||
	    !nssh_undo_is_same(undo))
		return false;
	found = find_link(undo);
	return found.waits ||
	       (is_there(run, undo, &found) && note_removal(run, undo) && put_aside(run, undo));
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
		const struct nssh_undo *undo = &run->undos->at[at - count];

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
	return name && back.index && back.ns && strcmp(find_link(&back).name, name) == 0;
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

	if (!nssh_undo_is_same(undo)) {
		/* But for a link that was there before, it is gone with it. */
		if (undo->msg->ref_count || !nssh_undo_index_made(&run->index, undo->cookie))
			leave(run, "%s: its namespace is gone", undo->text);
		return;
	}
	if (undo->put)
		msg = nssh_theirs_spared(undo, on_theirs, run);
	if (!undo->put || msg)
		note_refusal(run, send_request(run, undo, msg ? msg : undo->msg, &own), &own,
			     undo->text);
	nssh_msg_free(msg);
}

static void undo_lost(struct unwinding *run, const struct nssh_undo *undo)
{
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

/* The notes from @from to before @to are done with. */
static void forget(struct nssh_undos *undos, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		nssh_undo_done(&undos->at[i]);
	memmove(undos->at + from, undos->at + to, (undos->count - to) * sizeof(*undos->at));
	undos->count -= to - from;
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
		if (how->fd >= 0 && end == undos->count)
			cut_lines(undos, i, how->fd);
		forget(undos, i, end);
	}
	net->undoing--;
	nssh_interrupt_release();
	nssh_undo_index_done(&run.index);
	return run.rc;
}
