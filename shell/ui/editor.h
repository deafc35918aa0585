/* SPDX-License-Identifier: MIT */
/* Editing a line at a terminal: all that is known of libedit is behind this. */
#ifndef NSSH_UI_EDITOR_H
#define NSSH_UI_EDITOR_H

#include <stdbool.h>

#include "base/text.h"

#include <nssh/error.h>

struct nssh_editor;
struct nssh_history;
struct nssh_session;
struct nssh_terminal;

/**
 * nssh_editor_new() - an editor on a terminal that is not dumb
 *
 * The arguments stay the caller's and outlive it. Reads ~/.editrc. Return: 0, -ENOTSUP when the
 * terminal turns out to be unable after all or libedit is not there, or another negative errno.
 */
int nssh_editor_new(struct nssh_session *session, struct nssh_history *history,
		    const struct nssh_terminal *terminal, struct nssh_editor **ret_editor);

/* NULL is fine. */
void nssh_editor_free(struct nssh_editor *editor);

/**
 * nssh_editor_read() - let the user edit a line
 * @before: lines that the one to come continues, each ended by a newline
 * @line:   what was entered is added to it, without the newline
 *
 * Lines of a paste come one after the other, each shown behind its prompt.
 * Return: 1; 0 when the user wants to leave (Ctrl-D on an empty line, or the terminal is gone);
 * -ECANCELED for Ctrl-C; -EINTR when a signal to end has come.
 */
int nssh_editor_read(struct nssh_editor *editor, const char *prompt, const struct nssh_text *before,
		     struct nssh_text *line);

/* Forget the lines of a paste that are still to come. */
void nssh_editor_drop_paste(struct nssh_editor *editor);

#endif
