/* SPDX-License-Identifier: MIT */
/* Programs of the system that nssh hands something to. */
#define _GNU_SOURCE
#include "sdk/system_find.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SYSTEM_FOLDERS "/usr/sbin:/sbin:/usr/bin:/bin"

/* Who hands over inside of what was handed over, as `ip vrf exec` may do, is not in a circle yet. */
#define MOST_TIMES 16
#define GUARD      "NSSH_HANDED_OVER"

enum found { NOTHING, SELF, OTHER };

static enum found look_at(const char *path, const struct stat *self)
{
	struct stat st;

	if (access(path, X_OK) < 0 || stat(path, &st) < 0 || !S_ISREG(st.st_mode))
		return NOTHING;
	return st.st_dev == self->st_dev && st.st_ino == self->st_ino ? SELF : OTHER;
}

/* Return: behind the folder of the first that is @wanted; NULL when there is none. */
static const char *find_in(struct nssh_text *path, const char *folders, const char *program,
			   enum found wanted, const struct stat *self)
{
	while (*folders) {
		size_t size = strcspn(folders, ":");

		nssh_text_clear(path);
		nssh_text_add(path, size ? folders : ".", size ? size : 1);
		nssh_text_printf(path, "/%s", program);
		folders += size + (folders[size] == ':');
		if (!path->failed && look_at(nssh_text_get(path), self) == wanted)
			return folders;
	}
	return NULL;
}

int nssh_system_find(struct nssh_text *path, const char *program)
{
	const char *folders = getenv("PATH"), *behind;
	struct stat self = { 0 };

	if (!folders)
		folders = "";
	(void)stat("/proc/self/exe", &self);
	behind = find_in(path, folders, program, SELF, &self);
	if ((behind && find_in(path, behind, program, OTHER, &self)) ||
	    find_in(path, folders, program, OTHER, &self) ||
	    find_in(path, SYSTEM_FOLDERS, program, OTHER, &self))
		return 0;
	return -ENOENT;
}

int nssh_system_guard(char ret[NSSH_SYSTEM_GUARD])
{
	const char *text = getenv(GUARD);
	unsigned long times = text ? strtoul(text, NULL, 10) : 0;

	if (times >= MOST_TIMES)
		return -ELOOP;
	(void)snprintf(ret, NSSH_SYSTEM_GUARD, GUARD "=%lu", times + 1);
	return 0;
}

bool nssh_system_traced(void)
{
	const char *wanted = getenv("NSSH_TRACE");

	return wanted && strcmp(wanted, "1") == 0;
}
