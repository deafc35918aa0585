/* SPDX-License-Identifier: MIT */
/*
 * The journal of a run, locked as long as the program lives. It has its head before it has its name, and
 * grows by whole lines: one that was cut off has no end, and what it notes was never begun. As changes are
 * taken back, the last one first, their lines are cut off.
 *
 * A run without a lab is over when its journal is removed. One with a lab is over when the lab's record,
 * which says the same of who made it, takes its name (rename(2)): a journal of which there is such a record
 * is one that was not removed any more.
 */
#define _GNU_SOURCE
#include "net/plan/journal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/inject.h"
#include "base/text.h"
#include "net/context.h"
#include "net/explain.h"
#include "net/plan/lab.h"
#include "net/plan/record.h"
#include "net/plan/run_dir.h"

/**
 * struct nssh_journal
 * @begun: when, of the clock that never stops; with the process' number, which run it is
 * @fd:    -1 until the first note
 * @name:  in the folder of journals
 * @size:  bytes that are good
 */
struct nssh_journal {
	char *source, *lab;
	uint64_t begun;
	char name[NSSH_RUN_NAME];
	int folder, fd;
	size_t size;
	struct nssh_text line;
};

static uint64_t now(void)
{
	struct timespec time = { 0 };

	(void)clock_gettime(CLOCK_BOOTTIME, &time);
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

struct nssh_journal *nssh_journal_new(const char *source, const char *lab)
{
	struct nssh_journal *journal = calloc(1, sizeof(*journal));

	if (!journal)
		return NULL;
	journal->folder = journal->fd = -1;
	journal->begun = now();
	journal->source = strdup(source ? source : "");
	journal->lab = strdup(lab ? lab : "");
	if (journal->source && journal->lab)
		return journal;
	nssh_journal_free(journal);
	return NULL;
}

void nssh_journal_free(struct nssh_journal *journal)
{
	if (!journal)
		return;
	if (journal->fd >= 0) {
		(void)nssh_inject(NSSH_INJECT_DISK);
		(void)unlinkat(journal->folder, journal->name, 0);
		(void)close(journal->fd);
	}
	if (journal->folder >= 0)
		(void)close(journal->folder);
	nssh_text_done(&journal->line);
	free(journal->source);
	free(journal->lab);
	free(journal);
}

/* All of @text or nothing: what of it stays all the same is written over, or has no end. */
static int append(struct nssh_journal *journal, const struct nssh_text *text)
{
	int rc = text->failed ? -ENOMEM
			      : nssh_run_write(journal->fd, text->bytes, text->size,
					       (long long)journal->size);

	if (rc < 0) {
		(void)!ftruncate(journal->fd, (off_t)journal->size);
		return rc;
	}
	journal->size += text->size;
	return 0;
}

static int fail_write(int code, struct nssh_error *err)
{
	(void)nssh_fail_errno(err, code, NULL,
			      "cannot note in " NSSH_RUN_DIR " how to take this back");
	if (code == -ENOSPC)
		nssh_hint(err, "nothing is done that could not be taken back");
	return code;
}

static void put_head(const struct nssh_journal *journal, struct nssh_text *text)
{
	const struct nssh_record head = {
		.source = journal->source,
		.lab = journal->lab,
		.pid = (long)getpid(),
		.begun = journal->begun,
		.seconds = (long long)time(NULL),
	};

	nssh_record_put_head(text, &head);
}

static int open_journal(struct nssh_journal *journal, struct nssh_error *err)
{
	if (journal->folder < 0)
		journal->folder = nssh_run_folder(NSSH_JOURNALS, err);
	if (journal->folder < 0)
		return journal->folder;
	nssh_text_clear(&journal->line);
	put_head(journal, &journal->line);
	journal->fd = nssh_run_file(journal->folder, "", &journal->line, journal->name);
	journal->size = journal->line.size;
	return journal->fd < 0 ? fail_write(journal->fd, err) : 0;
}

int nssh_journal_add(struct nssh_journal *journal, struct nssh_undo *undo, struct nssh_error *err)
{
	int rc;

	/* Before the first change there is nothing to go back behind. */
	if (journal->fd < 0 && undo->kind == NSSH_UNDO_LOST)
		return 0;
	rc = journal->fd < 0 ? open_journal(journal, err) : 0;
	if (rc < 0)
		return rc;
	undo->place = journal->size;
	nssh_text_clear(&journal->line);
	nssh_record_put(&journal->line, undo);
	rc = nssh_inject(NSSH_INJECT_NOTE);
	if (rc == 0)
		rc = append(journal, &journal->line);
	return rc < 0 ? fail_write(rc, err) : 0;
}

void nssh_journal_identify(struct nssh_journal *journal, const struct nssh_undo *undo)
{
	if (journal->fd < 0 || !undo->place)
		return;
	nssh_text_clear(&journal->line);
	nssh_record_put_identity(&journal->line, undo);
	/* Without it there is the name, as there was before. */
	(void)append(journal, &journal->line);
}

int nssh_journal_fd(const struct nssh_journal *journal)
{
	return journal->fd;
}

void nssh_journal_was_cut(struct nssh_journal *journal)
{
	struct stat st;

	if (journal->fd >= 0 && fstat(journal->fd, &st) == 0)
		journal->size = (size_t)st.st_size;
}

/* A namespace that was removed is let go. */
static void put_lasting(struct nssh_text *text, const struct nssh_undo *undo)
{
	struct nssh_undo lost = { .kind = NSSH_UNDO_LOST, .ns = undo->ns };

	if (undo->kind != NSSH_UNDO_HELD) {
		nssh_record_put(text, undo);
		return;
	}
	if (asprintf(&lost.text, "the removal of namespace %s", undo->ns->ref) < 0) {
		text->failed = true;
		return;
	}
	nssh_record_put(text, &lost);
	free(lost.text);
}

int nssh_journal_keep(struct nssh_journal *journal, const struct nssh_undos *before,
		      const struct nssh_undos *undos, struct nssh_error *err)
{
	struct nssh_text text = { 0 };
	int rc;

	if (journal->fd < 0 || !*journal->lab)
		return 0;
	put_head(journal, &text);
	for (size_t i = 0; i < before->count; i++)
		put_lasting(&text, &before->at[i]);
	for (size_t i = 0; i < undos->count; i++)
		put_lasting(&text, &undos->at[i]);
	rc = nssh_lab_write(journal->lab, &text, err);
	nssh_text_done(&text);
	return rc;
}
