/* SPDX-License-Identifier: MIT */
/* Showing routes as `ip route` does, in text and JSON. */
#ifndef NSSH_ROUTE_PRINT_H
#define NSSH_ROUTE_PRINT_H

#include <linux/if.h>

#include <nssh/command.h>
#include <nssh/link.h>
#include <nssh/names.h>
#include <nssh/output.h>

#include "entry.h"
#include "filter.h"

/**
 * struct route_view - how routes are shown
 * @filter: what all of them have in common is not repeated
 */
struct route_view {
	struct nssh_out *out;
	const struct nssh_options *options;
	const struct route_filter *filter;
	struct nssh_ns *ns;
	struct nssh_link_table *links;
};

/** nssh_route_view_init() - for the routes of a namespace; its links are to be given back */
void nssh_route_view_init(struct route_view *view, const struct nssh_cmd *cmd, struct nssh_ns *ns,
			  const struct route_filter *filter);

/** nssh_route_print() - one route */
void nssh_route_print(struct route_view *view, const struct route_entry *entry);

/* Room for a number as text where a table has no name for it. */
#define ROUTE_NAME_TEXT 16

/** nssh_route_print_name() - a number by its name in a table; with -N as it is */
void nssh_route_print_name(struct route_view *view, const char *key, const char *fmt,
			   enum nssh_table table, uint32_t number);

/** nssh_route_print_addr() - `via 10.0.0.1 `: in text the words before the address stand in @lead */
void nssh_route_print_addr(struct route_view *view, const char *key, const char *lead, int family,
			   const struct nlattr *attr);

/** nssh_route_print_host() - the same of a host, which -r names */
void nssh_route_print_host(struct route_view *view, const char *key, const char *lead, int family,
			   const struct nlattr *attr);

/** nssh_route_print_link() - `dev eth0 ` */
void nssh_route_print_link(struct route_view *view, const char *key, uint32_t index);

/** nssh_route_print_flags() - RTNH_F_* and RTM_F_* */
void nssh_route_print_flags(struct route_view *view, uint32_t flags);

void nssh_route_print_via(struct route_view *view, const struct nlattr *attr);
void nssh_route_print_flow(struct route_view *view, const struct nlattr *attr);
void nssh_route_print_metrics(struct route_view *view, const struct nlattr *attr);
void nssh_route_print_hops(struct route_view *view, const struct rtmsg *head,
			   const struct nlattr *attr);

/** nssh_route_print_encap() - RTA_ENCAP of the kind RTA_ENCAP_TYPE */
void nssh_route_print_encap(struct route_view *view, const struct nlattr *type,
			    const struct nlattr *encap);

/** nssh_route_print_object() - what a nexthop object is: with -d */
void nssh_route_print_object(struct route_view *view, uint32_t id);

#endif
