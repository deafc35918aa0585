/* SPDX-License-Identifier: MIT */
/* Showing candidates on a terminal, screen by screen. */
#define _GNU_SOURCE
#include "ui/pager.h"

#include <stdio.h>

#include "ui/candidates.h"
#include "ui/keys.h"
#include "ui/listing.h"
#include "ui/terminal.h"

/* A list of more rows is shown only after a question. */
#define ROWS_UNASKED 100

/* Ask in a row of its own, which is empty again afterwards. Return: the key that was pressed. */
static wchar_t ask(struct nssh_keys *keys, const char *question)
{
	FILE *out = keys->terminal->out;
	wchar_t key = NSSH_KEY_CANCEL;
	size_t rows, columns;

	nssh_terminal_size(keys->terminal, &rows, &columns);
	(void)fprintf(out, "%.*s", (int)columns - 1, question);
	(void)fflush(out);
	if (nssh_keys_next(keys, &key) != 1)
		key = NSSH_KEY_CANCEL;
	/* A paste is no answer, and its lines were not meant for what follows. */
	if (key == NSSH_KEY_PASTE) {
		nssh_keys_drop_paste(keys);
		key = NSSH_KEY_CANCEL;
	}
	(void)fputs("\r\033[K", out);
	return key;
}

static bool agreed_to_show(struct nssh_keys *keys, size_t count)
{
	char question[64];
	wchar_t key;

	(void)snprintf(question, sizeof(question), "Show all %zu? (y/n) ", count);
	key = ask(keys, question);
	return key == L'y' || key == L'Y' || key == L' ' || key == L'\t';
}

wchar_t nssh_pager_show(struct nssh_keys *keys, const struct nssh_suggestions *list, bool help)
{
	struct nssh_listing listing = { list, 0, keys->terminal->color, help };
	size_t screen, rows, page, more, shown = 0;
	wchar_t key;

	nssh_terminal_size(keys->terminal, &screen, &listing.columns);
	more = page = screen > 2 ? screen - 1 : 1;
	rows = nssh_listing_rows(&listing);
	if (rows > ROWS_UNASKED && !agreed_to_show(keys, list->count))
		return 0;
	for (;;) {
		nssh_listing_print(keys->terminal->out, &listing, shown, more);
		shown += more;
		if (shown >= rows)
			return 0;
		key = ask(keys, "-- more: Space, Enter, q --");
		if (key == L'q' || key == NSSH_KEY_CANCEL)
			return 0;
		/* Whoever goes on typing has seen enough. */
		if (key != L' ' && key != L'\t' && key != L'\r' && key != L'\n')
			return key;
		more = key == L' ' || key == L'\t' ? page : 1;
	}
}
