/* SPDX-License-Identifier: MIT */
/* `route flush`: delete all routes that the words select. */
#define _GNU_SOURCE
#include "route.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <nssh/flush.h>
#include <nssh/plan.h>
#include <nssh/system.h>

#include "print.h"
#include "select.h"

enum { DEV, IIF, VRF, LINKS };

/**
 * struct flush - the op
 * @names, @words: links that were named, found when its turn comes
 * @options: those of the line
 * @out: where to tell of it, or NULL
 */
struct flush {
	struct nssh_ns *ns;
	struct route_filter filter;
	char *names[LINKS];
	const struct nssh_word *words[LINKS];
	const struct nssh_word *word;
	struct nssh_options options;
	struct nssh_out *out;
};

/* The routes of one round, one message behind the other. */
struct round {
	struct flush *flush;
	struct route_view view;
	char *bytes;
	size_t size, room;
	size_t count;
};

static int keep(struct round *round, const struct nlmsghdr *nlh)
{
	size_t size = NLMSG_ALIGN(nlh->nlmsg_len);

	if (size > round->room - round->size) {
		size_t room = 2 * round->room + size;
		char *bytes = realloc(round->bytes, room);

		if (!bytes)
			return -ENOMEM;
		round->bytes = bytes;
		round->room = room;
	}
	memcpy(round->bytes + round->size, nlh, nlh->nlmsg_len);
	round->size += size;
	round->count++;
	return 0;
}

/* The route that IPv6 has of its own for what there is no route to. */
static bool is_null_entry(const struct route_entry *entry)
{
	const struct rtmsg *head = entry->head;

	return head->rtm_family == AF_INET6 && head->rtm_dst_len == 0 &&
	       head->rtm_type == RTN_UNREACHABLE && entry->attrs[RTA_PRIORITY] &&
	       nssh_attr_u32(entry->attrs[RTA_PRIORITY]) == UINT32_MAX;
}

static int take(const struct nlmsghdr *nlh, void *arg)
{
	struct round *round = arg;
	struct route_entry entry;

	if (!nssh_route_entry_read(nlh, &entry) ||
	    !nssh_route_filter_fits(&round->flush->filter, &entry) || is_null_entry(&entry))
		return 0;
	if (round->flush->out && round->flush->options.stats > 1)
		nssh_route_print(&round->view, &entry);
	return keep(round, nlh);
}

/*
 * All that the kernel has told. But a nexthop object and what is in it do not go together, and the
 * type and scope that are told with one are the object's.
 */
static struct nssh_msg *delete_request(const struct nlmsghdr *nlh)
{
	static const uint16_t in_object[] = { RTA_OIF, RTA_GATEWAY, RTA_VIA, RTA_MULTIPATH, 0 };
	struct route_entry entry;
	struct nssh_msg *msg;
	struct rtmsg head;

	if (!nssh_route_entry_read(nlh, &entry) || !entry.attrs[RTA_NH_ID])
		return nssh_msg_new(RTM_DELROUTE, 0, mnl_nlmsg_get_payload(nlh),
				    mnl_nlmsg_get_payload_len(nlh));
	head = *entry.head;
	head.rtm_type = RTN_UNSPEC;
	head.rtm_scope = RT_SCOPE_NOWHERE;
	msg = nssh_msg_new(RTM_DELROUTE, 0, &head, sizeof(head));
	for (const uint16_t *type = in_object; *type; type++)
		entry.attrs[*type] = NULL;
	for (int type = 0; type <= RTA_MAX; type++) {
		if (entry.attrs[type])
			nssh_msg_put(msg, (uint16_t)type, mnl_attr_get_payload(entry.attrs[type]),
				     mnl_attr_get_payload_len(entry.attrs[type]));
	}
	return msg;
}

static int delete_route(const struct flush *flush, const struct nlmsghdr *nlh,
			struct nssh_error *err)
{
	struct nssh_msg *msg = delete_request(nlh);
	struct nssh_error refusal = NSSH_ERROR_INIT;
	int rc = nssh_request(flush->ns, msg, NULL, NULL, &refusal);

	nssh_msg_free(msg);
	/* It has gone by itself, with its link or with another route. */
	if (rc == 0 || rc == -ESRCH || rc == -ENODEV)
		return 0;
	(void)nssh_fail(err, rc, flush->word, "cannot delete all routes");
	nssh_why(err, "%s", *refusal.why ? refusal.why : refusal.what);
	return rc;
}

/*
 * Routes by a next hop go first, those of this host's addresses last: each needs the ones behind it
 * when it is added, so what is taken back in reverse order comes back.
 */
static int rank_of(const struct nlmsghdr *nlh)
{
	struct route_entry entry;

	if (!nssh_route_entry_read(nlh, &entry))
		return 0;
	if (entry.attrs[RTA_GATEWAY] || entry.attrs[RTA_VIA] || entry.attrs[RTA_MULTIPATH] ||
	    entry.attrs[RTA_NH_ID])
		return 0;
	return entry.head->rtm_type == RTN_LOCAL || entry.head->rtm_type == RTN_BROADCAST ? 2 : 1;
}

