/* SPDX-License-Identifier: MIT */
/* What was there when it was last looked: kept while many requests are noted before any is sent. */
#ifndef NSSH_NET_PLAN_LOOKED_H
#define NSSH_NET_PLAN_LOOKED_H

#include <stdbool.h>
#include <stdint.h>

#include "net/plan/prior.h"

/* How to list a kind of thing, of one family. */
typedef int (*nssh_look_fn)(struct nssh_kept *kept, struct nssh_ns *ns, unsigned char family,
			    struct nssh_error *err);

/**
 * struct nssh_looked - a list, and of what
 * @once: it is good until this is off
 * @at:   where in it the last thing was that was looked for: requests come in the order of a list, or back
 */
struct nssh_looked {
	bool once;
	struct nssh_ns *ns;
	nssh_look_fn look;
	unsigned char family;
	struct nssh_kept list;
	size_t at;
};

struct nssh_looked *nssh_txn_looked(struct nssh_txn *txn);

/* Look, unless that has been done and once is enough. Return: 0 or a negative errno with @err filled. */
int nssh_looked_list(struct nssh_looked *looked, struct nssh_ns *ns, unsigned char family,
		     nssh_look_fn look, struct nssh_error *err);

/* Is what is there the one that a request is about? */
typedef bool (*nssh_same_fn)(const struct nlmsghdr *there, const struct nlmsghdr *asked);

/**
 * nssh_looked_find() - the first thing of the list that is the one that @asked means
 * @is_same:  it may be the one
 * @is_exact: it is that one and no other, so it may be looked for around the last one first
 *
 * Return: NULL when there is none.
 */
const struct nlmsghdr *nssh_looked_find(struct nssh_looked *looked, const struct nlmsghdr *asked,
					nssh_same_fn is_same, nssh_same_fn is_exact);

void nssh_looked_done(struct nssh_looked *looked);

#endif
