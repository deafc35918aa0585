/* SPDX-License-Identifier: MIT */
/* The sandbox: a user, a mount and a network namespace of the program's own. */
#define _GNU_SOURCE
#include "net/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/if.h>

#include "net/explain.h"

/* The number in a file under /proc/sys, or -1 when this kernel has no such setting. */
static long setting(const char *path)
{
	char text[32] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -1;
	n = read(fd, text, sizeof(text) - 1);
	(void)close(fd);
	return n > 0 ? strtol(text, NULL, 10) : -1;
}

/* Settings that keep users from making user namespaces, and the values that do. */
static const struct {
	const char *path;
	long forbids;
	const char *name, *allow;
} obstacles[] = {
	{ "/proc/sys/kernel/unprivileged_userns_clone", 0, "kernel.unprivileged_userns_clone",
	  "1" },
	{ "/proc/sys/user/max_user_namespaces", 0, "user.max_user_namespaces", "10000" },
	{ "/proc/sys/user/max_net_namespaces", 0, "user.max_net_namespaces", "10000" },
	{ "/proc/sys/kernel/apparmor_restrict_unprivileged_userns", 1,
	  "kernel.apparmor_restrict_unprivileged_userns", "0" },
};

static int forbidden(int code, const char *step, struct nssh_error *err)
{
	(void)nssh_fail_errno(err, code, NULL, "cannot enter a sandbox: %s", step);
	for (size_t i = 0; i < sizeof(obstacles) / sizeof(obstacles[0]); i++) {
		if (setting(obstacles[i].path) == obstacles[i].forbids)
			nssh_hint(
				err,
				"%s is %ld, which forbids it to users: sysctl -w %s=%s, or be root",
				obstacles[i].name, obstacles[i].forbids, obstacles[i].name,
				obstacles[i].allow);
	}
	nssh_hint(err, "a container or a security module may forbid it; as root it needs no user "
		       "namespace");
	return code;
}

static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t n;
	int code;

	if (fd < 0)
		return -errno;
	n = write(fd, text, strlen(text));
	code = n < 0 ? -errno : 0;
	(void)close(fd);
	return code;
}

/* Become root of the new user namespace: the one user and group that may be mapped unprivileged. */
static int map_ids(uid_t uid, gid_t gid)
{
	char map[64];
	int rc = write_file("/proc/self/setgroups", "deny");

	if (rc < 0 && rc != -ENOENT)
		return rc;
	(void)snprintf(map, sizeof(map), "0 %u 1", gid);
	rc = write_file("/proc/self/gid_map", map);
	if (rc < 0)
		return rc;
	(void)snprintf(map, sizeof(map), "0 %u 1", uid);
	return write_file("/proc/self/uid_map", map);
}

static int enter_namespaces(bool own_user, struct nssh_error *err)
{
	const uid_t uid = geteuid();
	const gid_t gid = getegid();
	int rc;

	/* Root in a container may lack the capability, and is a user like others then. */
	if (uid == 0 && !own_user && unshare(CLONE_NEWNS | CLONE_NEWNET) == 0)
		return 0;
	if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET) < 0)
		return forbidden(-errno, "no new namespaces", err);
	rc = map_ids(uid, gid);
	return rc < 0 ? forbidden(rc, "no user and group of its own", err) : 0;
}

static int mount_run(struct nssh_error *err)
{
	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return forbidden(-errno, "mounts cannot be made private", err);
	if (mount("nssh", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755") < 0)
		return forbidden(-errno, "no file system for /run", err);
	if (mkdir("/run/nssh", 0700) < 0)
		return nssh_fail_errno(err, -errno, NULL, "cannot enter a sandbox: no /run/nssh");
	/* In a user namespace this is allowed only where all of the old one can be seen. */
	(void)mount("nssh", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
	return 0;
}

static int lo_up(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int rc;

	if (fd < 0)
		return -errno;
	rc = ioctl(fd, SIOCSIFFLAGS, &request) < 0 ? -errno : 0;
	(void)close(fd);
	return rc;
}

static int enter(bool own_user, struct nssh_error *err)
{
	int rc = enter_namespaces(own_user, err);

	if (rc == 0)
		rc = mount_run(err);
	if (rc < 0)
		return rc;
	rc = lo_up();
	return rc < 0 ? nssh_fail_errno(err, rc, NULL, "cannot set lo up in the sandbox") : 0;
}

int nssh_sandbox_enter(struct nssh_error *err)
{
	return enter(false, err);
}

int nssh_sandbox_enter_apart(struct nssh_error *err)
{
	return enter(true, err);
}
