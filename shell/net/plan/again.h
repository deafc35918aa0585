/* SPDX-License-Identifier: MIT */
/* A link that the kernel listed, and the requests that make one like it. */
#ifndef NSSH_NET_PLAN_AGAIN_H
#define NSSH_NET_PLAN_AGAIN_H

#include <stdbool.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include <nssh/netlink.h>

/**
 * struct nssh_was - a link as it was, read; points into the message
 * @kind: the attributes of IFLA_LINKINFO
 * @name: never NULL
 */
struct nssh_was {
	const struct nlmsghdr *nlh;
	const struct ifinfomsg *info;
	const struct nlattr *table[IFLA_MAX + 1];
	const struct nlattr *kind[IFLA_INFO_SLAVE_DATA + 1];
	const char *name;
};

void nssh_was_read(const struct nlmsghdr *nlh, struct nssh_was *ret);
/* As IFLA_INFO_KIND says; false for NULL. */
bool nssh_was_kind(const struct nssh_was *was, const char *kind);

/* The namespace of the link that it lies on, or whose other end it is; NULL when that has no name. */
struct nssh_ns *nssh_again_far(const struct nssh_was *was, struct nssh_ns *ns);

/* Make it: its kind, with all that a link may be made with. */
struct nssh_msg *nssh_again_link(const struct nssh_was *was, const struct nssh_net *net);

/**
 * nssh_again_pair() - make a pair; of whatever kind they were
 * @ns:     the namespace that the request is for
 * @far_ns: the one of the other end
 * @far:    as what; NULL: as any link, with the name @far_name
 */
struct nssh_msg *nssh_again_pair(const struct nssh_was *near, struct nssh_ns *ns,
				 const struct nssh_was *far, struct nssh_ns *far_ns,
				 const char *far_name);

/* Its master, flags and alias, which cannot be given to a link while it is made. */
struct nssh_msg *nssh_again_rest(const struct nssh_was *was);
/* What it was as a port, once it has its master; NULL: it was none, or nobody knows that kind. */
struct nssh_msg *nssh_again_port(const struct nssh_was *was, const struct nssh_net *net);
/* Its other names; NULL when it has none. */
struct nssh_msg *nssh_again_altnames(const struct nssh_was *was);

/* An address, and a route, from a list of the kernel. */
struct nssh_msg *nssh_again_addr(const struct nlmsghdr *was);
/* @flags: of the request; @by_id: an object of next hops may be named, else the hops are */
struct nssh_msg *nssh_again_route(const struct nlmsghdr *was, uint16_t flags, bool by_id);

#endif
