/* SPDX-License-Identifier: MIT */
/* Who may have written a plugin. */
#define _GNU_SOURCE
#include "plugin/trust.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

void nssh_trust_learn(struct nssh_trust *trust)
{
	struct stat st;
	ssize_t n;
	char *slash;

	*trust = (struct nssh_trust){ .needed = geteuid() == 0 || getauxval(AT_SECURE) != 0 };
	n = trust->needed ? readlink("/proc/self/exe", trust->program, sizeof(trust->program) - 1)
			  : 0;
	slash = n > 0 ? strrchr(trust->program, '/') : NULL;
	if (slash && stat("/proc/self/exe", &st) == 0) {
		trust->size = (size_t)(slash - trust->program);
		trust->owner = st.st_uid;
	}
}

int nssh_trust_check(const struct nssh_trust *trust, const char *path, const struct stat *st,
		     struct nssh_error *err)
{
	if (!trust->needed)
		return 0;
	if (st->st_uid != 0 && st->st_uid != geteuid() && st->st_uid != trust->owner)
		return nssh_fail(err, -EPERM, NULL, "%s belongs to another user", path);
	/* In a sticky folder (/tmp) nobody can replace what is not theirs. */
	if ((st->st_mode & (S_IWGRP | S_IWOTH)) &&
	    !(S_ISDIR(st->st_mode) && (st->st_mode & S_ISVTX)))
		return nssh_fail(err, -EPERM, NULL, "%s can be written by others", path);
	return 0;
}

int nssh_trust_check_folder(const struct nssh_trust *trust, const char *folder,
			    struct nssh_error *err)
{
	char path[sizeof(trust->program)];
	size_t stop = trust->size;

	(void)snprintf(path, sizeof(path), "%s", folder);
	if (strncmp(path, trust->program, stop) != 0 || path[stop] != '/')
		stop = 0;
	while (trust->needed) {
		const char *name = *path ? path : "/";
		struct stat st;
		char *slash;
		int rc;

		if (stat(name, &st) < 0)
			return nssh_fail(err, -errno, NULL, "%s: %s", name, strerror(errno));
		rc = nssh_trust_check(trust, name, &st, err);
		slash = strrchr(path, '/');
		if (rc < 0 || !*path || !slash || (stop && (size_t)(slash - path) <= stop))
			return rc;
		*slash = '\0';
	}
	return 0;
}
