/* SPDX-License-Identifier: MIT */
/* Keys from a terminal: bytes to characters, with pastes and signals told apart from typing. */
#ifndef NSSH_UI_KEYS_H
#define NSSH_UI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

#include "base/text.h"

struct nssh_terminal;

/* No key sends it, and libedit looks up what it does, as it does for any character below 256. */
#define NSSH_KEY_PASTE  L'\x80'
#define NSSH_KEY_CANCEL L'\x03'

/**
 * struct nssh_keys - the keys of a terminal
 * @pasted:    what was pasted: UTF-8, lines ended by \n, no control characters but \t and \n
 * @used:      so much of it has been taken away
 * @on_resize: called with @arg when the terminal has changed its size
 */
struct nssh_keys {
	const struct nssh_terminal *terminal;
	struct nssh_text pasted;
	size_t used;
	void (*on_resize)(void *arg);
	void *arg;
	unsigned char back[16];
	size_t back_count;
};

/**
 * nssh_keys_next() - the next character
 *
 * NSSH_KEY_PASTE stands for a whole bracketed paste, which is in @pasted then. SIGINT is the same as
 * Ctrl-C. Bytes that are not UTF-8 are dropped.
 *
 * Return: 1, 0 when the terminal is gone, or -EINTR when a signal to end has come.
 */
int nssh_keys_next(struct nssh_keys *keys, wchar_t *ret_key);

/* Is there something pasted that has not been used? */
bool nssh_keys_pasted(const struct nssh_keys *keys);
void nssh_keys_drop_paste(struct nssh_keys *keys);

/* Take the next line of the paste into @line; false when no \n ended it. */
bool nssh_keys_paste_line(struct nssh_keys *keys, struct nssh_text *line);

#endif
