/* SPDX-License-Identifier: MIT */
/* Candidates shown in columns, with what they mean. */
#ifndef NSSH_UI_LISTING_H
#define NSSH_UI_LISTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct nssh_suggestions;

/**
 * struct nssh_listing - what to show and how
 * @list:    the candidates
 * @columns: the width of the terminal
 * @color:   words may be emphasised
 * @help:    say also that the line may end, or why it cannot be read
 */
struct nssh_listing {
	const struct nssh_suggestions *list;
	size_t columns;
	bool color;
	bool help;
};

/* How many rows it takes. */
size_t nssh_listing_rows(const struct nssh_listing *listing);

/* Print @count rows, or what there is, from row @from on. */
void nssh_listing_print(FILE *to, const struct nssh_listing *listing, size_t from, size_t count);

#endif
