/* SPDX-License-Identifier: MIT */
/* The next hops of a route: RTA_MULTIPATH, RTA_VIA and realms. */
#include "print.h"

#include <string.h>
#include <sys/socket.h>

#include "family.h"

void nssh_route_print_via(struct route_view *view, const struct nlattr *attr)
{
	const struct rtvia *via = mnl_attr_get_payload(attr);
	char host[NSSH_HOST_TEXT];

	if (mnl_attr_get_payload_len(attr) < sizeof(*via))
		return;
	nssh_out_open_object(view->out, "via");
	nssh_out_str(view->out, "family", "via %s ", nssh_route_family_name(via->rtvia_family));
	if (via->rtvia_family == AF_INET || via->rtvia_family == AF_INET6)
		nssh_out_color(view->out,
			       via->rtvia_family == AF_INET ? NSSH_COLOR_INET : NSSH_COLOR_INET6);
	nssh_out_str(view->out, "host", "%s ",
		     nssh_host_text(view->options, via->rtvia_family, via->rtvia_addr,
				    mnl_attr_get_payload_len(attr) - sizeof(*via), host,
				    sizeof(host)));
	nssh_out_close_object(view->out);
}

void nssh_route_print_flow(struct route_view *view, const struct nlattr *attr)
{
	uint32_t realms = nssh_attr_u32(attr);
	uint32_t from = realms >> 16;

	nssh_out_open_object(view->out, "flow");
	nssh_out_text(view->out, from ? "realms " : "realm ");
	if (from)
		nssh_route_print_name(view, "from", "%s/", NSSH_RT_REALMS, from);
	nssh_route_print_name(view, "to", "%s ", NSSH_RT_REALMS, realms & 0xffff);
	nssh_out_close_object(view->out);
}

/* The attributes behind the header of a hop. */
static void read_attrs(const struct rtnexthop *hop, const struct nlattr **attrs)
{
	const char *at = (const char *)hop + sizeof(*hop);
	size_t left = hop->rtnh_len - sizeof(*hop);

	memset(attrs, 0, (RTA_MAX + 1) * sizeof(*attrs));
	while (left >= sizeof(struct nlattr)) {
		const struct nlattr *attr = (const void *)at;
		size_t size = NLA_ALIGN(attr->nla_len);

		if (attr->nla_len < sizeof(*attr) || attr->nla_len > left)
			return;
		if (mnl_attr_get_type(attr) <= RTA_MAX)
			attrs[mnl_attr_get_type(attr)] = attr;
		if (size >= left)
			return;
		at += size;
		left -= size;
	}
}

static void print_path(struct route_view *view, const struct rtmsg *head,
		       const struct rtnexthop *hop)
{
	const struct nlattr *attrs[RTA_MAX + 1];

	read_attrs(hop, attrs);
	if (attrs[RTA_ENCAP])
		nssh_route_print_encap(view, attrs[RTA_ENCAP_TYPE], attrs[RTA_ENCAP]);
	if (attrs[RTA_NEWDST])
		nssh_route_print_host(view, "to", "as to", head->rtm_family, attrs[RTA_NEWDST]);
	if (attrs[RTA_GATEWAY])
		nssh_route_print_host(view, "gateway", "via", head->rtm_family, attrs[RTA_GATEWAY]);
	if (attrs[RTA_VIA])
		nssh_route_print_via(view, attrs[RTA_VIA]);
	if (attrs[RTA_FLOW])
		nssh_route_print_flow(view, attrs[RTA_FLOW]);
}

/* A route of multicast routing goes out by all its hops. */
static void print_oif(struct route_view *view, const struct rtnexthop *hop)
{
	char buf[IFNAMSIZ];

	nssh_out_str(view->out, "dev", "%s",
		     nssh_link_table_name(view->links, (uint32_t)hop->rtnh_ifindex, buf));
	if (hop->rtnh_hops != 1)
		nssh_out_int(view->out, "ttl", "(ttl>%s)", hop->rtnh_hops);
	nssh_out_text(view->out, " ");
}

static void print_dev(struct route_view *view, const struct rtmsg *head,
		      const struct rtnexthop *hop)
{
	char buf[IFNAMSIZ];

	nssh_out_str(view->out, "dev", "dev %s ",
		     nssh_link_table_name(view->links, (uint32_t)hop->rtnh_ifindex, buf));
	if (head->rtm_family != AF_MPLS)
		nssh_out_int(view->out, "weight", "weight %s ", hop->rtnh_hops + 1);
}

void nssh_route_print_hops(struct route_view *view, const struct rtmsg *head,
			   const struct nlattr *attr)
{
	bool multicast = head->rtm_flags & RTM_F_CLONED && head->rtm_type == RTN_MULTICAST;
	const char *at = mnl_attr_get_payload(attr);
	size_t left = mnl_attr_get_payload_len(attr);
	const char *lead = "Oifs: ";

	nssh_out_open_array(view->out, "nexthops");
	while (left >= sizeof(struct rtnexthop)) {
		const struct rtnexthop *hop = (const void *)at;
		size_t size = NLMSG_ALIGN(hop->rtnh_len);

		if (hop->rtnh_len < sizeof(*hop) || hop->rtnh_len > left)
			break;
		nssh_out_open_object(view->out, NULL);
		if (!multicast)
			nssh_out_line_end(view->out);
		nssh_out_text(view->out, "%s", multicast ? lead : "\tnexthop ");
		lead = " ";
		print_path(view, head, hop);
		if (multicast)
			print_oif(view, hop);
		else
			print_dev(view, head, hop);
		nssh_route_print_flags(view, hop->rtnh_flags);
		nssh_out_close_object(view->out);
		at += size;
		left = size < left ? left - size : 0;
	}
	nssh_out_close_array(view->out);
}
