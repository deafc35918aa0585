/* SPDX-License-Identifier: MIT */
/* Namespaces that have lost their name and may get it back: bound to a file of our own meanwhile. */
#ifndef NSSH_NET_PLAN_HELD_H
#define NSSH_NET_PLAN_HELD_H

#include <nssh/error.h>

struct nssh_ns;

/* Where all that has to outlive the program is; mode 0700. */
#define NSSH_RUN_DIR "/run/nssh"

/* Open NSSH_RUN_DIR/@name, a folder, and make both when they are not there. Return: a descriptor. */
int nssh_run_folder(const char *name, struct nssh_error *err);

/* A file of ours for one that is going to be held. Return: its number, or a negative errno. */
int nssh_held_reserve(const struct nssh_ns *ns, struct nssh_error *err);

/* Bind the open namespace to it. Return: 0 or a negative errno. */
int nssh_held_keep(const struct nssh_ns *ns, int number, struct nssh_error *err);

/* Remove the files that nothing is bound to: those of runs that were cut off before anything was. */
void nssh_held_sweep(void);

/* Give the name back. Return: 0, or a negative errno with @err filled. */
int nssh_held_give_back(struct nssh_ns *ns, int number, struct nssh_error *err);

/* Let it go. */
void nssh_held_release(int number);

#endif
