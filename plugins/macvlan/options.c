/* SPDX-License-Identifier: MIT */
/* The options of macvlan and macvtap. */
#include "macvlan.h"

#include <errno.h>

#include <linux/if_link.h>

static const struct nssh_choice modes[] = {
	{ "private", MACVLAN_MODE_PRIVATE }, { "vepa", MACVLAN_MODE_VEPA },
	{ "bridge", MACVLAN_MODE_BRIDGE },   { "passthru", MACVLAN_MODE_PASSTHRU },
	{ "source", MACVLAN_MODE_SOURCE },   { 0 },
};

static const struct nssh_choice flags[] = {
	{ "null", 0 },
	{ "nopromisc", MACVLAN_FLAG_NOPROMISC },
	{ "nodst", MACVLAN_FLAG_NODST },
	{ 0 },
};

/* Without a mode nothing else is shown. */
static bool print_mode(const struct nssh_option *option, const struct nssh_option_view *view)
{
	nssh_option_show(option, view);
	return view->attrs[option->attr] != NULL;
}

static bool print_flags(const struct nssh_option *option, const struct nssh_option_view *view)
{
	const uint16_t set = nssh_attr_u16(view->attrs[option->attr]);

	if (set & MACVLAN_FLAG_NOPROMISC)
		nssh_out_bool(view->out, "nopromisc", "nopromisc ", true);
	if (set & MACVLAN_FLAG_NODST)
		nssh_out_bool(view->out, "nodst", "nodst ", true);
	return true;
}

const struct nssh_option macvlan_options[] = {
	NSSH_OPTION("mode MODE", IFLA_MACVLAN_MODE, NSSH_FORM_U32,
		    "whom it reaches: private, vepa, bridge, passthru or source", .words = modes,
		    .other = "unknown", .print = print_mode, .min = 1),
	NSSH_OPTION(
		"flag FLAG", IFLA_MACVLAN_FLAGS, NSSH_FORM_U16,
		"nopromisc: the link below stays as it is; nodst: one receiver is enough; or null",
		.words = flags, .print = print_flags, .once = true, .min = 1),
	NSSH_OPTION("nopromisc", IFLA_MACVLAN_FLAGS, NSSH_FORM_U16, "the same as flag nopromisc",
		    .value = MACVLAN_FLAG_NOPROMISC, .look = NSSH_LOOK_NOT, .once = true, .min = 1),
	NSSH_OPTION("bcqueuelen PACKETS", IFLA_MACVLAN_BC_QUEUE_LEN, NSSH_FORM_U32,
		    "length of the queue for broadcast and multicast", .min = 1),
	NSSH_SHOWN("usedbcqueuelen", IFLA_MACVLAN_BC_QUEUE_LEN_USED, NSSH_FORM_U32),
	NSSH_OPTION("macaddr ACTION...", IFLA_MACVLAN_MACADDR_MODE, NSSH_FORM_OWN,
		    "senders of mode source: add or del one, set them all, or flush",
		    .type = "macvlan-addresses", .put = macvlan_put_addresses,
		    .print = macvlan_print_addresses, .restore = macvlan_restore_addresses,
		    .min = 2),
	{ 0 },
};

int macvlan_check(struct nssh_cmd *cmd, struct nssh_ns *ns, const void *args, struct nssh_msg *msg,
		  struct nssh_error *err)
{
	const struct nssh_value *mode = nssh_option_value(macvlan_options, args, "mode");
	const struct nssh_value *flag = nssh_option_value(macvlan_options, args, "flag");
	const struct nssh_value *alone = nssh_option_value(macvlan_options, args, "nopromisc");

	(void)cmd;
	(void)ns;
	(void)msg;
	if (!nssh_given(alone) && !(nssh_given(flag) && flag->num == MACVLAN_FLAG_NOPROMISC))
		return 0;
	if (nssh_given(mode) && mode->num == MACVLAN_MODE_PASSTHRU)
		return 0;
	(void)nssh_fail(err, -EINVAL, nssh_given(alone) ? alone->word : flag->word,
			"nopromisc is for mode passthru only");
	nssh_hint(err, "write `mode passthru` too");
	return -EINVAL;
}
