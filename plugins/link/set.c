/* SPDX-License-Identifier: MIT */
/* `link set`: change a link, or all links of a group, in one request. */
#include "link.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include <linux/if_link.h>

#include <nssh/system.h>

struct set_args {
	struct nssh_value link;
	struct nssh_value name;
	struct nssh_value index;
	struct nssh_value link_netns;
	struct nssh_value link_netnsid;
	struct nssh_value attrs;
	struct nssh_value kind;
};

#define AT(member) NSSH_AT(struct set_args, member)

static const struct nssh_arg rows[] = {
	{ .name = "dev", .help = "the link follows" },
	{ .name = "LINK", .type = "link", .offset = AT(link), .help = "the link to change" },
	{ .name = "name NEWNAME", .type = "new-link", .offset = AT(name), .help = "rename it" },
	{ .name = "index INDEX",
	  .type = "number",
	  .offset = AT(index),
	  .lo = 1,
	  .hi = INT32_MAX,
	  .help = "its index in the namespace that it is put into" },
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
	{ .name = "type", .min = 2, .help = "options of the link's kind follow" },
	{ .name = "<kind>", .offset = AT(kind), .help = "options of this kind of link" },
	{ 0 },
};

static int check(const struct nssh_cmd *cmd, const struct set_args *args,
		 const struct nssh_ns *target, struct nssh_error *err)
{
	const struct nssh_link_attrs *attrs = nssh_link_attrs_of(&args->attrs);

	if (!nssh_given(&args->link) && !(attrs && nssh_given(&attrs->group))) {
		(void)nssh_fail(err, -EINVAL, nssh_cmd_word(cmd), "which link?");
		nssh_hint(err, "name one, or a group: link set eth0 up, link set group 7 up");
		return -EINVAL;
	}
	if (nssh_given(&args->index) && !target) {
		(void)nssh_fail(err, -EINVAL, args->index.word,
				"the index of a link stays the same");
		nssh_hint(err,
			  "it can be chosen when the link is made or put into another namespace");
		return -EINVAL;
	}
	return 0;
}

static void put_names(struct nssh_cmd *cmd, const struct set_args *args, struct nssh_ns *ns,
		      struct nssh_ns *target, const struct nssh_word *target_word,
		      struct nssh_msg *msg)
{
	if (nssh_given(&args->link))
		nssh_msg_head_ifindex(msg, offsetof(struct ifinfomsg, ifi_index), ns,
				      args->link.link.name, args->link.word);
	if (nssh_given(&args->name)) {
		nssh_msg_word(msg, args->name.word);
		nssh_msg_put_str(msg, IFLA_IFNAME, args->name.link.name);
	}
	if (target) {
		nssh_msg_word(msg, target_word);
		nssh_msg_put_nsfd(msg, IFLA_NET_NS_FD, target, target_word);
	}
	if (nssh_given(&args->index)) {
		nssh_msg_word(msg, args->index.word);
		nssh_msg_put_u32(msg, IFLA_NEW_IFINDEX, (uint32_t)args->index.num);
	}
	if (nssh_given(&args->link_netns)) {
		nssh_msg_word(msg, args->link_netns.word);
		nssh_msg_put_nsid(msg, IFLA_LINK_NETNSID, target ? target : ns,
				  nssh_ns_get(nssh_cmd_net(cmd), args->link_netns.str),
				  args->link_netns.word);
	}
	if (nssh_given(&args->link_netnsid)) {
		nssh_msg_word(msg, args->link_netnsid.word);
		nssh_msg_put_u32(msg, IFLA_LINK_NETNSID, (uint32_t)args->link_netnsid.num);
	}
}

static bool hands_over(const struct nssh_value *kind)
{
	const struct nssh_link_kind *impl = nssh_given(kind) ? kind->sub.ext->impl : NULL;

	return impl && impl->hand_over && impl->hand_over(kind->sub.args);
}

static int run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct set_args *args = nssh_cmd_args(cmd);
	const struct nssh_link_attrs *attrs = nssh_link_attrs_of(&args->attrs);
	const struct nssh_value *what =
		nssh_given(&args->link) || !attrs ? &args->link : &attrs->group;
	struct nssh_ns *ns = nssh_cmd_link_ns(cmd, &args->link), *target;
	struct ifinfomsg info = { .ifi_family = AF_UNSPEC };
	const struct nssh_word *target_word;
	struct nssh_msg *msg;
	int rc;

	if (hands_over(&args->kind))
		return nssh_plan_system_ip(cmd, err);
	rc = link_target(cmd, &args->attrs, &args->name, ns, &target, &target_word, err);
	if (rc == 0)
		rc = check(cmd, args, target, err);
	if (rc < 0)
		return rc;
	msg = nssh_msg_new(RTM_NEWLINK, 0, &info, sizeof(info));
	/* The kernel moves a link before it does anything else, so its master is one over there. */
	rc = nssh_link_attrs_put(&args->attrs, NSSH_LINK_CHANGE, target ? target : ns, &info, msg,
				 err);
	memcpy(nssh_msg_head(msg), &info, sizeof(info));
	put_names(cmd, args, ns, target, target_word, msg);
	if (rc == 0)
		rc = link_put_kind(cmd, &args->kind, ns, msg, err);
	if (rc < 0) {
		nssh_msg_free(msg);
		return rc;
	}
	return nssh_plan_request(nssh_cmd_plan(cmd), ns, msg, what->word, err, "set %s %s",
				 nssh_given(&args->link) ? "link" : "group", what->word->text);
}

const struct nssh_verb link_set = {
	.grammar = "link set { [ [ dev ] LINK ] & [ name NEWNAME ] & [ index INDEX ]"
		   " & [ { link-netns NETNS | link-netnsid ID } ] & <link-attrs> } [ type <kind> ]",
	.args = rows,
	.args_size = sizeof(struct set_args),
	.effect = NSSH_CHANGES,
	.help = "change a link",
	.text = "Everything on the line is one request to the kernel, so either all of it happens or "
		"what the kernel did before its first complaint. Without a link, `group` says which "
		"links are meant; with one, which group it joins.",
	.run = run,
};
