/* SPDX-License-Identifier: MIT */
/*
 * Links that notes say were made. An index and a name come again, so that more is noted of a link once it
 * is made: its kind, and its address where nobody but a user changes that one.
 */
#ifndef NSSH_NET_PLAN_MADE_H
#define NSSH_NET_PLAN_MADE_H

#include <stdbool.h>
#include <stdint.h>

#include <linux/if.h>

#include "net/plan/undo.h"

/* What is there under the index of a link that was made. */
enum nssh_made {
	NSSH_MADE_GONE,     /* nothing */
	NSSH_MADE_THERE,    /* it */
	NSSH_MADE_RENAMED,  /* it, under another name */
	NSSH_MADE_CHANGED,  /* one of that name and kind with another address: perhaps it */
	NSSH_MADE_STRANGER, /* another one */
};

/* @waits: put aside, to be removed with others; @far: the number of the namespace that its other end is in */
struct nssh_found {
	char name[IFNAMSIZ], kind[IFNAMSIZ];
	uint64_t mac;
	int far;
	bool there, waits, is_far;
};

/* Links that are removed together are put into this group first: it is nobody's, and spells "nssh". */
#define NSSH_GONE_GROUP 0x6e737368u

/* Ask for the link that a note is about, by its index; its namespace is the one that was noted. */
struct nssh_found nssh_made_find(const struct nssh_undo *undo);

enum nssh_made nssh_made_is(const struct nssh_undo *undo, const struct nssh_found *found);

/* Say what became of one that is there, but not as it was. */
void nssh_made_tell(const struct nssh_undo *undo, const struct nssh_found *found,
		    void (*left)(const char *what, void *arg), void *arg);

/*
 * Note what tells links from others', behind the first @mark notes; those in a namespace that was made go
 * with it. @noted: called for each of which something new is known; may be NULL
 */
void nssh_made_note(struct nssh_undos *undos, size_t mark,
		    void (*noted)(const struct nssh_undo *undo, void *arg), void *arg);

/*
 * The same when nothing more is done to them. A note of a link that is not there any more, or of which a later
 * one tells as well, is dropped.
 */
void nssh_made_finish(struct nssh_undos *undos, size_t mark);

/* A link that is not where it was made. @where: another place, or NULL; @name: what it is called there */
struct nssh_missing {
	struct nssh_undo *undo;
	struct nssh_ns *where;
	char name[IFNAMSIZ];
};

/* Look for them in home and in all namespaces that have a name. One whose address is not noted is not found. */
void nssh_made_look_for(struct nssh_net *net, struct nssh_missing *missing, size_t count);

#endif
