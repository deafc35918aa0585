/* SPDX-License-Identifier: MIT */
/* What notes say of a namespace or of a link, found without going through them all. */
#ifndef NSSH_NET_PLAN_UNDO_INDEX_H
#define NSSH_NET_PLAN_UNDO_INDEX_H

#include "base/table.h"
#include "net/plan/undo.h"

struct nssh_undo_index {
	struct nssh_table notes;
};

/* The notes may be added to and changed afterwards: it tells what they were. */
void nssh_undo_index_init(struct nssh_undo_index *index, const struct nssh_undos *undos);
void nssh_undo_index_done(struct nssh_undo_index *index);

/* Is this namespace one that the notes say was made, and that does not stay? */
bool nssh_undo_index_made(const struct nssh_undo_index *index, uint64_t cookie);

/* Has a link that was there before gone there? */
bool nssh_undo_index_visited(const struct nssh_undo_index *index, uint64_t cookie);

/* Is a link there, of that index, one that the notes say was made, or went there? */
bool nssh_undo_index_has_link(const struct nssh_undo_index *index, uint64_t cookie, int link);

#endif
