/* SPDX-License-Identifier: MIT */
/* Leaving a VRF: its sockets are bound by control group, and its links are in another namespace. */
#define _GNU_SOURCE
#include "sdk/process.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/statfs.h>
#include <unistd.h>

/* Where systems mount the second version of control groups; the last is what `ip vrf` makes. */
static const char *const mounts[] = {
	"/sys/fs/cgroup",
	"/sys/fs/cgroup/unified",
	"/run/cgroup2",
};

bool nssh_vrf_parent(char *path)
{
	char *vrf = strstr(path, "/vrf/");

	if (vrf)
		*vrf = '\0';
	return vrf != NULL;
}

/* The text of /proc/self/cgroup. Return: its size, or a negative errno. */
static ssize_t read_groups(char *text, size_t size)
{
	int fd = open("/proc/self/cgroup", O_RDONLY | O_CLOEXEC);
	size_t done = 0;
	ssize_t n = fd < 0 ? -1 : 0;

	while (fd >= 0 && done < size - 1 && (n = read(fd, text + done, size - 1 - done)) > 0)
		done += (size_t)n;
	text[done] = '\0';
	if (fd >= 0)
		(void)close(fd);
	return n < 0 ? -errno : (ssize_t)done;
}

/* The path behind `0::`, the line of the second version, cut to its end; or NULL. */
static char *unified_path(char *text)
{
	char *line = strncmp(text, "0::/", 4) == 0 ? text : strstr(text, "\n0::/");

	if (!line)
		return NULL;
	line += *line == '\n' ? 4 : 3;
	line[strcspn(line, "\n")] = '\0';
	return line;
}

static int move_to(const char *mount, const char *group)
{
	char path[4300];
	ssize_t n;
	int fd, rc;

	if (snprintf(path, sizeof(path), "%s%s/cgroup.procs", mount, group) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	/* 0 is the process that writes. */
	n = write(fd, "0", 1);
	rc = n < 0 ? -errno : 0;
	(void)close(fd);
	return rc;
}

void nssh_process_leave_vrf(const struct nssh_process *process)
{
	struct nssh_process_report report = { .code = -ENOENT, .step = NSSH_STEP_VRF };
	char text[4096];
	char *group;

	if (read_groups(text, sizeof(text)) <= 0)
		return;
	group = unified_path(text);
	if (!group || !nssh_vrf_parent(group))
		return;
	for (size_t i = 0; i < sizeof(mounts) / sizeof(*mounts); i++) {
		struct statfs fs;

		if (statfs(mounts[i], &fs) < 0 || fs.f_type != CGROUP2_SUPER_MAGIC)
			continue;
		report.code = move_to(mounts[i], group);
		if (report.code == 0)
			return;
	}
	process->report(process->arg, &report);
}
