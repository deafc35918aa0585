/* SPDX-License-Identifier: MIT */
/* What could be written next: the terminal-free half of completion and of `?`. */
#ifndef NSSH_UI_CANDIDATES_H
#define NSSH_UI_CANDIDATES_H

#include <stdbool.h>
#include <stddef.h>

struct nssh_session;

/**
 * struct nssh_suggestion - one candidate, or one line of help
 * @text: the word as it must be typed, quoted where that is needed; for a line of help on an argument
 *        that cannot be listed, its name from the grammar ("PREFIX")
 * @help: one line, or NULL
 * @literal: it can be inserted; false for a line of help only
 * @open: no space belongs behind it (a folder, or `client:` before a link's name)
 */
struct nssh_suggestion {
	char *text;
	char *help;
	bool literal;
	bool open;
};

/**
 * struct nssh_suggestions - all of them, sorted as they should be shown, without repeats
 * @start: the first byte of the line that an inserted candidate replaces, up to the cursor
 * @may_end: the command is complete as it stands
 * @problem: when the words before cannot be read: why; else empty
 */
struct nssh_suggestions {
	struct nssh_suggestion *items;
	size_t count;
	size_t start;
	bool may_end;
	char problem[700];
};

/**
 * nssh_suggest() - candidates at a place in a line
 * @line:   what is typed, of which everything behind @cursor is ignored
 * @cursor: in bytes
 * @help:   give lines of help too (for `?`), not only what can be inserted (for Tab)
 *
 * Changes nothing and prints nothing. Return: 0, to be freed with nssh_suggestions_done(), or
 * -ENOMEM.
 */
int nssh_suggest(struct nssh_session *session, const char *line, size_t cursor, bool help,
		 struct nssh_suggestions *ret);
void nssh_suggestions_done(struct nssh_suggestions *list);

/**
 * nssh_line_unfinished() - does the line go on: an open quote, a backslash at its end, an open brace?
 */
bool nssh_line_unfinished(const char *text, size_t size);

#endif
