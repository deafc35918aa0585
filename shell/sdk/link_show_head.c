/* SPDX-License-Identifier: MIT */
/* The first lines of a link in `ip link show`: name, flags, state, link-layer addresses. */
#define _GNU_SOURCE
#include "sdk/link_show.h"

#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/if_arp.h>

#include <nssh/names.h>
#include <nssh/netlink.h>

/* Flags in the order of iproute2; linux/if.h has some that net/if.h lacks. */
static const struct {
	unsigned int bit;
	const char *name;
} flag_names[] = {
	{ IFF_LOOPBACK, "LOOPBACK" },
	{ IFF_BROADCAST, "BROADCAST" },
	{ IFF_POINTOPOINT, "POINTOPOINT" },
	{ IFF_MULTICAST, "MULTICAST" },
	{ IFF_NOARP, "NOARP" },
	{ IFF_ALLMULTI, "ALLMULTI" },
	{ IFF_PROMISC, "PROMISC" },
	{ IFF_MASTER, "MASTER" },
	{ IFF_SLAVE, "SLAVE" },
	{ IFF_DEBUG, "DEBUG" },
	{ IFF_DYNAMIC, "DYNAMIC" },
	{ IFF_AUTOMEDIA, "AUTOMEDIA" },
	{ IFF_PORTSEL, "PORTSEL" },
	{ IFF_NOTRAILERS, "NOTRAILERS" },
	{ IFF_UP, "UP" },
	{ 1u << 16, "LOWER_UP" },
	{ 1u << 17, "DORMANT" },
	{ 1u << 18, "ECHO" },
};

static const char *const state_names[] = {
	"UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP",
};

static const char *const mode_names[] = { "DEFAULT", "DORMANT" };

