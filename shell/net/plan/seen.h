/* SPDX-License-Identifier: MIT */
/* What a namespace has of one kind, as far as it matters for adding more: listed once, not for each. */
#ifndef NSSH_NET_PLAN_SEEN_H
#define NSSH_NET_PLAN_SEEN_H

#include <stdint.h>

#include <linux/netlink.h>

#include <nssh/error.h>

#include "base/table.h"

struct nssh_ns;

/**
 * struct nssh_seen - the routes, or the addresses, of one namespace
 * @ns:    whose; NULL: nothing is known
 * @type:  what lists them: RTM_GETROUTE, RTM_GETADDR
 * @key:   what tells those apart that cannot both be added, as a number
 * @keys:  of all that are there
 */
struct nssh_seen {
	uint16_t type;
	uint64_t (*key)(const struct nlmsghdr *nlh);
	const struct nssh_ns *ns;
	struct nssh_table keys;
};

void nssh_seen_init(struct nssh_seen *seen, uint16_t type,
		    uint64_t (*key)(const struct nlmsghdr *nlh));

/* Something else than an addition has been done, or will be. */
void nssh_seen_forget(struct nssh_seen *seen);

/**
 * nssh_seen_add() - one is about to be added, unless it is there
 *
 * Return: 1 when it is new, 0 when it is there already, or a negative errno with @err filled.
 */
int nssh_seen_add(struct nssh_seen *seen, struct nssh_ns *ns, const struct nlmsghdr *asked,
		  struct nssh_error *err);

#endif
