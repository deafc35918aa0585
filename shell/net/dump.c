/* SPDX-License-Identifier: MIT */
/* Lists: gathered whole, asked for again when they changed under the kernel's hands. */
#define _GNU_SOURCE
#include <errno.h>

#include "net/explain.h"
#include "net/message.h"
#include "net/request.h"

/* A busy system changes all the time: then an inconsistent list, said to be one, has to do. */
#define TRIES 8

/* How many namespaces are asked before the first one's answer is read. */
#define WINDOW 128

/* One list in flight, and its part of the replies when it has come. */
struct list {
	struct nssh_ns *ns;
	size_t index;
	struct nssh_flight flight;
	size_t start, end;
};

static int send_list(struct list *list, struct nssh_msg *msg)
{
	struct iovec part = { .iov_base = msg->bytes, .iov_len = msg->size };

	list->flight = (struct nssh_flight){ .port = list->ns->socket.port,
					     .seq = nssh_next_seq(list->ns->net, 1),
					     .count = 1 };
	nssh_msg_seal(msg, NLM_F_DUMP, list->flight.seq);
	return nssh_socket_send(&list->ns->socket, &part, 1);
}

/*
 * Look at one datagram of a list. Return: 1 when the list has ended, with @ack filled; 0 when there
 * is more; or a negative errno.
 */
static int scan(const struct list *list, const struct nssh_replies *replies, size_t at,
		struct nssh_ack *ack, bool *changed)
{
	const struct nlmsghdr *nlh = (const void *)(replies->bytes + at);
	int left = (int)(replies->size - at);

	for (; mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left)) {
		int rc;

		if (nlh->nlmsg_type == NLMSG_OVERRUN)
			return -ENOBUFS;
		if (nssh_answers(&list->flight, nlh) == 1)
			continue;
		if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
			*changed = true;
		if (nlh->nlmsg_type != NLMSG_DONE && nlh->nlmsg_type != NLMSG_ERROR)
			continue;
		rc = nssh_ack_parse(nlh, ack);
		return rc < 0 ? rc : 1;
	}
	return 0;
}

static int receive_list(struct list *list, struct nssh_replies *replies, struct nssh_ack *ack,
			bool *changed)
{
	int rc = 0;

	list->start = replies->size;
	*changed = false;
	while (rc == 0) {
		size_t at = replies->size;

		rc = nssh_socket_receive(&list->ns->socket, replies, true);
		if (rc == 0)
			rc = scan(list, replies, at, ack, changed);
	}
	list->end = replies->size;
	return rc < 0 ? rc : 0;
}

/* Receive a list that was sent, and ask again while it comes out inconsistent. */
static int gather(struct list *list, struct nssh_msg *msg, struct nssh_replies *replies,
		  struct nssh_error *err)
{
	struct nssh_ns *ns = list->ns;
	struct nssh_ack ack = { 0 };
	bool changed;

	for (int tries = TRIES;;) {
		int rc = receive_list(list, replies, &ack, &changed);

		if (rc == 0 && ack.code < 0) {
			(void)nssh_fail_ack(err, &ack, ns, msg, nssh_doing(nssh_msg_type(msg)),
					    NULL);
			if (err && err->kind == NSSH_ERROR_REFUSED)
				err->kind = NSSH_ERROR_LIST;
			return ack.code;
		}
		ns->incomplete = changed;
		if (rc == 0 && (!changed || --tries == 0))
			return 0;
		replies->size = list->start;
		if (rc == 0)
			rc = send_list(list, msg);
		if (rc < 0)
			return nssh_fail_answer(ns, rc, err);
	}
}

/* A reply function and the place that its list's namespace has in the caller's array. */
struct reply {
	int (*each)(const struct nlmsghdr *nlh, size_t index, void *arg);
	void *arg;
	size_t index;
};

static int hand_over(const struct nlmsghdr *nlh, size_t number, void *arg)
{
	const struct reply *reply = arg;

	(void)number;
	return reply->each(nlh, reply->index, reply->arg);
}

static bool is_gone(int code)
{
	return code == -ENOENT || code == -ESTALE;
}

