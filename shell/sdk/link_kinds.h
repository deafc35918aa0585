/* SPDX-License-Identifier: MIT */
/* Details of kinds that the core prints as long as no plugin does. */
#ifndef NSSH_SDK_LINK_KINDS_H
#define NSSH_SDK_LINK_KINDS_H

#include <nssh/link.h>

/* A kind with only its name and print set, or NULL. */
const struct nssh_link_kind *nssh_link_known_kind(const char *kind);

#endif
