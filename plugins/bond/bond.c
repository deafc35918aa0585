/* SPDX-License-Identifier: MIT */
/* `link add ... type bond`. */
#include "bond.h"

#include <linux/if_link.h>

static const struct nssh_choice modes[] = {
	{ "balance-rr", 0 }, { "active-backup", 1 }, { "balance-xor", 2 }, { "broadcast", 3 },
	{ "802.3ad", 4 },    { "balance-tlb", 5 },   { "balance-alb", 6 }, { 0 },
};

static const struct nssh_choice validations[] = {
	{ "none", 0 },   { "active", 1 },        { "backup", 2 },        { "all", 3 },
	{ "filter", 4 }, { "filter_active", 5 }, { "filter_backup", 6 }, { 0 },
};

static const struct nssh_choice targets[] = { { "any", 0 }, { "all", 1 }, { 0 } };

static const struct nssh_choice reselections[] = {
	{ "always", 0 },
	{ "better", 1 },
	{ "failure", 2 },
	{ 0 },
};

static const struct nssh_choice fail_overs[] = {
	{ "none", 0 },
	{ "active", 1 },
	{ "follow", 2 },
	{ 0 },
};

static const struct nssh_choice policies[] = {
	{ "layer2", 0 },
	{ "layer3+4", 1 },
	{ "layer2+3", 2 },
	{ "encap2+3", 3 },
	{ "encap3+4", 4 },
	{ "vlan+srcmac", 5 },
	{ 0 },
};

static const struct nssh_choice rates[] = { { "slow", 0 }, { "fast", 1 }, { 0 } };
static const struct nssh_choice switches[] = { { "off", 0 }, { "on", 1 }, { 0 } };

static const struct nssh_choice selections[] = {
	{ "stable", 0 },
	{ "bandwidth", 1 },
	{ "count", 2 },
	{ 0 },
};

/* A word, or its number. */
#define CHOICE(name, attr, form, words_, most, ...)                                 \
	NSSH_OPTION(name, attr, form, __VA_ARGS__, .words = (words_), .hi = (most), \
		    .other = "UNKNOWN")

