/* SPDX-License-Identifier: MIT */
/* The rule <link-attrs>, for the core to register. */
#ifndef NSSH_SDK_LINK_ATTRS_H
#define NSSH_SDK_LINK_ATTRS_H

#include <nssh/plugin.h>

extern const struct nssh_rule nssh_link_attrs_rule;
extern const struct nssh_extension nssh_link_attrs_extension;

#endif
