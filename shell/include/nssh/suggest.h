/* SPDX-License-Identifier: MIT */
/* "Did you mean": the nearest of several words to one that was misspelt. */
#ifndef NSSH_SUGGEST_H
#define NSSH_SUGGEST_H

#include <stddef.h>

/**
 * struct nssh_nearest - the search for one; begin with `{ .word = what was written }`
 * @best: NULL while nothing is near enough
 */
struct nssh_nearest {
	const char *word;
	const char *best;
	size_t distance;
};

/** nssh_nearest_try() - consider one word; it must outlive the search */
void nssh_nearest_try(struct nssh_nearest *search, const char *candidate);

#endif
