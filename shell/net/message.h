/* SPDX-License-Identifier: MIT */
/* The inside of a request under construction; its outside is nssh/netlink.h. */
#ifndef NSSH_NET_MESSAGE_H
#define NSSH_NET_MESSAGE_H

#include <nssh/netlink.h>

/* From @offset on, attributes stem from @word. */
struct nssh_mark {
	size_t offset;
	const struct nssh_word *word;
};

enum nssh_ref_kind {
	NSSH_REF_IFINDEX,
	NSSH_REF_NSFD,
	NSSH_REF_NSID,
};

/* 32 bits at @offset that are found when the message is sent. */
struct nssh_ref {
	enum nssh_ref_kind kind;
	size_t offset;
	struct nssh_ns *ns, *in;
	char *name;
	const struct nssh_word *word;
};

/**
 * struct nssh_msg - see nssh/netlink.h
 * @bytes:  @size bytes from the netlink header on
 * @flags:  NLM_F_* that the caller wants
 * @failed: the first failure, a negative errno
 * @word:   where attributes that are put now stem from
 */
struct nssh_msg {
	unsigned char *bytes;
	size_t size, room;
	uint16_t flags;
	int failed;
	const struct nssh_word *word;
	struct nssh_mark *marks;
	size_t mark_count, mark_room;
	struct nssh_ref *refs;
	size_t ref_count, ref_room;
};

/* The attributes in an attribute: the first, and the one behind @attr; NULL: none, or it is damaged. */
const struct nlattr *nssh_attr_first(const struct nlattr *nest);
const struct nlattr *nssh_attr_next(const struct nlattr *nest, const struct nlattr *attr);

/* One more of what has to be found; @name is copied, and may be NULL. A failure sticks. */
void nssh_msg_add_ref(struct nssh_msg *msg, const struct nssh_ref *ref, const char *name);

/* A message of its own that is the same; a failed one without memory. */
struct nssh_msg *nssh_msg_copy(const struct nssh_msg *msg);

/* Return: 0, or the failure that stuck while it was made, with @err filled. */
int nssh_msg_check(const struct nssh_msg *msg, struct nssh_error *err);

/**
 * nssh_msg_resolve() - fill in what could not be known before
 *
 * Descriptors of namespaces are good until the next call that may open one (struct nssh_net.hold).
 */
int nssh_msg_resolve(struct nssh_msg *msg, struct nssh_error *err);

/* Make it ready to be sent, with @flags beside its own. */
void nssh_msg_seal(struct nssh_msg *msg, uint16_t flags, uint32_t seq);

/* The word that the attribute at @offset stems from, or NULL. */
const struct nssh_word *nssh_msg_word_at(const struct nssh_msg *msg, size_t offset);

uint16_t nssh_msg_type(const struct nssh_msg *msg);

#endif
