/* SPDX-License-Identifier: MIT */
/* The pieces of the plugin vxlan. */
#ifndef NSSH_PLUGIN_VXLAN_H
#define NSSH_PLUGIN_VXLAN_H

#include <nssh/link.h>
#include <nssh/option.h>
#include <nssh/plugin.h>

extern const struct nssh_option vxlan_options[];

/* What its options together must be, and what is sent without being written. */
int vxlan_fill(struct nssh_cmd *cmd, struct nssh_ns *ns, const void *args, struct nssh_msg *msg,
	       struct nssh_error *err);

extern const struct nssh_type vxlan_tos_type, vxlan_ports_type;

/* More than a byte holds: `ttl inherit` is an attribute of its own. */
#define VXLAN_TTL_INHERIT 256

int vxlan_put_ttl(const struct nssh_option *option, const struct nssh_value *value,
		  const struct nssh_option_put *to, struct nssh_error *err);
int vxlan_put_ports(const struct nssh_option *option, const struct nssh_value *value,
		    const struct nssh_option_put *to, struct nssh_error *err);
int vxlan_put_port(const struct nssh_option *option, const struct nssh_value *value,
		   const struct nssh_option_put *to, struct nssh_error *err);
void vxlan_restore_ttl(const struct nssh_option *option, const struct nlattr *const *was,
		       bool asked, struct nssh_msg *msg);
/* Left to vxlan_fill(). */
int vxlan_put_later(const struct nssh_option *option, const struct nssh_value *value,
		    const struct nssh_option_put *to, struct nssh_error *err);

bool vxlan_print_vnifilter(const struct nssh_option *option, const struct nssh_option_view *view);
bool vxlan_print_group(const struct nssh_option *option, const struct nssh_option_view *view);
bool vxlan_print_local(const struct nssh_option *option, const struct nssh_option_view *view);
bool vxlan_print_ports(const struct nssh_option *option, const struct nssh_option_view *view);
bool vxlan_print_learning(const struct nssh_option *option, const struct nssh_option_view *view);
bool vxlan_print_tos(const struct nssh_option *option, const struct nssh_option_view *view);
bool vxlan_print_ttl(const struct nssh_option *option, const struct nssh_option_view *view);
bool vxlan_print_df(const struct nssh_option *option, const struct nssh_option_view *view);
bool vxlan_print_ageing(const struct nssh_option *option, const struct nssh_option_view *view);
/* `udpcsum` and `noudpcsum` in text, true and false in JSON. */
bool vxlan_print_switch(const struct nssh_option *option, const struct nssh_option_view *view);

#endif
