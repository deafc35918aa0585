/* SPDX-License-Identifier: MIT */
/*
 * Requests to the kernel by rtnetlink (rtnetlink(7)): building a message, asking, dumping.
 *
 * Attributes that come back are read with libmnl's own functions (libmnl/libmnl.h).
 */
#ifndef NSSH_NETLINK_H
#define NSSH_NETLINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libmnl/libmnl.h>

#include <nssh/error.h>
#include <nssh/netns.h>
#include <nssh/value.h>

/**
 * struct nssh_msg - a request under construction; opaque
 *
 * It grows as needed. Putting never fails at the spot: a failure (no memory, an attribute over
 * 65535 bytes) sticks, and sending the message reports it. Beside the bytes it keeps two lists:
 * which word of the user each attribute stems from, so that the kernel's complaint about one can be
 * shown at the word, and which numbers (link indexes, descriptors of namespaces) have to be filled
 * in at the moment of sending, since what they name may be made by an earlier op of the same plan.
 */
struct nssh_msg;
struct nssh_batch;

/**
 * nssh_msg_new() - a request with its fixed header
 * @type:  RTM_*
 * @flags: NLM_F_* beside NLM_F_REQUEST
 * @head:  the family's header (struct ifinfomsg, ifaddrmsg, ...)
 * @size:  its size
 *
 * Return: a message to be freed with nssh_msg_free(), or given to a plan, which takes it over.
 */
struct nssh_msg *nssh_msg_new(uint16_t type, uint16_t flags, const void *head, size_t size);

/** nssh_msg_free() - NULL is fine */
void nssh_msg_free(struct nssh_msg *msg);

/** nssh_msg_head() - the family's header, to be changed in place; valid until the next put */
void *nssh_msg_head(struct nssh_msg *msg);

/** nssh_msg_set_flags() - add NLM_F_* flags */
void nssh_msg_set_flags(struct nssh_msg *msg, uint16_t flags);

/** nssh_msg_flags() - those that it was made with and were added */
uint16_t nssh_msg_flags(const struct nssh_msg *msg);

/** nssh_msg_word() - attributes put from here on stem from this word (NULL: from none) */
void nssh_msg_word(struct nssh_msg *msg, const struct nssh_word *word);

void nssh_msg_put(struct nssh_msg *msg, uint16_t type, const void *data, size_t size);
void nssh_msg_put_u8(struct nssh_msg *msg, uint16_t type, uint8_t value);
void nssh_msg_put_u16(struct nssh_msg *msg, uint16_t type, uint16_t value);
void nssh_msg_put_u32(struct nssh_msg *msg, uint16_t type, uint32_t value);
void nssh_msg_put_u64(struct nssh_msg *msg, uint16_t type, uint64_t value);
/* With the NUL at its end. */
void nssh_msg_put_str(struct nssh_msg *msg, uint16_t type, const char *text);

/**
 * nssh_msg_nest() - open a nested attribute
 *
 * Return: a token for nssh_msg_nest_end(). nssh_msg_put_raw() puts bytes without an attribute header,
 * as VETH_INFO_PEER wants a struct ifinfomsg first.
 */
size_t nssh_msg_nest(struct nssh_msg *msg, uint16_t type);
void nssh_msg_nest_end(struct nssh_msg *msg, size_t nest);
void nssh_msg_put_raw(struct nssh_msg *msg, const void *data, size_t size);

/**
 * nssh_msg_put_ifindex() - an attribute whose 32 bits are the index of a link, found when sending
 * @ns:   the namespace that the link is in then
 * @name: the link's name; copied
 * @word: the word to blame when it is not there
 */
void nssh_msg_put_ifindex(struct nssh_msg *msg, uint16_t type, struct nssh_ns *ns, const char *name,
			  const struct nssh_word *word);

/**
 * nssh_msg_head_ifindex() - the same for a 32-bit field of the family's header
 * @offset: of the field in the header, as offsetof(struct ifaddrmsg, ifa_index)
 */
void nssh_msg_head_ifindex(struct nssh_msg *msg, size_t offset, struct nssh_ns *ns,
			   const char *name, const struct nssh_word *word);

/**
 * nssh_msg_raw_ifindex() - the same without an attribute header, behind nssh_msg_put_raw()
 *
 * For structures that hold an index, as struct rtnexthop does.
 */
void nssh_msg_raw_ifindex(struct nssh_msg *msg, struct nssh_ns *ns, const char *name,
			  const struct nssh_word *word);

/** nssh_msg_put_nsfd() - an attribute whose 32 bits are a descriptor of a namespace */
void nssh_msg_put_nsfd(struct nssh_msg *msg, uint16_t type, struct nssh_ns *ns,
		       const struct nssh_word *word);

