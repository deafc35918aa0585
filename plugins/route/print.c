/* SPDX-License-Identifier: MIT */
/* One route as `ip route show` writes it. */
#include "print.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/in_route.h>

#include "kinds.h"
#include "types.h"

void nssh_route_view_init(struct route_view *view, const struct nssh_cmd *cmd, struct nssh_ns *ns,
			  const struct route_filter *filter)
{
	*view = (struct route_view){
		.out = nssh_cmd_out(cmd),
		.options = nssh_cmd_options(cmd),
		.filter = filter,
		.ns = ns,
		.links = nssh_link_table_new(ns),
	};
}

/* Routes of multicast have families of their own, and addresses of these. */
static int real_family(const struct rtmsg *head)
{
	if (head->rtm_type != RTN_MULTICAST)
		return head->rtm_family;
	return head->rtm_family == RTNL_FAMILY_IPMR    ? AF_INET
	       : head->rtm_family == RTNL_FAMILY_IP6MR ? AF_INET6
						       : head->rtm_family;
}

static enum nssh_color color_of(int family)
{
	return family == AF_INET    ? NSSH_COLOR_INET
	       : family == AF_INET6 ? NSSH_COLOR_INET6
				    : NSSH_COLOR_NONE;
}

static void print_kind(struct route_view *view, const struct route_entry *entry)
{
	char buf[ROUTE_NAME_TEXT];

	if (entry->head->rtm_type == RTN_UNICAST && !view->options->details)
		return;
	nssh_out_str(view->out, "type", "%s ",
		     nssh_route_kind_name(entry->head->rtm_type, view->options->numeric, buf,
					  sizeof(buf)));
}

/* An end of the route: `10.0.0.0/8`, `10.0.0.1`. Without an address it is a length alone. */
static bool end_text(const struct route_view *view, const struct route_entry *entry, uint16_t type,
		     unsigned int len, char *buf, size_t size)
{
	const struct nlattr *attr = entry->attrs[type];
	char addr[NSSH_ADDR_TEXT];

	if (!attr) {
		(void)snprintf(buf, size, "0/%u", len);
		return len != 0;
	}
	if (len == nssh_route_bits(entry->head->rtm_family)) {
		(void)nssh_host_text(view->options, real_family(entry->head),
				     mnl_attr_get_payload(attr), mnl_attr_get_payload_len(attr),
				     buf, size);
		return true;
	}
	(void)nssh_addr_text(real_family(entry->head), mnl_attr_get_payload(attr),
			     mnl_attr_get_payload_len(attr), addr, sizeof(addr));
	(void)snprintf(buf, size, "%s/%u", addr, len);
	return true;
}

static void print_ends(struct route_view *view, const struct route_entry *entry)
{
	const struct rtmsg *head = entry->head;
	char text[NSSH_HOST_TEXT], from[NSSH_HOST_TEXT + 8];

	if (!end_text(view, entry, RTA_DST, head->rtm_dst_len, text, sizeof(text)))
		(void)snprintf(text, sizeof(text), "default");
	else if (!entry->attrs[RTA_DST])
		(void)snprintf(text + strlen(text), sizeof(text) - strlen(text), " ");
	if (entry->attrs[RTA_DST])
		nssh_out_color(view->out, color_of(real_family(head)));
	nssh_out_str(view->out, "dst", "%s ", text);
	if (!end_text(view, entry, RTA_SRC, head->rtm_src_len, text, sizeof(text)))
		return;
	nssh_out_str(view->out, entry->attrs[RTA_SRC] ? "from" : "src", NULL, text);
	/* The word is coloured, too. */
	(void)snprintf(from, sizeof(from), "from %s", text);
	if (entry->attrs[RTA_SRC])
		nssh_out_color(view->out, color_of(real_family(head)));
	nssh_out_str(view->out, NULL, "%s ", from);
}

void nssh_route_print_name(struct route_view *view, const char *key, const char *fmt,
			   enum nssh_table table, uint32_t number)
{
	char buf[ROUTE_NAME_TEXT];

