/* SPDX-License-Identifier: MIT */
/*
 * What namespaces and links there will be when an op's turn comes: what is there now, and what the ops
 * before it make, move and remove. Nothing is sent but questions.
 */
#ifndef NSSH_NET_PLAN_WORLD_H
#define NSSH_NET_PLAN_WORLD_H

#include <stdbool.h>
#include <stddef.h>

#include "net/plan/op.h"

struct nssh_world;

enum nssh_presence {
	NSSH_THERE,   /* before the plan */
	NSSH_PLANNED, /* made by an op before */
	NSSH_ABSENT,
	NSSH_UNSURE,
};

/**
 * struct nssh_wns - a namespace
 * @links:   the links in it are known
 * @made, @gone: the op that makes it, that removes it
 * @changed: the number of the last op that made or removed it, counted from 1; 0: none
 * @freed:   the number of the last op behind which a bridge in it has a port's number free again
 * @first:   the links in it
 */
struct nssh_wns {
	struct nssh_ns *ns;
	enum nssh_presence presence;
	bool links;
	const struct nssh_op *made, *gone;
	size_t changed, freed;
	struct nssh_wlink *first;
	struct nssh_wns *same, *next;
};

/**
 * struct nssh_wname - a name in a namespace
 * @link:    who has it, or NULL
 * @last:    the op that took the last one away, or NULL
 * @to, @as: where that one went, and its name there; NULL: removed
 * @changed: as in struct nssh_wns
 */
struct nssh_wname {
	const struct nssh_wns *ns;
	const char *name;
	struct nssh_wlink *link;
	const struct nssh_op *last;
	const struct nssh_wns *to;
	const char *as;
	size_t changed;
};

/**
 * struct nssh_wlink - a link
 * @maker:  the op that makes it; NULL for one that is there
 * @made:   the number of that op
 * @far:    it is the far end of the pair that the op makes
 * @peer:   the other end, if it is known
 * @veth:   it is one of a pair; @peer_index: the other end's index here, or 0
 * @touched: the number of the last op that had to do with it
 * @port:   the number of the op behind which the last link became its port
 * @parked: the op that sets it up, which waits for its ports
 * @is_port: it is a port of a bridge or of something like that
 * @strayed: it went elsewhere by an op of its own
 * @sealed: nothing more may come into the request that makes it
 * @up:     that request sets it up; @moved: it makes it elsewhere
 */
struct nssh_wlink {
	struct nssh_wns *ns;
	const char *name;
	struct nssh_op *maker;
	size_t made, touched, port;
	int index, peer_index;
	struct nssh_wlink *peer, *next;
	struct nssh_op *parked;

	bool far, veth, is_port, strayed, sealed, up, moved;
};

struct nssh_world *nssh_world_new(struct nssh_net *net);
void nssh_world_free(struct nssh_world *world);

/* From here on others may have done anything: nothing is certain any more. */
void nssh_world_blur(struct nssh_world *world);
bool nssh_world_is_blurred(const struct nssh_world *world);

/* The ops that wait for something to need them, chained. */
struct nssh_op *nssh_world_parked(const struct nssh_world *world);

/* The namespace that a handle stands for. */
struct nssh_wns *nssh_world_ns(struct nssh_world *world, struct nssh_ns *ns);

/* A name in a namespace whose links are known. */
struct nssh_wname *nssh_world_name(struct nssh_world *world, const struct nssh_wns *ns,
				   const char *name);

/**
 * nssh_world_need_ns() - it has to be there, and its links known
 *
 * Return: 0, with nothing known where nothing is certain; or a negative errno with @err filled.
 */
int nssh_world_need_ns(struct nssh_world *world, struct nssh_wns *ns, const struct nssh_word *word,
		       struct nssh_error *err);

/**
 * nssh_world_need_link() - a link of that name has to be there
 * @ret: the link, or NULL where nothing is certain
 */
int nssh_world_need_link(struct nssh_world *world, struct nssh_ns *ns, const char *name,
			 const struct nssh_word *word, struct nssh_wlink **ret,
			 struct nssh_error *err);

/* A new link that has the name; NULL without memory. */
struct nssh_wlink *nssh_world_make_link(struct nssh_world *world, struct nssh_wns *ns,
					const char *name, struct nssh_op *op, size_t number);

/* It leaves its name, and @to: goes there, as @name. */
void nssh_world_move_link(struct nssh_world *world, struct nssh_wlink *link, struct nssh_wns *to,
			  const char *name, const struct nssh_op *op, size_t number);

/* It is no longer a port, if it was one. */
void nssh_world_free_port(struct nssh_wlink *link, size_t number);

/* It is removed, and its other end with it. */
void nssh_world_remove_link(struct nssh_world *world, struct nssh_wlink *link,
			    const struct nssh_op *op, size_t number);

/* "no namespace x", with what became of it. Return: -ENOENT. */
int nssh_world_fail_ns(const struct nssh_wns *ns, const struct nssh_word *word,
		       struct nssh_error *err);

/* "no link "x" in namespace y", with what became of it. */
int nssh_world_fail_link(struct nssh_world *world, const struct nssh_wns *ns, const char *name,
			 const struct nssh_word *word, struct nssh_error *err);

#endif
