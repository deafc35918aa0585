/* SPDX-License-Identifier: MIT */
/* What of bonds is shown otherwise than by the form of its attribute. */
#include "bond.h"

#include <stdio.h>
#include <string.h>

#include <sys/socket.h>

#include <linux/if_link.h>

#include <nssh/names.h>

#define MAX_TARGETS 16

/* The keyword of an option, as key and label. */
static void name_of(const struct nssh_option *option, char *buf, size_t size)
{
	(void)snprintf(buf, size, "%.*s", (int)strcspn(option->name, " "), option->name);
}

bool bond_print_targets(const struct nssh_option *option, const struct nssh_option_view *view)
{
	const struct nlattr *targets[MAX_TARGETS + 1] = { NULL };
	const struct nlattr *attr = view->attrs[option->attr];
	const bool is_v6 = option->attr == IFLA_BOND_NS_IP6_TARGET;
	char key[32], text[NSSH_ADDR_TEXT];

	if (!attr)
		return true;
	nssh_attrs_nested(attr, targets, MAX_TARGETS);
	if (!targets[0])
		return true;
	name_of(option, key, sizeof(key));
	nssh_out_open_array(view->out, key);
	nssh_out_text(view->out, "%s ", key);
	for (size_t i = 0; i < MAX_TARGETS; i++) {
		const size_t size = is_v6 ? 16 : 4;

		if (targets[i] && mnl_attr_get_payload_len(targets[i]) >= size)
			nssh_out_str(view->out, NULL, "%s",
				     nssh_addr_text(is_v6 ? AF_INET6 : AF_INET,
						    mnl_attr_get_payload(targets[i]), size, text,
						    sizeof(text)));
		if (i + 1 < MAX_TARGETS && targets[i + 1])
			nssh_out_text(view->out, ",");
	}
	nssh_out_text(view->out, " ");
	nssh_out_close_array(view->out);
	return true;
}

bool bond_print_or_null(const struct nssh_option *option, const struct nssh_option_view *view)
{
	const struct nlattr *attr = view->attrs[option->attr];
	char key[32];

	name_of(option, key, sizeof(key));
	if (attr && nssh_attr_u32(attr) == 0 && nssh_out_is_json(view->out))
		nssh_out_null(view->out, key, NULL);
	else
		nssh_option_show(option, view);
	return true;
}

bool bond_print_info(const struct nssh_option *option, const struct nssh_option_view *view)
{
	static const struct nssh_option options[] = {
		NSSH_SHOWN("aggregator", IFLA_BOND_AD_INFO_AGGREGATOR, NSSH_FORM_U16,
			   .label = "ad_aggregator"),
		NSSH_SHOWN("num_ports", IFLA_BOND_AD_INFO_NUM_PORTS, NSSH_FORM_U16,
			   .label = "ad_num_ports"),
		NSSH_SHOWN("actor_key", IFLA_BOND_AD_INFO_ACTOR_KEY, NSSH_FORM_U16,
			   .label = "ad_actor_key"),
		NSSH_SHOWN("partner_key", IFLA_BOND_AD_INFO_PARTNER_KEY, NSSH_FORM_U16,
			   .label = "ad_partner_key"),
		NSSH_SHOWN("partner_mac", IFLA_BOND_AD_INFO_PARTNER_MAC, NSSH_FORM_LLADDR,
			   .label = "ad_partner_mac"),
		{ 0 },
	};
	const struct nlattr *attr = view->attrs[option->attr];

	if (!attr)
		return true;
	nssh_out_open_object(view->out, "ad_info");
	nssh_options_show(options, attr, view->options, view->out, view->ns);
	nssh_out_close_object(view->out);
	return true;
}
