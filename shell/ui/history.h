/* SPDX-License-Identifier: MIT */
/* The lines that were entered: in memory, each once, and in a private file of the user's. */
#ifndef NSSH_UI_HISTORY_H
#define NSSH_UI_HISTORY_H

#include <stddef.h>

#include <nssh/error.h>

/* How many lines are kept. */
#define NSSH_HISTORY_LINES 2000
/* A longer line is not. */
#define NSSH_HISTORY_WIDTH 16384

struct nssh_history;

/**
 * nssh_history_new() - a history without a file
 *
 * Return: NULL when there is no memory.
 */
struct nssh_history *nssh_history_new(void);

/**
 * nssh_history_open() - read the user's file, and write to it from now on
 *
 * It is $XDG_STATE_HOME/nssh/history, or ~/.local/state/nssh/history; folders that are not there are
 * made. Nobody but its owner may read it. Return: 0, also when there is no home to put it in; or a
 * negative errno with @err filled: lines are kept in memory then.
 */
int nssh_history_open(struct nssh_history *history, struct nssh_error *err);

/* Tidies the file up. NULL is fine. */
void nssh_history_free(struct nssh_history *history);

/**
 * nssh_history_add() - remember a line, which may have newlines in it
 *
 * Empty lines and those that begin with a space are not kept; a line that is there already becomes
 * the newest. It is in the file when the call returns.
 */
void nssh_history_add(struct nssh_history *history, const char *line, size_t size);

size_t nssh_history_count(const struct nssh_history *history);
/* @age: 0 is the newest line; NULL when there is none so old. */
const char *nssh_history_line(const struct nssh_history *history, size_t age);

#endif
