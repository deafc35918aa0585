/* SPDX-License-Identifier: MIT */
/* One address as the kernel lists it. */
#ifndef NSSH_ADDR_ENTRY_H
#define NSSH_ADDR_ENTRY_H

#include <stdbool.h>
#include <stdint.h>

#include <linux/if.h>

#include <nssh/netlink.h>

/**
 * struct addr_entry - what RTM_NEWADDR says
 * @local: the address of this end, with the prefix length
 * @far:   what IFA_ADDRESS is: @local, or the far end of a point-to-point link
 * @label: the label; empty for IPv6
 */
struct addr_entry {
	struct nssh_addr local;
	struct nssh_addr far;
	unsigned int index;
	uint32_t flags;
	uint8_t scope;
	char label[IFNAMSIZ];
};

/* Return: false for a message that is no whole address of IPv4 or IPv6. */
bool nssh_addr_entry_read(const struct nlmsghdr *nlh, struct addr_entry *entry);

/* A request that lists the addresses of a family (AF_UNSPEC: all), of one link where it is not 0. */
struct nssh_msg *nssh_addr_list_request(int family, unsigned int index);

#endif
