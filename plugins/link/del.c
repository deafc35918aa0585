/* SPDX-License-Identifier: MIT */
/* `link del`: remove a link, or all links of a group. */
#include "link.h"

#include <stddef.h>

#include <linux/if_link.h>

struct del_args {
	struct nssh_value link;
	struct nssh_value group;
};

static const struct nssh_arg rows[] = {
	{ .name = "dev", .help = "the link follows" },
	{ .name = "LINK",
	  .type = "link",
	  .offset = NSSH_AT(struct del_args, link),
	  .help = "the link to remove" },
	{ .name = "group GROUP",
	  .type = "group",
	  .offset = NSSH_AT(struct del_args, group),
	  .help = "all links of this group" },
	{ .name = "type KIND", .type = "name", .min = 2, .help = "its kind" },
	{ 0 },
};

static int run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct del_args *args = nssh_cmd_args(cmd);
	const struct nssh_value *what = nssh_given(&args->link) ? &args->link : &args->group;
	const struct ifinfomsg info = { .ifi_family = AF_UNSPEC };
	struct nssh_ns *ns = nssh_cmd_link_ns(cmd, &args->link);
	struct nssh_msg *msg = nssh_msg_new(RTM_DELLINK, 0, &info, sizeof(info));

	if (nssh_given(&args->link)) {
		nssh_msg_head_ifindex(msg, offsetof(struct ifinfomsg, ifi_index), ns,
				      args->link.link.name, args->link.word);
	} else {
		nssh_msg_word(msg, args->group.word);
		nssh_msg_put_u32(msg, IFLA_GROUP, (uint32_t)args->group.num);
	}
	return nssh_plan_request(nssh_cmd_plan(cmd), ns, msg, what->word, err, "delete %s %s",
				 nssh_given(&args->link) ? "link" : "group", what->word->text);
}

const struct nssh_verb link_del = {
	.grammar = "link del { [ dev ] LINK | group GROUP } [ type KIND ]",
	.args = rows,
	.args_size = sizeof(struct del_args),
	.effect = NSSH_CHANGES,
	.help = "remove a link",
	.text = "Removing one end of a pair removes the other with it.",
	.run = run,
};
