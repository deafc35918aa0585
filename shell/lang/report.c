/* SPDX-License-Identifier: MIT */
/* Showing an error to a person. */
#include "lang/report.h"

#include <stdio.h>

#include "base/source.h"
#include "base/text.h"
#include "lang/colors.h"
#include "lang/progress.h"

/* Of a very long line only the neighbourhood of the word is shown. */
#define BEFORE 60
#define WIDTH  110

/* Where in the user's text: nothing for a line that was just typed. */
static void put_place(const struct nssh_word *word)
{
	size_t start, size;

	if (!word || !word->source || !word->source->name) {
		(void)fputs("nssh: ", stderr);
		return;
	}
	nssh_put_escaped(stderr, word->source->name);
	(void)fprintf(stderr, ":%u:%zu: ", word->line, nssh_word_column(word, &start, &size));
}

/* A character boundary at or before @at. */
static size_t boundary(const char *text, size_t at)
{
	while (at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80)
		at--;
	return at;
}

/* The line, with the word underlined. Tabs count as one blank in both. */
static void put_line(const struct nssh_word *word, const struct nssh_colors *colors)
{
	size_t start, size, at, from, to, width;
	struct nssh_text before = { 0 }, marked = { 0 }, after = { 0 };
	const char *text = word->source->text;
	size_t columns;

	(void)nssh_word_column(word, &start, &size);
	at = word->offset < start + size ? word->offset : start + size;
	from = at - start > BEFORE ? boundary(text, at - BEFORE) : start;
	to = start + size - from > WIDTH ? boundary(text, from + WIDTH) : start + size;
	width = word->width < to - at ? word->width : to - at;
	nssh_text_escaped(&before, text + from, at - from);
	nssh_text_escaped(&marked, text + at, width);
	nssh_text_escaped(&after, text + at + width, to - at - width);
	(void)fprintf(stderr, "  %s%s%s%s%s\n", from > start ? "..." : "", nssh_text_get(&before),
		      nssh_text_get(&marked), nssh_text_get(&after),
		      to < start + size ? "..." : "");
	columns =
		2 + (from > start ? 3 : 0) + nssh_text_columns(nssh_text_get(&before), before.size);
	(void)fprintf(stderr, "%*s%s^", (int)columns, "", colors->mark);
	columns = nssh_text_columns(nssh_text_get(&marked), marked.size);
	for (size_t i = 1; i < columns; i++)
		(void)fputc('~', stderr);
	(void)fprintf(stderr, "%s\n", colors->reset);
	nssh_text_done(&before);
	nssh_text_done(&marked);
	nssh_text_done(&after);
}

void nssh_report(const struct nssh_error *err)
{
	const struct nssh_colors *colors = nssh_colors_stderr();

	nssh_progress_hide();
	(void)fputs(colors->error, stderr);
	put_place(err->word);
	nssh_put_escaped(stderr, err->what);
	if (err->why[0]) {
		(void)fputs(": ", stderr);
		nssh_put_escaped(stderr, err->why);
	}
	(void)fprintf(stderr, "%s\n", colors->reset);
	if (err->word && err->word->source)
		put_line(err->word, colors);
	if (err->hint[0]) {
		(void)fputs("  ", stderr);
		nssh_put_escaped(stderr, err->hint);
		(void)fputc('\n', stderr);
	}
	(void)fflush(stderr);
}

void nssh_report_warning(const struct nssh_word *word, const char *text)
{
	nssh_progress_hide();
	put_place(word);
	(void)fputs("warning: ", stderr);
	nssh_put_escaped(stderr, text);
	(void)fputc('\n', stderr);
	(void)fflush(stderr);
}
