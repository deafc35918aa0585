/* SPDX-License-Identifier: MIT */
/* Settings of a link that was there before: what somebody else has changed since is theirs, and stays. */
#ifndef NSSH_NET_PLAN_THEIRS_H
#define NSSH_NET_PLAN_THEIRS_H

struct nssh_msg;
struct nssh_undo;

/**
 * nssh_theirs_spared() - the request that restores settings, without those that do not hold what was put
 * @undo:   with @put
 * @theirs: called for each that holds neither that nor what it is restored to
 *
 * Return: a request to be freed; NULL when there is nothing to restore.
 */
struct nssh_msg *nssh_theirs_spared(const struct nssh_undo *undo,
				    void (*theirs)(const char *what, void *arg), void *arg);

#endif
