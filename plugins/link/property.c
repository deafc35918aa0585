/* SPDX-License-Identifier: MIT */
/* `link property add` and `link property del`: alternative names. */
#include "link.h"

#include <stddef.h>
#include <string.h>

#include <linux/if_link.h>

struct property_args {
	struct nssh_value link;
	struct nssh_value names;
};

static const struct nssh_arg rows[] = {
	{ .name = "dev", .help = "the link follows" },
	{ .name = "LINK",
	  .type = "link",
	  .offset = NSSH_AT(struct property_args, link),
	  .help = "the link" },
	{ .name = "altname NAME",
	  .type = "name",
	  .offset = NSSH_AT(struct property_args, names),
	  .help = "alternative names, of up to 127 bytes" },
	{ 0 },
};

/* iproute2 has the keyword before each of the names; here it need not be repeated. */
static void put_names(struct nssh_msg *msg, const struct nssh_value *names)
{
	const struct nssh_word *word = names->word;
	const struct nssh_word *end = word + names->count;
	size_t list = nssh_msg_nest(msg, IFLA_PROP_LIST | NLA_F_NESTED);

	for (; word < end; word++) {
		if (word > names->word && word + 1 < end && strcmp(word->text, "altname") == 0)
			word++;
		nssh_msg_word(msg, word);
		nssh_msg_put_str(msg, IFLA_ALT_IFNAME, word->text);
	}
	nssh_msg_nest_end(msg, list);
}

static int change(struct nssh_cmd *cmd, uint16_t type, uint16_t flags, const char *what,
		  struct nssh_error *err)
{
	const struct property_args *args = nssh_cmd_args(cmd);
	const struct ifinfomsg info = { .ifi_family = AF_UNSPEC };
	struct nssh_ns *ns = nssh_cmd_link_ns(cmd, &args->link);
	struct nssh_msg *msg = nssh_msg_new(type, flags, &info, sizeof(info));

	nssh_msg_head_ifindex(msg, offsetof(struct ifinfomsg, ifi_index), ns, args->link.link.name,
			      args->link.word);
	put_names(msg, &args->names);
	return nssh_plan_request(nssh_cmd_plan(cmd), ns, msg, args->names.word, err,
				 "%s alternative names of %s", what, args->link.word->text);
}

static int run_add(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return change(cmd, RTM_NEWLINKPROP, NLM_F_EXCL | NLM_F_CREATE | NLM_F_APPEND, "add", err);
}

static int run_del(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return change(cmd, RTM_DELLINKPROP, 0, "delete", err);
}

const struct nssh_verb link_property_add = {
	.grammar = "link property add { [ dev ] LINK & altname NAME... }",
	.args = rows,
	.args_size = sizeof(struct property_args),
	.effect = NSSH_CHANGES,
	.help = "give a link alternative names",
	.run = run_add,
};

const struct nssh_verb link_property_del = {
	.grammar = "link property del { [ dev ] LINK & altname NAME... }",
	.args = rows,
	.args_size = sizeof(struct property_args),
	.effect = NSSH_CHANGES,
	.help = "take alternative names of a link away",
	.run = run_del,
};
