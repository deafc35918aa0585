/* SPDX-License-Identifier: MIT */
/* What the files of this plugin share: its verbs, rules and kinds of argument. */
#ifndef NSSH_PLUGINS_ROUTE_H
#define NSSH_PLUGINS_ROUTE_H

#include <nssh/plugin.h>

extern const struct nssh_verb nssh_route_add_verb, nssh_route_append_verb, nssh_route_prepend_verb,
	nssh_route_replace_verb, nssh_route_change_verb, nssh_route_test_verb, nssh_route_del_verb,
	nssh_route_show_verb, nssh_route_get_verb, nssh_route_flush_verb;

/* The rule `<route-type>`: unicast, local, blackhole ... */
extern const struct nssh_rule nssh_route_kind_rule;
extern const struct nssh_extension nssh_route_kinds;

/* The rule `<route-metrics>`: mtu, window, rtt ... */
extern const struct nssh_rule nssh_route_metrics_rule;
extern const struct nssh_extension nssh_route_metrics;

extern const struct nssh_type nssh_route_pref_type, nssh_route_rtt_type, nssh_route_hops_type,
	nssh_route_kind_type, nssh_route_any_table_type, nssh_route_any_scope_type;

#endif
