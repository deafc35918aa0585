/* SPDX-License-Identifier: MIT */
/* `link add`: a new link of any kind that a plugin knows. */
#include "link.h"

#include <errno.h>
#include <string.h>

#include <linux/if_link.h>

#include <nssh/system.h>

struct add_args {
	struct nssh_value name;
	struct nssh_value link;
	struct nssh_value index;
	struct nssh_value numtxqueues;
	struct nssh_value numrxqueues;
	struct nssh_value link_netns;
	struct nssh_value link_netnsid;
	struct nssh_value attrs;
	struct nssh_value kind;
};

#define AT(member) NSSH_AT(struct add_args, member)

static const struct nssh_arg rows[] = {
	{ .name = "name", .also = "dev", .help = "the new link's name follows" },
	{ .name = "NAME", .type = "new-link", .offset = AT(name), .help = "name of the new link" },
	{ .name = "link LINK",
	  .type = "link",
	  .offset = AT(link),
	  .min = 3,
	  .help = "the link that it lies on" },
	{ .name = "index INDEX",
	  .type = "number",
	  .offset = AT(index),
	  .lo = 1,
	  .hi = INT32_MAX,
	  .help = "index of the new link" },
	{ .name = "numtxqueues QUEUES",
	  .type = "number",
	  .offset = AT(numtxqueues),
	  .min = 4,
	  .lo = 1,
	  .hi = UINT32_MAX,
	  .help = "number of transmit queues" },
	{ .name = "numrxqueues QUEUES",
	  .type = "number",
	  .offset = AT(numrxqueues),
	  .min = 4,
	  .lo = 1,
	  .hi = UINT32_MAX,
	  .help = "number of receive queues" },
	{ .name = "link-netns NETNS",
	  .type = "netns",
	  .offset = AT(link_netns),
	  .help = "the namespace of the link that it lies on" },
	{ .name = "link-netnsid ID",
	  .type = "number",
	  .offset = AT(link_netnsid),
	  .hi = INT32_MAX,
	  .help = "the same by its number" },
	{ .name = "<link-attrs>", .offset = AT(attrs), .help = "what any link can be given" },
	{ .name = "type", .min = 2, .help = "the kind of link follows" },
	{ .name = "<kind>", .offset = AT(kind), .help = "what kind of link, and its options" },
	{ 0 },
};

/**
 * struct new_link - where a link is made
 * @sent:   the request goes out here
 * @target: the link is to be there
 * @below:  the namespace of the link that it lies on
 */
struct new_link {
	struct nssh_ns *sent, *target, *below;
	const struct nssh_word *target_word;
	struct ifinfomsg info;
};

static int find_places(struct nssh_cmd *cmd, const struct add_args *args, struct new_link *new,
		       struct nssh_error *err)
{
	struct nssh_ns *elsewhere;
	int rc;

	new->sent = nssh_cmd_link_ns(cmd, &args->name);
	rc = link_target(cmd, &args->attrs, &args->name, new->sent, &elsewhere, &new->target_word,
			 err);
	if (rc < 0)
		return rc;
	new->target = elsewhere ? elsewhere : new->sent;
	new->below = new->sent;
	if (nssh_given(&args->link_netns))
		new->below = nssh_ns_get(nssh_cmd_net(cmd), args->link_netns.str);
	else if (nssh_given(&args->link) && (args->link.link.ns || args->name.link.ns))
		new->below = nssh_cmd_link_ns(cmd, &args->link);
	return 0;
}

static void put_below(struct nssh_msg *msg, const struct add_args *args, const struct new_link *new)
{
	const struct nssh_value *link = &args->link;

	if (nssh_given(link)) {
		nssh_msg_word(msg, link->word);
		nssh_msg_put_ifindex(msg, IFLA_LINK, new->below, link->link.name, link->word);
	}
	if (nssh_given(&args->link_netnsid)) {
		nssh_msg_word(msg, args->link_netnsid.word);
		nssh_msg_put_u32(msg, IFLA_LINK_NETNSID, (uint32_t)args->link_netnsid.num);
	} else if (new->below != new->sent) {
		/* The kernel reads the number as one of the namespace that the link ends up in. */
		nssh_msg_put_nsid(msg, IFLA_LINK_NETNSID, new->target, new->below,
				  nssh_given(&args->link_netns) ? args->link_netns.word
								: link->word);
	}
}

