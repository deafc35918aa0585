/* SPDX-License-Identifier: MIT */
/* Namespaces that have lost their name and may get it back. */
#define _GNU_SOURCE
#include "net/plan/held.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net/context.h"
#include "net/explain.h"
#include "net/netns_ops.h"

#define HELD      "held"
#define PATH_SIZE 64
#define MOST_HELD 100000

static int fail_folder(const char *name, int code, struct nssh_error *err)
{
	(void)nssh_fail_errno(err, code, NULL, "cannot use " NSSH_RUN_DIR "/%s", name);
	if (code == -EPERM || code == -EACCES)
		nssh_hint(err, "what changes the system needs root; nssh --sandbox does not");
	return code;
}

/* A folder that is ours alone: nobody else can have put a link or a file of theirs there. */
static int open_own(int parent, const char *name)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	struct stat st;
	int fd;

	if (mkdirat(parent, name, 0700) < 0 && errno != EEXIST)
		return -errno;
	fd = openat(parent, name, flags);
	if (fd < 0)
		return -errno;
	if (fstat(fd, &st) < 0 || st.st_uid != geteuid() || (st.st_mode & 022)) {
		(void)close(fd);
		return -EPERM;
	}
	return fd;
}

int nssh_run_folder(const char *name, struct nssh_error *err)
{
	int base = open_own(AT_FDCWD, NSSH_RUN_DIR);
	int fd;

	if (base < 0)
		return fail_folder("", base, err);
	fd = open_own(base, name);
	(void)close(base);
	return fd < 0 ? fail_folder(name, fd, err) : fd;
}

static int make_file(int folder)
{
	char name[16];

	for (int i = 1; i < MOST_HELD; i++) {
		int fd;

		(void)snprintf(name, sizeof(name), "%d", i);
		fd = openat(folder, name, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0);
		if (fd >= 0) {
			(void)close(fd);
			return i;
		}
		if (errno != EEXIST)
			return -errno;
	}
	return -EMFILE;
}

static void path_of(int folder, int number, char path[static PATH_SIZE])
{
	(void)snprintf(path, PATH_SIZE, "/proc/self/fd/%d/%d", folder, number);
}

int nssh_held_reserve(const struct nssh_ns *ns, struct nssh_error *err)
{
	int folder = nssh_run_folder(HELD, err);
	int number;

	if (folder < 0)
		return folder;
	number = make_file(folder);
	(void)close(folder);
	return number < 0 ? nssh_fail_errno(err, number, NULL, "cannot hold namespace %s", ns->ref)
			  : number;
}

int nssh_held_keep(const struct nssh_ns *ns, int number, struct nssh_error *err)
{
	char from[PATH_SIZE], to[PATH_SIZE];
	int folder = nssh_run_folder(HELD, err);
	int rc = 0;

	if (folder < 0)
		return folder;
	(void)snprintf(from, sizeof(from), "/proc/self/fd/%d", ns->fd);
	path_of(folder, number, to);
	if (mount(from, to, "none", MS_BIND, NULL) < 0)
		rc = nssh_fail_errno(err, -errno, NULL, "cannot hold namespace %s", ns->ref);
	(void)close(folder);
	return rc;
}

void nssh_held_sweep(void)
{
	int folder = nssh_run_folder(HELD, NULL);
	DIR *dir = folder < 0 ? NULL : fdopendir(folder);
	const struct dirent *entry;
	struct stat parent, st;

	if (!dir) {
		if (folder >= 0)
			(void)close(folder);
		return;
	}
	while (fstat(folder, &parent) == 0 && (entry = readdir(dir))) {
		/* What is bound to it is of another file system. */
		if (entry->d_name[0] != '.' &&
		    fstatat(folder, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    st.st_dev == parent.st_dev)
			(void)unlinkat(folder, entry->d_name, 0);
	}
	(void)closedir(dir);
}

int nssh_held_give_back(struct nssh_ns *ns, int number, struct nssh_error *err)
{
	int folder = nssh_run_folder(HELD, err);
	int dir, fd, rc;
	char name[16];

	if (folder < 0)
		return folder;
	(void)snprintf(name, sizeof(name), "%d", number);
	fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	rc = fd < 0 ? -errno : 0;
	(void)close(folder);
	if (rc < 0)
		return nssh_fail_errno(err, rc, NULL, "namespace %s is not held any more", ns->ref);
	dir = nssh_netns_ready(ns->net, err);
	rc = dir < 0 ? dir : nssh_netns_name(dir, ns, fd, err);
	(void)close(fd);
	nssh_ns_forget(ns);
	if (rc == 0)
		nssh_held_release(number);
	return rc;
}

void nssh_held_release(int number)
{
	char path[PATH_SIZE];
	int folder = nssh_run_folder(HELD, NULL);

	if (folder < 0)
		return;
	path_of(folder, number, path);
	(void)umount2(path, MNT_DETACH | UMOUNT_NOFOLLOW);
	(void)unlink(path);
	(void)close(folder);
}
