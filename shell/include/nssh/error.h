/* SPDX-License-Identifier: MIT */
/* The error object: what went wrong, where in the user's text, why, and what to do about it. */
#ifndef NSSH_ERROR_H
#define NSSH_ERROR_H

#include <stdbool.h>
#include <stddef.h>

struct nssh_word;

#define NSSH_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/**
 * enum nssh_error_kind - what sort of failure it is, for who does not want to read the text
 * @NSSH_ERROR_OTHER:      any other
 * @NSSH_ERROR_REFUSED:    the kernel refused a request; @why is its own text, or that of the errno
 * @NSSH_ERROR_LIST:       the kernel refused to list something; @why as above
 * @NSSH_ERROR_NO_LINK:    there is no such link
 * @NSSH_ERROR_NO_NETNS:   there is no such namespace
 * @NSSH_ERROR_UNEXPECTED: a word that nothing takes
 * @NSSH_ERROR_CHOICE:     a word that is none of those that the keyword before it wants
 * @NSSH_ERROR_TWICE:      a word that was there already
 * @NSSH_ERROR_MISSING:    the line ends too early
 * @NSSH_ERROR_NO_VALUE:   it ends behind a keyword that wants more
 * @NSSH_ERROR_VALUE:      a word that does not read as what it has to be
 * @NSSH_ERROR_PROGRAM:    a program that cannot be started
 */
enum nssh_error_kind {
	NSSH_ERROR_OTHER,
	NSSH_ERROR_REFUSED,
	NSSH_ERROR_LIST,
	NSSH_ERROR_NO_LINK,
	NSSH_ERROR_NO_NETNS,
	NSSH_ERROR_UNEXPECTED,
	NSSH_ERROR_CHOICE,
	NSSH_ERROR_TWICE,
	NSSH_ERROR_MISSING,
	NSSH_ERROR_NO_VALUE,
	NSSH_ERROR_VALUE,
	NSSH_ERROR_PROGRAM,
};

/**
 * struct nssh_error - one failure, ready to be shown to a person
 * @code: a negative errno; 0 while nothing has failed
 * @word: the word of the user's text that is to blame, or NULL. Borrowed: it lives as long as the
 *        source that it was read from.
 * @what: what could not be done, one line without a full stop
 * @why:  the reason in the kernel's own words, or empty
 * @hint: what the user can do, or empty
 * @kind: what sort of failure it is
 *
 * Functions that can fail return 0 or a negative errno and fill an error that their caller owns.
 * Nothing below the runner prints. The first failure wins: filling a filled error changes nothing.
 */
struct nssh_error {
	int code;
	const struct nssh_word *word;
	char what[320];
	char why[256];
	char hint[1020];
	enum nssh_error_kind kind;
};

/* An error with nothing in it yet. */
#define NSSH_ERROR_INIT \
	{               \
		0       \
	}

/**
 * nssh_fail() - fill an error
 * @err:  the error, or NULL when the caller does not want the text
 * @code: a negative errno
 * @word: the word to underline, or NULL
 * @fmt:  what could not be done; words of the user and names of the kernel may be given raw, they
 *        are escaped when they are printed
 *
 * Return: @code, so that a function can end in `return nssh_fail(...)`.
 */
int nssh_fail(struct nssh_error *err, int code, const struct nssh_word *word, const char *fmt, ...)
	NSSH_PRINTF(4, 5);

/**
 * nssh_why() - give the reason of an error that was just filled
 *
 * Does nothing when @err is NULL, empty, or has a reason already.
 */
void nssh_why(struct nssh_error *err, const char *fmt, ...) NSSH_PRINTF(2, 3);

/**
 * nssh_hint() - say what the user can do about an error that was just filled
 *
 * Does nothing when @err is NULL, empty, or has a hint already.
 */
void nssh_hint(struct nssh_error *err, const char *fmt, ...) NSSH_PRINTF(2, 3);

/**
 * nssh_kind() - say what sort of failure an error that was just filled is
 *
 * Does nothing when @err is NULL, empty, or has a kind already.
 */
void nssh_kind(struct nssh_error *err, enum nssh_error_kind kind);

/** nssh_error_clear() - forget what is in an error, so that it can be filled anew; NULL is fine */
void nssh_error_clear(struct nssh_error *err);

#endif
