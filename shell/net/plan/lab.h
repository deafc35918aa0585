/* SPDX-License-Identifier: MIT */
/* Labs: what one file made, kept on disk so that exactly that can be removed. */
#ifndef NSSH_NET_PLAN_LAB_H
#define NSSH_NET_PLAN_LAB_H

#include <stdbool.h>
#include <stddef.h>

#include <nssh/error.h>

#include "net/plan/journal.h"

struct nssh_text;

/* May a lab be called so? Return: 0, or -EINVAL with @err filled. */
int nssh_lab_check_name(const char *name, struct nssh_error *err);

/* Return: 0 with the record, -ENOENT when there is no such lab, or another negative errno. */
int nssh_lab_read(struct nssh_net *net, const char *name, struct nssh_record *ret,
		  struct nssh_error *err);
/* Whatever happens, all of it is there or what was there before. */
int nssh_lab_write(const char *name, const struct nssh_text *text, struct nssh_error *err);
void nssh_lab_forget(const char *name);

/* Write what is left in a record over it. */
int nssh_lab_rewrite(const char *name, const struct nssh_record *record, struct nssh_error *err);

/* One nssh at a time may put up or take down a lab. Return: a descriptor to be closed. */
int nssh_lab_lock(const char *name, struct nssh_error *err);
/* Does one do so right now? */
bool nssh_lab_is_busy(const char *name);

/**
 * enum nssh_lab_state - what is there of what a lab made and changed
 *
 * Looked at are namespaces, and links in those that were there before; what is inside the lab's own goes with
 * them. One that only changed something is up until that is taken back.
 */
enum nssh_lab_state {
	NSSH_LAB_GONE,    /* nothing */
	NSSH_LAB_PERHAPS, /* links of its names and kinds, with other addresses */
	NSSH_LAB_PARTLY,  /* not all, or not as it was made */
	NSSH_LAB_UP,      /* all */
	NSSH_LAB_ELSEWHERE, /* it was made from another home namespace, where it has to be looked for */
};

enum nssh_lab_state nssh_lab_state(struct nssh_net *net, const struct nssh_record *record);

/* Nothing that it made is surely there: only what it changed is left in the record, of what was there before. */
void nssh_lab_keep_changes(struct nssh_net *net, struct nssh_record *record);

/* Is there something in notes that makes a lab of them: that can be taken back? */
bool nssh_lab_has_parts(const struct nssh_undos *undos);

/**
 * nssh_lab_down() - remove what the lab made, and nothing else
 * @record: holds what is left of it then
 * @left: called for what stays, with the reason
 *
 * With a transaction under way, it is noted how to bring the lab back. Return: 0, or a negative errno with @err
 * filled when the kernel would not take something back.
 */
int nssh_lab_down(struct nssh_net *net, struct nssh_record *record,
		  void (*left)(const char *what, void *arg), void *arg, struct nssh_error *err);

#endif
