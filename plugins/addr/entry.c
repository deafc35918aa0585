/* SPDX-License-Identifier: MIT */
/* Reading one address from a list of the kernel. */
#include "entry.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/rtnetlink.h>

static bool read_addr(const struct ifaddrmsg *head, const struct nlattr *attr,
		      struct nssh_addr *addr)
{
	uint8_t len = head->ifa_family == AF_INET ? 4 : 16;

	if (!attr || mnl_attr_get_payload_len(attr) < len)
		return false;
	*addr = (struct nssh_addr){
		.family = head->ifa_family,
		.len = len,
		.bits = head->ifa_prefixlen,
		.has_bits = true,
	};
	memcpy(addr->bytes, mnl_attr_get_payload(attr), len);
	return true;
}

bool nssh_addr_entry_read(const struct nlmsghdr *nlh, struct addr_entry *entry)
{
	const struct ifaddrmsg *head = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *table[IFA_MAX + 1];
	const char *label;

	if (nlh->nlmsg_type != RTM_NEWADDR || mnl_nlmsg_get_payload_len(nlh) < sizeof(*head))
		return false;
	if (head->ifa_family != AF_INET && head->ifa_family != AF_INET6)
		return false;
	nssh_attrs(nlh, sizeof(*head), table, IFA_MAX);
	/* Either may be left out when both are the same. */
	if (!read_addr(head, table[IFA_ADDRESS] ? table[IFA_ADDRESS] : table[IFA_LOCAL],
		       &entry->far))
		return false;
	if (!read_addr(head, table[IFA_LOCAL] ? table[IFA_LOCAL] : table[IFA_ADDRESS],
		       &entry->local))
		return false;
	entry->index = head->ifa_index;
	entry->scope = head->ifa_scope;
	entry->flags = table[IFA_FLAGS] ? nssh_attr_u32(table[IFA_FLAGS]) : head->ifa_flags;
	label = nssh_attr_str(table[IFA_LABEL]);
	(void)snprintf(entry->label, sizeof(entry->label), "%s", label ? label : "");
	return true;
}

struct nssh_msg *nssh_addr_list_request(int family, unsigned int index)
{
	struct ifaddrmsg head = { .ifa_family = (uint8_t)family, .ifa_index = index };

	return nssh_msg_new(RTM_GETADDR, 0, &head, sizeof(head));
}
