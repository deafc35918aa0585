/* SPDX-License-Identifier: MIT */
/* The rule `<route-type>`: what a route does with packets. */
#include "kinds.h"

#include <linux/rtnetlink.h>

#include "route.h"

struct kind_args {
	struct nssh_value is[RTN_MAX + 1];
};

#define KIND(number, word, text) \
	.name = (word), .help = (text), .offset = NSSH_AT(struct kind_args, is[number])

/* Abbreviations are what iproute2 takes before it looks for other words of a route. */
static const struct nssh_arg rows[] = {
	{ KIND(RTN_UNICAST, "unicast", "send on to the next hop: the usual"), .min = 3 },
	{ KIND(RTN_LOCAL, "local", "deliver to this host") },
	{ KIND(RTN_BROADCAST, "broadcast", "send as a broadcast of the link"), .also = "brd",
	  .min = 1 },
	{ KIND(RTN_ANYCAST, "anycast", "deliver to this host, never as a source"), .min = 4 },
	{ KIND(RTN_MULTICAST, "multicast", "send as a multicast"), .min = 2 },
	{ KIND(RTN_BLACKHOLE, "blackhole", "drop without a word"), .min = 2 },
	{ KIND(RTN_UNREACHABLE, "unreachable", "refuse: host unreachable"), .min = 1 },
	{ KIND(RTN_PROHIBIT, "prohibit", "refuse: administratively prohibited"), .min = 4 },
	{ KIND(RTN_THROW, "throw", "look no further in this table"), .min = 2 },
	{ KIND(RTN_NAT, "nat", "translate; no kernel does so any more") },
	{ KIND(RTN_XRESOLVE, "xresolve", "ask a program; no kernel does so any more"), .min = 1 },
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
