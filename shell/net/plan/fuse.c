/* SPDX-License-Identifier: MIT */
/*
 * Fusing: what is changed of a link right after it was made becomes part of the request that makes it,
 * as long as that ends in the same state. A move to another namespace waits for an RCU grace period,
 * some 16 ms; being made there costs nothing (kernel-notes: a pair 34 ms, fused 1.24 ms).
 *
 * One trace is left: the near end is told of when the far end is in its place, which gives its namespace a
 * number for the other's. By moves it would get that when anybody looks.
 */
#include <string.h>
#include <sys/socket.h>

#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "net/context.h"
#include "net/plan/link_request.h"
#include "net/plan/prepare.h"

/* What the kernel takes when it makes a link, at either end of a pair (rtnl_create_link()). */
static bool is_taken(uint16_t type, bool far)
{
	switch (type) {
	case IFLA_IFNAME:
	case IFLA_MTU:
	case IFLA_ADDRESS:
	case IFLA_TXQLEN:
	case IFLA_GROUP:
	case IFLA_NET_NS_FD:
		return true;
	case IFLA_MASTER:
		return !far;
	default:
		return false;
	}
}

static struct ifinfomsg head_of(const struct nssh_msg *msg)
{
	struct ifinfomsg head;

	memcpy(&head, msg->bytes + NLMSG_HDRLEN, sizeof(head));
	return head;
}

static bool is_kind(const struct nssh_msg *made, const char *name)
{
	struct nssh_link_request make;
	struct nssh_span info, kind;
	const size_t size = strlen(name);

	/* With or without a zero byte behind it. */
	return nssh_link_request_read(made, &make) &&
	       nssh_span_find(made, &make.near.at, IFLA_LINKINFO, &info) &&
	       nssh_span_find(made, &info, IFLA_INFO_KIND, &kind) && kind.to - kind.from >= size &&
	       memcmp(made->bytes + kind.from, name, size) == 0 &&
	       (kind.to - kind.from == size || made->bytes[kind.from + size] == '\0');
}

/* Others may belong to the namespace that they are made in, which is said when they are moved only. */
static bool is_mobile(const struct nssh_msg *made)
{
	static const char *const kinds[] = { "veth", "dummy", "ifb", "vlan", "macvlan" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (is_kind(made, kinds[i]))
			return true;
	}
	return false;
}

/*
 * What is set is the same as what it is made with. Not so a bridge's MTU, which follows its ports' until it
 * is set; and there are links that are made with an address and do not let it be set.
 */
static bool is_kept(const struct nssh_msg *msg, const struct nssh_link_request *request,
		    const struct nssh_msg *made)
{
	const bool bridge = is_kind(made, "bridge");
	struct nssh_span ignored;

	if (bridge && nssh_span_find(msg, &request->near.at, IFLA_MTU, &ignored))
		return false;
	return bridge || (is_mobile(made) && !is_kind(made, "ifb")) ||
	       !nssh_span_find(msg, &request->near.at, IFLA_ADDRESS, &ignored);
}

/* Nothing but what a new link can be given; and setting up, which the far end of a pair cannot be. */
static bool is_simple(const struct nssh_msg *msg, const struct nssh_link_request *request, bool far)
{
	const struct ifinfomsg head = head_of(msg);
	size_t at = request->near.at.from, next;
	struct nlattr attr = { 0 };

	if (msg->flags || head.ifi_family != AF_UNSPEC || head.ifi_change != head.ifi_flags ||
	    (head.ifi_flags & ~(unsigned int)IFF_UP) || (far && head.ifi_flags))
		return false;
	for (; (next = nssh_span_next(msg, &request->near.at, at, &attr)); at = next) {
		if (!is_taken(attr.nla_type, far) || attr.nla_len > NLA_HDRLEN + 32)
			return false;
	}
	return at >= request->near.at.to;
}

/* Once it is up, or a port, it matters in which order the rest is done. */
static bool is_in_order(const struct nssh_msg *msg, const struct nssh_link_request *request,
			const struct nssh_wlink *link, const struct nssh_msg *made)
{
	struct nssh_link_request make;
	struct nssh_span ignored;
	size_t at = request->near.at.from, next;
	struct nlattr attr = { 0 };

	if (!nssh_link_request_read(made, &make))
		return false;
	if (nssh_span_find(made, &make.near.at, IFLA_MASTER, &ignored) &&
	    (request->near.to || nssh_span_find(msg, &request->near.at, IFLA_MASTER, &ignored)))
		return false;
	if (!link->up)
		return true;
	for (; (next = nssh_span_next(msg, &request->near.at, at, &attr)); at = next) {
		if (attr.nla_type != IFLA_MASTER)
			return false;
	}
	return head_of(msg).ifi_flags == 0 &&
	       !nssh_span_find(made, &make.near.at, IFLA_MASTER, &ignored);
}

