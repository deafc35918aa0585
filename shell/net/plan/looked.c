/* SPDX-License-Identifier: MIT */
/* One look at what is there for many requests. */
#include "net/plan/looked.h"

#include "net/plan/txn.h"

void nssh_looked_done(struct nssh_looked *looked)
{
	nssh_kept_done(&looked->list);
	looked->ns = NULL;
}

void nssh_txn_look_once(struct nssh_txn *txn, bool on)
{
	struct nssh_looked *looked = nssh_txn_looked(txn);

	nssh_looked_done(looked);
	looked->once = on;
}

int nssh_looked_list(struct nssh_looked *looked, struct nssh_ns *ns, unsigned char family,
		     nssh_look_fn look, struct nssh_error *err)
{
	int rc;

	if (looked->once && looked->ns == ns && looked->look == look && looked->family == family)
		return 0;
	nssh_looked_done(looked);
	looked->look = look;
	looked->family = family;
	looked->at = 0;
	rc = look(&looked->list, ns, family, err);
	looked->ns = rc < 0 ? NULL : ns;
	return rc;
}

/* Around the last one. */
static bool find_near(struct nssh_looked *looked, const struct nlmsghdr *asked,
		      nssh_same_fn is_exact)
{
	const struct nssh_kept *list = &looked->list;
	size_t at = looked->at ? looked->at - 1 : 0;

	for (const size_t end = looked->at + 2; at < end && at < list->count; at++) {
		if (is_exact(list->at[at], asked)) {
			looked->at = at;
			return true;
		}
	}
	return false;
}

const struct nlmsghdr *nssh_looked_find(struct nssh_looked *looked, const struct nlmsghdr *asked,
					nssh_same_fn is_same, nssh_same_fn is_exact)
{
	const struct nssh_kept *list = &looked->list;

	if (looked->once && find_near(looked, asked, is_exact))
		return list->at[looked->at];
	for (size_t at = 0; at < list->count; at++) {
		if (is_same(list->at[at], asked)) {
			looked->at = at;
			return list->at[at];
		}
	}
	return NULL;
}
