/* SPDX-License-Identifier: MIT */
/* Labs: what is on disk of them, put to use. */
#define _GNU_SOURCE
#include "net/plan/lab.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <linux/capability.h>
#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "base/inject.h"
#include "net/context.h"
#include "net/explain.h"
#include "net/message.h"
#include "net/plan/prior.h"
#include "net/plan/record.h"
#include "net/plan/run_dir.h"
#include "net/plan/undo_index.h"

bool nssh_lab_valid_name(const char *name)
{
	return nssh_netns_valid_name(name) && name[0] != '.' && name[0] != '-';
}

int nssh_lab_read(struct nssh_net *net, const char *name, struct nssh_record *ret,
		  struct nssh_error *err)
{
	int folder = nssh_lab_valid_name(name) ? nssh_run_open(NSSH_LABS) : -ENOENT;
	int rc = folder < 0 ? folder : nssh_record_read(net, folder, name, ret, err);

	if (folder >= 0)
		(void)close(folder);
	if (folder < 0 && folder != -ENOENT) {
		(void)nssh_fail_errno(err, folder, NULL, "cannot read " NSSH_RUN_DIR);
		nssh_hint_capability(err, CAP_SYS_ADMIN);
	}
	return rc;
}

int nssh_lab_write(const char *name, const struct nssh_text *text, struct nssh_error *err)
{
	int folder = nssh_run_folder(NSSH_LABS, err), fd, rc;
	char unfinished[NSSH_RUN_NAME];

	if (folder < 0)
		return folder;
	/* No lab is called so. */
	fd = nssh_run_file(folder, ".", text, unfinished);
	rc = fd < 0 ? fd : nssh_inject(NSSH_INJECT_DISK);
	if (rc == 0 && renameat(folder, unfinished, folder, name) < 0)
		rc = -errno;
	if (fd >= 0) {
		if (rc < 0)
			(void)unlinkat(folder, unfinished, 0);
		(void)close(fd);
	}
	(void)close(folder);
	return rc < 0 ? nssh_fail_errno(err, rc, NULL, "cannot write down lab %s", name) : 0;
}

void nssh_lab_forget(const char *name)
{
	int folder = nssh_run_open(NSSH_LABS);

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

		if ((undo->kind == NSSH_UNDO_NETNS || undo->kind == NSSH_UNDO_NAME) &&
		    nssh_undo_is_same(undo))
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
	    !nssh_undo_index_has_link(search->index, search->netns->cookie, info->ifi_index))
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
	return rc < 0 ? rc
		      : nssh_undos_run(net, &record->undos,
				       &(struct nssh_undoing){ .fd = -1, .left = left, .arg = arg },
				       err);
}
