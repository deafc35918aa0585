/* SPDX-License-Identifier: MIT */
/* From the words of `route add`, `del` ... to a request. */
#include "modify.h"

#include <errno.h>
#include <sys/socket.h>

#include <linux/rtnetlink.h>

#include <nssh/netlink.h>
#include <nssh/plan.h>
#include <nssh/system.h>

#include "family.h"
#include "hops.h"
#include "kinds.h"
#include "metrics.h"
#include "route.h"

/**
 * struct route - what the words come to
 * @kind: RTN_*; -1 when the words do not say
 * @via:  the one that was given, or NULL
 */
struct route {
	const struct route_args *args;
	int family;
	int kind;
	bool removing;
	const struct nssh_value *via;
};

/* Is there something that only the system's `ip` knows? */
static bool is_foreign(const struct nssh_cmd *cmd, const struct route_args *args)
{
	const struct route_hops *hops = nssh_given(&args->hops) ? args->hops.data : NULL;
	int family = nssh_cmd_options(cmd)->family;

	return nssh_given(&args->encap) || nssh_given(&args->via_foreign) ||
	       nssh_given(&args->vrf) || (hops && hops->foreign) ||
	       (family != AF_UNSPEC && family != AF_INET && family != AF_INET6);
}

/* A next hop with a family of its own says the route's only when nothing else does. */
static int check_via(struct route *route, struct nssh_error *err)
{
	const struct route_args *args = route->args;
	int own = nssh_given(&args->via_inet) ? AF_INET : AF_INET6;

	if (nssh_given(&args->via)) {
		route->via = &args->via;
		return nssh_route_family_add(&route->family, route->via, err);
	}
	if (!nssh_given(&args->via_inet) && !nssh_given(&args->via_inet6))
		return 0;
	route->via = own == AF_INET ? &args->via_inet : &args->via_inet6;
	if (route->family == AF_UNSPEC)
		route->family = own;
	return nssh_route_family_add(&own, route->via, err);
}

static int check_family(struct route *route, struct nssh_error *err)
{
	const struct route_args *args = route->args;
	const struct nssh_value *addresses[] = { &args->prefix, &args->from, &args->src,
						 &args->as };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sizeof(addresses) / sizeof(*addresses); i++)
		rc = nssh_route_family_add(&route->family, addresses[i], err);
	if (rc == 0)
		rc = check_via(route, err);
	if (rc == 0 && nssh_given(&args->hops))
		rc = nssh_route_hops_check(args->hops.data, &route->family, err);
	if (route->family == AF_UNSPEC)
		route->family = AF_INET;
	return rc;
}

/* The scope that iproute2 gives when none is written. */
static uint8_t default_scope(const struct route *route)
{
	const struct route_args *args = route->args;

	if (route->family == AF_INET6)
		return RT_SCOPE_UNIVERSE;
	switch (route->kind) {
	case RTN_LOCAL:
	case RTN_NAT:
		return RT_SCOPE_HOST;
	case RTN_BROADCAST:
	case RTN_MULTICAST:
	case RTN_ANYCAST:
		return RT_SCOPE_LINK;
	case -1:
	case RTN_UNICAST:
		if (route->removing)
			return RT_SCOPE_NOWHERE;
		if (!route->via && !nssh_given(&args->hops) &&
		    !(nssh_given(&args->nhid) && args->nhid.num))
			return RT_SCOPE_LINK;
		return RT_SCOPE_UNIVERSE;
	default:
		return route->removing ? RT_SCOPE_NOWHERE : RT_SCOPE_UNIVERSE;
	}
}

static uint32_t table_of(const struct route *route)
{
	if (nssh_given(&route->args->table))
		return (uint32_t)route->args->table.num;
	switch (route->kind) {
	case RTN_LOCAL:
	case RTN_BROADCAST:
	case RTN_NAT:
	case RTN_ANYCAST:
		return RT_TABLE_LOCAL;
	default:
		return RT_TABLE_MAIN;
	}
}

static struct rtmsg make_head(const struct route *route)
{
	const struct route_args *args = route->args;
	uint32_t table = table_of(route);
	struct rtmsg head = {
		.rtm_family = (uint8_t)route->family,
		.rtm_dst_len = args->prefix.addr.bits,
		.rtm_src_len = nssh_given(&args->from) ? args->from.addr.bits : 0,
		.rtm_tos = nssh_given(&args->tos) ? (uint8_t)args->tos.num : 0,
		.rtm_table = table <= UINT8_MAX ? (uint8_t)table : RT_TABLE_UNSPEC,
		.rtm_protocol = route->removing ? RTPROT_UNSPEC : RTPROT_BOOT,
		.rtm_type = route->removing ? RTN_UNSPEC : RTN_UNICAST,
	};

