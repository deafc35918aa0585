/* SPDX-License-Identifier: MIT */
/* Reading and changing a request about a link while it is still under construction. */
#include "net/plan/link_request.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>

#include "net/context.h"

size_t nssh_span_next(const struct nssh_msg *msg, const struct nssh_span *span, size_t at,
		      struct nlattr *ret)
{
	if (at + sizeof(*ret) > span->to)
		return 0;
	memcpy(ret, msg->bytes + at, sizeof(*ret));
	if (ret->nla_len < sizeof(*ret) || at + ret->nla_len > span->to)
		return 0;
	return at + NLA_ALIGN(ret->nla_len);
}

size_t nssh_span_find(const struct nssh_msg *msg, const struct nssh_span *span, uint16_t type,
		      struct nssh_span *ret_inside)
{
	struct nlattr attr;
	size_t at = span->from, next;

	for (; (next = nssh_span_next(msg, span, at, &attr)); at = next) {
		if ((attr.nla_type & NLA_TYPE_MASK) != type)
			continue;
		*ret_inside = (struct nssh_span){ at + NLA_HDRLEN, at + attr.nla_len };
		return at;
	}
	return 0;
}

static bool inside(const struct nssh_span *span, size_t at)
{
	return at >= span->from && at < span->to;
}

static void read_name(const struct nssh_msg *msg, struct nssh_link_end *end)
{
	struct nssh_span text;

	if (nssh_span_find(msg, &end->at, IFLA_IFNAME, &text) && text.to > text.from &&
	    msg->bytes[text.to - 1] == '\0')
		end->name = (const char *)msg->bytes + text.from;
}

/* Where the far end is described: VETH_INFO_PEER and what is around it. */
static void read_far(const struct nssh_msg *msg, struct nssh_link_request *ret)
{
	struct nssh_span info, data, kind, peer;

	ret->info = nssh_span_find(msg, &ret->near.at, IFLA_LINKINFO, &info);
	if (!ret->info || !nssh_span_find(msg, &info, IFLA_INFO_KIND, &kind) ||
	    kind.to - kind.from < 4 || memcmp(msg->bytes + kind.from, "veth", 4) != 0)
		return;
	ret->unsaid = true;
	ret->data = nssh_span_find(msg, &info, IFLA_INFO_DATA, &data);
	ret->peer = ret->data ? nssh_span_find(msg, &data, VETH_INFO_PEER, &peer) : 0;
	if (!ret->peer || peer.to - peer.from < sizeof(struct ifinfomsg))
		return;
	ret->pair = true;
	ret->unsaid = false;
	ret->far.at =
		(struct nssh_span){ peer.from + NLMSG_ALIGN(sizeof(struct ifinfomsg)), peer.to };
	read_name(msg, &ret->far);
}

static void read_refs(const struct nssh_msg *msg, struct nssh_link_request *ret)
{
	const size_t head = NLMSG_HDRLEN + offsetof(struct ifinfomsg, ifi_index);
	struct nssh_span master;
	bool has_master = nssh_span_find(msg, &ret->near.at, IFLA_MASTER, &master) != 0;

	for (size_t i = 0; i < msg->ref_count; i++) {
		const struct nssh_ref *ref = &msg->refs[i];

		if (ref->kind == NSSH_REF_IFINDEX && ref->offset == head)
			ret->subject = ref;
		else if (ref->kind == NSSH_REF_IFINDEX && has_master && ref->offset == master.from)
			ret->master = ref;
		else if (ref->kind == NSSH_REF_NSFD && ret->pair &&
			 inside(&ret->far.at, ref->offset))
			ret->far.to = ref;
		else if (ref->kind == NSSH_REF_NSFD)
			ret->near.to = ref;
	}
}

bool nssh_link_request_read(const struct nssh_msg *msg, struct nssh_link_request *ret)
{
	uint16_t type = nssh_msg_type(msg);

	if ((type != RTM_NEWLINK && type != RTM_DELLINK) || msg->failed)
		return false;
	memset(ret, 0, sizeof(*ret));
	ret->act = type == RTM_DELLINK         ? NSSH_LINK_REMOVES
		   : msg->flags & NLM_F_CREATE ? NSSH_LINK_MAKES
					       : NSSH_LINK_CHANGES;
	ret->near.at = (struct nssh_span){ NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(struct ifinfomsg)),
					   msg->size };
	read_name(msg, &ret->near);
	if (ret->act == NSSH_LINK_MAKES)
		read_far(msg, ret);
	read_refs(msg, ret);
	return true;
}

size_t nssh_link_end_index(const struct nssh_link_end *end)
{
	return end->at.from - NLMSG_ALIGN(sizeof(struct ifinfomsg)) +
	       offsetof(struct ifinfomsg, ifi_index);
}

int nssh_link_index(const struct nssh_msg *msg, const struct nssh_link_end *end)
{
	int index;

	memcpy(&index, msg->bytes + nssh_link_end_index(end), sizeof(index));
	return index;
}

bool nssh_link_request_moves(const struct nssh_link_request *request, const struct nssh_ns *ns)
{
	return request->near.to && !nssh_ns_same(request->near.to->ns, ns);
}

