/* SPDX-License-Identifier: MIT */
/* Kinds of arguments that only routes have. */
#include "types.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <nssh/names.h>

#include "route.h"

static int refuse(const struct nssh_value *value, struct nssh_error *err, const char *wanted,
		  const char *hint)
{
	(void)nssh_fail(err, -EINVAL, value->word, "\"%.64s\" is not %s", value->word->text,
			wanted);
	nssh_hint(err, "%s", hint);
	return -EINVAL;
}

static void offer_name(const char *name, uint32_t number, void *arg)
{
	const struct nssh_complete *const *req = arg;

	(void)number;
	(*req)->offer(*req, name, NULL);
}

static const char *const prefs[] = { [0] = "medium", [1] = "high", [3] = "low" };

#define NPREFS (sizeof(prefs) / sizeof(*prefs))

const char *nssh_route_pref_name(unsigned int pref)
{
	return pref < NPREFS ? prefs[pref] : NULL;
}

static int parse_pref(const struct nssh_arg *arg, struct nssh_arena *arena,
		      struct nssh_value *value, struct nssh_error *err)
{
	const struct nssh_arg byte = { .hi = UINT8_MAX };

	(void)arg;
	for (size_t i = 0; i < NPREFS; i++) {
		if (prefs[i] && strcmp(prefs[i], value->word->text) == 0) {
			value->num = i;
			return 0;
		}
	}
	if (nssh_type_parse_number(&byte, arena, value, NULL) == 0)
		return 0;
	return refuse(value, err, "a preference", "low, medium, high, or a number from 0 to 255");
}

static void complete_pref(const struct nssh_complete *req)
{
	for (size_t i = 0; i < NPREFS; i++) {
		if (prefs[i])
			req->offer(req, prefs[i], NULL);
	}
}

const struct nssh_type nssh_route_pref_type = {
	.name = "route-pref",
	.help = "low, medium or high",
	.parse = parse_pref,
	.complete = complete_pref,
};

/* What stands behind the number of a time, and how many milliseconds it is; none: the kernel's. */
static bool read_unit(const char *unit, double *ret_scale)
{
	static const struct {
		const char *name;
		double scale;
	} units[] = { { "s", 1000 }, { "sec", 1000 }, { "secs", 1000 },
		      { "ms", 1 },   { "msec", 1 },   { "msecs", 1 } };

	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (strcasecmp(unit, units[i].name) == 0) {
			*ret_scale = units[i].scale;
			return true;
		}
	}
	return false;
}

static int parse_rtt(const struct nssh_arg *arg, struct nssh_arena *arena, struct nssh_value *value,
		     struct nssh_error *err)
{
	const char *text = value->word->text;
	bool fraction = strchr(text, '.') != NULL;
	char *end = NULL;
	double scale = 1, time;

	(void)arg;
	(void)arena;
	time = fraction ? strtod(text, &end) : (double)strtoul(text, &end, 0);
	if (!isdigit((unsigned char)*text) || (*end && !read_unit(end, &scale)) ||
	    !(time * scale <= UINT32_MAX))
		return refuse(value, err, "a time",
			      "a number with s or ms, as 500ms; alone it is in the kernel's unit");
	/* A part of a millisecond counts as one. */
	value->num = (uint64_t)(time * scale);
	if ((double)value->num < time * scale)
		value->num++;
	if (!*end)
		value->num |= ROUTE_RTT_RAW;
	return 0;
}

const struct nssh_type nssh_route_rtt_type = {
	.name = "rtt",
	.help = "a time, as 500ms or 2s",
	.parse = parse_rtt,
};

/* What a selection is by: a name of a table, or a word for more than one. */
static int parse_selection(enum nssh_table table, struct nssh_value *value, struct nssh_error *err,
			   const char *wanted)
{
	const char *text = value->word->text;
	uint32_t number;

	if (nssh_number_of(table, text, &number) == 0) {
		value->num = number;
		return 0;
	}
	value->num =
		table == NSSH_RT_TABLES && strcmp(text, "cache") == 0 ? ROUTE_CACHE : NSSH_NAME_ALL;
	if (value->num == ROUTE_CACHE || strcmp(text, "all") == 0)
		return 0;
	return refuse(value, err, wanted, "a name, a number, or all");
}

static int parse_any_table(const struct nssh_arg *arg, struct nssh_arena *arena,
			   struct nssh_value *value, struct nssh_error *err)
{
	(void)arg;
	(void)arena;
	return parse_selection(NSSH_RT_TABLES, value, err, "a routing table");
}

static void complete_any_table(const struct nssh_complete *req)
{
	nssh_name_each(NSSH_RT_TABLES, offer_name, &req);
	req->offer(req, "all", "every table");
	req->offer(req, "cache", "what the kernel keeps beside the tables");
}

const struct nssh_type nssh_route_any_table_type = {
	.name = "any-table",
	.help = "a routing table: a name, a number, all or cache",
	.parse = parse_any_table,
	.complete = complete_any_table,
};

static int parse_any_scope(const struct nssh_arg *arg, struct nssh_arena *arena,
			   struct nssh_value *value, struct nssh_error *err)
{
	(void)arg;
	(void)arena;
	return parse_selection(NSSH_RT_SCOPES, value, err, "a scope");
}

static void complete_any_scope(const struct nssh_complete *req)
{
	nssh_name_each(NSSH_RT_SCOPES, offer_name, &req);
}

const struct nssh_type nssh_route_any_scope_type = {
	.name = "any-scope",
	.help = "a scope: a name, a number or all",
	.parse = parse_any_scope,
	.complete = complete_any_scope,
};
