/* SPDX-License-Identifier: MIT */
/* The pieces of the plugin bond. */
#ifndef NSSH_PLUGIN_BOND_H
#define NSSH_PLUGIN_BOND_H

#include <nssh/link.h>
#include <nssh/option.h>
#include <nssh/plugin.h>

extern const struct nssh_extension bond_kind, bond_port_kind;

/* Addresses with commas between them, of IPv4 or of IPv6; and a number that may be negative. */
extern const struct nssh_type bond_targets_type, bond_targets6_type, bond_signed_type;

int bond_put_targets(const struct nssh_option *option, const struct nssh_value *value,
		     const struct nssh_option_put *to, struct nssh_error *err);
int bond_put_signed(const struct nssh_option *option, const struct nssh_value *value,
		    const struct nssh_option_put *to, struct nssh_error *err);

void bond_restore_targets(const struct nssh_option *option, const struct nlattr *const *was,
			  bool asked, struct nssh_msg *msg);
bool bond_print_targets(const struct nssh_option *option, const struct nssh_option_view *view);
/* The word of a number; 0 is null in JSON. */
bool bond_print_or_null(const struct nssh_option *option, const struct nssh_option_view *view);
bool bond_print_info(const struct nssh_option *option, const struct nssh_option_view *view);

#endif