static const struct {
	unsigned short type;
	const char *name;
} link_types[] = {
	{ ARPHRD_NETROM, "netrom" },
	{ ARPHRD_ETHER, "ether" },
	{ ARPHRD_EETHER, "eether" },
	{ ARPHRD_AX25, "ax25" },
	{ ARPHRD_PRONET, "pronet" },
	{ ARPHRD_CHAOS, "chaos" },
	{ ARPHRD_IEEE802, "ieee802" },
	{ ARPHRD_ARCNET, "arcnet" },
	{ ARPHRD_APPLETLK, "atalk" },
	{ ARPHRD_DLCI, "dlci" },
	{ ARPHRD_ATM, "atm" },
	{ ARPHRD_METRICOM, "metricom" },
	{ ARPHRD_IEEE1394, "ieee1394" },
	{ ARPHRD_INFINIBAND, "infiniband" },
	{ ARPHRD_SLIP, "slip" },
	{ ARPHRD_CSLIP, "cslip" },
	{ ARPHRD_SLIP6, "slip6" },
	{ ARPHRD_CSLIP6, "cslip6" },
	{ ARPHRD_RSRVD, "rsrvd" },
	{ ARPHRD_ADAPT, "adapt" },
	{ ARPHRD_ROSE, "rose" },
	{ ARPHRD_X25, "x25" },
	{ ARPHRD_HWX25, "hwx25" },
	{ 280, "can" },
	{ ARPHRD_PPP, "ppp" },
	{ ARPHRD_HDLC, "hdlc" },
	{ ARPHRD_LAPB, "lapb" },
	{ ARPHRD_DDCMP, "ddcmp" },
	{ ARPHRD_RAWHDLC, "rawhdlc" },
	{ ARPHRD_TUNNEL, "ipip" },
	{ ARPHRD_TUNNEL6, "tunnel6" },
	{ ARPHRD_FRAD, "frad" },
	{ ARPHRD_SKIP, "skip" },
	{ ARPHRD_LOOPBACK, "loopback" },
	{ ARPHRD_LOCALTLK, "ltalk" },
	{ ARPHRD_FDDI, "fddi" },
	{ ARPHRD_BIF, "bif" },
	{ ARPHRD_SIT, "sit" },
	{ ARPHRD_IPDDP, "ip/ddp" },
	{ ARPHRD_IPGRE, "gre" },
	{ ARPHRD_PIMREG, "pimreg" },
	{ ARPHRD_HIPPI, "hippi" },
	{ ARPHRD_ASH, "ash" },
	{ ARPHRD_ECONET, "econet" },
	{ ARPHRD_IRDA, "irda" },
	{ ARPHRD_FCPP, "fcpp" },
	{ ARPHRD_FCAL, "fcal" },
	{ ARPHRD_FCPL, "fcpl" },
	{ 787, "fcfb0" },
	{ 788, "fcfb1" },
	{ 789, "fcfb2" },
	{ 790, "fcfb3" },
	{ 791, "fcfb4" },
	{ 792, "fcfb5" },
	{ 793, "fcfb6" },
	{ 794, "fcfb7" },
	{ 795, "fcfb8" },
	{ 796, "fcfb9" },
	{ 797, "fcfb10" },
	{ 798, "fcfb11" },
	{ 799, "fcfb12" },
	{ ARPHRD_IEEE802_TR, "tr" },
	{ ARPHRD_IEEE80211, "ieee802.11" },
	{ ARPHRD_IEEE80211_PRISM, "ieee802.11/prism" },
	{ ARPHRD_IEEE80211_RADIOTAP, "ieee802.11/radiotap" },
	{ ARPHRD_IEEE802154, "ieee802.15.4" },
	{ 805, "ieee802.15.4/monitor" },
	{ 820, "phonet" },
	{ 821, "phonet_pipe" },
	{ 822, "caif" },
	{ 823, "gre6" },
	{ 824, "netlink" },
	{ 825, "6lowpan" },
	{ ARPHRD_NONE, "none" },
	{ ARPHRD_VOID, "void" },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What stands behind the `@`; "" when there is nothing. JSON gets it here. */
static const char *below_name(struct nssh_link_view *view, const struct nssh_link_row *row,
			      char *buf, size_t size, bool *ret_down)
{
	const struct nlattr *link = row->attrs[IFLA_LINK];
	struct nssh_link_entry below;
	uint32_t index = nssh_attr_u32(link);

	if (!link)
		return "";
	if (index == 0) {
		if (nssh_out_is_json(view->out))
			nssh_out_null(view->out, "link", NULL);
		return "NONE";
	}
	snprintf(buf, size, "if%u", index);
	if (row->attrs[IFLA_LINK_NETNSID]) {
		nssh_out_int(view->out, "link_index", NULL, (int)index);
		return buf;
	}
	if (nssh_link_list_find(&view->links, (int)index, &below)) {
		*ret_down = !(below.flags & IFF_UP);
		snprintf(buf, size, "%s", below.name);
	}
	nssh_out_str(view->out, "link", NULL, buf);
	return buf;
}

bool nssh_link_show_name(struct nssh_link_view *view, const struct nssh_link_row *row,
			 const char *fmt, int width)
{
	bool down = false;
	char below[IFNAMSIZ + 16], text[2 * IFNAMSIZ + 32];
	const char *behind = below_name(view, row, below, sizeof(below), &down);

	nssh_out_str(view->out, "ifname", NULL, row->link->name);
	snprintf(text, sizeof(text), "%s%s%s", row->link->name, *behind ? "@" : "", behind);
	if (width) {
		char padded[sizeof(text)];

		snprintf(padded, sizeof(padded), "%-*s", width, text);
		memcpy(text, padded, sizeof(text));
	}
	nssh_out_color(view->out, NSSH_COLOR_IFNAME);
	nssh_out_str(view->out, NULL, fmt, text);
	return down;
}

static void flag(struct nssh_link_view *view, const char *name, bool *first)
{
	nssh_out_str(view->out, NULL, *first ? "%s" : ",%s", name);
	*first = false;
}

void nssh_link_show_flags(struct nssh_link_view *view, const struct nssh_link_row *row)
{
	unsigned int flags = row->info->ifi_flags & ~(unsigned int)IFF_RUNNING;
	bool first = true;

	nssh_out_open_array(view->out, "flags");
	nssh_out_text(view->out, "<");
	if ((flags & IFF_UP) && !(row->info->ifi_flags & IFF_RUNNING))
		flag(view, "NO-CARRIER", &first);
	for (size_t i = 0; i < COUNT(flag_names); i++) {
		if (flags & flag_names[i].bit)
			flag(view, flag_names[i].name, &first);
		flags &= ~flag_names[i].bit;
	}
	if (flags) {
		char rest[16];

		snprintf(rest, sizeof(rest), "%x", flags);
		flag(view, rest, &first);
	}
	if (row->below_down)
		flag(view, "M-DOWN", &first);
	nssh_out_text(view->out, "> ");
	nssh_out_close_array(view->out);
}

void nssh_link_show_state(struct nssh_link_view *view, const struct nssh_link_row *row,
			  const char *fmt, int width)
{
	uint8_t state = nssh_attr_u8(row->attrs[IFLA_OPERSTATE]);
	char text[32];

	if (!row->attrs[IFLA_OPERSTATE])
		return;
	if (state >= COUNT(state_names)) {
		snprintf(text, sizeof(text), "%#x", state);
		nssh_out_uint(view->out, "operstate_index", NULL, state);
		nssh_out_str(view->out, NULL, "state %s ", text);
		return;
	}
	snprintf(text, sizeof(text), "%-*s", width, state_names[state]);
	nssh_out_str(view->out, "operstate", NULL, state_names[state]);
	if (state == IF_OPER_UP)
		nssh_out_color(view->out, NSSH_COLOR_UP);
	else if (state == IF_OPER_DOWN)
		nssh_out_color(view->out, NSSH_COLOR_DOWN);
	nssh_out_str(view->out, NULL, fmt, text);
}

void nssh_link_show_mac(struct nssh_link_view *view, const struct nssh_link_row *row, uint16_t type,
			const char *key, const char *fmt)
{
	const struct nlattr *attr = row->attrs[type];
	char text[NSSH_ADDR_TEXT * 2];

	if (!attr)
		return;
	nssh_out_color(view->out, NSSH_COLOR_MAC);
	nssh_out_str(view->out, key, fmt,
		     nssh_lladdr_text(mnl_attr_get_payload(attr), mnl_attr_get_payload_len(attr),
				      row->info->ifi_type, text, sizeof(text)));
}

static const char *link_type(const struct nssh_link_view *view, unsigned short type, char *buf,
			     size_t size)
{
	for (size_t i = 0; i < COUNT(link_types) && !view->options->numeric; i++) {
		if (link_types[i].type == type)
			return link_types[i].name;
	}
	snprintf(buf, size, "[%u]", type);
	return buf;
}

static bool all_zero(const struct nlattr *attr)
{
	const unsigned char *bytes = mnl_attr_get_payload(attr);

	for (size_t i = 0; i < mnl_attr_get_payload_len(attr); i++) {
		if (bytes[i])
			return false;
	}
	return true;
}

static void show_permanent(struct nssh_link_view *view, const struct nssh_link_row *row)
{
	const struct nlattr *perm = row->attrs[IFLA_PERM_ADDRESS];
	const struct nlattr *now = row->attrs[IFLA_ADDRESS];

	if (!perm || all_zero(perm))
		return;
	if (now && mnl_attr_get_payload_len(now) == mnl_attr_get_payload_len(perm) &&
	    memcmp(mnl_attr_get_payload(now), mnl_attr_get_payload(perm),
		   mnl_attr_get_payload_len(now)) == 0)
		return;
	nssh_out_text(view->out, " permaddr ");
	nssh_link_show_mac(view, row, IFLA_PERM_ADDRESS, "permaddr", "%s");
}

static void show_link_netns(struct nssh_link_view *view, const struct nssh_link_row *row)
{
	int id = (int)nssh_attr_u32(row->attrs[IFLA_LINK_NETNSID]);
	struct nssh_ns *ns;

	if (!row->attrs[IFLA_LINK_NETNSID])
		return;
	if (nssh_out_is_json(view->out)) {
		nssh_out_int(view->out, "link_netnsid", NULL, id);
		return;
	}
	if (id < 0) {
		nssh_out_text(view->out, " link-netnsid unknown");
		return;
	}
	ns = nssh_ns_name_of_id(view->ns, id);
	if (ns && nssh_ns_name(ns))
		nssh_out_str(view->out, NULL, " link-netns %s", nssh_ns_name(ns));
	else
		nssh_out_int(view->out, NULL, " link-netnsid %s", id);
}

static void show_addresses(struct nssh_link_view *view, const struct nssh_link_row *row)
{
	char type[16];
	bool peer = row->info->ifi_flags & IFF_POINTOPOINT;

	nssh_out_line_end(view->out);
	nssh_out_str(view->out, "link_type", "    link/%s ",
		     link_type(view, row->info->ifi_type, type, sizeof(type)));
	nssh_link_show_mac(view, row, IFLA_ADDRESS, "address", "%s");
	if (row->attrs[IFLA_BROADCAST]) {
		if (peer)
			nssh_out_bool(view->out, "link_pointtopoint", NULL, true);
		nssh_out_text(view->out, "%s", peer ? " peer " : " brd ");
		nssh_link_show_mac(view, row, IFLA_BROADCAST, "broadcast", "%s");
	}
	show_permanent(view, row);
}

static void show_group(struct nssh_link_view *view, const struct nssh_link_row *row)
{
	uint32_t group = nssh_attr_u32(row->attrs[IFLA_GROUP]);
	char text[16];

	if (!row->attrs[IFLA_GROUP])
		return;
	snprintf(text, sizeof(text), "%u", group);
	nssh_out_str(view->out, "group", "group %s ",
		     view->options->numeric ? text
					    : nssh_name_of(NSSH_GROUP, group, text, sizeof(text)));
}

static void show_mode(struct nssh_link_view *view, const struct nssh_link_row *row)
{
	uint8_t mode = nssh_attr_u8(row->attrs[IFLA_LINKMODE]);

	if (!row->attrs[IFLA_LINKMODE] || view->filter->addresses)
		return;
	if (mode < COUNT(mode_names))
		nssh_out_str(view->out, "linkmode", "mode %s ", mode_names[mode]);
	else
		nssh_out_int(view->out, "linkmode_index", "mode %s ", mode);
}

static void show_master(struct nssh_link_view *view, const struct nssh_link_row *row)
{
	uint32_t index = nssh_attr_u32(row->attrs[IFLA_MASTER]);
	struct nssh_link_entry master;
	char text[16];

	if (!row->attrs[IFLA_MASTER])
		return;
	snprintf(text, sizeof(text), "if%u", index);
	nssh_out_str(view->out, "master", "master %s ",
		     nssh_link_list_find(&view->links, (int)index, &master) ? master.name : text);
}

void nssh_link_show_head(struct nssh_link_view *view, struct nssh_link_row *row)
{
	const struct nlattr **attrs = row->attrs;
	uint32_t queue = nssh_attr_u32(attrs[IFLA_TXQLEN]);

	nssh_out_int(view->out, "ifindex", "%s: ", row->link->index);
	row->below_down = nssh_link_show_name(view, row, "%s: ", 0);
	nssh_link_show_flags(view, row);
	if (attrs[IFLA_MTU])
		nssh_out_uint(view->out, "mtu", "mtu %s ", nssh_attr_u32(attrs[IFLA_MTU]));
	if (nssh_attr_str(attrs[IFLA_QDISC]))
		nssh_out_str(view->out, "qdisc", "qdisc %s ", nssh_attr_str(attrs[IFLA_QDISC]));
	show_master(view, row);
	nssh_link_show_state(view, row, "state %s ", 0);
	show_mode(view, row);
	show_group(view, row);
	if (queue)
		nssh_out_uint(view->out, "txqlen", "qlen %s", queue);
	if (view->family == AF_UNSPEC || view->family == AF_PACKET || view->options->details)
		show_addresses(view, row);
	show_link_netns(view, row);
}

void nssh_link_show_brief(struct nssh_link_view *view, struct nssh_link_row *row)
{
	row->below_down = nssh_link_show_name(view, row, "%s ", 16);
	nssh_link_show_state(view, row, "%s ", 14);
	if (view->family != AF_PACKET)
		return;
	nssh_link_show_mac(view, row, IFLA_ADDRESS, "address", "%s ");
	nssh_link_show_flags(view, row);
}
