/* SPDX-License-Identifier: MIT */
/* The plugin route: the kernel's routing tables, as ip-route(8) has them. */
#include "route.h"

#include <stddef.h>

static const struct nssh_keyword keywords[] = {
	{ "route", "routes", NULL, 1 },
	{ "add", "add a route", NULL, 1 },
	{ "append", "add a route behind those to the same destination", NULL, 2 },
	{ "prepend", "add a route before those to the same destination", NULL, 1 },
	{ "replace", "add a route, or change it when it is there", NULL, 1 },
	{ "change", "change a route that is there", "chg", 1 },
	{ "test", "fail as add would, and add nothing", NULL, 1 },
	{ "del", "delete a route", "delete", 1 },
	{ "show", "show routes", "list lst ls", 1 },
	{ "get", "show the route that a packet would take", NULL, 1 },
	{ "flush", "delete all routes that the words select", NULL, 1 },
	{ 0 },
};

static const struct nssh_verb *const verbs[] = {
	&nssh_route_add_verb,
	&nssh_route_append_verb,
	&nssh_route_prepend_verb,
	&nssh_route_replace_verb,
	&nssh_route_change_verb,
	&nssh_route_test_verb,
	&nssh_route_del_verb,
	&nssh_route_show_verb,
	&nssh_route_get_verb,
	&nssh_route_flush_verb,
	NULL,
};

static const struct nssh_rule *const rules[] = {
	&nssh_route_kind_rule,
	&nssh_route_metrics_rule,
	NULL,
};

static const struct nssh_extension *const extensions[] = {
	&nssh_route_kinds,
	&nssh_route_metrics,
	NULL,
};

static const struct nssh_type *const types[] = {
	&nssh_route_pref_type,
	&nssh_route_rtt_type,
	&nssh_route_hops_type,
	&nssh_route_kind_type,
	&nssh_route_any_table_type,
	&nssh_route_any_scope_type,
	NULL,
};

NSSH_PLUGIN(.name = "route", .version = "0.1", .summary = "routing tables", .keywords = keywords,
	    .verbs = verbs, .rules = rules, .extensions = extensions, .types = types);
