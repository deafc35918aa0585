/* SPDX-License-Identifier: MIT */
/* A growing text, and making any bytes safe to show. */
#define _GNU_SOURCE
#include "base/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

void nssh_text_done(struct nssh_text *text)
{
	free(text->bytes);
	memset(text, 0, sizeof(*text));
}

void nssh_text_cut(struct nssh_text *text, size_t size)
{
	if (size >= text->size)
		return;
	text->size = size;
	text->bytes[size] = '\0';
}

void nssh_text_clear(struct nssh_text *text)
{
	nssh_text_cut(text, 0);
	text->failed = false;
}

static bool make_room(struct nssh_text *text, size_t more)
{
	size_t room = text->room ? text->room : 64;
	char *bytes;

	if (more < text->room - text->size)
		return true;
	if (more >= SIZE_MAX / 2 - text->size)
		return false;
	while (room < text->size + more + 1)
		room *= 2;
	bytes = realloc(text->bytes, room);
	if (!bytes)
		return false;
	text->bytes = bytes;
	text->room = room;
	return true;
}

void nssh_text_add(struct nssh_text *text, const char *bytes, size_t size)
{
	if (text->failed)
		return;
	if (!make_room(text, size)) {
		text->failed = true;
		return;
	}
	if (size)
		memcpy(text->bytes + text->size, bytes, size);
	text->size += size;
	text->bytes[text->size] = '\0';
}

void nssh_text_byte(struct nssh_text *text, char byte)
{
	if (text->failed || text->room - text->size < 2) {
		nssh_text_add(text, &byte, 1);
		return;
	}
	text->bytes[text->size++] = byte;
	text->bytes[text->size] = '\0';
}

void nssh_text_str(struct nssh_text *text, const char *str)
{
	nssh_text_add(text, str, strlen(str));
}

void nssh_text_printf(struct nssh_text *text, const char *fmt, ...)
{
	char *str = NULL;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&str, fmt, ap);
	va_end(ap);
	if (n < 0) {
		text->failed = true;
		return;
	}
	nssh_text_add(text, str, (size_t)n);
	free(str);
}

const char *nssh_text_get(const struct nssh_text *text)
{
	return text->bytes ? text->bytes : "";
}

static size_t utf8_expected(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	if (first >= 0xf0 && first <= 0xf4)
		return 4;
	return 0;
}

size_t nssh_utf8_length(const char *bytes, size_t size)
{
	const unsigned char *u = (const unsigned char *)bytes;
	size_t n = size ? utf8_expected(u[0]) : 0;

	if (!n || n > size)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((u[i] & 0xc0) != 0x80)
			return 0;
	}
	/* Overlong forms, surrogates, and what lies beyond U+10FFFF (RFC 3629, section 4). */
	if ((u[0] == 0xe0 && u[1] < 0xa0) || (u[0] == 0xed && u[1] >= 0xa0) ||
	    (u[0] == 0xf0 && u[1] < 0x90) || (u[0] == 0xf4 && u[1] >= 0x90))
		return 0;
	return n;
}

/* Control characters: C0, DEL and, in UTF-8, C1 and the line separators of Unicode. */
static bool is_control(const unsigned char *u, size_t n)
{
	if (n == 1)
		return u[0] < 0x20 || u[0] == 0x7f;
	if (n == 2)
		return u[0] == 0xc2 && u[1] < 0xa0;
	/* U+200E, U+200F, U+2028..U+202E, U+2066..U+2069: they reorder or break what is shown. */
	if (n == 3 && u[0] == 0xe2 && u[1] == 0x80)
		return u[2] == 0x8e || u[2] == 0x8f || (u[2] >= 0xa8 && u[2] <= 0xae);
	if (n == 3 && u[0] == 0xe2 && u[1] == 0x81)
		return u[2] >= 0xa6 && u[2] <= 0xa9;
	return false;
}

void nssh_text_escaped(struct nssh_text *text, const char *bytes, size_t size)
{
	const unsigned char *u = (const unsigned char *)bytes;

	for (size_t i = 0; i < size;) {
		size_t n = nssh_utf8_length(bytes + i, size - i);

		if (n && !is_control(u + i, n)) {
			nssh_text_add(text, bytes + i, n);
		} else if (u[i] == '\n') {
			nssh_text_str(text, "\\n");
		} else if (u[i] == '\t') {
			nssh_text_str(text, "\\t");
		} else {
			n = n ? n : 1;
			for (size_t k = 0; k < n; k++)
				nssh_text_printf(text, "\\x%02x", u[i + k]);
		}
		i += n ? n : 1;
	}
}

void nssh_put_escaped(FILE *to, const char *str)
{
	struct nssh_text text = { 0 };

	nssh_text_escaped(&text, str, strlen(str));
	(void)fputs(nssh_text_get(&text), to);
	nssh_text_done(&text);
}

size_t nssh_text_columns(const char *bytes, size_t size)
{
	size_t columns = 0;

	for (size_t i = 0; i < size;) {
		size_t n = nssh_utf8_length(bytes + i, size - i);
		wchar_t wide;
		mbstate_t state = { 0 };
		int width = 1;

		if (n > 1 && mbrtowc(&wide, bytes + i, n, &state) == n)
			width = wcwidth(wide);
		columns += width > 0 ? (size_t)width : (n > 1 ? 0 : 1);
		i += n ? n : 1;
	}
	return columns;
}

bool nssh_has_controls(const char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return true;
	}
	return false;
}
