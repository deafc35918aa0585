/* SPDX-License-Identifier: MIT */
/* What was done at the prompt, line by line: undone, and done again. */
#ifndef NSSH_LANG_PAST_H
#define NSSH_LANG_PAST_H

#include <stdbool.h>
#include <stddef.h>

#include <nssh/error.h>

struct nssh_ns;
struct nssh_past;
struct nssh_session;
struct nssh_txn;

/* What `use` has chosen, and what it had chosen before. */
struct nssh_chosen {
	struct nssh_ns *ns, *before;
};

struct nssh_chosen nssh_chosen(const struct nssh_session *session);
void nssh_choose(struct nssh_session *session, const struct nssh_chosen *chosen);

/* Is there something behind the first @mark notes that can be taken back? */
bool nssh_has_changes(const struct nssh_txn *txn, size_t mark);

struct nssh_past *nssh_past_new(void);
/* What was done stays. NULL is fine. */
void nssh_past_free(struct nssh_past *all);

/**
 * nssh_past_add() - a line of the prompt has been run
 * @txn:  what it did, taken over
 * @text: what to call it; when it is being done again, it keeps its own
 * @from: the namespaces of the prompt before it
 */
void nssh_past_add(struct nssh_past *all, struct nssh_txn *txn, const char *text,
		   const struct nssh_chosen *from, const struct nssh_session *session);

/* Each returns 0 or a negative errno with @err filled; redo also the status of what it runs. */
int nssh_past_undo(struct nssh_past *all, struct nssh_session *session, struct nssh_error *err);
int nssh_past_redo(struct nssh_past *all, struct nssh_session *session, struct nssh_error *err);

#endif
