/* SPDX-License-Identifier: MIT */
/* `neigh flush`: delete all neighbours that the words select. */
#define _GNU_SOURCE
#include "neigh.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <linux/rtnetlink.h>

#include <nssh/flush.h>
#include <nssh/netlink.h>
#include <nssh/plan.h>

#include "select.h"

/**
 * struct flush - the op
 * @names: with copies of the names, which outlive the command
 * @out:   where to tell of it, or NULL
 */
struct flush {
	struct nssh_ns *ns;
	struct neigh_filter filter;
	struct neigh_names names;
	char *dev, *master;
	const struct nssh_word *word;
	struct nssh_options options;
	struct nssh_out *out;
};

/* What goes in one round. */
struct round {
	struct neigh_view view;
	struct nssh_batch *batch;
	bool tells;
};

static int take(const struct nlmsghdr *nlh, const struct neigh_entry *entry, void *arg)
{
	struct round *round = arg;

	nssh_batch_add(round->batch, nssh_msg_new(RTM_DELNEIGH, 0, mnl_nlmsg_get_payload(nlh),
						  mnl_nlmsg_get_payload_len(nlh)));
	if (round->tells)
		nssh_neigh_print(&round->view, entry);
	return 0;
}

static int run_round(void *arg, size_t *ret_count, struct nssh_error *err)
{
	/* It has gone by itself, or with its link. */
	static const int fine[] = { -ENOENT, -ENODEV, 0 };
	const struct flush *flush = arg;
	struct round round = {
		.view = { .out = flush->out,
			  .options = &flush->options,
			  .links = nssh_link_table_new(flush->ns),
			  .index = flush->filter.index },
		.batch = nssh_batch_new(),
		.tells = flush->out && flush->options.stats > 1,
	};
	int rc = nssh_neigh_dump(flush->ns, &flush->filter, take, &round, err);

	*ret_count = nssh_batch_count(round.batch);
	if (rc == 0)
		rc = nssh_batch_send(round.batch, flush->ns, fine, err);
	nssh_batch_free(round.batch);
	nssh_link_table_free(round.view.links);
	return rc;
}

static int flush_run(void *data, struct nssh_error *err)
{
	struct flush *flush = data;
	const struct nssh_flush how = {
		.things = "neighbours",
		.word = flush->word,
		.out = flush->out,
		.round = run_round,
	};
	int rc = nssh_neigh_selector_find(flush->ns, &flush->names, &flush->filter, err);

	return rc < 0 ? rc : nssh_flush_run(&how, flush, err);
}

static void flush_done(void *data)
{
	struct flush *flush = data;

	free(flush->dev);
	free(flush->master);
	free(flush);
}

static const struct nssh_op_type flush_op = {
	.name = "neigh-flush",
	.run = flush_run,
	.done = flush_done,
};

static bool copy_names(struct flush *flush)
{
	struct neigh_names *names = &flush->names;

	flush->dev = names->dev ? strdup(names->dev) : NULL;
	flush->master = names->master ? strdup(names->master) : NULL;
	if ((names->dev && !flush->dev) || (names->master && !flush->master))
		return false;
	names->dev = flush->dev;
	names->master = flush->master;
	return true;
}

static bool is_empty(const struct neigh_selector *args)
{
	const struct nssh_value *values = (const void *)args;

	for (size_t i = 0; i < sizeof(*args) / sizeof(*values); i++) {
		if (nssh_given(&values[i]))
			return false;
	}
	return true;
}

static int run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct neigh_selector *args = nssh_cmd_args(cmd);
	struct flush *flush;
	int rc;

	if (is_empty(args)) {
		(void)nssh_fail(err, -EINVAL, nssh_cmd_word(cmd), "flush needs to know what");
		nssh_hint(err, "neigh flush dev LINK; all there are: neigh flush all");
		return -EINVAL;
	}
	flush = calloc(1, sizeof(*flush));
	if (!flush)
		return nssh_fail(err, -ENOMEM, NULL, "no memory");
	*flush = (struct flush){
		.ns = nssh_cmd_link_ns(cmd, &args->dev),
		.names = nssh_neigh_selector_names(args),
		.word = nssh_cmd_word(cmd),
		.options = *nssh_cmd_options(cmd),
		.out = nssh_cmd_options(cmd)->stats ? nssh_cmd_out(cmd) : NULL,
	};
	rc = nssh_neigh_selector_read(cmd, args, ~(unsigned int)(NUD_PERMANENT | NUD_NOARP),
				      ~(unsigned int)NUD_NOARP, &flush->filter, err);
	/* What is in use becomes a failed one when it is deleted. */
	flush->filter.states &= ~(unsigned int)NUD_FAILED;
	if (rc == 0 && !copy_names(flush))
		rc = nssh_fail(err, -ENOMEM, NULL, "no memory");
	if (rc < 0) {
		flush_done(flush);
		return rc;
	}
	return nssh_plan_call(nssh_cmd_plan(cmd), &flush_op, flush, nssh_cmd_word(cmd), err,
			      "flush neighbours%s%s", flush->dev ? " behind " : "",
			      flush->dev ? flush->dev : "");
}

const struct nssh_verb nssh_neigh_flush_verb = {
	.grammar = "neigh flush " NEIGH_SELECTOR,
	.args = nssh_neigh_selector_rows,
	.args_size = sizeof(struct neigh_selector),
	.effect = NSSH_CHANGES,
	.help = "delete all neighbours that the words select",
	.text = "Those that are permanent or noarp only when that state is named. Which ones there are "
		"is found out when the command's turn comes. With -s it tells how many have gone, "
		"with -s -s which.",
	.run = run,
};
