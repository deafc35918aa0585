/* SPDX-License-Identifier: MIT */
/*
 * The numbers that namespaces have for each other.
 *
 * The kernel tells the number of a namespace that one has, not the namespace of a number. So the
 * named ones are asked for until one has it: first those that are likely, then outward from the
 * place of the asking one in the directory, whose order is that in which they were made, as peers
 * are.
 */
#define _GNU_SOURCE
#include "net/nsid.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>

#include "net/context.h"
#include "net/explain.h"
#include "net/request.h"

/* How many neighbours are asked for before all the rest. */
#define FEW 6

void nssh_nsids_done(struct nssh_nsids *ids)
{
	free(ids->known);
	memset(ids, 0, sizeof(*ids));
}

void nssh_named_done(struct nssh_named *named)
{
	free(named->ns);
	memset(named, 0, sizeof(*named));
}

static struct nssh_msg *message(uint16_t type, struct nssh_ns *other)
{
	struct rtgenmsg head = { .rtgen_family = AF_UNSPEC };
	struct nssh_msg *msg = nssh_msg_new(type, 0, &head, sizeof(head));

	nssh_msg_put_nsfd(msg, NETNSA_FD, other, NULL);
	return msg;
}

static int id_in(const struct nlmsghdr *nlh)
{
	const struct nlattr *table[NETNSA_NSID + 1];

	if (nlh->nlmsg_type != RTM_NEWNSID)
		return -1;
	nssh_attrs(nlh, sizeof(struct rtgenmsg), table, NETNSA_NSID);
	return table[NETNSA_NSID] ? (int)nssh_attr_u32(table[NETNSA_NSID]) : -1;
}

static int take_id(const struct nlmsghdr *nlh, void *arg)
{
	*(int *)arg = id_in(nlh);
	return 0;
}

static int ask_id(struct nssh_ns *ns, struct nssh_ns *other, struct nssh_error *err)
{
	struct nssh_msg *msg = message(RTM_GETNSID, other);
	int id = -1;
	int rc = nssh_ask(ns, msg, take_id, &id, NULL, NULL, err);

	nssh_msg_free(msg);
	/* -EPERM is -1, which means that there is no number. */
	if (rc < 0)
		return rc == -EPERM ? -EACCES : rc;
	return id < 0 ? -1 : id;
}

int nssh_ns_id(struct nssh_ns *ns, struct nssh_ns *other, struct nssh_error *err)
{
	nssh_net_look_again(ns->net);
	return ask_id(ns, other, err);
}

bool nssh_nsid_is_dying(struct nssh_ns *ns, int id)
{
	struct rtgenmsg head = { .rtgen_family = AF_UNSPEC };
	struct nssh_msg *msg = nssh_msg_new(RTM_GETNSID, 0, &head, sizeof(head));
	int rc;

	nssh_msg_put_u32(msg, NETNSA_NSID, (uint32_t)id);
	rc = nssh_ask(ns, msg, NULL, NULL, NULL, NULL, NULL);
	nssh_msg_free(msg);
	return rc == -ENOENT;
}

int nssh_nsid_make(struct nssh_ns *ns, struct nssh_ns *other)
{
	struct nssh_msg *msg = message(RTM_NEWNSID, other);
	int rc;

	nssh_msg_put_u32(msg, NETNSA_NSID, UINT32_MAX);
	rc = nssh_ask(ns, msg, NULL, NULL, NULL, NULL, NULL);
	nssh_msg_free(msg);
	return rc == -EEXIST ? 0 : rc;
}

int nssh_nsid_assign(struct nssh_ns *ns, struct nssh_ns *other, struct nssh_error *err)
{
	int id = ask_id(ns, other, err);
	int rc;

	if (id != -1)
		return id;
	rc = nssh_nsid_make(ns, other);
	if (rc == 0)
		id = ask_id(ns, other, err);
	if (id >= 0)
		return id;
	rc = rc < 0 ? rc : -ENOENT;
	return nssh_fail_errno(err, rc, NULL, "cannot give a namespace a number");
}

/* The name of the home namespace, when it has one. */
static struct nssh_ns *name_of_home(struct nssh_net *net, char *const *names, size_t count)
{
	char path[sizeof(NSSH_NETNS_DIR) + 256 + 1];
	struct stat home, named;

	if (fstat(nssh_ns_open(&net->home, NULL), &home) < 0)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		(void)snprintf(path, sizeof(path), NSSH_NETNS_DIR "/%s", names[i]);
		if (stat(path, &named) == 0 && named.st_ino == home.st_ino &&
		    named.st_dev == home.st_dev)
			return nssh_ns_get(net, names[i]);
	}
	return NULL;
}

