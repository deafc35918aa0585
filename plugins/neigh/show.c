/* SPDX-License-Identifier: MIT */
/* `neigh show` and `neigh get`. */
#include "neigh.h"

#include <errno.h>
#include <stddef.h>
#include <sys/socket.h>

#include <linux/rtnetlink.h>

#include <nssh/netlink.h>

#include "select.h"

#define SHOWN (0xffu & ~(unsigned int)NUD_NOARP)

static int print_each(const struct nlmsghdr *nlh, const struct neigh_entry *entry, void *arg)
{
	(void)nlh;
	nssh_neigh_print(arg, entry);
	return 0;
}

static int list(struct nssh_cmd *cmd, struct nssh_ns *ns, const struct neigh_filter *filter,
		struct nssh_error *err)
{
	struct neigh_view view = {
		.out = nssh_cmd_out(cmd),
		.options = nssh_cmd_options(cmd),
		.links = nssh_link_table_new(ns),
		.index = filter->index,
	};
	int rc;

	nssh_out_open_array(view.out, NULL);
	rc = nssh_neigh_dump(ns, filter, print_each, &view, err);
	nssh_out_close_array(view.out);
	nssh_link_table_free(view.links);
	if (rc == 0 && nssh_dump_incomplete(ns))
		nssh_cmd_warn(cmd, "the neighbours changed while they were listed");
	return rc;
}

static int run_show(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct neigh_selector *args = nssh_cmd_args(cmd);
	const struct neigh_names names = nssh_neigh_selector_names(args);
	struct nssh_ns *ns = nssh_cmd_link_ns(cmd, &args->dev);
	struct neigh_filter filter = { 0 };
	int rc = nssh_neigh_selector_read(cmd, args, SHOWN, ~0u, &filter, err);

	if (rc == 0)
		rc = nssh_neigh_selector_find(ns, &names, &filter, err);
	return rc < 0 ? rc : list(cmd, ns, &filter, err);
}

const struct nssh_verb nssh_neigh_show_verb = {
	.grammar = "neigh [ show " NEIGH_SELECTOR " ]",
	.args = nssh_neigh_selector_rows,
	.args_size = sizeof(struct neigh_selector),
	.effect = NSSH_READS,
	.help = "show neighbours",
	.text = "Those that are never asked for (noarp) only when that state is named.",
	.run = run_show,
};

struct get_args {
	struct nssh_value addr, proxy;
	struct nssh_value dev;
};

static const struct nssh_arg get_rows[] = {
	{ .name = "to", .help = "the neighbour's address follows" },
	{ .name = "ADDRESS",
	  .type = "address",
	  .offset = NSSH_AT(struct get_args, addr),
	  .help = "the neighbour's address",
	  .complete = nssh_neigh_complete },
	{ .name = "proxy ADDRESS",
	  .type = "address",
	  .offset = NSSH_AT(struct get_args, proxy),
	  .min = 1,
	  .help = "an address that is answered for",
	  .complete = nssh_neigh_complete },
	{ .name = "dev LINK",
	  .type = "link",
	  .offset = NSSH_AT(struct get_args, dev),
	  .help = "the link that it is behind" },
	{ 0 },
};

struct answer {
	struct neigh_view view;
	bool found;
};

/* A list only of what was found: when there is nothing, nothing is written. */
static int print_reply(const struct nlmsghdr *nlh, void *arg)
{
	struct answer *answer = arg;
	struct neigh_entry entry;

	if (!nssh_neigh_entry_read(nlh, &entry))
		return 0;
	if (!answer->found)
		nssh_out_open_array(answer->view.out, NULL);
	answer->found = true;
	nssh_neigh_print(&answer->view, &entry);
	return 0;
}

static int get(struct nssh_cmd *cmd, struct nssh_ns *ns, struct nssh_msg *msg,
	       struct nssh_error *err)
{
	struct answer answer = {
		.view = { .out = nssh_cmd_out(cmd),
			  .options = nssh_cmd_options(cmd),
			  .links = nssh_link_table_new(ns) },
	};
	int rc = nssh_request(ns, msg, print_reply, &answer, err);

	if (answer.found)
		nssh_out_close_array(answer.view.out);
	nssh_link_table_free(answer.view.links);
	return rc;
}

static int run_get(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct get_args *args = nssh_cmd_args(cmd);
	const struct nssh_value *addr = nssh_given(&args->proxy) ? &args->proxy : &args->addr;
	struct nssh_ns *ns = nssh_cmd_link_ns(cmd, &args->dev);
	struct ndmsg head = {
		.ndm_family = addr->addr.family,
		.ndm_flags = nssh_given(&args->proxy) ? NTF_PROXY : 0,
	};
	struct nssh_msg *msg;
	int rc = nssh_cmd_check_family(cmd, addr, err);

	if (rc < 0)
		return rc;
	if (addr->addr.family == AF_UNSPEC)
		return nssh_fail(err, -EINVAL, addr->word, "%s is no address of a neighbour",
				 addr->word->text);
	msg = nssh_msg_new(RTM_GETNEIGH, 0, &head, sizeof(head));
	nssh_msg_head_ifindex(msg, offsetof(struct ndmsg, ndm_ifindex), ns, args->dev.link.name,
			      args->dev.word);
	nssh_msg_word(msg, addr->word);
	nssh_msg_put(msg, NDA_DST, addr->addr.bytes, addr->addr.len);
	rc = get(cmd, ns, msg, err);
	nssh_msg_free(msg);
	if (rc < 0 && err && !err->word)
		err->word = addr->word;
	return rc;
}

const struct nssh_verb nssh_neigh_get_verb = {
	.grammar = "neigh get { { [ to ] ADDRESS | proxy ADDRESS } & dev LINK }",
	.args = get_rows,
	.args_size = sizeof(struct get_args),
	.effect = NSSH_READS,
	.help = "show one neighbour",
	.run = run_get,
};
