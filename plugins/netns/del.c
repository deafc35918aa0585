/* SPDX-License-Identifier: MIT */
/* netns del: remove a name, or, with -all, every name. */
#include "netns.h"

#include <errno.h>

#include <nssh/plan.h>

struct del_args {
	struct nssh_value netns;
};

static int del_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct del_args *args = nssh_cmd_args(cmd);
	const struct nssh_value *netns = &args->netns;

	/* With -all, iproute2 passes over a name too. */
	if (nssh_cmd_options(cmd)->all)
		return nssh_plan_netns_del_all(nssh_cmd_plan(cmd), nssh_cmd_net(cmd), NULL,
					       nssh_cmd_word(cmd), err);
	if (nssh_given(netns) && netns_means_all(netns))
		return nssh_plan_netns_del_all(nssh_cmd_plan(cmd), nssh_cmd_net(cmd),
					       netns_of(cmd, netns), netns->word, err);
	if (!nssh_given(netns)) {
		(void)nssh_fail(err, -EINVAL, nssh_cmd_word(cmd), "which namespace?");
		nssh_hint(err, "`netns del NETNS`, or `netns del all` for all of them");
		return -EINVAL;
	}
	if (!nssh_netns_valid_name(netns->str))
		return nssh_fail(err, -EINVAL, netns->word, "\"%s\" is not a namespace's name",
				 netns->str);
	return nssh_plan_netns_del(nssh_cmd_plan(cmd), netns_of(cmd, netns), netns->word, err);
}

static const struct nssh_arg del_table[] = {
	{
		.name = "NETNS",
		.type = "netns",
		.help = "its name, or `all`",
		.offset = NSSH_AT(struct del_args, netns),
	},
	{ .name = NULL },
};

const struct nssh_verb netns_del = {
	.grammar = "netns del [ NETNS ]",
	.args = del_table,
	.args_size = sizeof(struct del_args),
	.effect = NSSH_CHANGES,
	.help = "remove a network namespace, or all of them",
	.text = "What goes is the name. The namespace itself lives on while a process, an open file "
		"or another bind holds it. Stale files under /run/netns are removed too.\n\n"
		"`-all netns del` and `netns del all` remove every one; a namespace that is called "
		"`all` is taken for itself.",
	.run = del_run,
};
