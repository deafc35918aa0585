/* SPDX-License-Identifier: MIT */
/* `ip link show` and `ip addr show`: which links, and in which order their pieces are printed. */
#define _GNU_SOURCE
#include "sdk/link_show.h"

#include <errno.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>

#include <nssh/netlink.h>

/**
 * struct wanted_links - what the filter says of links, made ready
 * @master: an index, 0 when it does not matter
 * @kind, @port_kind: of the link itself, or of the port that it is; or NULL
 */
struct wanted_links {
	int master;
	const char *kind, *port_kind;
	char buffer[64];
};

static int no_link(const struct nssh_link_view *view, const char *name,
		   const struct nssh_word *word, struct nssh_error *err)
{
	const char *ns = nssh_ns_name(view->ns);

	(void)nssh_fail(err, -ENODEV, word, "no link \"%s\"%s%s%s", name,
			ns ? " in namespace " : "", ns ? ns : "", ns ? "" : " here");
	nssh_kind(err, NSSH_ERROR_NO_LINK);
	return -ENODEV;
}

/*
 * iproute2 asks for all addresses of IPv6 in that family's own list of links, in which the kernel
 * tells next to nothing of them. What it leaves out there is left out here, from the usual list.
 */
static bool is_reduced(const struct nssh_link_view *view)
{
	return view->filter->addresses && !view->filter->link && view->options->family == AF_INET6;
}

static int gather_links(struct nssh_link_view *view, const struct wanted_links *links,
			struct nssh_error *err)
{
	const struct nssh_link_filter *filter = view->filter;
	struct nssh_error refused = NSSH_ERROR_INIT;
	struct nssh_link_select select = { .stats = view->options->stats > 0 };
	const int family = view->options->family;
	int rc;

	if (!filter->link) {
		if (!view->filter->addresses || family == AF_UNSPEC || family == AF_PACKET) {
			select.master = filter->nomaster ? -1 : links->master;
			select.kind = filter->kind;
		}
		return nssh_link_list_all(&view->links, view->ns, &select, err);
	}
	rc = nssh_link_list_one(&view->links, view->ns, filter->link, select.stats, &refused);
	if (rc == 0 && view->links.count == 0)
		rc = -ENODEV;
	if (rc == -ENODEV)
		return no_link(view, filter->link, filter->missing, err);
	if (rc < 0 && err && !err->code)
		*err = refused;
	return rc;
}

static int gather(struct nssh_link_view *view, const struct wanted_links *links,
		  struct nssh_error *err)
{
	int rc = gather_links(view, links, err);

	if (rc < 0 || view->family == AF_PACKET)
		return rc;
	return nssh_addr_list_all(&view->addrs, view->ns, view->family,
				  view->filter->link ? view->links.items[0].index : 0, err);
}

static int prepare(struct nssh_link_view *view, struct wanted_links *links, struct nssh_error *err)
{
	const struct nssh_link_filter *filter = view->filter;
	const char *kind = filter->kind;
	size_t size = kind ? strlen(kind) : 0;

	*links = (struct wanted_links){ .kind = kind };
	if (size > 6 && size < sizeof(links->buffer) && !strcmp(kind + size - 6, "_slave")) {
		memcpy(links->buffer, kind, size - 6);
		links->port_kind = links->buffer;
		links->kind = NULL;
	}
	if (!filter->master)
		return 0;
	links->master = nssh_ns_link_index(view->ns, filter->master, NULL);
	if (links->master == -ENODEV)
		return no_link(view, filter->master, filter->missing_master, err);
	if (links->master < 0)
		return nssh_fail(err, links->master, filter->missing_master,
				 "cannot look up \"%s\"", filter->master);
	return 0;
}

static bool is_kind(const struct wanted_links *links, const struct nssh_link_row *row)
{
	const struct nlattr *info[IFLA_INFO_MAX + 1] = { NULL };
	const char *wanted = links->kind ? links->kind : links->port_kind;
	const char *kind;

	if (!wanted)
		return true;
	if (row->attrs[IFLA_LINKINFO])
		nssh_attrs_nested(row->attrs[IFLA_LINKINFO], info, IFLA_INFO_MAX);
	kind = nssh_attr_str(info[links->kind ? IFLA_INFO_KIND : IFLA_INFO_SLAVE_KIND]);
	return kind && strcmp(kind, wanted) == 0;
}

static bool matches(const struct nssh_link_view *view, const struct wanted_links *links,
		    const struct nssh_link_row *row)
{
	const int group = view->filter->group;
	const uint32_t master = nssh_attr_u32(row->attrs[IFLA_MASTER]);

	if (group >= 0 && row->attrs[IFLA_GROUP] &&
	    nssh_attr_u32(row->attrs[IFLA_GROUP]) != (uint32_t)group)
		return false;
	if (view->filter->nomaster && master)
		return false;
	if (links->master && master != (uint32_t)links->master)
		return false;
	return is_kind(links, row);
}

