/* SPDX-License-Identifier: MIT */
/* The rule `<route-type>`: what a route does with packets. */
#include "kinds.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <linux/rtnetlink.h>

#include "route.h"

struct kind_args {
	struct nssh_value is[RTN_MAX + 1];
};

#define KIND(number, word, text) \
	.name = (word), .help = (text), .offset = NSSH_AT(struct kind_args, is[number])

/* In the order that iproute2 looks for them; abbreviations are those that no other word of a route has. */
static const struct nssh_arg rows[] = {
	{ KIND(RTN_LOCAL, "local", "deliver to this host") },
	{ KIND(RTN_NAT, "nat", "translate; no kernel does so any more") },
	{ KIND(RTN_BROADCAST, "broadcast", "send as a broadcast of the link"), .also = "brd",
	  .min = 1 },
	{ KIND(RTN_ANYCAST, "anycast", "deliver to this host, never as a source"), .min = 4 },
	{ KIND(RTN_MULTICAST, "multicast", "send as a multicast"), .min = 2 },
	{ KIND(RTN_PROHIBIT, "prohibit", "refuse: administratively prohibited"), .min = 4 },
	{ KIND(RTN_UNREACHABLE, "unreachable", "refuse: host unreachable"), .min = 1 },
	{ KIND(RTN_BLACKHOLE, "blackhole", "drop without a word"), .min = 2 },
	{ KIND(RTN_XRESOLVE, "xresolve", "ask a program; no kernel does so any more"), .min = 1 },
	{ KIND(RTN_UNICAST, "unicast", "send on to the next hop: the usual"), .min = 3 },
	{ KIND(RTN_THROW, "throw", "look no further in this table"), .min = 2 },
	{ 0 },
};

const struct nssh_rule nssh_route_kind_rule = {
	.name = "route-type",
	.help = "what a route does with packets",
};

const struct nssh_extension nssh_route_kinds = {
	.rule = "route-type",
	.grammar = "{ unicast | local | broadcast | anycast | multicast | blackhole | unreachable"
		   " | prohibit | throw | nat | xresolve }",
	.args = rows,
	.args_size = sizeof(struct kind_args),
	.help = "types of route",
};

int nssh_route_kind_of(const struct nssh_value *kind)
{
	const struct kind_args *args = nssh_given(kind) ? kind->sub.args : NULL;

	for (int i = 0; args && i <= RTN_MAX; i++) {
		if (nssh_given(&args->is[i]))
			return i;
	}
	return -1;
}

static int number_of(const struct nssh_arg *row)
{
	return (int)((row->offset - NSSH_AT(struct kind_args, is[0])) / sizeof(struct nssh_value));
}

const char *nssh_route_kind_name(int kind, bool numeric, char *buf, size_t size)
{
	for (const struct nssh_arg *row = rows; row->name && !numeric; row++) {
		if (number_of(row) == kind)
			return row->name;
	}
	(void)snprintf(buf, size, "%d", kind);
	return kind == RTN_UNSPEC && !numeric ? "none" : buf;
}

/* Alone behind `type`, any beginning will do, and the first one that fits is meant. */
static const struct nssh_arg *find(const char *text)
{
	size_t size = strlen(text);

	for (const struct nssh_arg *row = rows; row->name && size; row++) {
		if (strcmp(row->name, text) == 0 || (row->also && strcmp(row->also, text) == 0) ||
		    (row->min && strncmp(row->name, text, size) == 0))
			return row;
	}
	return NULL;
}

static int parse(const struct nssh_arg *arg, struct nssh_arena *arena, struct nssh_value *value,
		 struct nssh_error *err)
{
	const struct nssh_arg any = { .hi = 31 };
	const struct nssh_arg *row = find(value->word->text);

	(void)arg;
	if (row) {
		value->num = (uint64_t)number_of(row);
		return 0;
	}
	if (nssh_type_parse_number(&any, arena, value, NULL) == 0)
		return 0;
	(void)nssh_fail(err, -EINVAL, value->word, "\"%.64s\" is not a type of route",
			value->word->text);
	nssh_hint(err, "unicast, local, broadcast, multicast, blackhole, unreachable, prohibit, "
		       "throw, or a number");
	return -EINVAL;
}

static void complete(const struct nssh_complete *req)
{
	for (const struct nssh_arg *row = rows; row->name; row++)
		req->offer(req, row->name, row->help);
}

const struct nssh_type nssh_route_kind_type = {
	.name = "route-type",
	.help = "a type of route, as unicast or blackhole",
	.parse = parse,
	.complete = complete,
};
