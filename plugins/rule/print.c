/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
/* One rule as `ip rule` writes it. */
#include "rule.h"

#include <endian.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/rtnetlink.h>

#include <nssh/names.h>

bool nssh_rule_entry_read(const struct nlmsghdr *nlh, struct rule_entry *entry)
{
	if (nlh->nlmsg_type != RTM_NEWRULE || mnl_nlmsg_get_payload_len(nlh) < sizeof(*entry->head))
		return false;
	entry->head = mnl_nlmsg_get_payload(nlh);
	nssh_attrs(nlh, sizeof(*entry->head), entry->attrs, FRA_MAX);
	entry->table = entry->attrs[FRA_TABLE] ? nssh_attr_u32(entry->attrs[FRA_TABLE])
					       : entry->head->table;
	entry->preference = nssh_attr_u32(entry->attrs[FRA_PRIORITY]);
	return true;
}

static unsigned int bits_of(int family)
{
	return family == AF_INET || family == RTNL_FAMILY_IPMR     ? 32
	       : family == AF_INET6 || family == RTNL_FAMILY_IP6MR ? 128
								   : 0;
}

static enum nssh_color color_of(int family)
{
	return family == AF_INET    ? NSSH_COLOR_INET
	       : family == AF_INET6 ? NSSH_COLOR_INET6
				    : NSSH_COLOR_NONE;
}

/* `from 10.0.0.0/8`; without an address it is a length alone. */
static void print_end(struct nssh_out *out, int family, const char *lead, const char *key,
		      const char *length_key, const struct nlattr *attr, unsigned int bits)
{
	char text[NSSH_ADDR_TEXT];

	nssh_out_text(out, "%s ", lead);
	if (attr) {
		nssh_out_color(out, color_of(family));
		nssh_out_str(out, key, "%s",
			     nssh_addr_text(bits_of(family) == 128 ? AF_INET6 : AF_INET,
					    mnl_attr_get_payload(attr),
					    mnl_attr_get_payload_len(attr), text, sizeof(text)));
	} else {
		nssh_out_str(out, key, "%s", bits ? "0" : "all");
	}
	if (attr ? bits != bits_of(family) : bits)
		nssh_out_uint(out, length_key, "/%s", bits);
}

static void print_name(struct nssh_out *out, const struct nssh_options *options, const char *key,
		       const char *fmt, enum nssh_table table, uint32_t number)
{
	char buf[16];

	nssh_out_str(out, key, fmt, nssh_name_shown(options, table, number, buf, sizeof(buf)));
}

static void print_mark(struct nssh_out *out, const struct nlattr *mark, const struct nlattr *mask)
{
	if (!mark && !mask)
		return;
	/* C writes no 0x before a zero. */
	if (nssh_attr_u32(mark))
		nssh_out_hex(out, "fwmark", " fwmark %s", nssh_attr_u32(mark));
	else
		nssh_out_str(out, "fwmark", " fwmark %s", "0");
	if (!mask || nssh_attr_u32(mask) == UINT32_MAX)
		return;
	if (nssh_attr_u32(mask))
		nssh_out_hex(out, "fwmask", "/%s", nssh_attr_u32(mask));
	else
		nssh_out_str(out, "fwmask", "/%s", "0");
}

static void print_link(struct nssh_out *out, const char *key, const char *detached_key,
		       const struct nlattr *attr, bool detached)
{
	if (!attr)
		return;
	nssh_out_text(out, " %s ", key);
	nssh_out_color(out, NSSH_COLOR_IFNAME);
	nssh_out_str(out, key, "%s", nssh_attr_str(attr));
	if (detached)
		nssh_out_null(out, detached_key, " [detached]");
}

static void print_links(struct nssh_out *out, const struct rule_entry *entry)
{
	const struct nlattr *const *attrs = entry->attrs;

	print_link(out, "iif", "iif_detached", attrs[FRA_IIFNAME],
		   entry->head->flags & FIB_RULE_IIF_DETACHED);
	print_link(out, "oif", "oif_detached", attrs[FRA_OIFNAME],
		   entry->head->flags & FIB_RULE_OIF_DETACHED);
	if (nssh_attr_u8(attrs[FRA_L3MDEV]))
		nssh_out_null(out, "l3mdev", " lookup [l3mdev-table]");
}

static void print_protocol(struct nssh_out *out, const struct nssh_options *options,
			   const struct nlattr *attr)
{
	const unsigned int number = nssh_attr_u8(attr);
	const struct protoent *found;
	char text[32];

	if (!attr)
		return;
	found = options->numeric ? NULL : getprotobynumber((int)number);
	(void)snprintf(text, sizeof(text), "ipproto-%u", number);
	nssh_out_str(out, "ipproto", " ipproto %s", found ? found->p_name : text);
}

/* @keys: of a single one, of the beginning, of the end. */
static void print_ports(struct nssh_out *out, const char *const *keys, const struct nlattr *attr)
{
	struct fib_rule_port_range range;
	char fmt[32];

	if (!attr || mnl_attr_get_payload_len(attr) < sizeof(range))
		return;
	memcpy(&range, mnl_attr_get_payload(attr), sizeof(range));
	(void)snprintf(fmt, sizeof(fmt), " %s %%s", keys[0]);
	nssh_out_uint(out, range.start == range.end ? keys[0] : keys[1], fmt, range.start);
	if (range.start != range.end)
		nssh_out_uint(out, keys[2], "-%s", range.end);
}