	nssh_out_str(view->out, key, fmt,
		     nssh_name_shown(view->options, table, number, buf, sizeof(buf)));
}

static void print_text(struct route_view *view, const char *key, const char *lead, int family,
		       const char *text)
{
	nssh_out_text(view->out, "%s ", lead);
	nssh_out_color(view->out, color_of(family));
	nssh_out_str(view->out, key, "%s ", text);
}

void nssh_route_print_addr(struct route_view *view, const char *key, const char *lead, int family,
			   const struct nlattr *attr)
{
	char addr[NSSH_ADDR_TEXT];

	print_text(view, key, lead, family,
		   nssh_addr_text(family, mnl_attr_get_payload(attr),
				  mnl_attr_get_payload_len(attr), addr, sizeof(addr)));
}

void nssh_route_print_host(struct route_view *view, const char *key, const char *lead, int family,
			   const struct nlattr *attr)
{
	char host[NSSH_HOST_TEXT];

	print_text(view, key, lead, family,
		   nssh_host_text(view->options, family, mnl_attr_get_payload(attr),
				  mnl_attr_get_payload_len(attr), host, sizeof(host)));
}

void nssh_route_print_link(struct route_view *view, const char *key, uint32_t index)
{
	char buf[IFNAMSIZ];

	nssh_out_text(view->out, "%s ", key);
	nssh_out_color(view->out, NSSH_COLOR_IFNAME);
	nssh_out_str(view->out, key, "%s ", nssh_link_table_name(view->links, index, buf));
}

void nssh_route_print_flags(struct route_view *view, uint32_t flags)
{
	static const struct {
		uint32_t flag;
		const char *name;
	} names[] = {
		{ RTNH_F_DEAD, "dead" },
		{ RTNH_F_ONLINK, "onlink" },
		{ RTNH_F_PERVASIVE, "pervasive" },
		{ RTNH_F_OFFLOAD, "offload" },
		{ RTNH_F_TRAP, "trap" },
		{ RTM_F_NOTIFY, "notify" },
		{ RTNH_F_LINKDOWN, "linkdown" },
		{ RTNH_F_UNRESOLVED, "unresolved" },
		{ RTM_F_OFFLOAD, "rt_offload" },
		{ RTM_F_TRAP, "rt_trap" },
		{ RTM_F_OFFLOAD_FAILED, "rt_offload_failed" },
	};

	nssh_out_open_array(view->out, "flags");
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (flags & names[i].flag)
			nssh_out_str(view->out, NULL, "%s ", names[i].name);
	}
	nssh_out_close_array(view->out);
}

/* Where to: the next hop and the link. */
static void print_path(struct route_view *view, const struct route_entry *entry)
{
	const struct nlattr *const *attrs = entry->attrs;
	const struct route_filter *filter = view->filter;
	int family = entry->head->rtm_family;

	if (attrs[RTA_NH_ID])
		nssh_out_uint(view->out, "nhid", "nhid %s ", nssh_attr_u32(attrs[RTA_NH_ID]));
	if (attrs[RTA_NEWDST])
		nssh_route_print_host(view, "to", "as to", family, attrs[RTA_NEWDST]);
	if (attrs[RTA_ENCAP])
		nssh_route_print_encap(view, attrs[RTA_ENCAP_TYPE], attrs[RTA_ENCAP]);
	if (entry->head->rtm_tos && filter->tos < 0)
		nssh_route_print_name(view, "tos", "tos %s ", NSSH_RT_DSFIELD,
				      entry->head->rtm_tos);
	if (attrs[RTA_GATEWAY] && filter->via.addr.bits != nssh_route_bits(family))
		nssh_route_print_host(view, "gateway", "via", family, attrs[RTA_GATEWAY]);
	if (attrs[RTA_VIA])
		nssh_route_print_via(view, attrs[RTA_VIA]);
	if (attrs[RTA_OIF] && !filter->oif)
		nssh_route_print_link(view, "dev", nssh_attr_u32(attrs[RTA_OIF]));
}

