/* SPDX-License-Identifier: MIT */
/* Failing on purpose, for tests. */
#define _GNU_SOURCE
#include "base/inject.h"

#ifdef NSSH_INJECT
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const points[] = { "send", "sent", "mount", "note",
				      "name", "disk", "undo",  "undone" };

static const struct {
	const char *name;
	int code, number;
} ways[] = {
	{ "EPERM", -EPERM, 0 },   { "ENOBUFS", -ENOBUFS, 0 }, { "EINTR", -EINTR, 0 },
	{ "ENOMEM", -ENOMEM, 0 }, { "ENOSPC", -ENOSPC, 0 },   { "EBUSY", -EBUSY, 0 },
	{ "SIGINT", 0, SIGINT },  { "SIGTERM", 0, SIGTERM },  { "SIGKILL", 0, SIGKILL },
};

static int happen(const char *how)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		if (strcmp(ways[i].name, how) != 0)
			continue;
		/* To the process: its main thread is the one that listens. */
		if (ways[i].number)
			(void)kill(getpid(), ways[i].number);
		return ways[i].code;
	}
	return 0;
}

int nssh_inject(enum nssh_inject_point point)
{
	static atomic_long counts[sizeof(points) / sizeof(*points)];
	const char *wanted = getenv("NSSH_INJECT");
	char name[8], how[16];
	long number;

	if (!wanted || sscanf(wanted, "%7[a-z]:%ld:%15s", name, &number, how) != 3 ||
	    strcmp(name, points[point]) != 0)
		return 0;
	if (++counts[point] != number && number != 0)
		return 0;
	(void)!write(STDERR_FILENO, "@", 1);
	return happen(how);
}
#else
/* A file of C has to hold something. */
typedef int nssh_inject_nothing;
#endif
