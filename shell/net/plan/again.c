/* SPDX-License-Identifier: MIT */
/* A link that the kernel listed, and the requests that make one like it. */
#define _GNU_SOURCE
#include "net/plan/again.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_bridge.h>
#include <linux/veth.h>

#include "net/message.h"
#include "net/plan/prior.h"

/* IFLA_BR_FDB_N_LEARNED, which older headers do not have. */
#define BR_FDB_N_LEARNED 48

/* Only what a link may be made with, and the kernel lists of it. */
static const uint16_t made_with[] = {
	IFLA_IFNAME, IFLA_ADDRESS, IFLA_BROADCAST,     IFLA_MTU,
	IFLA_TXQLEN, IFLA_GROUP,   IFLA_NUM_TX_QUEUES, IFLA_NUM_RX_QUEUES,
};

void nssh_was_read(const struct nlmsghdr *nlh, struct nssh_was *ret)
{
	ret->nlh = nlh;
	ret->info = mnl_nlmsg_get_payload(nlh);
	nssh_attrs(nlh, sizeof(*ret->info), ret->table, IFLA_MAX);
	memset(ret->kind, 0, sizeof(ret->kind));
	if (ret->table[IFLA_LINKINFO])
		nssh_attrs_nested(ret->table[IFLA_LINKINFO], ret->kind, IFLA_INFO_SLAVE_DATA);
	ret->name = nssh_attr_str(ret->table[IFLA_IFNAME]);
	if (!ret->name)
		ret->name = "";
}

bool nssh_was_kind(const struct nssh_was *was, const char *kind)
{
	const char *own = nssh_attr_str(was->kind[IFLA_INFO_KIND]);

	return own && strcmp(own, kind) == 0;
}

struct nssh_ns *nssh_again_far(const struct nssh_was *was, struct nssh_ns *ns)
{
	struct nssh_ns *home = nssh_ns_home(nssh_ns_context(ns)), *far;
	int number;

	if (!was->table[IFLA_LINK_NETNSID])
		return ns;
	number = (int)nssh_attr_u32(was->table[IFLA_LINK_NETNSID]);
	far = nssh_ns_name_of_id(ns, number);
	return !far && nssh_ns_id(ns, home, NULL) == number ? home : far;
}

static void put_made_with(struct nssh_msg *msg, const struct nssh_was *was)
{
	for (size_t i = 0; i < sizeof(made_with) / sizeof(*made_with); i++) {
		if (was->table[made_with[i]])
			nssh_prior_put(msg, was->table[made_with[i]]);
	}
}

static struct nssh_msg *new_link(const struct nssh_was *was)
{
	const struct ifinfomsg head = {
		.ifi_family = AF_UNSPEC,
		.ifi_index = was->info->ifi_index,
	};
	struct nssh_msg *msg =
		nssh_msg_new(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &head, sizeof(head));

	put_made_with(msg, was);
	return msg;
}

/*
 * A bridge is told the switches that are on, which are off at first: a kernel may not have them all. How
 * many addresses it has learned it tells, and refuses to be told.
 */
static void put_of_bridge(struct nssh_msg *msg, const struct nlattr *attr)
{
	struct br_boolopt_multi switches;
	uint16_t type = mnl_attr_get_type(attr);

	if (type == BR_FDB_N_LEARNED || (type == IFLA_BR_VLAN_FILTERING && !nssh_attr_u8(attr)))
		return;
	if (type != IFLA_BR_MULTI_BOOLOPT || mnl_attr_get_payload_len(attr) != sizeof(switches)) {
		nssh_prior_put(msg, attr);
		return;
	}
	memcpy(&switches, mnl_attr_get_payload(attr), sizeof(switches));
	switches.optmask &= switches.optval;
	nssh_msg_put(msg, type, &switches, sizeof(switches));
}

