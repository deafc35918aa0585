/* SPDX-License-Identifier: MIT */
/* `link set ... type bridge_slave`: what a link is as a port of a bridge. */
#include "bridge.h"

#include <stdio.h>

#include <linux/if_bridge.h>
#include <linux/if_link.h>

#include <nssh/link.h>

static bool print_state(const struct nssh_option *option, const struct nssh_option_view *view)
{
	static const char *const states[] = { "disabled", "listening", "learning", "forwarding",
					      "blocking" };
	const struct nlattr *attr = view->attrs[option->attr];
	const uint8_t state = nssh_attr_u8(attr);

	if (attr && state <= BR_STATE_BLOCKING)
		nssh_out_str(view->out, "state", "state %s ", states[state]);
	else if (attr)
		nssh_out_int(view->out, "state_index", "state (%s) ", state);
	return true;
}

/* A port that is made again finds its state itself, and may not be told one. */
static void restore_state(const struct nssh_option *option, const struct nlattr *const *was,
			  bool asked, struct nssh_msg *msg)
{
	if (asked && was[option->attr])
		nssh_msg_put_u8(msg, option->attr, nssh_attr_u8(was[option->attr]));
}

/* The groups of a mask: those that have a name by it, the others as bits. */
static bool print_mask(const struct nssh_option *option, const struct nssh_option_view *view)
{
	static const char *const names[16] = { [0] = "stp", [2] = "lacp", [14] = "lldp" };
	const struct nlattr *attr = view->attrs[option->attr];
	const uint16_t mask = nssh_attr_u16(attr);
	char text[160] = "0x0";
	int size = 0;

	for (unsigned int i = 0; i < 16; i++) {
		const char *comma = size ? "," : "";
		char *at = text + size;

		if (!(mask >> i & 1))
			continue;
		if (names[i])
			size += snprintf(at, sizeof(text) - (size_t)size, "%s%s", comma, names[i]);
		else
			size += snprintf(at, sizeof(text) - (size_t)size, "%s0x%x", comma, 1U << i);
	}
	if (attr)
		nssh_out_str(view->out, option->key, "group_fwd_mask_str %s ", text);
	return true;
}

