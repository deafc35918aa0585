/* SPDX-License-Identifier: MIT */
/* The kinds of the plugin bridge, and how both show some of their attributes. */
#ifndef NSSH_PLUGIN_BRIDGE_H
#define NSSH_PLUGIN_BRIDGE_H

#include <nssh/option.h>
#include <nssh/plugin.h>

extern const struct nssh_extension bridge_kind, bridge_port_kind;

/* For the print of an option: hundredths of a second; and "8000.2:0:0:0:0:1". */
bool bridge_print_timer(const struct nssh_option *option, const struct nssh_option_view *view);
bool bridge_print_id(const struct nssh_option *option, const struct nssh_option_view *view);

#endif
