/* SPDX-License-Identifier: MIT */
/* Families of addresses in routes. */
#ifndef NSSH_ROUTE_FAMILY_H
#define NSSH_ROUTE_FAMILY_H

#include <nssh/netlink.h>
#include <nssh/value.h>

/* nssh_route_family_word() - how people call a family: "IPv4" */
const char *nssh_route_family_word(int family);

/* nssh_route_family_of() - the family before an address of a next hop; AF_UNSPEC: the word is none */
int nssh_route_family_of(const char *word);

/* nssh_route_family_name() - iproute2's word for a family */
const char *nssh_route_family_name(int family);

/**
 * nssh_route_family_add() - an address joins a route
 * @family: the family of those before; AF_UNSPEC when there was none, and then it becomes the value's
 */
int nssh_route_family_add(int *family, const struct nssh_value *value, struct nssh_error *err);

/* nssh_route_via_put() - RTA_GATEWAY, or RTA_VIA for an address of another family than the route's */
void nssh_route_via_put(struct nssh_msg *msg, const struct nssh_value *via, int family);

/* nssh_route_via_size() - how many bytes that takes in a message */
size_t nssh_route_via_size(const struct nssh_value *via, int family);

#endif
