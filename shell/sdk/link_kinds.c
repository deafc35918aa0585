/* SPDX-License-Identifier: MIT */
/* What `ip -d link show` tells of bridges and their ports. */
#define _GNU_SOURCE
#include "sdk/link_kinds.h"

#include <endian.h>
#include <stdio.h>
#include <string.h>

#include <linux/if_bridge.h>
#include <linux/if_link.h>

#include <nssh/names.h>
#include <nssh/plugin.h>

/* How an attribute is written. */
enum form {
	NUMBER,
	HEX,
	TEXT_HEX,
	ONOFF,
	TIMER,
	BRIDGE_ID,
	MAC,
	PROTOCOL,
	STATE,
	OPTIONS,
};

/**
 * struct detail - an attribute of a kind
 * @key: in JSON; NULL where iproute2 leaves it out
 */
struct detail {
	uint16_t type;
	enum form form;
	const char *key;
	const char *fmt;
};

static const struct detail bridge[] = {
	{ IFLA_BR_FORWARD_DELAY, NUMBER, "forward_delay", "forward_delay %s " },
	{ IFLA_BR_HELLO_TIME, NUMBER, "hello_time", "hello_time %s " },
	{ IFLA_BR_MAX_AGE, NUMBER, "max_age", "max_age %s " },
	{ IFLA_BR_AGEING_TIME, NUMBER, "ageing_time", "ageing_time %s " },
	{ IFLA_BR_STP_STATE, NUMBER, "stp_state", "stp_state %s " },
	{ IFLA_BR_PRIORITY, NUMBER, "priority", "priority %s " },
	{ IFLA_BR_VLAN_FILTERING, NUMBER, "vlan_filtering", "vlan_filtering %s " },
	{ IFLA_BR_VLAN_PROTOCOL, PROTOCOL, "vlan_protocol", "vlan_protocol %s " },
	{ IFLA_BR_BRIDGE_ID, BRIDGE_ID, "bridge_id", "bridge_id %s " },
	{ IFLA_BR_ROOT_ID, BRIDGE_ID, "root_id", "designated_root %s " },
	{ IFLA_BR_ROOT_PORT, NUMBER, "root_port", "root_port %s " },
	{ IFLA_BR_ROOT_PATH_COST, NUMBER, "root_path_cost", "root_path_cost %s " },
	{ IFLA_BR_TOPOLOGY_CHANGE, NUMBER, "topology_change", "topology_change %s " },
	{ IFLA_BR_TOPOLOGY_CHANGE_DETECTED, NUMBER, "topology_change_detected",
	  "topology_change_detected %s " },
	{ IFLA_BR_HELLO_TIMER, TIMER, "hello_timer", "hello_timer %s " },
	{ IFLA_BR_TCN_TIMER, TIMER, "tcn_timer", "tcn_timer %s " },
	{ IFLA_BR_TOPOLOGY_CHANGE_TIMER, TIMER, "topology_change_timer",
	  "topology_change_timer %s " },
	{ IFLA_BR_GC_TIMER, TIMER, "gc_timer", "gc_timer %s " },
	{ IFLA_BR_VLAN_DEFAULT_PVID, NUMBER, "vlan_default_pvid", "vlan_default_pvid %s " },
	{ IFLA_BR_VLAN_STATS_ENABLED, NUMBER, "vlan_stats_enabled", "vlan_stats_enabled %s " },
	{ IFLA_BR_VLAN_STATS_PER_PORT, NUMBER, "vlan_stats_per_port", "vlan_stats_per_port %s " },
	{ IFLA_BR_GROUP_FWD_MASK, TEXT_HEX, "group_fwd_mask", "group_fwd_mask %s " },
	{ IFLA_BR_GROUP_ADDR, MAC, "group_addr", "group_address %s " },
	{ IFLA_BR_MCAST_SNOOPING, NUMBER, "mcast_snooping", "mcast_snooping %s " },
	{ IFLA_BR_MULTI_BOOLOPT, OPTIONS, NULL, NULL },
	{ IFLA_BR_MCAST_ROUTER, NUMBER, "mcast_router", "mcast_router %s " },
	{ IFLA_BR_MCAST_QUERY_USE_IFADDR, NUMBER, "mcast_query_use_ifaddr",
	  "mcast_query_use_ifaddr %s " },
	{ IFLA_BR_MCAST_QUERIER, NUMBER, "mcast_querier", "mcast_querier %s " },
	{ IFLA_BR_MCAST_HASH_ELASTICITY, NUMBER, "mcast_hash_elasticity",
	  "mcast_hash_elasticity %s " },
	{ IFLA_BR_MCAST_HASH_MAX, NUMBER, "mcast_hash_max", "mcast_hash_max %s " },
	{ IFLA_BR_MCAST_LAST_MEMBER_CNT, NUMBER, "mcast_last_member_cnt",
	  "mcast_last_member_count %s " },
	{ IFLA_BR_MCAST_STARTUP_QUERY_CNT, NUMBER, "mcast_startup_query_cnt",
	  "mcast_startup_query_count %s " },
	{ IFLA_BR_MCAST_LAST_MEMBER_INTVL, NUMBER, "mcast_last_member_intvl",
	  "mcast_last_member_interval %s " },
	{ IFLA_BR_MCAST_MEMBERSHIP_INTVL, NUMBER, "mcast_membership_intvl",
	  "mcast_membership_interval %s " },
	{ IFLA_BR_MCAST_QUERIER_INTVL, NUMBER, "mcast_querier_intvl",
	  "mcast_querier_interval %s " },
	{ IFLA_BR_MCAST_QUERY_INTVL, NUMBER, "mcast_query_intvl", "mcast_query_interval %s " },
	{ IFLA_BR_MCAST_QUERY_RESPONSE_INTVL, NUMBER, "mcast_query_response_intvl",
	  "mcast_query_response_interval %s " },
	{ IFLA_BR_MCAST_STARTUP_QUERY_INTVL, NUMBER, "mcast_startup_query_intvl",
	  "mcast_startup_query_interval %s " },
	{ IFLA_BR_MCAST_STATS_ENABLED, NUMBER, "mcast_stats_enabled", "mcast_stats_enabled %s " },
	{ IFLA_BR_MCAST_IGMP_VERSION, NUMBER, "mcast_igmp_version", "mcast_igmp_version %s " },
	{ IFLA_BR_MCAST_MLD_VERSION, NUMBER, "mcast_mld_version", "mcast_mld_version %s " },
	{ IFLA_BR_NF_CALL_IPTABLES, NUMBER, "nf_call_iptables", "nf_call_iptables %s " },
	{ IFLA_BR_NF_CALL_IP6TABLES, NUMBER, "nf_call_ip6tables", "nf_call_ip6tables %s " },
	{ IFLA_BR_NF_CALL_ARPTABLES, NUMBER, "nf_call_arptables", "nf_call_arptables %s " },
	{ 0, NUMBER, NULL, NULL },
};

