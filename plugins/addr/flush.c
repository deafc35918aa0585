/* SPDX-License-Identifier: MIT */
/* `addr flush`: delete all addresses that the words select. */
#define _GNU_SOURCE
#include "addr.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

#include <nssh/netlink.h>
#include <nssh/plan.h>

#include "modify.h"
#include "select.h"

/* Addresses that come while others go (secondary ones become primary) are looked for so often. */
#define ROUNDS 10

struct flush_args {
	struct nssh_value dev;
	struct nssh_value up;
	struct nssh_value scope, every_scope;
	struct nssh_value to;
	struct nssh_value label;
	struct nssh_value flags;
};

static const struct nssh_arg rows[] = {
	{ .name = "dev", .help = "the link that follows" },
	{ .name = "LINK",
	  .type = "link",
	  .offset = NSSH_AT(struct flush_args, dev),
	  .help = "only addresses of this link" },
	{ .name = "up",
	  .offset = NSSH_AT(struct flush_args, up),
	  .help = "only addresses of links that are up" },
	{ .name = "scope SCOPE",
	  .type = "scope",
	  .offset = NSSH_AT(struct flush_args, scope),
	  .help = "only addresses of this scope" },
	{ .name = "all",
	  .offset = NSSH_AT(struct flush_args, every_scope),
	  .help = "addresses of every scope" },
	{ .name = "to PREFIX",
	  .type = "prefix",
	  .offset = NSSH_AT(struct flush_args, to),
	  .help = "only addresses in this prefix" },
	{ .name = "label PATTERN",
	  .type = "name",
	  .offset = NSSH_AT(struct flush_args, label),
	  .help = "only addresses with such a label, as eth*" },
	{ .name = "<address-flag>",
	  .offset = NSSH_AT(struct flush_args, flags),
	  .help = "only addresses in this state or with this flag" },
	{ 0 },
};

/* The op: what to delete where; @out is where to tell of it, or NULL. */
struct flush {
	struct nssh_ns *ns;
	struct addr_selection selection;
	struct nssh_out *out;
};

static int delete_entry(struct nssh_ns *ns, const struct addr_entry *entry, struct nssh_error *err)
{
	struct ifaddrmsg head = {
		.ifa_family = entry->local.family,
		.ifa_prefixlen = entry->local.bits,
		.ifa_index = entry->index,
	};
	struct nssh_msg *msg = nssh_msg_new(RTM_DELADDR, 0, &head, sizeof(head));
	struct nssh_error refusal = NSSH_ERROR_INIT;
	int rc;

	nssh_msg_put(msg, IFA_LOCAL, entry->local.bytes, entry->local.len);
	nssh_msg_put(msg, IFA_ADDRESS, entry->far.bytes, entry->far.len);
	rc = nssh_request(ns, msg, NULL, NULL, &refusal);
	nssh_msg_free(msg);
	/* It has gone by itself, with another address or with its link. */
	if (rc == -EADDRNOTAVAIL || rc == -ENODEV)
		return 0;
	if (rc < 0 && err && !err->code)
		*err = refusal;
	return rc;
}

/* Secondary addresses first: they would go with their primary one, or take its place. */
static int delete_entries(struct nssh_ns *ns, const struct addr_entry *entries, size_t count,
			  struct nssh_error *err)
{
	for (int secondary = 1; secondary >= 0; secondary--) {
		for (size_t i = 0; i < count; i++) {
			int rc;

			if (secondary != !!(entries[i].flags & IFA_F_SECONDARY))
				continue;
			rc = delete_entry(ns, &entries[i], err);
			if (rc < 0)
				return rc;
		}
	}
	return 0;
}

/* Nothing follows an op that would write out what it tells. */
static void tell_round(const struct flush *flush, int round, size_t count)
{
	if (!flush->out)
		return;
	nssh_out_text(flush->out, "\n*** Round %d, deleting %zu addresses ***\n", round, count);
	(void)nssh_out_flush(flush->out);
}

static void tell_end(const struct flush *flush, int rounds)
{
	if (!flush->out)
		return;
	if (rounds == 0)
		nssh_out_text(flush->out, "Nothing to flush.\n");
	else
		nssh_out_text(flush->out, "*** Flush is complete after %d round%s ***\n", rounds,
			      rounds > 1 ? "s" : "");
	(void)nssh_out_flush(flush->out);
}

