/* SPDX-License-Identifier: MIT */
/* The plugin ifb: a kind of link without options. */
#include <nssh/link.h>
#include <nssh/plugin.h>

static const struct nssh_link_kind impl = { .kind = "ifb" };

static const struct nssh_extension kind = {
	.rule = "kind",
	.grammar = "ifb",
	.help = "intermediate functional block, to shape what is received",
	.impl = &impl,
};

static const struct nssh_extension *const extensions[] = { &kind, NULL };

NSSH_PLUGIN(.name = "ifb", .version = "0.1", .summary = "intermediate functional blocks",
	    .extensions = extensions);
