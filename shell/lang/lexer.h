/* SPDX-License-Identifier: MIT */
/* Text to words: shell-like quotes, comments, continuation lines, `;`. */
#ifndef NSSH_LANG_LEXER_H
#define NSSH_LANG_LEXER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/source.h"
#include "base/text.h"

/**
 * struct nssh_words - the words of one command; they live in the arena that they were read into
 */
struct nssh_words {
	const struct nssh_word *at;
	size_t count;
};

/**
 * struct nssh_lexer - a place in a source; see nssh_lexer_init()
 */
struct nssh_lexer {
	const struct nssh_source *source;
	size_t pos;
	uint32_t line;
	struct nssh_text bytes;  /* texts of the words of this command, each ended by a NUL */
	struct nssh_word *words; /* their places; text is filled in when the command is whole */
	size_t *starts;
	size_t count, room;
};

void nssh_lexer_init(struct nssh_lexer *lexer, const struct nssh_source *source);
void nssh_lexer_done(struct nssh_lexer *lexer);

/**
 * nssh_lexer_next() - the words of the next command that has any
 *
 * Return: 1 with @ret filled, 0 at the end, or a negative errno with @err filled; then the lexer has
 * gone on to the next line and may be called again. The error's word is allocated in @arena.
 */
int nssh_lexer_next(struct nssh_lexer *lexer, struct nssh_arena *arena, struct nssh_words *ret,
		    struct nssh_error *err);

/**
 * enum nssh_open - what a text ends in the middle of
 */
enum nssh_open {
	NSSH_OPEN_NOTHING,
	NSSH_OPEN_SINGLE,    /* '... */
	NSSH_OPEN_DOUBLE,    /* "... */
	NSSH_OPEN_ANSI,      /* $'... */
	NSSH_OPEN_BACKSLASH, /* a backslash is the last character */
	NSSH_OPEN_COMMENT,
};

/**
 * nssh_lexer_partial() - the words up to a cursor, for completion
 * @ret:        the finished words of the command that the cursor is in
 * @ret_last:   the unquoted text of the word that the cursor is in; empty between words; its offset
 *              and width say which bytes it covers
 * @ret_open:   which quote it is in
 *
 * Return: 0 or -ENOMEM.
 */
int nssh_lexer_partial(const struct nssh_source *source, struct nssh_arena *arena,
		       struct nssh_words *ret, struct nssh_word *ret_last,
		       enum nssh_open *ret_open);

/* Add a word so that the lexer reads it back as it is: bare, or quoted when it must be. */
void nssh_lexer_quote(struct nssh_text *to, const char *word);

#endif
