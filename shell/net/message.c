/* SPDX-License-Identifier: MIT */
/* A request under construction: bytes, marks of the user's words, numbers to be found later. */
#define _GNU_SOURCE
#include "net/message.h"

#include <errno.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "net/context.h"
#include "net/nsid.h"

#define FIRST_ROOM 256

/* Stands for a message that there was no memory for, so that nobody has to check for NULL. */
static alignas(8) unsigned char no_bytes[FIRST_ROOM];
static struct nssh_msg no_memory = { .bytes = no_bytes, .size = NLMSG_HDRLEN, .failed = -ENOMEM };

static void fail(struct nssh_msg *msg, int code)
{
	if (!msg->failed)
		msg->failed = code;
}

/* Room for @more bytes, zeroed; NULL when the message has failed. */
static unsigned char *extend(struct nssh_msg *msg, size_t more)
{
	size_t padded = NLMSG_ALIGN(more);
	unsigned char *at;

	if (msg->failed)
		return NULL;
	if (padded > msg->room - msg->size) {
		size_t room = msg->room * 2 + padded;
		unsigned char *bytes = realloc(msg->bytes, room);

		if (!bytes) {
			fail(msg, -ENOMEM);
			return NULL;
		}
		msg->bytes = bytes;
		msg->room = room;
	}
	at = msg->bytes + msg->size;
	memset(at, 0, padded);
	msg->size += padded;
	return at;
}

struct nssh_msg *nssh_msg_new(uint16_t type, uint16_t flags, const void *head, size_t size)
{
	struct nssh_msg *msg = calloc(1, sizeof(*msg));

	if (!msg)
		return &no_memory;
	msg->room = FIRST_ROOM;
	msg->bytes = malloc(msg->room);
	if (!msg->bytes) {
		free(msg);
		return &no_memory;
	}
	msg->flags = flags;
	(void)extend(msg, NLMSG_HDRLEN);
	((struct nlmsghdr *)(void *)msg->bytes)->nlmsg_type = type;
	nssh_msg_put_raw(msg, head, size);
	return msg;
}

void nssh_msg_free(struct nssh_msg *msg)
{
	if (!msg || msg == &no_memory)
		return;
	for (size_t i = 0; i < msg->ref_count; i++)
		free(msg->refs[i].name);
	free(msg->refs);
	free(msg->marks);
	free(msg->bytes);
	free(msg);
}

void *nssh_msg_head(struct nssh_msg *msg)
{
	return msg->bytes + NLMSG_HDRLEN;
}

void nssh_msg_set_flags(struct nssh_msg *msg, uint16_t flags)
{
	msg->flags |= flags;
}

uint16_t nssh_msg_flags(const struct nssh_msg *msg)
{
	return msg->flags;
}

/* Grow an array by one; false when there is no memory. */
static bool grow(void **array, size_t count, size_t *room, size_t item)
{
	size_t wanted = *room ? *room * 2 : 8;
	void *more;

	if (count < *room)
		return true;
	more = realloc(*array, wanted * item);
	if (!more)
		return false;
	*array = more;
	*room = wanted;
	return true;
}

static void mark_at(struct nssh_msg *msg, size_t offset, const struct nssh_word *word)
{
	size_t n = msg->mark_count;
	void *marks = msg->marks;

	if (msg->failed || (n ? msg->marks[n - 1].word : NULL) == word)
		return;
	if (!grow(&marks, n, &msg->mark_room, sizeof(*msg->marks))) {
		fail(msg, -ENOMEM);
		return;
	}
	msg->marks = marks;
	msg->marks[n] = (struct nssh_mark){ .offset = offset, .word = word };
	msg->mark_count++;
}

static void mark(struct nssh_msg *msg, const struct nssh_word *word)
{
	mark_at(msg, msg->size, word);
}

void nssh_msg_word(struct nssh_msg *msg, const struct nssh_word *word)
{
	msg->word = word;
	mark(msg, word);
}

void nssh_msg_put_raw(struct nssh_msg *msg, const void *data, size_t size)
{
	unsigned char *at = extend(msg, size);

	if (at && size)
		memcpy(at, data, size);
}

