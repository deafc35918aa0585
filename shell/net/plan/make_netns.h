/* SPDX-License-Identifier: MIT */
/*
 * Making the namespaces of a plan by threads of their own, ahead of the ops that need them: while the one
 * that makes links waits for the kernel, others make namespaces.
 */
#ifndef NSSH_NET_PLAN_MAKE_NETNS_H
#define NSSH_NET_PLAN_MAKE_NETNS_H

#include "net/plan/op.h"

struct nssh_births;
struct nssh_txn;

/**
 * nssh_births_begin() - begin to make the namespaces of the ops that are marked as early
 *
 * The context's @births until it is ended. Return: 0, or a negative errno with @err filled; then some of
 * them may be made, and are noted.
 */
int nssh_births_begin(struct nssh_plan *plan, struct nssh_txn *txn, struct nssh_error *err);

/* What an op speaks of is there from now on. Return: 0, or a negative errno with @err filled. */
int nssh_births_need(struct nssh_net *net, const struct nssh_op *op, struct nssh_error *err);

/* Make no more, and wait for those that are being made; also when none were begun. */
void nssh_births_end(struct nssh_net *net);

#endif
