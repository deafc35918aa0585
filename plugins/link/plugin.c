/* SPDX-License-Identifier: MIT */
/* The plugin link: making, changing, removing and showing links, as ip-link(8) has it. */
#include "link.h"

static const struct nssh_keyword keywords[] = {
	{ "link", "links: network interfaces of any kind", NULL, 1 },
	{ "add", "make one", NULL, 1 },
	{ "replace", "make one, or change it when it is there", NULL, 1 },
	{ "set", "change one", "change chg", 1 },
	{ "del", "remove one", "delete dele delet", 1 },
	{ "show", "show them", "list lst ls l li lis", 2 },
	{ "property", "alternative names", NULL, 1 },
	{ 0 },
};

static const struct nssh_verb *const verbs[] = {
	&link_add,  &link_replace,      &link_set,          &link_del,
	&link_show, &link_property_add, &link_property_del, NULL,
};

static const struct nssh_rule kind = { .name = "kind", .help = "the kind of a link" };
static const struct nssh_rule *const rules[] = { &kind, NULL };

NSSH_PLUGIN(.name = "link", .version = "0.1", .summary = "links: add, set, del, show",
	    .keywords = keywords, .verbs = verbs, .rules = rules);
