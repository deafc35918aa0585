/* SPDX-License-Identifier: MIT */
/*
 * What outlives the program: files and folders under NSSH_RUN_DIR. Those of a run are locked as long as
 * it lives (flock(2)), from before they have their names: what can be locked was left by one that is no
 * more.
 */
#ifndef NSSH_NET_PLAN_RUN_DIR_H
#define NSSH_NET_PLAN_RUN_DIR_H

#include <stdbool.h>
#include <stddef.h>

#include <nssh/error.h>

struct nssh_text;

/* For root only, mode 0700; and the folders in it. */
#define NSSH_RUN_DIR  "/run/nssh"
#define NSSH_JOURNALS "journal"
#define NSSH_LABS     "lab"
#define NSSH_LOCKS    "lock"
#define NSSH_HELD     "held"

/* Of what a run makes there: the number of the process, ".2" and so on when that is taken. */
#define NSSH_RUN_NAME 48

/* Open a folder, which is made when it is not there. Return: a descriptor. */
int nssh_run_folder(const char *name, struct nssh_error *err);
/* Only if it is there. Return: a descriptor or a negative errno: -ENOENT before anything was noted. */
int nssh_run_open(const char *name);

/* The names in a folder, sorted, without those that begin with a dot; for nssh_netns_names_free(). */
int nssh_run_names(const char *folder, char ***ret_names, size_t *ret_count,
		   struct nssh_error *err);

/**
 * nssh_run_file() - a file of this run, which appears under its name with @text in it
 * @prefix: before the number, or ""
 *
 * Return: a descriptor that is locked, or a negative errno; nothing is there then.
 */
int nssh_run_file(int folder, const char *prefix, const struct nssh_text *text,
		  char ret_name[static NSSH_RUN_NAME]);
/* The same with a folder. */
int nssh_run_subfolder(int folder, char ret_name[static NSSH_RUN_NAME]);

/* Was the open file or folder left by a program that is no more? It is locked then. */
bool nssh_run_is_left(int fd);
/* Did one process make both? Numbers of processes come again, so that may err. */
bool nssh_run_same_maker(const char *a, const char *b);

/* Write all of it at @offset. Return: 0 or a negative errno. */
int nssh_run_write(int fd, const char *bytes, size_t size, long long offset);

#endif
