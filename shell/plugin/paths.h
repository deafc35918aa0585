/* SPDX-License-Identifier: MIT */
/* Paths: the keywords that a grammar begins with, written out, to find clashes. */
#ifndef NSSH_PLUGIN_PATHS_H
#define NSSH_PLUGIN_PATHS_H

#include <stdbool.h>
#include <stddef.h>

#include "plugin/grammar.h"

/**
 * nssh_paths_of() - every way to write the leading keywords of a grammar
 *
 * "addr { add | change } PREFIX" has "addr add" and "addr change"; "addr [ show LINK ]" has "addr" and
 * "addr show". Each is ended by a newline. Return: a string to be freed, or NULL without memory.
 */
char *nssh_paths_of(const struct nssh_node *root);

/* Have two such lists a path in common? @ret_path: the first one. */
bool nssh_paths_common(const char *a, const char *b, char *ret_path, size_t size);

#endif
