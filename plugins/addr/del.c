/* SPDX-License-Identifier: MIT */
/* `addr del`: take an address away from a link. */
#include "addr.h"

#include <linux/rtnetlink.h>

#include "modify.h"

static int run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return nssh_addr_modify(cmd, RTM_DELADDR, 0, err);
}

const struct nssh_verb nssh_addr_del_verb = {
	.grammar = ADDR_GRAMMAR("del"),
	.args = nssh_addr_rows,
	.args_size = sizeof(struct addr_args),
	.effect = NSSH_CHANGES,
	.help = "take an address away from a link",
	.text = "Prefix length, peer and label must be those of the address. An IPv4 address without a "
		"prefix length takes away the first one that is equal, whatever its length is; a warning "
		"says so.",
	.run = run,
};
