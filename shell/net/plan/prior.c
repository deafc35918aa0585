/* SPDX-License-Identifier: MIT */
/* What is there before a request changes it: links that are changed, addresses, routes, neighbours. */
#define _GNU_SOURCE
#include "net/plan/prior.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/ipv6.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "net/context.h"
#include "net/message.h"
#include "net/plan/again.h"
#include "net/plan/link_request.h"
#include "net/request.h"

void nssh_kept_done(struct nssh_kept *kept)
{
	for (size_t i = 0; i < kept->count; i++)
		free(kept->at[i]);
	free(kept->at);
	*kept = (struct nssh_kept){ 0 };
}

int nssh_kept_add(struct nssh_kept *kept, const struct nlmsghdr *nlh)
{
	if (kept->count == kept->room) {
		size_t room = kept->room ? kept->room * 2 : 16;
		struct nlmsghdr **at = reallocarray(kept->at, room, sizeof(*at));

		if (!at)
			return -ENOMEM;
		kept->at = at;
		kept->room = room;
	}
	kept->at[kept->count] = malloc(nlh->nlmsg_len);
	if (!kept->at[kept->count])
		return -ENOMEM;
	memcpy(kept->at[kept->count++], nlh, nlh->nlmsg_len);
	return 0;
}

static int keep(const struct nlmsghdr *nlh, void *arg)
{
	return nssh_kept_add(arg, nlh);
}

int nssh_kept_dump(struct nssh_kept *kept, struct nssh_ns *ns, uint16_t type, const void *head,
		   size_t size, struct nssh_error *err)
{
	struct nssh_msg *msg = nssh_msg_new(type, 0, head, size);
	int rc = nssh_dump(ns, msg, keep, kept, err);

	nssh_msg_free(msg);
	return rc;
}

int nssh_kept_list(struct nssh_kept *kept, struct nssh_ns *ns, uint16_t type,
		   struct nssh_error *err)
{
	/* All these headers begin with the family, and are at most as long as that of a link. */
	const struct ifinfomsg all = { .ifi_family = AF_UNSPEC };
	const size_t size = type == RTM_GETADDR    ? sizeof(struct ifaddrmsg)
			    : type == RTM_GETROUTE ? sizeof(struct rtmsg)
						   : sizeof(all);

	return nssh_kept_dump(kept, ns, type, &all, size, err);
}

bool nssh_prior_same(const struct nlattr *a, const struct nlattr *b)
{
	if (!a || !b)
		return a == b;
	return mnl_attr_get_payload_len(a) == mnl_attr_get_payload_len(b) &&
	       memcmp(mnl_attr_get_payload(a), mnl_attr_get_payload(b),
		      mnl_attr_get_payload_len(a)) == 0;
}

const struct nlmsghdr *nssh_prior_sealed(const struct nssh_msg *msg)
{
	struct nlmsghdr *nlh = (void *)msg->bytes;

	nlh->nlmsg_len = (uint32_t)msg->size;
	return nlh;
}

static int link_index(const struct nlmsghdr *nlh)
{
	const struct ifinfomsg *info = mnl_nlmsg_get_payload(nlh);

	return mnl_nlmsg_get_payload_len(nlh) >= sizeof(*info) ? info->ifi_index : 0;
}

const struct nlmsghdr *nssh_kept_link(const struct nssh_kept *links, int index)
{
	for (size_t i = 0; i < links->count; i++) {
		if (link_index(links->at[i]) == index)
			return links->at[i];
	}
	return NULL;
}

void nssh_prior_put(struct nssh_msg *msg, const struct nlattr *attr)
{
	nssh_msg_put(msg, attr->nla_type, mnl_attr_get_payload(attr),
		     mnl_attr_get_payload_len(attr));
}

