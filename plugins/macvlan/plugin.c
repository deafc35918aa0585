/* SPDX-License-Identifier: MIT */
/* The plugin macvlan: links with a MAC of their own on another, and the same as tap devices. */
#include "macvlan.h"

static const struct nssh_link_kind macvlan_impl = { .kind = "macvlan", .fill = macvlan_check };
static const struct nssh_link_kind macvtap_impl = { .kind = "macvtap", .fill = macvlan_check };

static const struct nssh_extension macvlan = {
	.rule = "kind",
	.grammar = "macvlan",
	.help = "a link with a MAC of its own on another",
	.options = macvlan_options,
	.impl = &macvlan_impl,
};

static const struct nssh_extension macvtap = {
	.rule = "kind",
	.grammar = "macvtap",
	.help = "macvlan as a tap device",
	.options = macvlan_options,
	.impl = &macvtap_impl,
};

static const struct nssh_extension *const extensions[] = { &macvlan, &macvtap, NULL };
static const struct nssh_type *const types[] = { &macvlan_addresses_type, NULL };

NSSH_PLUGIN(.name = "macvlan", .version = "0.1",
	    .summary = "links with a MAC of their own on another", .extensions = extensions,
	    .types = types);
