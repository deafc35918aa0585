/* SPDX-License-Identifier: MIT */
/* Doing what is planned: prepared first, then one op after the other, each noted before it is done. */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <linux/if_link.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>

#include "base/interrupt.h"
#include "net/context.h"
#include "net/message.h"
#include "net/netns_ops.h"
#include "net/plan/link_request.h"
#include "net/plan/make_netns.h"
#include "net/plan/prepare.h"
#include "net/plan/prior.h"
#include "net/plan/txn.h"
#include "net/request.h"

/*
 * How often a number that is taken is asked for again: of a namespace that the kernel destroys, and of one
 * that may be about to be destroyed, since it is let go a moment after its name; and how long between.
 */
#define DYING_TRIES     200
#define LIVING_TRIES    10
#define NUMBER_PAUSE_NS 10000000

/* Beyond what the kernel would choose next. */
#define FAR_AWAY 100

/* Others who make links at the same time may be quicker. */
#define MOST_TRIES 100
/*
 * Which links there are is asked for by their counters, of a kind that they do not have: of each, that is
 * an index and nothing else. To list a link gives a number to the namespace of its other end, and which
 * numbers there are must not depend on who has looked when.
 */
static struct nssh_msg *about_counters(int index)
{
	const struct if_stats_msg head = {
		.family = AF_UNSPEC,
		.ifindex = (uint32_t)index,
		.filter_mask = IFLA_STATS_FILTER_BIT(IFLA_STATS_AF_SPEC),
	};

	return nssh_msg_new(RTM_GETSTATS, 0, &head, sizeof(head));
}

static int take_index(const struct nlmsghdr *nlh, void *arg)
{
	const struct if_stats_msg *stats = mnl_nlmsg_get_payload(nlh);
	int *highest = arg;

	if (nlh->nlmsg_len >= NLMSG_LENGTH(sizeof(*stats)) && (int)stats->ifindex > *highest)
		*highest = (int)stats->ifindex;
	return 0;
}

/* Is it known by another handle, too, with links counted there? */
static bool is_shared(const struct nssh_ns *ns)
{
	const struct nssh_ns *other = ns->net->newest;

	if (ns != &ns->net->home && ns->net->home.top && nssh_ns_same(&ns->net->home, ns))
		return true;
	while (other && (other == ns || !other->top || !nssh_ns_same(other, ns)))
		other = other->older;
	return other;
}

/* An index that no link of the namespace has. Return: 0 when that is not known. */
static int next_index(struct nssh_ns *ns)
{
	struct nssh_msg *msg;

	if (!ns->top || ns->net->shared) {
		ns->top = 0;
		msg = about_counters(0);
		(void)nssh_dump(ns, msg, take_index, &ns->top, NULL);
		nssh_msg_free(msg);
		ns->net->shared = ns->net->shared || is_shared(ns);
	}
	/* The kernel's own choice, since none behind it is left. */
	if (ns->top >= INT_MAX - 2 * FAR_AWAY)
		return 0;
	return ns->top ? ++ns->top : 0;
}

static void set_index(struct nssh_msg *msg, const struct nssh_link_end *end, int index)
{
	memcpy(msg->bytes + nssh_link_end_index(end), &index, sizeof(index));
}

/* An index that is taken is not the next one. */
static void use_index(struct nssh_ns *ns, int index)
{
	if (ns->top && index > ns->top)
		ns->top = index;
}

/*
 * New links get indexes of our choice, so that what takes them back can be noted before. The two ends of
 * a pair never the same: the kernel takes an end whose peer has its own index for a link without a peer
 * (net/core/link_watch.c, default_operstate()). The far end is made first.
 */
static void choose_indexes(struct nssh_ns *ns, struct nssh_msg *msg,
			   const struct nssh_link_request *request)
{
	struct nssh_ns *near_ns = request->near.to ? request->near.to->ns : ns;
	struct nssh_ns *far_ns = request->far.to ? request->far.to->ns : ns;
	int far = request->pair ? nssh_link_index(msg, &request->far) : 0, near;

	use_index(near_ns, nssh_link_index(msg, &request->near));
	use_index(far_ns, far);
	if (request->pair && !far && !nssh_link_index(msg, &request->near)) {
		far = next_index(far_ns);
		set_index(msg, &request->far, far);
	}
	if (nssh_link_index(msg, &request->near))
		return;
	near = next_index(near_ns);
	if (near && near == far)
		near = ++near_ns->top;
	/* The other end is made first, and the kernel's choice for it must not be this one. */
	if (near && request->unsaid)
		near += FAR_AWAY;
	set_index(msg, &request->near, near);
}

