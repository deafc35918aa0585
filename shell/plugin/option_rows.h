/* SPDX-License-Identifier: MIT */
/* The grammar and the argument table that a table of options stands for. */
#ifndef NSSH_PLUGIN_OPTION_ROWS_H
#define NSSH_PLUGIN_OPTION_ROWS_H

#include <nssh/option.h>
#include <nssh/plugin.h>

#include "base/arena.h"

/**
 * nssh_option_extension() - an extension that has options, with grammar and rows made of them
 *
 * Return: 0 with a copy in the arena, or a negative errno with @err filled.
 */
int nssh_option_extension(const struct nssh_extension *ext, struct nssh_arena *arena,
			  const struct nssh_extension **ret, struct nssh_error *err);

#endif