void nssh_msg_put(struct nssh_msg *msg, uint16_t type, const void *data, size_t size)
{
	struct nlattr attr = { .nla_len = (uint16_t)(NLA_HDRLEN + size), .nla_type = type };
	unsigned char *at;

	if (size > UINT16_MAX - NLA_HDRLEN) {
		fail(msg, -EMSGSIZE);
		return;
	}
	at = extend(msg, NLA_HDRLEN + size);
	if (!at)
		return;
	memcpy(at, &attr, sizeof(attr));
	if (size)
		memcpy(at + NLA_HDRLEN, data, size);
}

void nssh_msg_put_u8(struct nssh_msg *msg, uint16_t type, uint8_t value)
{
	nssh_msg_put(msg, type, &value, sizeof(value));
}

void nssh_msg_put_u16(struct nssh_msg *msg, uint16_t type, uint16_t value)
{
	nssh_msg_put(msg, type, &value, sizeof(value));
}

void nssh_msg_put_u32(struct nssh_msg *msg, uint16_t type, uint32_t value)
{
	nssh_msg_put(msg, type, &value, sizeof(value));
}

void nssh_msg_put_u64(struct nssh_msg *msg, uint16_t type, uint64_t value)
{
	nssh_msg_put(msg, type, &value, sizeof(value));
}

void nssh_msg_put_str(struct nssh_msg *msg, uint16_t type, const char *text)
{
	nssh_msg_put(msg, type, text, strlen(text) + 1);
}

size_t nssh_msg_nest(struct nssh_msg *msg, uint16_t type)
{
	size_t nest = msg->size;

	nssh_msg_put(msg, type | NLA_F_NESTED, NULL, 0);
	return nest;
}

void nssh_msg_nest_end(struct nssh_msg *msg, size_t nest)
{
	size_t size = msg->size - nest;
	uint16_t len = (uint16_t)size;

	if (msg->failed)
		return;
	if (size > UINT16_MAX)
		fail(msg, -EMSGSIZE);
	else
		memcpy(msg->bytes + nest + offsetof(struct nlattr, nla_len), &len, sizeof(len));
}

void nssh_msg_add_ref(struct nssh_msg *msg, const struct nssh_ref *ref, const char *name)
{
	char *copy = name ? strdup(name) : NULL;
	void *refs = msg->refs;

	if (msg->failed || (name && !copy) ||
	    !grow(&refs, msg->ref_count, &msg->ref_room, sizeof(*msg->refs))) {
		fail(msg, -ENOMEM);
		free(copy);
		return;
	}
	msg->refs = refs;
	msg->refs[msg->ref_count] = *ref;
	msg->refs[msg->ref_count++].name = copy;
}

struct nssh_msg *nssh_msg_copy(const struct nssh_msg *msg)
{
	const struct nlmsghdr *nlh = (const void *)msg->bytes;
	struct nssh_msg *copy = nssh_msg_new(nlh->nlmsg_type, msg->flags, msg->bytes + NLMSG_HDRLEN,
					     msg->size - NLMSG_HDRLEN);

	if (msg->failed)
		fail(copy, msg->failed);
	for (size_t i = 0; !copy->failed && i < msg->mark_count; i++)
		mark_at(copy, msg->marks[i].offset, msg->marks[i].word);
	for (size_t i = 0; !copy->failed && i < msg->ref_count; i++)
		nssh_msg_add_ref(copy, &msg->refs[i], msg->refs[i].name);
	copy->word = msg->word;
	return copy;
}

static void put_ref(struct nssh_msg *msg, uint16_t type, struct nssh_ref *ref, const char *name)
{
	if (!ref->word)
		ref->word = msg->word;
	mark(msg, ref->word);
	ref->offset = msg->size + NLA_HDRLEN;
	nssh_msg_put_u32(msg, type, 0);
	nssh_msg_add_ref(msg, ref, name);
	mark(msg, msg->word);
}

