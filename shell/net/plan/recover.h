/* SPDX-License-Identifier: MIT */
/* Runs that were cut off. */
#ifndef NSSH_NET_PLAN_RECOVER_H
#define NSSH_NET_PLAN_RECOVER_H

#include <nssh/error.h>

struct nssh_net;
struct nssh_record;

/**
 * nssh_recover() - take back what runs did that were cut off, the last one first
 * @each: called for each, before it is done; NULL: only count
 * @left: called for what stays as it is, with the reason
 *
 * What such runs have left beside that is removed: the journal of one that was over, namespaces that nobody
 * can bring back any more. A journal that is damaged stays, is named, and does not keep from the others.
 * Return: how many there are, or a negative errno with @err filled.
 */
int nssh_recover(struct nssh_net *net, void (*each)(const struct nssh_record *record, void *arg),
		 void (*left)(const char *what, void *arg), void *arg, struct nssh_error *err);

#endif
