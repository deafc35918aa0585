/* SPDX-License-Identifier: MIT */
/*
 * Looking at a plan before its first request. What an op makes, needs and takes away is read from its
 * request, so that no verb has to say it again.
 */
#define _GNU_SOURCE
#include "net/plan/prepare.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "net/context.h"
#include "net/explain.h"
#include "net/plan/link_request.h"

/* One op in its turn. */
struct turn {
	struct nssh_world *world;
	struct nssh_op *op;
	size_t number;
	bool fuse;
};

static int fail_exists(const struct turn *turn, const struct nssh_op *made,
		       const struct nssh_word *word, const char *hint, struct nssh_error *err)
{
	(void)nssh_fail_errno(err, -EEXIST, word ? word : turn->op->word, "cannot %s",
			      turn->op->doing);
	if (made && made->word)
		nssh_hint(err, "line %u made it", made->word->line);
	else if (hint)
		nssh_hint(err, "%s", hint);
	return -EEXIST;
}

static int make_ns(const struct turn *turn, struct nssh_error *err)
{
	struct nssh_wns *ns = nssh_world_ns(turn->world, turn->op->ns);
	bool attach = turn->op->kind == NSSH_OP_NETNS_ATTACH;
	char hint[320];

	if (ns->presence == NSSH_PLANNED || (ns->presence == NSSH_THERE && !ns->changed)) {
		(void)snprintf(hint, sizeof(hint), "%s; netns del %s removes it",
			       nssh_netns_is_stale(ns->ns->ref) ? "the name is stale"
								: "it is there already",
			       ns->ns->ref);
		if (!nssh_world_is_blurred(turn->world))
			return fail_exists(turn, ns->made, NULL, hint, err);
	}
	turn->op->early = turn->fuse && !attach && !ns->changed && ns->presence == NSSH_ABSENT;
	ns->presence = attach ? NSSH_UNSURE : NSSH_PLANNED;
	ns->links = false;
	ns->made = turn->op;
	ns->changed = turn->number;
	if (attach)
		nssh_world_blur(turn->world);
	return 0;
}

static int remove_ns(const struct turn *turn, struct nssh_error *err)
{
	struct nssh_wns *ns = nssh_world_ns(turn->world, turn->op->ns);

	if (ns->presence == NSSH_ABSENT && (ns->gone || !nssh_world_is_blurred(turn->world))) {
		(void)nssh_fail(err, -ENOENT, turn->op->word, "no namespace \"%s\"", ns->ns->ref);
		nssh_kind(err, NSSH_ERROR_NO_NETNS);
		if (ns->gone && ns->gone->word)
			nssh_why(err, "line %u removed it already", ns->gone->word->line);
		return -ENOENT;
	}
	/* What was in it takes other ends along, sooner or later. */
	nssh_world_blur(turn->world);
	ns->presence = NSSH_ABSENT;
	ns->links = false;
	ns->gone = turn->op;
	ns->made = NULL;
	ns->changed = turn->number;
	return 0;
}

/* A bridge that waits to be set up is wanted for something else now. */
static void unpark(const struct turn *turn, struct nssh_wlink *link)
{
	if (!link->parked)
		return;
	link->parked->chain = turn->op->first;
	turn->op->first = link->parked;
	link->parked = NULL;
}

/* Where a link ends up that a request names. */
static int find_target(const struct turn *turn, const struct nssh_ref *to, struct nssh_wns **ret,
		       struct nssh_error *err)
{
	struct nssh_ns *ns = to ? to->ns : turn->op->ns;
	struct nssh_wns *model = nssh_world_ns(turn->world, ns);
	int rc = nssh_world_need_ns(turn->world, model, to ? to->word : turn->op->word, err);

	*ret = nssh_world_ns(turn->world, ns);
	return rc;
}

/* A name that the kernel chooses, or that is not given, is not known. */
static bool is_known(const char *name)
{
	return name && !strchr(name, '%');
}

static int check_free(const struct turn *turn, const struct nssh_wns *ns, const char *name,
		      const struct nssh_wlink *but, struct nssh_error *err)
{
	const struct nssh_wlink *link = nssh_world_name(turn->world, ns, name)->link;

	if (nssh_world_is_blurred(turn->world) || !link || link == but || link->ns != ns)
		return 0;
	return fail_exists(turn, link->maker, NULL, "a link with that name is there already", err);
}

static int make_end(const struct turn *turn, const struct nssh_link_end *end,
		    struct nssh_wlink **ret, struct nssh_error *err)
{
	struct nssh_wns *ns;
	int rc = find_target(turn, end->to, &ns, err);

