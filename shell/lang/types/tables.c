/* SPDX-License-Identifier: MIT */
/* Types that are names of tables under /etc/iproute2: `scope`, `group`, `table` and others. */
#include <errno.h>
#include <string.h>

#include <nssh/names.h>

#include "lang/types/types.h"

static int parse(enum nssh_table table, struct nssh_value *value, struct nssh_error *err,
		 const char *wanted, const char *hint)
{
	uint32_t number;

	if (nssh_number_of(table, value->word->text, &number) < 0) {
		(void)nssh_type_refuse(value, err, wanted);
		nssh_hint(err, "%s", hint);
		return -EINVAL;
	}
	value->num = number;
	return 0;
}

static void offer_name(const char *name, uint32_t number, void *arg)
{
	const struct nssh_complete *const *req = arg;

	(void)number;
	(*req)->offer(*req, name, NULL);
}

static void complete(enum nssh_table table, const struct nssh_complete *req)
{
	nssh_name_each(table, offer_name, &req);
}

static int parse_scope(const struct nssh_arg *arg, struct nssh_arena *arena,
		       struct nssh_value *value, struct nssh_error *err)
{
	(void)arg;
	(void)arena;
	return parse(NSSH_RT_SCOPES, value, err, "a scope",
		     "global, link, host, site, or a number from 0 to 255");
}

static int parse_group(const struct nssh_arg *arg, struct nssh_arena *arena,
		       struct nssh_value *value, struct nssh_error *err)
{
	(void)arg;
	(void)arena;
	return parse(NSSH_GROUP, value, err, "a group",
		     "a number, default, or a name from /etc/iproute2/group");
}

static int parse_table(const struct nssh_arg *arg, struct nssh_arena *arena,
		       struct nssh_value *value, struct nssh_error *err)
{
	(void)arg;
	(void)arena;
	return parse(NSSH_RT_TABLES, value, err, "a routing table",
		     "main, local, default, a number, or a name from /etc/iproute2/rt_tables");
}

static int parse_dsfield(const struct nssh_arg *arg, struct nssh_arena *arena,
			 struct nssh_value *value, struct nssh_error *err)
{
	(void)arg;
	(void)arena;
	return parse(NSSH_RT_DSFIELD, value, err, "a TOS",
		     "hexadecimal from 0 to ff, or a name from rt_dsfield");
}

static int parse_proto(const struct nssh_arg *arg, struct nssh_arena *arena,
		       struct nssh_value *value, struct nssh_error *err)
{
	(void)arg;
	(void)arena;
	return parse(NSSH_RT_PROTOS, value, err, "a routing protocol",
		     "kernel, boot, static, a number from 0 to 255, or a name from rt_protos");
}

static int parse_any_proto(const struct nssh_arg *arg, struct nssh_arena *arena,
			   struct nssh_value *value, struct nssh_error *err)
{
	(void)arg;
	(void)arena;
	value->num = NSSH_NAME_ALL;
	if (strcmp(value->word->text, "all") == 0)
		return 0;
	return parse(NSSH_RT_PROTOS, value, err, "a routing protocol", "a name, a number, or all");
}

static void complete_scope(const struct nssh_complete *req)
{
	complete(NSSH_RT_SCOPES, req);
}

static void complete_group(const struct nssh_complete *req)
{
	complete(NSSH_GROUP, req);
}

static void complete_table(const struct nssh_complete *req)
{
	complete(NSSH_RT_TABLES, req);
}

static void complete_dsfield(const struct nssh_complete *req)
{
	complete(NSSH_RT_DSFIELD, req);
}

static void complete_proto(const struct nssh_complete *req)
{
	complete(NSSH_RT_PROTOS, req);
}

const struct nssh_type nssh_type_scope = {
	.name = "scope",
	.help = "a scope: global, link, host, or a number",
	.parse = parse_scope,
	.complete = complete_scope,
};

const struct nssh_type nssh_type_group = {
	.name = "group",
	.help = "a group of links: a name or a number",
	.parse = parse_group,
	.complete = complete_group,
};

const struct nssh_type nssh_type_table = {
	.name = "table",
	.help = "a routing table: a name or a number",
	.parse = parse_table,
	.complete = complete_table,
};

const struct nssh_type nssh_type_dsfield = {
	.name = "dsfield",
	.help = "type of service: hexadecimal or a name",
	.parse = parse_dsfield,
	.complete = complete_dsfield,
};

const struct nssh_type nssh_type_route_proto = {
	.name = "route-proto",
	.help = "who has set it: a name or a number",
	.parse = parse_proto,
	.complete = complete_proto,
};

const struct nssh_type nssh_type_any_proto = {
	.name = "any-proto",
	.help = "who has set it: a name, a number or all",
	.parse = parse_any_proto,
	.complete = complete_proto,
};
