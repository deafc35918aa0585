/* SPDX-License-Identifier: MIT */
/* The plugin dummy: a kind of link without options. */
#include <nssh/link.h>
#include <nssh/plugin.h>

static const struct nssh_link_kind impl = { .kind = "dummy" };

static const struct nssh_extension kind = {
	.rule = "kind",
	.grammar = "dummy",
	.help = "a link that drops what it is given",
	.impl = &impl,
};

static const struct nssh_extension *const extensions[] = { &kind, NULL };

NSSH_PLUGIN(.name = "dummy", .version = "0.1", .summary = "dummy links", .extensions = extensions);