/* Return: 1 when the list is in flight, 0 when the namespace has vanished, or a negative errno. */
static int start_list(struct list *list, struct nssh_msg *msg, bool must, struct nssh_error *err)
{
	struct nssh_error own = NSSH_ERROR_INIT;
	int rc = nssh_ns_netlink(list->ns, &own);

	if (is_gone(rc) && !must)
		return 0;
	if (rc < 0) {
		if (err && !err->code)
			*err = own;
		return rc;
	}
	rc = send_list(list, msg);
	return rc < 0 ? nssh_fail_answer(list->ns, rc, err) : 1;
}

/* Ask for all of the lists, then gather them. Return: how many there are, or a negative errno. */
static int ask(struct list *lists, size_t count, struct nssh_msg *msg, bool must,
	       struct nssh_replies *replies, struct nssh_error *err)
{
	size_t sent = 0;
	int rc = 0;

	for (size_t i = 0; rc >= 0 && i < count; i++) {
		lists[sent] = lists[i];
		rc = start_list(&lists[sent], msg, must, err);
		sent += rc > 0;
	}
	for (size_t i = 0; i < sent; i++) {
		if (rc >= 0)
			rc = gather(&lists[i], msg, replies, err);
		else
			/* A list that nobody reads would be in the way of the next. */
			nssh_ns_drop_socket(lists[i].ns);
	}
	return rc < 0 ? rc : (int)sent;
}

static int hand_lists(const struct list *lists, size_t count, const struct nssh_replies *replies,
		      struct reply *reply)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < count; i++) {
		reply->index = lists[i].index;
		rc = nssh_replies_each(replies, lists[i].start, lists[i].end, &lists[i].flight,
				       hand_over, reply);
	}
	return rc;
}

/* No more than can be open at once. */
static size_t window_of(const struct nssh_net *net)
{
	return net->open_most / 2 < WINDOW ? net->open_most / 2 : WINDOW;
}

/* Lists from @count namespaces; @must: none of them may be missing. */
static int dump(struct nssh_ns *const *ns, size_t count, struct nssh_msg *msg, bool must,
		struct reply *reply, struct nssh_error *err)
{
	struct nssh_net *net = ns[0]->net;
	struct nssh_replies replies = nssh_replies_take(net);
	struct list lists[WINDOW];
	int rc = nssh_msg_resolve(msg, err);

	net->lists++;
	for (size_t done = 0; rc >= 0 && done < count;) {
		uint64_t hold = net->hold;
		size_t n = 0;

		for (; n < window_of(net) && done < count; n++, done++)
			lists[n] = (struct list){ .ns = ns[done], .index = done };
		replies.size = 0;
		net->hold = net->tick + 1;
		rc = ask(lists, n, msg, must, &replies, err);
		net->hold = hold;
		if (rc >= 0)
			rc = hand_lists(lists, (size_t)rc, &replies, reply);
	}
	nssh_replies_give(net, &replies);
	return rc < 0 ? rc : 0;
}

/* nssh_dump() knows one namespace, and its caller no index. */
struct single {
	nssh_reply_fn each;
	void *arg;
};

static int hand_single(const struct nlmsghdr *nlh, size_t index, void *arg)
{
	const struct single *single = arg;

	(void)index;
	return single->each(nlh, single->arg);
}

int nssh_dump(struct nssh_ns *ns, struct nssh_msg *msg, nssh_reply_fn reply, void *arg,
	      struct nssh_error *err)
{
	struct single single = { .each = reply, .arg = arg };
	struct reply to = { .each = hand_single, .arg = &single };

	nssh_net_look_again(ns->net);
	return dump(&ns, 1, msg, true, &to, err);
}

bool nssh_dump_incomplete(const struct nssh_ns *ns)
{
	return ns->incomplete;
}

int nssh_dump_each(struct nssh_ns *const *ns, size_t count, struct nssh_msg *msg,
		   int (*reply)(const struct nlmsghdr *nlh, size_t index, void *arg), void *arg,
		   struct nssh_error *err)
{
	struct reply to = { .each = reply, .arg = arg };

	if (count == 0)
		return 0;
	nssh_net_look_again(ns[0]->net);
	return dump(ns, count, msg, false, &to, err);
}
