/* SPDX-License-Identifier: MIT */
/* What namespaces and links there will be when an op's turn comes. */
#define _GNU_SOURCE
#include "net/plan/world.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "base/arena.h"
#include "base/table.h"
#include "net/context.h"
#include "net/message.h"

/**
 * struct nssh_world
 * @names:   all names in all namespaces
 * @blurred: nothing is certain
 */
struct nssh_world {
	struct nssh_net *net;
	struct nssh_arena *arena;
	struct nssh_wns *first;
	struct nssh_table names;
	bool blurred;
};

static bool is_name(const void *item, const void *key)
{
	const struct nssh_wname *place = *(struct nssh_wname *const *)item, *wanted = key;

	return place->ns == wanted->ns && strcmp(place->name, wanted->name) == 0;
}

struct nssh_world *nssh_world_new(struct nssh_net *net)
{
	struct nssh_world *world = calloc(1, sizeof(*world));

	if (!world)
		return NULL;
	world->net = net;
	world->arena = nssh_arena_new();
	world->names = (struct nssh_table){ .size = sizeof(struct nssh_wname *), .same = is_name };
	if (world->arena)
		return world;
	nssh_world_free(world);
	return NULL;
}

void nssh_world_free(struct nssh_world *world)
{
	if (!world)
		return;
	for (struct nssh_wns *ns = world->first; ns; ns = ns->next)
		ns->ns->model = NULL;
	nssh_arena_free(world->arena);
	nssh_table_clear(&world->names);
	free(world);
}

void nssh_world_blur(struct nssh_world *world)
{
	world->blurred = true;
}

bool nssh_world_is_blurred(const struct nssh_world *world)
{
	return world->blurred;
}

struct nssh_op *nssh_world_parked(const struct nssh_world *world)
{
	struct nssh_op *ops = NULL;

	for (const struct nssh_wns *ns = world->first; ns; ns = ns->next) {
		for (const struct nssh_wlink *link = ns->first; link; link = link->next) {
			if (!link->parked)
				continue;
			link->parked->chain = ops;
			ops = link->parked;
		}
	}
	return ops;
}

/* Without memory for the model, the program ends as it does without memory for a handle. */
static void *take(struct nssh_world *world, size_t size)
{
	void *memory = nssh_arena_alloc(world->arena, size);

	if (!memory)
		abort();
	return memory;
}

static char *copy(struct nssh_world *world, const char *text)
{
	size_t size = strlen(text);

	return memcpy(take(world, size + 1), text, size);
}

struct nssh_wname *nssh_world_name(struct nssh_world *world, const struct nssh_wns *ns,
				   const char *name)
{
	const struct nssh_wname key = { .ns = ns, .name = name };
	const uintptr_t place = (uintptr_t)ns;
	const uint64_t hash =
		nssh_hash(nssh_hash(NSSH_HASH_START, &place, sizeof(place)), name, strlen(name));
	struct nssh_wname *const *there = nssh_table_find(&world->names, hash, &key);
	struct nssh_wname *made;

	if (there)
		return *there;
	made = take(world, sizeof(*made));
	*made = (struct nssh_wname){ .ns = ns, .name = copy(world, name) };
	if (!nssh_table_add(&world->names, hash, &made))
		abort();
	return made;
}

/* Is there a name of it, also one that nothing is bound to? */
static enum nssh_presence look(const struct nssh_ns *ns)
{
	char path[sizeof(NSSH_NETNS_DIR) + 1 + 256] = NSSH_NETNS_DIR "/";
	struct stat st;

	if (!ns->ref)
		return NSSH_THERE;
	if (!nssh_netns_valid_name(ns->ref))
		return NSSH_UNSURE;
	memcpy(path + sizeof(NSSH_NETNS_DIR), ns->ref, strlen(ns->ref) + 1);
	if (lstat(path, &st) == 0)
		return NSSH_THERE;
	if (errno != ENOENT)
		return NSSH_UNSURE;
	/* It may be the number of a process. */
	return ns->ref[strspn(ns->ref, "0123456789")] ? NSSH_ABSENT : NSSH_UNSURE;
}

struct nssh_wns *nssh_world_ns(struct nssh_world *world, struct nssh_ns *ns)
{
	struct nssh_wns *model = ns->model;

	if (!model) {
		model = take(world, sizeof(*model));
		model->ns = ns;
		model->presence = look(ns);
		model->next = world->first;
		world->first = model;
		ns->model = model;
	}
	return model->same ? model->same : model;
}

/* Another handle of the same namespace. */
static struct nssh_wns *find_same(const struct nssh_world *world, const struct nssh_wns *model)
{
	for (struct nssh_wns *other = world->first; other; other = other->next) {
		if (other != model && other->links && other->presence == NSSH_THERE &&
		    nssh_ns_same(other->ns, model->ns))
			return other;
	}
	return NULL;
}