	if (nssh_given(&args->proto))
		head.rtm_protocol = (uint8_t)args->proto.num;
	if (route->kind >= 0)
		head.rtm_type = (uint8_t)route->kind;
	head.rtm_scope = nssh_given(&args->scope) ? (uint8_t)args->scope.num : default_scope(route);
	if (nssh_given(&args->onlink))
		head.rtm_flags |= RTNH_F_ONLINK;
	if (nssh_given(&args->pervasive))
		head.rtm_flags |= RTNH_F_PERVASIVE;
	return head;
}

static void put_addr(struct nssh_msg *msg, uint16_t type, const struct nssh_value *value)
{
	if (!nssh_given(value) || !value->addr.len)
		return;
	nssh_msg_word(msg, value->word);
	nssh_msg_put(msg, type, value->addr.bytes, value->addr.len);
	nssh_msg_word(msg, NULL);
}

static void put_u32(struct nssh_msg *msg, uint16_t type, const struct nssh_value *value)
{
	if (!nssh_given(value))
		return;
	nssh_msg_word(msg, value->word);
	nssh_msg_put_u32(msg, type, (uint32_t)value->num);
	nssh_msg_word(msg, NULL);
}

static void put_u8(struct nssh_msg *msg, uint16_t type, const struct nssh_value *value,
		   uint64_t number)
{
	if (!nssh_given(value))
		return;
	nssh_msg_word(msg, value->word);
	nssh_msg_put_u8(msg, type, (uint8_t)number);
	nssh_msg_word(msg, NULL);
}

static void put_attrs(struct nssh_cmd *cmd, struct nssh_msg *msg, struct nssh_ns *ns,
		      const struct route *route)
{
	const struct route_args *args = route->args;

	put_addr(msg, RTA_DST, &args->prefix);
	put_addr(msg, RTA_SRC, &args->from);
	put_addr(msg, RTA_PREFSRC, &args->src);
	put_addr(msg, RTA_NEWDST, &args->as);
	if (table_of(route) > UINT8_MAX)
		put_u32(msg, RTA_TABLE, &args->table);
	put_u32(msg, RTA_PRIORITY, &args->metric);
	put_u32(msg, RTA_NH_ID, &args->nhid);
	put_u32(msg, RTA_FLOW, &args->realms);
	put_u32(msg, RTA_EXPIRES, &args->expires);
	put_u8(msg, RTA_PREF, &args->pref, args->pref.num);
	put_u8(msg, RTA_TTL_PROPAGATE, &args->ttl_enabled, 1);
	put_u8(msg, RTA_TTL_PROPAGATE, &args->ttl_disabled, 0);
	if (route->via)
		nssh_route_via_put(msg, route->via, route->family);
	if (nssh_given(&args->dev))
		nssh_msg_put_ifindex(msg, RTA_OIF, ns, args->dev.link.name, args->dev.word);
	nssh_route_metrics_put(msg, &args->metrics);
	if (nssh_given(&args->hops))
		nssh_route_hops_put(cmd, msg, ns, &args->hops, route->family);
}

/* The link that a word names, or the first of the hops, says which namespace is meant. */
static struct nssh_ns *ns_of(struct nssh_cmd *cmd, const struct route_args *args)
{
	const struct route_hops *hops = nssh_given(&args->hops) ? args->hops.data : NULL;

	if (!nssh_given(&args->dev) && hops && nssh_given(&hops->at[0].dev))
		return nssh_cmd_link_ns(cmd, &hops->at[0].dev);
	return nssh_cmd_link_ns(cmd, &args->dev);
}

int nssh_route_modify(struct nssh_cmd *cmd, uint16_t type, uint16_t flags, const char *what,
		      struct nssh_error *err)
{
	const struct route_args *args = nssh_cmd_args(cmd);
	struct nssh_ns *ns = ns_of(cmd, args);
	struct route route = {
		.args = args,
		.family = nssh_cmd_options(cmd)->family,
		.kind = nssh_route_kind_of(&args->kind),
		.removing = type == RTM_DELROUTE,
	};
	struct nssh_msg *msg;
	struct rtmsg head;
	int rc;

	if (is_foreign(cmd, args))
		return nssh_plan_system_ip(cmd, err);
	rc = check_family(&route, err);
	if (rc < 0)
		return rc;
	head = make_head(&route);
	msg = nssh_msg_new(type, flags, &head, sizeof(head));
	put_attrs(cmd, msg, ns, &route);
	return nssh_plan_request(nssh_cmd_plan(cmd), ns, msg, args->prefix.word, err,
				 "%s route to %s", what, args->prefix.word->text);
}