void nssh_msg_put_ifindex(struct nssh_msg *msg, uint16_t type, struct nssh_ns *ns, const char *name,
			  const struct nssh_word *word)
{
	struct nssh_ref ref = { .kind = NSSH_REF_IFINDEX, .ns = ns, .word = word };

	put_ref(msg, type, &ref, name);
}

void nssh_msg_head_ifindex(struct nssh_msg *msg, size_t offset, struct nssh_ns *ns,
			   const char *name, const struct nssh_word *word)
{
	struct nssh_ref ref = { .kind = NSSH_REF_IFINDEX,
				.ns = ns,
				.offset = NLMSG_HDRLEN + offset,
				.word = word ? word : msg->word };

	nssh_msg_add_ref(msg, &ref, name);
}

void nssh_msg_raw_ifindex(struct nssh_msg *msg, struct nssh_ns *ns, const char *name,
			  const struct nssh_word *word)
{
	const int32_t later = 0;
	struct nssh_ref ref = { .kind = NSSH_REF_IFINDEX,
				.ns = ns,
				.offset = msg->size,
				.word = word ? word : msg->word };

	nssh_msg_put_raw(msg, &later, sizeof(later));
	nssh_msg_add_ref(msg, &ref, name);
}

void nssh_msg_put_nsfd(struct nssh_msg *msg, uint16_t type, struct nssh_ns *ns,
		       const struct nssh_word *word)
{
	struct nssh_ref ref = { .kind = NSSH_REF_NSFD, .ns = ns, .word = word };

	put_ref(msg, type, &ref, NULL);
}

void nssh_msg_put_nsid(struct nssh_msg *msg, uint16_t type, struct nssh_ns *in, struct nssh_ns *ns,
		       const struct nssh_word *word)
{
	struct nssh_ref ref = { .kind = NSSH_REF_NSID, .ns = ns, .in = in, .word = word };

	put_ref(msg, type, &ref, NULL);
}

int nssh_msg_check(const struct nssh_msg *msg, struct nssh_error *err)
{
	if (msg->failed == -EMSGSIZE)
		return nssh_fail(err, msg->failed, NULL, "the request is too large for the kernel");
	if (msg->failed)
		return nssh_fail(err, msg->failed, NULL, "no memory to make the request");
	return 0;
}

static int resolve(const struct nssh_ref *ref, struct nssh_error *err)
{
	switch (ref->kind) {
	case NSSH_REF_IFINDEX:
		return nssh_ns_find_link(ref->ns, ref->name, err);
	case NSSH_REF_NSFD:
		return nssh_ns_open(ref->ns, err);
	case NSSH_REF_NSID:
		return nssh_nsid_assign(ref->in, ref->ns, err);
	}
	return -EINVAL;
}

int nssh_msg_resolve(struct nssh_msg *msg, struct nssh_error *err)
{
	int rc = nssh_msg_check(msg, err);

	for (size_t i = 0; rc == 0 && i < msg->ref_count; i++) {
		const struct nssh_ref *ref = &msg->refs[i];
		int value = resolve(ref, err);

		if (value < 0) {
			rc = value;
			if (err && !err->word)
				err->word = ref->word;
		} else {
			memcpy(msg->bytes + ref->offset, &value, sizeof(value));
		}
	}
	return rc;
}

void nssh_msg_seal(struct nssh_msg *msg, uint16_t flags, uint32_t seq)
{
	struct nlmsghdr *nlh = (void *)msg->bytes;

	nlh->nlmsg_len = (uint32_t)msg->size;
	nlh->nlmsg_flags = NLM_F_REQUEST | msg->flags | flags;
	nlh->nlmsg_seq = seq;
}

const struct nssh_word *nssh_msg_word_at(const struct nssh_msg *msg, size_t offset)
{
	for (size_t i = msg->mark_count; i > 0; i--) {
		if (msg->marks[i - 1].offset <= offset)
			return msg->marks[i - 1].word;
	}
	return NULL;
}

uint16_t nssh_msg_type(const struct nssh_msg *msg)
{
	return ((const struct nlmsghdr *)(const void *)msg->bytes)->nlmsg_type;
}