/* Links that come from elsewhere may keep their indexes. */
static void forget_top(struct nssh_ns *ns, const struct nssh_msg *msg)
{
	struct nssh_link_request request;

	if (!nssh_link_request_read(msg, &request))
		return;
	if (request.act == NSSH_LINK_CHANGES && request.near.to) {
		ns->net->shared = ns->net->shared || is_shared(request.near.to->ns);
		request.near.to->ns->top = 0;
	}
	/* The kernel chose. */
	if (request.act == NSSH_LINK_MAKES &&
	    (request.unsaid || !nssh_link_index(msg, &request.near)))
		(request.near.to ? request.near.to->ns : ns)->top = 0;
}

/*
 * Is it done whole or not at all? A link is changed by one attribute after the other; a neighbour is there
 * before the kernel looks whether it may be what is asked (net/core/neighbour.c, neigh_add()).
 */
static bool is_whole(const struct nssh_msg *msg)
{
	switch (nssh_msg_type(msg)) {
	case RTM_NEWLINK:
		return (msg->flags & NLM_F_CREATE) && (msg->flags & NLM_F_EXCL);
	case RTM_DELLINK:
	case RTM_NEWLINKPROP:
	case RTM_DELLINKPROP:
	case RTM_NEWNEIGH:
		return false;
	default:
		return true;
	}
}

/*
 * A request failed: what of it was done is taken back, most often nothing and without a word. While others
 * add notes that is left for when all is taken back.
 */
static void take_back(struct nssh_net *net, size_t mark, const struct nssh_msg *msg, bool refused)
{
	struct nssh_txn *txn = net->txn;

	if (net->births)
		return;
	if (refused && is_whole(msg))
		nssh_txn_drop(txn, mark);
	else
		nssh_txn_rollback_quietly(txn, mark);
}

/* The number of a namespace that is gone is taken until the kernel has destroyed it. */
static bool is_freed_soon(struct nssh_ns *ns, const struct nssh_msg *msg, int tries)
{
	const struct timespec pause = { .tv_nsec = NUMBER_PAUSE_NS };
	const struct nlattr *table[NETNSA_NSID + 1];
	int id;

	nssh_attrs(nssh_prior_sealed(msg), sizeof(struct rtgenmsg), table, NETNSA_NSID);
	id = table[NETNSA_NSID] ? (int)nssh_attr_u32(table[NETNSA_NSID]) : -1;
	return id >= 0 && msg->ref_count && nssh_ns_id(ns, msg->refs[0].ns, NULL) < 0 &&
	       tries < (nssh_nsid_is_dying(ns, id) ? DYING_TRIES : LIVING_TRIES) &&
	       nanosleep(&pause, NULL) == 0;
}

static int give_number(const struct nssh_op *op, struct nssh_msg *msg, bool *ret_refused,
		       struct nssh_error *err)
{
	for (int tries = 0;; tries++) {
		struct nssh_error own = NSSH_ERROR_INIT;
		int rc = nssh_ask_change(op->ns, msg, op->doing, op->word, ret_refused, &own);

		if (rc == -EEXIST && is_freed_soon(op->ns, msg, tries))
			continue;
		if (rc < 0 && err && !err->code)
			*err = own;
		return rc;
	}
}

static bool is_index_taken(struct nssh_ns *ns, int index)
{
	struct nssh_msg *msg = about_counters(index);
	int rc = nssh_ask(ns, msg, NULL, NULL, NULL, NULL, NULL);

	nssh_msg_free(msg);
	return rc == 0;
}

/*
 * A link keeps its index when it goes elsewhere, unless that is another's there. Then the kernel would
 * choose one, which nobody could know before. Return: the request to be sent, which may be @msg.
 */
static struct nssh_msg *with_index(const struct nssh_op *op, struct nssh_msg *msg)
{
	struct nssh_link_request request;
	struct nssh_ns *to;
	struct nssh_msg *told;
	int index;

	if (!nssh_link_request_read(msg, &request) || request.act != NSSH_LINK_CHANGES ||
	    !nssh_link_request_moves(&request, op->ns))
		return msg;
	to = request.near.to->ns;
	if (!is_index_taken(to, nssh_link_index_behind(msg, &request)))
		return msg;
	index = next_index(to);
	if (!index)
		return msg;
	told = nssh_msg_copy(msg);
	nssh_msg_put_u32(told, IFLA_NEW_IFINDEX, (uint32_t)index);
	return told;
}

static int note_and_ask(struct nssh_net *net, const struct nssh_op *op, struct nssh_msg *msg,
			struct nssh_error *err)
{
	size_t mark = nssh_txn_mark(net->txn);
	struct nssh_msg *told = with_index(op, msg);
	int rc = nssh_txn_request(net->txn, op->ns, told, err);
	bool refused = false;