static const struct nssh_option options[] = {
	CHOICE("mode MODE", IFLA_BOND_MODE, NSSH_FORM_U8, modes, 6,
	       "which port sends: active-backup, 802.3ad ...", .min = 1),
	NSSH_OPTION("active_slave LINK", IFLA_BOND_ACTIVE_SLAVE, NSSH_FORM_LINK,
		    "the port that is active now", .unless_zero = true, .min = 1),
	NSSH_OPTION("clear_active_slave", IFLA_BOND_ACTIVE_SLAVE, NSSH_FORM_U32, "no port is",
		    .look = NSSH_LOOK_NOT, .min = 1),
	NSSH_OPTION("miimon TIME", IFLA_BOND_MIIMON, NSSH_FORM_U32,
		    "time between looks at the carrier, in ms", .min = 2),
	NSSH_OPTION("updelay TIME", IFLA_BOND_UPDELAY, NSSH_FORM_U32,
		    "how long a carrier must be there, in ms", .min = 1),
	NSSH_OPTION("downdelay TIME", IFLA_BOND_DOWNDELAY, NSSH_FORM_U32,
		    "how long it must be gone, in ms", .min = 1),
	NSSH_OPTION("peer_notify_delay TIME", IFLA_BOND_PEER_NOTIF_DELAY, NSSH_FORM_U32,
		    "time between notices to others, in ms", .min = 1),
	NSSH_OPTION("use_carrier STATE", IFLA_BOND_USE_CARRIER, NSSH_FORM_U8,
		    "trust the driver about the carrier: 1 on, 0 off", .min = 2),
	NSSH_OPTION("arp_interval TIME", IFLA_BOND_ARP_INTERVAL, NSSH_FORM_U32,
		    "time between ARP probes, in ms", .min = 2),
	NSSH_OPTION("arp_missed_max COUNT", IFLA_BOND_MISSED_MAX, NSSH_FORM_U8,
		    "how many probes may fail"),
	NSSH_OPTION("arp_ip_target ADDRESSES", IFLA_BOND_ARP_IP_TARGET, NSSH_FORM_OWN,
		    "whom ARP probes ask, commas between them", .type = "bond-targets",
		    .put = bond_put_targets, .print = bond_print_targets,
		    .restore = bond_restore_targets, .min = 6),
	NSSH_OPTION("ns_ip6_target ADDRESSES", IFLA_BOND_NS_IP6_TARGET, NSSH_FORM_OWN,
		    "the same over IPv6", .type = "bond-targets6", .put = bond_put_targets,
		    .print = bond_print_targets, .restore = bond_restore_targets),
	CHOICE("arp_validate WHICH", IFLA_BOND_ARP_VALIDATE, NSSH_FORM_U32, validations, 6,
	       "whose probes and answers are checked", .print = bond_print_or_null, .min = 5),
	CHOICE("arp_all_targets WHICH", IFLA_BOND_ARP_ALL_TARGETS, NSSH_FORM_U32, targets, 1,
	       "any or all have to answer", .min = 5),
	NSSH_OPTION("primary LINK", IFLA_BOND_PRIMARY, NSSH_FORM_LINK, "the port that is preferred",
		    .unless_zero = true, .min = 2),
	CHOICE("primary_reselect WHEN", IFLA_BOND_PRIMARY_RESELECT, NSSH_FORM_U8, reselections, 2,
	       "when it takes over again: always, better or failure", .min = 8),
	CHOICE("fail_over_mac WHICH", IFLA_BOND_FAIL_OVER_MAC, NSSH_FORM_U8, fail_overs, 2,
	       "whose MAC it has: none, active or follow", .min = 1),
	CHOICE("xmit_hash_policy POLICY", IFLA_BOND_XMIT_HASH_POLICY, NSSH_FORM_U8, policies, 5,
	       "what of a packet chooses the port", .min = 1),
	NSSH_OPTION("resend_igmp COUNT", IFLA_BOND_RESEND_IGMP, NSSH_FORM_U32,
		    "how often groups are joined again", .min = 1),
	NSSH_OPTION("num_grat_arp COUNT", IFLA_BOND_NUM_PEER_NOTIF, NSSH_FORM_U8,
		    "how often others are notified", .key = "num_peer_notif",
		    .label = "num_grat_arp", .also = "num_unsol_na", .min = 1),
	NSSH_OPTION("all_slaves_active STATE", IFLA_BOND_ALL_SLAVES_ACTIVE, NSSH_FORM_U8,
		    "take duplicates from inactive ports: 1 on, 0 off", .min = 2),
	NSSH_OPTION("min_links COUNT", IFLA_BOND_MIN_LINKS, NSSH_FORM_U32,
		    "how many ports must be up", .min = 3),
	NSSH_OPTION("lp_interval SECONDS", IFLA_BOND_LP_INTERVAL, NSSH_FORM_U32,
		    "time between learning packets", .min = 1),
	NSSH_OPTION("packets_per_slave COUNT", IFLA_BOND_PACKETS_PER_SLAVE, NSSH_FORM_U32,
		    "packets before the next port's turn", .min = 2),
	CHOICE("lacp_active STATE", IFLA_BOND_AD_LACP_ACTIVE, NSSH_FORM_U8, switches, 1,
	       "send LACP unasked: on or off", .key = "ad_lacp_active", .label = "lacp_active"),
	CHOICE("lacp_rate RATE", IFLA_BOND_AD_LACP_RATE, NSSH_FORM_U8, rates, 1,
	       "how often LACP is asked for: slow or fast", .key = "ad_lacp_rate",
	       .label = "lacp_rate", .min = 2),
	CHOICE("ad_select HOW", IFLA_BOND_AD_SELECT, NSSH_FORM_U8, selections, 2,
	       "how ports are grouped: stable, bandwidth or count", .min = 2),
	NSSH_SHOWN("ad_info", IFLA_BOND_AD_INFO, NSSH_FORM_OWN, .print = bond_print_info),
	NSSH_OPTION("ad_actor_sys_prio PRIORITY", IFLA_BOND_AD_ACTOR_SYS_PRIO, NSSH_FORM_U16,
		    "priority of this system in LACP", .min = 4),
	NSSH_OPTION("ad_user_port_key KEY", IFLA_BOND_AD_USER_PORT_KEY, NSSH_FORM_U16,
		    "the user's part of port keys in LACP", .min = 4),
	NSSH_OPTION("ad_actor_system LLADDR", IFLA_BOND_AD_ACTOR_SYSTEM, NSSH_FORM_LLADDR,
		    "address of this system in LACP", .min = 13),
	NSSH_OPTION("tlb_dynamic_lb STATE", IFLA_BOND_TLB_DYNAMIC_LB, NSSH_FORM_U8,
		    "balance by load: 1 on, 0 off", .min = 1),
	{ 0 },
};

static const struct nssh_link_kind impl = { .kind = "bond" };

const struct nssh_extension bond_kind = {
	.rule = "kind",
	.grammar = "bond",
	.help = "several links as one",
	.options = options,
	.impl = &impl,
};
