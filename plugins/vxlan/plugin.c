/* SPDX-License-Identifier: MIT */
/* The plugin vxlan: Ethernet in UDP. */
#include "vxlan.h"

#include <linux/if_link.h>

static const struct nssh_choice ttls[] = {
	{ "auto", 0 },
	{ "inherit", VXLAN_TTL_INHERIT },
	{ 0 },
};

static const struct nssh_choice fragments[] = {
	{ "unset", VXLAN_DF_UNSET },
	{ "set", VXLAN_DF_SET },
	{ "inherit", VXLAN_DF_INHERIT },
	{ 0 },
};

static const struct nssh_choice ages[] = { { "none", 0 }, { 0 } };
static const struct nssh_choice limits[] = { { "unlimited", 0 }, { 0 } };

/* An option and its opposite, the latter only written. */
#define SWITCH(name, attr, key_, min_, opposite_min, help, opposite_help, ...)               \
	NSSH_OPTION(name, attr, NSSH_FORM_U8, help, .key = (key_), .value = 1, .once = true, \
		    .min = (min_), __VA_ARGS__),                                             \
		NSSH_OPTION("no" name, attr, NSSH_FORM_U8, opposite_help, .value = 0,        \
			    .once = true, .min = (opposite_min), .look = NSSH_LOOK_NOT)

