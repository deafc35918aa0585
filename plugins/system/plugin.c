/* SPDX-License-Identifier: MIT */
/*
 * What nssh does not know itself goes to the system's `ip`, `tc` and `bridge`. All verbs here are weak: a plugin that
 * brings the same words takes their place.
 */
#include "system.h"

#include <stddef.h>

/* Abbreviations are those of iproute2: the first object of its table that begins so (ip/ip.c). */
static const struct nssh_keyword keywords[] = {
	{ .name = "addr", .help = "addresses of links", .also = "address", .min = 1 },
	{ .name = "addrlabel", .help = "labels for choosing source addresses", .min = 5 },
	{ .name = "fou", .help = "foo-over-UDP receive ports", .min = 1 },
	{ .name = "ila", .help = "identifier locator addressing", .min = 1 },
	{ .name = "ioam", .help = "in-situ OAM for IPv6", .min = 2 },
	{ .name = "l2tp", .help = "L2TPv3 tunnels", .min = 2 },
	{ .name = "link", .help = "links", .min = 1 },
	{ .name = "macsec", .help = "MACsec devices", .min = 3 },
	{ .name = "maddress", .help = "multicast addresses", .also = "maddr", .min = 1 },
	{ .name = "monitor", .help = "watch what changes", .min = 2 },
	{ .name = "mptcp", .help = "multipath TCP", .min = 2 },
	{ .name = "mroute", .help = "multicast routes", .min = 2 },
	{ .name = "mrule", .help = "multicast rules", .min = 3 },
	{ .name = "neigh",
	  .help = "neighbours (ARP, NDP)",
	  .also = "neighbor neighbour",
	  .min = 1 },
	{ .name = "netconf", .help = "settings of links in /proc/sys/net", .min = 4 },
	{ .name = "netns", .help = "network namespaces", .min = 3 },
	{ .name = "nexthop", .help = "nexthop objects", .min = 3 },
	{ .name = "ntable", .help = "parameters of neighbour tables", .also = "ntbl", .min = 2 },
	{ .name = "route", .help = "routes", .min = 1 },
	{ .name = "rule", .help = "routing policy rules", .min = 2 },
	{ .name = "sr", .help = "segment routing for IPv6", .min = 1 },
	{ .name = "stats", .help = "statistics of links by group", .min = 2 },
	{ .name = "tap", .help = "tun and tap devices", .min = 2 },
	{ .name = "tcpmetrics",
	  .help = "what TCP remembers of peers",
	  .also = "tcp_metrics",
	  .min = 2 },
	{ .name = "token", .help = "tokens for IPv6 addresses", .min = 2 },
	{ .name = "tunnel", .help = "IP tunnels", .also = "tunl", .min = 1 },
	{ .name = "tuntap", .help = "tun and tap devices", .min = 4 },
	{ .name = "vrf", .help = "virtual routing and forwarding", .min = 1 },
	{ .name = "xfrm", .help = "IPsec", .min = 1 },

	{ .name = "bridge", .help = "bridges: ports, VLANs, forwarding" },
	{ .name = "tc", .help = "queues, shaping and filters of links" },

	{ .name = "afstats", .help = "statistics by address family", .min = 2 },
	{ .name = "help", .help = "iproute2's usage text", .min = 1 },
	{ .name = "restore", .help = "add addresses that were saved", .min = 5 },
	{ .name = "save", .help = "write addresses to standard output", .min = 2 },
	{ .name = "showdump", .help = "show addresses that were saved", .min = 5 },
	{ .name = "xstats", .help = "extended statistics", .min = 1 },
	{ .name = NULL },
};

static const struct nssh_extension *const extensions[] = { &system_kind, NULL };

static const struct nssh_type *const types[] = { &system_kind_type, NULL };

NSSH_PLUGIN(.name = "system", .version = "1", .summary = "the rest of iproute2, by the system's ip",
	    .keywords = keywords, .verbs = system_verbs, .extensions = extensions, .types = types);
