/* SPDX-License-Identifier: MIT */
/* `link add ... type veth`: the far end, with all that any link can be given. */
#include "veth.h"

#include <errno.h>
#include <stdbool.h>

#include <linux/if_link.h>
#include <linux/veth.h>

#include <nssh/link.h>

struct far_end {
	struct nssh_value peer;
	struct nssh_value name;
	struct nssh_value index;
	struct nssh_value numtxqueues;
	struct nssh_value numrxqueues;
	struct nssh_value attrs;
};

#define AT(member) NSSH_AT(struct far_end, member)

static const struct nssh_arg rows[] = {
	{ .name = "veth",
	  .help = "a pair of links: what goes into one end comes out of the other" },
	{ .name = "peer", .offset = AT(peer), .help = "the far end follows" },
	{ .name = "name", .also = "dev", .help = "its name follows" },
	{ .name = "NAME", .type = "new-link", .offset = AT(name), .help = "name of the far end" },
	{ .name = "index INDEX",
	  .type = "number",
	  .offset = AT(index),
	  .lo = 1,
	  .hi = INT32_MAX,
	  .help = "index of the far end, when the near end is given one too" },
	{ .name = "numtxqueues QUEUES",
	  .type = "number",
	  .offset = AT(numtxqueues),
	  .min = 4,
	  .lo = 1,
	  .hi = UINT32_MAX,
	  .help = "number of transmit queues" },
	{ .name = "numrxqueues QUEUES",
	  .type = "number",
	  .offset = AT(numrxqueues),
	  .min = 4,
	  .lo = 1,
	  .hi = UINT32_MAX,
	  .help = "number of receive queues" },
	{ .name = "<link-attrs>", .offset = AT(attrs), .help = "what any link can be given" },
	{ 0 },
};

/* Where the far end is to be: what is written, else where the command is. */
static int far_place(struct nssh_cmd *cmd, const struct far_end *far, struct nssh_ns **ret_ns,
		     const struct nssh_word **ret_word, struct nssh_error *err)
{
	const struct nssh_link_attrs *attrs = nssh_link_attrs_of(&far->attrs);
	const bool written = attrs && nssh_given(&attrs->netns);

	*ret_ns = nssh_cmd_link_ns(cmd, &far->name);
	*ret_word = nssh_given(&far->name) ? far->name.word : far->peer.word;
	if (!written)
		return 0;
	*ret_word = attrs->netns.word;
	if (nssh_given(&far->name) && far->name.link.ns &&
	    *ret_ns != nssh_ns_get(nssh_cmd_net(cmd), attrs->netns.str))
		return nssh_fail(err, -EINVAL, *ret_word, "\"%s\" says another namespace already",
				 far->name.word->text);
	*ret_ns = nssh_ns_get(nssh_cmd_net(cmd), attrs->netns.str);
	return 0;
}

static void put_number(struct nssh_msg *msg, uint16_t type, const struct nssh_value *value)
{
	if (!nssh_given(value))
		return;
	nssh_msg_word(msg, value->word);
	nssh_msg_put_u32(msg, type, (uint32_t)value->num);
}

static int fill(struct nssh_cmd *cmd, struct nssh_ns *ns, const void *args, struct nssh_msg *msg,
		struct nssh_error *err)
{
	const struct far_end *far = args;
	struct ifinfomsg info = { .ifi_family = AF_UNSPEC };
	const struct nssh_word *place;
	struct nssh_ns *far_ns;
	size_t peer;
	int rc;

	/* Without a word on it, the kernel makes one where the request is sent. */
	if (!nssh_given(&far->peer))
		return 0;
	rc = far_place(cmd, far, &far_ns, &place, err);
	if (rc < 0)
		return rc;
	if (nssh_given(&far->index))
		info.ifi_index = (int)far->index.num;
	nssh_link_attrs_flags(&far->attrs, NSSH_LINK_MAKE_FAR, &info);
	peer = nssh_msg_nest(msg, VETH_INFO_PEER);
	nssh_msg_put_raw(msg, &info, sizeof(info));
	if (nssh_given(&far->name)) {
		nssh_msg_word(msg, far->name.word);
		nssh_msg_put_str(msg, IFLA_IFNAME, far->name.link.name);
	}
	if (far_ns != ns) {
		nssh_msg_word(msg, place);
		nssh_msg_put_nsfd(msg, IFLA_NET_NS_FD, far_ns, place);
	}
	put_number(msg, IFLA_NUM_TX_QUEUES, &far->numtxqueues);
	put_number(msg, IFLA_NUM_RX_QUEUES, &far->numrxqueues);
	rc = nssh_link_attrs_put(&far->attrs, NSSH_LINK_MAKE_FAR, far_ns, NULL, msg, err);
	nssh_msg_nest_end(msg, peer);
	return rc;
}

static int after(struct nssh_cmd *cmd, struct nssh_ns *ns, const void *args, struct nssh_error *err)
{
	const struct far_end *far = args;
	const struct nssh_word *place;
	struct nssh_ns *far_ns;
	int rc = far_place(cmd, far, &far_ns, &place, err);

	(void)ns;
	if (rc < 0)
		return rc;
	return nssh_link_attrs_rest(cmd, &far->attrs, NSSH_LINK_MAKE_FAR, far_ns, &far->name, err);
}

static const struct nssh_link_kind impl = {
	.kind = "veth",
	.fill = fill,
	.after = after,
};

const struct nssh_extension veth_kind = {
	.rule = "kind",
	.grammar = "veth [ peer { [ [ name ] NAME ] & [ index INDEX ] & [ numtxqueues QUEUES ]"
		   " & [ numrxqueues QUEUES ] & <link-attrs> } ]",
	.args = rows,
	.args_size = sizeof(struct far_end),
	.help = "a pair of links",
	.impl = &impl,
};