	*ret = NULL;
	if (rc < 0 || !is_known(end->name))
		return rc;
	if (turn->op->msg->flags & NLM_F_EXCL)
		rc = check_free(turn, ns, end->name, NULL, err);
	if (rc == 0 && !nssh_world_name(turn->world, ns, end->name)->link)
		*ret = nssh_world_make_link(turn->world, ns, end->name, turn->op, turn->number);
	return rc;
}

static int need_refs(const struct turn *turn, const struct nssh_link_request *but,
		     struct nssh_error *err);

static int make_link(const struct turn *turn, const struct nssh_link_request *request,
		     struct nssh_error *err)
{
	struct nssh_wlink *near = NULL, *far = NULL;
	int rc = need_refs(turn, NULL, err);

	if (rc == 0)
		rc = make_end(turn, &request->near, &near, err);
	if (rc == 0 && request->pair)
		rc = make_end(turn, &request->far, &far, err);
	if (rc < 0)
		return rc;
	if (near && far) {
		near->peer = far;
		far->peer = near;
		far->far = true;
	} else if (near) {
		/* What else may have come with it is not known, so nothing is taken into it. */
		near->sealed =
			request->pair || request->unsaid || !(turn->op->msg->flags & NLM_F_EXCL);
	}
	if (near) {
		struct ifinfomsg info;

		memcpy(&info, turn->op->msg->bytes + NLMSG_HDRLEN, sizeof(info));
		near->up = info.ifi_flags & IFF_UP;
		near->is_port = request->master;
	}
	return 0;
}

static void note_change(const struct turn *turn, const struct nssh_link_request *request,
			struct nssh_wlink *link, bool moves)
{
	struct nssh_span master;

	if (!turn->op->into && !turn->op->parked) {
		link->sealed = true;
		link->strayed = link->strayed || moves;
	}
	if (moves || nssh_span_find(turn->op->msg, &request->near.at, IFLA_MASTER, &master))
		nssh_world_free_port(link, turn->number);
	link->touched = turn->number;
}

static int change_link(const struct turn *turn, const struct nssh_link_request *request,
		       struct nssh_error *err)
{
	struct nssh_wlink *link, *master = NULL;
	struct nssh_wns *target = NULL;
	const char *name;
	int rc;

	rc = nssh_world_need_link(turn->world, request->subject->ns, request->subject->name,
				  request->subject->word, &link, err);
	if (rc == 0)
		rc = need_refs(turn, request, err);
	if (rc == 0)
		rc = find_target(turn, request->near.to, &target, err);
	if (rc < 0 || !link)
		return rc;
	if (request->master)
		rc = nssh_world_need_link(turn->world, request->master->ns, request->master->name,
					  request->master->word, &master, err);
	name = is_known(request->near.name) ? request->near.name : link->name;
	if (rc == 0)
		rc = check_free(turn, target, name, link, err);
	if (rc < 0)
		return rc;
	unpark(turn, link);
	if (turn->fuse)
		nssh_fuse_change(turn->world, turn->op, request, link, target, master);
	note_change(turn, request, link, target != link->ns);
	if (master) {
		link->is_port = true;
		master->sealed = true;
		master->port = turn->op->into ? link->made : turn->number;
	}
	if (target != link->ns || strcmp(name, link->name) != 0)
		nssh_world_move_link(turn->world, link, target, name, turn->op, turn->number);
	return 0;
}

static int remove_link(const struct turn *turn, const struct nssh_link_request *request,
		       struct nssh_error *err)
{
	struct nssh_wlink *link;
	int rc = nssh_world_need_link(turn->world, request->subject->ns, request->subject->name,
				      request->subject->word, &link, err);

	if (rc == 0 && link) {
		unpark(turn, link);
		nssh_world_remove_link(turn->world, link, turn->op, turn->number);
	} else if (rc == 0)
		nssh_world_blur(turn->world);
	return rc;
}

/*
 * All that a request names has to be there; a link that is named is no longer as it was made. Not
 * @but's subject and master, which are looked at by themselves.
 */
static int need_refs(const struct turn *turn, const struct nssh_link_request *but,
		     struct nssh_error *err)
{
	const struct nssh_msg *msg = turn->op->msg;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < msg->ref_count; i++) {
		const struct nssh_ref *ref = &msg->refs[i];
		struct nssh_wlink *link = NULL;

		if (but && (ref == but->subject || ref == but->master))
			continue;
		if (ref->kind == NSSH_REF_IFINDEX)
			rc = nssh_world_need_link(turn->world, ref->ns, ref->name, ref->word, &link,
						  err);
		else
			rc = nssh_world_need_ns(turn->world, nssh_world_ns(turn->world, ref->ns),
						ref->word, err);
		if (link) {
			unpark(turn, link);
			link->sealed = true;
			link->touched = turn->number;
		}
	}
	return rc;
}

