/* SPDX-License-Identifier: MIT */
/* The plugin addr: addresses of links, as ip-address(8) has them. */
#include "addr.h"

#include <stddef.h>

static const struct nssh_keyword keywords[] = {
	{ "addr", "addresses of links", "address addre addres", 1 },
	{ "add", "give a link an address", NULL, 1 },
	{ "change", "change lifetimes and flags of an address", "chg", 1 },
	{ "replace", "give a link an address, or change it when it is there", NULL, 1 },
	{ "del", "take an address away from a link", "delete dele delet", 1 },
	{ "show", "show links and their addresses", "list lst ls l li lis", 1 },
	{ "flush", "take all addresses away that the words select", NULL, 1 },
	{ 0 },
};

static const struct nssh_verb *const verbs[] = {
	&nssh_addr_add_verb,
	&nssh_addr_change_verb,
	&nssh_addr_replace_verb,
	&nssh_addr_del_verb,
	&nssh_addr_show_verb,
	&nssh_addr_flush_verb,
	NULL,
};

static const struct nssh_rule *const rules[] = { &nssh_addr_flag_rule, NULL };

static const struct nssh_extension *const extensions[] = { &nssh_addr_flags, NULL };

static const struct nssh_type *const types[] = {
	&nssh_addr_label_type,
	&nssh_addr_proto_type,
	NULL,
};

NSSH_PLUGIN(.name = "addr", .version = "0.1", .summary = "addresses of links", .keywords = keywords,
	    .verbs = verbs, .rules = rules, .extensions = extensions, .types = types);
