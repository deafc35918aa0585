/* SPDX-License-Identifier: MIT */
/* The rule <link-attrs>: what any link can be given when it is made or changed. */
#define _GNU_SOURCE
#include "sdk/link_attrs.h"

#include <errno.h>
#include <net/if.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/if_link.h>

#include <nssh/link.h>
#include <nssh/netlink.h>
#include <nssh/plan.h>

#define ROW(member, name_, type_, help_, ...)                                  \
	{                                                                      \
		.name = name_, .type = type_, .help = help_,                   \
		.offset = NSSH_AT(struct nssh_link_attrs, member), __VA_ARGS__ \
	}

/*
 * iproute2 takes some of these words from their first letter on, so that a link called `a` or `br`
 * cannot be made with it. Three letters keep such names usable.
 */
static const struct nssh_arg rows[] = {
	ROW(mtu, "mtu MTU", "number", "largest packet, in bytes", .hi = INT32_MAX),
	ROW(address, "address LLADDR", "lladdr", "link-layer address", .min = 3),
	ROW(broadcast, "broadcast LLADDR", "lladdr", "link-layer broadcast address", .also = "brd",
	    .min = 3),
	ROW(txqueuelen, "txqueuelen PACKETS", "number", "length of the transmit queue",
	    .also = "txqlen qlen", .min = 3),
	ROW(alias, "alias TEXT", "text", "a description, \"\" for none", .min = 3),
	ROW(group, "group GROUP", "group", "the group that the link belongs to"),
	ROW(arp, "arp ON/OFF", "onoff", "resolve addresses by ARP and neighbour discovery"),
	ROW(dynamic, "dynamic ON/OFF", "onoff", "addresses are lost when the link goes down",
	    .min = 3),
	ROW(multicast, "multicast ON/OFF", "onoff", "the link carries multicast"),
	ROW(allmulticast, "allmulticast ON/OFF", "onoff", "receive all multicast packets"),
	ROW(promisc, "promisc ON/OFF", "onoff", "receive all packets"),
	ROW(trailers, "trailers ON/OFF", "onoff", "allow trailers"),
	ROW(carrier, "carrier ON/OFF", "onoff", "as if the cable were plugged in or out"),
	ROW(protodown, "protodown ON/OFF", "onoff", "held down by a protocol"),
	{ .name = "addrgenmode", .help = "how IPv6 link-local addresses are made", .min = 5 },
	ROW(addrgenmode, "eui64", NULL, "from the link-layer address"),
	ROW(addrgenmode, "none", NULL, "not at all"),
	ROW(addrgenmode, "stable_secret", NULL, "from a secret and the prefix"),
	ROW(addrgenmode, "random", NULL, "as stable_secret, with a random secret"),
	ROW(master, "master LINK", "link", "the bridge, bond or VRF that it becomes a port of",
	    .also = "vrf", .min = 3),
	ROW(nomaster, "nomaster", NULL, "the link is nobody's port", .min = 3),
	ROW(up, "up", NULL, "set it up"),
	ROW(down, "down", NULL, "set it down"),
	ROW(netns, "netns NETNS", "netns", "the namespace that the link is put into"),
	ROW(gso_max_size, "gso_max_size BYTES", "number", "largest packet for segmentation"),
	ROW(gso_max_segs, "gso_max_segs PACKETS", "number", "most segments of a packet"),
	ROW(gro_max_size, "gro_max_size BYTES", "number", "largest packet put together on receipt"),
	{ 0 },
};

const struct nssh_rule nssh_link_attrs_rule = {
	.name = "link-attrs",
	.help = "what any link can be given",
};

const struct nssh_extension nssh_link_attrs_extension = {
	.rule = "link-attrs",
	.grammar = "{ mtu MTU | address LLADDR | broadcast LLADDR | txqueuelen PACKETS"
		   " | alias TEXT | group GROUP | arp ON/OFF | dynamic ON/OFF | multicast ON/OFF"
		   " | allmulticast ON/OFF | promisc ON/OFF | trailers ON/OFF | carrier ON/OFF"
		   " | protodown ON/OFF | addrgenmode { eui64 | none | stable_secret | random }"
		   " | { master LINK | nomaster } | { up | down } | netns NETNS"
		   " | gso_max_size BYTES | gso_max_segs PACKETS | gro_max_size BYTES }*",
	.args = rows,
	.args_size = sizeof(struct nssh_link_attrs),
	.help = "what any link can be given",
};

