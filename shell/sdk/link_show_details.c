/* SPDX-License-Identifier: MIT */
/* What `ip -d link show` adds: limits, queues, and what the link's kind tells of itself. */
#define _GNU_SOURCE
#include "sdk/link_show.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <nssh/netlink.h>
#include <nssh/option.h>
#include <nssh/plugin.h>

static const struct number {
	uint16_t type;
	const char *key;
	const char *fmt;
} limits[] = {
	{ IFLA_PROMISCUITY, "promiscuity", " promiscuity %s " },
	{ IFLA_ALLMULTI, "allmulti", " allmulti %s " },
	{ IFLA_MIN_MTU, "min_mtu", "minmtu %s " },
	{ IFLA_MAX_MTU, "max_mtu", "maxmtu %s " },
	{ 0, NULL, NULL },
};

static const struct number queues[] = {
	{ IFLA_NUM_TX_QUEUES, "num_tx_queues", "numtxqueues %s " },
	{ IFLA_NUM_RX_QUEUES, "num_rx_queues", "numrxqueues %s " },
	{ IFLA_GSO_MAX_SIZE, "gso_max_size", "gso_max_size %s " },
	{ IFLA_GSO_MAX_SEGS, "gso_max_segs", "gso_max_segs %s " },
	{ IFLA_TSO_MAX_SIZE, "tso_max_size", "tso_max_size %s " },
	{ IFLA_TSO_MAX_SEGS, "tso_max_segs", "tso_max_segs %s " },
	{ IFLA_GRO_MAX_SIZE, "gro_max_size", "gro_max_size %s " },
	{ 0, NULL, NULL },
};

static const struct number names[] = {
	{ IFLA_PHYS_PORT_NAME, "phys_port_name", "portname %s " },
	{ IFLA_PHYS_PORT_ID, "phys_port_id", "portid %s " },
	{ IFLA_PHYS_SWITCH_ID, "phys_switch_id", "switchid %s " },
	{ IFLA_PARENT_DEV_BUS_NAME, "parentbus", "parentbus %s " },
	{ IFLA_PARENT_DEV_NAME, "parentdev", "parentdev %s " },
	{ 0, NULL, NULL },
};

static const char *const modes[] = { "eui64", "none", "stable_secret", "random" };

static void show_numbers(struct nssh_link_view *view, const struct nssh_link_row *row,
			 const struct number *table)
{
	for (; table->key; table++) {
		if (row->attrs[table->type])
			nssh_out_uint(view->out, table->key, table->fmt,
				      nssh_attr_u32(row->attrs[table->type]));
	}
}

/* Identifiers are bytes, names are text. */
static void show_names(struct nssh_link_view *view, const struct nssh_link_row *row)
{
	for (const struct number *n = names; n->key; n++) {
		const struct nlattr *attr = row->attrs[n->type];
		const unsigned char *bytes;
		char hex[2 * 32 + 1] = "";

		if (!attr)
			continue;
		if (n->type != IFLA_PHYS_PORT_ID && n->type != IFLA_PHYS_SWITCH_ID) {
			nssh_out_str(view->out, n->key, n->fmt, nssh_attr_str(attr));
			continue;
		}
		bytes = mnl_attr_get_payload(attr);
		for (size_t i = 0; i < mnl_attr_get_payload_len(attr) && i < 32; i++)
			snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
		nssh_out_str(view->out, n->key, n->fmt, hex);
	}
}

static void show_data(struct nssh_link_view *view, const char *kind, const char *key,
		      const struct nlattr *data)
{
	const struct nssh_extension *ext = nssh_cmd_link_kind(view->cmd, kind);
	const struct nssh_link_kind *impl = ext ? ext->impl : NULL;

	if (!impl || !(impl->print || nssh_options_shown(ext->options)))
		return;
	nssh_out_open_object(view->out, key);
	if (data && impl->print)
		impl->print(view->out, view->ns, data);
	else if (data)
		nssh_options_show(ext->options, data, view->options, view->out, view->ns);
	nssh_out_close_object(view->out);
}

static void show_kind(struct nssh_link_view *view, const struct nssh_link_row *row)
{
	const struct nlattr *info[IFLA_INFO_MAX + 1];
	const char *kind, *port;

	if (!row->attrs[IFLA_LINKINFO])
		return;
	nssh_attrs_nested(row->attrs[IFLA_LINKINFO], info, IFLA_INFO_MAX);
	kind = nssh_attr_str(info[IFLA_INFO_KIND]);
	port = nssh_attr_str(info[IFLA_INFO_SLAVE_KIND]);
	if (!kind && !port)
		return;
	nssh_out_open_object(view->out, "linkinfo");
	if (kind) {
		nssh_out_line_end(view->out);
		nssh_out_str(view->out, "info_kind", "    %s ", kind);
		show_data(view, kind, "info_data", info[IFLA_INFO_DATA]);
	}
	if (port) {
		char name[64];

		snprintf(name, sizeof(name), "%s_slave", port);
		nssh_out_line_end(view->out);
		nssh_out_str(view->out, "info_slave_kind", NULL, port);
		nssh_out_str(view->out, NULL, "    %s ", name);
		show_data(view, name, "info_slave_data", info[IFLA_INFO_SLAVE_DATA]);
	}
	nssh_out_close_object(view->out);
}

static void show_address_mode(struct nssh_link_view *view, const struct nssh_link_row *row)
{
	const struct nlattr *families[AF_INET6 + 1], *inet6[IFLA_INET6_ADDR_GEN_MODE + 1];
	char text[16];
	uint8_t mode;

	if (!row->attrs[IFLA_AF_SPEC] || view->filter->addresses)
		return;
	nssh_attrs_nested(row->attrs[IFLA_AF_SPEC], families, AF_INET6);
	if (!families[AF_INET6])
		return;
	nssh_attrs_nested(families[AF_INET6], inet6, IFLA_INET6_ADDR_GEN_MODE);
	if (!inet6[IFLA_INET6_ADDR_GEN_MODE])
		return;
	mode = nssh_attr_u8(inet6[IFLA_INET6_ADDR_GEN_MODE]);
	snprintf(text, sizeof(text), "%#.2hhx", mode);
	nssh_out_str(view->out, "inet6_addr_gen_mode", "addrgenmode %s ",
		     mode < sizeof(modes) / sizeof(modes[0]) ? modes[mode] : text);
}

void nssh_link_show_details(struct nssh_link_view *view, const struct nssh_link_row *row)
{
	show_numbers(view, row, limits);
	show_kind(view, row);
	show_address_mode(view, row);
	show_numbers(view, row, queues);
	show_names(view, row);
}
