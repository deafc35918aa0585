/* SPDX-License-Identifier: MIT */
/* What macvlan and macvtap share: all but their names. */
#ifndef NSSH_PLUGIN_MACVLAN_H
#define NSSH_PLUGIN_MACVLAN_H

#include <nssh/link.h>
#include <nssh/option.h>
#include <nssh/plugin.h>

extern const struct nssh_option macvlan_options[];

int macvlan_check(struct nssh_cmd *cmd, struct nssh_ns *ns, const void *args, struct nssh_msg *msg,
		  struct nssh_error *err);

/* `macaddr { { add | del } LLADDR | set [ LLADDR ... ] | flush }` */
extern const struct nssh_type macvlan_addresses_type;
int macvlan_put_addresses(const struct nssh_option *option, const struct nssh_value *value,
			  const struct nssh_option_put *to, struct nssh_error *err);
void macvlan_restore_addresses(const struct nssh_option *option, const struct nlattr *const *was,
			       bool asked, struct nssh_msg *msg);
bool macvlan_print_addresses(const struct nssh_option *option, const struct nssh_option_view *view);

#endif