/* By IN6_ADDR_GEN_MODE_* of linux/if_link.h. */
static const char *const modes[] = { "eui64", "none", "stable_secret", "random" };

const struct nssh_link_attrs *nssh_link_attrs_of(const struct nssh_value *sub)
{
	return nssh_given(sub) ? sub->sub.args : NULL;
}

static void put_number(struct nssh_msg *msg, uint16_t type, const struct nssh_value *value)
{
	if (!nssh_given(value))
		return;
	nssh_msg_word(msg, value->word);
	nssh_msg_put_u32(msg, type, (uint32_t)value->num);
}

static void put_switch(struct nssh_msg *msg, uint16_t type, const struct nssh_value *value)
{
	if (!nssh_given(value))
		return;
	nssh_msg_word(msg, value->word);
	nssh_msg_put_u8(msg, type, (uint8_t)value->num);
}

static void put_lladdr(struct nssh_msg *msg, uint16_t type, const struct nssh_value *value)
{
	if (!nssh_given(value))
		return;
	nssh_msg_word(msg, value->word);
	nssh_msg_put(msg, type, value->lladdr.bytes, value->lladdr.len);
}

static void put_mode(struct nssh_msg *msg, const struct nssh_value *value)
{
	size_t spec, inet6;
	uint8_t mode = 0;

	if (!nssh_given(value))
		return;
	while (strcmp(value->word->text, modes[mode]) != 0)
		mode++;
	nssh_msg_word(msg, value->word);
	spec = nssh_msg_nest(msg, IFLA_AF_SPEC);
	inet6 = nssh_msg_nest(msg, AF_INET6);
	nssh_msg_put_u8(msg, IFLA_INET6_ADDR_GEN_MODE, mode);
	nssh_msg_nest_end(msg, inet6);
	nssh_msg_nest_end(msg, spec);
}

static int put_master(struct nssh_msg *msg, const struct nssh_link_attrs *attrs, struct nssh_ns *ns,
		      struct nssh_error *err)
{
	const struct nssh_value *master = &attrs->master;

	if (nssh_given(&attrs->nomaster)) {
		nssh_msg_word(msg, attrs->nomaster.word);
		nssh_msg_put_u32(msg, IFLA_MASTER, 0);
	}
	if (!nssh_given(master))
		return 0;
	if (master->link.ns && nssh_ns_get(nssh_ns_context(ns), master->link.ns) != ns) {
		(void)nssh_fail(err, -EXDEV, master->word, "\"%s\" is in another namespace",
				master->word->text);
		nssh_hint(err, "a link and its master have to be in the same namespace");
		return -EXDEV;
	}
	nssh_msg_word(msg, master->word);
	nssh_msg_put_ifindex(msg, IFLA_MASTER, ns, master->link.name, master->word);
	return 0;
}

static void set_flag(struct ifinfomsg *info, const struct nssh_value *value, unsigned int bit,
		     bool inverted)
{
	if (!nssh_given(value))
		return;
	info->ifi_change |= bit;
	info->ifi_flags &= ~bit;
	if ((value->num != 0) != inverted)
		info->ifi_flags |= bit;
}

void nssh_link_attrs_flags(const struct nssh_value *sub, enum nssh_link_when when,
			   struct ifinfomsg *info)
{
	const struct nssh_link_attrs *attrs = nssh_link_attrs_of(sub);

	if (!attrs)
		return;
	set_flag(info, &attrs->arp, IFF_NOARP, true);
	set_flag(info, &attrs->dynamic, IFF_DYNAMIC, false);
	set_flag(info, &attrs->multicast, IFF_MULTICAST, false);
	set_flag(info, &attrs->allmulticast, IFF_ALLMULTI, false);
	set_flag(info, &attrs->promisc, IFF_PROMISC, false);
	set_flag(info, &attrs->trailers, IFF_NOTRAILERS, true);
	if (when == NSSH_LINK_MAKE_FAR)
		return;
	set_flag(info, &attrs->up, IFF_UP, false);
	set_flag(info, &attrs->down, IFF_UP, true);
}

