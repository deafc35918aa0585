/* SPDX-License-Identifier: MIT */
/*
 * Kinds of link without a plugin of their own. Without options a kind is made natively; with options
 * the whole line goes to the system's `ip`, which knows them. They are one argument, not keywords: a
 * plugin's keyword comes before an argument, so the kind that it brings takes the place of this one.
 */
#include "system.h"

#include <errno.h>
#include <string.h>

#include <nssh/link.h>
#include <nssh/suggest.h>

static const struct {
	const char *name;
	const char *help;
} kinds[] = {
	{ "amt", "automatic multicast tunnel" },
	{ "bareudp", "L3 encapsulation in UDP" },
	{ "batadv", "B.A.T.M.A.N. mesh" },
	{ "bond", "several links as one" },
	{ "bond_slave", "what a link is as a port of a bond" },
	{ "bridge", "Ethernet bridge" },
	{ "bridge_slave", "what a link is as a port of a bridge" },
	{ "dsa", "switch port" },
	{ "dummy", "link that swallows all" },
	{ "erspan", "mirrored traffic over GRE" },
	{ "geneve", "generic network virtualisation encapsulation" },
	{ "gre", "GRE over IPv4" },
	{ "gretap", "Ethernet in GRE over IPv4" },
	{ "gtp", "GPRS tunnel" },
	{ "hsr", "high-availability seamless redundancy" },
	{ "ifb", "intermediate functional block" },
	{ "ip6erspan", "mirrored traffic over GRE and IPv6" },
	{ "ip6gre", "GRE over IPv6" },
	{ "ip6gretap", "Ethernet in GRE over IPv6" },
	{ "ip6tnl", "IP in IPv6" },
	{ "ipip", "IPv4 in IPv4" },
	{ "ipoib", "IP over InfiniBand" },
	{ "ipvlan", "link that shares another's MAC" },
	{ "ipvtap", "ipvlan as a tap device" },
	{ "lowpan", "IPv6 over low-power radio" },
	{ "macsec", "MACsec" },
	{ "macvlan", "link with a MAC of its own on another" },
	{ "macvtap", "macvlan as a tap device" },
	{ "netdevsim", "simulated network card" },
	{ "nlmon", "netlink monitor" },
	{ "rmnet", "Qualcomm modem channel" },
	{ "sit", "IPv6 in IPv4" },
	{ "team", "several links as one, run by a program" },
	{ "team_slave", "what a link is as a port of a team" },
	{ "vcan", "virtual CAN bus" },
	{ "virt_wifi", "Ethernet that looks like wireless" },
	{ "vlan", "802.1Q or 802.1ad tag on another link" },
	{ "vrf", "virtual routing and forwarding" },
	{ "vti", "virtual tunnel interface for IPsec" },
	{ "vti6", "virtual tunnel interface for IPsec over IPv6" },
	{ "vxcan", "pair of CAN links" },
	{ "vxlan", "Ethernet in UDP" },
	{ "wireguard", "WireGuard" },
	{ "wwan", "mobile modem channel" },
	{ "xfrm", "IPsec interface" },
};

#define NKINDS (sizeof(kinds) / sizeof(*kinds))

struct kind_args {
	struct nssh_value kind;
	struct nssh_value options;
};

static int parse(const struct nssh_arg *arg, struct nssh_arena *arena, struct nssh_value *value,
		 struct nssh_error *err)
{
	struct nssh_nearest search = { .word = value->word->text };

	(void)arg;
	(void)arena;
	value->str = value->word->text;
	for (size_t i = 0; i < NKINDS; i++) {
		if (strcmp(kinds[i].name, value->str) == 0)
			return 0;
	}
	if (!err)
		return -EINVAL;
	for (size_t i = 0; i < NKINDS; i++)
		nssh_nearest_try(&search, kinds[i].name);
	(void)nssh_fail(err, -EINVAL, value->word, "\"%s\" is not a kind of link", value->str);
	if (search.best)
		nssh_hint(err, "did you mean \"%s\"?", search.best);
	nssh_hint(err, "`help link add` lists what there is, and Tab behind `type` too");
	return -EINVAL;
}

static void complete(const struct nssh_complete *req)
{
	for (size_t i = 0; i < NKINDS; i++)
		req->offer(req, kinds[i].name, kinds[i].help);
}

const struct nssh_type system_kind_type = {
	.name = "system-kind",
	.help = "one that the system's ip knows",
	.parse = parse,
	.complete = complete,
};

static const char *name_of(const void *args)
{
	return ((const struct kind_args *)args)->kind.str;
}

static bool has_options(const void *args)
{
	return nssh_given(&((const struct kind_args *)args)->options);
}

static const struct nssh_link_kind system_kind_impl = {
	.name = name_of,
	.hand_over = has_options,
};

static const struct nssh_arg table[] = {
	{
		.name = "KIND",
		.type = "system-kind",
		.help = "bridge, dummy, vxlan and all others",
		.offset = NSSH_AT(struct kind_args, kind),
	},
	{
		.name = "OPTION",
		.type = "text",
		.help = "as the system's ip takes it",
		.offset = NSSH_AT(struct kind_args, options),
	},
	{ .name = NULL },
};

const struct nssh_extension system_kind = {
	.rule = "kind",
	.grammar = "KIND [ OPTION... ]",
	.args = table,
	.args_size = sizeof(struct kind_args),
	.help = "any other kind; options are the system's ip's to read",
	.impl = &system_kind_impl,
};