static const struct detail bridge_port[] = {
	{ IFLA_BRPORT_STATE, STATE, "state", "state %s " },
	{ IFLA_BRPORT_PRIORITY, NUMBER, "priority", "priority %s " },
	{ IFLA_BRPORT_COST, NUMBER, "cost", "cost %s " },
	{ IFLA_BRPORT_MODE, ONOFF, "hairpin", "hairpin %s " },
	{ IFLA_BRPORT_GUARD, ONOFF, "guard", "guard %s " },
	{ IFLA_BRPORT_PROTECT, ONOFF, "root_block", "root_block %s " },
	{ IFLA_BRPORT_FAST_LEAVE, ONOFF, "fastleave", "fastleave %s " },
	{ IFLA_BRPORT_LEARNING, ONOFF, "learning", "learning %s " },
	{ IFLA_BRPORT_UNICAST_FLOOD, ONOFF, "flood", "flood %s " },
	{ IFLA_BRPORT_ID, HEX, "id", "port_id %s " },
	{ IFLA_BRPORT_NO, HEX, "no", "port_no %s " },
	{ IFLA_BRPORT_DESIGNATED_PORT, NUMBER, "designated_port", "designated_port %s " },
	{ IFLA_BRPORT_DESIGNATED_COST, NUMBER, "designated_cost", "designated_cost %s " },
	{ IFLA_BRPORT_BRIDGE_ID, BRIDGE_ID, "bridge_id", "designated_bridge %s " },
	{ IFLA_BRPORT_ROOT_ID, BRIDGE_ID, "root_id", "designated_root %s " },
	{ IFLA_BRPORT_HOLD_TIMER, TIMER, "hold_timer", "hold_timer %s " },
	{ IFLA_BRPORT_MESSAGE_AGE_TIMER, TIMER, "message_age_timer", "message_age_timer %s " },
	{ IFLA_BRPORT_FORWARD_DELAY_TIMER, TIMER, "forward_delay_timer",
	  "forward_delay_timer %s " },
	{ IFLA_BRPORT_TOPOLOGY_CHANGE_ACK, NUMBER, "topology_change_ack",
	  "topology_change_ack %s " },
	{ IFLA_BRPORT_CONFIG_PENDING, NUMBER, "config_pending", "config_pending %s " },
	{ IFLA_BRPORT_PROXYARP, ONOFF, "proxy_arp", "proxy_arp %s " },
	{ IFLA_BRPORT_PROXYARP_WIFI, ONOFF, "proxy_arp_wifi", "proxy_arp_wifi %s " },
	{ IFLA_BRPORT_MULTICAST_ROUTER, NUMBER, "multicast_router", "mcast_router %s " },
	{ IFLA_BRPORT_FAST_LEAVE, ONOFF, NULL, "mcast_fast_leave %s " },
	{ IFLA_BRPORT_MCAST_FLOOD, ONOFF, "mcast_flood", "mcast_flood %s " },
	{ IFLA_BRPORT_BCAST_FLOOD, ONOFF, "bcast_flood", "bcast_flood %s " },
	{ IFLA_BRPORT_MCAST_TO_UCAST, ONOFF, "mcast_to_unicast", "mcast_to_unicast %s " },
	{ IFLA_BRPORT_NEIGH_SUPPRESS, ONOFF, "neigh_suppress", "neigh_suppress %s " },
	{ IFLA_BRPORT_GROUP_FWD_MASK, TEXT_HEX, "group_fwd_mask", "group_fwd_mask %s " },
	{ IFLA_BRPORT_GROUP_FWD_MASK, HEX, "group_fwd_mask_str", "group_fwd_mask_str %s " },
	{ IFLA_BRPORT_VLAN_TUNNEL, ONOFF, "vlan_tunnel", "vlan_tunnel %s " },
	{ IFLA_BRPORT_ISOLATED, ONOFF, "isolated", "isolated %s " },
	{ IFLA_BRPORT_LOCKED, ONOFF, "locked", "locked %s " },
	{ 0, NUMBER, NULL, NULL },
};