/* The attributes of @was whose types are in the nest @asked, in a nest of the same type. */
static void put_nest_asked(struct nssh_msg *msg, const struct nlattr *was,
			   const struct nssh_msg *asked, const struct nssh_span *span, int depth)
{
	size_t nest = nssh_msg_nest(msg, mnl_attr_get_type(was));
	const struct nlattr *attr;
	struct nssh_span inside;

	for (attr = nssh_attr_first(was); attr; attr = nssh_attr_next(was, attr)) {
		uint16_t type = mnl_attr_get_type(attr);

		if (!nssh_span_find(asked, span, type, &inside))
			continue;
		if (depth > 0 && type != IFLA_INFO_KIND && type != IFLA_INFO_SLAVE_KIND)
			put_nest_asked(msg, attr, asked, &inside, depth - 1);
		else
			nssh_prior_put(msg, attr);
	}
	nssh_msg_nest_end(msg, nest);
}

/* What the kernel does not list when it is not set, as it is then. */
static void put_unset(struct nssh_msg *msg, uint16_t type)
{
	if (type == IFLA_MASTER)
		nssh_msg_put_u32(msg, IFLA_MASTER, 0);
	else if (type == IFLA_IFALIAS)
		nssh_msg_put(msg, IFLA_IFALIAS, NULL, 0);
}

/* As many levels as the request has attributes in attributes. */
static int depth_of(uint16_t type)
{
	return type == IFLA_LINKINFO || type == IFLA_AF_SPEC ? 1 : -1;
}

static void put_asked(struct nssh_msg *msg, const struct nssh_net *net, const struct nlmsghdr *was,
		      const struct nssh_msg *asked, const struct nssh_link_request *request)
{
	const struct nlattr *table[IFLA_MAX + 1];
	size_t at = request->near.at.from, next;
	struct nlattr attr = { 0 };

	nssh_attrs(was, sizeof(struct ifinfomsg), table, IFLA_MAX);
	for (; (next = nssh_span_next(asked, &request->near.at, at, &attr)); at = next) {
		uint16_t type = attr.nla_type & NLA_TYPE_MASK;
		const struct nssh_span inside = { at + NLA_HDRLEN, at + attr.nla_len };

		if (type == IFLA_NET_NS_FD || type == IFLA_NEW_IFINDEX || type > IFLA_MAX)
			continue;
		if (!table[type])
			put_unset(msg, type);
		else if (type == IFLA_LINKINFO &&
			 nssh_prior_kind(net, table[type], (const void *)(asked->bytes + at), msg))
			continue;
		else if (depth_of(type) >= 0)
			put_nest_asked(msg, table[type], asked, &inside, depth_of(type));
		else
			nssh_prior_put(msg, table[type]);
	}
}

static int find_was(struct nssh_ns *ns, int index, struct nssh_kept *links,
		    const struct nlmsghdr **ret, struct nssh_error *err)
{
	const struct ifinfomsg head = { .ifi_family = AF_UNSPEC, .ifi_index = index };
	struct nssh_msg *msg = nssh_msg_new(RTM_GETLINK, 0, &head, sizeof(head));
	int rc = index > 0 ? nssh_ask(ns, msg, keep, links, NULL, NULL, err) : 0;

	nssh_msg_free(msg);
	*ret = rc < 0 ? NULL : nssh_kept_link(links, index);
	return rc;
}

static const char *name_of(const struct nlmsghdr *link)
{
	const struct nlattr *table[IFLA_IFNAME + 1];
	const char *name;

	nssh_attrs(link, sizeof(struct ifinfomsg), table, IFLA_IFNAME);
	name = nssh_attr_str(table[IFLA_IFNAME]);
	return name ? name : "";
}

/* Back from where it is about to go. What it loses by that comes back, too, beside what is asked for. */
static int note_move_back(struct nssh_txn *txn, struct nssh_ns *ns, const struct nlmsghdr *was,
			  const struct nssh_msg *asked, const struct nssh_link_request *request,
			  struct nssh_error *err)
{
	static const uint16_t lost[] = { IFLA_IFNAME, IFLA_MASTER };
	const struct ifinfomsg *info = mnl_nlmsg_get_payload(was);
	const struct ifinfomsg head = {
		.ifi_family = AF_UNSPEC,
		.ifi_flags = info->ifi_flags & IFF_UP,
		.ifi_change = IFF_UP,
	};
	struct nssh_msg *msg = nssh_msg_new(RTM_NEWLINK, 0, &head, sizeof(head));
	const char *name = request->near.name ? request->near.name : name_of(was);
	const struct nlattr *table[IFLA_MAX + 1];
	struct nssh_span ignored;