/* Whose it is: table, protocol, scope, source and metric. */
static void print_origin(struct route_view *view, const struct route_entry *entry)
{
	const struct route_filter *filter = view->filter;
	const struct rtmsg *head = entry->head;
	bool details = view->options->details > 0;

	if (entry->table && (entry->table != RT_TABLE_MAIN || details) && !filter->table)
		nssh_route_print_name(view, "table", "table %s ", NSSH_RT_TABLES, entry->table);
	if (!(head->rtm_flags & RTM_F_CLONED)) {
		if ((head->rtm_protocol != RTPROT_BOOT || details) && filter->proto < 0)
			nssh_route_print_name(view, "protocol", "proto %s ", NSSH_RT_PROTOS,
					      head->rtm_protocol);
		if ((head->rtm_scope != RT_SCOPE_UNIVERSE || details) && filter->scope < 0)
			nssh_route_print_name(view, "scope", "scope %s ", NSSH_RT_SCOPES,
					      head->rtm_scope);
	}
	if (entry->attrs[RTA_PREFSRC] && filter->src.addr.bits != nssh_route_bits(head->rtm_family))
		nssh_route_print_addr(view, "prefsrc", "src", head->rtm_family,
				      entry->attrs[RTA_PREFSRC]);
	if (entry->attrs[RTA_PRIORITY] && !filter->has_metric)
		nssh_out_uint(view->out, "metric", "metric %s ",
			      nssh_attr_u32(entry->attrs[RTA_PRIORITY]));
}

static void print_mark(struct route_view *view, uint32_t mark)
{
	if (!mark)
		return;
	nssh_out_uint(view->out, "mark", NULL, mark);
	if (mark < 16)
		nssh_out_uint(view->out, NULL, "mark %s ", mark);
	else
		nssh_out_hex(view->out, NULL, "mark %s ", mark);
}

/* What the kernel knows of a route that it found, not of one in a table. */
static void print_cache_flags(struct route_view *view, uint32_t flags)
{
	static const struct {
		uint32_t flag;
		const char *name;
	} names[] = {
		{ RTCF_LOCAL, "local" },
		{ RTCF_REJECT, "reject" },
		{ RTCF_MULTICAST, "mc" },
		{ RTCF_BROADCAST, "brd" },
		{ RTCF_DNAT, "dst-nat" },
		{ RTCF_SNAT, "src-nat" },
		{ RTCF_MASQ, "masq" },
		{ RTCF_DIRECTDST, "dst-direct" },
		{ RTCF_DIRECTSRC, "src-direct" },
		{ RTCF_REDIRECTED, "redirected" },
		{ RTCF_DOREDIRECT, "redirect" },
		{ RTCF_FAST, "fastroute" },
		{ RTCF_NOTIFY, "notify" },
		{ RTCF_TPROXY, "proxy" },
	};

	flags &= ~0xffffU;
	nssh_out_line_end(view->out);
	nssh_out_text(view->out, flags ? "    cache <" : "    cache ");
	nssh_out_open_array(view->out, "cache");
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (!(flags & names[i].flag))
			continue;
		flags &= ~names[i].flag;
		nssh_out_str(view->out, NULL, flags ? "%s," : "%s> ", names[i].name);
	}
	if (flags) {
		char text[16];

		(void)snprintf(text, sizeof(text), "%x", flags);
		nssh_out_str(view->out, NULL, "%s>", text);
	}
	nssh_out_close_array(view->out);
}

static void print_cache_use(struct route_view *view, const struct rta_cacheinfo *info,
			    uint32_t ticks)
{
	struct nssh_out *out = view->out;

	if (info->rta_clntref)
		nssh_out_uint(out, "users", "users %s ", info->rta_clntref);
	if (info->rta_used)
		nssh_out_uint(out, "used", "used %s ", info->rta_used);
	if (info->rta_lastuse)
		nssh_out_uint(out, "age", "age %ssec ", info->rta_lastuse / ticks);
}