static uint64_t number_of(const struct nlattr *attr)
{
	switch (mnl_attr_get_payload_len(attr)) {
	case sizeof(uint8_t):
		return nssh_attr_u8(attr);
	case sizeof(uint16_t):
		return nssh_attr_u16(attr);
	case sizeof(uint32_t):
		return nssh_attr_u32(attr);
	default:
		return nssh_attr_u64(attr);
	}
}

static void print_bridge_id(struct nssh_out *out, const struct detail *d, const struct nlattr *attr)
{
	struct ifla_bridge_id id;
	char text[32];

	if (mnl_attr_get_payload_len(attr) < sizeof(id))
		return;
	memcpy(&id, mnl_attr_get_payload(attr), sizeof(id));
	snprintf(text, sizeof(text), "%.2x%.2x.%x:%x:%x:%x:%x:%x", id.prio[0], id.prio[1],
		 id.addr[0], id.addr[1], id.addr[2], id.addr[3], id.addr[4], id.addr[5]);
	nssh_out_str(out, d->key, d->fmt, text);
}

/* Hundredths of a second. */
static void print_timer(struct nssh_out *out, const struct detail *d, uint64_t value)
{
	char text[32];

	snprintf(text, sizeof(text), "%7.2f", (double)value / 100);
	if (nssh_out_is_json(out))
		nssh_out_float(out, d->key, NULL, (double)value / 100);
	else
		nssh_out_str(out, NULL, d->fmt, text);
}

