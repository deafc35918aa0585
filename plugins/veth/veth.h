/* SPDX-License-Identifier: MIT */
/* Pairs of links: the kind veth, and the verb that makes pairs in two words. */
#ifndef NSSH_PLUGIN_VETH_H
#define NSSH_PLUGIN_VETH_H

#include <nssh/plugin.h>

extern const struct nssh_extension veth_kind;
extern const struct nssh_verb veth_add;

#endif
