/* SPDX-License-Identifier: MIT */
/* The directory of names that iproute2 shares: what is in it. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <nssh/netns.h>

#include "net/explain.h"

bool nssh_netns_valid_name(const char *name)
{
	return *name && !strchr(name, '/') && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
	       strlen(name) <= NAME_MAX;
}

void nssh_netns_names_free(char **names, size_t count)
{
	if (!names)
		return;
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
}

/* An array that grows as names come. */
struct names {
	char **at;
	size_t count, room;
};

static int add_name(struct names *names, const char *name)
{
	if (names->count == names->room) {
		size_t room = names->room ? names->room * 2 : 64;
		char **at = realloc(names->at, room * sizeof(*at));

		if (!at)
			return -ENOMEM;
		names->at = at;
		names->room = room;
	}
	names->at[names->count] = strdup(name);
	if (!names->at[names->count])
		return -ENOMEM;
	names->count++;
	return 0;
}

static int read_names(DIR *dir, struct names *names)
{
	const struct dirent *entry;

	for (;;) {
		int rc;

		errno = 0;
		entry = readdir(dir);
		if (!entry)
			return -errno;
		if (!nssh_netns_valid_name(entry->d_name))
			continue;
		rc = add_name(names, entry->d_name);
		if (rc < 0)
			return rc;
	}
}

int nssh_netns_names_unsorted(char ***ret_names, size_t *ret_count, struct nssh_error *err)
{
	struct names names = { 0 };
	DIR *dir = opendir(NSSH_NETNS_DIR);
	int rc;

	if (dir) {
		rc = read_names(dir, &names);
		(void)closedir(dir);
	} else {
		/* Nobody has made a namespace yet. */
		rc = errno == ENOENT ? 0 : -errno;
	}
	if (rc < 0) {
		nssh_netns_names_free(names.at, names.count);
		return nssh_fail_errno(err, rc, NULL, "cannot read %s", NSSH_NETNS_DIR);
	}
	*ret_names = names.at;
	*ret_count = names.count;
	return 0;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int nssh_netns_names(char ***ret_names, size_t *ret_count, struct nssh_error *err)
{
	int rc = nssh_netns_names_unsorted(ret_names, ret_count, err);

	if (rc == 0 && *ret_count)
		qsort(*ret_names, *ret_count, sizeof(**ret_names), compare);
	return rc;
}

/* A namespace, but of which kind? Without permission to open it, it passes for a network's. */
static bool is_other_kind(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int type;

	if (fd < 0)
		return false;
	type = ioctl(fd, NS_GET_NSTYPE);
	(void)close(fd);
	return type != CLONE_NEWNET;
}

bool nssh_netns_is_stale(const char *name)
{
	char path[sizeof(NSSH_NETNS_DIR) + NAME_MAX + 1];
	struct statfs fs;
	struct stat st;

	if (!nssh_netns_valid_name(name))
		return false;
	(void)snprintf(path, sizeof(path), NSSH_NETNS_DIR "/%s", name);
	if (lstat(path, &st) < 0)
		return false;
	if (statfs(path, &fs) < 0)
		return errno == ENOENT || errno == ELOOP;
	return fs.f_type != NSFS_MAGIC || is_other_kind(path);
}
