/* SPDX-License-Identifier: MIT */
/* netns set: give a namespace the number by which links here name it (RTM_NEWNSID). */
#include "netns.h"

#include <errno.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>

#include <nssh/plan.h>

struct set_args {
	struct nssh_value netns;
	struct nssh_value number;
	struct nssh_value automatic;
};

static int set_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct set_args *args = nssh_cmd_args(cmd);
	const struct rtgenmsg head = { .rtgen_family = AF_UNSPEC };
	struct nssh_msg *msg = nssh_msg_new(RTM_NEWNSID, 0, &head, sizeof(head));
	bool automatic = nssh_given(&args->automatic);

	nssh_msg_put_nsfd(msg, NETNSA_FD, netns_of(cmd, &args->netns), args->netns.word);
	nssh_msg_word(msg, automatic ? args->automatic.word : args->number.word);
	nssh_msg_put_u32(msg, NETNSA_NSID, automatic ? UINT32_MAX : (uint32_t)args->number.num);
	return nssh_plan_request(nssh_cmd_plan(cmd), nssh_cmd_ns(cmd), msg, args->netns.word, err,
				 "give namespace %s a number", args->netns.str);
}

static const struct nssh_arg set_table[] = {
	{
		.name = "NETNS",
		.type = "netns",
		.help = "its name",
		.offset = NSSH_AT(struct set_args, netns),
	},
	{
		.name = "auto",
		.help = "a number that is free",
		.offset = NSSH_AT(struct set_args, automatic),
	},
	{
		.name = "NSID",
		.type = "number",
		.help = "the number",
		.offset = NSSH_AT(struct set_args, number),
		.hi = INT32_MAX,
	},
	{ .name = NULL },
};

const struct nssh_verb netns_set = {
	.grammar = "netns set NETNS { auto | NSID }",
	.args = set_table,
	.args_size = sizeof(struct set_args),
	.effect = NSSH_CHANGES,
	.help = "give a namespace a number, by which links here name it",
	.text = "Numbers hold in the namespace that asks only, and cannot be changed once given.",
	.run = set_run,
};
