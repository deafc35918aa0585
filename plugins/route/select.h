/* SPDX-License-Identifier: MIT */
/* The words of `route show` and `route flush` that select routes. */
#ifndef NSSH_ROUTE_SELECT_H
#define NSSH_ROUTE_SELECT_H

#include <nssh/plugin.h>

#include "filter.h"

/* The args struct of these verbs. */
struct route_selector {
	struct nssh_value to, prefix, root, match;
	struct nssh_value from, from_root, from_match;
	struct nssh_value table, vrf;
	struct nssh_value cached;
	struct nssh_value tos, proto, scope, kind;
	struct nssh_value dev, iif;
	struct nssh_value mark, metric;
	struct nssh_value via, via_inet, via_inet6;
	struct nssh_value src;
	struct nssh_value realms;
};

#define ROUTE_SELECTOR                                                                  \
	"{ to | root PREFIX | match PREFIX | [ exact ] PREFIX | table TABLE | vrf LINK" \
	" | dev LINK | proto PROTO | scope SCOPE | type TYPE | tos TOS | metric METRIC" \
	" | via { PREFIX | inet PREFIX | inet6 PREFIX } | src PREFIX"                   \
	" | from { root SOURCE | match SOURCE | exact SOURCE | SOURCE }"                \
	" | iif LINK | mark MARK | realms REALMS | cached }*"

/* Their argument table. */
extern const struct nssh_arg nssh_route_selector_rows[];

/** nssh_route_selector_empty() - is nothing selected? */
bool nssh_route_selector_empty(const struct route_selector *args);

/** nssh_route_selector_read() - what the words say but for links and VRFs, which need a look */
int nssh_route_selector_read(const struct nssh_cmd *cmd, const struct route_selector *args,
			     struct route_filter *filter, struct nssh_error *err);

/**
 * nssh_route_selector_find() - fill in the links
 * @dev, @iif, @vrf: names, or NULL
 * @words: to blame when one is not there: of these three, in this order
 */
int nssh_route_selector_find(struct nssh_ns *ns, const char *dev, const char *iif, const char *vrf,
			     const struct nssh_word *const *words, struct route_filter *filter,
			     struct nssh_error *err);

/** nssh_route_selector_family() - of which family a list is asked for: IPv4, unless of all tables */
int nssh_route_selector_family(const struct route_filter *filter);

#endif
