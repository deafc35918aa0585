/* SPDX-License-Identifier: MIT */
/* Fusing: making a pair of links where its ends are about to be moved. */
#include "net/fuse.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>

#include "net/context.h"
#include "net/message.h"
#include "net/nsid.h"

/* Attributes of a message under construction: from byte @from to byte @to. */
struct range {
	size_t from, to;
};

/* The attributes inside @range of @msg, with their places. */
static size_t next_attr(const struct nssh_msg *msg, const struct range *range, size_t at,
			struct nlattr *ret)
{
	if (at + sizeof(*ret) > range->to)
		return 0;
	memcpy(ret, msg->bytes + at, sizeof(*ret));
	if (ret->nla_len < sizeof(*ret) || at + ret->nla_len > range->to)
		return 0;
	return at + NLA_ALIGN(ret->nla_len);
}

/* Where the attribute @type in @range is; 0 when it is not there. */
static size_t find_attr(const struct nssh_msg *msg, const struct range *range, uint16_t type,
			struct range *ret_inside)
{
	struct nlattr attr;
	size_t at = range->from, next;

	for (; (next = next_attr(msg, range, at, &attr)); at = next) {
		if ((attr.nla_type & NLA_TYPE_MASK) != type)
			continue;
		*ret_inside = (struct range){ at + NLA_HDRLEN, at + attr.nla_len };
		return at;
	}
	return 0;
}

static struct range link_attrs(const struct nssh_msg *msg)
{
	return (struct range){ NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(struct ifinfomsg)), msg->size };
}

/* The text of IFLA_IFNAME, or NULL. */
static const char *name_in(const struct nssh_msg *msg, const struct range *range)
{
	struct range inside;

	if (!find_attr(msg, range, IFLA_IFNAME, &inside) || inside.to == inside.from ||
	    msg->bytes[inside.to - 1] != '\0')
		return NULL;
	return (const char *)msg->bytes + inside.from;
}

/* Where the far end is described: VETH_INFO_PEER, the attributes around it, and those inside. */
struct pair {
	size_t info, data, peer;
	struct range near, far;
};

/* Return: whether it makes a pair. */
static bool find_pair(const struct nssh_msg *msg, struct pair *ret)
{
	struct range info, data, kind, peer;

	ret->near = link_attrs(msg);
	ret->info = find_attr(msg, &ret->near, IFLA_LINKINFO, &info);
	if (!ret->info || !find_attr(msg, &info, IFLA_INFO_KIND, &kind) ||
	    kind.to - kind.from < 4 || memcmp(msg->bytes + kind.from, "veth", 4) != 0)
		return false;
	ret->data = find_attr(msg, &info, IFLA_INFO_DATA, &data);
	ret->peer = ret->data ? find_attr(msg, &data, VETH_INFO_PEER, &peer) : 0;
	if (!ret->peer || peer.to - peer.from < sizeof(struct ifinfomsg))
		return false;
	ret->far = (struct range){ peer.from + NLMSG_ALIGN(sizeof(struct ifinfomsg)), peer.to };
	return true;
}

static bool makes_pair(const struct nssh_msg *msg, struct pair *ret)
{
	return nssh_msg_type(msg) == RTM_NEWLINK && (msg->flags & NLM_F_CREATE) &&
	       (msg->flags & NLM_F_EXCL) && !msg->failed && find_pair(msg, ret);
}

/* A request that names one link in @ns and puts it into a namespace, no more. Return: where to. */
static const struct nssh_ref *only_moves(const struct nssh_msg *msg, const struct nssh_ns *ns)
{
	static const struct ifinfomsg nothing = { .ifi_family = AF_UNSPEC };
	const struct range range = link_attrs(msg);
	struct nlattr attr = { 0 };
	size_t end;

	if (nssh_msg_type(msg) != RTM_NEWLINK || msg->flags || msg->failed || msg->ref_count != 2 ||
	    memcmp(msg->bytes + NLMSG_HDRLEN, &nothing, sizeof(nothing)) != 0 ||
	    msg->refs[0].kind != NSSH_REF_IFINDEX || msg->refs[0].ns != ns ||
	    msg->refs[1].kind != NSSH_REF_NSFD)
		return NULL;
	end = next_attr(msg, &range, range.from, &attr);
	return end == range.to && attr.nla_type == IFLA_NET_NS_FD ? &msg->refs[1] : NULL;
}

/* Bytes at @at and all that stands behind them give way by @size. */
static void make_way(struct nssh_msg *msg, size_t at, size_t size)
{
	memmove(msg->bytes + at + size, msg->bytes + at, msg->size - at);
	msg->size += size;
	for (size_t i = 0; i < msg->ref_count; i++)
		msg->refs[i].offset += msg->refs[i].offset >= at ? size : 0;
	for (size_t i = 0; i < msg->mark_count; i++)
		msg->marks[i].offset += msg->marks[i].offset >= at ? size : 0;
}

static void lengthen(struct nssh_msg *msg, size_t at, size_t size)
{
	struct nlattr attr;

	memcpy(&attr, msg->bytes + at, sizeof(attr));
	attr.nla_len = (uint16_t)(attr.nla_len + size);
	memcpy(msg->bytes + at, &attr, sizeof(attr));
}

