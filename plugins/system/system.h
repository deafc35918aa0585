/* SPDX-License-Identifier: MIT */
/* What is handed to the system's `ip`: objects, single actions, and kinds of link. */
#ifndef NSSH_PLUGINS_SYSTEM_H
#define NSSH_PLUGINS_SYSTEM_H

#include <nssh/plugin.h>

/* Ended by NULL. */
extern const struct nssh_verb *const system_verbs[];

extern const struct nssh_type system_kind_type;
extern const struct nssh_extension system_kind;

#endif
