/* SPDX-License-Identifier: MIT */
/* Names of namespaces: making, binding and removing them. */
#ifndef NSSH_NET_NETNS_OPS_H
#define NSSH_NET_NETNS_OPS_H

#include <stddef.h>

#include <nssh/error.h>

struct nssh_net;
struct nssh_newborn;
struct nssh_ns;

/*
 * The ops of nssh/plan.h, done at once. The handle's text must be a valid name. What they made
 * before they failed is taken away again. Return: 0 or a negative errno with @err filled.
 */
int nssh_netns_add(struct nssh_ns *ns, struct nssh_error *err);
/* The parts of adding, from any thread: the directory, which stays the context's, ready for names; ... */
int nssh_netns_ready(struct nssh_net *net, struct nssh_error *err);
/* ... a namespace, which the calling thread stays in; ... */
int nssh_netns_bear(const struct nssh_ns *ns, struct nssh_newborn *ret, struct nssh_error *err);
/* ... and its name, bound to @fd. */
int nssh_netns_name(int dir, struct nssh_ns *ns, int fd, struct nssh_error *err);
/* The same for one that had that name: what is left of it does not matter. */
int nssh_netns_name_again(int dir, struct nssh_ns *ns, int fd, struct nssh_error *err);
int nssh_netns_attach(struct nssh_ns *ns, struct nssh_ns *source, struct nssh_error *err);
int nssh_netns_del(struct nssh_ns *ns, struct nssh_error *err);
/*
 * The same for many at once: the kernel waits for a grace period each time. @failed is called for each that
 * could not be removed.
 */
void nssh_netns_del_many(struct nssh_net *net, struct nssh_ns *const *ns, size_t count,
			 void (*failed)(struct nssh_ns *ns, int code, const struct nssh_error *err,
					void *arg),
			 void *arg);

#endif
