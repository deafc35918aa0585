/* SPDX-License-Identifier: MIT */
/* Text for the line editor, which counts in wide characters. */
#define _GNU_SOURCE
#include "ui/wide.h"

#include <stdlib.h>

#define REPLACEMENT L'\xfffd'

wchar_t nssh_utf8_decode(const char *bytes, size_t size)
{
	static const unsigned char first[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	wchar_t wide = (wchar_t)((unsigned char)bytes[0] & first[size]);

	for (size_t i = 1; i < size; i++)
		wide = (wide << 6) | ((unsigned char)bytes[i] & 0x3f);
	return wide;
}

wchar_t *nssh_wide_new(const char *bytes, size_t size)
{
	wchar_t *wide = calloc(size + 1, sizeof(*wide));
	size_t count = 0;

	if (!wide)
		return NULL;
	for (size_t i = 0; i < size;) {
		size_t n = nssh_utf8_length(bytes + i, size - i);

		wide[count++] = n ? nssh_utf8_decode(bytes + i, n) : REPLACEMENT;
		i += n ? n : 1;
	}
	return wide;
}

static void add_character(struct nssh_text *text, unsigned long c)
{
	char bytes[4];
	size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char first[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

	for (size_t i = size - 1; i > 0; i--, c >>= 6)
		bytes[i] = (char)(0x80 | (c & 0x3f));
	bytes[0] = (char)(first[size] | c);
	nssh_text_add(text, bytes, size);
}

void nssh_text_wide(struct nssh_text *text, const wchar_t *wide, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_character(text, (unsigned long)wide[i]);
}

/* The columns of a character as libedit shows it: control characters as ^X. */
static size_t width_of(wchar_t c)
{
	int width;

	if (c < L' ' || c == L'\x7f')
		return 2;
	width = wcwidth(c);
	return width > 0 ? (size_t)width : 0;
}

void nssh_place_move(struct nssh_place *place, const wchar_t *wide, size_t count, size_t columns)
{
	for (size_t i = 0; i < count; i++) {
		size_t width = wide[i] == L'\t' ? 8 - place->column % 8 : width_of(wide[i]);

		if (wide[i] == L'\n' || place->column + width > columns) {
			place->row++;
			place->column = 0;
		}
		if (wide[i] != L'\n')
			place->column += width;
		if (place->column >= columns) {
			place->row++;
			place->column = 0;
		}
	}
}
