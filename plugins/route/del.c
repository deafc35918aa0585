/* SPDX-License-Identifier: MIT */
/* `route del`: the first route that is as the words say. */
#include "route.h"

#include <linux/rtnetlink.h>

#include "modify.h"

static int run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return nssh_route_modify(cmd, RTM_DELROUTE, 0, "delete", err);
}

const struct nssh_verb nssh_route_del_verb = {
	.grammar = ROUTE_GRAMMAR("del"),
	.args = nssh_route_rows,
	.args_size = sizeof(struct route_args),
	.effect = NSSH_CHANGES,
	.help = "delete a route",
	.text = "Of several to the same destination, the first one goes that has all that the words "
		"say.",
	.run = run,
};