static void put_data(struct nssh_msg *msg, const struct nssh_was *was, const struct nssh_net *net)
{
	const struct nlattr *data = was->kind[IFLA_INFO_DATA], *attr;
	size_t nest;

	if (!data)
		return;
	nest = nssh_msg_nest(msg, IFLA_INFO_DATA);
	attr = nssh_attr_first(data);
	if (nssh_was_kind(was, "bridge")) {
		for (; attr; attr = nssh_attr_next(data, attr))
			put_of_bridge(msg, attr);
	} else if (!nssh_prior_kind_data(net, nssh_attr_str(was->kind[IFLA_INFO_KIND]), data,
					 msg)) {
		for (; attr; attr = nssh_attr_next(data, attr))
			nssh_prior_put(msg, attr);
	}
	nssh_msg_nest_end(msg, nest);
}

struct nssh_msg *nssh_again_link(const struct nssh_was *was, const struct nssh_net *net)
{
	struct nssh_msg *msg = new_link(was);
	size_t nest;

	if (was->table[IFLA_LINK])
		nssh_prior_put(msg, was->table[IFLA_LINK]);
	if (was->table[IFLA_LINK_NETNSID])
		nssh_prior_put(msg, was->table[IFLA_LINK_NETNSID]);
	nest = nssh_msg_nest(msg, IFLA_LINKINFO);
	nssh_prior_put(msg, was->kind[IFLA_INFO_KIND]);
	put_data(msg, was, net);
	nssh_msg_nest_end(msg, nest);
	return msg;
}

struct nssh_msg *nssh_again_pair(const struct nssh_was *near, struct nssh_ns *ns,
				 const struct nssh_was *far, struct nssh_ns *far_ns,
				 const char *far_name)
{
	const struct ifinfomsg head = {
		.ifi_family = AF_UNSPEC,
		.ifi_index = far ? far->info->ifi_index : 0,
	};
	struct nssh_msg *msg = new_link(near);
	size_t info = nssh_msg_nest(msg, IFLA_LINKINFO), data, peer;

	nssh_msg_put(msg, IFLA_INFO_KIND, "veth", sizeof("veth") - 1);
	data = nssh_msg_nest(msg, IFLA_INFO_DATA);
	peer = nssh_msg_nest(msg, VETH_INFO_PEER);
	nssh_msg_put_raw(msg, &head, sizeof(head));
	if (far)
		put_made_with(msg, far);
	else
		nssh_msg_put_str(msg, IFLA_IFNAME, far_name);
	if (far_ns != ns)
		nssh_msg_put_nsfd(msg, IFLA_NET_NS_FD, far_ns, NULL);
	nssh_msg_nest_end(msg, peer);
	nssh_msg_nest_end(msg, data);
	nssh_msg_nest_end(msg, info);
	return msg;
}

struct nssh_msg *nssh_again_rest(const struct nssh_was *was)
{
	static const unsigned int kept =
		IFF_UP | IFF_PROMISC | IFF_ALLMULTI | IFF_NOARP | IFF_MULTICAST;
	const struct ifinfomsg head = {
		.ifi_family = AF_UNSPEC,
		.ifi_index = was->info->ifi_index,
		.ifi_flags = was->info->ifi_flags & kept,
		.ifi_change = kept,
	};
	struct nssh_msg *msg = nssh_msg_new(RTM_NEWLINK, 0, &head, sizeof(head));

	if (was->table[IFLA_MASTER])
		nssh_prior_put(msg, was->table[IFLA_MASTER]);
	if (was->table[IFLA_IFALIAS])
		nssh_prior_put(msg, was->table[IFLA_IFALIAS]);
	return msg;
}

struct nssh_msg *nssh_again_port(const struct nssh_was *was, const struct nssh_net *net)
{
	const struct ifinfomsg head = {
		.ifi_family = AF_UNSPEC,
		.ifi_index = was->info->ifi_index,
	};
	const struct nlattr *data = was->kind[IFLA_INFO_SLAVE_DATA];
	const char *port = nssh_attr_str(was->kind[IFLA_INFO_SLAVE_KIND]);
	struct nssh_msg *msg;
	size_t info, nest;
	char kind[64];

	if (!port || !data)
		return NULL;
	(void)snprintf(kind, sizeof(kind), "%s_slave", port);
	if (!nssh_prior_kind_data(net, kind, NULL, NULL))
		return NULL;
	msg = nssh_msg_new(RTM_NEWLINK, 0, &head, sizeof(head));
	info = nssh_msg_nest(msg, IFLA_LINKINFO);
	nssh_prior_put(msg, was->kind[IFLA_INFO_SLAVE_KIND]);
	nest = nssh_msg_nest(msg, IFLA_INFO_SLAVE_DATA);
	(void)nssh_prior_kind_data(net, kind, data, msg);
	nssh_msg_nest_end(msg, nest);
	nssh_msg_nest_end(msg, info);
	return msg;
}

