/* SPDX-License-Identifier: MIT */
/* Files and folders that outlive the program. */
#define _GNU_SOURCE
#include "net/plan/run_dir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/inject.h"
#include "base/text.h"
#include "net/explain.h"
#include "net/net.h"

#define FOLDER (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

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
	struct stat st;
	int fd;

	if (mkdirat(parent, name, 0700) < 0 && errno != EEXIST)
		return -errno;
	fd = openat(parent, name, FOLDER);
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

int nssh_run_open(const char *name)
{
	int base = open(NSSH_RUN_DIR, FOLDER);
	int fd = base < 0 ? -errno : openat(base, name, FOLDER);
	int code = errno;

	if (base < 0)
		return fd;
	(void)close(base);
	return fd < 0 ? -code : fd;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int add_names(DIR *dir, char ***names, size_t *count)
{
	const struct dirent *entry;
	size_t room = 0;

	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		if (*count == room) {
			char **more = reallocarray(*names, room ? room * 2 : 16, sizeof(*more));

			if (!more)
				return -ENOMEM;
			*names = more;
			room = room ? room * 2 : 16;
		}
		(*names)[*count] = strdup(entry->d_name);
		if (!(*names)[*count])
			return -ENOMEM;
		++*count;
	}
	return 0;
}

static int list_folder(int fd, char ***ret_names, size_t *ret_count)
{
	DIR *dir = fdopendir(fd);
	char **names = NULL;
	size_t count = 0;
	int rc;

	if (!dir) {
		rc = -errno;
		(void)close(fd);
		return rc;
	}
	rc = add_names(dir, &names, &count);
	(void)closedir(dir);
	if (rc < 0) {
		nssh_netns_names_free(names, count);
		return rc;
	}
	if (count)
		qsort(names, count, sizeof(*names), by_name);
	*ret_names = names;
	*ret_count = count;
	return 0;
}

int nssh_run_names(const char *folder, char ***ret_names, size_t *ret_count, struct nssh_error *err)
{
	int fd = nssh_run_open(folder), rc;

	*ret_names = NULL;
	*ret_count = 0;
	if (fd == -ENOENT)
		return 0;
	rc = fd < 0 ? fd : list_folder(fd, ret_names, ret_count);
	return rc < 0 ? nssh_fail_errno(err, rc, NULL, "cannot read " NSSH_RUN_DIR "/%s", folder)
		      : 0;
}

/* The @i-th name that may be free, from 1 on. */
static void name_it(const char *prefix, int i, char name[static NSSH_RUN_NAME])
{
	if (i == 1)
		(void)snprintf(name, NSSH_RUN_NAME, "%s%ld", prefix, (long)getpid());
	else
		(void)snprintf(name, NSSH_RUN_NAME, "%s%ld.%d", prefix, (long)getpid(), i);
}

static int link_file(int fd, int folder, const char *prefix, char name[static NSSH_RUN_NAME])
{
	int rc = nssh_inject(NSSH_INJECT_DISK);
	char path[32];

	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	for (int i = 1; rc == 0; i++) {
		name_it(prefix, i, name);
		if (linkat(AT_FDCWD, path, folder, name, AT_SYMLINK_FOLLOW) == 0)
			return 0;
		if (errno != EEXIST)
			rc = -errno;
	}
	return rc;
}

int nssh_run_file(int folder, const char *prefix, const struct nssh_text *text,
		  char ret_name[static NSSH_RUN_NAME])
{
	int fd = openat(folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	int rc;

	if (fd < 0)
		return -errno;
	rc = text->failed ? -ENOMEM : nssh_run_write(fd, text->bytes, text->size, 0);
	if (rc == 0 && flock(fd, LOCK_EX | LOCK_NB) < 0)
		rc = -errno;
	if (rc == 0)
		rc = link_file(fd, folder, prefix, ret_name);
	if (rc == 0)
		return fd;
	(void)close(fd);
	return rc;
}

static bool is_removed(int fd)
{
	struct stat st;

	return fstat(fd, &st) < 0 || st.st_nlink == 0;
}

int nssh_run_subfolder(int folder, char ret_name[static NSSH_RUN_NAME])
{
	int rc = nssh_inject(NSSH_INJECT_DISK);

	for (int i = 1; rc == 0; i++) {
		int fd;

		name_it("", i, ret_name);
		if (mkdirat(folder, ret_name, 0700) < 0 && errno != EEXIST)
			return -errno;
		/* It has its name before it is locked, and whoever clears up may have come in between. */
		fd = openat(folder, ret_name, FOLDER);
		if (fd >= 0 && nssh_run_is_left(fd))
			return fd;
		if (fd < 0 && errno != ENOENT)
			return -errno;
		if (fd >= 0)
			(void)close(fd);
	}
	return rc;
}

bool nssh_run_is_left(int fd)
{
	return flock(fd, LOCK_EX | LOCK_NB) == 0 && !is_removed(fd);
}

bool nssh_run_same_maker(const char *a, const char *b)
{
	return strtol(a, NULL, 10) == strtol(b, NULL, 10);
}

int nssh_run_write(int fd, const char *bytes, size_t size, long long offset)
{
	while (size > 0) {
		ssize_t n = pwrite(fd, bytes, size, offset);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -errno : -EIO;
		bytes += n;
		size -= (size_t)n;
		offset += n;
	}
	return 0;
}
