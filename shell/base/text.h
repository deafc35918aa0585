/* SPDX-License-Identifier: MIT */
/* A growing text, and making any bytes safe to show. */
#ifndef NSSH_BASE_TEXT_H
#define NSSH_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <nssh/error.h>

/**
 * struct nssh_text - a growing text; all zero is an empty one
 * @bytes: NULL, or @size bytes with a NUL behind
 * @failed: memory ran out, and something is missing at the end
 */
struct nssh_text {
	char *bytes;
	size_t size, room;
	bool failed;
};

void nssh_text_done(struct nssh_text *text);
void nssh_text_clear(struct nssh_text *text);
/* Only the first @size bytes stay. */
void nssh_text_cut(struct nssh_text *text, size_t size);
void nssh_text_add(struct nssh_text *text, const char *bytes, size_t size);
void nssh_text_byte(struct nssh_text *text, char byte);
void nssh_text_str(struct nssh_text *text, const char *str);
void nssh_text_printf(struct nssh_text *text, const char *fmt, ...) NSSH_PRINTF(2, 3);
/* The text so far, never NULL. */
const char *nssh_text_get(const struct nssh_text *text);

/**
 * nssh_text_escaped() - add bytes so that they do no harm to a terminal
 *
 * Control bytes (C0, DEL, C1 in UTF-8) and bytes that are not UTF-8 become \xHH; a tab \t, a newline
 * \n. Everything else stays.
 */
void nssh_text_escaped(struct nssh_text *text, const char *bytes, size_t size);

/* The same straight to a stream. */
void nssh_put_escaped(FILE *to, const char *str);

/* Are there bytes below the blank in it, or a DEL? */
bool nssh_has_controls(const char *text);

/* The length in bytes of the UTF-8 character at @bytes, or 0 when there is none. */
size_t nssh_utf8_length(const char *bytes, size_t size);

/* How many columns of a terminal the text takes, each character that is not UTF-8 counted as one. */
size_t nssh_text_columns(const char *bytes, size_t size);

#endif