struct nssh_msg *nssh_again_altnames(const struct nssh_was *was)
{
	const struct ifinfomsg head = {
		.ifi_family = AF_UNSPEC,
		.ifi_index = was->info->ifi_index,
	};
	struct nssh_msg *msg;

	if (!was->table[IFLA_PROP_LIST])
		return NULL;
	msg = nssh_msg_new(RTM_NEWLINKPROP, NLM_F_CREATE | NLM_F_EXCL, &head, sizeof(head));
	nssh_msg_put(msg, IFLA_PROP_LIST | NLA_F_NESTED,
		     mnl_attr_get_payload(was->table[IFLA_PROP_LIST]),
		     mnl_attr_get_payload_len(was->table[IFLA_PROP_LIST]));
	return msg;
}

/* What the kernel says of itself, and would refuse or misread when it is asked for, is left out. */
struct nssh_msg *nssh_again_addr(const struct nlmsghdr *was)
{
	static const uint32_t chosen = IFA_F_NODAD | IFA_F_HOMEADDRESS | IFA_F_NOPREFIXROUTE |
				       IFA_F_MANAGETEMPADDR | IFA_F_MCAUTOJOIN;
	struct ifaddrmsg head = *(const struct ifaddrmsg *)mnl_nlmsg_get_payload(was);
	const struct nlattr *table[IFA_MAX + 1];
	struct nssh_msg *msg;
	uint32_t flags;

	nssh_attrs(was, sizeof(head), table, IFA_MAX);
	flags = table[IFA_FLAGS] ? nssh_attr_u32(table[IFA_FLAGS]) : head.ifa_flags;
	head.ifa_flags = 0;
	msg = nssh_msg_new(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, &head, sizeof(head));
	for (size_t type = 1; type <= IFA_MAX; type++) {
		if (table[type] && type != IFA_FLAGS && type != IFA_TARGET_NETNSID)
			nssh_prior_put(msg, table[type]);
	}
	nssh_msg_put_u32(msg, IFA_FLAGS, flags & chosen);
	return msg;
}

/* An object of next hops stands for the hops that the kernel lists beside it. */
static bool is_told_by_id(size_t type)
{
	return type == RTA_OIF || type == RTA_GATEWAY || type == RTA_MULTIPATH || type == RTA_VIA;
}

/* What is left of its life comes in ticks of the clock, and goes back in seconds. */
static void put_expires(struct nssh_msg *msg, const struct nlattr *attr)
{
	struct rta_cacheinfo info;
	const long ticks = sysconf(_SC_CLK_TCK);

	if (!attr || mnl_attr_get_payload_len(attr) < sizeof(info) || ticks <= 0)
		return;
	memcpy(&info, mnl_attr_get_payload(attr), sizeof(info));
	if (info.rta_expires > 0)
		nssh_msg_put_u32(msg, RTA_EXPIRES, (uint32_t)(info.rta_expires / ticks) + 1);
}

struct nssh_msg *nssh_again_route(const struct nlmsghdr *was, uint16_t flags, bool by_id)
{
	struct rtmsg head = *(const struct rtmsg *)mnl_nlmsg_get_payload(was);
	const struct nlattr *table[RTA_MAX + 1];
	struct nssh_msg *msg;

	nssh_attrs(was, sizeof(head), table, RTA_MAX);
	if (!by_id)
		table[RTA_NH_ID] = NULL;
	head.rtm_flags &= RTNH_F_ONLINK | RTNH_F_PERVASIVE;
	msg = nssh_msg_new(RTM_NEWROUTE, flags, &head, sizeof(head));
	for (size_t type = 1; type <= RTA_MAX; type++) {
		if (table[type] && type != RTA_CACHEINFO &&
		    !(table[RTA_NH_ID] && is_told_by_id(type)))
			nssh_prior_put(msg, table[type]);
	}
	put_expires(msg, table[RTA_CACHEINFO]);
	return msg;
}