static void print_packet(struct nssh_out *out, const struct nssh_options *options,
			 const struct rule_entry *entry)
{
	static const char *const sport[] = { "sport", "sport_start", "sport_end" };
	static const char *const dport[] = { "dport", "dport_start", "dport_end" };
	const struct nlattr *uids = entry->attrs[FRA_UID_RANGE];
	struct fib_rule_uid_range range;

	if (uids && mnl_attr_get_payload_len(uids) >= sizeof(range)) {
		memcpy(&range, mnl_attr_get_payload(uids), sizeof(range));
		nssh_out_uint(out, "uid_start", " uidrange %s", range.start);
		nssh_out_uint(out, "uid_end", "-%s", range.end);
	}
	print_protocol(out, options, entry->attrs[FRA_IP_PROTO]);
	print_ports(out, sport, entry->attrs[FRA_SPORT_RANGE]);
	print_ports(out, dport, entry->attrs[FRA_DPORT_RANGE]);
	if (entry->attrs[FRA_TUN_ID])
		nssh_out_uint(out, "tun_id", " tun_id %s",
			      be64toh(nssh_attr_u64(entry->attrs[FRA_TUN_ID])));
}

static void print_lookup(struct nssh_out *out, const struct nssh_options *options,
			 const struct rule_entry *entry)
{
	const struct nlattr *length = entry->attrs[FRA_SUPPRESS_PREFIXLEN];
	const struct nlattr *group = entry->attrs[FRA_SUPPRESS_IFGROUP];

	if (!entry->table)
		return;
	print_name(out, options, "table", " lookup %s", NSSH_RT_TABLES, entry->table);
	if (length && nssh_attr_u32(length) != UINT32_MAX)
		nssh_out_int(out, "suppress_prefixlen", " suppress_prefixlength %s",
			     (int32_t)nssh_attr_u32(length));
	if (group && nssh_attr_u32(group) != UINT32_MAX)
		print_name(out, options, "suppress_ifgroup", " suppress_ifgroup %s", NSSH_GROUP,
			   nssh_attr_u32(group));
}

static void print_realms(struct nssh_out *out, const struct nssh_options *options, uint32_t realms)
{
	if (realms >> 16)
		print_name(out, options, "flow_from", " realms %s/", NSSH_RT_REALMS, realms >> 16);
	else
		nssh_out_text(out, " realms ");
	print_name(out, options, "flow_to", "%s", NSSH_RT_REALMS, realms & 0xffff);
}

static void print_goto(struct nssh_out *out, const struct rule_entry *entry)
{
	if (entry->attrs[FRA_GOTO])
		nssh_out_uint(out, "goto", " goto %s", nssh_attr_u32(entry->attrs[FRA_GOTO]));
	else
		nssh_out_str(out, "goto", " goto %s", "none");
	if (entry->head->flags & FIB_RULE_UNRESOLVED)
		nssh_out_null(out, "unresolved", " [unresolved]");
}

static void print_action(struct nssh_out *out, const struct nssh_options *options,
			 const struct rule_entry *entry)
{
	char text[16];

	switch (entry->head->action) {
	case FR_ACT_TO_TBL:
		return;
	case FR_ACT_GOTO:
		print_goto(out, entry);
		return;
	case FR_ACT_NOP:
		nssh_out_null(out, "nop", " nop");
		return;
	case RTN_NAT:
		/* No kernel has kept the address since Linux 2.6. */
		nssh_out_null(out, "masquerade", " masquerade");
		return;
	default:
		nssh_out_str(out, "action", " %s",
			     nssh_rule_action_name(entry->head->action, options->numeric, text,
						   sizeof(text)));
	}
}

void nssh_rule_print(struct nssh_out *out, const struct nssh_options *options,
		     const struct rule_entry *entry)
{
	const struct fib_rule_hdr *head = entry->head;
	const struct nlattr *const *attrs = entry->attrs;
	const uint8_t protocol = nssh_attr_u8(attrs[FRA_PROTOCOL]);

	nssh_out_open_object(out, NULL);
	nssh_out_uint(out, "priority", "%s:\t", entry->preference);
	if (head->flags & FIB_RULE_INVERT)
		nssh_out_null(out, "not", "not ");
	print_end(out, head->family, "from", "src", "srclen", attrs[FRA_SRC], head->src_len);
	if (attrs[FRA_DST] || head->dst_len)
		print_end(out, head->family, " to", "dst", "dstlen", attrs[FRA_DST], head->dst_len);
	if (head->tos)
		print_name(out, options, "tos", " tos %s", NSSH_RT_DSFIELD, head->tos);
	print_mark(out, attrs[FRA_FWMARK], attrs[FRA_FWMASK]);
	print_links(out, entry);
	print_packet(out, options, entry);
	print_lookup(out, options, entry);
	if (attrs[FRA_FLOW])
		print_realms(out, options, nssh_attr_u32(attrs[FRA_FLOW]));
	print_action(out, options, entry);
	if (attrs[FRA_PROTOCOL] && ((protocol && protocol != RTPROT_KERNEL) || options->details))
		print_name(out, options, "protocol", " proto %s", NSSH_RT_PROTOS, protocol);
	nssh_out_text(out, "\n");
	nssh_out_close_object(out);
}