static int delete_ranked(const struct round *round, int rank, struct nssh_error *err)
{
	size_t at = 0;
	int rc = 0;

	while (rc == 0 && at < round->size) {
		const struct nlmsghdr *nlh = (const void *)(round->bytes + at);

		if (rank_of(nlh) == rank)
			rc = delete_route(round->flush, nlh, err);
		at += NLMSG_ALIGN(nlh->nlmsg_len);
	}
	return rc;
}

static int delete_routes(const struct round *round, struct nssh_error *err)
{
	int rc = 0;

	for (int rank = 0; rc == 0 && rank <= 2; rank++)
		rc = delete_ranked(round, rank, err);
	return rc;
}

static int list_routes(struct round *round, struct nssh_error *err)
{
	const struct route_filter *filter = &round->flush->filter;
	struct nssh_msg *msg =
		nssh_route_filter_request(filter, nssh_route_selector_family(filter));
	int rc = nssh_dump(round->flush->ns, msg, take, round, err);

	nssh_msg_free(msg);
	return rc;
}

static int run_round(void *arg, size_t *ret_count, struct nssh_error *err)
{
	struct flush *flush = arg;
	struct round round = {
		.flush = flush,
		.view = { .out = flush->out,
			  .options = &flush->options,
			  .filter = &flush->filter,
			  .ns = flush->ns,
			  .links = nssh_link_table_new(flush->ns) },
	};
	int rc = list_routes(&round, err);

	if (rc == 0)
		rc = delete_routes(&round, err);
	*ret_count = round.count;
	free(round.bytes);
	nssh_link_table_free(round.view.links);
	return rc;
}

static int flush_run(void *data, struct nssh_error *err)
{
	struct flush *flush = data;
	const struct nssh_flush how = {
		.things = "routes",
		.word = flush->word,
		.out = flush->out,
		.round = run_round,
	};
	int rc = nssh_route_selector_find(flush->ns, flush->names[DEV], flush->names[IIF],
					  flush->names[VRF], flush->words, &flush->filter, err);

	return rc < 0 ? rc : nssh_flush_run(&how, flush, err);
}

static void flush_done(void *data)
{
	struct flush *flush = data;

	for (int i = 0; i < LINKS; i++)
		free(flush->names[i]);
	free(flush);
}

static const struct nssh_op_type flush_op = {
	.name = "route-flush",
	.run = flush_run,
	.done = flush_done,
};

/* What an op keeps must outlive the command's values. */
static bool copy_names(const struct route_selector *args, struct flush *flush)
{
	const struct nssh_value *values[LINKS] = { &args->dev, &args->iif, &args->vrf };

	for (int i = 0; i < LINKS; i++) {
		if (!nssh_given(values[i]))
			continue;
		flush->words[i] = values[i]->word;
		flush->names[i] = strdup(values[i]->link.name);
		if (!flush->names[i])
			return false;
	}
	return true;
}

static int run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct route_selector *args = nssh_cmd_args(cmd);
	struct flush *flush;
	int rc;

	if (nssh_route_selector_empty(args)) {
		(void)nssh_fail(err, -EINVAL, nssh_cmd_word(cmd), "flush needs to know what");
		nssh_hint(err, "route flush dev LINK; all of a table: route flush table main");
		return -EINVAL;
	}
	flush = calloc(1, sizeof(*flush));
	if (!flush)
		return nssh_fail(err, -ENOMEM, NULL, "no memory");
	*flush = (struct flush){
		.ns = nssh_cmd_link_ns(cmd, &args->dev),
		.filter = ROUTE_FILTER_INIT,
		.word = nssh_cmd_word(cmd),
		.options = *nssh_cmd_options(cmd),
		.out = nssh_cmd_options(cmd)->stats ? nssh_cmd_out(cmd) : NULL,
	};
	rc = nssh_route_selector_read(cmd, args, &flush->filter, err);
	if (rc == 0 && !copy_names(args, flush))
		rc = nssh_fail(err, -ENOMEM, NULL, "no memory");
	/* The cache is flushed by a file under /proc, which each namespace has its own of. */
	if (rc < 0 || flush->filter.cloned == 1) {
		flush_done(flush);
		return rc < 0 ? rc : nssh_plan_system_ip(cmd, err);
	}
	return nssh_plan_call(nssh_cmd_plan(cmd), &flush_op, flush, nssh_cmd_word(cmd), err,
			      "flush routes%s%s", nssh_given(&args->dev) ? " by " : "",
			      nssh_given(&args->dev) ? args->dev.link.name : "");
}

const struct nssh_verb nssh_route_flush_verb = {
	.grammar = "route flush " ROUTE_SELECTOR,
	.args = nssh_route_selector_rows,
	.args_size = sizeof(struct route_selector),
	.effect = NSSH_CHANGES,
	.help = "delete all routes that the words select",
	.text = "Those of IPv4 in main, unless -6 or a table says otherwise. Which ones there are is found "
		"out when the command's turn comes. With -s it tells how many have gone, with -s -s "
		"which.",
	.run = run,
};
