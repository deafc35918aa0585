/* SPDX-License-Identifier: MIT */
/* Labs, and runs that were cut off: what is on disk, put to use. */
#define _GNU_SOURCE
#include "net/plan/lab.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "net/context.h"
#include "net/explain.h"
#include "net/plan/held.h"
#include "net/plan/prior.h"
#include "net/plan/record.h"
#include "net/plan/undo_index.h"

/* A lab is written under this name first; no lab is called so. */
#define UNFINISHED ".new"

bool nssh_lab_valid_name(const char *name)
{
	return nssh_netns_valid_name(name) && name[0] != '.' && name[0] != '-';
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Those that begin with a dot are not finished, or not names. */
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

/* The folder if it is there; -ENOENT before anything was ever noted. */
static int open_folder(const char *name)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	int base = open(NSSH_RUN_DIR, flags);
	int fd = base < 0 ? -errno : openat(base, name, flags);
	int code = errno;

	if (base < 0)
		return fd;
	(void)close(base);
	return fd < 0 ? -code : fd;
}

int nssh_lab_names(const char *folder, char ***ret_names, size_t *ret_count, struct nssh_error *err)
{
	int fd = open_folder(folder), rc;

	*ret_names = NULL;
	*ret_count = 0;
	if (fd == -ENOENT)
		return 0;
	rc = fd < 0 ? fd : list_folder(fd, ret_names, ret_count);
	return rc < 0 ? nssh_fail_errno(err, rc, NULL, "cannot read " NSSH_RUN_DIR "/%s", folder)
		      : 0;
}

int nssh_lab_read(struct nssh_net *net, const char *name, struct nssh_record *ret,
		  struct nssh_error *err)
{
	int folder = nssh_lab_valid_name(name) ? open_folder(NSSH_LABS) : -ENOENT;
	int rc = folder < 0 ? folder : nssh_record_read(net, folder, name, ret, err);

	if (folder >= 0)
		(void)close(folder);
	if (folder < 0 && folder != -ENOENT)
		return nssh_fail_errno(err, folder, NULL, "cannot read " NSSH_RUN_DIR);
	return rc;
}

static int write_new(int folder, const char *bytes, size_t size)
{
	const int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW;
	int fd = openat(folder, UNFINISHED, flags, 0600);
	int rc = fd < 0 ? -errno : nssh_write_all(fd, bytes, size);

	if (fd >= 0 && close(fd) < 0 && rc == 0)
		rc = -errno;
	return rc;
}

int nssh_lab_write(const char *name, const char *bytes, size_t size, struct nssh_error *err)
{
	int folder = nssh_run_folder(NSSH_LABS, err), rc;

	if (folder < 0)
		return folder;
	rc = write_new(folder, bytes, size);
	if (rc == 0 && renameat(folder, UNFINISHED, folder, name) < 0)
		rc = -errno;
	if (rc < 0)
		(void)unlinkat(folder, UNFINISHED, 0);
	(void)close(folder);
	return rc < 0 ? nssh_fail_errno(err, rc, NULL, "cannot write down lab %s", name) : 0;
}

void nssh_lab_forget(const char *name)
{
	int folder = open_folder(NSSH_LABS);

	if (folder < 0)
		return;
	(void)unlinkat(folder, name, 0);
	(void)close(folder);
}

int nssh_lab_lock(const char *name, struct nssh_error *err)
{
	int folder = nssh_run_folder(NSSH_LOCKS, err);
	int fd;

	if (folder < 0)
		return folder;
	fd = openat(folder, name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) < 0) {
		(void)close(fd);
		fd = -1;
	}
	if (fd < 0)
		fd = errno == EWOULDBLOCK
			     ? nssh_fail(err, -EBUSY, NULL, "another nssh is at work on lab %s",
					 name)
			     : nssh_fail_errno(err, -errno, NULL, "cannot lock lab %s", name);
	(void)close(folder);
	return fd;
}

bool nssh_lab_is_there(struct nssh_net *net, const struct nssh_record *record)
{
	char name[IFNAMSIZ];

	nssh_net_look_again(net);
	for (size_t i = 0; !record->rebooted && i < record->undos.count; i++) {
		const struct nssh_undo *undo = &record->undos.at[i];

		if (undo->kind == NSSH_UNDO_NETNS && nssh_undo_is_same(undo))
			return true;
		if (undo->kind == NSSH_UNDO_LINK && nssh_undo_is_same(undo) &&
		    nssh_undo_link_is_there(undo, name) && undo->text &&
		    strcmp(name, undo->text) == 0)
			return true;
	}
	return false;
}

/* A lab's namespace that holds links which are not the lab's. */
struct search {
	const struct nssh_undo_index *index;
	const struct nssh_undo *netns;
	char foreign[64];
};

