/* SPDX-License-Identifier: MIT */
/* The objects of iproute2, and single actions of objects that nssh knows, as weak verbs. */
#include "system.h"

#include <nssh/system.h>

static const struct nssh_arg words_table[] = {
	{
		.name = "WORD",
		.type = "text",
		.help = "as the system's program takes it",
	},
	{ .name = NULL },
};

#define HAND_OVER(id, words, line)                   \
	static const struct nssh_verb id = {         \
		.grammar = words " [ WORD... ]",     \
		.args = words_table,                 \
		.effect = NSSH_RUNS,                 \
		.flags = NSSH_WEAK,                  \
		.help = line ", by the system's ip", \
		.run = nssh_system_ip,               \
	}

/* Programs of their own; behind `ip` the word is an abbreviation of one of its objects, or none. */
#define PROGRAM(id, line)                              \
	static const struct nssh_verb id = {           \
		.grammar = #id " [ WORD... ]",         \
		.args = words_table,                   \
		.effect = NSSH_RUNS,                   \
		.flags = NSSH_WEAK,                    \
		.help = line ", by the system's " #id, \
		.run = nssh_system_program,            \
	}

PROGRAM(bridge, "bridges: ports, VLANs, forwarding");
PROGRAM(tc, "queues, shaping and filters of links");

HAND_OVER(addrlabel, "addrlabel", "labels for choosing source addresses");
HAND_OVER(fou, "fou", "foo-over-UDP receive ports");
HAND_OVER(ila, "ila", "identifier locator addressing");
HAND_OVER(ioam, "ioam", "in-situ OAM for IPv6");
HAND_OVER(l2tp, "l2tp", "L2TPv3 tunnels");
HAND_OVER(macsec, "macsec", "MACsec devices");
HAND_OVER(maddress, "maddress", "multicast addresses");
HAND_OVER(monitor, "monitor", "watch what changes");
HAND_OVER(mptcp, "mptcp", "multipath TCP");
HAND_OVER(mroute, "mroute", "multicast routes");
HAND_OVER(mrule, "mrule", "multicast rules");
HAND_OVER(neigh, "neigh", "neighbours");
HAND_OVER(netconf, "netconf", "settings of links");
HAND_OVER(nexthop, "nexthop", "nexthop objects");
HAND_OVER(ntable, "ntable", "parameters of neighbour tables");
HAND_OVER(route, "route", "routes");
HAND_OVER(rule, "rule", "routing policy rules");
HAND_OVER(sr, "sr", "segment routing for IPv6");
HAND_OVER(stats, "stats", "statistics of links by group");
HAND_OVER(tap, "tap", "tun and tap devices");
HAND_OVER(tcpmetrics, "tcpmetrics", "what TCP remembers of peers");
HAND_OVER(token, "token", "tokens for IPv6 addresses");
HAND_OVER(tunnel, "tunnel", "IP tunnels");
HAND_OVER(tuntap, "tuntap", "tun and tap devices");
HAND_OVER(vrf, "vrf", "virtual routing and forwarding");
HAND_OVER(xfrm, "xfrm", "IPsec");

HAND_OVER(addr_help, "addr help", "usage of ip addr");
HAND_OVER(addr_restore, "addr restore", "add addresses that were saved");
HAND_OVER(addr_save, "addr save", "write addresses to standard output");
HAND_OVER(addr_showdump, "addr showdump", "show addresses that were saved");
HAND_OVER(link_afstats, "link afstats", "statistics by address family");
HAND_OVER(link_help, "link help", "usage of ip link, or of a kind of link");
HAND_OVER(link_xstats, "link xstats", "extended statistics");
HAND_OVER(neigh_help, "neigh help", "usage of ip neigh");
HAND_OVER(netns_help, "netns help", "usage of ip netns");
HAND_OVER(netns_monitor, "netns monitor", "watch names of namespaces come and go");
HAND_OVER(route_help, "route help", "usage of ip route");
HAND_OVER(route_restore, "route restore", "add routes that were saved");
HAND_OVER(route_save, "route save", "write routes to standard output");
HAND_OVER(route_showdump, "route showdump", "show routes that were saved");
HAND_OVER(rule_help, "rule help", "usage of ip rule");
HAND_OVER(rule_restore, "rule restore", "add rules that were saved");
HAND_OVER(rule_save, "rule save", "write rules to standard output");

/* Of two that have the same abbreviation, the first one has it, as in iproute2's own table. */
const struct nssh_verb *const system_verbs[] = {
	&addrlabel,    &maddress,
	&route,        &rule,
	&neigh,        &ntable,
	&l2tp,         &fou,
	&ila,          &macsec,
	&tunnel,       &tuntap,
	&tap,          &token,
	&tcpmetrics,   &monitor,
	&xfrm,         &mroute,
	&mrule,        &netconf,
	&vrf,          &sr,
	&nexthop,      &mptcp,
	&ioam,         &stats,

	&bridge,       &tc,

	&addr_help,    &addr_restore,
	&addr_save,    &addr_showdump,
	&link_afstats, &link_help,
	&link_xstats,  &neigh_help,
	&netns_help,   &netns_monitor,
	&route_help,   &route_restore,
	&route_save,   &route_showdump,
	&rule_help,    &rule_restore,
	&rule_save,    NULL,
};