static void show_alias(struct nssh_link_view *view, const struct nssh_link_row *row)
{
	const char *alias = nssh_attr_str(row->attrs[IFLA_IFALIAS]);

	if (!alias || (view->filter->addresses && !view->options->details))
		return;
	nssh_out_line_end(view->out);
	nssh_out_str(view->out, "ifalias", "    alias %s", alias);
}

static int show_other_name(const struct nlattr *attr, void *arg)
{
	struct nssh_link_view *view = arg;

	if (mnl_attr_get_type(attr) != IFLA_ALT_IFNAME || !nssh_attr_str(attr))
		return MNL_CB_OK;
	nssh_out_line_end(view->out);
	nssh_out_str(view->out, NULL, "    altname %s", nssh_attr_str(attr));
	return MNL_CB_OK;
}

static void show_other_names(struct nssh_link_view *view, const struct nssh_link_row *row)
{
	if (!row->attrs[IFLA_PROP_LIST])
		return;
	nssh_out_open_array(view->out, "altnames");
	mnl_attr_parse_nested(row->attrs[IFLA_PROP_LIST], show_other_name, view);
	nssh_out_close_array(view->out);
}

static void show_link(struct nssh_link_view *view, struct nssh_link_row *row)
{
	if (view->options->brief) {
		nssh_link_show_brief(view, row);
		if (view->family == AF_PACKET)
			nssh_out_text(view->out, "\n");
		return;
	}
	nssh_link_show_head(view, row);
	if (nssh_attr_u8(row->attrs[IFLA_PROTO_DOWN]))
		nssh_out_bool(view->out, "proto_down", " protodown on ", true);
	if (view->options->details)
		nssh_link_show_details(view, row);
	show_alias(view, row);
	if (!view->filter->addresses && view->options->stats) {
		nssh_out_line_end(view->out);
		nssh_link_show_stats(view, row);
	}
	show_other_names(view, row);
	nssh_out_text(view->out, "\n");
}

/* In JSON an empty object is left of what iproute2 itself drops, not the kernel on its behalf. */
static void show(struct nssh_link_view *view, const struct wanted_links *links,
		 struct nssh_link_row *row)
{
	const bool addresses = view->family != AF_PACKET;
	const bool alone = addresses && view->options->oneline && !view->options->brief;
	const bool with_link = !alone && !view->filter->label;

	if (view->filter->up && !(row->info->ifi_flags & IFF_UP))
		return;
	if (with_link && !matches(view, links, row))
		return;
	if (with_link)
		show_link(view, row);
	if (addresses)
		nssh_addr_show(view, row->link);
	if (with_link && view->filter->addresses && view->options->stats && !view->options->brief) {
		nssh_link_show_stats(view, row);
		nssh_out_text(view->out, "\n");
	}
}

static void reduce(struct nssh_link_row *row)
{
	for (size_t i = 0; i <= IFLA_MAX; i++) {
		if (i != IFLA_IFNAME && i != IFLA_ADDRESS && i != IFLA_MTU && i != IFLA_LINK &&
		    i != IFLA_OPERSTATE && i != IFLA_TXQLEN)
			row->attrs[i] = NULL;
	}
	if (nssh_attr_u32(row->attrs[IFLA_LINK]) == (uint32_t)row->link->index)
		row->attrs[IFLA_LINK] = NULL;
}

static void show_all(struct nssh_link_view *view, const struct wanted_links *links)
{
	nssh_out_open_array(view->out, NULL);
	for (size_t i = 0; i < view->links.count; i++) {
		struct nssh_link_row row = { .link = &view->links.items[i] };

		row.info = mnl_nlmsg_get_payload(row.link->nlh);
		nssh_attrs(row.link->nlh, sizeof(*row.info), row.attrs, IFLA_MAX);
		if (is_reduced(view))
			reduce(&row);
		if (view->family != AF_PACKET && !nssh_addr_show_wanted(view, row.link))
			continue;
		nssh_out_open_object(view->out, NULL);
		show(view, links, &row);
		nssh_out_close_object(view->out);
		if (nssh_cmd_interrupted(view->cmd))
			break;
	}
	nssh_out_close_array(view->out);
}

int nssh_link_show(struct nssh_cmd *cmd, struct nssh_ns *ns, const struct nssh_link_filter *filter,
		   struct nssh_error *err)
{
	struct nssh_link_view view = {
		.cmd = cmd,
		.ns = ns,
		.filter = filter,
		.options = nssh_cmd_options(cmd),
		.out = nssh_cmd_out(cmd),
		.family = AF_PACKET,
	};
	struct wanted_links links;
	int rc;

	if (filter->addresses)
		view.family = filter->family      ? filter->family
			      : filter->to.family ? filter->to.family
						  : view.options->family;
	rc = prepare(&view, &links, err);
	if (rc == 0)
		rc = gather(&view, &links, err);
	if (rc == 0)
		show_all(&view, &links);
	if (rc == 0 && nssh_dump_incomplete(ns))
		nssh_cmd_warn(cmd,
			      "the links changed while they were listed; the list may have gaps");
	nssh_link_list_done(&view.links);
	nssh_addr_list_done(&view.addrs);
	return rc;
}
