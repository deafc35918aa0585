/* SPDX-License-Identifier: MIT */
/* The sandbox: namespaces of the program's own, in which any user may try everything. */
#ifndef NSSH_NET_SANDBOX_H
#define NSSH_NET_SANDBOX_H

#include <nssh/error.h>

/**
 * nssh_sandbox_enter() - move this process into one, for good
 *
 * A user namespace (unless it runs as root with the needed capabilities), a mount and a network
 * namespace; an empty /run with its own /run/netns and /run/nssh; /sys of the new network namespace
 * where the kernel lets it be mounted; `lo` up. Must be called before any thread is made. Return: 0
 * or a negative errno with @err filled, which says which setting forbids it when one does.
 */
int nssh_sandbox_enter(struct nssh_error *err);

/**
 * nssh_sandbox_enter_apart() - the same, always with a user namespace
 *
 * Then not even root can get at namespaces outside, as by a path under /proc.
 */
int nssh_sandbox_enter_apart(struct nssh_error *err);

#endif