const struct nssh_option vxlan_options[] = {
	SWITCH("external", IFLA_VXLAN_COLLECT_METADATA, "external", 1, 3,
	       "routes and filters say where packets go", "it says itself where packets go",
	       .look = NSSH_LOOK_FLAG),
	SWITCH("vnifilter", IFLA_VXLAN_VNIFILTER, "vnifilter", 0, 0,
	       "with external: only networks that are listed", "all networks",
	       .print = vxlan_print_vnifilter),
	NSSH_OPTION("id VNI", IFLA_VXLAN_ID, NSSH_FORM_U32, "number of the network",
		    .also = "vni vn v", .hi = 0xffffff, .min = 1),
	NSSH_OPTION("group ADDRESS", IFLA_VXLAN_GROUP, NSSH_FORM_ADDRESS,
		    "multicast group that unknown addresses are asked of",
		    .attr6 = IFLA_VXLAN_GROUP6, .once = true, .print = vxlan_print_group, .min = 1),
	NSSH_OPTION("remote ADDRESS", IFLA_VXLAN_GROUP, NSSH_FORM_ADDRESS,
		    "other end, for unknown addresses", .attr6 = IFLA_VXLAN_GROUP6, .once = true,
		    .look = NSSH_LOOK_NOT, .min = 1),
	NSSH_OPTION("local ADDRESS", IFLA_VXLAN_LOCAL, NSSH_FORM_ADDRESS, "address of this end",
		    .attr6 = IFLA_VXLAN_LOCAL6, .print = vxlan_print_local, .min = 1),
	NSSH_OPTION("dev LINK", IFLA_VXLAN_LINK, NSSH_FORM_LINK, "the link that packets go out of",
		    .key = "link", .unless_zero = true, .min = 1),
	NSSH_OPTION("srcport MIN...", IFLA_VXLAN_PORT_RANGE, NSSH_FORM_OWN,
		    "lowest and highest source port", .also = "port por po p",
		    .type = "vxlan-ports", .put = vxlan_put_ports, .print = vxlan_print_ports,
		    .min = 1),
	NSSH_OPTION("dstport PORT", IFLA_VXLAN_PORT, NSSH_FORM_BE16,
		    "port of the other end: 4789 is IANA's, 0 the kernel's", .key = "port",
		    .put = vxlan_put_port, .min = 3),
	NSSH_OPTION("learning", IFLA_VXLAN_LEARNING, NSSH_FORM_U8,
		    "learn who is behind which address", .once = true, .put = vxlan_put_later,
		    .print = vxlan_print_learning, .min = 2),
	NSSH_OPTION("nolearning", IFLA_VXLAN_LEARNING, NSSH_FORM_U8, "do not learn", .once = true,
		    .put = vxlan_put_later, .look = NSSH_LOOK_NOT, .min = 1),
	SWITCH("proxy", IFLA_VXLAN_PROXY, "proxy", 2, 3,
	       "answer ARP and neighbour discovery itself", "do not answer",
	       .look = NSSH_LOOK_FLAG),
	SWITCH("rsc", IFLA_VXLAN_RSC, "rsc", 2, 3, "route short circuit", "no route short circuit",
	       .look = NSSH_LOOK_FLAG),
	SWITCH("l2miss", IFLA_VXLAN_L2MISS, "l2miss", 2, 4, "tell of unknown link-layer addresses",
	       "do not tell of them", .look = NSSH_LOOK_FLAG),
	SWITCH("l3miss", IFLA_VXLAN_L3MISS, "l3miss", 2, 4, "tell of unknown IP addresses",
	       "do not tell of them", .look = NSSH_LOOK_FLAG),
	NSSH_OPTION("tos TOS", IFLA_VXLAN_TOS, NSSH_FORM_U8,
		    "type of service of outer packets, or inherit",
		    .also = "dsfield dsfiel dsfie dsfi dsf ds", .type = "vxlan-tos",
		    .print = vxlan_print_tos, .min = 2),
	NSSH_OPTION("ttl TTL", IFLA_VXLAN_TTL, NSSH_FORM_U8,
		    "TTL of outer packets, auto or inherit",
		    .also = "hoplimit hoplimi hoplim hopli hopl hop ho h", .words = ttls,
		    .hi = UINT8_MAX, .put = vxlan_put_ttl, .print = vxlan_print_ttl,
		    .restore = vxlan_restore_ttl, .min = 1),
	NSSH_OPTION("df DF", IFLA_VXLAN_DF, NSSH_FORM_U8,
		    "may outer packets be fragmented: unset, set or inherit", .words = fragments,
		    .print = vxlan_print_df),
	NSSH_OPTION("flowlabel LABEL", IFLA_VXLAN_LABEL, NSSH_FORM_BE32,
		    "flow label of outer packets", .key = "label", .label = "flowlabel",
		    .also = "label labe lab la", .hi = 0xfffff, .look = NSSH_LOOK_HEX,
		    .unless_zero = true, .min = 1),
	NSSH_OPTION("ageing SECONDS", IFLA_VXLAN_AGEING, NSSH_FORM_U32,
		    "how long an address is kept, or none", .words = ages, .hi = UINT32_MAX,
		    .print = vxlan_print_ageing, .min = 1),
	NSSH_OPTION("maxaddress COUNT", IFLA_VXLAN_LIMIT, NSSH_FORM_U32,
		    "how many addresses are kept, or unlimited", .key = "limit", .label = "maxaddr",
		    .words = limits, .hi = UINT32_MAX, .unless_zero = true, .min = 1),
	SWITCH("udpcsum", IFLA_VXLAN_UDP_CSUM, "udp_csum", 1, 3, "UDP checksums over IPv4", "none",
	       .print = vxlan_print_switch),
	SWITCH("udp6zerocsumtx", IFLA_VXLAN_UDP_ZERO_CSUM6_TX, "udp_zero_csum6_tx", 4, 6,
	       "send no UDP checksums over IPv6", "send them", .print = vxlan_print_switch),
	SWITCH("udp6zerocsumrx", IFLA_VXLAN_UDP_ZERO_CSUM6_RX, "udp_zero_csum6_rx", 13, 15,
	       "take packets without UDP checksums over IPv6", "take none",
	       .print = vxlan_print_switch),
	SWITCH("remcsumtx", IFLA_VXLAN_REMCSUM_TX, "remcsum_tx", 4, 4,
	       "send with remote checksum offload", "send without", .look = NSSH_LOOK_FLAG),
	SWITCH("remcsumrx", IFLA_VXLAN_REMCSUM_RX, "remcsum_rx", 8, 10,
	       "take packets with remote checksum offload", "take none", .look = NSSH_LOOK_FLAG),
	NSSH_OPTION("gbp", IFLA_VXLAN_GBP, NSSH_FORM_NONE, "group policy extension",
		    .look = NSSH_LOOK_FLAG, .min = 2),
	NSSH_OPTION("gpe", IFLA_VXLAN_GPE, NSSH_FORM_NONE, "generic protocol extension",
		    .look = NSSH_LOOK_FLAG, .min = 2),
	{ 0 },
};

static const struct nssh_link_kind impl = { .kind = "vxlan", .fill = vxlan_fill };

static const struct nssh_extension kind = {
	.rule = "kind",
	.grammar = "vxlan",
	.help = "Ethernet in UDP",
	.options = vxlan_options,
	.impl = &impl,
};

static const struct nssh_extension *const extensions[] = { &kind, NULL };
static const struct nssh_type *const types[] = { &vxlan_tos_type, &vxlan_ports_type, NULL };

NSSH_PLUGIN(.name = "vxlan", .version = "0.1", .summary = "Ethernet in UDP",
	    .extensions = extensions, .types = types);
