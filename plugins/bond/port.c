/* SPDX-License-Identifier: MIT */
/* `link set ... type bond_slave`: what a link is as a port of a bond. */
#include "bond.h"

#include <stdio.h>

#include <linux/if_link.h>

static const struct nssh_choice states[] = { { "ACTIVE", 0 }, { "BACKUP", 1 }, { 0 } };

static const struct nssh_choice carriers[] = {
	{ "UP", 0 }, { "GOING_DOWN", 1 }, { "DOWN", 2 }, { "GOING_BACK", 3 }, { 0 },
};

/* Of LACP. */
static const struct nssh_choice bits[] = {
	{ "active", 0x01 },    { "short_timeout", 0x02 }, { "aggregating", 0x04 },
	{ "in_sync", 0x08 },   { "collecting", 0x10 },    { "distributing", 0x20 },
	{ "defaulted", 0x40 }, { "expired", 0x80 },       { 0 },
};

/* A number without a word has another key in JSON. */
static bool print_state(const struct nssh_option *option, const struct nssh_option_view *view)
{
	const struct nlattr *attr = view->attrs[option->attr];
	const struct nssh_choice *w = option->words;
	char key[32], fmt[32];

	if (!attr)
		return true;
	while (w->word && w->number != nssh_attr_u8(attr))
		w++;
	(void)snprintf(key, sizeof(key), "%s_index", option->key);
	(void)snprintf(fmt, sizeof(fmt), "%s %%s ", option->key);
	if (w->word)
		nssh_out_str(view->out, option->key, fmt, w->word);
	else
		nssh_out_uint(view->out, key, fmt, nssh_attr_u8(attr));
	return true;
}

static const struct nssh_option options[] = {
	NSSH_SHOWN("state", IFLA_BOND_SLAVE_STATE, NSSH_FORM_U8, .words = states,
		   .print = print_state),
	NSSH_SHOWN("mii_status", IFLA_BOND_SLAVE_MII_STATUS, NSSH_FORM_U8, .words = carriers,
		   .print = print_state),
	NSSH_SHOWN("link_failure_count", IFLA_BOND_SLAVE_LINK_FAILURE_COUNT, NSSH_FORM_U32,
		   .look = NSSH_LOOK_SIGNED),
	NSSH_SHOWN("perm_hwaddr", IFLA_BOND_SLAVE_PERM_HWADDR, NSSH_FORM_LLADDR),
	NSSH_OPTION("queue_id ID", IFLA_BOND_SLAVE_QUEUE_ID, NSSH_FORM_U16,
		    "the queue that is sent by it", .min = 1),
	NSSH_OPTION("prio PRIORITY", IFLA_BOND_SLAVE_PRIO, NSSH_FORM_U32,
		    "when the active port is chosen, the highest wins", .type = "bond-signed",
		    .look = NSSH_LOOK_SIGNED, .put = bond_put_signed),
	NSSH_SHOWN("ad_aggregator_id", IFLA_BOND_SLAVE_AD_AGGREGATOR_ID, NSSH_FORM_U16),
	NSSH_SHOWN("ad_actor_oper_port_state", IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE,
		   NSSH_FORM_U8),
	NSSH_SHOWN("ad_actor_oper_port_state_str", IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE,
		   NSSH_FORM_U8, .words = bits, .look = NSSH_LOOK_BITS),
	NSSH_SHOWN("ad_partner_oper_port_state", IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE,
		   NSSH_FORM_U8),
	NSSH_SHOWN("ad_partner_oper_port_state_str", IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE,
		   NSSH_FORM_U8, .words = bits, .look = NSSH_LOOK_BITS),
	{ 0 },
};

static const struct nssh_link_kind impl = { .kind = "bond_slave" };

const struct nssh_extension bond_port_kind = {
	.rule = "kind",
	.grammar = "bond_slave",
	.help = "what a link is as a port of a bond",
	.options = options,
	.impl = &impl,
};