/* It is there when the link is made, and nobody has put anything else in its place since. */
static bool is_steady(const struct nssh_wns *ns)
{
	return ns->presence == NSSH_PLANNED ? ns->made && ns->made->early
					    : ns->presence == NSSH_THERE && !ns->changed;
}

/* Can it be made where it is going to be, under the name that it is going to have? */
static bool can_go(struct nssh_world *world, const struct nssh_link_request *request,
		   const struct nssh_wlink *link, const struct nssh_wns *target)
{
	const char *name = request->near.name ? request->near.name : link->name;
	struct nssh_link_request make;

	if (target == link->ns && strcmp(name, link->name) == 0)
		return true;
	if (nssh_world_name(world, target, name)->changed >= link->made)
		return false;
	if (target == link->ns)
		return true;
	/* An end that was made elsewhere, or has moved already, leaves numbers of namespaces behind. */
	if (!nssh_link_request_read(link->maker->msg, &make) || make.near.to ||
	    (make.pair && make.far.to) || (link->peer && link->peer->strayed))
		return false;
	/* An index that is given is one where it is made. */
	if (nssh_link_index(link->maker->msg, link->far ? &make.far : &make.near))
		return false;
	return is_steady(target) && !link->moved;
}

/* Ports are numbered in the order in which they come, and a number that is free again is given again. */
static bool can_serve(struct nssh_world *world, const struct nssh_wlink *link,
		      const struct nssh_wns *target, const struct nssh_wlink *master)
{
	return master->ns == target && master->touched < link->made && master->port < link->made &&
	       master->ns->freed < link->made &&
	       nssh_world_name(world, target, master->name)->changed < link->made;
}

static void merge(struct nssh_msg *made, const struct nssh_op *op,
		  const struct nssh_link_request *request, const struct nssh_wlink *link,
		  bool moves)
{
	struct ifinfomsg head = head_of(made);
	size_t at = request->near.at.from, next;
	struct nlattr attr = { 0 };

	for (; (next = nssh_span_next(op->msg, &request->near.at, at, &attr)); at = next) {
		if (attr.nla_type != IFLA_NET_NS_FD || moves)
			nssh_link_request_put(made, link->far, op->msg, at);
	}
	head.ifi_flags |= head_of(op->msg).ifi_flags;
	head.ifi_change |= head_of(op->msg).ifi_change;
	memcpy(made->bytes + NLMSG_HDRLEN, &head, sizeof(head));
}

/*
 * A bridge that is up does work over all its ports at each new one; set up behind them, it costs half,
 * and ends in the same state.
 */
static bool is_for_later(const struct nssh_msg *msg, const struct nssh_link_request *request,
			 const struct nssh_wlink *link)
{
	return head_of(msg).ifi_flags == IFF_UP && request->near.at.from >= request->near.at.to &&
	       is_kind(link->maker->msg, "bridge");
}

void nssh_fuse_change(struct nssh_world *world, struct nssh_op *op,
		      const struct nssh_link_request *request, struct nssh_wlink *link,
		      const struct nssh_wns *target, struct nssh_wlink *master)
{
	struct nssh_op *maker = link->maker;
	const bool moves = target != link->ns;
	struct nssh_msg *made;

	if (!maker || link->sealed || !is_simple(op->msg, request, link->far) ||
	    !is_in_order(op->msg, request, link, maker->fused ? maker->fused : maker->msg) ||
	    !can_go(world, request, link, target) || (moves && !is_mobile(maker->msg)) ||
	    !is_kept(op->msg, request, maker->msg) ||
	    /* The other end gets a carrier, and has been changed since. */
	    (head_of(op->msg).ifi_flags && link->peer && link->peer->sealed) ||
	    (request->master && (!master || !can_serve(world, link, target, master))))
		return;
	if (is_for_later(op->msg, request, link)) {
		op->parked = true;
		link->parked = op;
		link->up = true;
		return;
	}
	made = nssh_msg_copy(maker->fused ? maker->fused : maker->msg);
	merge(made, op, request, link, moves);
	if (made->failed) {
		nssh_msg_free(made);
		return;
	}
	nssh_msg_free(maker->fused);
	maker->fused = made;
	op->into = maker;
	if (moves) {
		link->moved = true;
		op->moved = request->near.to->ns;
		if (!maker->moved)
			maker->moved = op->moved;
	}
	link->up = link->up || head_of(op->msg).ifi_flags;
}
