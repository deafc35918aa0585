/* SPDX-License-Identifier: MIT */
/* Routes that are there before a request changes them, or the link that they go by. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <linux/rtnetlink.h>

#include "net/context.h"
#include "net/message.h"
#include "net/plan/again.h"
#include "net/plan/prior.h"
#include "net/plan/txn.h"

static bool is_lasting(const struct rtmsg *route)
{
	return route->rtm_protocol != RTPROT_KERNEL && route->rtm_protocol != RTPROT_RA &&
	       route->rtm_protocol != RTPROT_REDIRECT && !(route->rtm_flags & RTM_F_CLONED);
}

/* The attribute of this type of one way of a route of several. */
static const struct nlattr *hop_attr(const struct rtnexthop *hop, uint16_t type)
{
	const struct nlattr *attr = (const void *)((const char *)hop + sizeof(*hop));
	int left = hop->rtnh_len - (int)sizeof(*hop);

	for (; mnl_attr_ok(attr, left); attr = mnl_attr_next(attr)) {
		if (mnl_attr_get_type(attr) == type)
			return attr;
		left -= (int)MNL_ALIGN(attr->nla_len);
	}
	return NULL;
}

/* Does a route, or one of its ways, go by this link (0: any) and gateway (NULL: any)? */
static bool goes(const struct nlmsghdr *route, uint32_t index, const struct nlattr *gateway)
{
	const struct nlattr *table[RTA_MULTIPATH + 1];
	const struct rtnexthop *hop;
	size_t left;

	nssh_attrs(route, sizeof(struct rtmsg), table, RTA_MULTIPATH);
	if (!table[RTA_MULTIPATH])
		return (!index || nssh_attr_u32(table[RTA_OIF]) == index) &&
		       (!gateway || nssh_prior_same(table[RTA_GATEWAY], gateway));
	hop = mnl_attr_get_payload(table[RTA_MULTIPATH]);
	for (left = mnl_attr_get_payload_len(table[RTA_MULTIPATH]);
	     left >= sizeof(*hop) && hop->rtnh_len >= sizeof(*hop) && hop->rtnh_len <= left;
	     hop = (const void *)((const char *)hop + RTNH_ALIGN(hop->rtnh_len))) {
		if ((!index || (uint32_t)hop->rtnh_ifindex == index) &&
		    (!gateway || nssh_prior_same(hop_attr(hop, RTA_GATEWAY), gateway)))
			return true;
		left -= (size_t)RTNH_ALIGN(hop->rtnh_len) < left ? (size_t)RTNH_ALIGN(hop->rtnh_len)
								 : left;
	}
	return false;
}

/* Those by a gateway need the others to be there, so they are noted first and brought back last. */
static int note_routes(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_kept *routes,
		       int index, bool link_scope, struct nssh_error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < routes->count; i++) {
		const struct rtmsg *route = mnl_nlmsg_get_payload(routes->at[i]);
		const struct nlattr *table[RTA_GATEWAY + 1];

		nssh_attrs(routes->at[i], sizeof(*route), table, RTA_GATEWAY);
		if (!is_lasting(route) || !goes(routes->at[i], (uint32_t)index, NULL) ||
		    link_scope != !table[RTA_GATEWAY])
			continue;
		rc = nssh_note_request(txn, ns, nssh_again_route(routes->at[i], NLM_F_CREATE, true),
				       err, "restore a route");
	}
	return rc;
}

static uint32_t table_of(const struct rtmsg *route, const struct nlattr *attr)
{
	uint32_t table = attr ? nssh_attr_u32(attr) : route->rtm_table;

	return table ? table : RT_TABLE_MAIN;
}

/* The kernel does not look at what is behind the prefix. */
static bool is_same_prefix(const struct nlattr *a, const struct nlattr *b, unsigned int bits)
{
	const size_t whole = bits / 8;
	const uint8_t *x, *y;

	if (bits == 0)
		return true;
	if (!a || !b || mnl_attr_get_payload_len(a) != mnl_attr_get_payload_len(b) ||
	    mnl_attr_get_payload_len(a) < (bits + 7) / 8)
		return false;
	x = mnl_attr_get_payload(a);
	y = mnl_attr_get_payload(b);
	return memcmp(x, y, whole) == 0 &&
	       (bits % 8 == 0 || (x[whole] ^ y[whole]) >> (8 - bits % 8) == 0);
}

/* What a deletion says, a route has to be (net/ipv4/fib_trie.c, fib_table_delete(); ip6_route_del()). */
static bool is_named(const struct nlmsghdr *there, const struct nlmsghdr *asked)
{
	const struct rtmsg *a = mnl_nlmsg_get_payload(there), *b = mnl_nlmsg_get_payload(asked);
	const struct nlattr *in[RTA_TABLE + 1], *of[RTA_TABLE + 1];

	nssh_attrs(there, sizeof(*a), in, RTA_TABLE);
	nssh_attrs(asked, sizeof(*b), of, RTA_TABLE);
	return goes(there, nssh_attr_u32(of[RTA_OIF]), of[RTA_GATEWAY]) &&
	       (!b->rtm_protocol || a->rtm_protocol == b->rtm_protocol) &&
	       (a->rtm_family != AF_INET ||
		((!b->rtm_type || a->rtm_type == b->rtm_type) &&
		 (b->rtm_scope == RT_SCOPE_NOWHERE || a->rtm_scope == b->rtm_scope) &&
		 (!of[RTA_PREFSRC] || nssh_prior_same(in[RTA_PREFSRC], of[RTA_PREFSRC]))));
}