struct listing {
	struct nssh_world *world;
	struct nssh_wns *ns;
};

static void take_name(const struct listing *listing, struct nssh_wlink *link, const char *name)
{
	if (name)
		nssh_world_name(listing->world, listing->ns, name)->link = link;
}

static void take_altnames(const struct listing *listing, struct nssh_wlink *link,
			  const struct nlattr *list)
{
	const struct nlattr *attr;

	for (attr = nssh_attr_first(list); attr; attr = nssh_attr_next(list, attr))
		take_name(listing, link, nssh_attr_str(attr));
}

static bool is_veth(const struct nlattr *info)
{
	const struct nlattr *table[IFLA_INFO_KIND + 1] = { NULL };
	const char *kind;

	if (info)
		nssh_attrs_nested(info, table, IFLA_INFO_KIND);
	kind = nssh_attr_str(table[IFLA_INFO_KIND]);
	return kind && strcmp(kind, "veth") == 0;
}

static int take_link(const struct nlmsghdr *nlh, void *arg)
{
	const struct listing *listing = arg;
	const struct ifinfomsg *info = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *table[IFLA_PROP_LIST + 1];
	struct nssh_wlink *link;

	if (nlh->nlmsg_type != RTM_NEWLINK || nlh->nlmsg_len < NLMSG_LENGTH(sizeof(*info)))
		return 0;
	nssh_attrs(nlh, sizeof(*info), table, IFLA_PROP_LIST);
	if (!nssh_attr_str(table[IFLA_IFNAME]))
		return 0;
	link = take(listing->world, sizeof(*link));
	link->ns = listing->ns;
	link->name = copy(listing->world, nssh_attr_str(table[IFLA_IFNAME]));
	link->index = info->ifi_index;
	link->is_port = table[IFLA_MASTER];
	link->veth = is_veth(table[IFLA_LINKINFO]);
	link->peer_index = table[IFLA_LINK_NETNSID] ? 0 : (int)nssh_attr_u32(table[IFLA_LINK]);
	link->next = listing->ns->first;
	listing->ns->first = link;
	take_name(listing, link, link->name);
	if (table[IFLA_PROP_LIST])
		take_altnames(listing, link, table[IFLA_PROP_LIST]);
	return 0;
}

static int list_links(struct nssh_world *world, struct nssh_wns *ns, struct nssh_error *err)
{
	const struct ifinfomsg all = { .ifi_family = AF_UNSPEC };
	struct nssh_msg *msg = nssh_msg_new(RTM_GETLINK, 0, &all, sizeof(all));
	struct listing listing = { .world = world, .ns = ns };
	int rc = nssh_dump(ns->ns, msg, take_link, &listing, err);

	nssh_msg_free(msg);
	return rc;
}

int nssh_world_fail_ns(const struct nssh_wns *ns, const struct nssh_word *word,
		       struct nssh_error *err)
{
	(void)nssh_fail(err, -ENOENT, word, "no namespace \"%s\"", ns->ns->ref);
	nssh_kind(err, NSSH_ERROR_NO_NETNS);
	if (ns->gone && ns->gone->word)
		nssh_why(err, "line %u removed it", ns->gone->word->line);
	else
		nssh_ns_hint_add(ns->ns, err);
	return -ENOENT;
}

int nssh_world_need_ns(struct nssh_world *world, struct nssh_wns *ns, const struct nssh_word *word,
		       struct nssh_error *err)
{
	int rc;

	if (ns->links || ns->presence == NSSH_PLANNED || world->blurred)
		return 0;
	if (ns->presence == NSSH_ABSENT)
		return nssh_world_fail_ns(ns, word, err);
	rc = nssh_ns_open(ns->ns, ns->presence == NSSH_UNSURE ? NULL : err);
	if (rc >= 0) {
		ns->same = find_same(world, ns);
		if (ns->same)
			return 0;
		rc = list_links(world, ns, ns->presence == NSSH_UNSURE ? NULL : err);
	}
	if (rc < 0 && ns->presence == NSSH_UNSURE) {
		/* A path or a process may stand for a namespace that the plan makes. */
		nssh_world_blur(world);
		return 0;
	}
	if (rc < 0) {
		if (err && !err->word)
			err->word = word;
		return rc;
	}
	ns->presence = NSSH_THERE;
	ns->links = true;
	return 0;
}

