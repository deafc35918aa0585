/* SPDX-License-Identifier: MIT */
/*
 * Fusing: making a pair of links where its ends are about to be moved. A move waits for an RCU grace
 * period, some 16 ms; being made there costs nothing (kernel-notes: a pair 34 ms, fused 1.24 ms).
 */
#ifndef NSSH_NET_FUSE_H
#define NSSH_NET_FUSE_H

#include <nssh/netlink.h>

/**
 * nssh_fuse_move() - take a move into the request that makes the link
 * @make: makes a pair of links; @move: the request behind it; both go to the namespace @ns
 * @ret_fused: the request that does both; @make and @move are as they were
 *
 * Only a move and nothing else, of an end that stays in @ns so far. Return: whether it can be done.
 */
bool nssh_fuse_move(const struct nssh_msg *make, const struct nssh_msg *move,
		    const struct nssh_ns *ns, struct nssh_msg **ret_fused);

/**
 * nssh_fuse_names_free() - are the names of both ends free, where they go and in @ns, where they would
 * have been made first?
 *
 * One by one, a request would fail if they were not.
 */
bool nssh_fuse_names_free(struct nssh_ns *ns, const struct nssh_msg *fused);

/**
 * nssh_fuse_indexes() - give the two ends different indexes, @index and the next, if they have none
 *
 * In fresh namespaces the kernel would give both the same, and then takes each end for a link without
 * a peer (IFLA_LINK equal to the index: net/core/link_watch.c, default_operstate()).
 */
void nssh_fuse_indexes(struct nssh_msg *fused, int index);

/**
 * nssh_fuse_numbers() - give the namespaces the numbers for each other that the moves would have left
 *
 * @ns is where the pair would have been made. For the namespaces that @fused makes its ends in; those
 * that have a number keep it. Return: 0 or a negative errno; nothing is reported, since the requests
 * one by one report it better.
 */
int nssh_fuse_numbers(struct nssh_ns *ns, const struct nssh_msg *fused);

#endif
