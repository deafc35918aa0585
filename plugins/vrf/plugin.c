/* SPDX-License-Identifier: MIT */
/* The plugin vrf: routing tables of their own, and what a link is as a port of one. */
#include <linux/if_link.h>

#include <nssh/link.h>
#include <nssh/option.h>
#include <nssh/plugin.h>

static const struct nssh_option options[] = {
	NSSH_OPTION("table TABLE", IFLA_VRF_TABLE, NSSH_FORM_U32, "the routing table of its ports",
		    .type = "table", .min = 1),
	{ 0 },
};

static const struct nssh_option port_options[] = {
	NSSH_SHOWN("table", IFLA_VRF_PORT_TABLE, NSSH_FORM_U32),
	{ 0 },
};

static const struct nssh_link_kind impl = { .kind = "vrf" };
static const struct nssh_link_kind port_impl = { .kind = "vrf_slave" };

static const struct nssh_extension kind = {
	.rule = "kind",
	.grammar = "vrf",
	.help = "a routing table of its own for its ports",
	.options = options,
	.impl = &impl,
};

static const struct nssh_extension port_kind = {
	.rule = "kind",
	.grammar = "vrf_slave",
	.help = "what a link is as a port of a vrf",
	.options = port_options,
	.impl = &port_impl,
};

static const struct nssh_extension *const extensions[] = { &kind, &port_kind, NULL };

NSSH_PLUGIN(.name = "vrf", .version = "0.1", .summary = "virtual routing and forwarding",
	    .extensions = extensions);
