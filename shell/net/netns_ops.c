/* SPDX-License-Identifier: MIT */
/* Names of namespaces: files under NSSH_NETNS_DIR with namespaces bound over them, as `ip` does. */
#define _GNU_SOURCE
#include "net/netns_ops.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/inject.h"
#include "base/interrupt.h"
#include "net/context.h"
#include "net/explain.h"
#include "net/plan/threads.h"
#include "net/plan/txn.h"

/* How often a name that is busy is tried again, and how long between: half a second in all. */
#define BUSY_TRIES    50
#define BUSY_PAUSE_NS 10000000

/* /proc/self/fd/N/NAME: mount(2) knows no directory descriptors. */
#define PATH_SIZE (sizeof("/proc/self/fd/") + 3 * sizeof(int) + 1 + NAME_MAX)

static const char *path_in(int dir, const struct nssh_ns *ns, char path[static PATH_SIZE])
{
	(void)snprintf(path, PATH_SIZE, "/proc/self/fd/%d/%s", dir, ns->ref);
	return path;
}

static int open_dir(void)
{
	int fd = open(NSSH_NETNS_DIR, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

/*
 * Make the directory a shared mount point, so that what is bound in it is seen in other mount
 * namespaces, and can be removed there. Recursive, or names that are there would be hidden. A new
 * mount point is in the peer group of /run, where each name would be bound a second time: hence out
 * of it first, then into one of its own.
 */
static int share_dir(void)
{
	if (mount("", NSSH_NETNS_DIR, "none", MS_SHARED | MS_REC, NULL) == 0)
		return 0;
	if (errno != EINVAL)
		return -errno;
	if (mount(NSSH_NETNS_DIR, NSSH_NETNS_DIR, "none", MS_BIND | MS_REC, NULL) < 0 ||
	    mount("", NSSH_NETNS_DIR, "none", MS_PRIVATE | MS_REC, NULL) < 0 ||
	    mount("", NSSH_NETNS_DIR, "none", MS_SHARED | MS_REC, NULL) < 0)
		return -errno;
	return 0;
}

static int lock_dir(int dir)
{
	while (flock(dir, LOCK_EX) < 0) {
		if (errno != EINTR)
			/* Without a lock it works too, unless somebody does the same right now. */
			return 0;
		if (nssh_interrupt_signal())
			return -EINTR;
	}
	return 0;
}

static int make_dir(void)
{
	int lock, dir;

	if (mkdir(NSSH_NETNS_DIR, 0755) < 0 && errno != EEXIST)
		return -errno;
	lock = open_dir();
	if (lock < 0)
		return lock;
	dir = lock_dir(lock);
	if (dir == 0)
		dir = share_dir();
	/* Opened again: the first descriptor is of the directory below the mount point. */
	if (dir == 0)
		dir = open_dir();
	(void)close(lock);
	return dir;
}

/* The directory, ready for new names. It is looked at again when others may have changed it. */
int nssh_netns_ready(struct nssh_net *net, struct nssh_error *err)
{
	int dir;

	if (net->dir >= 0 && net->dir_epoch == net->epoch)
		return net->dir;
	dir = make_dir();
	if (dir < 0) {
		(void)nssh_fail_errno(err, dir, NULL, "cannot prepare %s", NSSH_NETNS_DIR);
		nssh_hint_capability(err, CAP_SYS_ADMIN);
		return dir;
	}
	if (net->dir >= 0)
		(void)close(net->dir);
	net->dir = dir;
	net->dir_epoch = net->epoch;
	return dir;
}

/* The file that the namespace will be bound over. */
static int make_file(int dir, const struct nssh_ns *ns, struct nssh_error *err)
{
	int fd = openat(dir, ns->ref, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0);
	int code;

	if (fd >= 0) {
		(void)close(fd);
		return 0;
	}
	code = nssh_fail_errno(err, -errno, NULL, "cannot add namespace %s", ns->ref);
	nssh_hint_capability(err, CAP_SYS_ADMIN);
	if (code == -EEXIST)
		nssh_hint(err, "%s; netns del %s removes it",
			  nssh_netns_is_stale(ns->ref) ? "the name is stale"
						       : "it is there already",
			  ns->ref);
	return code;
}

static int bind_name(int dir, const struct nssh_ns *ns, int fd, struct nssh_error *err)
{
	char from[PATH_SIZE], to[PATH_SIZE];
	int code;

	(void)snprintf(from, sizeof(from), "/proc/self/fd/%d", fd);
	code = nssh_inject(ns->net->undoing ? NSSH_INJECT_UNDO : NSSH_INJECT_MOUNT);
	if (code == 0 && mount(from, path_in(dir, ns, to), "none", MS_BIND, NULL) == 0)
		return 0;
	code = nssh_fail_errno(err, code ? code : -errno, NULL,
			       "cannot bind namespace %s to its name", ns->ref);
	nssh_hint_capability(err, CAP_SYS_ADMIN);
	return code;
}

int nssh_netns_name(int dir, struct nssh_ns *ns, int fd, struct nssh_error *err)
{
	int rc = make_file(dir, ns, err);

	if (rc < 0)
		return rc;
	rc = bind_name(dir, ns, fd, err);
	if (rc < 0)
		(void)unlinkat(dir, ns->ref, 0);
	return rc;
}

int nssh_netns_name_again(int dir, struct nssh_ns *ns, int fd, struct nssh_error *err)
{
	struct stat st;

	/* The removal was cut off between its two steps. */
	if (nssh_netns_is_stale(ns->ref) && fstatat(dir, ns->ref, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISREG(st.st_mode))
		return bind_name(dir, ns, fd, err);
	return nssh_netns_name(dir, ns, fd, err);
}

int nssh_netns_add(struct nssh_ns *ns, struct nssh_error *err)
{
	int dir = nssh_netns_ready(ns->net, err);
	int rc;

	if (dir < 0)
		return dir;
	/* A name that is there is found before a namespace is made for nothing. */
	if (faccessat(dir, ns->ref, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return make_file(dir, ns, err);
	rc = nssh_ns_create(ns, err);
	if (rc == 0 && ns->net->txn)
		rc = nssh_txn_netns_made(ns->net->txn, ns, ns->cookie, err);
	if (rc == 0)
		rc = nssh_netns_name(dir, ns, ns->fd, err);
	if (rc < 0)
		nssh_ns_forget(ns);
	return rc;
}

int nssh_netns_attach(struct nssh_ns *ns, struct nssh_ns *source, struct nssh_error *err)
{
	int fd = nssh_ns_open(source, err);
	int dir, rc = 0;

	if (fd < 0)
		return fd;
	dir = nssh_netns_ready(ns->net, err);
	if (dir < 0)
		return dir;
	if (faccessat(dir, ns->ref, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return make_file(dir, ns, err);
	nssh_ns_forget(ns);
	ns->cookie = nssh_ns_cookie(source, err);
	if (ns->net->txn)
		rc = nssh_txn_netns_named(ns->net->txn, ns, err);
	return rc < 0 ? rc : nssh_netns_name(dir, ns, fd, err);
}

/* There may be several mounts, one over the other. Return: 0 when there is none any more. */
static int unmount_name(int dir, const struct nssh_ns *ns)
{
	char path[PATH_SIZE];

	(void)path_in(dir, ns, path);
	while (umount2(path, MNT_DETACH | UMOUNT_NOFOLLOW) == 0)
		;
	/* EINVAL: nothing is mounted there, or nothing that this mount namespace may take away. */
	return errno == EINVAL || errno == ENOENT ? 0 : -errno;
}

static int remove_name(int dir, const struct nssh_ns *ns)
{
	const struct timespec pause = { .tv_nsec = BUSY_PAUSE_NS };

	for (int tries = BUSY_TRIES;; tries--) {
		int rc = nssh_inject(NSSH_INJECT_NAME);
		struct stat st;

		if (rc == 0)
			rc = unmount_name(dir, ns);

		/* A symbolic link is never mounted upon; unlink(2) takes it and not its target. */
		if (rc < 0 &&
		    (fstatat(dir, ns->ref, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISLNK(st.st_mode)))
			return rc;
		rc = nssh_inject(NSSH_INJECT_NAME);
		if (rc < 0)
			return rc;
		if (unlinkat(dir, ns->ref, 0) == 0)
			return 0;
		if (errno != EBUSY || tries == 0)
			return -errno;
		/* Another mount namespace may be letting go of it right now. */
		if (nanosleep(&pause, NULL) < 0 && nssh_interrupt_signal())
			return -EINTR;
	}
}

static int fail_del(const struct nssh_ns *ns, int code, struct nssh_error *err)
{
	if (code == -ENOENT) {
		(void)nssh_fail(err, code, NULL, "no namespace \"%s\"", ns->ref);
		nssh_kind(err, NSSH_ERROR_NO_NETNS);
		return code;
	}
	(void)nssh_fail_errno(err, code, NULL, "cannot remove namespace %s", ns->ref);
	nssh_hint_capability(err, CAP_SYS_ADMIN);
	if (code == -EBUSY)
		nssh_hint(err, "see who has it mounted: grep netns/%s /proc/*/mountinfo", ns->ref);
	return code;
}

/* All but the removing itself, which any thread may do. */
static int let_go(struct nssh_ns *ns, struct nssh_error *err)
{
	int rc = ns->net->txn ? nssh_txn_netns_gone(ns->net->txn, ns, err) : 0;

	nssh_ns_forget(ns);
	return rc;
}

int nssh_netns_del(struct nssh_ns *ns, struct nssh_error *err)
{
	int dir = open_dir();
	int rc;

	if (dir < 0)
		return fail_del(ns, dir, err);
	rc = let_go(ns, err);
	if (rc == 0)
		rc = remove_name(dir, ns);
	(void)close(dir);
	/* Paths and other texts may stand for the same namespace. */
	ns->net->epoch++;
	return rc < 0 ? fail_del(ns, rc, err) : 0;
}

/* Namespaces to be removed, and what came of it: each thread writes to places of its own. */
struct removal {
	struct nssh_ns *const *ns;
	int *codes;
	int dir;
};

static int remove_one(size_t i, void *arg)
{
	struct removal *removal = arg;

	if (removal->codes[i] == 0)
		removal->codes[i] = remove_name(removal->dir, removal->ns[i]);
	return 0;
}

void nssh_netns_del_many(struct nssh_net *net, struct nssh_ns *const *ns, size_t count,
			 void (*failed)(struct nssh_ns *ns, int code, const struct nssh_error *err,
					void *arg),
			 void *arg)
{
	struct removal removal = { .ns = ns,
				   .codes = calloc(count, sizeof(int)),
				   .dir = open_dir() };
	int rc = removal.codes ? 0 : -ENOMEM;

	for (size_t i = 0; rc == 0 && i < count; i++)
		removal.codes[i] = removal.dir < 0 ? removal.dir : let_go(ns[i], NULL);
	if (rc == 0)
		rc = nssh_in_threads(count, 2 * nssh_thread_count(), remove_one, &removal);
	for (size_t i = 0; i < count; i++) {
		struct nssh_error err = NSSH_ERROR_INIT;
		int code = rc < 0 ? rc : removal.codes[i];

		if (code < 0)
			failed(ns[i], fail_del(ns[i], code, &err), &err, arg);
	}
	if (removal.dir >= 0)
		(void)close(removal.dir);
	free(removal.codes);
	net->epoch++;
}
