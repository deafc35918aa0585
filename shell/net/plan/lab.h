/* SPDX-License-Identifier: MIT */
/* Labs: what one file made, kept on disk so that exactly that can be removed. */
#ifndef NSSH_NET_PLAN_LAB_H
#define NSSH_NET_PLAN_LAB_H

#include <stdbool.h>
#include <stddef.h>

#include <nssh/error.h>

#include "net/plan/journal.h"

struct nssh_text;

/* A lab's name: as a namespace's. */
bool nssh_lab_valid_name(const char *name);

/* Return: 0 with the record, -ENOENT when there is no such lab, or another negative errno. */
int nssh_lab_read(struct nssh_net *net, const char *name, struct nssh_record *ret,
		  struct nssh_error *err);
/* Whatever happens, all of it is there or what was there before. */
int nssh_lab_write(const char *name, const struct nssh_text *text, struct nssh_error *err);
void nssh_lab_forget(const char *name);

/* One nssh at a time may put up or take down a lab. Return: a descriptor to be closed. */
int nssh_lab_lock(const char *name, struct nssh_error *err);

/**
 * nssh_lab_is_there() - is anything that the lab made still there?
 */
bool nssh_lab_is_there(struct nssh_net *net, const struct nssh_record *record);

/**
 * nssh_lab_down() - remove what the lab made, and nothing else
 * @left: called for what stays, with the reason
 *
 * With a transaction under way, it is noted how to bring the lab back.
 */
int nssh_lab_down(struct nssh_net *net, struct nssh_record *record,
		  void (*left)(const char *what, void *arg), void *arg, struct nssh_error *err);

#endif
