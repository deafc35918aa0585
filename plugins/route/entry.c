/* SPDX-License-Identifier: MIT */
/* Reading a route of the kernel. */
#include "entry.h"

#include <string.h>
#include <sys/socket.h>

unsigned int nssh_route_bits(int family)
{
	return family == AF_INET ? 32 : family == AF_INET6 ? 128 : family == AF_MPLS ? 20 : 0;
}

bool nssh_route_entry_read(const struct nlmsghdr *nlh, struct route_entry *entry)
{
	if (nlh->nlmsg_type != RTM_NEWROUTE ||
	    mnl_nlmsg_get_payload_len(nlh) < sizeof(*entry->head))
		return false;
	entry->head = mnl_nlmsg_get_payload(nlh);
	nssh_attrs(nlh, sizeof(*entry->head), entry->attrs, RTA_MAX);
	entry->table = entry->attrs[RTA_TABLE] ? nssh_attr_u32(entry->attrs[RTA_TABLE])
					       : entry->head->rtm_table;
	return true;
}

static void copy(struct nssh_addr *addr, const void *bytes, size_t len)
{
	addr->len = (uint8_t)(len < sizeof(addr->bytes) ? len : sizeof(addr->bytes));
	memcpy(addr->bytes, bytes, addr->len);
}

struct nssh_addr nssh_route_entry_addr(const struct route_entry *entry, uint16_t type)
{
	struct nssh_addr addr = { .family = entry->head->rtm_family };

	if (entry->attrs[type])
		copy(&addr, mnl_attr_get_payload(entry->attrs[type]),
		     mnl_attr_get_payload_len(entry->attrs[type]));
	return addr;
}

struct nssh_addr nssh_route_entry_via(const struct route_entry *entry)
{
	struct nssh_addr addr = nssh_route_entry_addr(entry, RTA_GATEWAY);
	const struct nlattr *attr = entry->attrs[RTA_VIA];
	const struct rtvia *via;
	size_t len;

	if (!attr || mnl_attr_get_payload_len(attr) < sizeof(*via))
		return addr;
	via = mnl_attr_get_payload(attr);
	len = mnl_attr_get_payload_len(attr) - sizeof(*via);
	addr = (struct nssh_addr){ .family = (uint8_t)via->rtvia_family };
	copy(&addr, via->rtvia_addr, len);
	return addr;
}
