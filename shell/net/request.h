/* SPDX-License-Identifier: MIT */
/* Requests and their answers: one or many in flight, and lists. */
#ifndef NSSH_NET_REQUEST_H
#define NSSH_NET_REQUEST_H

#include "net/ack.h"
#include "net/context.h"

#include <nssh/netlink.h>

/* The most requests that are in flight on one socket: their answers must fit its buffer. */
#define NSSH_CALLS_MAX 64

/**
 * struct nssh_call - a request in flight
 * @msg: to be filled in by the caller; the rest is not
 */
struct nssh_call {
	struct nssh_msg *msg;
	bool done;
	struct nssh_ack ack;
};

/* Requests that were sent on one socket: @count of them, numbered from @seq on. */
struct nssh_flight {
	uint32_t port, seq;
	size_t count;
};

/**
 * nssh_exchange() - send requests in one datagram and wait until all are answered
 * @count:   NSSH_CALLS_MAX at most
 * @replies: what comes beside the acknowledgements is added; NULL when nothing is wanted
 * @ret_flight: to find the answers in @replies; may be NULL
 *
 * The kernel does them in order, also those behind one that it refuses. Return: 0 when each call has
 * its ack (refusals included), or a negative errno with @err filled when there was no answer.
 */
int nssh_exchange(struct nssh_ns *ns, struct nssh_call *calls, size_t count,
		  struct nssh_replies *replies, struct nssh_flight *ret_flight,
		  struct nssh_error *err);

/**
 * nssh_ask() - nssh_request() with a description for the error
 * @doing: "add address 10.0.0.1/24 to eth0"; NULL: made from the message's type
 * @word:  the word to blame when the kernel names no attribute
 */
int nssh_ask(struct nssh_ns *ns, struct nssh_msg *msg, nssh_reply_fn reply, void *arg,
	     const char *doing, const struct nssh_word *word, struct nssh_error *err);

/* What a request of this type does, for errors. */
const char *nssh_doing(uint16_t type);

/* Sequence numbers for @count requests, none of them 0. Return: the first. */
uint32_t nssh_next_seq(struct nssh_net *net, size_t count);

/* Which of the requests a message answers, counted from 0; @flight->count: none. */
size_t nssh_answers(const struct nssh_flight *flight, const struct nlmsghdr *nlh);

/* Memory for replies, and giving it back; calls may be nested. */
struct nssh_replies nssh_replies_take(struct nssh_net *net);
void nssh_replies_give(struct nssh_net *net, struct nssh_replies *replies);

/**
 * nssh_replies_each() - hand over the messages of @replies from byte @start to @end
 * @flight: those that answer one of these requests, and are data
 * @each: gets the number of the request. Return: 0, or a negative errno to stop.
 */
int nssh_replies_each(const struct nssh_replies *replies, size_t start, size_t end,
		      const struct nssh_flight *flight,
		      int (*each)(const struct nlmsghdr *nlh, size_t number, void *arg), void *arg);

/**
 * nssh_ask_change() - nssh_ask() for a request without replies
 * @ret_refused: on failure: the kernel said no; else it is not known whether it was done
 */
int nssh_ask_change(struct nssh_ns *ns, struct nssh_msg *msg, const char *doing,
		    const struct nssh_word *word, bool *ret_refused, struct nssh_error *err);

/* No answer came; the socket is closed. Return: @code, with @err filled. */
int nssh_fail_answer(struct nssh_ns *ns, int code, struct nssh_error *err);

#endif