static int take_foreign(const struct nlmsghdr *nlh, size_t at, void *arg)
{
	struct search *search = (struct search *)arg + at;
	const struct ifinfomsg *info = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *table[IFLA_IFNAME + 1];
	const char *name;

	nssh_attrs(nlh, sizeof(*info), table, IFLA_IFNAME);
	name = nssh_attr_str(table[IFLA_IFNAME]);
	/* What the kernel puts into each new namespace has no hardware and is down, lo apart. */
	if (!(info->ifi_flags & IFF_LOOPBACK) && name &&
	    !nssh_undo_index_has_link(search->index, search->netns->cookie, info->ifi_index) &&
	    table[IFLA_IFNAME])
		(void)snprintf(search->foreign, sizeof(search->foreign), "%s", name);
	return 0;
}

static size_t collect(const struct nssh_record *record, const struct nssh_undo_index *index,
		      struct search *searches, struct nssh_ns **ns)
{
	size_t count = 0;

	for (size_t i = 0; i < record->undos.count; i++) {
		const struct nssh_undo *undo = &record->undos.at[i];

		if (undo->kind != NSSH_UNDO_NETNS || !nssh_undo_is_same(undo))
			continue;
		searches[count] = (struct search){ .index = index, .netns = undo };
		ns[count++] = undo->ns;
	}
	return count;
}

/* A namespace that somebody put a link into stays, with all that is in it. */
static void spare(struct nssh_record *record, const struct search *found,
		  void (*left)(const char *what, void *arg), void *arg)
{
	const uint64_t cookie = found->netns->cookie;
	char text[400];

	(void)snprintf(text, sizeof(text), "namespace %s has a link that the lab did not make: %s",
		       found->netns->ns->ref, found->foreign);
	left(text, arg);
	for (size_t i = 0; i < record->undos.count; i++) {
		struct nssh_undo *undo = &record->undos.at[i];

		if (undo->cookie == cookie)
			undo->cookie = 0;
	}
}

static int spare_foreign(struct nssh_record *record, void (*left)(const char *what, void *arg),
			 void *arg, struct nssh_error *err)
{
	const struct ifinfomsg all = { .ifi_family = AF_UNSPEC };
	size_t room = record->undos.count + 1, count;
	struct search *searches = calloc(room, sizeof(*searches));
	struct nssh_ns **ns = calloc(room, sizeof(struct nssh_ns *));
	struct nssh_msg *msg = nssh_msg_new(RTM_GETLINK, 0, &all, sizeof(all));
	struct nssh_undo_index index;
	int rc = -ENOMEM;

	nssh_undo_index_init(&index, &record->undos);
	if (searches && ns) {
		count = collect(record, &index, searches, ns);
		rc = nssh_dump_each(ns, count, msg, take_foreign, searches, err);
		for (size_t i = 0; rc == 0 && i < count; i++) {
			if (searches[i].foreign[0])
				spare(record, &searches[i], left, arg);
		}
	}
	nssh_undo_index_done(&index);
	nssh_msg_free(msg);
	free(searches);
	free(ns);
	return rc == -ENOMEM ? nssh_fail(err, rc, NULL, "no memory to take a lab down") : rc;
}

int nssh_lab_down(struct nssh_net *net, struct nssh_record *record,
		  void (*left)(const char *what, void *arg), void *arg, struct nssh_error *err)
{
	int rc;

	/* Nothing outlives the system. */
	if (record->rebooted)
		return 0;
	nssh_net_look_again(net);
	rc = spare_foreign(record, left, arg, err);
	return rc < 0 ? rc : nssh_undos_run(net, &record->undos, 0, left, arg, err);
}

/* Return: 1 when it was left by a program that is no more, 0 when it is in use, or a negative errno. */
static int recover_one(struct nssh_net *net, int folder, const char *name,
		       void (*each)(const struct nssh_record *record, void *arg),
		       void (*left)(const char *what, void *arg), void *arg, struct nssh_error *err)
{
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct nssh_record record;
	int rc = 1;

	if (fd < 0)
		return 0;
	if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		rc = 0;
	} else if (each) {
		rc = nssh_record_read(net, folder, name, &record, err);
		if (rc == 0) {
			each(&record, arg);
			if (!record.rebooted)
				rc = nssh_undos_run(net, &record.undos, 0, left, arg, err);
			nssh_undos_release(&record.undos, 0);
			nssh_record_done(&record);
			(void)unlinkat(folder, name, 0);
		}
		rc = rc < 0 ? rc : 1;
	}
	(void)close(fd);
	return rc;
}

int nssh_recover(struct nssh_net *net, void (*each)(const struct nssh_record *record, void *arg),
		 void (*left)(const char *what, void *arg), void *arg, struct nssh_error *err)
{
	int folder = open_folder(NSSH_JOURNALS), found = 0, rc;
	char **names;
	size_t count;

	if (folder < 0)
		return folder == -ENOENT || folder == -EACCES
			       ? 0
			       : nssh_fail_errno(err, folder, NULL, "cannot read " NSSH_RUN_DIR);
	rc = nssh_lab_names(NSSH_JOURNALS, &names, &count, err);
	for (size_t i = 0; rc >= 0 && i < count; i++) {
		rc = recover_one(net, folder, names[i], each, left, arg, err);
		found += rc > 0;
	}
	nssh_netns_names_free(names, count);
	(void)close(folder);
	if (each && found)
		nssh_held_sweep();
	return rc < 0 ? rc : found;
}