	if (rc == 0) {
		rc = nssh_msg_type(told) == RTM_NEWNSID
			     ? give_number(op, told, &refused, err)
			     : nssh_ask_change(op->ns, told, op->doing, op->word, &refused, err);
		if (rc < 0)
			take_back(net, mark, told, refused);
	}
	if (told != msg)
		nssh_msg_free(told);
	return rc;
}

/* What a request names is found, what brings it back is noted, then it is sent. */
static int send_request(struct nssh_net *net, const struct nssh_op *op, struct nssh_msg *msg,
			struct nssh_error *err)
{
	uint64_t hold = net->hold;
	int rc;

	net->hold = net->tick + 1;
	rc = nssh_msg_resolve(msg, err);
	if (rc == 0)
		rc = nssh_ns_open(op->ns, err);
	if (rc >= 0)
		rc = note_and_ask(net, op, msg, err);
	forget_top(op->ns, msg);
	net->hold = hold;
	return rc;
}

/* `link replace` of one that is there makes none. */
static bool makes_link(struct nssh_ns *ns, const struct nssh_msg *msg,
		       struct nssh_link_request *ret)
{
	return nssh_link_request_read(msg, ret) && ret->act == NSSH_LINK_MAKES &&
	       ((msg->flags & NLM_F_EXCL) || !ret->near.name ||
		nssh_ns_find_link(ns, ret->near.name, NULL) <= 0);
}

/* Has somebody else taken an index that was free when it was chosen? */
static bool is_taken(struct nssh_ns *ns, const struct nssh_msg *msg,
		     const struct nssh_link_end *end)
{
	struct nssh_ns *at = end->to ? end->to->ns : ns;
	int index = nssh_link_index(msg, end);

	if (!index || !is_index_taken(at, index))
		return false;
	at->top = 0;
	return true;
}

static int make_link(struct nssh_net *net, const struct nssh_op *op, struct nssh_msg *msg,
		     const struct nssh_link_request *make, bool *ret_again, struct nssh_error *err)
{
	int near = nssh_link_index(msg, &make->near),
	    far = make->pair ? nssh_link_index(msg, &make->far) : 0;
	int rc;

	choose_indexes(op->ns, msg, make);
	rc = send_request(net, op, msg, err);
	*ret_again = (rc == -EEXIST || rc == -EBUSY) &&
		     ((!near && is_taken(op->ns, msg, &make->near)) ||
		      (make->pair && !far && is_taken(op->ns, msg, &make->far)));
	/* Should it be done once more, other indexes may be free. */
	set_index(msg, &make->near, near);
	if (make->pair)
		set_index(msg, &make->far, far);
	return rc;
}

static int run_request(struct nssh_net *net, const struct nssh_op *op, struct nssh_msg *msg,
		       struct nssh_error *err)
{
	struct nssh_link_request make;
	bool again = true;
	int rc = 0;

	if (!makes_link(op->ns, msg, &make))
		return send_request(net, op, msg, err);
	for (int i = 0; again && i < MOST_TRIES; i++) {
		if (err && i)
			nssh_error_clear(err);
		rc = make_link(net, op, msg, &make, &again, err);
	}
	return rc;
}

static int run_call(struct nssh_net *net, const struct nssh_op *op, struct nssh_error *err)
{
	int rc = op->type->lost ? nssh_txn_lost(net->txn, &net->home, op->type->lost, err) : 0;

	if (rc == 0)
		rc = op->type->run(op->data, err);
	if (op->type->makes_names)
		nssh_net_forget_tops(net);
	if (rc < 0 && err && !err->code)
		(void)nssh_fail(err, rc, op->word, "cannot %s", op->doing);
	return rc;
}

/* The numbers that namespaces have for each other as the links' moves would have left them. */
static void number(const struct nssh_op *op)
{
	if (op->moved && op->moved != op->ns)
		(void)nssh_nsid_make(op->ns, op->moved);
}

static int run_fused(struct nssh_net *net, const struct nssh_op *op, struct nssh_error *err)
{
	struct nssh_link_request make;

	/* While its first end is away and the second is not, it looks back. */
	if (op->moved && op->moved != op->ns && nssh_link_request_read(op->fused, &make) &&
	    make.pair)
		(void)nssh_nsid_make(op->moved, op->ns);
	return run_request(net, op, op->fused, err);
}

static int attach(const struct nssh_op *op, struct nssh_error *err)
{
	int rc = nssh_ns_open(op->source, err);

	if (rc < 0 && err && !err->word)
		err->word = op->source_word;
	return rc < 0 ? rc : nssh_netns_attach(op->ns, op->source, err);
}

