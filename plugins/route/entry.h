/* SPDX-License-Identifier: MIT */
/* A route as the kernel tells of it. */
#ifndef NSSH_ROUTE_ENTRY_H
#define NSSH_ROUTE_ENTRY_H

#include <stdbool.h>
#include <stdint.h>

#include <linux/rtnetlink.h>

#include <nssh/netlink.h>

/**
 * struct route_entry - one route, or a hop of it; points into the message
 * @table: RT_TABLE_* or a larger one
 * @attrs: RTA_*
 */
struct route_entry {
	const struct rtmsg *head;
	uint32_t table;
	const struct nlattr *attrs[RTA_MAX + 1];
};

/** nssh_route_entry_read() - false when the message is none about a route */
bool nssh_route_entry_read(const struct nlmsghdr *nlh, struct route_entry *entry);

/** nssh_route_entry_addr() - an address among the attributes; zeros when it is not there */
struct nssh_addr nssh_route_entry_addr(const struct route_entry *entry, uint16_t type);

/** nssh_route_entry_via() - the same of RTA_GATEWAY or RTA_VIA, with its family */
struct nssh_addr nssh_route_entry_via(const struct route_entry *entry);

/** nssh_route_bits() - how many bits an address of a family has; 0 for one without */
unsigned int nssh_route_bits(int family);

#endif
