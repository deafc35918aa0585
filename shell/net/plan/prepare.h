/* SPDX-License-Identifier: MIT */
/* Looking at a plan before its first request: what it misses, and what can be done in one request. */
#ifndef NSSH_NET_PLAN_PREPARE_H
#define NSSH_NET_PLAN_PREPARE_H

#include "net/plan/op.h"
#include "net/plan/world.h"

struct nssh_link_request;

/**
 * nssh_plan_prepare() - hold the ops against the system and against each other
 * @fuse: find out, too, what can be fused, and which namespaces can be made before all else
 *
 * Return: 0, or a negative errno with @err filled when an op is sure to fail.
 */
int nssh_plan_prepare(struct nssh_plan *plan, bool fuse, struct nssh_error *err);

/* Forget what can be fused. */
void nssh_plan_unfuse(struct nssh_plan *plan);

/**
 * nssh_fuse_change() - take a change of a link into the request that makes it, if that is the same
 * @op: it has been seen that it will work
 * @link: which link; @target: where it goes; @master: what it becomes a port of; or NULL
 */
void nssh_fuse_change(struct nssh_world *world, struct nssh_op *op,
		      const struct nssh_link_request *request, struct nssh_wlink *link,
		      const struct nssh_wns *target, struct nssh_wlink *master);

#endif
