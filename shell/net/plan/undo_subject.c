/* SPDX-License-Identifier: MIT */
/* What a request that takes a change back is about, for people. */
#include "net/plan/undo_subject.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "net/message.h"
#include "net/plan/made.h"
#include "net/plan/prior.h"

static void put_address(struct nssh_text *ret, int family, const struct nlattr *attr)
{
	const size_t size = family == AF_INET6 ? sizeof(struct in6_addr) : sizeof(struct in_addr);
	char text[INET6_ADDRSTRLEN];

	if (mnl_attr_get_payload_len(attr) >= size &&
	    inet_ntop(family, mnl_attr_get_payload(attr), text, sizeof(text)))
		nssh_text_str(ret, text);
}

static void put_link(struct nssh_text *ret, const struct nssh_undo *undo, uint32_t index)
{
	const struct nssh_undo link = { .ns = undo->ns, .index = (int)index };
	const struct nssh_found found = nssh_made_find(&link);

	if (found.there)
		nssh_text_printf(ret, " dev %s", found.name);
	else if (index)
		nssh_text_printf(ret, " dev if%u", index);
}

static void put_addr(struct nssh_text *ret, const struct nssh_undo *undo,
		     const struct nlmsghdr *nlh)
{
	const struct ifaddrmsg *head = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *table[IFA_LOCAL + 1], *attr;

	nssh_attrs(nlh, sizeof(*head), table, IFA_LOCAL);
	attr = table[IFA_LOCAL] ? table[IFA_LOCAL] : table[IFA_ADDRESS];
	if (!attr)
		return;
	put_address(ret, head->ifa_family, attr);
	nssh_text_printf(ret, "/%u", head->ifa_prefixlen);
	put_link(ret, undo, head->ifa_index);
}

static void put_route(struct nssh_text *ret, const struct nssh_undo *undo,
		      const struct nlmsghdr *nlh)
{
	const struct rtmsg *head = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *table[RTA_GATEWAY + 1];

	nssh_attrs(nlh, sizeof(*head), table, RTA_GATEWAY);
	if (table[RTA_DST]) {
		put_address(ret, head->rtm_family, table[RTA_DST]);
		nssh_text_printf(ret, "/%u", head->rtm_dst_len);
	} else {
		nssh_text_str(ret, "default");
	}
	if (table[RTA_GATEWAY]) {
		nssh_text_str(ret, " via ");
		put_address(ret, head->rtm_family, table[RTA_GATEWAY]);
	}
	if (table[RTA_OIF])
		put_link(ret, undo, nssh_attr_u32(table[RTA_OIF]));
}

static void put_neigh(struct nssh_text *ret, const struct nssh_undo *undo,
		      const struct nlmsghdr *nlh)
{
	const struct ndmsg *head = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *table[NDA_DST + 1];

	nssh_attrs(nlh, sizeof(*head), table, NDA_DST);
	if (!table[NDA_DST])
		return;
	put_address(ret, head->ndm_family, table[NDA_DST]);
	put_link(ret, undo, (uint32_t)head->ndm_ifindex);
}

static void put_names(struct nssh_text *ret, const struct nssh_undo *undo,
		      const struct nlmsghdr *nlh)
{
	const struct ifinfomsg *head = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *table[IFLA_PROP_LIST + 1], *attr;
	const char *name;

	nssh_attrs(nlh, sizeof(*head), table, IFLA_PROP_LIST);
	attr = table[IFLA_PROP_LIST] ? nssh_attr_first(table[IFLA_PROP_LIST]) : NULL;
	name = attr ? nssh_attr_str(attr) : NULL;
	if (!name)
		return;
	nssh_text_str(ret, name);
	put_link(ret, undo, (uint32_t)head->ifi_index);
}

bool nssh_undo_subject(const struct nssh_undo *undo, struct nssh_text *ret)
{
	const struct nlmsghdr *nlh = nssh_prior_sealed(undo->msg);

	switch (nlh->nlmsg_type) {
	case RTM_NEWADDR:
	case RTM_DELADDR:
		put_addr(ret, undo, nlh);
		break;
	case RTM_NEWROUTE:
	case RTM_DELROUTE:
		put_route(ret, undo, nlh);
		break;
	case RTM_NEWNEIGH:
	case RTM_DELNEIGH:
		put_neigh(ret, undo, nlh);
		break;
	case RTM_NEWLINKPROP:
	case RTM_DELLINKPROP:
		put_names(ret, undo, nlh);
		break;
	default:
		break;
	}
	return ret->size > 0;
}
