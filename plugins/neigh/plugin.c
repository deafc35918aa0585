/* SPDX-License-Identifier: MIT */
/* The plugin neigh: neighbours of links (ARP, NDP), as ip-neighbour(8) has them. */
#include "neigh.h"

static const struct nssh_keyword keywords[] = {
	{ "neigh", "neighbours (ARP, NDP)", "neighbor neighbour", 1 },
	{ "add", "add a neighbour", NULL, 1 },
	{ "change", "change a neighbour that is there", "chg", 1 },
	{ "replace", "add a neighbour, or change it when it is there", NULL, 1 },
	{ "del", "delete a neighbour", "delete dele delet", 1 },
	{ "show", "show neighbours", "list lst ls l li lis", 1 },
	{ "get", "show one neighbour", NULL, 1 },
	{ "flush", "delete all neighbours that the words select", NULL, 1 },
	{ 0 },
};

static const struct nssh_verb *const verbs[] = {
	&nssh_neigh_add_verb,     &nssh_neigh_change_verb,
	&nssh_neigh_replace_verb, &nssh_neigh_del_verb,
	&nssh_neigh_show_verb,    &nssh_neigh_get_verb,
	&nssh_neigh_flush_verb,   NULL,
};

static const struct nssh_type *const types[] = {
	&nssh_neigh_state_type,
	&nssh_neigh_any_state_type,
	&nssh_neigh_lladdr_type,
	NULL,
};

NSSH_PLUGIN(.name = "neigh", .version = "0.1", .summary = "neighbours of links",
	    .keywords = keywords, .verbs = verbs, .types = types);
