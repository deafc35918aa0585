/* SPDX-License-Identifier: MIT */
/* How a route wraps packets up: RTA_ENCAP. Of the rarer kinds, only the name is shown. */
#define _GNU_SOURCE
#include "print.h"

#include <arpa/inet.h>
#include <endian.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/lwtunnel.h>
#include <linux/mpls_iptunnel.h>

static const char *const kinds[] = {
	[LWTUNNEL_ENCAP_MPLS] = "mpls",
	[LWTUNNEL_ENCAP_IP] = "ip",
	[LWTUNNEL_ENCAP_ILA] = "ila",
	[LWTUNNEL_ENCAP_IP6] = "ip6",
	[LWTUNNEL_ENCAP_SEG6] = "seg6",
	[LWTUNNEL_ENCAP_BPF] = "bpf",
	[LWTUNNEL_ENCAP_SEG6_LOCAL] = "seg6local",
	[LWTUNNEL_ENCAP_RPL] = "rpl",
	[LWTUNNEL_ENCAP_IOAM6] = "ioam6",
	[LWTUNNEL_ENCAP_XFRM] = "xfrm",
};

/* Labels one behind the other, up to the one that says it is the last. */
static void labels_text(const struct nlattr *attr, char *buf, size_t size)
{
	size_t count = mnl_attr_get_payload_len(attr) / sizeof(uint32_t), at = 0;
	const char *bytes = mnl_attr_get_payload(attr);
	uint32_t label = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < count && !(label & 0x100) && at + 9 < size; i++) {
		memcpy(&label, bytes + i * sizeof(label), sizeof(label));
		label = ntohl(label);
		at += (size_t)snprintf(buf + at, size - at, i ? "/%u" : "%u", label >> 12);
	}
}

static void print_mpls(struct route_view *view, const struct nlattr *encap)
{
	const struct nlattr *attrs[MPLS_IPTUNNEL_MAX + 1];
	char labels[256];

	nssh_attrs_nested(encap, attrs, MPLS_IPTUNNEL_MAX);
	if (attrs[MPLS_IPTUNNEL_DST]) {
		labels_text(attrs[MPLS_IPTUNNEL_DST], labels, sizeof(labels));
		nssh_out_str(view->out, "dst", " %s ", labels);
	}
	if (attrs[MPLS_IPTUNNEL_TTL])
		nssh_out_uint(view->out, "ttl", "ttl %s ", nssh_attr_u8(attrs[MPLS_IPTUNNEL_TTL]));
}

static void print_end(struct route_view *view, const char *key, int family,
		      const struct nlattr *attr)
{
	if (attr)
		nssh_route_print_addr(view, key, key, family, attr);
}

static void print_ip(struct route_view *view, const struct nlattr *encap)
{
	const struct nlattr *attrs[LWTUNNEL_IP_MAX + 1];

	nssh_attrs_nested(encap, attrs, LWTUNNEL_IP_MAX);
	if (attrs[LWTUNNEL_IP_ID])
		nssh_out_uint(view->out, "id", "id %s ",
			      be64toh(nssh_attr_u64(attrs[LWTUNNEL_IP_ID])));
	print_end(view, "src", AF_INET, attrs[LWTUNNEL_IP_SRC]);
	print_end(view, "dst", AF_INET, attrs[LWTUNNEL_IP_DST]);
	if (attrs[LWTUNNEL_IP_TTL])
		nssh_out_uint(view->out, "ttl", "ttl %s ", nssh_attr_u8(attrs[LWTUNNEL_IP_TTL]));
	if (attrs[LWTUNNEL_IP_TOS])
		nssh_out_uint(view->out, "tos", "tos %s ", nssh_attr_u8(attrs[LWTUNNEL_IP_TOS]));
}

static void print_ip6(struct route_view *view, const struct nlattr *encap)
{
	const struct nlattr *attrs[LWTUNNEL_IP6_MAX + 1];

	nssh_attrs_nested(encap, attrs, LWTUNNEL_IP6_MAX);
	if (attrs[LWTUNNEL_IP6_ID])
		nssh_out_uint(view->out, "id", "id %s ",
			      be64toh(nssh_attr_u64(attrs[LWTUNNEL_IP6_ID])));
	print_end(view, "src", AF_INET6, attrs[LWTUNNEL_IP6_SRC]);
	print_end(view, "dst", AF_INET6, attrs[LWTUNNEL_IP6_DST]);
	if (attrs[LWTUNNEL_IP6_HOPLIMIT])
		nssh_out_uint(view->out, "hoplimit", "hoplimit %s ",
			      nssh_attr_u8(attrs[LWTUNNEL_IP6_HOPLIMIT]));
	if (attrs[LWTUNNEL_IP6_TC])
		nssh_out_uint(view->out, "tc", "tc %s ", nssh_attr_u8(attrs[LWTUNNEL_IP6_TC]));
}

void nssh_route_print_encap(struct route_view *view, const struct nlattr *type,
			    const struct nlattr *encap)
{
	uint16_t kind = nssh_attr_u16(type);
	const char *name = kind < sizeof(kinds) / sizeof(*kinds) ? kinds[kind] : NULL;

	if (!type)
		return;
	nssh_out_str(view->out, "encap", " encap %s ", name ? name : "unknown");
	if (kind == LWTUNNEL_ENCAP_MPLS)
		print_mpls(view, encap);
	else if (kind == LWTUNNEL_ENCAP_IP)
		print_ip(view, encap);
	else if (kind == LWTUNNEL_ENCAP_IP6)
		print_ip6(view, encap);
}
