/* SPDX-License-Identifier: MIT */
/* `veth add A B`: a pair, each end made in its namespace. */
#include "veth.h"

#include <stddef.h>

#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/veth.h>

#include <nssh/link.h>
#include <nssh/plan.h>

struct add_args {
	struct nssh_value near, far;
	struct nssh_value mtu;
	struct nssh_value txqueuelen;
	struct nssh_value address;
	struct nssh_value peer_address;
	struct nssh_value up;
};

#define AT(member) NSSH_AT(struct add_args, member)

static const struct nssh_arg rows[] = {
	{ .name = "NAME",
	  .type = "new-link",
	  .offset = AT(near),
	  .help = "one end, NS:NAME to make it in the namespace NS" },
	{ .name = "PEER",
	  .type = "new-link",
	  .offset = AT(far),
	  .help = "the other end, NS:NAME to make it in the namespace NS" },
	{ .name = "mtu MTU",
	  .type = "number",
	  .offset = AT(mtu),
	  .hi = INT32_MAX,
	  .help = "largest packet of both ends, in bytes" },
	{ .name = "txqueuelen PACKETS",
	  .type = "number",
	  .offset = AT(txqueuelen),
	  .also = "txqlen qlen",
	  .min = 3,
	  .help = "length of the transmit queue of both ends" },
	{ .name = "address LLADDR",
	  .type = "lladdr",
	  .offset = AT(address),
	  .min = 3,
	  .help = "link-layer address of the first end" },
	{ .name = "peer-address LLADDR",
	  .type = "lladdr",
	  .offset = AT(peer_address),
	  .help = "link-layer address of the other end" },
	{ .name = "up", .offset = AT(up), .help = "set both ends up" },
	{ 0 },
};

static void put_end(struct nssh_msg *msg, const struct add_args *args,
		    const struct nssh_value *name, const struct nssh_value *address)
{
	nssh_msg_word(msg, name->word);
	nssh_msg_put_str(msg, IFLA_IFNAME, name->link.name);
	if (nssh_given(&args->mtu)) {
		nssh_msg_word(msg, args->mtu.word);
		nssh_msg_put_u32(msg, IFLA_MTU, (uint32_t)args->mtu.num);
	}
	if (nssh_given(&args->txqueuelen)) {
		nssh_msg_word(msg, args->txqueuelen.word);
		nssh_msg_put_u32(msg, IFLA_TXQLEN, (uint32_t)args->txqueuelen.num);
	}
	if (nssh_given(address)) {
		nssh_msg_word(msg, address->word);
		nssh_msg_put(msg, IFLA_ADDRESS, address->lladdr.bytes, address->lladdr.len);
	}
}

static void put_far_end(struct nssh_msg *msg, const struct add_args *args, struct nssh_ns *near,
			struct nssh_ns *far)
{
	const struct ifinfomsg info = { .ifi_family = AF_UNSPEC };
	size_t link_info, data, peer;

	link_info = nssh_msg_nest(msg, IFLA_LINKINFO);
	nssh_msg_put(msg, IFLA_INFO_KIND, "veth", sizeof("veth") - 1);
	data = nssh_msg_nest(msg, IFLA_INFO_DATA);
	peer = nssh_msg_nest(msg, VETH_INFO_PEER);
	nssh_msg_put_raw(msg, &info, sizeof(info));
	put_end(msg, args, &args->far, &args->peer_address);
	if (far != near) {
		nssh_msg_word(msg, args->far.word);
		nssh_msg_put_nsfd(msg, IFLA_NET_NS_FD, far, args->far.word);
	}
	nssh_msg_nest_end(msg, peer);
	nssh_msg_nest_end(msg, data);
	nssh_msg_nest_end(msg, link_info);
}

/* The kernel sets the near end up while it makes the pair, the far end only afterwards. */
static int set_far_up(struct nssh_cmd *cmd, const struct add_args *args, struct nssh_ns *ns,
		      struct nssh_error *err)
{
	const struct ifinfomsg info = {
		.ifi_family = AF_UNSPEC,
		.ifi_flags = IFF_UP,
		.ifi_change = IFF_UP,
	};
	struct nssh_msg *msg = nssh_msg_new(RTM_NEWLINK, 0, &info, sizeof(info));

	nssh_msg_head_ifindex(msg, offsetof(struct ifinfomsg, ifi_index), ns, args->far.link.name,
			      args->far.word);
	return nssh_plan_request(nssh_cmd_plan(cmd), ns, msg, args->up.word, err, "set link %s up",
				 args->far.word->text);
}

static int run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct add_args *args = nssh_cmd_args(cmd);
	struct nssh_ns *near = nssh_cmd_link_ns(cmd, &args->near);
	struct nssh_ns *far = nssh_cmd_link_ns(cmd, &args->far);
	struct ifinfomsg info = { .ifi_family = AF_UNSPEC };
	struct nssh_msg *msg;
	int rc;

	if (nssh_given(&args->up))
		info.ifi_flags = info.ifi_change = IFF_UP;
	msg = nssh_msg_new(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &info, sizeof(info));
	put_end(msg, args, &args->near, &args->address);
	put_far_end(msg, args, near, far);
	rc = nssh_plan_request(nssh_cmd_plan(cmd), near, msg, args->near.word, err,
			       "add pair %s and %s", args->near.word->text, args->far.word->text);
	if (rc == 0 && nssh_given(&args->up))
		rc = set_far_up(cmd, args, far, err);
	return rc;
}

const struct nssh_verb veth_add = {
	.grammar = "veth add NAME PEER { mtu MTU | txqueuelen PACKETS | address LLADDR"
		   " | peer-address LLADDR | up }*",
	.args = rows,
	.args_size = sizeof(struct add_args),
	.effect = NSSH_CHANGES,
	.help = "make a pair of links, each in its namespace",
	.text = "`veth add client:eth0 server:eth0 up` does in one step what otherwise takes a pair in "
		"one namespace, two moves and two `link set up`.",
	.run = run,
};
