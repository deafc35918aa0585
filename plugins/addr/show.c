/* SPDX-License-Identifier: MIT */
/* `addr show`: links with their addresses, all or those that the words select. */
#include "addr.h"

#include <sys/socket.h>

#include <nssh/link.h>

#include "modify.h"

struct show_args {
	struct nssh_value dev;
	struct nssh_value up;
	struct nssh_value scope;
	struct nssh_value to;
	struct nssh_value label;
	struct nssh_value master;
	struct nssh_value vrf;
	struct nssh_value nomaster;
	struct nssh_value group;
	struct nssh_value type;
	struct nssh_value flags;
};

static const struct nssh_arg rows[] = {
	{ .name = "dev", .help = "the link that follows" },
	{ .name = "LINK",
	  .type = "link",
	  .offset = NSSH_AT(struct show_args, dev),
	  .help = "only this link" },
	{ .name = "up", .offset = NSSH_AT(struct show_args, up), .help = "only links that are up" },
	{ .name = "scope SCOPE",
	  .type = "scope",
	  .offset = NSSH_AT(struct show_args, scope),
	  .help = "only addresses of this scope" },
	{ .name = "all", .help = "addresses of every scope" },
	{ .name = "to PREFIX",
	  .type = "prefix",
	  .offset = NSSH_AT(struct show_args, to),
	  .help = "only addresses in this prefix" },
	{ .name = "label PATTERN",
	  .type = "name",
	  .offset = NSSH_AT(struct show_args, label),
	  .help = "only addresses with such a label, as eth*" },
	{ .name = "master LINK",
	  .type = "link",
	  .offset = NSSH_AT(struct show_args, master),
	  .help = "only ports of this link" },
	{ .name = "vrf LINK",
	  .type = "link",
	  .offset = NSSH_AT(struct show_args, vrf),
	  .help = "only links of this VRF" },
	{ .name = "nomaster",
	  .offset = NSSH_AT(struct show_args, nomaster),
	  .help = "only links that are nobody's port" },
	{ .name = "group GROUP",
	  .type = "group",
	  .offset = NSSH_AT(struct show_args, group),
	  .help = "only links of this group" },
	{ .name = "type KIND",
	  .type = "name",
	  .offset = NSSH_AT(struct show_args, type),
	  .help = "only links of this kind, as veth" },
	{ .name = "<address-flag>",
	  .offset = NSSH_AT(struct show_args, flags),
	  .help = "only addresses in this state or with this flag" },
	{ 0 },
};

static void read_filter(const struct nssh_cmd *cmd, const struct show_args *args,
			struct nssh_link_filter *filter)
{
	const struct nssh_value *master = nssh_given(&args->vrf) ? &args->vrf : &args->master;

	filter->addresses = true;
	filter->family = nssh_cmd_options(cmd)->family;
	filter->up = nssh_given(&args->up);
	filter->nomaster = nssh_given(&args->nomaster);
	if (nssh_given(&args->dev)) {
		filter->link = args->dev.link.name;
		filter->missing = args->dev.word;
	}
	if (nssh_given(master))
		filter->master = master->link.name;
	if (nssh_given(&args->type))
		filter->kind = args->type.str;
	if (nssh_given(&args->group))
		filter->group = (int)args->group.num;
	if (nssh_given(&args->label))
		filter->label = args->label.str;
	if (nssh_given(&args->scope))
		filter->scope = (int)args->scope.num;
	if (nssh_given(&args->to)) {
		filter->to = args->to.addr;
		if (filter->family == AF_UNSPEC)
			filter->family = args->to.addr.family;
	}
	nssh_addr_flags_of(&args->flags, &filter->flags, &filter->flag_mask);
}

static int run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	struct nssh_link_filter filter = NSSH_LINK_FILTER_INIT;
	const struct show_args *args = nssh_cmd_args(cmd);
	int rc = nssh_cmd_check_family(cmd, &args->to, err);

	if (rc < 0)
		return rc;
	read_filter(cmd, args, &filter);
	return nssh_link_show(cmd, nssh_cmd_link_ns(cmd, &args->dev), &filter, err);
}

const struct nssh_verb nssh_addr_show_verb = {
	.grammar =
		"addr [ show { [ dev ] LINK | up | scope { SCOPE | all } | to PREFIX | label PATTERN"
		" | master LINK | vrf LINK | nomaster | group GROUP | type KIND"
		" | <address-flag> }* ]",
	.args = rows,
	.args_size = sizeof(struct show_args),
	.effect = NSSH_READS,
	.help = "show links and their addresses",
	.run = run,
};
