/* SPDX-License-Identifier: MIT */
/* "Did you mean": edit distance with swapped neighbours counted once (optimal string alignment). */
#include <nssh/suggest.h>

#include <string.h>

#define MAX_WORD 40

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t distance(const char *a, size_t na, const char *b, size_t nb)
{
	size_t rows[3][MAX_WORD + 1];
	size_t *before = rows[0], *above = rows[1], *row = rows[2];

	for (size_t k = 0; k <= nb; k++)
		above[k] = k;
	for (size_t i = 1; i <= na; i++) {
		size_t *old = before;

		row[0] = i;
		for (size_t k = 1; k <= nb; k++) {
			size_t cost = a[i - 1] != b[k - 1];

			row[k] = least(least(above[k] + 1, row[k - 1] + 1), above[k - 1] + cost);
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
				row[k] = least(row[k], before[k - 2] + 1);
		}
		before = above;
		above = row;
		row = old;
	}
	return above[nb];
}

void nssh_nearest_try(struct nssh_nearest *search, const char *candidate)
{
	size_t na = strlen(search->word), nb = strlen(candidate);
	size_t limit = na <= 3 ? 1 : na <= 6 ? 2 : 3;
	size_t d;

	if (na < 2 || na > MAX_WORD || nb > MAX_WORD || nb < 2)
		return;
	d = distance(search->word, na, candidate, nb);
	/* A word that shares nothing with what was written is no suggestion. */
	if (d > limit || d >= nb || d >= na)
		return;
	if (!search->best || d < search->distance) {
		search->best = candidate;
		search->distance = d;
	}
}
