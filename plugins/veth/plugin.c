/* SPDX-License-Identifier: MIT */
/* The plugin veth: pairs of links. */
#include "veth.h"

#include <stddef.h>

static const struct nssh_keyword keywords[] = {
	{ "veth", "pairs of links", NULL, 0 },
	{ "add", "make one", NULL, 1 },
	{ 0 },
};

static const struct nssh_verb *const verbs[] = { &veth_add, NULL };
static const struct nssh_extension *const extensions[] = { &veth_kind, NULL };

NSSH_PLUGIN(.name = "veth", .version = "0.1", .summary = "pairs of links", .keywords = keywords,
	    .verbs = verbs, .extensions = extensions);