/*
 * Put the namespace of the far end at the end of its attributes. It is put at the message's end first,
 * where there is one way to put it, and then brought to its place.
 */
static void put_far(struct nssh_msg *msg, const struct pair *pair, const struct nssh_ref *to)
{
	const size_t size = NLA_HDRLEN + sizeof(uint32_t);
	unsigned char bytes[NLA_HDRLEN + sizeof(uint32_t)];
	size_t at = NLA_ALIGN(pair->far.to);
	struct nssh_ref *ref;

	nssh_msg_put_nsfd(msg, IFLA_NET_NS_FD, to->ns, to->word);
	if (msg->failed)
		return;
	msg->size -= size;
	memcpy(bytes, msg->bytes + msg->size, size);
	/* The mark of the word goes with it: whatever fails, the requests are done one by one then. */
	make_way(msg, at, size);
	memcpy(msg->bytes + at, bytes, size);
	ref = &msg->refs[msg->ref_count - 1];
	ref->offset = at + NLA_HDRLEN;
	lengthen(msg, pair->peer, size);
	lengthen(msg, pair->data, size);
	lengthen(msg, pair->info, size);
}

/* Which end is it, if it is one that has no namespace of its own yet? */
static bool is_free_end(const struct nssh_msg *msg, const struct range *range, const char *name)
{
	const char *own = name_in(msg, range);
	struct range inside;

	return own && name && strcmp(own, name) == 0 &&
	       !find_attr(msg, range, IFLA_NET_NS_FD, &inside) &&
	       !find_attr(msg, range, IFLA_NET_NS_PID, &inside) &&
	       !find_attr(msg, range, IFLA_MASTER, &inside);
}

static bool is_free(struct nssh_ns *ns, const char *name)
{
	return nssh_ns_find_link(ns, name, NULL) == -ENODEV;
}

bool nssh_fuse_names_free(struct nssh_ns *ns, const struct nssh_msg *fused)
{
	struct pair pair;
	const char *near, *far;
	bool free;

	if (!find_pair(fused, &pair))
		return false;
	near = name_in(fused, &pair.near);
	far = name_in(fused, &pair.far);
	free = near && far && strcmp(near, far) != 0 && is_free(ns, near) && is_free(ns, far);
	for (size_t i = 0; free && i < fused->ref_count; i++) {
		const struct nssh_ref *ref = &fused->refs[i];
		bool is_far = ref->offset >= pair.far.from && ref->offset < pair.far.to;

		if (ref->kind == NSSH_REF_NSFD)
			free = is_free(ref->ns, is_far ? far : near);
	}
	return free;
}

/* The index in the header of an end, which stands right before its attributes. */
static size_t index_at(const struct range *attrs)
{
	return attrs->from - NLMSG_ALIGN(sizeof(struct ifinfomsg)) +
	       offsetof(struct ifinfomsg, ifi_index);
}

void nssh_fuse_indexes(struct nssh_msg *fused, int index)
{
	struct pair pair;
	int near, far;

	if (!find_pair(fused, &pair))
		return;
	memcpy(&near, fused->bytes + index_at(&pair.near), sizeof(near));
	memcpy(&far, fused->bytes + index_at(&pair.far), sizeof(far));
	if (near || far)
		return;
	/* The kernel makes the far end first. */
	near = index + 1;
	memcpy(fused->bytes + index_at(&pair.near), &near, sizeof(near));
	memcpy(fused->bytes + index_at(&pair.far), &index, sizeof(index));
}

bool nssh_fuse_move(const struct nssh_msg *make, const struct nssh_msg *move,
		    const struct nssh_ns *ns, struct nssh_msg **ret_fused)
{
	const struct nssh_ref *to = only_moves(move, ns);
	struct nssh_msg *fused;
	struct pair pair;
	bool near;

	if (!to || !makes_pair(make, &pair))
		return false;
	near = is_free_end(make, &pair.near, move->refs[0].name);
	if (!near && !is_free_end(make, &pair.far, move->refs[0].name))
		return false;
	fused = nssh_msg_copy(make);
	if (near)
		nssh_msg_put_nsfd(fused, IFLA_NET_NS_FD, to->ns, to->word);
	else
		put_far(fused, &pair, to);
	if (fused->failed) {
		nssh_msg_free(fused);
		return false;
	}
	*ret_fused = fused;
	return true;
}

int nssh_fuse_numbers(struct nssh_ns *ns, const struct nssh_msg *fused)
{
	bool first = true;

	for (size_t i = 0; i < fused->ref_count; i++) {
		const struct nssh_ref *ref = &fused->refs[i];
		int rc;

		if (ref->kind != NSSH_REF_NSFD || ref->ns == ns)
			continue;
		rc = nssh_nsid_make(ns, ref->ns);
		/* While the first end is away and the second is not, it looks back. */
		if (rc == 0 && first)
			rc = nssh_nsid_make(ref->ns, ns);
		if (rc < 0)
			return rc;
		first = false;
	}
	return 0;
}
