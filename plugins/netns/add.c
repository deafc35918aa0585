/* SPDX-License-Identifier: MIT */
/* netns add: make a namespace and bind it to a name. */
#include "netns.h"

#include <nssh/plan.h>

struct add_args {
	struct nssh_value netns;
};

static int add_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct add_args *args = nssh_cmd_args(cmd);

	return nssh_plan_netns_add(nssh_cmd_plan(cmd), netns_of(cmd, &args->netns),
				   args->netns.word, err);
}

static const struct nssh_arg add_table[] = {
	{
		.name = "NETNS",
		.type = "new-netns",
		.help = "its name",
		.offset = NSSH_AT(struct add_args, netns),
	},
	{ .name = NULL },
};

const struct nssh_verb netns_add = {
	.grammar = "netns add NETNS",
	.args = add_table,
	.args_size = sizeof(struct add_args),
	.effect = NSSH_CHANGES,
	.help = "make a network namespace",
	.text = "The namespace is bound to a file under /run/netns, where ip-netns(8) looks too. "
		"Its loopback link is down.",
	.run = add_run,
};
