/* SPDX-License-Identifier: MIT */
/*
 * What happens in a process before it becomes a program in a namespace: as `ip netns exec` does it.
 *
 * Runs between fork and exec: nothing here allocates or takes a lock.
 */
#define _GNU_SOURCE
#include "sdk/process.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "net/net.h"

static int tell(const struct nssh_process *process, enum nssh_process_step step, int error,
		const char *detail)
{
	struct nssh_process_report report = { .code = -error, .step = step };

	(void)snprintf(report.detail, sizeof(report.detail), "%s", detail);
	process->report(process->arg, &report);
	return -error;
}

/*
 * /sys shows the network namespace of whoever mounted it. What cannot be taken away is covered; a
 * read-only one stays read-only, and the kernel refuses anything else there.
 */
static void mount_sys(const struct nssh_process *process)
{
	struct statvfs fs;
	unsigned long flags = 0;

	if (statvfs("/sys", &fs) == 0 && (fs.f_flag & ST_RDONLY))
		flags = MS_RDONLY;
	(void)umount2("/sys", MNT_DETACH);
	if (mount(process->etc ? process->etc : "sysfs", "/sys", "sysfs", flags, NULL) < 0)
		(void)tell(process, NSSH_STEP_SYS, errno, "");
}

/* Links are followed on both sides, as mount(2) does: the file behind /etc/resolv.conf is covered. */
static void bind_file(const struct nssh_process *process, int from, int to, const char *name)
{
	char source[32], target[32];
	int sfd = openat(from, name, O_PATH | O_CLOEXEC);
	int tfd = sfd < 0 ? -1 : openat(to, name, O_PATH | O_CLOEXEC);
	int error = sfd < 0 || tfd < 0 ? errno : 0;

	(void)snprintf(source, sizeof(source), "/proc/self/fd/%d", sfd);
	(void)snprintf(target, sizeof(target), "/proc/self/fd/%d", tfd);
	if (!error && mount(source, target, "none", MS_BIND, NULL) < 0)
		error = errno;
	if (error)
		(void)tell(process, NSSH_STEP_ETC, error, name);
	if (tfd >= 0)
		(void)close(tfd);
	if (sfd >= 0)
		(void)close(sfd);
}

static void bind_entries(const struct nssh_process *process, int from, int to)
{
	_Alignas(struct dirent64) char buffer[4096];
	ssize_t size;

	while ((size = getdents64(from, buffer, sizeof(buffer))) > 0) {
		for (ssize_t at = 0; at < size;) {
			const struct dirent64 *entry = (const void *)(buffer + at);

			if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
				bind_file(process, from, to, entry->d_name);
			at += entry->d_reclen;
		}
	}
	if (size < 0)
		(void)tell(process, NSSH_STEP_ETC_LIST, errno, process->etc);
}

static void bind_etc(const struct nssh_process *process)
{
	char path[sizeof("/etc/netns/") + NAME_MAX];
	int from, to;

	(void)snprintf(path, sizeof(path), "/etc/netns/%s", process->etc);
	from = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (from < 0) {
		if (errno != ENOENT && errno != ENOTDIR)
			(void)tell(process, NSSH_STEP_ETC_LIST, errno, process->etc);
		return;
	}
	to = open("/etc", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (to < 0) {
		(void)tell(process, NSSH_STEP_ETC_LIST, errno, process->etc);
	} else {
		bind_entries(process, from, to);
		(void)close(to);
	}
	(void)close(from);
}

int nssh_process_enter(const struct nssh_process *process)
{
	if (process->nsfd < 0)
		return 0;
	nssh_process_leave_vrf(process);
	if (setns(process->nsfd, CLONE_NEWNET) < 0)
		return tell(process, NSSH_STEP_SETNS, errno, "");
	if (!process->mounts)
		return 0;
	if (unshare(CLONE_NEWNS) < 0)
		return tell(process, NSSH_STEP_MOUNT_NS, errno, "");
	/* What is mounted from here on stays here; what others mount later still arrives. */
	if (mount("", "/", "none", MS_SLAVE | MS_REC, NULL) < 0)
		return tell(process, NSSH_STEP_PROPAGATION, errno, "");
	mount_sys(process);
	if (process->etc)
		bind_etc(process);
	return 0;
}

int nssh_process_exec(const struct nssh_process *process)
{
	if (process->net)
		nssh_net_restore_limit(process->net);
	/* execvpe() does not write to what it is given. */
	(void)execvpe(process->argv[0], (char *const *)(uintptr_t)process->argv, process->envp);
	return tell(process, NSSH_STEP_EXEC, errno, process->argv[0]);
}
