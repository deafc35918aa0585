/* SPDX-License-Identifier: MIT */
/* Labs: what is there of one, and taking one down. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "net/context.h"
#include "net/explain.h"
#include "net/message.h"
#include "net/plan/lab.h"
#include "net/plan/made.h"
#include "net/plan/run_dir.h"
#include "net/plan/undo_index.h"

/* Something that was there before, in the home of the program that made the lab, which is not this one's. */
static bool is_elsewhere(const struct nssh_undo *undo)
{
	return !undo->ns->ref && undo->cookie && undo->kind != NSSH_UNDO_LOST &&
	       !nssh_undo_is_same(undo);
}

/* Links that are not where they were made, in namespaces that are still there. Return: how many. */
static size_t find_missing(struct nssh_net *net, const struct nssh_undos *undos,
			   struct nssh_missing **ret)
{
	struct nssh_missing *missing = calloc(undos->count + 1, sizeof(*missing));
	struct nssh_undo_index index;
	size_t count = 0;

	*ret = missing;
	nssh_undo_index_init(&index, undos);
	for (size_t i = 0; missing && i < undos->count; i++) {
		struct nssh_undo *undo = &undos->at[i];

		if (undo->kind == NSSH_UNDO_LINK && !nssh_undo_index_made(&index, undo->cookie) &&
		    nssh_undo_is_same(undo) && !nssh_made_find(undo).there)
			missing[count++].undo = undo;
	}
	nssh_undo_index_done(&index);
	if (count)
		nssh_made_look_for(net, missing, count);
	return count;
}

/* Of what is not as it was made, it is known in the end only whether it is that. */
struct look {
	size_t there, doubtful, other, changes;
};

static void look_at(const struct nssh_undo *undo, const struct nssh_undo_index *index,
		    struct look *look)
{
	struct nssh_found found;
	enum nssh_made made;

	if (undo->kind == NSSH_UNDO_REQUEST) {
		look->changes += nssh_undo_is_same(undo);
		return;
	}
	if (undo->kind == NSSH_UNDO_NETNS || undo->kind == NSSH_UNDO_NAME) {
		if (nssh_undo_is_same(undo))
			look->there++;
		else
			look->other++;
		return;
	}
	if (undo->kind != NSSH_UNDO_LINK || nssh_undo_index_made(index, undo->cookie))
		return;
	if (!nssh_undo_is_same(undo)) {
		look->other++;
		return;
	}
	found = nssh_made_find(undo);
	made = nssh_made_is(undo, &found);
	look->there += made == NSSH_MADE_THERE || made == NSSH_MADE_RENAMED;
	look->doubtful += made == NSSH_MADE_CHANGED;
	look->other += made != NSSH_MADE_THERE;
}

enum nssh_lab_state nssh_lab_state(struct nssh_net *net, const struct nssh_record *record)
{
	const struct nssh_undos *undos = &record->undos;
	struct nssh_missing *missing = NULL;
	struct look look = { .there = 0 };
	struct nssh_undo_index index;
	size_t count = 0;

	/* Nothing outlives the system. */
	if (record->rebooted)
		return NSSH_LAB_GONE;
	nssh_net_look_again(net);
	for (size_t i = 0; i < undos->count; i++) {
		if (is_elsewhere(&undos->at[i]))
			return NSSH_LAB_ELSEWHERE;
	}
	nssh_undo_index_init(&index, undos);
	for (size_t i = 0; i < undos->count; i++)
		look_at(&undos->at[i], &index, &look);
	nssh_undo_index_done(&index);
	if (look.other)
		count = find_missing(net, undos, &missing);
	for (size_t i = 0; i < count; i++)
		look.there += missing[i].where != NULL;
	free(missing);
	if (!look.there && look.doubtful)
		return NSSH_LAB_PERHAPS;
	if (!look.there && (look.other || !look.changes))
		return NSSH_LAB_GONE;
	return look.other ? NSSH_LAB_PARTLY : NSSH_LAB_UP;
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

/* A namespace that somebody put a link into stays, with all that was made in it. */
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

