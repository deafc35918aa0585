/* SPDX-License-Identifier: MIT */
/* From the words that select routes to a filter. */
#include "select.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <nssh/link.h>
#include <nssh/names.h>

#include "family.h"
#include "types.h"

#define AT(member) NSSH_AT(struct route_selector, member)

const struct nssh_arg nssh_route_selector_rows[] = {
	{ .name = "to", .offset = AT(to), .help = "the destination follows" },
	{ .name = "root PREFIX",
	  .type = "prefix",
	  .offset = AT(root),
	  .min = 2,
	  .help = "only destinations in this prefix" },
	{ .name = "match PREFIX",
	  .type = "prefix",
	  .offset = AT(match),
	  .min = 2,
	  .help = "only destinations that this prefix is in" },
	{ .name = "exact", .min = 1, .help = "only this destination" },
	{ .name = "PREFIX",
	  .type = "prefix",
	  .offset = AT(prefix),
	  .help = "only this destination" },
	{ .name = "table TABLE",
	  .type = "any-table",
	  .offset = AT(table),
	  .min = 1,
	  .help = "routes of this table instead of main" },
	{ .name = "vrf LINK",
	  .type = "link",
	  .offset = AT(vrf),
	  .min = 1,
	  .help = "routes of this VRF instead of main" },
	{ .name = "dev LINK",
	  .type = "link",
	  .offset = AT(dev),
	  .also = "oif",
	  .help = "only routes by this link" },
	{ .name = "proto PROTO",
	  .type = "any-proto",
	  .offset = AT(proto),
	  .also = "protocol",
	  .min = 1,
	  .help = "only routes that were set by this" },
	{ .name = "scope SCOPE",
	  .type = "any-scope",
	  .offset = AT(scope),
	  .min = 1,
	  .help = "only routes of this scope" },
	{ .name = "type TYPE",
	  .type = "route-type",
	  .offset = AT(kind),
	  .min = 2,
	  .help = "only routes of this type" },
	{ .name = "tos TOS",
	  .type = "dsfield",
	  .offset = AT(tos),
	  .also = "dsfield",
	  .min = 1,
	  .help = "only routes for this type of service" },
	{ .name = "metric METRIC",
	  .type = "number",
	  .offset = AT(metric),
	  .hi = UINT32_MAX,
	  .also = "priority preference",
	  .min = 1,
	  .help = "only routes of this metric" },
	{ .name = "via PREFIX",
	  .type = "prefix",
	  .offset = AT(via),
	  .help = "only routes by next hops in this prefix" },
	{ .name = "inet PREFIX",
	  .type = "prefix",
	  .offset = AT(via_inet),
	  .help = "only routes by IPv4 next hops in this prefix" },
	{ .name = "inet6 PREFIX",
	  .type = "prefix",
	  .offset = AT(via_inet6),
	  .help = "only routes by IPv6 next hops in this prefix" },
	{ .name = "src PREFIX",
	  .type = "prefix",
	  .offset = AT(src),
	  .help = "only routes with such a source for this host" },
	{ .name = "from", .min = 1, .help = "only routes from here (IPv6)" },
	{ .name = "root SOURCE",
	  .type = "prefix",
	  .offset = AT(from_root),
	  .min = 1,
	  .help = "only sources in this prefix" },
	{ .name = "match SOURCE",
	  .type = "prefix",
	  .offset = AT(from_match),
	  .min = 1,
	  .help = "only sources that this prefix is in" },
	{ .name = "exact SOURCE",
	  .type = "prefix",
	  .offset = AT(from),
	  .min = 1,
	  .help = "only this source" },
	{ .name = "SOURCE", .type = "prefix", .offset = AT(from), .help = "only this source" },
	{ .name = "iif LINK",
	  .type = "link",
	  .offset = AT(iif),
	  .help = "only what came in by this link" },
	{ .name = "mark MARK",
	  .type = "number",
	  .offset = AT(mark),
	  .hi = UINT32_MAX,
	  .help = "only routes for this mark" },
	{ .name = "realms REALMS",
	  .type = "realms",
	  .offset = AT(realms),
	  .min = 1,
	  .help = "only routes with these realms" },
	{ .name = "cached",
	  .offset = AT(cached),
	  .also = "cloned",
	  .min = 1,
	  .help = "only what the kernel keeps beside the tables" },
	{ 0 },
};

bool nssh_route_selector_empty(const struct route_selector *args)
{
	const struct nssh_value *values = (const void *)args;

	for (size_t i = 0; i < sizeof(*args) / sizeof(*values); i++) {
		if (nssh_given(&values[i]))
			return false;
	}
	return true;
}

/* A prefix in the family that is asked for; `default` is of that one. */
static int read_prefix(int family, const struct nssh_value *value, struct route_prefix *prefix,
		       struct nssh_error *err)
{
	int rc;

	if (!nssh_given(value))
		return 0;
	rc = nssh_route_family_add(&family, value, err);
	if (rc < 0)
		return rc;
	prefix->addr = value->addr;
	if (prefix->addr.family == AF_UNSPEC)
		prefix->addr.family = (uint8_t)family;
	/* `any` and `all` are everything, `default` is the default route. */
	prefix->given =
		prefix->addr.family != AF_UNSPEC || strcmp(value->word->text, "default") == 0;
	return 0;
}

