/* SPDX-License-Identifier: MIT */
/* What the files of this plugin share: its verbs and kinds of argument, and a neighbour as it is told. */
#ifndef NSSH_PLUGINS_NEIGH_H
#define NSSH_PLUGINS_NEIGH_H

#include <stdint.h>

#include <linux/neighbour.h>

#include <nssh/link.h>
#include <nssh/plugin.h>

extern const struct nssh_verb nssh_neigh_add_verb, nssh_neigh_change_verb, nssh_neigh_replace_verb,
	nssh_neigh_del_verb, nssh_neigh_show_verb, nssh_neigh_get_verb, nssh_neigh_flush_verb;

extern const struct nssh_type nssh_neigh_state_type, nssh_neigh_any_state_type,
	nssh_neigh_lladdr_type;

/* The num of the state `all`; and what stands for `none`, as a bit beside NUD_*. */
#define NEIGH_ALL  (UINT64_C(1) << 32)
#define NEIGH_NONE 0x100u

/**
 * struct neigh_entry - one neighbour; points into the message
 * @attrs: NDA_*
 */
struct neigh_entry {
	const struct ndmsg *head;
	const struct nlattr *attrs[NDA_MAX + 1];
};

/** nssh_neigh_entry_read() - false when the message is none about a neighbour */
bool nssh_neigh_entry_read(const struct nlmsghdr *nlh, struct neigh_entry *entry);

/**
 * struct neigh_view - how neighbours are shown
 * @index: the link that all of them are behind, which is not repeated; or 0
 */
struct neigh_view {
	struct nssh_out *out;
	const struct nssh_options *options;
	struct nssh_link_table *links;
	uint32_t index;
};

/** nssh_neigh_print() - one neighbour, as `ip neigh` does */
void nssh_neigh_print(struct neigh_view *view, const struct neigh_entry *entry);

/** nssh_neigh_complete() - addresses of neighbours that are there, for verbs that want one that is */
void nssh_neigh_complete(const struct nssh_complete *req);

#endif
