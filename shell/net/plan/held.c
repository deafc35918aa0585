/* SPDX-License-Identifier: MIT */
/* Namespaces that have lost their name and may get it back. */
#define _GNU_SOURCE
#include "net/plan/held.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/nsfs.h>

#include "base/inject.h"
#include "net/context.h"
#include "net/explain.h"
#include "net/netns_ops.h"
#include "net/plan/run_dir.h"
#include "net/plan/undo.h"

#define PATH_SIZE 320
#define MOST_HELD 100000

static int open_folder(const char *name)
{
	int all = nssh_run_open(NSSH_HELD), fd;

	if (all < 0)
		return all;
	/* What a journal says is not believed blindly. */
	fd = strchr(name, '/') ? -1
			       : openat(all, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		fd = -ENOENT;
	(void)close(all);
	return fd;
}

static int make_folder(struct nssh_net *net, struct nssh_error *err)
{
	char name[NSSH_RUN_NAME];
	int all = nssh_run_folder(NSSH_HELD, err), fd;

	if (all < 0)
		return all;
	fd = nssh_run_subfolder(all, name);
	(void)close(all);
	if (fd < 0) {
		(void)nssh_fail_errno(err, fd, NULL, "cannot make a folder in " NSSH_RUN_DIR);
		return fd;
	}
	net->held_name = strdup(name);
	if (!net->held_name) {
		(void)close(fd);
		(void)nssh_fail(err, -ENOMEM, NULL, "no memory to hold a namespace");
		return -ENOMEM;
	}
	net->held = fd;
	return 0;
}

/* The folder of this process; it goes when the last namespace in it is let go. */
static int own_folder(struct nssh_net *net, struct nssh_error *err)
{
	struct stat st;

	if (net->held_name && fstat(net->held, &st) == 0 && st.st_nlink > 0)
		return 0;
	nssh_held_close(net);
	return make_folder(net, err);
}

void nssh_held_close(struct nssh_net *net)
{
	if (net->held >= 0)
		(void)close(net->held);
	net->held = -1;
	free(net->held_name);
	net->held_name = NULL;
}

static int make_file(int folder)
{
	int rc = nssh_inject(NSSH_INJECT_DISK);
	char name[16];

	for (int i = 1; rc == 0 && i < MOST_HELD; i++) {
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
	return rc < 0 ? rc : -EMFILE;
}

static void path_of(int folder, const char *name, char path[static PATH_SIZE])
{
	(void)snprintf(path, PATH_SIZE, "/proc/self/fd/%d/%s", folder, name);
}

int nssh_held_reserve(struct nssh_ns *ns, struct nssh_error *err)
{
	int number = own_folder(ns->net, err);

	if (number < 0)
		return number;
	number = make_file(ns->net->held);
	return number < 0 ? nssh_fail_errno(err, number, NULL, "cannot hold namespace %s", ns->ref)
			  : number;
}

int nssh_held_keep(const struct nssh_ns *ns, int number, struct nssh_error *err)
{
	char name[16], from[PATH_SIZE], to[PATH_SIZE];
	int rc = nssh_inject(NSSH_INJECT_MOUNT);

	(void)snprintf(name, sizeof(name), "%d", number);
	(void)snprintf(from, sizeof(from), "/proc/self/fd/%d", ns->fd);
	path_of(ns->net->held, name, to);
	if (rc == 0 && mount(from, to, "none", MS_BIND, NULL) < 0)
		rc = -errno;
	return rc < 0 ? nssh_fail_errno(err, rc, NULL, "cannot hold namespace %s", ns->ref) : 0;
}

static int open_held(const char *folder, int number)
{
	int dir = open_folder(folder), fd;
	char name[16];

	if (dir < 0)
		return dir;
	(void)snprintf(name, sizeof(name), "%d", number);
	fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		fd = -errno;
	(void)close(dir);
	return fd;
}

/* Nothing is bound to the name but the namespace that was noted. */
static int check_held(const struct nssh_undo *undo, int fd, struct nssh_error *err)
{
	char path[32];
	struct nssh_ns *held;
	int type = ioctl(fd, NS_GET_NSTYPE);

	if (type < 0 || type != CLONE_NEWNET) {
		(void)nssh_fail(err, -EBADF, NULL, "cannot give namespace %s its name back",
				undo->ns->ref);
		nssh_why(err, "what is held in its place is no namespace of a network");
		return -EBADF;
	}
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	held = nssh_ns_get(undo->ns->net, path);
	nssh_ns_forget(held);
	if (nssh_ns_cookie(held, err) == undo->cookie) {
		nssh_ns_forget(held);
		return 0;
	}
	nssh_ns_forget(held);
	if (err)
		nssh_error_clear(err);
	(void)nssh_fail(err, -ESTALE, NULL, "cannot give namespace %s its name back",
			undo->ns->ref);
	nssh_why(err, "what is held in its place is another namespace");
	return -ESTALE;
}

int nssh_held_give_back(const struct nssh_undo *undo, struct nssh_error *err)
{
	struct nssh_ns *ns = undo->ns;
	int fd = open_held(undo->text, undo->index), dir, rc;

	if (fd < 0)
		return nssh_fail_errno(err, fd, NULL, "namespace %s is not held any more", ns->ref);
	rc = check_held(undo, fd, err);
	dir = rc < 0 ? rc : nssh_netns_ready(ns->net, err);
	rc = dir < 0 ? dir : nssh_netns_name_again(dir, ns, fd, err);
	(void)close(fd);
	nssh_ns_forget(ns);
	if (rc == 0)
		nssh_held_release(undo->text, undo->index);
	return rc;
}

static void release_in(int folder, const char *name)
{
	char path[PATH_SIZE];

	path_of(folder, name, path);
	(void)nssh_inject(NSSH_INJECT_DISK);
	(void)umount2(path, MNT_DETACH | UMOUNT_NOFOLLOW);
	(void)nssh_inject(NSSH_INJECT_DISK);
	(void)unlinkat(folder, name, 0);
}

/* It stays as long as there is something in it. */
static void remove_folder(const char *name)
{
	int all = nssh_run_open(NSSH_HELD);

	if (all < 0)
		return;
	(void)unlinkat(all, name, AT_REMOVEDIR);
	(void)close(all);
}

void nssh_held_release(const char *folder, int number)
{
	int dir = open_folder(folder);
	char name[16];

	if (dir < 0)
		return;
	(void)snprintf(name, sizeof(name), "%d", number);
	release_in(dir, name);
	(void)close(dir);
	remove_folder(folder);
}

static void sweep_folder(const char *name)
{
	int dir = open_folder(name);
	char path[PATH_SIZE], **files = NULL;
	size_t count = 0;

	if (dir < 0)
		return;
	(void)snprintf(path, sizeof(path), NSSH_HELD "/%s", name);
	if (nssh_run_is_left(dir) && nssh_run_names(path, &files, &count, NULL) == 0) {
		for (size_t i = 0; i < count; i++)
			release_in(dir, files[i]);
		remove_folder(name);
	}
	nssh_netns_names_free(files, count);
	(void)close(dir);
}

static bool has_journal(const char *folder, char *const *journals, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (nssh_run_same_maker(folder, journals[i]))
			return true;
	}
	return false;
}

void nssh_held_sweep(void)
{
	char **folders, **journals = NULL;
	size_t count, journal_count = 0;

	/* In this order: who is at work has the folder before the note that names it, but locked. */
	if (nssh_run_names(NSSH_HELD, &folders, &count, NULL) < 0)
		return;
	if (count && nssh_run_names(NSSH_JOURNALS, &journals, &journal_count, NULL) == 0) {
		for (size_t i = 0; i < count; i++) {
			if (!has_journal(folders[i], journals, journal_count))
				sweep_folder(folders[i]);
		}
	}
	nssh_netns_names_free(journals, journal_count);
	nssh_netns_names_free(folders, count);
}
