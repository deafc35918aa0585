/* SPDX-License-Identifier: MIT */
/* The plugin ipvlan: links that share the MAC of another, and the same as tap devices. */
#include <linux/if_link.h>

#include <nssh/link.h>
#include <nssh/option.h>
#include <nssh/plugin.h>

static const struct nssh_choice modes[] = {
	{ "l2", IPVLAN_MODE_L2 },
	{ "l3", IPVLAN_MODE_L3 },
	{ "l3s", IPVLAN_MODE_L3S },
	{ 0 },
};

static bool print_flags(const struct nssh_option *option, const struct nssh_option_view *view)
{
	const struct nlattr *attr = view->attrs[option->attr];
	const uint16_t set = nssh_attr_u16(attr);

	if (!attr)
		return true;
	if (set & IPVLAN_F_PRIVATE)
		nssh_out_bool(view->out, "private", "private ", true);
	else if (set & IPVLAN_F_VEPA)
		nssh_out_bool(view->out, "vepa", "vepa ", true);
	else
		nssh_out_bool(view->out, "bridge", "bridge ", true);
	return true;
}

#define FLAG(name, number, help)                                                         \
	NSSH_OPTION(name, IFLA_IPVLAN_FLAGS, NSSH_FORM_U16, help, .look = NSSH_LOOK_NOT, \
		    .value = (number), .once = true, .min = 1)

static const struct nssh_option options[] = {
	NSSH_OPTION("mode MODE", IFLA_IPVLAN_MODE, NSSH_FORM_U16,
		    "what it does itself: l2, l3, or l3s with netfilter", .key = "mode",
		    .label = " mode", .words = modes, .other = "unknown", .min = 1),
	FLAG("private", IPVLAN_F_PRIVATE, "links on the same one do not reach each other"),
	FLAG("vepa", IPVLAN_F_VEPA, "what is for each other goes over the switch"),
	FLAG("bridge", 0, "they reach each other"),
	NSSH_SHOWN("flags", IFLA_IPVLAN_FLAGS, NSSH_FORM_OWN, .print = print_flags),
	{ 0 },
};

/* A mode comes with flags, as ip sends it. */
static int fill(struct nssh_cmd *cmd, struct nssh_ns *ns, const void *args, struct nssh_msg *msg,
		struct nssh_error *err)
{
	(void)cmd;
	(void)ns;
	(void)err;
	if (!nssh_given(nssh_option_value(options, args, "private")) &&
	    !nssh_given(nssh_option_value(options, args, "vepa")) &&
	    !nssh_given(nssh_option_value(options, args, "bridge")))
		nssh_msg_put_u16(msg, IFLA_IPVLAN_FLAGS, 0);
	return 0;
}

static const struct nssh_link_kind ipvlan_impl = { .kind = "ipvlan", .fill = fill };
static const struct nssh_link_kind ipvtap_impl = { .kind = "ipvtap", .fill = fill };

static const struct nssh_extension ipvlan = {
	.rule = "kind",
	.grammar = "ipvlan",
	.help = "a link that shares the MAC of another",
	.options = options,
	.impl = &ipvlan_impl,
};

static const struct nssh_extension ipvtap = {
	.rule = "kind",
	.grammar = "ipvtap",
	.help = "ipvlan as a tap device",
	.options = options,
	.impl = &ipvtap_impl,
};

static const struct nssh_extension *const extensions[] = { &ipvlan, &ipvtap, NULL };

NSSH_PLUGIN(.name = "ipvlan", .version = "0.1", .summary = "links that share the MAC of another",
	    .extensions = extensions);
