/* SPDX-License-Identifier: MIT */
/* Strings of JSON. */
#include "base/json.h"

#include <stdint.h>
#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"

/* What stands behind the backslash; 0 for bytes that have no short form. */
static const char short_forms[128] = {
	['"'] = '"',  ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f',
	['\n'] = 'n', ['\r'] = 'r',  ['\t'] = 't',
};

/* The code point of a well-formed character of @n bytes. */
static uint32_t code_point(const char *bytes, size_t n)
{
	static const unsigned char first_bits[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t code = (unsigned char)bytes[0] & first_bits[n];

	for (size_t i = 1; i < n; i++)
		code = code << 6 | ((unsigned char)bytes[i] & 0x3f);
	return code;
}

static bool needs_escape(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x200e || code == 0x200f ||
	       (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

static bool is_plain(char byte)
{
	unsigned char u = (unsigned char)byte;

	return u >= 0x20 && u < 0x7f && u != '"' && u != '\\';
}

static void add_character(struct nssh_text *text, const char *bytes, size_t n)
{
	uint32_t code = code_point(bytes, n);

	if (code < sizeof(short_forms) && short_forms[code]) {
		char pair[2] = { '\\', short_forms[code] };

		nssh_text_add(text, pair, sizeof(pair));
	} else if (needs_escape(code)) {
		nssh_text_printf(text, "\\u%04x", (unsigned int)code);
	} else {
		nssh_text_add(text, bytes, n);
	}
}

void nssh_json_string(struct nssh_text *text, const char *str)
{
	size_t size = strlen(str);

	nssh_text_add(text, "\"", 1);
	for (size_t i = 0, n; i < size; i += n) {
		for (n = 0; i + n < size && is_plain(str[i + n]);)
			n++;
		if (n) {
			nssh_text_add(text, str + i, n);
			continue;
		}
		n = nssh_utf8_length(str + i, size - i);
		if (n) {
			add_character(text, str + i, n);
			continue;
		}
		nssh_text_str(text, REPLACEMENT);
		n = 1;
	}
	nssh_text_add(text, "\"", 1);
}
