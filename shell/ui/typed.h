/* SPDX-License-Identifier: MIT */
/* What has been typed, and what can be said of it without a terminal. */
#ifndef NSSH_UI_TYPED_H
#define NSSH_UI_TYPED_H

#include <stdbool.h>
#include <stddef.h>

struct nssh_suggestions;

/* How many bytes all candidates (there is one at least) begin with; whole characters. */
size_t nssh_typed_common(const struct nssh_suggestions *list);

/* Is it a line for the system's shell (`!...`)? */
bool nssh_typed_is_foreign(const char *text);

/**
 * nssh_typed_is_plain() - would the next character be plain text: quoted, behind a backslash, in a
 * comment, or in a line for the system's shell?
 */
bool nssh_typed_is_plain(const char *text);

#endif
