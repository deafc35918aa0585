/* SPDX-License-Identifier: MIT */
/* Labs: what one file made, kept on disk so that exactly that can be removed. */
#ifndef NSSH_NET_PLAN_LAB_H
#define NSSH_NET_PLAN_LAB_H

#include <stdbool.h>
#include <stddef.h>

#include <nssh/error.h>

#include "net/plan/journal.h"

/* Folders under NSSH_RUN_DIR. */
#define NSSH_JOURNALS "journal"
#define NSSH_LABS     "lab"
#define NSSH_LOCKS    "lock"

/* A lab's name: as a namespace's. */
bool nssh_lab_valid_name(const char *name);

/* The names of what is in one of the folders, sorted; to be freed with nssh_netns_names_free(). */
int nssh_lab_names(const char *folder, char ***ret_names, size_t *ret_count,
		   struct nssh_error *err);

/* Return: 0 with the record, -ENOENT when there is no such lab, or another negative errno. */
int nssh_lab_read(struct nssh_net *net, const char *name, struct nssh_record *ret,
		  struct nssh_error *err);
int nssh_lab_write(const char *name, const char *bytes, size_t size, struct nssh_error *err);
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

/**
 * nssh_recover() - take back what runs did that were cut off
 * @each: called for each, before it is done; NULL: only count
 *
 * Return: how many there are, or a negative errno with @err filled.
 */
int nssh_recover(struct nssh_net *net, void (*each)(const struct nssh_record *record, void *arg),
		 void (*left)(const char *what, void *arg), void *arg, struct nssh_error *err);

#endif
