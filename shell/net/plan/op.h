/* SPDX-License-Identifier: MIT */
/* One intended change, and the list of those that wait. */
#ifndef NSSH_NET_PLAN_OP_H
#define NSSH_NET_PLAN_OP_H

#include <stdbool.h>
#include <stddef.h>

#include <nssh/plan.h>

enum nssh_op_kind {
	NSSH_OP_REQUEST,
	NSSH_OP_NETNS_ADD,
	NSSH_OP_NETNS_ATTACH,
	NSSH_OP_NETNS_DEL,
	NSSH_OP_CALL,
	NSSH_OP_NEED_NS, /* nothing is done, but the namespace has to be there */
	NSSH_OP_BARRIER, /* a program ran here: what is known before it may be wrong behind it */
};

/**
 * struct nssh_op - one intended change
 * @ns:     the namespace that it is about; NULL for a plugin's own
 * @source: the one that a name is attached to; @source_word: where it was named
 * @doing:  "add address 10.0.0.1/24 to eth0"
 *
 * What preparing finds out (see prepare.h), all zero before:
 * @fused:  the request that does this op and those that came into it, or NULL
 * @into:   the op that makes the link does this one too
 * @moved:  then: the namespace that this one would have moved the link to; of the op that makes it:
 *          the first of them
 * @parked: a bridge is set up when its ports are there; @first, @chain: those that are done right before
 *          this op
 * @early:  a namespace that is made before all else
 */
struct nssh_op {
	enum nssh_op_kind kind;
	struct nssh_ns *ns, *source;
	struct nssh_msg *msg;
	const struct nssh_op_type *type;
	void *data;
	const struct nssh_word *word, *source_word;
	char *doing;
	struct nssh_msg *fused;
	const struct nssh_op *into;
	struct nssh_ns *moved;
	struct nssh_op *first, *chain;
	bool early, parked;
};

struct nssh_plan {
	struct nssh_net *net;
	struct nssh_op *ops;
	size_t count, room;
	struct nssh_op *last; /* parked ops that are done behind all others */
	bool scratch;         /* ops are dropped at once */
};

#endif
