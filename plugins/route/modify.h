/* SPDX-License-Identifier: MIT */
/* The words of `route add`, `append`, `del` and the like, and the request they make. */
#ifndef NSSH_ROUTE_MODIFY_H
#define NSSH_ROUTE_MODIFY_H

#include <nssh/plugin.h>

/* The args struct of these verbs. */
struct route_args {
	struct nssh_value kind;
	struct nssh_value prefix;
	struct nssh_value from;
	struct nssh_value src;
	struct nssh_value as;
	struct nssh_value via, via_inet, via_inet6, via_foreign;
	struct nssh_value dev;
	struct nssh_value nhid;
	struct nssh_value table, vrf;
	struct nssh_value proto;
	struct nssh_value scope;
	struct nssh_value metric;
	struct nssh_value tos;
	struct nssh_value realms;
	struct nssh_value pref;
	struct nssh_value expires;
	struct nssh_value ttl_enabled, ttl_disabled;
	struct nssh_value onlink, pervasive;
	struct nssh_value metrics;
	struct nssh_value encap;
	struct nssh_value hops;
};

#define ROUTE_GRAMMAR(verb)                                                                       \
	"route " verb " { [ to ] [ <route-type> ] PREFIX & { via { ADDRESS | inet ADDRESS"        \
	" | inet6 ADDRESS | mpls VIA | bridge VIA | link VIA } | dev LINK | src ADDRESS"          \
	" | nhid ID | table TABLE | vrf LINK | metric METRIC | proto PROTO | scope SCOPE"         \
	" | tos TOS | onlink | pervasive | from PREFIX | realms REALMS | pref PREF"               \
	" | expires SECONDS | ttl-propagate { enabled | disabled } | as { ADDRESS | to ADDRESS }" \
	" | <route-metrics> }* } [ { encap ENCAP... | nexthop HOP... } ]"

/** nssh_route_complete() - destinations that are there, for verbs that want one that is */
void nssh_route_complete(const struct nssh_complete *req);

/* Their argument table. */
extern const struct nssh_arg nssh_route_rows[];

/**
 * nssh_route_modify() - check the words of a command and add its request to the plan
 * @type:  RTM_NEWROUTE or RTM_DELROUTE
 * @flags: NLM_F_* that make the verb what it is
 * @what:  the verb, for errors
 */
int nssh_route_modify(struct nssh_cmd *cmd, uint16_t type, uint16_t flags, const char *what,
		      struct nssh_error *err);

#endif
