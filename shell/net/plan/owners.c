/* SPDX-License-Identifier: MIT */
/* Whose links and namespaces are. */
#define _GNU_SOURCE
#include "net/plan/owners.h"

#include <errno.h>

#include "net/context.h"
#include "net/plan/undo.h"

/* Whose a link is; @fresh: it is in a namespace that the transaction made */
struct owner {
	uint64_t cookie;
	int index;
	bool own, fresh;
};

static bool is_owner_of(const void *item, const void *key)
{
	const struct owner *owner = item, *wanted = key;

	return owner->cookie == wanted->cookie && owner->index == wanted->index;
}

static uint64_t hash_of(const struct owner *link)
{
	return nssh_hash(nssh_hash(NSSH_HASH_START, &link->cookie, sizeof(link->cookie)),
			 &link->index, sizeof(link->index));
}

void nssh_owners_init(struct nssh_owners *owners, uint64_t serial)
{
	owners->serial = serial;
	owners->links = (struct nssh_table){ .size = sizeof(struct owner), .same = is_owner_of };
}

void nssh_owners_done(struct nssh_owners *owners)
{
	nssh_table_clear(&owners->links);
}

bool nssh_owners_is_fresh(const struct nssh_owners *owners, const struct nssh_ns *ns)
{
	return ns->maker == owners->serial;
}

bool nssh_owners_is_own(const struct nssh_owners *owners, struct nssh_ns *ns, int index)
{
	const struct owner *owner = NULL;
	struct owner key = { .index = index };

	if (owners->links.count) {
		key.cookie = nssh_ns_cookie(ns, NULL);
		owner = nssh_table_find(&owners->links, hash_of(&key), &key);
	}
	return owner ? owner->own : nssh_owners_is_fresh(owners, ns);
}

bool nssh_owners_has_others(const struct nssh_owners *owners, const struct nssh_ns *ns)
{
	const struct owner *owner;
	size_t at = 0;

	while ((owner = nssh_table_next(&owners->links, &at))) {
		if (!owner->own && owner->cookie == ns->cookie)
			return true;
	}
	return false;
}

int nssh_owners_set(struct nssh_owners *owners, const struct nssh_undo *undo)
{
	const struct owner owner = {
		.cookie = undo->cookie,
		.index = undo->index,
		.own = undo->kind == NSSH_UNDO_LINK,
		.fresh = nssh_owners_is_fresh(owners, undo->ns),
	};
	const uint64_t hash = hash_of(&owner);
	struct owner *there;

	/* As it is without saying. */
	if (!owner.index || (owner.own && !owners->links.count && owner.fresh))
		return 0;
	there = nssh_table_find(&owners->links, hash, &owner);
	if (there)
		there->own = owner.own;
	return there || nssh_table_add(&owners->links, hash, &owner) ? 0 : -ENOMEM;
}

void nssh_owners_again(struct nssh_owners *owners, const struct nssh_undos *undos)
{
	nssh_table_clear(&owners->links);
	/* There is room: it was larger. */
	for (size_t i = 0; i < undos->count; i++) {
		if (undos->at[i].kind == NSSH_UNDO_LINK || undos->at[i].kind == NSSH_UNDO_REQUEST)
			(void)nssh_owners_set(owners, &undos->at[i]);
	}
}

void nssh_owners_disown(struct nssh_owners *owners)
{
	struct owner *owner;
	size_t at = 0;

	while ((owner = nssh_table_next(&owners->links, &at)))
		owner->own = owner->own && owner->fresh;
}