/* In the order of `ip -d link show`; the abbreviations are those of iproute2. */
static const struct nssh_option options[] = {
	NSSH_OPTION("state STATE", IFLA_BRPORT_STATE, NSSH_FORM_U8,
		    "0 disabled, 1 listening, 2 learning, 3 forwarding, 4 blocking",
		    .print = print_state, .restore = restore_state, .min = 1),
	NSSH_OPTION("priority PRIORITY", IFLA_BRPORT_PRIORITY, NSSH_FORM_U16,
		    "in spanning tree, 0 to 63", .min = 1),
	NSSH_OPTION("cost COST", IFLA_BRPORT_COST, NSSH_FORM_U32,
		    "of a path through it, in spanning tree", .look = NSSH_LOOK_SIGNED, .min = 1),
	NSSH_OPTION("hairpin ON/OFF", IFLA_BRPORT_MODE, NSSH_FORM_U8,
		    "send packets back where they came from", .look = NSSH_LOOK_ONOFF, .min = 1),
	NSSH_OPTION("guard ON/OFF", IFLA_BRPORT_GUARD, NSSH_FORM_U8,
		    "heed no spanning tree packets from it", .look = NSSH_LOOK_ONOFF, .min = 1),
	NSSH_OPTION("root_block ON/OFF", IFLA_BRPORT_PROTECT, NSSH_FORM_U8,
		    "it may not become the root port", .look = NSSH_LOOK_ONOFF, .min = 1),
	NSSH_OPTION("fastleave ON/OFF", IFLA_BRPORT_FAST_LEAVE, NSSH_FORM_U8,
		    "leave a group at once when one leaves", .look = NSSH_LOOK_ONOFF, .min = 2),
	NSSH_OPTION("learning ON/OFF", IFLA_BRPORT_LEARNING, NSSH_FORM_U8,
		    "learn addresses behind it", .look = NSSH_LOOK_ONOFF, .min = 1),
	NSSH_OPTION("flood ON/OFF", IFLA_BRPORT_UNICAST_FLOOD, NSSH_FORM_U8,
		    "send it what has an unknown address", .look = NSSH_LOOK_ONOFF, .min = 2),
	NSSH_SHOWN("id", IFLA_BRPORT_ID, NSSH_FORM_U16, .label = "port_id",
		   .look = NSSH_LOOK_ALT_HEX),
	NSSH_SHOWN("no", IFLA_BRPORT_NO, NSSH_FORM_U16, .label = "port_no",
		   .look = NSSH_LOOK_ALT_HEX),
	NSSH_SHOWN("designated_port", IFLA_BRPORT_DESIGNATED_PORT, NSSH_FORM_U16),
	NSSH_SHOWN("designated_cost", IFLA_BRPORT_DESIGNATED_COST, NSSH_FORM_U16),
	NSSH_SHOWN("bridge_id", IFLA_BRPORT_BRIDGE_ID, NSSH_FORM_OWN, .label = "designated_bridge",
		   .print = bridge_print_id),
	NSSH_SHOWN("root_id", IFLA_BRPORT_ROOT_ID, NSSH_FORM_OWN, .label = "designated_root",
		   .print = bridge_print_id),
	NSSH_SHOWN("hold_timer", IFLA_BRPORT_HOLD_TIMER, NSSH_FORM_OWN,
		   .print = bridge_print_timer),
	NSSH_SHOWN("message_age_timer", IFLA_BRPORT_MESSAGE_AGE_TIMER, NSSH_FORM_OWN,
		   .print = bridge_print_timer),
	NSSH_SHOWN("forward_delay_timer", IFLA_BRPORT_FORWARD_DELAY_TIMER, NSSH_FORM_OWN,
		   .print = bridge_print_timer),
	NSSH_SHOWN("topology_change_ack", IFLA_BRPORT_TOPOLOGY_CHANGE_ACK, NSSH_FORM_U8),
	NSSH_SHOWN("config_pending", IFLA_BRPORT_CONFIG_PENDING, NSSH_FORM_U8),
	NSSH_OPTION("proxy_arp ON/OFF", IFLA_BRPORT_PROXYARP, NSSH_FORM_U8,
		    "answer ARP for what is behind it", .look = NSSH_LOOK_ONOFF, .min = 3),
	NSSH_OPTION("proxy_arp_wifi ON/OFF", IFLA_BRPORT_PROXYARP_WIFI, NSSH_FORM_U8,
		    "the same, as IEEE 802.11 has it", .look = NSSH_LOOK_ONOFF, .min = 10),
	NSSH_OPTION("mcast_router STATE", IFLA_BRPORT_MULTICAST_ROUTER, NSSH_FORM_U8,
		    "multicast routers behind it: 0 none, 1 learned, 2 always, 3 for a while",
		    .key = "multicast_router", .min = 7),
	NSSH_OPTION("mcast_fast_leave ON/OFF", IFLA_BRPORT_FAST_LEAVE, NSSH_FORM_U8,
		    "the same as fastleave", .look = NSSH_LOOK_ONOFF, .only_text = true, .min = 8),
	NSSH_OPTION("mcast_flood ON/OFF", IFLA_BRPORT_MCAST_FLOOD, NSSH_FORM_U8,
		    "send it multicast packets that nobody is known to want",
		    .look = NSSH_LOOK_ONOFF, .min = 1),
	NSSH_OPTION("bcast_flood ON/OFF", IFLA_BRPORT_BCAST_FLOOD, NSSH_FORM_U8,
		    "send it broadcast packets", .look = NSSH_LOOK_ONOFF, .min = 1),
	NSSH_OPTION("mcast_to_unicast ON/OFF", IFLA_BRPORT_MCAST_TO_UCAST, NSSH_FORM_U8,
		    "send multicast packets to each receiver by itself", .look = NSSH_LOOK_ONOFF,
		    .min = 7),
	NSSH_OPTION("neigh_suppress ON/OFF", IFLA_BRPORT_NEIGH_SUPPRESS, NSSH_FORM_U8,
		    "answer ARP and neighbour discovery in its stead", .look = NSSH_LOOK_ONOFF,
		    .min = 1),
	NSSH_OPTION("group_fwd_mask MASK", IFLA_BRPORT_GROUP_FWD_MASK, NSSH_FORM_U16,
		    "which link-local groups are forwarded: bits for 01:80:c2:00:00:0X",
		    .look = NSSH_LOOK_ALT_HEX, .min = 2),
	NSSH_SHOWN("group_fwd_mask_str", IFLA_BRPORT_GROUP_FWD_MASK, NSSH_FORM_OWN,
		   .print = print_mask),
	NSSH_OPTION("vlan_tunnel ON/OFF", IFLA_BRPORT_VLAN_TUNNEL, NSSH_FORM_U8,
		    "map VLANs to tunnels", .look = NSSH_LOOK_ONOFF, .min = 1),
	NSSH_OPTION("isolated ON/OFF", IFLA_BRPORT_ISOLATED, NSSH_FORM_U8,
		    "it reaches only ports that are not isolated", .look = NSSH_LOOK_ONOFF,
		    .min = 1),
	NSSH_OPTION("locked ON/OFF", IFLA_BRPORT_LOCKED, NSSH_FORM_U8,
		    "only addresses that are known may send", .look = NSSH_LOOK_ONOFF, .min = 2),
	NSSH_OPTION("backup_port LINK", IFLA_BRPORT_BACKUP_PORT, NSSH_FORM_LINK,
		    "port that takes over when it has no carrier", .min = 2),
	NSSH_OPTION("nobackup_port", IFLA_BRPORT_BACKUP_PORT, NSSH_FORM_LINK, "no port takes over",
		    .look = NSSH_LOOK_NOT, .min = 2),
	NSSH_OPTION("fdb_flush", IFLA_BRPORT_FLUSH, NSSH_FORM_NONE,
		    "forget the addresses behind it", .look = NSSH_LOOK_NOT, .min = 1),
	{ 0 },
};

static const struct nssh_link_kind impl = { .kind = "bridge_slave" };

const struct nssh_extension bridge_port_kind = {
	.rule = "kind",
	.grammar = "bridge_slave",
	.help = "what a link is as a port of a bridge",
	.options = options,
	.impl = &impl,
};
