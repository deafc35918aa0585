/* SPDX-License-Identifier: MIT */
/*
 * Namespaces that have lost their name and may get it back: bound to a file of our own meanwhile, in a
 * folder of this process.
 */
#ifndef NSSH_NET_PLAN_HELD_H
#define NSSH_NET_PLAN_HELD_H

#include <nssh/error.h>

struct nssh_net;
struct nssh_ns;
struct nssh_undo;

/*
 * A file for one that is going to be held, in the folder of the context (struct nssh_net.held). Return: its
 * number, or a negative errno.
 */
int nssh_held_reserve(struct nssh_ns *ns, struct nssh_error *err);

/* Bind the open namespace to the file. */
int nssh_held_keep(const struct nssh_ns *ns, int number, struct nssh_error *err);

/* Give the name back. Return: 0, or a negative errno with @err filled. */
int nssh_held_give_back(const struct nssh_undo *undo, struct nssh_error *err);

/* Let it go. */
void nssh_held_release(const char *folder, int number);

/* The process ends, or lets another program take its place. */
void nssh_held_close(struct nssh_net *net);

/*
 * Let go what processes that are no more have left, unless a journal of theirs is still there, which may
 * name it.
 */
void nssh_held_sweep(void);

#endif