static void print_cache_info(struct route_view *view, const struct nlattr *attr)
{
	long ticks = sysconf(_SC_CLK_TCK);
	struct nssh_out *out = view->out;
	struct rta_cacheinfo info;

	if (!attr || mnl_attr_get_payload_len(attr) < sizeof(info) || ticks <= 0)
		return;
	memcpy(&info, mnl_attr_get_payload(attr), sizeof(info));
	if (info.rta_expires)
		nssh_out_int(out, "expires", "expires %ssec ", info.rta_expires / (int32_t)ticks);
	if (info.rta_error)
		nssh_out_uint(out, "error", "error %s ", info.rta_error);
	if (view->options->stats)
		print_cache_use(view, &info, (uint32_t)ticks);
	if (info.rta_id) {
		char text[16];

		(void)snprintf(text, sizeof(text), "0x%04x", info.rta_id);
		nssh_out_hex(out, "ipid", NULL, info.rta_id);
		nssh_out_str(out, NULL, "ipid %s ", text);
	}
	if (info.rta_ts || info.rta_tsage) {
		nssh_out_hex(out, "ts", "ts %s", info.rta_ts);
		nssh_out_uint(out, "tsage", "tsage %ssec ", info.rta_tsage);
	}
}

static void print_cache(struct route_view *view, const struct route_entry *entry)
{
	const struct rtmsg *head = entry->head;

	if (head->rtm_family != AF_INET && head->rtm_family != AF_INET6)
		return;
	if (head->rtm_family == AF_INET && head->rtm_flags & RTM_F_CLONED)
		print_cache_flags(view, head->rtm_flags);
	print_cache_info(view, entry->attrs[RTA_CACHEINFO]);
}

static void print_pref(struct route_view *view, const struct nlattr *attr)
{
	const char *name = nssh_route_pref_name(nssh_attr_u8(attr));

	if (name)
		nssh_out_str(view->out, "pref", "pref %s", name);
	else
		nssh_out_uint(view->out, "pref", "%s", nssh_attr_u8(attr));
}

static void print_ttl(struct route_view *view, const struct nlattr *attr)
{
	bool on = nssh_attr_u8(attr);

	/* So iproute2 spells it. */
	nssh_out_bool(view->out, "ttl-propogate", NULL, on);
	nssh_out_str(view->out, NULL, "ttl-propogate %s", on ? "enabled" : "disabled");
}

void nssh_route_print(struct route_view *view, const struct route_entry *entry)
{
	const struct nlattr *const *attrs = entry->attrs;
	struct nssh_out *out = view->out;

	nssh_out_open_object(out, NULL);
	print_kind(view, entry);
	print_ends(view, entry);
	print_path(view, entry);
	print_origin(view, entry);
	nssh_route_print_flags(view, entry->head->rtm_flags);
	print_mark(view, nssh_attr_u32(attrs[RTA_MARK]));
	if (attrs[RTA_FLOW] && view->filter->realms_mask != UINT32_MAX)
		nssh_route_print_flow(view, attrs[RTA_FLOW]);
	if (attrs[RTA_UID])
		nssh_out_uint(out, "uid", "uid %s ", nssh_attr_u32(attrs[RTA_UID]));
	print_cache(view, entry);
	if (attrs[RTA_METRICS])
		nssh_route_print_metrics(view, attrs[RTA_METRICS]);
	if (attrs[RTA_IIF] && !view->filter->iif)
		nssh_route_print_link(view, "iif", nssh_attr_u32(attrs[RTA_IIF]));
	if (attrs[RTA_PREF])
		print_pref(view, attrs[RTA_PREF]);
	if (attrs[RTA_TTL_PROPAGATE])
		print_ttl(view, attrs[RTA_TTL_PROPAGATE]);
	if (attrs[RTA_NH_ID] && view->options->details)
		nssh_route_print_object(view, nssh_attr_u32(attrs[RTA_NH_ID]));
	if (attrs[RTA_MULTIPATH])
		nssh_route_print_hops(view, entry->head, attrs[RTA_MULTIPATH]);
	nssh_out_text(out, "\n");
	nssh_out_close_object(out);
}
