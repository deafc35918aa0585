/* SPDX-License-Identifier: MIT */
/* The links and addresses of one namespace, gathered with one dump each. */
#ifndef NSSH_SDK_LINK_LIST_H
#define NSSH_SDK_LINK_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include <nssh/error.h>
#include <nssh/netns.h>

/* Messages of the kernel, copied one behind the other. */
struct nssh_messages {
	char *bytes;
	size_t size, room;
	size_t count;
};

/**
 * struct nssh_link_entry - one link
 * @name: in the message; never NULL
 */
struct nssh_link_entry {
	int index;
	unsigned int flags;
	const char *name;
	const struct nlmsghdr *nlh;
};

/**
 * struct nssh_link_list - the links of a namespace, in the kernel's order
 * @sorted: the same by index
 * @partial: the namespace may have more than these
 * @looked_up: links that were asked for one by one beside a list of one
 * @rest: every link, once one was wanted that is not in a longer list
 */
struct nssh_link_list {
	struct nssh_ns *ns;
	struct nssh_messages messages;
	struct nssh_link_entry *items;
	size_t count;
	struct nssh_link_entry *sorted;
	bool partial;
	struct nssh_messages looked_up;
	struct nssh_link_list *rest;
};

/**
 * struct nssh_link_select - what the kernel is asked to leave out of a list
 * @master: index of the master, 0 for any, -1 for links without one
 * @kind:   IFLA_INFO_KIND, or NULL; a kind that the kernel does not know leaves out nothing
 */
struct nssh_link_select {
	int master;
	const char *kind;
	bool stats;
};

/** struct nssh_addr_entry - one address of a link */
struct nssh_addr_entry {
	int index;
	size_t order;
	const struct nlmsghdr *nlh;
};

/** struct nssh_addr_list - addresses, ordered by link, those of one link in the kernel's order */
struct nssh_addr_list {
	struct nssh_messages messages;
	struct nssh_addr_entry *items;
	size_t count;
};

/**
 * nssh_link_list_all() - every link that is selected
 *
 * Return: 0 or a negative errno with @err filled. The list is to be freed in either case.
 */
int nssh_link_list_all(struct nssh_link_list *list, struct nssh_ns *ns,
		       const struct nssh_link_select *select, struct nssh_error *err);

/** nssh_link_list_one() - one link, by name or alternative name; -ENODEV when it is not there */
int nssh_link_list_one(struct nssh_link_list *list, struct nssh_ns *ns, const char *name,
		       bool stats, struct nssh_error *err);

void nssh_link_list_done(struct nssh_link_list *list);

/** nssh_link_list_find() - the link with this index; its strings are good until the next call */
bool nssh_link_list_find(struct nssh_link_list *list, int index, struct nssh_link_entry *ret);

/** nssh_addr_list_all() - addresses of a family, or of all; of one link when @index is not 0 */
int nssh_addr_list_all(struct nssh_addr_list *list, struct nssh_ns *ns, int family, int index,
		       struct nssh_error *err);

void nssh_addr_list_done(struct nssh_addr_list *list);

/** nssh_addr_list_of() - the addresses of a link. Return: the first; @ret_count tells how many. */
const struct nssh_addr_entry *nssh_addr_list_of(const struct nssh_addr_list *list, int index,
						size_t *ret_count);

#endif
