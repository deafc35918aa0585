/* SPDX-License-Identifier: MIT */
/* Transactions of the runner: a file, a prompt line, a block of lines; labs; undo and redo. */
#ifndef NSSH_LANG_TRANSACT_H
#define NSSH_LANG_TRANSACT_H

#include <stdbool.h>

#include <nssh/error.h>

struct nssh_line;
struct nssh_ns;
struct nssh_run;
struct nssh_session;
struct nssh_transactions;

struct nssh_transactions *nssh_transactions_new(void);
/* What was done stays. NULL is fine. */
void nssh_transactions_free(struct nssh_transactions *all, struct nssh_session *session);

/* Before the first line of what nothing else runs. Return: 0 or a negative errno with @err filled. */
int nssh_transact_begin(struct nssh_run *run, struct nssh_error *err);
/* Would the lab that it makes be in the way of one that is up? Return: as nssh_transact_begin(). */
int nssh_transact_survey_lab(struct nssh_run *run, struct nssh_error *err);
/* Behind the last: @status tells whether it is kept or taken back. Return: the status then. */
int nssh_transact_end(struct nssh_run *run, int status);

/* A line of the run has been run: what is undone and done again later is told by its text. */
void nssh_transact_ran(struct nssh_run *run, const struct nssh_line *line);

/* A line failed, and the run goes on: what was done stays. */
void nssh_transact_spare(struct nssh_session *session);

/* Is nothing noted, so that a program may take nssh's place? */
bool nssh_transact_is_clean(const struct nssh_session *session);
/* A program is about to run in a namespace, and what it does cannot be taken back. */
int nssh_transact_program(struct nssh_session *session, struct nssh_ns *ns, const char *const *argv,
			  struct nssh_error *err);
/* It could not be started: nothing was done. */
void nssh_transact_no_program(struct nssh_session *session);

/* For the verbs of these names. Each returns 0 or a negative errno with @err filled. */
int nssh_transact_open_block(struct nssh_session *session, struct nssh_error *err);
int nssh_transact_commit_block(struct nssh_session *session, struct nssh_error *err);
int nssh_transact_rollback_block(struct nssh_session *session, struct nssh_error *err);
bool nssh_transact_in_block(const struct nssh_session *session);
int nssh_transact_undo(struct nssh_session *session, struct nssh_error *err);
int nssh_transact_redo(struct nssh_session *session, struct nssh_error *err);

/* Tell of what stays as it is; @arg: a pointer to what was told, which is NULL first, for it is told once. */
void nssh_tell_left(const char *what, void *arg);
void nssh_told_done(void *told);

#endif
