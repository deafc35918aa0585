/* SPDX-License-Identifier: MIT */
/* `neigh add`, `change`, `replace` and `del`. */
#include "neigh.h"

#include <errno.h>
#include <stddef.h>
#include <sys/socket.h>

#include <linux/rtnetlink.h>

#include <nssh/netlink.h>
#include <nssh/plan.h>

struct modify_args {
	struct nssh_value addr, proxy;
	struct nssh_value dev;
	struct nssh_value lladdr, state, proto;
	struct nssh_value router, use, managed, learned;
};

#define AT(member) NSSH_AT(struct modify_args, member)

static const struct nssh_arg rows[] = {
	{ .name = "to", .help = "the neighbour's address follows" },
	{ .name = "ADDRESS",
	  .type = "address",
	  .offset = AT(addr),
	  .help = "the neighbour's address",
	  .complete = nssh_neigh_complete },
	{ .name = "proxy ADDRESS",
	  .type = "address",
	  .offset = AT(proxy),
	  .min = 1,
	  .help = "answer for this address",
	  .complete = nssh_neigh_complete },
	{ .name = "dev LINK",
	  .type = "link",
	  .offset = AT(dev),
	  .help = "the link that it is behind" },
	{ .name = "lladdr LLADDR",
	  .type = "neigh-lladdr",
	  .offset = AT(lladdr),
	  .min = 1,
	  .help = "its link-layer address" },
	{ .name = "nud STATE",
	  .type = "neigh-state",
	  .offset = AT(state),
	  .help = "the state that it is in; permanent if not given" },
	{ .name = "router", .offset = AT(router), .min = 1, .help = "it is a router" },
	{ .name = "use", .offset = AT(use), .help = "ask for it, as if it were used" },
	{ .name = "managed",
	  .offset = AT(managed),
	  .help = "have the kernel ask for it again and again" },
	{ .name = "extern_learn",
	  .offset = AT(learned),
	  .min = 1,
	  .help = "it was learned elsewhere" },
	{ .name = "protocol PROTO",
	  .type = "route-proto",
	  .offset = AT(proto),
	  .min = 3,
	  .help = "who has set it" },
	{ 0 },
};

#define GRAMMAR(verb)                                                                      \
	"neigh " verb " { { [ to ] ADDRESS | proxy ADDRESS } & dev LINK & { lladdr LLADDR" \
	" | nud STATE | router | use | managed | extern_learn | protocol PROTO }* }"

static struct ndmsg make_head(const struct modify_args *args, const struct nssh_value *addr)
{
	struct ndmsg head = {
		.ndm_family = addr->addr.family,
		.ndm_state = nssh_given(&args->managed) ? NUD_NONE : NUD_PERMANENT,
	};

	if (nssh_given(&args->state))
		head.ndm_state = (uint16_t)args->state.num;
	if (nssh_given(&args->proxy))
		head.ndm_flags |= NTF_PROXY;
	if (nssh_given(&args->router))
		head.ndm_flags |= NTF_ROUTER;
	if (nssh_given(&args->use))
		head.ndm_flags |= NTF_USE;
	if (nssh_given(&args->learned))
		head.ndm_flags |= NTF_EXT_LEARNED;
	return head;
}

static void put_attrs(struct nssh_msg *msg, const struct modify_args *args,
		      const struct nssh_value *addr)
{
	nssh_msg_word(msg, addr->word);
	nssh_msg_put(msg, NDA_DST, addr->addr.bytes, addr->addr.len);
	if (nssh_given(&args->managed)) {
		nssh_msg_word(msg, args->managed.word);
		nssh_msg_put_u32(msg, NDA_FLAGS_EXT, NTF_EXT_MANAGED);
	}
	if (nssh_given(&args->proto)) {
		nssh_msg_word(msg, args->proto.word);
		nssh_msg_put_u8(msg, NDA_PROTOCOL, (uint8_t)args->proto.num);
	}
	if (nssh_given(&args->lladdr) && args->lladdr.lladdr.len) {
		nssh_msg_word(msg, args->lladdr.word);
		nssh_msg_put(msg, NDA_LLADDR, args->lladdr.lladdr.bytes, args->lladdr.lladdr.len);
	}
	nssh_msg_word(msg, NULL);
}

static int modify(struct nssh_cmd *cmd, uint16_t type, uint16_t flags, const char *what,
		  struct nssh_error *err)
{
	const struct modify_args *args = nssh_cmd_args(cmd);
	const struct nssh_value *addr = nssh_given(&args->proxy) ? &args->proxy : &args->addr;
	struct nssh_ns *ns = nssh_cmd_link_ns(cmd, &args->dev);
	const struct ndmsg head = make_head(args, addr);
	struct nssh_msg *msg;
	int rc = nssh_cmd_check_family(cmd, addr, err);

	if (rc < 0)
		return rc;
	if (addr->addr.family == AF_UNSPEC)
		return nssh_fail(err, -EINVAL, addr->word, "%s is no address of a neighbour",
				 addr->word->text);
	msg = nssh_msg_new(type, flags, &head, sizeof(head));
	nssh_msg_head_ifindex(msg, offsetof(struct ndmsg, ndm_ifindex), ns, args->dev.link.name,
			      args->dev.word);
	put_attrs(msg, args, addr);
	return nssh_plan_request(nssh_cmd_plan(cmd), ns, msg, addr->word, err,
				 "%s neighbour %s behind %s", what, addr->word->text,
				 args->dev.link.name);
}

static int run_add(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return modify(cmd, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_EXCL, "add", err);
}

const struct nssh_verb nssh_neigh_add_verb = {
	.grammar = GRAMMAR("add"),
	.args = rows,
	.args_size = sizeof(struct modify_args),
	.effect = NSSH_CHANGES,
	.help = "add a neighbour",
	.run = run_add,
};

static int run_change(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return modify(cmd, RTM_NEWNEIGH, NLM_F_REPLACE, "change", err);
}

const struct nssh_verb nssh_neigh_change_verb = {
	.grammar = GRAMMAR("change"),
	.args = rows,
	.args_size = sizeof(struct modify_args),
	.effect = NSSH_CHANGES,
	.help = "change a neighbour that is there",
	.run = run_change,
};

static int run_replace(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return modify(cmd, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, "replace", err);
}

const struct nssh_verb nssh_neigh_replace_verb = {
	.grammar = GRAMMAR("replace"),
	.args = rows,
	.args_size = sizeof(struct modify_args),
	.effect = NSSH_CHANGES,
	.help = "add a neighbour, or change it when it is there",
	.run = run_replace,
};

static int run_del(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return modify(cmd, RTM_DELNEIGH, 0, "delete", err);
}

const struct nssh_verb nssh_neigh_del_verb = {
	.grammar = GRAMMAR("del"),
	.args = rows,
	.args_size = sizeof(struct modify_args),
	.effect = NSSH_CHANGES,
	.help = "delete a neighbour",
	.run = run_del,
};
