/* SPDX-License-Identifier: MIT */
/* Names of namespaces: making, binding and removing them. */
#ifndef NSSH_NET_NETNS_OPS_H
#define NSSH_NET_NETNS_OPS_H

#include <nssh/error.h>

struct nssh_ns;

/*
 * The ops of nssh/plan.h, done at once. The handle's text must be a valid name. What they made
 * before they failed is taken away again. Return: 0 or a negative errno with @err filled.
 */
int nssh_netns_add(struct nssh_ns *ns, struct nssh_error *err);
int nssh_netns_attach(struct nssh_ns *ns, struct nssh_ns *source, struct nssh_error *err);
int nssh_netns_del(struct nssh_ns *ns, struct nssh_error *err);

#endif
