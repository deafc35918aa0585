/* SPDX-License-Identifier: MIT */
/* What is known of the terminal that the prompt lives on: what it can, its size, its modes. */
#ifndef NSSH_UI_TERMINAL_H
#define NSSH_UI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>
#include <termios.h>

/* What nssh_terminal_wait() can say beside a negative errno. */
enum nssh_wait {
	NSSH_WAIT_TIMEOUT = 0,
	NSSH_WAIT_INPUT = 1,
};

/**
 * struct nssh_terminal - the terminal, or what stands in its place
 * @interactive: keys come from a terminal, and what is written to @out is seen on one
 * @dumb:  it takes no escape sequences (TERM is unset, empty or "dumb")
 * @color: text may be emphasised (NO_COLOR is not set)
 * @in:    where keys come from
 * @out:   where prompts and lists go; standard error when standard output is not the terminal
 */
struct nssh_terminal {
	bool interactive;
	bool dumb;
	bool color;
	int in;
	FILE *out;
	bool has_modes;
	struct termios modes;
	pid_t group;
};

/* Look at standard input and output; makes sure that text is UTF-8; catches changes of size. */
void nssh_terminal_init(struct nssh_terminal *terminal);

/* 80 by 24 when it is unknown. */
void nssh_terminal_size(const struct nssh_terminal *terminal, size_t *ret_rows,
			size_t *ret_columns);

/* Has the size changed since the last call? */
bool nssh_terminal_resized(void);

/**
 * nssh_terminal_wait() - wait until there is something to read
 * @milliseconds: at most so long; -1: for ever
 *
 * Return: enum nssh_wait, or -EINTR at once when a signal has come (nssh_interrupt_signal()) or the
 * size has changed, also when that happened before the call.
 */
int nssh_terminal_wait(const struct nssh_terminal *terminal, int milliseconds);

/**
 * nssh_terminal_new_line() - begin a new row, unless the cursor stands at the beginning of one
 *
 * Nobody can say where a program has left it. A row's worth of blanks ends in the same row only from
 * its beginning. Not for dumb terminals.
 */
void nssh_terminal_new_line(const struct nssh_terminal *terminal);

/* Take the terminal back from a program that ran in its foreground, in the modes it had before. */
void nssh_terminal_reclaim(const struct nssh_terminal *terminal);

#endif
