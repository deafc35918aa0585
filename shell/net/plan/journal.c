/* SPDX-License-Identifier: MIT */
/* The journal of a run: it is locked as long as the program lives, so that others can tell. */
#define _GNU_SOURCE
#include "net/plan/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/inject.h"
#include "base/text.h"
#include "net/explain.h"
#include "net/plan/held.h"
#include "net/plan/lab.h"
#include "net/plan/record.h"

#define NAME_SIZE 48

/**
 * struct nssh_journal
 * @fd:   -1 until the first note
 * @name: in the folder of journals
 * @size: bytes that are good
 */
struct nssh_journal {
	char *source, *lab;
	char name[NAME_SIZE];
	int folder, fd;
	off_t size;
	struct nssh_text line;
};

struct nssh_journal *nssh_journal_new(const char *source, const char *lab)
{
	struct nssh_journal *journal = calloc(1, sizeof(*journal));

	if (!journal)
		return NULL;
	journal->folder = journal->fd = -1;
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

/* It appears under its name when it is locked already: no one takes it for a left one. */
static int open_locked(struct nssh_journal *journal)
{
	char path[32];
	int fd = openat(journal->folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0)
		return -errno;
	journal->fd = fd;
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	(void)snprintf(journal->name, sizeof(journal->name), "%ld", (long)getpid());
	for (int i = 2; flock(fd, LOCK_EX | LOCK_NB) == 0; i++) {
		if (linkat(AT_FDCWD, path, journal->folder, journal->name, AT_SYMLINK_FOLLOW) == 0)
			return 0;
		if (errno != EEXIST)
			return -errno;
		(void)snprintf(journal->name, sizeof(journal->name), "%ld.%d", (long)getpid(), i);
	}
	return -errno;
}

/* All of @text or nothing. */
static int append(struct nssh_journal *journal, const struct nssh_text *text)
{
	int rc = text->failed ? -ENOMEM : nssh_write_all(journal->fd, text->bytes, text->size);

	if (rc < 0) {
		/* A line without an end is not acted upon, should it stay. */
		if (ftruncate(journal->fd, journal->size) == 0)
			(void)lseek(journal->fd, journal->size, SEEK_SET);
		return rc;
	}
	journal->size += (off_t)text->size;
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

static int open_journal(struct nssh_journal *journal, struct nssh_error *err)
{
	int rc;

	journal->folder = nssh_run_folder(NSSH_JOURNALS, err);
	if (journal->folder < 0)
		return journal->folder;
	rc = open_locked(journal);
	if (rc == 0) {
		nssh_text_clear(&journal->line);
		nssh_record_put_head(&journal->line, journal->source, journal->lab);
		rc = append(journal, &journal->line);
	}
	return rc < 0 ? fail_write(rc, err) : 0;
}

int nssh_journal_add(struct nssh_journal *journal, const struct nssh_undo *undo,
		     struct nssh_error *err)
{
	int rc;

	/* Before the first change there is nothing to go back behind. */
	if (journal->fd < 0 && undo->kind == NSSH_UNDO_LOST)
		return 0;
	rc = journal->fd < 0 ? open_journal(journal, err) : 0;
	if (rc < 0)
		return rc;
	nssh_text_clear(&journal->line);
	nssh_record_put(&journal->line, undo);
	rc = nssh_inject(NSSH_INJECT_NOTE);
	if (rc == 0)
		rc = append(journal, &journal->line);
	return rc < 0 ? fail_write(rc, err) : 0;
}

static void put_all(struct nssh_text *text, const struct nssh_journal *journal,
		    const struct nssh_undos *undos, bool kept)
{
	nssh_record_put_head(text, journal->source, journal->lab);
	for (size_t i = 0; i < undos->count; i++) {
		if (!kept || undos->at[i].kind != NSSH_UNDO_HELD)
			nssh_record_put(text, &undos->at[i]);
	}
}

void nssh_journal_cut(struct nssh_journal *journal, const struct nssh_undos *undos)
{
	struct nssh_text text = { 0 };

	if (journal->fd < 0)
		return;
	put_all(&text, journal, undos, false);
	if (ftruncate(journal->fd, 0) == 0 && lseek(journal->fd, 0, SEEK_SET) == 0) {
		journal->size = 0;
		(void)append(journal, &text);
	}
	nssh_text_done(&text);
}

int nssh_journal_keep(struct nssh_journal *journal, const struct nssh_undos *undos,
		      struct nssh_error *err)
{
	struct nssh_text text = { 0 };
	int rc;

	if (journal->fd < 0 || undos->count == 0 || !*journal->lab)
		return 0;
	put_all(&text, journal, undos, true);
	rc = text.failed ? -ENOMEM
			 : nssh_lab_write(journal->lab, nssh_text_get(&text), text.size, err);
	nssh_text_done(&text);
	return rc;
}