static int read_prefixes(int family, const struct route_selector *args, struct route_filter *filter,
			 struct nssh_error *err)
{
	const struct {
		int family;
		const struct nssh_value *value;
		struct route_prefix *prefix;
	} all[] = {
		{ family, &args->root, &filter->root },
		{ family, &args->match, &filter->match },
		{ family, &args->prefix, &filter->root },
		{ family, &args->prefix, &filter->match },
		{ family, &args->from_root, &filter->from_root },
		{ family, &args->from_match, &filter->from_match },
		{ family, &args->from, &filter->from_root },
		{ family, &args->from, &filter->from_match },
		{ family, &args->src, &filter->src },
		{ family, &args->via, &filter->via },
		{ AF_INET, &args->via_inet, &filter->via },
		{ AF_INET6, &args->via_inet6, &filter->via },
	};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sizeof(all) / sizeof(*all); i++)
		rc = read_prefix(all[i].family, all[i].value, all[i].prefix, err);
	return rc;
}

/* `5/` is any route from realm 5, `6` and `/6` any to realm 6. */
static void read_realms(const struct nssh_value *value, struct route_filter *filter)
{
	const char *text = nssh_given(value) ? value->word->text : "";
	const char *slash = strchr(text, '/');

	if (!*text)
		return;
	filter->realms = (uint32_t)value->num;
	filter->realms_mask = UINT32_MAX;
	if (!(filter->realms & 0xffff) && text[strlen(text) - 1] == '/')
		filter->realms_mask &= ~UINT32_C(0xffff);
	if (!(filter->realms >> 16) && (!slash || slash == text))
		filter->realms_mask &= 0xffff;
}

static void read_numbers(const struct route_selector *args, struct route_filter *filter)
{
	const uint64_t table = nssh_given(&args->table) ? args->table.num : RT_TABLE_MAIN;

	/* The cache is that of main: so iproute2 reads it. */
	filter->table = table == NSSH_NAME_ALL ? 0
			: table == ROUTE_CACHE ? RT_TABLE_MAIN
					       : (uint32_t)table;
	filter->cloned = nssh_given(&args->cached) || table == ROUTE_CACHE;
	if (nssh_given(&args->tos))
		filter->tos = (int)args->tos.num;
	if (nssh_given(&args->proto) && args->proto.num != NSSH_NAME_ALL)
		filter->proto = (int)args->proto.num;
	if (nssh_given(&args->scope) && args->scope.num != NSSH_NAME_ALL)
		filter->scope = (int)args->scope.num;
	if (nssh_given(&args->vrf))
		filter->kinds = ~(1U << RTN_LOCAL | 1U << RTN_BROADCAST);
	if (nssh_given(&args->kind))
		filter->kinds = 1U << args->kind.num;
	filter->has_mark = nssh_given(&args->mark);
	filter->mark = filter->has_mark ? (uint32_t)args->mark.num : 0;
	filter->has_metric = nssh_given(&args->metric);
	filter->metric = filter->has_metric ? (uint32_t)args->metric.num : 0;
	read_realms(&args->realms, filter);
}

int nssh_route_selector_read(const struct nssh_cmd *cmd, const struct route_selector *args,
			     struct route_filter *filter, struct nssh_error *err)
{
	filter->family = nssh_cmd_options(cmd)->family;
	if (nssh_given(&args->to) && !nssh_given(&args->prefix) && !nssh_given(&args->root) &&
	    !nssh_given(&args->match))
		return nssh_fail(err, -EINVAL, args->to.word,
				 "something is missing behind \"to\": PREFIX");
	read_numbers(args, filter);
	return read_prefixes(filter->family, args, filter, err);
}

static int find_link(struct nssh_ns *ns, const char *name, const struct nssh_word *word,
		     struct nssh_error *err)
{
	int index = name ? nssh_ns_link_index(ns, name, err) : 0;

	if (index < 0 && err && !err->word)
		err->word = word;
	return index;
}

int nssh_route_selector_find(struct nssh_ns *ns, const char *dev, const char *iif, const char *vrf,
			     const struct nssh_word *const *words, struct route_filter *filter,
			     struct nssh_error *err)
{
	int oif_index = find_link(ns, dev, words[0], err);
	int iif_index = oif_index < 0 ? 0 : find_link(ns, iif, words[1], err);
	int vrf_index = oif_index < 0 || iif_index < 0 ? 0 : find_link(ns, vrf, words[2], err);
	int rc = 0;

	if (oif_index < 0 || iif_index < 0 || vrf_index < 0)
		return oif_index < 0 ? oif_index : iif_index < 0 ? iif_index : vrf_index;
	filter->oif = (uint32_t)oif_index;
	filter->iif = (uint32_t)iif_index;
	if (vrf)
		rc = nssh_link_vrf_table(ns, vrf_index, vrf, &filter->table, err);
	if (rc < 0 && err && !err->word)
		err->word = words[2];
	return rc;
}

int nssh_route_selector_family(const struct route_filter *filter)
{
	return filter->family == AF_UNSPEC && filter->table ? AF_INET : filter->family;
}
