/* SPDX-License-Identifier: MIT */
/* Requests in flight: sent in one datagram, their acknowledgements matched by sequence number. */
#define _GNU_SOURCE
#include "net/request.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>

#include "base/inject.h"
#include "net/explain.h"
#include "net/message.h"
#include "net/plan/txn.h"

uint32_t nssh_next_seq(struct nssh_net *net, size_t count)
{
	uint32_t first = net->seq + 1;

	/* 0 is what the kernel's own notifications have. */
	if (first == 0 || first > UINT32_MAX - (uint32_t)count)
		first = 1;
	net->seq = first + (uint32_t)count - 1;
	return first;
}

struct nssh_replies nssh_replies_take(struct nssh_net *net)
{
	struct nssh_replies replies = net->spare;

	memset(&net->spare, 0, sizeof(net->spare));
	replies.size = 0;
	return replies;
}

void nssh_replies_give(struct nssh_net *net, struct nssh_replies *replies)
{
	if (replies->room > net->spare.room) {
		struct nssh_replies smaller = net->spare;

		net->spare = *replies;
		*replies = smaller;
	}
	free(replies->bytes);
	memset(replies, 0, sizeof(*replies));
}

size_t nssh_answers(const struct nssh_flight *flight, const struct nlmsghdr *nlh)
{
	uint32_t number = nlh->nlmsg_seq - flight->seq;

	return nlh->nlmsg_pid == flight->port && number < flight->count ? number : flight->count;
}

int nssh_replies_each(const struct nssh_replies *replies, size_t start, size_t end,
		      const struct nssh_flight *flight,
		      int (*each)(const struct nlmsghdr *nlh, size_t number, void *arg), void *arg)
{
	const struct nlmsghdr *nlh = (const void *)(replies->bytes + start);
	int left = (int)(end - start);
	int rc = 0;

	for (; rc == 0 && mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left)) {
		size_t number = nssh_answers(flight, nlh);

		if (number < flight->count && nlh->nlmsg_type >= NLMSG_MIN_TYPE)
			rc = each(nlh, number, arg);
	}
	return rc;
}

int nssh_fail_answer(struct nssh_ns *ns, int code, struct nssh_error *err)
{
	char buf[320];

	nssh_ns_drop_socket(ns);
	if (code == -EINTR)
		return nssh_fail(err, code, NULL, "interrupted");
	(void)nssh_fail(err, code, NULL, "no answer from the kernel about %s",
			nssh_ns_describe(ns, buf, sizeof(buf)));
	if (code == -ENOBUFS)
		nssh_why(err, "its answers did not fit the socket's buffer and were lost");
	else if (code == -EMSGSIZE)
		nssh_why(err, "a message was too long and was cut");
	else if (code == -EBADMSG)
		nssh_why(err, "what came is not netlink");
	else
		nssh_why(err, "%s", nssh_errno_text(code));
	return code;
}

static int send_calls(struct nssh_ns *ns, struct nssh_call *calls, const struct nssh_flight *flight)
{
	struct iovec parts[NSSH_CALLS_MAX];

	for (size_t i = 0; i < flight->count; i++) {
		nssh_msg_seal(calls[i].msg, NLM_F_ACK, flight->seq + (uint32_t)i);
		parts[i].iov_base = calls[i].msg->bytes;
		parts[i].iov_len = calls[i].msg->size;
		calls[i].done = false;
	}
	return nssh_socket_send(&ns->socket, parts, flight->count);
}

/* Note the acknowledgements from byte @at on. Return: how many, or a negative errno. */
static int take_acks(struct nssh_call *calls, const struct nssh_flight *flight,
		     const struct nssh_replies *replies, size_t at)
{
	const struct nlmsghdr *nlh = (const void *)(replies->bytes + at);
	int left = (int)(replies->size - at);
	int acks = 0;

	for (; mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left)) {
		size_t i = nssh_answers(flight, nlh);
		int rc;

		if (nlh->nlmsg_type == NLMSG_OVERRUN)
			return -ENOBUFS;
		if (i == flight->count || calls[i].done ||
		    (nlh->nlmsg_type != NLMSG_ERROR && nlh->nlmsg_type != NLMSG_DONE))
			continue;
		rc = nssh_ack_parse(nlh, &calls[i].ack);
		if (rc < 0)
			return rc;
		calls[i].done = true;
		acks++;
	}
	return acks;
}

static int receive_calls(struct nssh_ns *ns, struct nssh_call *calls,
			 const struct nssh_flight *flight, struct nssh_replies *wanted)
{
	struct nssh_replies own = { 0 };
	struct nssh_replies *replies = wanted;
	size_t left = flight->count;
	int rc = 0;

	if (!wanted) {
		own = nssh_replies_take(ns->net);
		replies = &own;
	}
	while (rc >= 0 && left > 0) {
		size_t at = wanted ? replies->size : 0;

		replies->size = at;
		/* An acknowledgement does not send the request back: it is always small. */
		rc = nssh_socket_receive(&ns->socket, replies, wanted != NULL);
		if (rc == 0)
			rc = take_acks(calls, flight, replies, at);
		if (rc > 0)
			left -= (size_t)rc;
	}
	if (!wanted)
		nssh_replies_give(ns->net, &own);
	return rc < 0 ? rc : 0;
}

static int prepare(struct nssh_ns *ns, struct nssh_call *calls, size_t count,
		   struct nssh_error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = nssh_msg_resolve(calls[i].msg, err);
	return rc < 0 ? rc : nssh_ns_netlink(ns, err);
}

