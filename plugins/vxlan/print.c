/* SPDX-License-Identifier: MIT */
/* What of vxlan is shown otherwise than by the form of its attribute. */
#include "vxlan.h"

#include <stdio.h>
#include <string.h>

#include <arpa/inet.h>
#include <sys/socket.h>

#include <linux/if_link.h>

#include <nssh/names.h>

/* No blank stands behind it. */
bool vxlan_print_vnifilter(const struct nssh_option *option, const struct nssh_option_view *view)
{
	if (nssh_attr_u8(view->attrs[option->attr]))
		nssh_out_bool(view->out, "vnifilter", "vnifilter", true);
	return true;
}

/* Keys tell the family: "local" and "local6". */
static void show_address(const struct nssh_option_view *view, int family, const void *bytes,
			 const char *label)
{
	static const uint8_t none[16];
	const size_t size = family == AF_INET6 ? 16 : 4;
	char text[NSSH_ADDR_TEXT], key[16], fmt[16];

	if (memcmp(bytes, none, size) == 0)
		return;
	(void)snprintf(key, sizeof(key), "%s%s", label, family == AF_INET6 ? "6" : "");
	(void)snprintf(fmt, sizeof(fmt), "%s %%s ", label);
	nssh_out_str(view->out, key, fmt, nssh_addr_text(family, bytes, size, text, sizeof(text)));
}

/* The IPv4 attribute, or else the IPv6 one. Return: its bytes, or NULL. */
static const uint8_t *address_of(const struct nssh_option *option,
				 const struct nssh_option_view *view, int *ret_family)
{
	const struct nlattr *v4 = view->attrs[option->attr];
	const struct nlattr *attr = v4 ? v4 : view->attrs[option->attr6];

	*ret_family = v4 ? AF_INET : AF_INET6;
	if (!attr || mnl_attr_get_payload_len(attr) < (v4 ? 4 : 16))
		return NULL;
	return mnl_attr_get_payload(attr);
}

bool vxlan_print_group(const struct nssh_option *option, const struct nssh_option_view *view)
{
	int family;
	const uint8_t *bytes = address_of(option, view, &family);
	const bool is_group =
		bytes && (family == AF_INET6 ? bytes[0] == 0xff : (bytes[0] & 0xf0) == 0xe0);

	if (bytes)
		show_address(view, family, bytes, is_group ? "group" : "remote");
	return true;
}

bool vxlan_print_local(const struct nssh_option *option, const struct nssh_option_view *view)
{
	int family;
	const uint8_t *bytes = address_of(option, view, &family);

	if (bytes)
		show_address(view, family, bytes, "local");
	return true;
}

bool vxlan_print_ports(const struct nssh_option *option, const struct nssh_option_view *view)
{
	const struct nlattr *attr = view->attrs[option->attr];
	struct ifla_vxlan_port_range range;

	if (!attr || mnl_attr_get_payload_len(attr) < sizeof(range))
		return true;
	memcpy(&range, mnl_attr_get_payload(attr), sizeof(range));
	nssh_out_open_object(view->out, "port_range");
	nssh_out_uint(view->out, "low", "srcport %s ", ntohs(range.low));
	nssh_out_uint(view->out, "high", "%s ", ntohs(range.high));
	nssh_out_close_object(view->out);
	return true;
}

bool vxlan_print_learning(const struct nssh_option *option, const struct nssh_option_view *view)
{
	const struct nlattr *attr = view->attrs[option->attr];

	if (!attr)
		return true;
	nssh_out_bool(view->out, "learning", NULL, nssh_attr_u8(attr) != 0);
	if (!nssh_attr_u8(attr))
		nssh_out_bool(view->out, NULL, "nolearning ", true);
	return true;
}

bool vxlan_print_tos(const struct nssh_option *option, const struct nssh_option_view *view)
{
	const uint8_t tos = nssh_attr_u8(view->attrs[option->attr]);

	if (tos == 0)
		return true;
	nssh_out_hex(view->out, "tos", tos == 1 ? NULL : "tos %s ", tos);
	if (tos == 1)
		nssh_out_str(view->out, NULL, "tos %s ", "inherit");
	return true;
}

bool vxlan_print_ttl(const struct nssh_option *option, const struct nssh_option_view *view)
{
	const struct nlattr *attr = view->attrs[option->attr];
	const uint8_t ttl = nssh_attr_u8(attr);

	if (nssh_attr_u8(view->attrs[IFLA_VXLAN_TTL_INHERIT])) {
		nssh_out_str(view->out, NULL, "ttl %s ", "inherit");
	} else if (attr) {
		nssh_out_uint(view->out, "ttl", ttl ? "ttl %s " : NULL, ttl);
		if (!ttl)
			nssh_out_str(view->out, NULL, "ttl %s ", "auto");
	}
	return true;
}

bool vxlan_print_df(const struct nssh_option *option, const struct nssh_option_view *view)
{
	const struct nlattr *attr = view->attrs[option->attr];

	for (const struct nssh_choice *w = option->words; attr && w->word; w++) {
		if (w->number == nssh_attr_u8(attr))
			nssh_out_str(view->out, "df", w->number == VXLAN_DF_UNSET ? NULL : "df %s ",
				     w->word);
	}
	return true;
}

bool vxlan_print_ageing(const struct nssh_option *option, const struct nssh_option_view *view)
{
	const struct nlattr *attr = view->attrs[option->attr];
	const uint32_t seconds = nssh_attr_u32(attr);

	if (!attr)
		return true;
	nssh_out_uint(view->out, "ageing", seconds ? "ageing %s " : NULL, seconds);
	if (!seconds)
		nssh_out_str(view->out, NULL, "ageing %s ", "none");
	return true;
}

bool vxlan_print_switch(const struct nssh_option *option, const struct nssh_option_view *view)
{
	const struct nlattr *attr = view->attrs[option->attr];
	char text[32];

	if (!attr)
		return true;
	nssh_out_bool(view->out, option->key, NULL, nssh_attr_u8(attr) != 0);
	(void)snprintf(text, sizeof(text), "%s%s ", nssh_attr_u8(attr) ? "" : "no", option->name);
	nssh_out_bool(view->out, NULL, text, true);
	return true;
}