static int put_alias(struct nssh_msg *msg, const struct nssh_value *alias, struct nssh_error *err)
{
	if (!nssh_given(alias))
		return 0;
	if (strlen(alias->str) >= 256)
		return nssh_fail(err, -EINVAL, alias->word, "an alias has at most 255 bytes");
	nssh_msg_word(msg, alias->word);
	nssh_msg_put(msg, IFLA_IFALIAS, alias->str, strlen(alias->str));
	return 0;
}

/* What any link can be made with. */
static void put_first(struct nssh_msg *msg, const struct nssh_link_attrs *attrs)
{
	put_number(msg, IFLA_MTU, &attrs->mtu);
	put_lladdr(msg, IFLA_ADDRESS, &attrs->address);
	put_lladdr(msg, IFLA_BROADCAST, &attrs->broadcast);
	put_number(msg, IFLA_TXQLEN, &attrs->txqueuelen);
	put_number(msg, IFLA_GROUP, &attrs->group);
	put_number(msg, IFLA_GSO_MAX_SIZE, &attrs->gso_max_size);
	put_number(msg, IFLA_GSO_MAX_SEGS, &attrs->gso_max_segs);
	put_number(msg, IFLA_GRO_MAX_SIZE, &attrs->gro_max_size);
}

/* What the kernel passes over or refuses when it makes a link. */
static int put_later(struct nssh_msg *msg, const struct nssh_link_attrs *attrs,
		     struct nssh_error *err)
{
	put_switch(msg, IFLA_CARRIER, &attrs->carrier);
	put_switch(msg, IFLA_PROTO_DOWN, &attrs->protodown);
	put_mode(msg, &attrs->addrgenmode);
	return put_alias(msg, &attrs->alias, err);
}

int nssh_link_attrs_put(const struct nssh_value *sub, enum nssh_link_when when, struct nssh_ns *ns,
			struct ifinfomsg *info, struct nssh_msg *msg, struct nssh_error *err)
{
	const struct nssh_link_attrs *attrs = nssh_link_attrs_of(sub);
	int rc = 0;

	if (!attrs)
		return 0;
	if (info)
		nssh_link_attrs_flags(sub, when, info);
	put_first(msg, attrs);
	if (when == NSSH_LINK_CHANGE)
		rc = put_later(msg, attrs, err);
	if (rc == 0 && when != NSSH_LINK_MAKE_FAR)
		rc = put_master(msg, attrs, ns, err);
	nssh_msg_word(msg, NULL);
	return rc;
}

static bool is_left(const struct nssh_link_attrs *attrs, enum nssh_link_when when)
{
	if (nssh_given(&attrs->carrier) || nssh_given(&attrs->protodown) ||
	    nssh_given(&attrs->addrgenmode) || nssh_given(&attrs->alias))
		return true;
	return when == NSSH_LINK_MAKE_FAR && (nssh_given(&attrs->master) || nssh_given(&attrs->up));
}

int nssh_link_attrs_rest(struct nssh_cmd *cmd, const struct nssh_value *sub,
			 enum nssh_link_when when, struct nssh_ns *ns,
			 const struct nssh_value *name, struct nssh_error *err)
{
	const struct nssh_link_attrs *attrs = nssh_link_attrs_of(sub);
	struct ifinfomsg info = { .ifi_family = AF_UNSPEC };
	struct nssh_msg *msg;
	int rc;

	if (!attrs || !is_left(attrs, when))
		return 0;
	if (!name || !nssh_given(name))
		return nssh_fail(err, -EINVAL, sub->word,
				 "the link needs a name to be given such things");
	if (when == NSSH_LINK_MAKE_FAR)
		set_flag(&info, &attrs->up, IFF_UP, false);
	msg = nssh_msg_new(RTM_NEWLINK, 0, &info, sizeof(info));
	nssh_msg_head_ifindex(msg, offsetof(struct ifinfomsg, ifi_index), ns, name->link.name,
			      name->word);
	rc = put_later(msg, attrs, err);
	if (rc == 0 && when == NSSH_LINK_MAKE_FAR)
		rc = put_master(msg, attrs, ns, err);
	nssh_msg_word(msg, NULL);
	if (rc < 0) {
		nssh_msg_free(msg);
		return rc;
	}
	return nssh_plan_request(nssh_cmd_plan(cmd), ns, msg, sub->word, err, "set link %s",
				 name->word->text);
}