	nssh_attrs(was, sizeof(*info), table, IFLA_MAX);
	nssh_msg_head_ifindex(msg, offsetof(struct ifinfomsg, ifi_index), request->near.to->ns,
			      name, NULL);
	nssh_msg_put_nsfd(msg, IFLA_NET_NS_FD, ns, NULL);
	nssh_msg_put_u32(msg, IFLA_NEW_IFINDEX, (uint32_t)info->ifi_index);
	put_asked(msg, nssh_ns_context(ns), was, asked, request);
	for (size_t i = 0; i < sizeof(lost) / sizeof(*lost); i++) {
		if (table[lost[i]] && !nssh_span_find(asked, &request->near.at, lost[i], &ignored))
			nssh_prior_put(msg, table[lost[i]]);
	}
	return nssh_note_return(txn, request->near.to->ns, nssh_link_index_behind(asked, request),
				msg, name, err);
}

static uint32_t mtu_of(const struct nlmsghdr *link)
{
	const struct nlattr *table[IFLA_MTU + 1];

	nssh_attrs(link, sizeof(struct ifinfomsg), table, IFLA_MTU);
	return nssh_attr_u32(table[IFLA_MTU]);
}

/* Does the MTU become too small for IPv6? */
static bool is_narrowed(const struct nlmsghdr *was, const struct nssh_msg *asked,
			const struct nssh_link_request *request)
{
	struct nssh_span span;
	uint32_t mtu;

	if (!nssh_span_find(asked, &request->near.at, IFLA_MTU, &span) ||
	    span.to - span.from != sizeof(mtu))
		return false;
	memcpy(&mtu, asked->bytes + span.from, sizeof(mtu));
	return mtu < IPV6_MIN_MTU && mtu_of(was) >= IPV6_MIN_MTU;
}

/*
 * Going down, or with an MTU that is too small for them, a link loses routes and IPv6 addresses; going
 * elsewhere, all addresses. One that is set up goes down when that is taken back.
 */
static int note_lost(struct nssh_txn *txn, struct nssh_ns *ns, const struct nlmsghdr *was,
		     const struct nssh_msg *asked, const struct nssh_link_request *request,
		     struct nssh_error *err)
{
	const struct ifinfomsg *info = mnl_nlmsg_get_payload(was);
	struct ifinfomsg head;
	bool changes;

	memcpy(&head, asked->bytes + NLMSG_HDRLEN, sizeof(head));
	changes = head.ifi_change & (head.ifi_flags ^ info->ifi_flags) & IFF_UP;
	if (nssh_link_request_moves(request, ns) || is_narrowed(was, asked, request) ||
	    (changes && (info->ifi_flags & IFF_UP)))
		return nssh_prior_contents(txn, ns, info->ifi_index, err);
	return changes ? nssh_prior_addrs(txn, ns, info->ifi_index, AF_INET6, err) : 0;
}

/* The kernel gives a loopback its address when it is first set up, and leaves it that. */
static int note_loopback(struct nssh_txn *txn, struct nssh_ns *ns, const struct nlmsghdr *was,
			 const struct ifinfomsg *asked, struct nssh_error *err)
{
	const struct ifinfomsg *info = mnl_nlmsg_get_payload(was);
	const struct ifaddrmsg head = {
		.ifa_family = AF_INET,
		.ifa_prefixlen = 8,
		.ifa_scope = RT_SCOPE_HOST,
		.ifa_index = (unsigned int)info->ifi_index,
	};
	const uint8_t address[] = { 127, 0, 0, 1 };
	struct nssh_msg *msg;
	int rc;

	if (!(info->ifi_flags & IFF_LOOPBACK) || (info->ifi_flags & IFF_UP) ||
	    !(asked->ifi_flags & IFF_UP))
		return 0;
	msg = nssh_msg_new(RTM_NEWADDR, 0, &head, sizeof(head));
	nssh_msg_put(msg, IFA_LOCAL, address, sizeof(address));
	nssh_msg_put(msg, IFA_ADDRESS, address, sizeof(address));
	rc = nssh_prior_addr(txn, ns, msg, err);
	nssh_msg_free(msg);
	return rc;
}

