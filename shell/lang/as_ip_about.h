/* SPDX-License-Identifier: MIT */
/* A line that failed, looked at as ip would read it; shared by the files that know ip's texts. */
#ifndef NSSH_LANG_AS_IP_ABOUT_H
#define NSSH_LANG_AS_IP_ABOUT_H

#include <nssh/error.h>

#include "lang/as_ip_state.h"

#define NSSH_IP_NO_WORD ((size_t)-1)

/* ip's exit statuses. */
enum { NSSH_IP_FAILED = 1, NSSH_IP_REFUSED = 2, NSSH_IP_ENDS = 255 };

enum nssh_ip_which { NSSH_IP_LINK, NSSH_IP_ADDR, NSSH_IP_ROUTE, NSSH_IP_NETNS, NSSH_IP_OTHERS };

/**
 * struct nssh_ip_about - what the line is about
 * @help: what ip calls the object in "try ... help"
 * @at:   the index of the object's word; @word: of the word to blame, or NSSH_IP_NO_WORD
 */
struct nssh_ip_about {
	const struct nssh_words *words;
	const struct nssh_front *front;
	const struct nssh_error *err;
	enum nssh_ip_which object;
	const char *help;
	size_t at, word;
	struct nssh_text *text;
	struct nssh_ip_end *end;
};

/* Is the word short for, or all of, @whole? */
bool nssh_ip_begins(const char *whole, const char *word);

/* The word at an index, the one to blame, and the one before it unless that is the action's; or "". */
const char *nssh_ip_word(const struct nssh_ip_about *about, size_t index);
const char *nssh_ip_blamed(const struct nssh_ip_about *about);
const char *nssh_ip_before(const struct nssh_ip_about *about);

/* Is it this action; one that shows; one that shows or flushes? */
bool nssh_ip_action_is(const struct nssh_ip_about *about, const char *whole);
bool nssh_ip_shows(const struct nssh_ip_about *about);
bool nssh_ip_selects(const struct nssh_ip_about *about);

/* These fill text or end, and return true: it is known how ip tells it. */
bool nssh_ip_ends(const struct nssh_ip_about *about, int status);
bool nssh_ip_wrong_argument(const struct nssh_ip_about *about, const char *why);

/* Return: whether it is known how ip tells it. */
bool nssh_ip_wrong_value(struct nssh_ip_about *about);
bool nssh_ip_wrong_address(const struct nssh_ip_about *about);
bool nssh_ip_wrong_netns_value(const struct nssh_ip_about *about);

#endif