/**
 * nssh_msg_put_nsid() - an attribute whose 32 bits are the number that @in has for @ns
 *
 * A number is assigned when there is none yet (IFLA_LINK_NETNSID needs one).
 */
void nssh_msg_put_nsid(struct nssh_msg *msg, uint16_t type, struct nssh_ns *in, struct nssh_ns *ns,
		       const struct nssh_word *word);

/** Called for each reply; @arg is the caller's. Return: 0, or a negative errno to stop. */
typedef int (*nssh_reply_fn)(const struct nlmsghdr *nlh, void *arg);

/**
 * nssh_request() - ask, and wait for the answer
 * @reply: called for each message that is not an acknowledgement; may be NULL
 *
 * The message stays the caller's and may be sent again. Return: 0 when the kernel acknowledged; its
 * refusal as a negative errno, with @err holding the extended acknowledgement's text as the reason
 * and the word of the offending attribute; -EINTR when the user pressed Ctrl-C.
 */
int nssh_request(struct nssh_ns *ns, struct nssh_msg *msg, nssh_reply_fn reply, void *arg,
		 struct nssh_error *err);

/**
 * nssh_batch_new() - changes that do not depend on each other, to be sent together
 *
 * Return: a batch to be freed with nssh_batch_free(), or NULL when there is no memory, which the other
 * functions take, too: sending tells it.
 */
struct nssh_batch *nssh_batch_new(void);
/* NULL is fine. */
void nssh_batch_free(struct nssh_batch *batch);
/** nssh_batch_add() - one more, behind the others; @msg is taken over */
void nssh_batch_add(struct nssh_batch *batch, struct nssh_msg *msg);
size_t nssh_batch_count(const struct nssh_batch *batch);

/**
 * nssh_batch_send() - send all of them in as few datagrams as they fit in
 * @fine: refusals that do not matter, as -ENOENT of what has gone by itself; ended by 0
 *
 * What is there is looked at once for all of them, to note how they are taken back. Return: 0, or a
 * negative errno with @err filled; then some of them have been done.
 */
int nssh_batch_send(struct nssh_batch *batch, struct nssh_ns *ns, const int *fine,
		    struct nssh_error *err);

/**
 * nssh_dump() - ask for a list (NLM_F_DUMP is added), and hand over all of it
 *
 * The list is gathered first and asked for again a bounded number of times when it changed while
 * the kernel walked it (NLM_F_DUMP_INTR); what is still inconsistent then is handed over all the
 * same, and nssh_dump_incomplete() says so until the next dump of that namespace.
 * @arg goes to @reply. Return: 0, or a negative errno with @err filled.
 */
int nssh_dump(struct nssh_ns *ns, struct nssh_msg *msg, nssh_reply_fn reply, void *arg,
	      struct nssh_error *err);

/** nssh_dump_incomplete() - did the last dump of this namespace stay inconsistent? */
bool nssh_dump_incomplete(const struct nssh_ns *ns);

/**
 * nssh_dump_each() - the same dump in many namespaces, requests to all of them in flight at once
 * @reply: called with one namespace's messages after the other, in the order of @ns; @index is the
 *         place in @ns
 *
 * A namespace that vanished meanwhile is left out. Return: 0, or a negative errno with @err filled.
 */
int nssh_dump_each(struct nssh_ns *const *ns, size_t count, struct nssh_msg *msg,
		   int (*reply)(const struct nlmsghdr *nlh, size_t index, void *arg), void *arg,
		   struct nssh_error *err);

/**
 * nssh_attrs() - sort the attributes of a message into a table
 * @nlh:   the message
 * @size:  size of the family's header
 * @table: @max + 1 pointers, set to NULL where there is none; types above @max are passed over
 */
void nssh_attrs(const struct nlmsghdr *nlh, size_t size, const struct nlattr **table, uint16_t max);

/** nssh_attrs_nested() - the same for the attributes in an attribute */
void nssh_attrs_nested(const struct nlattr *nest, const struct nlattr **table, uint16_t max);

/* Values of attributes that may be missing or too short: then 0, "" or NULL. Never past their end. */
uint8_t nssh_attr_u8(const struct nlattr *attr);
uint16_t nssh_attr_u16(const struct nlattr *attr);
uint32_t nssh_attr_u32(const struct nlattr *attr);
uint64_t nssh_attr_u64(const struct nlattr *attr);
/* NULL when missing or not ended by a NUL. */
const char *nssh_attr_str(const struct nlattr *attr);

#endif