int nssh_prior_port(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_was *was,
		    struct nssh_error *err)
{
	struct nssh_msg *msg = nssh_again_port(was, nssh_ns_context(ns));

	return msg ? nssh_note_request(txn, ns, msg, err, "restore the port %s", was->name) : 0;
}

/* Leaving a bridge, a port loses what it was told. */
static int note_port(struct nssh_txn *txn, struct nssh_ns *ns, const struct nlmsghdr *link,
		     const struct nssh_msg *asked, const struct nssh_link_request *request,
		     struct nssh_error *err)
{
	struct nssh_span ignored;
	struct nssh_was was;

	if (!request->near.to && !nssh_span_find(asked, &request->near.at, IFLA_MASTER, &ignored))
		return 0;
	nssh_was_read(link, &was);
	return nssh_prior_port(txn, ns, &was, err);
}

static int note_change(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		       const struct nssh_link_request *request, int index, struct nssh_error *err)
{
	const bool moves = nssh_link_request_moves(request, ns);
	struct nssh_kept links = { 0 };
	const struct nlmsghdr *was;
	struct ifinfomsg head;
	struct nssh_msg *back;
	int rc;

	memcpy(&head, msg->bytes + NLMSG_HDRLEN, sizeof(head));
	head.ifi_index = index;
	rc = find_was(ns, head.ifi_index, &links, &was, err);
	if (rc == 0 && was)
		rc = note_port(txn, ns, was, msg, request, err);
	if (rc == 0 && was)
		rc = note_lost(txn, ns, was, msg, request, err);
	if (rc == 0 && was)
		rc = note_loopback(txn, ns, was, &head, err);
	if (rc == 0 && was && moves) {
		rc = note_move_back(txn, ns, was, msg, request, err);
	} else if (rc == 0 && was) {
		const struct ifinfomsg *info = mnl_nlmsg_get_payload(was);

		head.ifi_flags = info->ifi_flags & head.ifi_change;
		back = nssh_msg_new(RTM_NEWLINK, 0, &head, sizeof(head));
		put_asked(back, nssh_ns_context(ns), was, msg, request);
		rc = nssh_note_settings(txn, ns, back, msg, err, name_of(was));
	}
	nssh_kept_done(&links);
	return rc;
}

int nssh_prior_link(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		    const struct nssh_link_request *request, struct nssh_error *err)
{
	int index = nssh_link_index(msg, &request->near);

	if (!index && request->near.name)
		index = nssh_ns_find_link(ns, request->near.name, NULL);
	return note_change(txn, ns, msg, request, index, err);
}

int nssh_prior_group(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		     const struct nssh_link_request *request, struct nssh_error *err)
{
	struct nssh_kept links = { 0 };
	struct nssh_span group;
	int rc = nssh_kept_list(&links, ns, RTM_GETLINK, err);

	if (!nssh_span_find(msg, &request->near.at, IFLA_GROUP, &group))
		group.from = group.to = 0;
	for (size_t i = 0; rc == 0 && i < links.count; i++) {
		const struct nlattr *table[IFLA_GROUP + 1];
		uint32_t own;

		nssh_attrs(links.at[i], sizeof(struct ifinfomsg), table, IFLA_GROUP);
		own = nssh_attr_u32(table[IFLA_GROUP]);
		if (group.to - group.from != sizeof(own) ||
		    memcmp(msg->bytes + group.from, &own, sizeof(own)) != 0)
			continue;
		rc = request->act == NSSH_LINK_REMOVES
			     ? nssh_prior_link_gone(txn, ns, link_index(links.at[i]), err)
			     : note_change(txn, ns, msg, request, link_index(links.at[i]), err);
	}
	nssh_kept_done(&links);
	return rc;
}
