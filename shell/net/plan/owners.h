/* SPDX-License-Identifier: MIT */
/* Whose links and namespaces are: those that the transaction made, and those that were there before. */
#ifndef NSSH_NET_PLAN_OWNERS_H
#define NSSH_NET_PLAN_OWNERS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/table.h"

struct nssh_ns;
struct nssh_undo;
struct nssh_undos;

/**
 * struct nssh_owners
 * @serial: struct nssh_ns.maker of the namespaces that the transaction made
 * @links:  what is in such a namespace is its own, too, unless it is listed here as another's
 */
struct nssh_owners {
	uint64_t serial;
	struct nssh_table links;
};

void nssh_owners_init(struct nssh_owners *owners, uint64_t serial);
void nssh_owners_done(struct nssh_owners *owners);

/* Did the transaction make this namespace, and this link? */
bool nssh_owners_is_fresh(const struct nssh_owners *owners, const struct nssh_ns *ns);
bool nssh_owners_is_own(const struct nssh_owners *owners, struct nssh_ns *ns, int index);

/* Are there links in it that were there before, and went there? */
bool nssh_owners_has_others(const struct nssh_owners *owners, const struct nssh_ns *ns);

/* What a note says of a link: it is made, or has moved. Return: 0 or -ENOMEM. */
int nssh_owners_set(struct nssh_owners *owners, const struct nssh_undo *undo);
/* Once more what these notes say, which were more before. */
void nssh_owners_again(struct nssh_owners *owners, const struct nssh_undos *undos);

/*
 * Links are gone, perhaps with others that hang on them, and the next one with such an index may be
 * somebody else's, but in namespaces that the transaction made. Those of its own that stay are noted in
 * full from now on.
 */
void nssh_owners_disown(struct nssh_owners *owners);

#endif
