/* SPDX-License-Identifier: MIT */
/* `link add ... type bridge`. */
#include "bridge.h"

#include <linux/if_bridge.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>

#include <nssh/link.h>

static const struct nssh_choice protocols[] = {
	{ "802.1Q", ETH_P_8021Q },
	{ "802.1ad", ETH_P_8021AD },
	{ 0 },
};

/* As iproute2 6.1 has it: the bridge's own id, whichever the root is. */
static bool print_root(const struct nssh_option *option, const struct nssh_option_view *view)
{
	struct nssh_option own = *option;

	own.attr = IFLA_BR_BRIDGE_ID;
	return view->attrs[option->attr] ? bridge_print_id(&own, view) : true;
}

/* In the order of `ip -d link show`; the abbreviations are those of iproute2. */
static const struct nssh_option options[] = {
	NSSH_OPTION("forward_delay TIME", IFLA_BR_FORWARD_DELAY, NSSH_FORM_U32,
		    "time in the listening and learning states, in 1/100 s", .min = 1),
	NSSH_OPTION("hello_time TIME", IFLA_BR_HELLO_TIME, NSSH_FORM_U32,
		    "time between hello packets, in 1/100 s", .min = 1),
	NSSH_OPTION("max_age TIME", IFLA_BR_MAX_AGE, NSSH_FORM_U32,
		    "how long a hello packet is heeded, in 1/100 s", .min = 1),
	NSSH_OPTION("ageing_time TIME", IFLA_BR_AGEING_TIME, NSSH_FORM_U32,
		    "how long an address is kept in the forwarding table, in 1/100 s", .min = 1),
	NSSH_OPTION("stp_state STATE", IFLA_BR_STP_STATE, NSSH_FORM_U32,
		    "spanning tree: 1 on, 0 off", .min = 1),
	NSSH_OPTION("priority PRIORITY", IFLA_BR_PRIORITY, NSSH_FORM_U16,
		    "in the election of the root, where the lowest wins", .min = 1),
	NSSH_OPTION("vlan_filtering STATE", IFLA_BR_VLAN_FILTERING, NSSH_FORM_U8,
		    "heed VLANs: 1 on, 0 off", .min = 1),
	NSSH_OPTION("vlan_protocol PROTOCOL", IFLA_BR_VLAN_PROTOCOL, NSSH_FORM_BE16,
		    "protocol of the VLAN tags that are heeded", .words = protocols,
		    .any_case = true, .hi = UINT16_MAX, .other = "[%s]", .min = 6),
	NSSH_SHOWN("bridge_id", IFLA_BR_BRIDGE_ID, NSSH_FORM_OWN, .print = bridge_print_id),
	NSSH_SHOWN("root_id", IFLA_BR_ROOT_ID, NSSH_FORM_OWN, .label = "designated_root",
		   .print = print_root),
	NSSH_SHOWN("root_port", IFLA_BR_ROOT_PORT, NSSH_FORM_U16),
	NSSH_SHOWN("root_path_cost", IFLA_BR_ROOT_PATH_COST, NSSH_FORM_U32),
	NSSH_SHOWN("topology_change", IFLA_BR_TOPOLOGY_CHANGE, NSSH_FORM_U8),
	NSSH_SHOWN("topology_change_detected", IFLA_BR_TOPOLOGY_CHANGE_DETECTED, NSSH_FORM_U8),
	NSSH_SHOWN("hello_timer", IFLA_BR_HELLO_TIMER, NSSH_FORM_OWN, .print = bridge_print_timer),
	NSSH_SHOWN("tcn_timer", IFLA_BR_TCN_TIMER, NSSH_FORM_OWN, .print = bridge_print_timer),
	NSSH_SHOWN("topology_change_timer", IFLA_BR_TOPOLOGY_CHANGE_TIMER, NSSH_FORM_OWN,
		   .print = bridge_print_timer),
	NSSH_SHOWN("gc_timer", IFLA_BR_GC_TIMER, NSSH_FORM_OWN, .print = bridge_print_timer),
	NSSH_OPTION("vlan_default_pvid ID", IFLA_BR_VLAN_DEFAULT_PVID, NSSH_FORM_U16,
		    "VLAN of untagged packets at new ports, 0 for none", .min = 6),
	NSSH_OPTION("vlan_stats_enabled STATE", IFLA_BR_VLAN_STATS_ENABLED, NSSH_FORM_U8,
		    "count packets for each VLAN: 1 on, 0 off", .min = 6),
	NSSH_OPTION("vlan_stats_per_port STATE", IFLA_BR_VLAN_STATS_PER_PORT, NSSH_FORM_U8,
		    "and for each port: 1 on, 0 off", .min = 12),
	NSSH_OPTION("group_fwd_mask MASK", IFLA_BR_GROUP_FWD_MASK, NSSH_FORM_U16,
		    "which link-local groups are forwarded: bits for 01:80:c2:00:00:0X",
		    .look = NSSH_LOOK_ALT_HEX, .min = 1),
	NSSH_OPTION("group_address LLADDR", IFLA_BR_GROUP_ADDR, NSSH_FORM_LLADDR,
		    "group that spanning tree packets are sent to", .key = "group_addr", .min = 7),
	NSSH_OPTION("mcast_snooping STATE", IFLA_BR_MCAST_SNOOPING, NSSH_FORM_U8,
		    "learn who wants which groups: 1 on, 0 off", .min = 7),
	NSSH_OPTION("no_linklocal_learn STATE", IFLA_BR_MULTI_BOOLOPT, NSSH_FORM_BIT,
		    "learn no addresses from link-local packets: 1 on, 0 off",
		    .value = 1U << BR_BOOLOPT_NO_LL_LEARN),
	NSSH_OPTION("mcast_vlan_snooping STATE", IFLA_BR_MULTI_BOOLOPT, NSSH_FORM_BIT,
		    "learn them for each VLAN: 1 on, 0 off",
		    .value = 1U << BR_BOOLOPT_MCAST_VLAN_SNOOPING),
	NSSH_OPTION("mcast_router STATE", IFLA_BR_MCAST_ROUTER, NSSH_FORM_U8,
		    "multicast routers at the bridge itself: 0 none, 1 learned, 2 always",
		    .min = 2),
	NSSH_OPTION("mcast_query_use_ifaddr STATE", IFLA_BR_MCAST_QUERY_USE_IFADDR, NSSH_FORM_U8,
		    "ask from its own address: 1 on, 0 off", .min = 7),
	NSSH_OPTION("mcast_querier STATE", IFLA_BR_MCAST_QUERIER, NSSH_FORM_U8,
		    "ask who wants which groups: 1 on, 0 off", .min = 11),
	NSSH_OPTION("mcast_hash_elasticity LENGTH", IFLA_BR_MCAST_HASH_ELASTICITY, NSSH_FORM_U32,
		    "longest chain in the table of groups, which newer kernels ignore", .min = 7),
	NSSH_OPTION("mcast_hash_max SIZE", IFLA_BR_MCAST_HASH_MAX, NSSH_FORM_U32,
		    "size of the table of groups", .min = 12),
	NSSH_OPTION("mcast_last_member_count COUNT", IFLA_BR_MCAST_LAST_MEMBER_CNT, NSSH_FORM_U32,
		    "queries after a leave", .key = "mcast_last_member_cnt", .min = 7),
	NSSH_OPTION("mcast_startup_query_count COUNT", IFLA_BR_MCAST_STARTUP_QUERY_CNT,
		    NSSH_FORM_U32, "queries at the start", .key = "mcast_startup_query_cnt",
		    .min = 8),
	NSSH_OPTION("mcast_last_member_interval TIME", IFLA_BR_MCAST_LAST_MEMBER_INTVL,
		    NSSH_FORM_U64, "time between queries after a leave, in 1/100 s",
		    .key = "mcast_last_member_intvl", .min = 19),
	NSSH_OPTION("mcast_membership_interval TIME", IFLA_BR_MCAST_MEMBERSHIP_INTVL, NSSH_FORM_U64,
		    "time after which a group is left, in 1/100 s", .key = "mcast_membership_intvl",
		    .min = 7),
	NSSH_OPTION("mcast_querier_interval TIME", IFLA_BR_MCAST_QUERIER_INTVL, NSSH_FORM_U64,
		    "time without queries of others after which it asks itself, in 1/100 s",
		    .key = "mcast_querier_intvl", .min = 14),
	NSSH_OPTION("mcast_query_interval TIME", IFLA_BR_MCAST_QUERY_INTVL, NSSH_FORM_U64,
		    "time between queries, in 1/100 s", .key = "mcast_query_intvl", .min = 13),
	NSSH_OPTION("mcast_query_response_interval TIME", IFLA_BR_MCAST_QUERY_RESPONSE_INTVL,
		    NSSH_FORM_U64, "time for answers, in 1/100 s",
		    .key = "mcast_query_response_intvl", .min = 13),
	NSSH_OPTION("mcast_startup_query_interval TIME", IFLA_BR_MCAST_STARTUP_QUERY_INTVL,
		    NSSH_FORM_U64, "time between queries at the start, in 1/100 s",
		    .key = "mcast_startup_query_intvl", .min = 21),
	NSSH_OPTION("mcast_stats_enabled STATE", IFLA_BR_MCAST_STATS_ENABLED, NSSH_FORM_U8,
		    "count IGMP and MLD packets: 1 on, 0 off", .min = 10),
	NSSH_OPTION("mcast_igmp_version VERSION", IFLA_BR_MCAST_IGMP_VERSION, NSSH_FORM_U8,
		    "version of IGMP: 2 or 3", .min = 7),
	NSSH_OPTION("mcast_mld_version VERSION", IFLA_BR_MCAST_MLD_VERSION, NSSH_FORM_U8,
		    "version of MLD: 1 or 2", .min = 8),
	NSSH_OPTION("nf_call_iptables STATE", IFLA_BR_NF_CALL_IPTABLES, NSSH_FORM_U8,
		    "pass packets to iptables: 1 on, 0 off", .min = 1),
	NSSH_OPTION("nf_call_ip6tables STATE", IFLA_BR_NF_CALL_IP6TABLES, NSSH_FORM_U8,
		    "pass packets to ip6tables: 1 on, 0 off", .min = 11),
	NSSH_OPTION("nf_call_arptables STATE", IFLA_BR_NF_CALL_ARPTABLES, NSSH_FORM_U8,
		    "pass packets to arptables: 1 on, 0 off", .min = 9),
	NSSH_OPTION("fdb_flush", IFLA_BR_FDB_FLUSH, NSSH_FORM_NONE,
		    "forget all addresses that were learned", .look = NSSH_LOOK_NOT, .min = 2),
	{ 0 },
};

static const struct nssh_link_kind impl = { .kind = "bridge" };

const struct nssh_extension bridge_kind = {
	.rule = "kind",
	.grammar = "bridge",
	.help = "an Ethernet bridge",
	.options = options,
	.impl = &impl,
};
