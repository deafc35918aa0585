/* SPDX-License-Identifier: MIT */
/* `addr add`, `addr change` and `addr replace`: they differ in what may be there already. */
#include "addr.h"

#include <linux/rtnetlink.h>

#include "modify.h"

static int run_add(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return nssh_addr_modify(cmd, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, err);
}

const struct nssh_verb nssh_addr_add_verb = {
	.grammar = ADDR_GRAMMAR("add"),
	.args = nssh_addr_rows,
	.args_size = sizeof(struct addr_args),
	.effect = NSSH_CHANGES,
	.help = "give a link an address",
	.text = "Without a prefix length the address stands alone: /32 or /128. No broadcast address is "
		"set unless asked for with broadcast +. An IPv6 address can be used only after "
		"duplicate address detection, a second or two later; nodad leaves that out.",
	.run = run_add,
};

static int run_change(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return nssh_addr_modify(cmd, RTM_NEWADDR, NLM_F_REPLACE, err);
}

const struct nssh_verb nssh_addr_change_verb = {
	.grammar = ADDR_GRAMMAR("change"),
	.args = nssh_addr_rows,
	.args_size = sizeof(struct addr_args),
	.effect = NSSH_CHANGES,
	.help = "change lifetimes and flags of an address",
	.run = run_change,
};

static int run_replace(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return nssh_addr_modify(cmd, RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, err);
}

const struct nssh_verb nssh_addr_replace_verb = {
	.grammar = ADDR_GRAMMAR("replace"),
	.args = nssh_addr_rows,
	.args_size = sizeof(struct addr_args),
	.effect = NSSH_CHANGES,
	.help = "give a link an address, or change it when it is there",
	.run = run_replace,
};
