/* SPDX-License-Identifier: MIT */
/* Runs that were cut off: their journals are still there, and nobody locks them. */
#define _GNU_SOURCE
#include "net/plan/recover.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/inject.h"
#include "net/explain.h"
#include "net/net.h"
#include "net/plan/held.h"
#include "net/plan/journal.h"
#include "net/plan/lab.h"
#include "net/plan/run_dir.h"
#include "net/plan/undo.h"

/* A journal that was left. @fd: locked */
struct cut_off {
	const char *name;
	int fd;
	struct nssh_record record;
};

/**
 * struct recovery
 * @found: those that can be read, @count of them
 * @damaged: how many cannot
 */
struct recovery {
	struct nssh_net *net;
	int folder;
	struct cut_off *found;
	size_t count, damaged;
	void (*left)(const char *what, void *arg);
	void *arg;
	struct nssh_error *err;
	int rc;
};

static void keep_error(struct recovery *recovery, int rc, const struct nssh_error *own)
{
	if (recovery->rc < 0)
		return;
	recovery->rc = rc;
	if (recovery->err)
		*recovery->err = *own;
}

/* Nothing of it can be trusted, so that nothing of it is done. */
static void tell_damaged(struct recovery *recovery, const char *name, int rc,
			 struct nssh_error *own)
{
	char text[384];

	recovery->damaged++;
	if (rc == -EBADMSG)
		nssh_hint(own,
			  "what it notes stays as it is; rm " NSSH_RUN_DIR "/" NSSH_JOURNALS
			  "/%s gives it up",
			  name);
	(void)snprintf(text, sizeof(text), "what " NSSH_RUN_DIR "/" NSSH_JOURNALS "/%s notes: %s",
		       name, own->why[0] ? own->why : "it is damaged");
	if (recovery->left)
		recovery->left(text, recovery->arg);
	keep_error(recovery, rc, own);
}

/* Its lab has been written down: nothing but the removal of the journal was missing. */
static bool was_over(struct nssh_net *net, const struct nssh_record *record)
{
	struct nssh_record lab;
	bool same;

	if (!*record->lab || nssh_lab_read(net, record->lab, &lab, NULL) < 0)
		return false;
	same = lab.pid == record->pid && lab.begun == record->begun &&
	       lab.rebooted == record->rebooted;
	nssh_record_done(&lab);
	return same;
}

static void look_at(struct recovery *recovery, const char *name)
{
	int fd = openat(recovery->folder, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	struct cut_off *found = &recovery->found[recovery->count];
	struct nssh_error own = NSSH_ERROR_INIT;
	int rc;

	if (fd < 0)
		return;
	if (!nssh_run_is_left(fd)) {
		(void)close(fd);
		return;
	}
	rc = nssh_record_read(recovery->net, recovery->folder, name, &found->record, &own);
	if (rc == 0 && !was_over(recovery->net, &found->record)) {
		found->name = name;
		found->fd = fd;
		recovery->count++;
		return;
	}
	if (rc < 0) {
		tell_damaged(recovery, name, rc, &own);
	} else {
		(void)unlinkat(recovery->folder, name, 0);
		nssh_record_done(&found->record);
	}
	(void)close(fd);
}

static int by_age(const void *a, const void *b)
{
	const struct cut_off *one = a, *other = b;

	return one->record.begun < other->record.begun ? 1 : -1;
}

static void take_back(struct recovery *recovery, struct cut_off *found,
		      void (*each)(const struct nssh_record *record, void *arg))
{
	struct nssh_undos *undos = &found->record.undos;
	struct nssh_error own = NSSH_ERROR_INIT;
	int rc = 0;

	each(&found->record, recovery->arg);
	/* Nothing outlives the system. */
	if (!found->record.rebooted)
		rc = nssh_undos_run(recovery->net, undos,
				    &(struct nssh_undoing){
					    .fd = found->fd,
					    .left = recovery->left,
					    .arg = recovery->arg,
				    },
				    &own);
	if (rc < 0)
		keep_error(recovery, rc, &own);
	(void)nssh_inject(NSSH_INJECT_DISK);
	(void)unlinkat(recovery->folder, found->name, 0);
	nssh_undos_release(undos, 0);
}

/* Labs that were being written down. Those who still do so have locked theirs. */
static void sweep_labs(void)
{
	int folder = nssh_run_open(NSSH_LABS);
	DIR *dir = folder < 0 ? NULL : fdopendir(folder);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		int fd = entry->d_name[0] == '.'
				 ? openat(folder, entry->d_name, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
				 : -1;

		if (fd < 0)
			continue;
		if (nssh_run_is_left(fd))
			(void)unlinkat(folder, entry->d_name, 0);
		(void)close(fd);
	}
	if (dir)
		(void)closedir(dir);
	else if (folder >= 0)
		(void)close(folder);
}

static void recover_all(struct recovery *recovery, char *const *names, size_t count,
			void (*each)(const struct nssh_record *record, void *arg))
{
	for (size_t i = 0; i < count; i++)
		look_at(recovery, names[i]);
	if (recovery->count)
		qsort(recovery->found, recovery->count, sizeof(*recovery->found), by_age);
	for (size_t i = 0; i < recovery->count; i++) {
		struct cut_off *found = &recovery->found[i];

		if (each)
			take_back(recovery, found, each);
		nssh_record_done(&found->record);
		(void)close(found->fd);
	}
}

int nssh_recover(struct nssh_net *net, void (*each)(const struct nssh_record *record, void *arg),
		 void (*left)(const char *what, void *arg), void *arg, struct nssh_error *err)
{
	struct recovery recovery = { .net = net, .left = left, .arg = arg, .err = err };
	char **names = NULL;
	size_t count = 0;
	int rc;

	recovery.folder = nssh_run_open(NSSH_JOURNALS);
	if (recovery.folder == -EACCES)
		return 0;
	if (recovery.folder < 0 && recovery.folder != -ENOENT)
		return nssh_fail_errno(err, recovery.folder, NULL, "cannot read " NSSH_RUN_DIR);
	rc = nssh_run_names(NSSH_JOURNALS, &names, &count, err);
	recovery.found = calloc(count + 1, sizeof(*recovery.found));
	if (rc == 0 && !recovery.found)
		rc = nssh_fail(err, -ENOMEM, NULL, "no memory to recover");
	if (rc == 0)
		recover_all(&recovery, names, count, each);
	nssh_held_sweep();
	sweep_labs();
	free(recovery.found);
	nssh_netns_names_free(names, count);
	if (recovery.folder >= 0)
		(void)close(recovery.folder);
	rc = rc < 0 || !each ? rc : recovery.rc;
	return rc < 0 ? rc : (int)(recovery.count + recovery.damaged);
}
