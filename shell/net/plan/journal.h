/* SPDX-License-Identifier: MIT */
/* Notes on disk: of a run that goes on, and of a lab that is up. */
#ifndef NSSH_NET_PLAN_JOURNAL_H
#define NSSH_NET_PLAN_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include <nssh/error.h>

#include "net/plan/undo.h"

struct nssh_journal;
struct nssh_net;

/**
 * struct nssh_record - what is on disk, read
 * @source: the file that it was made from, or ""
 * @lab:    the lab's name, or ""
 * @pid, @begun: which run wrote it: the process, and when, in nanoseconds since the system was started
 * @seconds: when it was written, of the epoch
 * @rebooted: the system was started anew since: nothing of it is there
 */
struct nssh_record {
	char *source, *lab;
	long pid;
	uint64_t begun;
	long long seconds;
	bool rebooted;
	struct nssh_undos undos;
};

void nssh_record_done(struct nssh_record *record);

/* A journal that is opened by its first note. NULL without memory. */
struct nssh_journal *nssh_journal_new(const char *source, const char *lab);
/* What is on disk is removed. NULL is fine. */
void nssh_journal_free(struct nssh_journal *journal);

/* Write a note. Return: 0 when it is on disk, or a negative errno with @err filled. */
int nssh_journal_add(struct nssh_journal *journal, struct nssh_undo *undo, struct nssh_error *err);
/* Add what tells a link from others', which was not known when it was noted. */
void nssh_journal_identify(struct nssh_journal *journal, const struct nssh_undo *undo);
/* The open file, or -1 before the first note; and to be called when lines have been cut off it. */
int nssh_journal_fd(const struct nssh_journal *journal);
void nssh_journal_was_cut(struct nssh_journal *journal);

/**
 * nssh_journal_keep() - the notes become the record of the lab: this is what makes the run last
 * @before: what is left of another of that name
 *
 * Namespaces that were held for the transaction cannot be brought back any more.
 */
int nssh_journal_keep(struct nssh_journal *journal, const struct nssh_undos *before,
		      const struct nssh_undos *undos, struct nssh_error *err);

/* Read a record in an open folder. Return: 0, -ENOENT, or another negative errno with @err filled. */
int nssh_record_read(struct nssh_net *net, int folder, const char *name, struct nssh_record *ret,
		     struct nssh_error *err);

#endif
