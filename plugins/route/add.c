/* SPDX-License-Identifier: MIT */
/* `route add`, `append`, `prepend`, `replace`, `change`, `test`: they differ in what may be there. */
#include "route.h"

#include <linux/rtnetlink.h>

#include "modify.h"

static int run_add(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return nssh_route_modify(cmd, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, "add", err);
}

const struct nssh_verb nssh_route_add_verb = {
	.grammar = ROUTE_GRAMMAR("add"),
	.args = nssh_route_rows,
	.args_size = sizeof(struct route_args),
	.effect = NSSH_CHANGES,
	.help = "add a route",
	.text = "Without a table it is main, or local for types that concern this host. Several next "
		"hops share the traffic by their weights; they come last, each behind nexthop. What "
		"wraps packets up (encap), VRFs and MPLS are the system's ip's to read.",
	.run = run_add,
};

static int run_append(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return nssh_route_modify(cmd, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_APPEND, "append", err);
}

const struct nssh_verb nssh_route_append_verb = {
	.grammar = ROUTE_GRAMMAR("append"),
	.args = nssh_route_rows,
	.args_size = sizeof(struct route_args),
	.effect = NSSH_CHANGES,
	.help = "add a route behind those to the same destination",
	.run = run_append,
};

static int run_prepend(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return nssh_route_modify(cmd, RTM_NEWROUTE, NLM_F_CREATE, "prepend", err);
}

const struct nssh_verb nssh_route_prepend_verb = {
	.grammar = ROUTE_GRAMMAR("prepend"),
	.args = nssh_route_rows,
	.args_size = sizeof(struct route_args),
	.effect = NSSH_CHANGES,
	.help = "add a route before those to the same destination",
	.run = run_prepend,
};

static int run_replace(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return nssh_route_modify(cmd, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, "replace", err);
}

const struct nssh_verb nssh_route_replace_verb = {
	.grammar = ROUTE_GRAMMAR("replace"),
	.args = nssh_route_rows,
	.args_size = sizeof(struct route_args),
	.effect = NSSH_CHANGES,
	.help = "add a route, or change it when it is there",
	.run = run_replace,
};

static int run_change(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return nssh_route_modify(cmd, RTM_NEWROUTE, NLM_F_REPLACE, "change", err);
}

const struct nssh_verb nssh_route_change_verb = {
	.grammar = ROUTE_GRAMMAR("change"),
	.args = nssh_route_rows,
	.args_size = sizeof(struct route_args),
	.effect = NSSH_CHANGES,
	.help = "change a route that is there",
	.run = run_change,
};

static int run_test(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return nssh_route_modify(cmd, RTM_NEWROUTE, NLM_F_EXCL, "test", err);
}

const struct nssh_verb nssh_route_test_verb = {
	.grammar = ROUTE_GRAMMAR("test"),
	.args = nssh_route_rows,
	.args_size = sizeof(struct route_args),
	.effect = NSSH_CHANGES,
	.help = "fail as add would, and add nothing",
	.run = run_test,
};
