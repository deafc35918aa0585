/* SPDX-License-Identifier: MIT */
/* What is there before a request changes it, as requests that bring it back. */
#ifndef NSSH_NET_PLAN_PRIOR_H
#define NSSH_NET_PLAN_PRIOR_H

#include <stdbool.h>

#include <linux/netlink.h>

#include <nssh/error.h>
#include <nssh/netlink.h>

#include "net/plan/seen.h"

struct nssh_link_request;
struct nssh_net;
struct nssh_txn;

/* Messages of the kernel, kept. */
struct nssh_kept {
	struct nlmsghdr **at;
	size_t count, room;
	bool failed;
};

void nssh_kept_done(struct nssh_kept *kept);
/* A copy of one more. Return: 0 or -ENOMEM. */
int nssh_kept_add(struct nssh_kept *kept, const struct nlmsghdr *nlh);
/* What a request for a list (RTM_GETLINK ...) with this header finds, behind what is kept already. */
int nssh_kept_dump(struct nssh_kept *kept, struct nssh_ns *ns, uint16_t type, const void *head,
		   size_t size, struct nssh_error *err);
/* All of a list (RTM_GETLINK, RTM_GETADDR, RTM_GETROUTE) in a namespace. */
int nssh_kept_list(struct nssh_kept *kept, struct nssh_ns *ns, uint16_t type,
		   struct nssh_error *err);
/* The link of that index, from a list of links; or NULL. */
const struct nlmsghdr *nssh_kept_link(const struct nssh_kept *links, int index);

/* Note a request; it is taken over. "restore %s" of what. */
int nssh_note_request(struct nssh_txn *txn, struct nssh_ns *ns, struct nssh_msg *msg,
		      struct nssh_error *err, const char *fmt, ...) NSSH_PRINTF(5, 6);
/* Note a request that restores settings of link @name, which @put changes. */
int nssh_note_settings(struct nssh_txn *txn, struct nssh_ns *ns, struct nssh_msg *msg,
		       const struct nssh_msg *put, struct nssh_error *err, const char *name);

/* Note the request that brings a link back from where it is about to go, and will have that index. */
int nssh_note_return(struct nssh_txn *txn, struct nssh_ns *from, int index, struct nssh_msg *msg,
		     const char *name, struct nssh_error *err);

/*
 * Each notes what brings back what this request is about to change; the namespace is not one that the
 * transaction made. Return: 0 or a negative errno with @err filled.
 */
int nssh_prior_link(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		    const struct nssh_link_request *request, struct nssh_error *err);
/* The links of a group, which the request changes or removes. */
int nssh_prior_group(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		     const struct nssh_link_request *request, struct nssh_error *err);
int nssh_prior_link_gone(struct nssh_txn *txn, struct nssh_ns *ns, int index,
			 struct nssh_error *err);
int nssh_prior_addr(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		    struct nssh_error *err);
int nssh_prior_route(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		     struct nssh_error *err);
int nssh_prior_neigh(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		     struct nssh_error *err);
int nssh_prior_rule(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		    struct nssh_error *err);
/* Alternative names that it adds and are not there, or removes and are. */
int nssh_prior_names(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		     struct nssh_error *err);

/* The addresses of a link, of one family or (AF_UNSPEC) all, that the kernel did not make. */
int nssh_prior_addrs(struct nssh_txn *txn, struct nssh_ns *ns, int index, unsigned char family,
		     struct nssh_error *err);

/* The addresses of a link, the routes by it, its neighbours; noted so that the addresses come first. */
int nssh_prior_contents(struct nssh_txn *txn, struct nssh_ns *ns, int index,
			struct nssh_error *err);

struct nssh_was;
/* The settings of the port that a link is, and is about to be no more. */
int nssh_prior_port(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_was *was,
		    struct nssh_error *err);

/* The permanent neighbours behind a link. */
int nssh_prior_neighs_by(struct nssh_txn *txn, struct nssh_ns *ns, int index,
			 struct nssh_error *err);

/* The routes by a link; those by a gateway are brought back last. */
int nssh_prior_routes_by(struct nssh_txn *txn, struct nssh_ns *ns, int index,
			 struct nssh_error *err);

/* What tells routes, and addresses, apart that cannot both be added, as a number. */
uint64_t nssh_prior_route_key(const struct nlmsghdr *route);
uint64_t nssh_prior_addr_key(const struct nlmsghdr *addr);

/* What the transaction knows; it forgets it at each request that may change it otherwise. */
struct nssh_seen *nssh_txn_routes(struct nssh_txn *txn);
struct nssh_seen *nssh_txn_addrs(struct nssh_txn *txn);

/* The same attribute in both, or in neither. */
bool nssh_prior_same(const struct nlattr *a, const struct nlattr *b);

/*
 * The attributes of a link's kind by nssh_net_set_restore(): those that the IFLA_LINKINFO @asked has, or
 * all of the IFLA_INFO_DATA @was. Return: false, with nothing put, when nobody knows the kind.
 */
bool nssh_prior_kind(const struct nssh_net *net, const struct nlattr *was,
		     const struct nlattr *asked, struct nssh_msg *msg);
bool nssh_prior_kind_data(const struct nssh_net *net, const char *kind, const struct nlattr *was,
			  struct nssh_msg *msg);

/* The bytes of a request as a message that can be read. */
const struct nlmsghdr *nssh_prior_sealed(const struct nssh_msg *msg);

/* Put an attribute of the kernel's message into a request, as it is. */
void nssh_prior_put(struct nssh_msg *msg, const struct nlattr *attr);

#endif