int nssh_link_index_behind(const struct nssh_msg *msg, const struct nssh_link_request *request)
{
	struct nssh_span chosen;
	int index = nssh_link_index(msg, &request->near);

	if (nssh_span_find(msg, &request->near.at, IFLA_NEW_IFINDEX, &chosen) &&
	    chosen.to - chosen.from == sizeof(index))
		memcpy(&index, msg->bytes + chosen.from, sizeof(index));
	return index;
}

/* Bytes at @at and all that stands behind them give way by @size, which may be negative. */
static void shift(struct nssh_msg *msg, size_t at, ptrdiff_t size)
{
	size_t from = size < 0 ? at + (size_t)-size : at;

	memmove(msg->bytes + (ptrdiff_t)from + size, msg->bytes + from, msg->size - from);
	msg->size = (size_t)((ptrdiff_t)msg->size + size);
	for (size_t i = 0; i < msg->ref_count; i++) {
		if (msg->refs[i].offset >= from)
			msg->refs[i].offset = (size_t)((ptrdiff_t)msg->refs[i].offset + size);
	}
	for (size_t i = 0; i < msg->mark_count; i++) {
		if (msg->marks[i].offset >= from)
			msg->marks[i].offset = (size_t)((ptrdiff_t)msg->marks[i].offset + size);
	}
}

/* An attribute around what was put or taken away changes its length. */
static void lengthen(struct nssh_msg *msg, size_t at, ptrdiff_t size)
{
	struct nlattr attr;

	memcpy(&attr, msg->bytes + at, sizeof(attr));
	attr.nla_len = (uint16_t)(attr.nla_len + size);
	memcpy(msg->bytes + at, &attr, sizeof(attr));
}

static void lengthen_far(struct nssh_msg *msg, const struct nssh_link_request *request,
			 ptrdiff_t size)
{
	lengthen(msg, request->peer, size);
	lengthen(msg, request->data, size);
	lengthen(msg, request->info, size);
}

static void drop_ref(struct nssh_msg *msg, const struct nssh_span *gone)
{
	size_t kept = 0;

	for (size_t i = 0; i < msg->ref_count; i++) {
		if (inside(gone, msg->refs[i].offset))
			free(msg->refs[i].name);
		else
			msg->refs[kept++] = msg->refs[i];
	}
	msg->ref_count = kept;
}

static void take_away(struct nssh_msg *msg, bool far, uint16_t type)
{
	struct nssh_link_request request;
	struct nssh_span payload;
	size_t at;
	ptrdiff_t size;

	if (!nssh_link_request_read(msg, &request))
		return;
	at = nssh_span_find(msg, far ? &request.far.at : &request.near.at, type, &payload);
	if (!at)
		return;
	size = (ptrdiff_t)NLA_ALIGN(payload.to - at);
	drop_ref(msg, &payload);
	shift(msg, at, -size);
	if (far)
		lengthen_far(msg, &request, -size);
}

/* What was put last goes to the end of the far end's attributes: there is one way to put. */
static void bring_to_far(struct nssh_msg *msg, size_t put_at)
{
	struct nssh_link_request request;
	size_t size = msg->size - put_at, at;
	unsigned char bytes[NLMSG_ALIGN(NLA_HDRLEN + 64)];
	struct nssh_ref *ref = msg->ref_count ? &msg->refs[msg->ref_count - 1] : NULL;

	if (!nssh_link_request_read(msg, &request) || size > sizeof(bytes)) {
		msg->failed = -EMSGSIZE;
		return;
	}
	at = NLA_ALIGN(request.far.at.to);
	memcpy(bytes, msg->bytes + put_at, size);
	msg->size = put_at;
	/* The message's head is never shifted. */
	if (ref && ref->offset >= put_at)
		ref->offset = 0;
	shift(msg, at, (ptrdiff_t)size);
	if (ref && ref->offset == 0)
		ref->offset = at + NLA_HDRLEN;
	memcpy(msg->bytes + at, bytes, size);
	lengthen_far(msg, &request, (ptrdiff_t)size);
}

static const struct nssh_ref *ref_in(const struct nssh_msg *msg, const struct nssh_span *payload)
{
	for (size_t i = 0; i < msg->ref_count; i++) {
		if (inside(payload, msg->refs[i].offset))
			return &msg->refs[i];
	}
	return NULL;
}

void nssh_link_request_put(struct nssh_msg *msg, bool far, const struct nssh_msg *from, size_t attr)
{
	struct nlattr head;
	struct nssh_span payload;
	const struct nssh_ref *ref;
	size_t put_at;

	memcpy(&head, from->bytes + attr, sizeof(head));
	payload = (struct nssh_span){ attr + NLA_HDRLEN, attr + head.nla_len };
	take_away(msg, far, head.nla_type);
	put_at = msg->size;
	nssh_msg_word(msg, nssh_msg_word_at(from, attr));
	ref = ref_in(from, &payload);
	if (ref && ref->kind == NSSH_REF_NSFD)
		nssh_msg_put_nsfd(msg, head.nla_type, ref->ns, ref->word);
	else if (ref)
		nssh_msg_put_ifindex(msg, head.nla_type, ref->ns, ref->name, ref->word);
	else
		nssh_msg_put(msg, head.nla_type, from->bytes + payload.from,
			     payload.to - payload.from);
	if (far && !msg->failed)
		bring_to_far(msg, put_at);
}
