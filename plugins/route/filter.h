/* SPDX-License-Identifier: MIT */
/* Which routes are meant. */
#ifndef NSSH_ROUTE_FILTER_H
#define NSSH_ROUTE_FILTER_H

#include "entry.h"

/* An address or a prefix that may be given. */
struct route_prefix {
	bool given;
	struct nssh_addr addr;
};

/**
 * struct route_filter - what a route must be; begin with ROUTE_FILTER_INIT, which takes all
 * @family: AF_UNSPEC for any
 * @table:  0 for any
 * @cloned: 1: only what the kernel keeps beside the tables, 0: only the tables, -1: any
 * @proto, @scope, @tos: -1 for any
 * @kinds:  a bit for each RTN_* that will do; 0 for any
 * @oif, @iif: indexes of links; 0 for any
 * @mark, @metric: when @has_mark, @has_metric
 * @realms, @realms_mask: the bits that must be so
 * @root, @from_root: the destination or source is in this prefix
 * @match, @from_match: this prefix is in the destination or source
 * @via, @src: the next hop and the source for this host are in this prefix
 * @many_tables: IPv6 routes of other tables than main were seen: see filter.c
 */
struct route_filter {
	int family;
	uint32_t table;
	int cloned;
	int proto, scope, tos;
	uint32_t kinds;
	uint32_t oif, iif;
	bool has_mark, has_metric;
	uint32_t mark, metric;
	uint32_t realms, realms_mask;
	struct route_prefix root, match, from_root, from_match, via, src;
	bool many_tables;
};

#define ROUTE_FILTER_INIT                                         \
	{                                                         \
		.cloned = -1, .proto = -1, .scope = -1, .tos = -1 \
	}

bool nssh_route_filter_fits(struct route_filter *filter, const struct route_entry *entry);

/** nssh_route_filter_request() - the request for a list, with what the kernel can leave out itself */
struct nssh_msg *nssh_route_filter_request(const struct route_filter *filter, int family);

#endif
