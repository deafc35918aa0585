/* SPDX-License-Identifier: MIT */
/* Programs of the system that nssh hands something to: which one, and that it does not go in circles. */
#ifndef NSSH_SDK_SYSTEM_FIND_H
#define NSSH_SDK_SYSTEM_FIND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* Room for the string of nssh_system_guard(). */
#define NSSH_SYSTEM_GUARD 32

/**
 * nssh_system_find() - the next program of that name in PATH
 * @path: gets it
 *
 * When nssh is in PATH under that name, those behind it come first; then all others, and those in
 * /usr/sbin, /sbin, /usr/bin and /bin. It is never nssh itself, whatever links lead to it.
 *
 * Return: 0 or -ENOENT.
 */
int nssh_system_find(struct nssh_text *path, const char *program);

/**
 * nssh_system_guard() - count how often something has been handed over already
 * @ret: the string for the environment of the next one
 *
 * A program of that name may be a script that calls nssh again. Return: 0, or -ELOOP.
 */
int nssh_system_guard(char ret[NSSH_SYSTEM_GUARD]);

/* Does NSSH_TRACE ask for a word of what is handed over? */
bool nssh_system_traced(void);

#endif