static int do_op(struct nssh_net *net, const struct nssh_op *op, struct nssh_error *err)
{
	if (op->early)
		return 0;
	if (op->into) {
		number(op);
		return 0;
	}
	switch (op->kind) {
	case NSSH_OP_REQUEST:
		return op->fused ? run_fused(net, op, err) : run_request(net, op, op->msg, err);
	case NSSH_OP_NETNS_ADD:
		return nssh_netns_add(op->ns, err);
	case NSSH_OP_NETNS_ATTACH:
		return attach(op, err);
	case NSSH_OP_NETNS_DEL:
		return nssh_netns_del(op->ns, err);
	case NSSH_OP_CALL:
		return run_call(net, op, err);
	case NSSH_OP_NEED_NS:
	case NSSH_OP_BARRIER:
		return 0;
	}
	return 0;
}

static int run_op(struct nssh_net *net, const struct nssh_op *op, struct nssh_error *err);

static int run_chain(struct nssh_net *net, const struct nssh_op *op, struct nssh_error *err)
{
	int rc = 0;

	for (; rc == 0 && op; op = op->chain)
		rc = run_op(net, op, err);
	return rc;
}

static int run_op(struct nssh_net *net, const struct nssh_op *op, struct nssh_error *err)
{
	int rc;

	if (nssh_interrupt_signal())
		return nssh_fail(err, -EINTR, op->word, "interrupted");
	rc = nssh_births_need(net, op, err);
	if (rc == 0)
		rc = do_op(net, op, err);
	if (rc < 0 && err && !err->word)
		err->word = op->word;
	if (rc == 0)
		nssh_txn_step(net->txn);
	if (net->progress)
		net->progress(net->progress_arg);
	return rc;
}

static int run_ops(struct nssh_plan *plan, struct nssh_error *err)
{
	struct nssh_net *net = plan->net;
	int rc = nssh_births_begin(plan, net->txn, err);

	for (size_t i = 0; rc == 0 && i < plan->count; i++) {
		rc = run_chain(net, plan->ops[i].first, err);
		if (rc == 0 && !plan->ops[i].parked)
			rc = run_op(net, &plan->ops[i], err);
	}
	if (rc == 0)
		rc = run_chain(net, plan->last, err);
	nssh_births_end(net);
	return rc;
}

static bool is_fused(const struct nssh_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		if (plan->ops[i].early || plan->ops[i].fused || plan->ops[i].parked)
			return true;
	}
	return false;
}

/* What cannot be taken back cannot be done again either. */
static bool may_fuse(const struct nssh_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		if (plan->ops[i].kind == NSSH_OP_CALL && plan->ops[i].type->lost)
			return false;
	}
	return !plan->net->no_fuse;
}

/*
 * What was fused and failed is taken back and done again op by op: then the error is that of the one
 * that is to blame, and the state that which it leaves.
 */
static int run_plan(struct nssh_plan *plan, struct nssh_error *err)
{
	struct nssh_net *net = plan->net;
	size_t mark = nssh_txn_undos(net->txn)->count;
	struct nssh_error own = NSSH_ERROR_INIT;
	int rc = 0;

	if (plan->count > 1)
		rc = nssh_plan_prepare(plan, may_fuse(plan), err);
	if (rc < 0)
		return rc;
	if (!is_fused(plan))
		return run_ops(plan, err);
	rc = run_ops(plan, &own);
	if (rc == 0)
		return 0;
	if (nssh_interrupt_signal() || nssh_txn_rollback_quietly(net->txn, mark) < 0) {
		if (err && !err->code)
			*err = own;
		return rc;
	}
	nssh_plan_unfuse(plan);
	nssh_net_forget_tops(net);
	return run_ops(plan, err);
}

int nssh_plan_look(struct nssh_plan *plan, struct nssh_error *err)
{
	nssh_net_look_again(plan->net);
	return nssh_plan_prepare(plan, false, err);
}

int nssh_plan_flush(struct nssh_plan *plan, struct nssh_error *err)
{
	struct nssh_net *net = plan->net;
	struct nssh_txn *own = NULL;
	size_t mark;
	int rc = 0;

	if (plan->count && !net->txn) {
		own = net->txn = nssh_txn_new(net, NULL);
		if (!own)
			rc = nssh_fail(err, -ENOMEM, NULL, "no memory to do what is planned");
	}
	if (plan->count && rc == 0) {
		/* What others did to the names is looked at once, not before each op. */
		nssh_net_look_again(net);
		net->fixed++;
		nssh_net_forget_tops(net);
		mark = nssh_txn_undos(net->txn)->count;
		rc = run_plan(plan, err);
		if (rc == 0)
			nssh_txn_identify(net->txn, mark);
		net->fixed--;
		net->lists++;
	}
	if (own) {
		net->txn = NULL;
		nssh_txn_free(own);
	}
	nssh_plan_clear(plan);
	return rc;
}