int nssh_world_fail_link(struct nssh_world *world, const struct nssh_wns *ns, const char *name,
			 const struct nssh_word *word, struct nssh_error *err)
{
	const struct nssh_wname *place = nssh_world_name(world, ns, name);
	unsigned int line = place->last && place->last->word ? place->last->word->line : 0;

	if (ns->ns->ref)
		(void)nssh_fail(err, -ENODEV, word, "no link \"%s\" in namespace %s", name,
				ns->ns->ref);
	else
		(void)nssh_fail(err, -ENODEV, word, "no link \"%s\" here", name);
	nssh_kind(err, NSSH_ERROR_NO_LINK);
	if (line && !place->to)
		nssh_why(err, "line %u removed it", line);
	else if (line && place->to != ns)
		nssh_why(err, "line %u moved it to %s", line,
			 place->to->ns->ref ? place->to->ns->ref : "the home namespace");
	else if (line)
		nssh_why(err, "line %u named it %s", line, place->as);
	return -ENODEV;
}

int nssh_world_need_link(struct nssh_world *world, struct nssh_ns *ns, const char *name,
			 const struct nssh_word *word, struct nssh_wlink **ret,
			 struct nssh_error *err)
{
	struct nssh_wns *model = nssh_world_ns(world, ns);
	int rc = nssh_world_need_ns(world, model, word, err);

	*ret = NULL;
	if (rc < 0 || world->blurred)
		return rc;
	model = nssh_world_ns(world, ns);
	*ret = nssh_world_name(world, model, name)->link;
	/* It had the name beside another one, and has gone with that. */
	if (*ret && (*ret)->ns != model) {
		*ret = NULL;
		return 0;
	}
	/* Each namespace has a `lo`, which is not listed for one that is not there yet. */
	if (*ret || (model->presence == NSSH_PLANNED && strcmp(name, "lo") == 0))
		return 0;
	return nssh_world_fail_link(world, model, name, word, err);
}

struct nssh_wlink *nssh_world_make_link(struct nssh_world *world, struct nssh_wns *ns,
					const char *name, struct nssh_op *op, size_t number)
{
	struct nssh_wname *place = nssh_world_name(world, ns, name);
	struct nssh_wlink *link = take(world, sizeof(*link));

	link->ns = ns;
	link->name = place->name;
	link->maker = op;
	link->made = link->touched = number;
	link->next = ns->first;
	ns->first = link;
	place->link = link;
	place->changed = number;
	return link;
}

static void leave(struct nssh_wlink *link)
{
	struct nssh_wlink **at = &link->ns->first;

	while (*at && *at != link)
		at = &(*at)->next;
	if (*at)
		*at = link->next;
}

/* All names that the link has there are free again. */
static struct nssh_wname *free_name(struct nssh_world *world, struct nssh_wlink *link,
				    const struct nssh_op *op, size_t number)
{
	struct nssh_wname *place = nssh_world_name(world, link->ns, link->name);

	place->link = NULL;
	place->last = op;
	place->changed = number;
	return place;
}

static struct nssh_wlink *find_peer(const struct nssh_wlink *link)
{
	struct nssh_wlink *other = link->ns->first;

	if (link->peer || !link->veth || !link->peer_index)
		return link->peer;
	while (other && (other->index != link->peer_index || other->peer_index != link->index))
		other = other->next;
	return other;
}

/* An index says which one it is in the namespace only that it was listed in. */
static void leave_index(struct nssh_wlink *link)
{
	struct nssh_wlink *peer = find_peer(link);

	link->peer = peer;
	link->index = link->peer_index = 0;
	if (peer)
		peer->peer = link;
}

void nssh_world_move_link(struct nssh_world *world, struct nssh_wlink *link, struct nssh_wns *to,
			  const char *name, const struct nssh_op *op, size_t number)
{
	struct nssh_wname *from = free_name(world, link, op, number), *place;

	if (to != link->ns)
		leave_index(link);
	leave(link);
	place = nssh_world_name(world, to, name);
	from->to = to;
	from->as = place->name;
	place->link = link;
	place->changed = number;
	link->ns = to;
	link->name = place->name;
	link->next = to->first;
	to->first = link;
}

void nssh_world_free_port(struct nssh_wlink *link, size_t number)
{
	if (link->is_port)
		link->ns->freed = number;
	link->is_port = false;
}

static void remove_end(struct nssh_world *world, struct nssh_wlink *link, const struct nssh_op *op,
		       size_t number)
{
	free_name(world, link, op, number)->to = NULL;
	nssh_world_free_port(link, number);
	leave(link);
	link->sealed = true;
	link->ns = NULL;
}

void nssh_world_remove_link(struct nssh_world *world, struct nssh_wlink *link,
			    const struct nssh_op *op, size_t number)
{
	struct nssh_wlink *peer = find_peer(link);

	if (peer && peer->ns)
		remove_end(world, peer, op, number);
	/* In which other namespace its other end is was not asked. */
	if (link->veth && !peer)
		world->blurred = true;
	remove_end(world, link, op, number);
}