/* Return: 0, or a negative errno when the answers did not come. */
static int fly(struct nssh_ns *ns, struct nssh_call *calls, size_t count,
	       struct nssh_replies *replies, struct nssh_flight *ret_flight)
{
	struct nssh_flight flight = { .port = ns->socket.port,
				      .seq = nssh_next_seq(ns->net, count),
				      .count = count };
	int rc = send_calls(ns, calls, &flight);

	if (ret_flight)
		*ret_flight = flight;
	return rc < 0 ? rc : receive_calls(ns, calls, &flight, replies);
}

/* Of each four types that belong together, the third asks (linux/rtnetlink.h). */
static bool changes(uint16_t type)
{
	return type < RTM_BASE || ((type - RTM_BASE) & 3) != 2;
}

static int fail_on_purpose(const struct nssh_ns *ns, const struct nssh_call *calls,
			   enum nssh_inject_point doing, enum nssh_inject_point undoing)
{
	if (!changes(nssh_msg_type(calls[0].msg)) || !(ns->net->txn || ns->net->undoing))
		return 0;
	return nssh_inject(ns->net->undoing ? undoing : doing);
}

int nssh_exchange(struct nssh_ns *ns, struct nssh_call *calls, size_t count,
		  struct nssh_replies *replies, struct nssh_flight *ret_flight,
		  struct nssh_error *err)
{
	struct nssh_net *net = ns->net;
	uint64_t hold = net->hold;
	int rc;

	/* What the requests refer to by descriptor must stay open until they are answered. */
	if (!hold)
		net->hold = net->tick + 1;
	rc = prepare(ns, calls, count, err);
	if (rc == 0) {
		rc = fail_on_purpose(ns, calls, NSSH_INJECT_SEND, NSSH_INJECT_UNDO);
		if (rc == 0)
			rc = fly(ns, calls, count, replies, ret_flight);
		if (rc == 0)
			rc = fail_on_purpose(ns, calls, NSSH_INJECT_SENT, NSSH_INJECT_UNDONE);
		if (rc < 0)
			rc = nssh_fail_answer(ns, rc, err);
	}
	net->hold = hold;
	return rc;
}

static const struct {
	uint16_t type;
	const char *doing;
} doings[] = {
	{ RTM_GETLINK, "read links" },
	{ RTM_GETADDR, "read addresses" },
	{ RTM_GETROUTE, "read routes" },
	{ RTM_GETNEIGH, "read neighbours" },
	{ RTM_GETRULE, "read rules" },
	{ RTM_GETQDISC, "read queueing disciplines" },
	{ RTM_GETNSID, "read the number of a namespace" },
	{ RTM_NEWNSID, "give a namespace a number" },
};

const char *nssh_doing(uint16_t type)
{
	for (size_t i = 0; i < sizeof(doings) / sizeof(doings[0]); i++) {
		if (doings[i].type == type)
			return doings[i].doing;
	}
	return "have the request done by the kernel";
}

/* A reply function and its argument, behind that of nssh_replies_each(). */
struct reply {
	nssh_reply_fn each;
	void *arg;
};

static int hand_over(const struct nlmsghdr *nlh, size_t number, void *arg)
{
	const struct reply *reply = arg;

	(void)number;
	return reply->each(nlh, reply->arg);
}

static void warn(const struct nssh_net *net, const struct nssh_msg *msg, const struct nssh_ack *ack,
		 const struct nssh_word *word)
{
	if (!ack->text[0] || !net->warn)
		return;
	if (ack->has_offset && nssh_msg_word_at(msg, ack->offset))
		word = nssh_msg_word_at(msg, ack->offset);
	net->warn(word, ack->text, net->warn_arg);
}

int nssh_ask(struct nssh_ns *ns, struct nssh_msg *msg, nssh_reply_fn reply, void *arg,
	     const char *doing, const struct nssh_word *word, struct nssh_error *err)
{
	struct nssh_call call = { .msg = msg };
	struct nssh_replies replies = { 0 };
	struct reply to = { reply, arg };
	struct nssh_flight flight = { 0 };
	int rc;

	if (reply)
		replies = nssh_replies_take(ns->net);
	rc = nssh_exchange(ns, &call, 1, reply ? &replies : NULL, &flight, err);
	if (rc == 0 && call.ack.code < 0)
		rc = nssh_fail_ack(err, &call.ack, ns, msg,
				   doing ? doing : nssh_doing(nssh_msg_type(msg)), word);
	else if (rc == 0)
		warn(ns->net, msg, &call.ack, word);
	if (rc == 0 && reply)
		rc = nssh_replies_each(&replies, 0, replies.size, &flight, hand_over, &to);
	if (reply)
		nssh_replies_give(ns->net, &replies);
	return rc;
}

int nssh_ask_change(struct nssh_ns *ns, struct nssh_msg *msg, const char *doing,
		    const struct nssh_word *word, bool *ret_refused, struct nssh_error *err)
{
	struct nssh_call call = { .msg = msg };
	int rc = nssh_exchange(ns, &call, 1, NULL, NULL, err);

	*ret_refused = rc == 0 && call.ack.code < 0;
	if (*ret_refused)
		return nssh_fail_ack(err, &call.ack, ns, msg, doing, word);
	if (rc == 0)
		warn(ns->net, msg, &call.ack, word);
	return rc;
}

int nssh_request(struct nssh_ns *ns, struct nssh_msg *msg, nssh_reply_fn reply, void *arg,
		 struct nssh_error *err)
{
	int rc = 0;

	nssh_net_look_again(ns->net);
	if (ns->net->txn && changes(nssh_msg_type(msg))) {
		rc = nssh_msg_resolve(msg, err);
		if (rc == 0)
			rc = nssh_txn_request(ns->net->txn, ns, msg, err);
	}
	return rc < 0 ? rc : nssh_ask(ns, msg, reply, arg, NULL, NULL, err);
}