static void print_options(struct nssh_out *out, const struct nlattr *attr)
{
	struct br_boolopt_multi options;

	if (mnl_attr_get_payload_len(attr) < sizeof(options))
		return;
	memcpy(&options, mnl_attr_get_payload(attr), sizeof(options));
	nssh_out_uint(out, "no_linklocal_learn", "no_linklocal_learn %s ",
		      (options.optval >> BR_BOOLOPT_NO_LL_LEARN) & 1);
	nssh_out_uint(out, "mcast_vlan_snooping", "mcast_vlan_snooping %s ",
		      (options.optval >> BR_BOOLOPT_MCAST_VLAN_SNOOPING) & 1);
}

static void print_text(struct nssh_out *out, const struct detail *d, const struct nlattr *attr)
{
	static const char *const states[] = { "disabled", "listening", "learning", "forwarding",
					      "blocking" };
	const uint64_t value = number_of(attr);
	char text[64];

	if (d->form == STATE && value < sizeof(states) / sizeof(states[0]))
		snprintf(text, sizeof(text), "%s", states[value]);
	else if (d->form == PROTOCOL && be16toh((uint16_t)value) == 0x8100)
		snprintf(text, sizeof(text), "802.1Q");
	else if (d->form == PROTOCOL && be16toh((uint16_t)value) == 0x88a8)
		snprintf(text, sizeof(text), "802.1ad");
	else
		snprintf(text, sizeof(text), d->form == HEX ? "0x%llx" : "%#llx",
			 (unsigned long long)value);
	nssh_out_str(out, d->key, d->fmt, text);
}

static void print_detail(struct nssh_out *out, const struct detail *d, const struct nlattr *attr)
{
	char text[NSSH_ADDR_TEXT];

	switch (d->form) {
	case NUMBER:
		nssh_out_uint(out, d->key, d->fmt, number_of(attr));
		break;
	case ONOFF:
		nssh_out_onoff(out, d->key, d->fmt, number_of(attr) != 0);
		break;
	case TIMER:
		print_timer(out, d, number_of(attr));
		break;
	case BRIDGE_ID:
		print_bridge_id(out, d, attr);
		break;
	case MAC:
		nssh_out_str(out, d->key, d->fmt,
			     nssh_lladdr_text(mnl_attr_get_payload(attr),
					      mnl_attr_get_payload_len(attr), 1, text,
					      sizeof(text)));
		break;
	case OPTIONS:
		print_options(out, attr);
		break;
	default:
		print_text(out, d, attr);
	}
}

static void print(struct nssh_out *out, const struct detail *details, const struct nlattr *data)
{
	const struct nlattr *attrs[64];

	nssh_attrs_nested(data, attrs, 63);
	for (; details->fmt || details->form == OPTIONS; details++) {
		if (attrs[details->type])
			print_detail(out, details, attrs[details->type]);
	}
}

static void print_bridge(struct nssh_out *out, struct nssh_ns *ns, const struct nlattr *data)
{
	(void)ns;
	print(out, bridge, data);
}

static void print_bridge_port(struct nssh_out *out, struct nssh_ns *ns, const struct nlattr *data)
{
	(void)ns;
	print(out, bridge_port, data);
}

const struct nssh_link_kind *nssh_link_known_kind(const char *kind)
{
	static const struct nssh_link_kind kinds[] = {
		{ .kind = "bridge", .print = print_bridge },
		{ .kind = "bridge_slave", .print = print_bridge_port },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i].kind, kind) == 0)
			return &kinds[i];
	}
	return NULL;
}

const char *nssh_link_kind_name(const struct nssh_value *value)
{
	const struct nssh_link_kind *kind = value->sub.ext->impl;

	return kind->kind ? kind->kind : kind->name(value->sub.args);
}