/* The word that says where a request goes: that of NS:LINK, or the op's own. */
static const struct nssh_word *ns_word(const struct nssh_op *op)
{
	const char *name = op->ns->ref;
	size_t size = name ? strlen(name) : 0;

	for (size_t i = 0; size && i < op->msg->ref_count; i++) {
		const struct nssh_word *word = op->msg->refs[i].word;

		if (word && strncmp(word->text, name, size) == 0 && word->text[size] == ':')
			return word;
	}
	return op->word;
}

static int request(const struct turn *turn, struct nssh_error *err)
{
	struct nssh_link_request read;
	int rc = nssh_world_need_ns(turn->world, nssh_world_ns(turn->world, turn->op->ns),
				    ns_word(turn->op), err);

	if (rc < 0)
		return rc;
	if (!nssh_link_request_read(turn->op->msg, &read))
		return need_refs(turn, NULL, err);
	if (read.act == NSSH_LINK_MAKES)
		return make_link(turn, &read, err);
	if (!read.subject) {
		/* A group of links, or one by its number. */
		nssh_world_blur(turn->world);
		return 0;
	}
	return read.act == NSSH_LINK_REMOVES ? remove_link(turn, &read, err)
					     : change_link(turn, &read, err);
}

static int take_turn(const struct turn *turn, struct nssh_error *err)
{
	switch (turn->op->kind) {
	case NSSH_OP_NETNS_ADD:
	case NSSH_OP_NETNS_ATTACH:
		return make_ns(turn, err);
	case NSSH_OP_NETNS_DEL:
		return remove_ns(turn, err);
	case NSSH_OP_REQUEST:
		return request(turn, err);
	case NSSH_OP_CALL:
		if (turn->op->type->makes_names)
			nssh_world_blur(turn->world);
		return 0;
	case NSSH_OP_NEED_NS:
		return nssh_world_need_ns(turn->world, nssh_world_ns(turn->world, turn->op->ns),
					  turn->op->word, err);
	case NSSH_OP_BARRIER:
		nssh_world_blur(turn->world);
		return 0;
	}
	return 0;
}

/* What still waits is done where nothing is certain any more, or behind all else. */
static void unpark_all(const struct nssh_world *world, struct nssh_op **first)
{
	struct nssh_op *op = nssh_world_parked(world);

	while (op) {
		struct nssh_op *next = op->chain;

		op->chain = *first;
		*first = op;
		op = next;
	}
}

/* May it have made or removed namespaces that are not told? */
static bool does_unknown(const struct nssh_op *op)
{
	return op->kind == NSSH_OP_BARRIER || (op->kind == NSSH_OP_CALL && op->type->makes_names);
}

/*
 * Where links are not certain any more, namespaces that the plan itself has removed are still gone, as long
 * as it does nothing but send requests.
 */
static int check_gone(const struct turn *turn, struct nssh_error *err)
{
	const struct nssh_op *op = turn->op;
	struct nssh_wns *ns = op->ns ? nssh_world_ns(turn->world, op->ns) : NULL;

	if (op->kind == NSSH_OP_NETNS_ADD || op->kind == NSSH_OP_NETNS_ATTACH)
		ns->presence = NSSH_UNSURE;
	else if (op->kind == NSSH_OP_NETNS_DEL)
		return remove_ns(turn, err);
	else if (ns && ns->presence == NSSH_ABSENT && ns->gone)
		return nssh_world_fail_ns(ns, op->kind == NSSH_OP_REQUEST ? ns_word(op) : op->word,
					  err);
	return 0;
}

int nssh_plan_prepare(struct nssh_plan *plan, bool fuse, struct nssh_error *err)
{
	struct nssh_world *world = nssh_world_new(plan->net);
	size_t i = 0;
	int rc = 0;

	if (!world)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to look at the plan");
	for (; rc == 0 && i < plan->count && !nssh_world_is_blurred(world); i++) {
		const struct turn turn = { world, &plan->ops[i], i + 1, fuse };

		rc = take_turn(&turn, err);
	}
	if (rc == 0)
		unpark_all(world,
			   nssh_world_is_blurred(world) ? &plan->ops[i - 1].first : &plan->last);
	for (; rc == 0 && i < plan->count && !does_unknown(&plan->ops[i - 1]); i++) {
		const struct turn turn = { world, &plan->ops[i], i + 1, fuse };

		rc = check_gone(&turn, err);
	}
	nssh_world_free(world);
	if (rc < 0)
		nssh_plan_unfuse(plan);
	return rc;
}

void nssh_plan_unfuse(struct nssh_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		struct nssh_op *op = &plan->ops[i];

		nssh_msg_free(op->fused);
		op->fused = NULL;
		op->into = NULL;
		op->moved = NULL;
		op->first = op->chain = NULL;
		op->early = op->parked = false;
	}
	plan->last = NULL;
}
