/* SPDX-License-Identifier: MIT */
/* The hops of a route with several, as they stand behind the first `nexthop`. */
#ifndef NSSH_ROUTE_HOPS_H
#define NSSH_ROUTE_HOPS_H

#include <nssh/netlink.h>
#include <nssh/plugin.h>

/**
 * struct route_hop - one hop
 * @via:    its address
 * @family: the family that is written before the address, or AF_UNSPEC
 * @weight: one less than it is written
 */
struct route_hop {
	struct nssh_value via;
	int family;
	struct nssh_value dev;
	struct nssh_value as;
	struct nssh_value realms;
	uint8_t weight;
	uint8_t flags;
};

/**
 * struct route_hops - the data of a value of the type `nexthops`
 * @foreign: there is something that only the system's `ip` knows
 * @unfinished, @missing: the last word and what should have come behind it, or NULL
 */
struct route_hops {
	bool foreign;
	const struct nssh_word *unfinished;
	const char *missing;
	size_t count;
	struct route_hop at[];
};

/** nssh_route_hops_complete() - the words of a hop, or what comes behind one of them */
void nssh_route_hops_complete(const struct nssh_complete *req);

/**
 * nssh_route_hops_check() - is nothing missing, and are all addresses of one family?
 * @family: the route's; AF_UNSPEC: the first address says
 */
int nssh_route_hops_check(const struct route_hops *hops, int *family, struct nssh_error *err);

/**
 * nssh_route_hops_put() - the attribute RTA_MULTIPATH
 * @ns: where the links are
 */
void nssh_route_hops_put(struct nssh_cmd *cmd, struct nssh_msg *msg, struct nssh_ns *ns,
			 const struct nssh_value *value, int family);

#endif
