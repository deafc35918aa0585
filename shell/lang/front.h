/* SPDX-License-Identifier: MIT */
/* What may stand before a verb: `ip` with its options, and `netns exec NS ip`, as often as one likes. */
#ifndef NSSH_LANG_FRONT_H
#define NSSH_LANG_FRONT_H

#include <nssh/command.h>

#include "lang/lexer.h"

/* What an option wants as its value. */
enum nssh_front_value {
	NSSH_FRONT_NONE,
	NSSH_FRONT_NETNS,
	NSSH_FRONT_FAMILY,
	NSSH_FRONT_NUMBER,
	NSSH_FRONT_FILE,
};

/* Options that are commands of their own. */
enum nssh_front_special {
	NSSH_FRONT_VERB, /* no: a verb follows */
	NSSH_FRONT_VERSION,
	NSSH_FRONT_BATCH,
};

/**
 * struct nssh_front - what was read
 * @options: the options of `ip`
 * @ns:      the namespace that the command is about, where one was named
 * @first:   the index of the verb's first word; the number of words when there is none
 * @ip:      an `ip` was there
 * @wants:   the last word is an option and its value is missing
 * @special, @file: -V; -batch and its file
 */
struct nssh_front {
	struct nssh_options options;
	const struct nssh_word *ns;
	size_t first;
	bool ip;
	enum nssh_front_value wants;
	enum nssh_front_special special;
	const struct nssh_word *file;
};

/* Return: 0, or a negative errno with @err filled (an unknown option, a value that is none). */
int nssh_front_read(const struct nssh_words *words, struct nssh_front *ret, struct nssh_error *err);

/* All options, for completion. */
void nssh_front_each(void (*each)(const char *option, const char *help, void *arg), void *arg);

#endif