/* @exact: all that tells two routes to one place apart, as a deletion names it. */
static bool is_same_route(const struct nlmsghdr *there, const struct nlmsghdr *asked, bool exact)
{
	const struct rtmsg *a = mnl_nlmsg_get_payload(there), *b = mnl_nlmsg_get_payload(asked);
	const struct nlattr *in[RTA_TABLE + 1], *of[RTA_TABLE + 1];
	uint32_t usual = b->rtm_family == AF_INET6 ? 1024 : 0;

	nssh_attrs(there, sizeof(*a), in, RTA_TABLE);
	nssh_attrs(asked, sizeof(*b), of, RTA_TABLE);
	if (a->rtm_family != b->rtm_family || a->rtm_dst_len != b->rtm_dst_len ||
	    a->rtm_tos != b->rtm_tos || table_of(a, in[RTA_TABLE]) != table_of(b, of[RTA_TABLE]) ||
	    !is_same_prefix(in[RTA_DST], of[RTA_DST], b->rtm_dst_len))
		return false;
	if (!exact || of[RTA_PRIORITY]) {
		uint32_t priority = of[RTA_PRIORITY] ? nssh_attr_u32(of[RTA_PRIORITY]) : usual;

		if (nssh_attr_u32(in[RTA_PRIORITY]) != (priority ? priority : usual))
			return false;
	}
	return !exact || is_named(there, asked);
}

static struct nssh_msg *as_no_route(const struct nssh_msg *asked)
{
	return nssh_msg_new(RTM_DELROUTE, 0, asked->bytes + NLMSG_HDRLEN,
			    asked->size - NLMSG_HDRLEN);
}

int nssh_prior_routes_by(struct nssh_txn *txn, struct nssh_ns *ns, int index,
			 struct nssh_error *err)
{
	struct nssh_kept routes = { 0 };
	int rc = nssh_kept_list(&routes, ns, RTM_GETROUTE, err);

	if (rc == 0)
		rc = note_routes(txn, ns, &routes, index, false, err);
	if (rc == 0)
		rc = note_routes(txn, ns, &routes, index, true, err);
	nssh_kept_done(&routes);
	return rc;
}

/* Without what is behind the prefix. */
static void put_prefix(unsigned char *to, const struct nlattr *attr, unsigned int bits)
{
	size_t size = mnl_attr_get_payload_len(attr), whole = bits / 8;
	const unsigned char *from = mnl_attr_get_payload(attr);

	memcpy(to, from, whole < size ? whole : size);
	if (whole < size && bits % 8)
		to[whole] = (unsigned char)(from[whole] & (0xff00 >> bits % 8));
}

uint64_t nssh_prior_route_key(const struct nlmsghdr *route)
{
	const struct rtmsg *head = mnl_nlmsg_get_payload(route);
	const struct nlattr *table[RTA_TABLE + 1];
	uint32_t usual = head->rtm_family == AF_INET6 ? 1024 : 0, priority, words[4] = { 0 };
	unsigned char bytes[40] = { head->rtm_family, head->rtm_dst_len, head->rtm_tos };

	nssh_attrs(route, sizeof(*head), table, RTA_TABLE);
	priority = nssh_attr_u32(table[RTA_PRIORITY]);
	words[0] = table_of(head, table[RTA_TABLE]);
	words[1] = priority ? priority : usual;
	memcpy(bytes + 4, words, 2 * sizeof(*words));
	if (table[RTA_DST] && mnl_attr_get_payload_len(table[RTA_DST]) <= 16)
		put_prefix(bytes + 12, table[RTA_DST], head->rtm_dst_len);
	return nssh_hash(NSSH_HASH_START, bytes, sizeof(bytes));
}

static int prior_to_add(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
			struct nssh_error *err)
{
	int rc = nssh_seen_add(nssh_txn_routes(txn), ns, nssh_prior_sealed(msg), err);

	/* One that is there already is refused. */
	return rc <= 0 ? rc : nssh_note_request(txn, ns, as_no_route(msg), err, "remove a route");
}

/* What brings back a route that is deleted or replaced. IPv6 takes single ways out of one of several. */
static int note_restore(struct nssh_txn *txn, struct nssh_ns *ns, const struct nlmsghdr *was,
			bool gone, struct nssh_error *err)
{
	const struct rtmsg *route = mnl_nlmsg_get_payload(was);
	const struct nlattr *table[RTA_MULTIPATH + 1];
	uint16_t flags = NLM_F_CREATE;

	nssh_attrs(was, sizeof(*route), table, RTA_MULTIPATH);
	if (!gone || (route->rtm_family == AF_INET6 && table[RTA_MULTIPATH]))
		flags |= NLM_F_REPLACE;
	return nssh_note_request(txn, ns, nssh_again_route(was, flags, true), err,
				 "restore a route");
}

int nssh_prior_route(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		     struct nssh_error *err)
{
	const struct nlmsghdr *asked = nssh_prior_sealed(msg);
	bool gone = asked->nlmsg_type == RTM_DELROUTE, replace = msg->flags & NLM_F_REPLACE;
	struct nssh_kept routes = { 0 };
	bool found = false;
	int rc;

	if (!gone && (msg->flags & NLM_F_EXCL))
		return prior_to_add(txn, ns, msg, err);
	rc = nssh_kept_list(&routes, ns, RTM_GETROUTE, err);
	for (size_t i = 0; rc == 0 && !found && i < routes.count; i++) {
		found = is_same_route(routes.at[i], asked, !replace);
		if (found && (gone || replace))
			rc = note_restore(txn, ns, routes.at[i], gone, err);
	}
	/* One more that is the same as one that is there is refused. */
	if (rc == 0 && !found)
		rc = gone ? nssh_txn_lost(txn, ns, "the removal of a route", err)
			  : nssh_note_request(txn, ns, as_no_route(msg), err, "remove a route");
	nssh_kept_done(&routes);
	return rc;
}
