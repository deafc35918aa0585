/* SPDX-License-Identifier: MIT */
/* printf into a growing text, with what the arguments bring made safe to show. */
#define _GNU_SOURCE
#include "base/format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where the last conversion of a printf format ends. */
static size_t conversions_end(const char *fmt)
{
	size_t end = 0;

	for (size_t i = 0; fmt[i];) {
		if (fmt[i++] != '%')
			continue;
		i += strspn(fmt + i, "0123456789#+- '.*hlLqjzt");
		if (fmt[i])
			end = ++i;
	}
	return end;
}

static size_t count_lines(const char *bytes, size_t size)
{
	size_t count = 0;

	for (size_t i = 0; i < size; i++)
		count += bytes[i] == '\n' || bytes[i] == '\t';
	return count;
}

/*
 * Line ends that the format has stay, those of its arguments are escaped. The two cannot be told
 * apart between the conversions once an argument has any, then all there are escaped.
 */
static void add_escaped(struct nssh_text *text, const char *fmt, const char *bytes, size_t size)
{
	const size_t fmt_size = strlen(fmt), fmt_end = conversions_end(fmt);
	const size_t head = strcspn(fmt, "%"), tail = fmt_size - fmt_end;
	const size_t end = size - tail;
	const bool keep =
		count_lines(bytes + head, end - head) == count_lines(fmt + head, fmt_end - head);

	nssh_text_add(text, bytes, head);
	for (size_t i = head, n; i < end; i += n) {
		if (keep && (bytes[i] == '\n' || bytes[i] == '\t')) {
			nssh_text_add(text, bytes + i, n = 1);
			continue;
		}
		for (n = 1; i + n < end && !(keep && strchr("\n\t", bytes[i + n])); n++)
			;
		nssh_text_escaped(text, bytes + i, n);
	}
	nssh_text_add(text, bytes + end, tail);
}

void nssh_format(struct nssh_text *text, bool escape, const char *fmt, va_list ap)
{
	char *bytes = NULL;
	int n;

	if (!strchr(fmt, '%')) {
		nssh_text_str(text, fmt);
		return;
	}
	n = vasprintf(&bytes, fmt, ap);
	if (n < 0)
		text->failed = true;
	else if (escape)
		add_escaped(text, fmt, bytes, (size_t)n);
	else
		nssh_text_add(text, bytes, (size_t)n);
	free(n < 0 ? NULL : bytes);
}
