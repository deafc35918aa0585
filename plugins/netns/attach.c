/* SPDX-License-Identifier: MIT */
/* netns attach: bind a name to the namespace of a process. */
#include "netns.h"

#include <stdio.h>

#include <nssh/plan.h>

struct attach_args {
	struct nssh_value netns;
	struct nssh_value pid;
};

static int attach_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct attach_args *args = nssh_cmd_args(cmd);
	char path[64];

	/* A path: a number alone could be the name of another namespace. */
	(void)snprintf(path, sizeof(path), "/proc/%llu/ns/net", (unsigned long long)args->pid.num);
	return nssh_plan_netns_attach(nssh_cmd_plan(cmd), netns_of(cmd, &args->netns),
				      nssh_ns_get(nssh_cmd_net(cmd), path), args->netns.word,
				      args->pid.word, err);
}

static const struct nssh_arg attach_table[] = {
	{
		.name = "NETNS",
		.type = "new-netns",
		.help = "the name to be given",
		.offset = NSSH_AT(struct attach_args, netns),
	},
	{
		.name = "PID",
		.type = "pid",
		.help = "a process in that namespace",
		.offset = NSSH_AT(struct attach_args, pid),
	},
	{ .name = NULL },
};

const struct nssh_verb netns_attach = {
	.grammar = "netns attach NETNS PID",
	.args = attach_table,
	.args_size = sizeof(struct attach_args),
	.effect = NSSH_CHANGES,
	.help = "give the namespace of a process a name",
	.run = attach_run,
};