/* Read the directory if it is not what it was. */
static void read_named(struct nssh_net *net)
{
	struct nssh_named *named = &net->named;
	struct stat st = { 0 };
	char **names = NULL;
	size_t count = 0;

	(void)stat(NSSH_NETNS_DIR, &st);
	if (named->read && st.st_mtim.tv_sec == named->mtime.tv_sec &&
	    st.st_mtim.tv_nsec == named->mtime.tv_nsec && st.st_ino == named->inode)
		return;
	free(named->ns);
	named->ns = NULL;
	named->count = 0;
	if (nssh_netns_names_unsorted(&names, &count, NULL) == 0 && count)
		named->ns = malloc(count * sizeof(struct nssh_ns *));
	for (; named->ns && named->count < count; named->count++)
		named->ns[named->count] = nssh_ns_get(net, names[named->count]);
	named->home = name_of_home(net, names, count);
	nssh_netns_names_free(names, count);
	named->mtime = st.st_mtim;
	named->inode = st.st_ino;
	named->read = true;
}

static void note(struct nssh_nsids *ids, int id, struct nssh_ns *ns)
{
	if (id < 0)
		return;
	if (ids->count == ids->room) {
		size_t room = ids->room ? ids->room * 2 : 4;
		struct nssh_nsid *more = realloc(ids->known, room * sizeof(*more));

		if (!more)
			return;
		ids->known = more;
		ids->room = room;
	}
	ids->known[ids->count++] = (struct nssh_nsid){ .id = id, .ns = ns };
}

/* Who is asked for, one request each. */
struct batch {
	struct nssh_ns *asking;
	struct nssh_ns *ns[NSSH_CALLS_MAX];
	size_t count;
};

static int note_reply(const struct nlmsghdr *nlh, size_t number, void *arg)
{
	const struct batch *batch = arg;

	note(&batch->asking->ids, id_in(nlh), batch->ns[number]);
	return 0;
}

static void ask_batch(struct batch *batch)
{
	struct nssh_net *net = batch->asking->net;
	struct nssh_replies replies = nssh_replies_take(net);
	struct nssh_call calls[NSSH_CALLS_MAX];
	struct nssh_flight flight;
	size_t count = 0;

	/* One that cannot be opened must not spoil it for the others. */
	for (size_t i = 0; i < batch->count; i++) {
		if (nssh_ns_open(batch->ns[i], NULL) < 0)
			continue;
		batch->ns[count] = batch->ns[i];
		calls[count++].msg = message(RTM_GETNSID, batch->ns[i]);
	}
	if (count && nssh_exchange(batch->asking, calls, count, &replies, &flight, NULL) == 0)
		(void)nssh_replies_each(&replies, 0, replies.size, &flight, note_reply, batch);
	for (size_t i = 0; i < count; i++)
		nssh_msg_free(calls[i].msg);
	nssh_replies_give(net, &replies);
	batch->count = 0;
}

static size_t place_of(const struct nssh_named *named, const struct nssh_ns *ns)
{
	for (size_t i = 0; i < named->count; i++) {
		if (named->ns[i] == ns)
			return i;
	}
	return 0;
}

/* The one that is asked for as number @step: right, left, right ... of @place, round the ends. */
static struct nssh_ns *outward(const struct nssh_named *named, size_t place, size_t step)
{
	size_t far = (step + 1) / 2;

	if (step % 2 == 0)
		far = named->count - far;
	return named->ns[(place + far) % named->count];
}

static const struct nssh_nsid *known(const struct nssh_nsids *ids, int id)
{
	for (size_t i = 0; i < ids->count; i++) {
		if (ids->known[i].id == id)
			return &ids->known[i];
	}
	return NULL;
}

static void ask_likely(struct nssh_ns *ns)
{
	struct nssh_named *named = &ns->net->named;
	struct batch batch = { .asking = ns };

	batch.ns[batch.count++] = &ns->net->home;
	if (ns->ids.friend)
		batch.ns[batch.count++] = ns->ids.friend;
	if (named->last && named->last != ns->ids.friend)
		batch.ns[batch.count++] = named->last;
	ask_batch(&batch);
}

/* Ask for the named ones, some more each time, until the number is known or all were asked for. */
static const struct nssh_nsid *search(struct nssh_ns *ns, int id)
{
	const struct nssh_named *named = &ns->net->named;
	size_t place = place_of(named, ns);
	const struct nssh_nsid *found = known(&ns->ids, id);

	for (size_t most = FEW; !found && ns->ids.tried < named->count; most = NSSH_CALLS_MAX) {
		struct batch batch = { .asking = ns };

		while (ns->ids.tried < named->count && batch.count < most)
			batch.ns[batch.count++] = outward(named, place, ns->ids.tried++);
		ask_batch(&batch);
		found = known(&ns->ids, id);
	}
	return found;
}

struct nssh_ns *nssh_ns_name_of_id(struct nssh_ns *ns, int id)
{
	struct nssh_net *net = ns->net;
	const struct nssh_nsid *found;

	if (id < 0)
		return NULL;
	nssh_net_look_again(net);
	if (ns->ids.list != net->lists) {
		read_named(net);
		ns->ids.count = ns->ids.tried = 0;
		ns->ids.list = net->lists;
		ask_likely(ns);
	}
	found = search(ns, id);
	if (!found)
		return NULL;
	if (found->ns == &net->home)
		return net->named.home;
	found->ns->ids.friend = ns;
	net->named.last = found->ns;
	return found->ns;
}
