/* SPDX-License-Identifier: MIT */
/* Text for the line editor, which counts in wide characters; everything else is UTF-8. */
#ifndef NSSH_UI_WIDE_H
#define NSSH_UI_WIDE_H

#include <stddef.h>
#include <wchar.h>

#include "base/text.h"

/* The character of the UTF-8 at @bytes, which is @size long and valid. */
wchar_t nssh_utf8_decode(const char *bytes, size_t size);

/* A text as wide characters, to be freed; bytes that are not UTF-8 become U+FFFD. NULL: no memory. */
wchar_t *nssh_wide_new(const char *bytes, size_t size);

/* Add @count wide characters to a text. */
void nssh_text_wide(struct nssh_text *text, const wchar_t *wide, size_t count);

/**
 * struct nssh_place - where a text ends on a terminal, from where it began
 */
struct nssh_place {
	size_t row, column;
};

/* Move on behind @count characters, on a terminal that is @columns wide. */
void nssh_place_move(struct nssh_place *place, const wchar_t *wide, size_t count, size_t columns);

#endif
