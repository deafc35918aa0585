/* SPDX-License-Identifier: MIT */
/* The plugin rule: which routing table a packet is looked up in, as ip-rule(8) has it. */
#include "rule.h"

static const struct nssh_keyword keywords[] = {
	{ "rule", "routing policy rules", NULL, 2 },
	{ "add", "add a rule", NULL, 1 },
	{ "del", "delete a rule", "delete dele delet", 1 },
	{ "show", "show rules", "list lst ls l li lis", 1 },
	{ "flush", "delete all rules that the words select", NULL, 1 },
	{ 0 },
};

static const struct nssh_verb *const verbs[] = {
	&nssh_rule_add_verb, &nssh_rule_del_verb, &nssh_rule_show_verb, &nssh_rule_flush_verb, NULL,
};

static const struct nssh_type *const types[] = {
	&nssh_rule_mark_type, &nssh_rule_range_type,  &nssh_rule_ports_type,
	&nssh_rule_link_type, &nssh_rule_action_type, NULL,
};

NSSH_PLUGIN(.name = "rule", .version = "0.1", .summary = "routing policy rules",
	    .keywords = keywords, .verbs = verbs, .types = types);
