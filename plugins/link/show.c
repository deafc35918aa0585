/* SPDX-License-Identifier: MIT */
/* `link show`: the links of a namespace, all or those that the words select. */
#include "link.h"

struct show_args {
	struct nssh_value link;
	struct nssh_value up;
	struct nssh_value master;
	struct nssh_value nomaster;
	struct nssh_value type;
	struct nssh_value group;
};

#define AT(member) NSSH_AT(struct show_args, member)

static const struct nssh_arg rows[] = {
	{ .name = "dev", .help = "the link follows" },
	{ .name = "LINK", .type = "link", .offset = AT(link), .help = "only this link" },
	{ .name = "up", .offset = AT(up), .help = "only links that are up" },
	{ .name = "master LINK",
	  .type = "link",
	  .offset = AT(master),
	  .help = "only ports of this link" },
	{ .name = "vrf LINK",
	  .type = "link",
	  .offset = AT(master),
	  .help = "only links of this VRF" },
	{ .name = "nomaster", .offset = AT(nomaster), .help = "only links that are nobody's port" },
	{ .name = "type KIND",
	  .type = "name",
	  .offset = AT(type),
	  .help = "only links of this kind, as veth" },
	{ .name = "group GROUP",
	  .type = "group",
	  .offset = AT(group),
	  .help = "only links of this group" },
	{ 0 },
};

static int run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	struct nssh_link_filter filter = NSSH_LINK_FILTER_INIT;
	const struct show_args *args = nssh_cmd_args(cmd);

	if (nssh_given(&args->link)) {
		filter.link = args->link.link.name;
		filter.missing = args->link.word;
	}
	if (nssh_given(&args->master)) {
		filter.master = args->master.link.name;
		filter.missing_master = args->master.word;
	}
	if (nssh_given(&args->type))
		filter.kind = args->type.str;
	if (nssh_given(&args->group))
		filter.group = (int)args->group.num;
	filter.up = nssh_given(&args->up);
	filter.nomaster = nssh_given(&args->nomaster);
	return nssh_link_show(cmd, nssh_cmd_link_ns(cmd, &args->link), &filter, err);
}

const struct nssh_verb link_show = {
	.grammar = "link [ show { [ dev ] LINK | up | { master LINK | vrf LINK | nomaster }"
		   " | type KIND | group GROUP }* ]",
	.args = rows,
	.args_size = sizeof(struct show_args),
	.effect = NSSH_READS,
	.help = "show links",
	.run = run,
};
