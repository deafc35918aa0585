/* SPDX-License-Identifier: MIT */
/* Which namespaces a command that is about to run names. */
#ifndef NSSH_LANG_ABOUT_H
#define NSSH_LANG_ABOUT_H

#include <nssh/error.h>

struct nssh_cmd;
struct nssh_line;
struct nssh_ns;
struct nssh_word;

/**
 * nssh_cmd_each_ns() - each namespace that it names: by -n, before the colon of a link, by itself
 *
 * Ends with the first @each that does not return 0. Return: what that returned, or 0.
 */
int nssh_cmd_each_ns(const struct nssh_cmd *cmd, const struct nssh_line *line,
		     int (*each)(struct nssh_ns *ns, const struct nssh_word *word, void *arg,
				 struct nssh_error *err),
		     void *arg, struct nssh_error *err);

#endif
