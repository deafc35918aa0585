/* SPDX-License-Identifier: MIT */
/* Candidates shown in columns. */
#define _GNU_SOURCE
#include "ui/listing.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "ui/candidates.h"

/* Help begins at most so far to the right; a longer word pushes its own to the right. */
#define WORD_COLUMNS 30

#define INDENT 2
#define GAP    2

#define BOLD  "\033[1m"
#define PLAIN "\033[0m"

static const struct nssh_suggestion end_of_line = {
	.text = (char[]){ "<Enter>" },
	.help = (char[]){ "run the line as it stands" },
};

static size_t columns_of(const char *str)
{
	struct nssh_text text = { 0 };
	size_t columns;

	nssh_text_escaped(&text, str, strlen(str));
	columns = nssh_text_columns(nssh_text_get(&text), text.size);
	nssh_text_done(&text);
	return columns;
}

/* Write so much of it as fits into @room columns; return how many were used. */
static size_t put_clipped(FILE *to, const char *str, size_t room)
{
	struct nssh_text text = { 0 };
	size_t used = 0;

	nssh_text_escaped(&text, str, strlen(str));
	for (size_t i = 0; i < text.size;) {
		size_t n = nssh_utf8_length(text.bytes + i, text.size - i);
		size_t width;

		n = n ? n : 1;
		width = nssh_text_columns(text.bytes + i, n);
		if (used + width > room)
			break;
		(void)fwrite(text.bytes + i, 1, n, to);
		used += width;
		i += n;
	}
	nssh_text_done(&text);
	return used;
}

static size_t put_word(FILE *to, const struct nssh_listing *listing, const char *str, size_t room)
{
	size_t used;

	(void)fputs(listing->color ? BOLD : "", to);
	used = put_clipped(to, str, room);
	(void)fputs(listing->color ? PLAIN : "", to);
	return used;
}

static bool shows_end(const struct nssh_listing *listing)
{
	return listing->help && listing->list->may_end;
}

static bool shows_problem(const struct nssh_listing *listing)
{
	return listing->help && listing->list->problem[0];
}

/* One column less than there are: writing into the last one makes some terminals wrap. */
static size_t room_of(const struct nssh_listing *listing)
{
	return listing->columns > INDENT + 1 ? listing->columns - INDENT - 1 : 0;
}

/* The widest word, no wider than @limit. */
static size_t widest(const struct nssh_listing *listing, size_t limit)
{
	size_t width = shows_end(listing) ? columns_of(end_of_line.text) : 0;

	for (size_t i = 0; i < listing->list->count; i++) {
		size_t columns = columns_of(listing->list->items[i].text);

		if (columns > width && columns <= limit)
			width = columns;
	}
	return width;
}

static bool has_help(const struct nssh_listing *listing)
{
	if (listing->help)
		return true;
	for (size_t i = 0; i < listing->list->count; i++) {
		if (listing->list->items[i].help && listing->list->items[i].help[0])
			return true;
	}
	return false;
}

/* How many words stand side by side where none has help. */
static size_t words_in_row(const struct nssh_listing *listing)
{
	size_t each = widest(listing, SIZE_MAX) + GAP;
	size_t room = room_of(listing) + GAP;

	return room < each ? 1 : room / each;
}

static size_t grid_rows(const struct nssh_listing *listing)
{
	size_t words = words_in_row(listing);

	return (listing->list->count + words - 1) / words;
}

size_t nssh_listing_rows(const struct nssh_listing *listing)
{
	if (!has_help(listing))
		return grid_rows(listing);
	return listing->list->count + shows_end(listing) + shows_problem(listing);
}

static void put_spaces(FILE *to, size_t count)
{
	(void)fprintf(to, "%*s", (int)count, "");
}

static void print_described(FILE *to, const struct nssh_listing *listing,
			    const struct nssh_suggestion *item, size_t width)
{
	size_t room = room_of(listing);
	size_t used;

	put_spaces(to, INDENT);
	used = put_word(to, listing, item->text, room);
	if (item->help && item->help[0] && used + GAP < room) {
		size_t gap = used < width ? width - used + GAP : GAP;

		if (used + gap < room) {
			put_spaces(to, gap);
			(void)put_clipped(to, item->help, room - used - gap);
		}
	}
	(void)fputc('\n', to);
}

static void print_grid_row(FILE *to, const struct nssh_listing *listing, size_t row, size_t rows,
			   size_t width)
{
	put_spaces(to, INDENT);
	for (size_t i = row; i < listing->list->count; i += rows) {
		const char *text = listing->list->items[i].text;
		size_t used = put_word(to, listing, text, room_of(listing));

		if (i + rows < listing->list->count)
			put_spaces(to, width - used + GAP);
	}
	(void)fputc('\n', to);
}

static void print_problem(FILE *to, const struct nssh_listing *listing)
{
	put_spaces(to, INDENT);
	(void)put_clipped(to, listing->list->problem, room_of(listing));
	(void)fputc('\n', to);
}

static void print_row(FILE *to, const struct nssh_listing *listing, size_t row, size_t width)
{
	const struct nssh_suggestions *list = listing->list;
	size_t item = row - shows_problem(listing);

	if (row < shows_problem(listing))
		print_problem(to, listing);
	else
		print_described(to, listing, item < list->count ? &list->items[item] : &end_of_line,
				width);
}

void nssh_listing_print(FILE *to, const struct nssh_listing *listing, size_t from, size_t count)
{
	bool described = has_help(listing);
	size_t width = widest(listing, described ? WORD_COLUMNS : SIZE_MAX);
	size_t rows = nssh_listing_rows(listing);

	for (size_t row = from; row < rows && row - from < count; row++) {
		if (described)
			print_row(to, listing, row, width);
		else
			print_grid_row(to, listing, row, rows, width);
	}
}
