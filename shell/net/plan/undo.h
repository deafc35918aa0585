/* SPDX-License-Identifier: MIT */
/* Notes of what takes changes back: of a transaction, of a lab, of a run that was cut off. */
#ifndef NSSH_NET_PLAN_UNDO_H
#define NSSH_NET_PLAN_UNDO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/if.h>

#include <nssh/error.h>

struct nssh_msg;
struct nssh_net;
struct nssh_ns;

enum nssh_undo_kind {
	NSSH_UNDO_NETNS,   /* a namespace was made and given a name: remove the name */
	NSSH_UNDO_NAME,    /* one that was there was given a name: remove the name */
	NSSH_UNDO_HELD,    /* a name was removed: give it back to the namespace that is held */
	NSSH_UNDO_LINK,    /* a link was made: remove it */
	NSSH_UNDO_REQUEST, /* send this request */
	NSSH_UNDO_LOST,    /* it cannot be taken back */
};

/**
 * struct nssh_undo - one note
 * @ns:    the namespace that it is about
 * @cookie: which one that was, since its name may be another's by now
 * @index: of a link, also of another's that the request brings back from there; or the number under
 *         which a namespace is held
 * @mac:   of a link: its address, as a number, if it is one that does not change by itself; 0: not known
 * @link_kind: of a link: its kind, or ""
 * @text:  the link's name; what the request does; what is lost; the folder in which a namespace is held
 * @msg:   the request, with nothing in it that has to be found but descriptors of namespaces
 * @put:   of a request that restores settings of a link: the one that changed them; or NULL
 * @place: where its line begins in the journal; 0: it is not in one
 * @stays: what it is about stays as it is, whatever the other notes say
 */
struct nssh_undo {
	enum nssh_undo_kind kind;
	struct nssh_ns *ns;
	uint64_t cookie;
	int index;
	uint64_t mac;
	char link_kind[IFNAMSIZ];
	char *text;
	struct nssh_msg *msg, *put;
	size_t place;
	bool stays;
};

void nssh_undo_done(const struct nssh_undo *undo);

struct nssh_undos {
	struct nssh_undo *at;
	size_t count, room;
};

/* @undo and what it owns are taken over, also on failure. Return: 0 or -ENOMEM. */
int nssh_undos_add(struct nssh_undos *undos, const struct nssh_undo *undo);
/* Forget all behind the first @count. */
void nssh_undos_cut(struct nssh_undos *undos, size_t count);
void nssh_undos_done(struct nssh_undos *undos);

/* Forget all behind the first @count, also in the journal @fd, which may be -1: none of it was done. */
void nssh_undos_drop(struct nssh_undos *undos, size_t count, int fd);

/**
 * struct nssh_undoing - how notes are taken back
 * @mark: only those behind the first so many
 * @fd:   the journal, whose lines are cut off as it is done; or -1
 * @unsure: they are of a request that may not have been done
 * @lab: of a lab that is over: what stays of it stays noted, and what is gone with it is not worth a word
 * @left: called for each thing that stays as it is, with the reason; may be NULL
 */
struct nssh_undoing {
	size_t mark;
	int fd;
	bool unsure, lab;
	void (*left)(const char *what, void *arg);
	void *arg;
};

/**
 * nssh_undos_run() - take back what is noted, the last one first
 *
 * In a transaction it is noted how to bring it back. What is gone already, or is another's by now, is
 * let be. Return: 0, or a negative errno with @err filled when the kernel would not take something back:
 * the rest is done all the same, and the notes of that stay, in the journal with all before them.
 */
int nssh_undos_run(struct nssh_net *net, struct nssh_undos *undos, const struct nssh_undoing *how,
		   struct nssh_error *err);

/* Is the namespace of that name still the one that was noted? It is open then. */
bool nssh_undo_is_same(const struct nssh_undo *undo);

/* Namespaces that are held are let go. */
void nssh_undos_release(const struct nssh_undos *undos, size_t mark);
#endif
