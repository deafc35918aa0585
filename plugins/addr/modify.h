/* SPDX-License-Identifier: MIT */
/* The words of `addr add`, `change`, `replace` and `del`, and the request they make. */
#ifndef NSSH_ADDR_MODIFY_H
#define NSSH_ADDR_MODIFY_H

#include <nssh/plugin.h>

/* The args struct of these verbs. */
struct addr_args {
	struct nssh_value prefix;
	struct nssh_value peer;
	struct nssh_value broadcast, broadcast_set, broadcast_reset;
	struct nssh_value anycast;
	struct nssh_value label;
	struct nssh_value scope;
	struct nssh_value dev;
	struct nssh_value metric;
	struct nssh_value valid_lft, preferred_lft;
	struct nssh_value proto;
	struct nssh_value home, mngtmpaddr, nodad, optimistic, noprefixroute, autojoin;
};

#define ADDR_GRAMMAR(verb)                                                               \
	"addr " verb " { [ local ] PREFIX & dev LINK & { peer PREFIX"                    \
	" | broadcast { ADDRESS | + | - } | anycast ADDRESS | label LABEL | scope SCOPE" \
	" | metric METRIC | valid_lft LIFETIME | preferred_lft LIFETIME | proto PROTO"   \
	" | home | mngtmpaddr | nodad | optimistic | noprefixroute | autojoin }* }"

/* Their argument table. */
extern const struct nssh_arg nssh_addr_rows[];

/**
 * nssh_addr_modify() - check the words of a command and add its request to the plan
 * @type:  RTM_NEWADDR or RTM_DELADDR
 * @flags: NLM_F_* that make the verb what it is
 */
int nssh_addr_modify(struct nssh_cmd *cmd, uint16_t type, uint16_t flags, struct nssh_error *err);

#endif
