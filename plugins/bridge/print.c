/* SPDX-License-Identifier: MIT */
/* Timers and ids, as bridges and their ports show them. */
#include "bridge.h"

#include <stdio.h>
#include <string.h>

#include <linux/if_link.h>

bool bridge_print_timer(const struct nssh_option *option, const struct nssh_option_view *view)
{
	const struct nlattr *attr = view->attrs[option->attr];
	char fmt[64];

	if (attr)
		nssh_out_hundredths(view->out, option->key,
				    nssh_option_label(option, fmt, sizeof(fmt)),
				    nssh_attr_u64(attr));
	return true;
}

bool bridge_print_id(const struct nssh_option *option, const struct nssh_option_view *view)
{
	const struct nlattr *attr = view->attrs[option->attr];
	struct ifla_bridge_id id;
	char text[32], fmt[64];

	if (!attr || mnl_attr_get_payload_len(attr) < sizeof(id))
		return true;
	memcpy(&id, mnl_attr_get_payload(attr), sizeof(id));
	(void)snprintf(text, sizeof(text), "%.2x%.2x.%x:%x:%x:%x:%x:%x", id.prio[0], id.prio[1],
		       id.addr[0], id.addr[1], id.addr[2], id.addr[3], id.addr[4], id.addr[5]);
	nssh_out_str(view->out, option->key, nssh_option_label(option, fmt, sizeof(fmt)), text);
	return true;
}
