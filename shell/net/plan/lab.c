/* SPDX-License-Identifier: MIT */
/* Labs: what is on disk of them. */
#define _GNU_SOURCE
#include "net/plan/lab.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <linux/capability.h>

#include "base/inject.h"
#include "net/explain.h"
#include "net/plan/record.h"
#include "net/plan/run_dir.h"

#define LONGEST_NAME 100

/* It is the name of a file, and a word of a command line. */
int nssh_lab_check_name(const char *name, struct nssh_error *err)
{
	const size_t size = strlen(name);
	bool good = size >= 1 && size <= LONGEST_NAME && *name != '.' && *name != '-';

	for (const char *c = name; good && *c; c++)
		good = *c != '/' && (unsigned char)*c >= ' ' && *c != 0x7f;
	if (good)
		return 0;
	(void)nssh_fail(err, -EINVAL, NULL, "\"%.40s%s\" cannot be the name of a lab", name,
			size > 40 ? "..." : "");
	nssh_why(err,
		 "it has 1 to %d bytes, no slash and no control characters, and begins with "
		 "neither a dot nor a dash",
		 LONGEST_NAME);
	return -EINVAL;
}

int nssh_lab_read(struct nssh_net *net, const char *name, struct nssh_record *ret,
		  struct nssh_error *err)
{
	int folder = nssh_lab_check_name(name, NULL) == 0 ? nssh_run_open(NSSH_LABS) : -ENOENT;
	int rc = folder < 0 ? folder : nssh_record_read(net, folder, name, ret, err);

	if (folder >= 0)
		(void)close(folder);
	if (folder >= 0 && rc == -EBADMSG)
		nssh_hint(err,
			  "what it made has to be removed by hand; rm " NSSH_RUN_DIR "/" NSSH_LABS
			  "/%s gives the record up",
			  name);
	if (folder < 0 && folder != -ENOENT) {
		(void)nssh_fail_errno(err, folder, NULL, "cannot read " NSSH_RUN_DIR);
		nssh_hint_capability(err, CAP_SYS_ADMIN);
	}
	return rc;
}

int nssh_lab_write(const char *name, const struct nssh_text *text, struct nssh_error *err)
{
	int folder = nssh_run_folder(NSSH_LABS, err), fd, rc;
	char unfinished[NSSH_RUN_NAME];

	if (folder < 0)
		return folder;
	/* No lab is called so. */
	fd = nssh_run_file(folder, ".", text, unfinished);
	rc = fd < 0 ? fd : nssh_inject(NSSH_INJECT_DISK);
	if (rc == 0 && renameat(folder, unfinished, folder, name) < 0)
		rc = -errno;
	if (fd >= 0) {
		if (rc < 0)
			(void)unlinkat(folder, unfinished, 0);
		(void)close(fd);
	}
	(void)close(folder);
	return rc < 0 ? nssh_fail_errno(err, rc, NULL, "cannot write down lab %s", name) : 0;
}

void nssh_lab_forget(const char *name)
{
	int folder = nssh_run_open(NSSH_LABS);

	if (folder < 0)
		return;
	(void)unlinkat(folder, name, 0);
	(void)close(folder);
}

int nssh_lab_rewrite(const char *name, const struct nssh_record *record, struct nssh_error *err)
{
	struct nssh_text text = { 0 };
	int rc;

	nssh_record_put_head(&text, record);
	for (size_t i = 0; i < record->undos.count; i++)
		nssh_record_put(&text, &record->undos.at[i]);
	rc = nssh_lab_write(name, &text, err);
	nssh_text_done(&text);
	return rc;
}

/* Those who only look whether it is locked share it for a moment, which is not in the way. */
static int lock_file(int fd)
{
	while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (flock(fd, LOCK_SH | LOCK_NB) < 0)
			return -errno;
	}
	return 0;
}

int nssh_lab_lock(const char *name, struct nssh_error *err)
{
	int folder = nssh_run_folder(NSSH_LOCKS, err);
	int fd, rc;

	if (folder < 0)
		return folder;
	fd = openat(folder, name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	rc = fd < 0 ? -errno : lock_file(fd);
	(void)close(folder);
	if (rc == 0)
		return fd;
	if (fd >= 0)
		(void)close(fd);
	return rc == -EWOULDBLOCK
		       ? nssh_fail(err, -EBUSY, NULL, "another nssh is at work on lab %s", name)
		       : nssh_fail_errno(err, rc, NULL, "cannot lock lab %s", name);
}

bool nssh_lab_is_busy(const char *name)
{
	int folder = nssh_lab_check_name(name, NULL) == 0 ? nssh_run_open(NSSH_LOCKS) : -ENOENT;
	int fd = folder < 0 ? -1 : openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool busy = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) < 0 && errno == EWOULDBLOCK;

	if (fd >= 0)
		(void)close(fd);
	if (folder >= 0)
		(void)close(folder);
	return busy;
}

bool nssh_lab_has_parts(const struct nssh_undos *undos)
{
	for (size_t i = 0; i < undos->count; i++) {
		if (undos->at[i].kind != NSSH_UNDO_LOST && undos->at[i].kind != NSSH_UNDO_HELD)
			return true;
	}
	return false;
}
