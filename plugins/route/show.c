/* SPDX-License-Identifier: MIT */
/* `route show`: the routes of a table, all or those that the words select. */
#include "route.h"

#include <errno.h>

#include "print.h"
#include "select.h"

struct listing {
	struct route_view view;
	struct route_filter filter;
};

static int print_reply(const struct nlmsghdr *nlh, void *arg)
{
	struct listing *listing = arg;
	struct route_entry entry;

	if (nssh_route_entry_read(nlh, &entry) && nssh_route_filter_fits(&listing->filter, &entry))
		nssh_route_print(&listing->view, &entry);
	return 0;
}

/*
 * The kernel has no table main for IPv4 before the first route or address is in it; that there is nothing
 * in it is no failure.
 */
static int read_routes(struct nssh_ns *ns, struct nssh_msg *msg, struct listing *listing,
		       struct nssh_error *err)
{
	struct nssh_error refusal = NSSH_ERROR_INIT;
	int rc = nssh_ns_fd(ns, err);

	if (rc < 0)
		return rc;
	rc = nssh_dump(ns, msg, print_reply, listing, &refusal);
	if (rc == -ENOENT && listing->filter.table == RT_TABLE_MAIN)
		return 0;
	if (rc < 0 && err && !err->code)
		*err = refusal;
	return rc;
}

static int list(struct nssh_cmd *cmd, struct nssh_ns *ns, struct listing *listing,
		struct nssh_error *err)
{
	struct nssh_out *out = nssh_cmd_out(cmd);
	struct nssh_msg *msg;
	int rc;

	nssh_route_view_init(&listing->view, cmd, ns, &listing->filter);
	msg = nssh_route_filter_request(&listing->filter,
					nssh_route_selector_family(&listing->filter));
	nssh_out_open_array(out, NULL);
	rc = read_routes(ns, msg, listing, err);
	nssh_out_close_array(out);
	nssh_msg_free(msg);
	nssh_link_table_free(listing->view.links);
	if (rc == 0 && nssh_dump_incomplete(ns))
		nssh_cmd_warn(cmd, "the routes changed while they were listed");
	return rc;
}

static int run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct route_selector *args = nssh_cmd_args(cmd);
	const struct nssh_value *links[] = { &args->dev, &args->iif, &args->vrf };
	const struct nssh_word *words[] = { args->dev.word, args->iif.word, args->vrf.word };
	struct nssh_ns *ns = nssh_cmd_link_ns(cmd, &args->dev);
	struct listing listing = { .filter = ROUTE_FILTER_INIT };
	const char *names[3];
	int rc = nssh_route_selector_read(cmd, args, &listing.filter, err);

	for (size_t i = 0; i < 3; i++)
		names[i] = nssh_given(links[i]) ? links[i]->link.name : NULL;
	if (rc == 0)
		rc = nssh_route_selector_find(ns, names[0], names[1], names[2], words,
					      &listing.filter, err);
	return rc < 0 ? rc : list(cmd, ns, &listing, err);
}

const struct nssh_verb nssh_route_show_verb = {
	.grammar = "route [ show " ROUTE_SELECTOR " ]",
	.args = nssh_route_selector_rows,
	.args_size = sizeof(struct route_selector),
	.effect = NSSH_READS,
	.help = "show routes",
	.text = "Those of IPv4 in main, unless -6 or a table says otherwise; table all is every route of "
		"both families.",
	.run = run,
};