		if (undo->cookie == cookie && undo->kind != NSSH_UNDO_REQUEST)
			undo->stays = undo->kind != NSSH_UNDO_LOST;
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

static bool is_link_left(struct nssh_net *net, struct nssh_undo *undo)
{
	struct nssh_missing missing = { .undo = undo };
	struct nssh_found found;

	if (!nssh_undo_is_same(undo))
		return false;
	found = nssh_made_find(undo);
	if (found.there)
		return nssh_made_is(undo, &found) != NSSH_MADE_STRANGER;
	nssh_made_look_for(net, &missing, 1);
	return missing.where;
}

/* Of what is about to be gone nothing is left to be noted; what programs did has been told. */
static bool is_left(struct nssh_net *net, struct nssh_undo *undo)
{
	switch (undo->kind) {
	case NSSH_UNDO_NETNS:
	case NSSH_UNDO_NAME:
		return nssh_undo_is_same(undo);
	case NSSH_UNDO_LINK:
		return is_link_left(net, undo);
	case NSSH_UNDO_REQUEST:
		return nssh_undo_is_same(undo);
	case NSSH_UNDO_HELD:
	case NSSH_UNDO_LOST:
		return false;
	}
	return false;
}

static bool is_change(struct nssh_net *net, struct nssh_undo *undo)
{
	(void)net;
	return undo->kind == NSSH_UNDO_REQUEST && nssh_undo_is_same(undo);
}

static void keep(struct nssh_net *net, struct nssh_undos *undos,
		 bool (*wanted)(struct nssh_net *net, struct nssh_undo *undo))
{
	size_t kept = 0;

	for (size_t i = 0; i < undos->count; i++) {
		if (wanted(net, &undos->at[i]))
			undos->at[kept++] = undos->at[i];
		else
			nssh_undo_done(&undos->at[i]);
	}
	undos->count = kept;
}

void nssh_lab_keep_changes(struct nssh_net *net, struct nssh_record *record)
{
	if (record->rebooted)
		nssh_undos_cut(&record->undos, 0);
	keep(net, &record->undos, is_change);
}

/* One that is found stays where somebody has taken it. */
static void tell_missing(struct nssh_net *net, const struct nssh_undos *undos,
			 void (*left)(const char *what, void *arg), void *arg)
{
	struct nssh_missing *missing;
	size_t count = find_missing(net, undos, &missing);
	char here[300], there[300], text[700];

	for (size_t i = 0; i < count; i++) {
		struct nssh_undo *undo = missing[i].undo;

		undo->stays = missing[i].where;
		(void)nssh_ns_describe(undo->ns, here, sizeof(here));
		if (missing[i].where)
			(void)snprintf(text, sizeof(text),
				       "link %s is no longer in %s: it is in %s, and called %s",
				       undo->text, here,
				       nssh_ns_describe(missing[i].where, there, sizeof(there)),
				       missing[i].name);
		else
			(void)snprintf(text, sizeof(text),
				       "link %s is no longer in %s: somebody has removed it, or "
				       "moved it to a namespace without a name",
				       undo->text, here);
		left(text, arg);
	}
	free(missing);
}

static int fail_elsewhere(const struct nssh_record *record, struct nssh_error *err)
{
	(void)nssh_fail(err, -EXDEV, NULL, "lab %s is in another home namespace", record->lab);
	nssh_hint(err,
		  "run this where %s was run; if that namespace is gone, rm " NSSH_RUN_DIR
		  "/" NSSH_LABS "/%s gives the rest up",
		  *record->source ? record->source : "it", record->lab);
	return -EXDEV;
}

int nssh_lab_down(struct nssh_net *net, struct nssh_record *record,
		  void (*left)(const char *what, void *arg), void *arg, struct nssh_error *err)
{
	enum nssh_lab_state state;
	int rc;

	state = nssh_lab_state(net, record);
	if (state == NSSH_LAB_ELSEWHERE)
		return fail_elsewhere(record, err);
	if (state == NSSH_LAB_GONE)
		nssh_lab_keep_changes(net, record);
	rc = spare_foreign(record, left, arg, err);
	if (rc < 0)
		return rc;
	tell_missing(net, &record->undos, left, arg);
	rc = nssh_undos_run(
		net, &record->undos,
		&(struct nssh_undoing){ .fd = -1, .lab = true, .left = left, .arg = arg }, err);
	keep(net, &record->undos, is_left);
	return rc;
}