/* Only primary ones are meant: those that take their places are not. */
static bool one_round(const struct addr_selection *selection)
{
	return (selection->mask & IFA_F_SECONDARY) && !(selection->flags & IFA_F_SECONDARY);
}

static int flush_run(void *data, struct nssh_error *err)
{
	const struct flush *flush = data;

	for (int round = 0; round < ROUNDS; round++) {
		struct addr_entry *entries;
		size_t count;
		int rc = nssh_addr_find(flush->ns, &flush->selection, &entries, &count, err);

		if (rc < 0)
			return rc;
		if (count) {
			tell_round(flush, round + 1, count);
			rc = delete_entries(flush->ns, entries, count, err);
		}
		free(entries);
		if (rc < 0)
			return rc;
		if (!count || one_round(&flush->selection)) {
			tell_end(flush, round + (count > 0));
			return 0;
		}
	}
	return nssh_fail(err, -EAGAIN, flush->selection.word,
			 "there are still addresses after %d rounds of deleting", ROUNDS);
}

static void flush_done(void *data)
{
	struct flush *flush = data;

	nssh_addr_selection_done(&flush->selection);
	free(flush);
}

static const struct nssh_op_type flush_op = {
	.name = "addr-flush",
	.run = flush_run,
	.done = flush_done,
};

static bool any_given(const struct flush_args *args)
{
	return nssh_given(&args->dev) || nssh_given(&args->up) || nssh_given(&args->scope) ||
	       nssh_given(&args->every_scope) || nssh_given(&args->to) ||
	       nssh_given(&args->label) || nssh_given(&args->flags);
}

static void read_selection(const struct nssh_cmd *cmd, const struct flush_args *args,
			   struct addr_selection *selection)
{
	selection->word = nssh_given(&args->dev) ? args->dev.word : nssh_cmd_word(cmd);
	selection->up = nssh_given(&args->up);
	selection->family = nssh_cmd_options(cmd)->family;
	selection->scope = -1;
	if (nssh_given(&args->scope))
		selection->scope = (int)args->scope.num;
	if (nssh_given(&args->to)) {
		selection->to = args->to.addr;
		if (selection->family == AF_UNSPEC)
			selection->family = args->to.addr.family;
	}
	nssh_addr_flags_of(&args->flags, &selection->flags, &selection->mask);
}

/* What an op keeps must outlive the command's values. */
static int copy_texts(const struct flush_args *args, struct addr_selection *selection)
{
	if (nssh_given(&args->dev)) {
		selection->link = strdup(args->dev.link.name);
		if (!selection->link)
			return -ENOMEM;
	}
	if (nssh_given(&args->label)) {
		selection->label = strdup(args->label.str);
		if (!selection->label)
			return -ENOMEM;
	}
	return 0;
}

static int run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct flush_args *args = nssh_cmd_args(cmd);
	struct flush *flush;
	int rc;

	if (!any_given(args)) {
		(void)nssh_fail(err, -EINVAL, nssh_cmd_word(cmd), "flush needs to know what");
		nssh_hint(err, "addr flush dev LINK; all there are: addr flush scope all");
		return -EINVAL;
	}
	rc = nssh_cmd_check_family(cmd, &args->to, err);
	if (rc < 0)
		return rc;
	flush = calloc(1, sizeof(*flush));
	if (!flush)
		return nssh_fail(err, -ENOMEM, NULL, "no memory");
	flush->ns = nssh_cmd_link_ns(cmd, &args->dev);
	flush->out = nssh_cmd_options(cmd)->stats ? nssh_cmd_out(cmd) : NULL;
	read_selection(cmd, args, &flush->selection);
	if (copy_texts(args, &flush->selection) < 0) {
		flush_done(flush);
		return nssh_fail(err, -ENOMEM, NULL, "no memory");
	}
	return nssh_plan_call(nssh_cmd_plan(cmd), &flush_op, flush, nssh_cmd_word(cmd), err,
			      "flush addresses%s%s", flush->selection.link ? " of " : "",
			      flush->selection.link ? flush->selection.link : "");
}

const struct nssh_verb nssh_addr_flush_verb = {
	.grammar =
		"addr flush { [ dev ] LINK | up | scope { SCOPE | all } | to PREFIX | label PATTERN"
		" | <address-flag> }*",
	.args = rows,
	.args_size = sizeof(struct flush_args),
	.effect = NSSH_CHANGES,
	.help = "take all addresses away that the words select",
	.text = "Which ones there are is found out when the command's turn comes. With -s it tells how "
		"many have gone.",
	.run = run,
};
