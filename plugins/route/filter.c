/* SPDX-License-Identifier: MIT */
/* Which routes are meant: as `ip route show` and `flush` understand their words. */
#include "filter.h"

#include <string.h>
#include <sys/socket.h>

/*
 * A kernel without IPv6 policy routing has all routes in main, and tells those of local by their
 * type. So iproute2 takes every kernel until a route of another table has been listed.
 */
static bool fits_table(struct route_filter *filter, const struct route_entry *entry)
{
	bool local = entry->head->rtm_type == RTN_LOCAL;

	if (entry->head->rtm_family == AF_INET6 && entry->table != RT_TABLE_MAIN)
		filter->many_tables = true;
	if (!filter->table)
		return true;
	if (entry->head->rtm_family != AF_INET6 || filter->many_tables)
		return filter->table == entry->table;
	return filter->table == RT_TABLE_LOCAL ? local : filter->table == RT_TABLE_MAIN && !local;
}

static bool same_bits(const struct nssh_addr *a, const struct nssh_addr *b, unsigned int bits)
{
	unsigned int whole = bits / 8, rest = bits % 8;

	if (bits > 8 * sizeof(a->bytes) || memcmp(a->bytes, b->bytes, whole) != 0)
		return false;
	return rest == 0 || (a->bytes[whole] ^ b->bytes[whole]) >> (8 - rest) == 0;
}

/* `default` without a family is about all of them. */
static bool fits_family(const struct route_prefix *prefix, int family)
{
	return prefix->addr.family == AF_UNSPEC || prefix->addr.family == family;
}

/* An end of the route: its @len first bits of @addr are what it is about. */
static bool fits_end(const struct route_prefix *root, const struct route_prefix *match,
		     const struct nssh_addr *addr, unsigned int len)
{
	if (root->given && (!fits_family(root, addr->family) || root->addr.bits > len ||
			    !same_bits(addr, &root->addr, root->addr.bits)))
		return false;
	return !match->given || (fits_family(match, addr->family) && match->addr.bits >= len &&
				 same_bits(addr, &match->addr, len));
}

static bool fits_addresses(const struct route_filter *filter, const struct route_entry *entry)
{
	const struct nssh_addr dst = nssh_route_entry_addr(entry, RTA_DST);
	const struct nssh_addr from = nssh_route_entry_addr(entry, RTA_SRC);
	const struct nssh_addr src = nssh_route_entry_addr(entry, RTA_PREFSRC);
	const struct nssh_addr via = nssh_route_entry_via(entry);

	if (filter->via.given && (!fits_family(&filter->via, via.family) ||
				  !same_bits(&via, &filter->via.addr, filter->via.addr.bits)))
		return false;
	if (filter->src.given && (!fits_family(&filter->src, src.family) ||
				  !same_bits(&src, &filter->src.addr, filter->src.addr.bits)))
		return false;
	return fits_end(&filter->root, &filter->match, &dst, entry->head->rtm_dst_len) &&
	       fits_end(&filter->from_root, &filter->from_match, &from, entry->head->rtm_src_len);
}

static bool fits_attrs(const struct route_filter *filter, const struct route_entry *entry)
{
	const struct nlattr *const *attrs = entry->attrs;

	if ((nssh_attr_u32(attrs[RTA_FLOW]) ^ filter->realms) & filter->realms_mask)
		return false;
	if (filter->iif && nssh_attr_u32(attrs[RTA_IIF]) != filter->iif)
		return false;
	if (filter->oif && nssh_attr_u32(attrs[RTA_OIF]) != filter->oif)
		return false;
	if (filter->has_mark && nssh_attr_u32(attrs[RTA_MARK]) != filter->mark)
		return false;
	return !filter->has_metric || nssh_attr_u32(attrs[RTA_PRIORITY]) == filter->metric;
}

bool nssh_route_filter_fits(struct route_filter *filter, const struct route_entry *entry)
{
	const struct rtmsg *head = entry->head;
	bool cloned = head->rtm_flags & RTM_F_CLONED;

	if (filter->family != AF_UNSPEC && head->rtm_family != filter->family)
		return false;
	if (filter->cloned >= 0 && cloned != filter->cloned)
		return false;
	if (!fits_table(filter, entry))
		return false;
	if (filter->proto >= 0 && head->rtm_protocol != filter->proto)
		return false;
	if (filter->scope >= 0 && head->rtm_scope != filter->scope)
		return false;
	if (filter->tos >= 0 && head->rtm_tos != filter->tos)
		return false;
	if (filter->kinds && !(head->rtm_type < 32 && filter->kinds >> head->rtm_type & 1))
		return false;
	return fits_addresses(filter, entry) && fits_attrs(filter, entry);
}

struct nssh_msg *nssh_route_filter_request(const struct route_filter *filter, int family)
{
	struct rtmsg head = {
		.rtm_family = (uint8_t)family,
		.rtm_protocol = filter->proto > 0 ? (uint8_t)filter->proto : 0,
		.rtm_flags = filter->cloned == 1 ? RTM_F_CLONED : 0,
	};
	struct nssh_msg *msg = nssh_msg_new(RTM_GETROUTE, 0, &head, sizeof(head));

	if (filter->table)
		nssh_msg_put_u32(msg, RTA_TABLE, filter->table);
	if (filter->oif)
		nssh_msg_put_u32(msg, RTA_OIF, filter->oif);
	return msg;
}