static void put_number(struct nssh_msg *msg, uint16_t type, const struct nssh_value *value)
{
	if (!nssh_given(value))
		return;
	nssh_msg_word(msg, value->word);
	nssh_msg_put_u32(msg, type, (uint32_t)value->num);
}

static int fill(struct nssh_cmd *cmd, const struct add_args *args, struct new_link *new,
		struct nssh_msg *msg, struct nssh_error *err)
{
	int rc;

	if (nssh_given(&args->name)) {
		nssh_msg_word(msg, args->name.word);
		nssh_msg_put_str(msg, IFLA_IFNAME, args->name.link.name);
	}
	if (nssh_given(&args->index))
		new->info.ifi_index = (int)args->index.num;
	put_below(msg, args, new);
	put_number(msg, IFLA_NUM_TX_QUEUES, &args->numtxqueues);
	put_number(msg, IFLA_NUM_RX_QUEUES, &args->numrxqueues);
	if (new->target != new->sent) {
		nssh_msg_word(msg, new->target_word);
		nssh_msg_put_nsfd(msg, IFLA_NET_NS_FD, new->target, new->target_word);
	}
	rc = nssh_link_attrs_put(&args->attrs, NSSH_LINK_MAKE, new->target, &new->info, msg, err);
	if (rc == 0)
		rc = link_put_kind(cmd, &args->kind, new->sent, msg, err);
	memcpy(nssh_msg_head(msg), &new->info, sizeof(new->info));
	return rc;
}

static int add(struct nssh_cmd *cmd, uint16_t flags, struct nssh_error *err)
{
	const struct add_args *args = nssh_cmd_args(cmd);
	const struct nssh_link_kind *kind = args->kind.sub.ext->impl;
	struct new_link new = { .info = { .ifi_family = AF_UNSPEC } };
	struct nssh_msg *msg;
	int rc;

	if (kind->hand_over && kind->hand_over(args->kind.sub.args))
		return nssh_plan_system_ip(cmd, err);
	rc = find_places(cmd, args, &new, err);
	if (rc < 0)
		return rc;
	msg = nssh_msg_new(RTM_NEWLINK, NLM_F_CREATE | flags, &new.info, sizeof(new.info));
	rc = fill(cmd, args, &new, msg, err);
	if (rc < 0) {
		nssh_msg_free(msg);
		return rc;
	}
	rc = nssh_plan_request(nssh_cmd_plan(cmd), new.sent, msg,
			       nssh_given(&args->name) ? args->name.word : args->kind.word, err,
			       "add %s link%s%s", nssh_link_kind_name(&args->kind),
			       nssh_given(&args->name) ? " " : "",
			       nssh_given(&args->name) ? args->name.word->text : "");
	if (rc == 0)
		rc = nssh_link_attrs_rest(cmd, &args->attrs, NSSH_LINK_MAKE, new.target,
					  &args->name, err);
	if (rc == 0 && kind->after)
		rc = kind->after(cmd, new.sent, args->kind.sub.args, err);
	return rc;
}

static int run_add(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return add(cmd, NLM_F_EXCL, err);
}

static int run_replace(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return add(cmd, NLM_F_REPLACE, err);
}

#define WORDS                                                                             \
	" { [ link LINK ] & [ [ name ] NAME ] & [ index INDEX ] & [ numtxqueues QUEUES ]" \
	" & [ numrxqueues QUEUES ] & [ { link-netns NETNS | link-netnsid ID } ]"          \
	" & <link-attrs> } type <kind>"

const struct nssh_verb link_add = {
	.grammar = "link add" WORDS,
	.args = rows,
	.args_size = sizeof(struct add_args),
	.effect = NSSH_CHANGES,
	.help = "make a link",
	.text = "The link is made in the namespace that the command is about, or in NS when it is "
		"called NS:NAME. With `netns` it is put into another one at once; the link that it "
		"lies on and the far end of a pair stay behind.",
	.run = run_add,
};

const struct nssh_verb link_replace = {
	.grammar = "link replace" WORDS,
	.args = rows,
	.args_size = sizeof(struct add_args),
	.effect = NSSH_CHANGES,
	.help = "make a link, or change it when it is there",
	.run = run_replace,
};
