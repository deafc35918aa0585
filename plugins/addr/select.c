/* SPDX-License-Identifier: MIT */
/* Finding the addresses that `addr flush` is to delete. */
#define _GNU_SOURCE
#include "select.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include <nssh/netlink.h>

/* What has to be known of the links: only when a selection by label or state needs it. */
struct link_state {
	int index;
	bool up;
	char name[IFNAMSIZ];
};

struct search {
	const struct addr_selection *selection;
	int index;
	struct link_state *links;
	size_t link_count;
	struct addr_entry *found;
	size_t count;
};

/* Room for one more, doubling at the powers of two. */
static void *grow(void *items, size_t count, size_t size)
{
	if (count && (count & (count - 1)))
		return items;
	return reallocarray(items, count ? 2 * count : 1, size);
}

static int keep_link(const struct nlmsghdr *nlh, void *arg)
{
	const struct ifinfomsg *head = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *table[IFLA_IFNAME + 1];
	struct search *search = arg;
	struct link_state *links;
	const char *name;

	if (nlh->nlmsg_type != RTM_NEWLINK || mnl_nlmsg_get_payload_len(nlh) < sizeof(*head))
		return 0;
	nssh_attrs(nlh, sizeof(*head), table, IFLA_IFNAME);
	name = nssh_attr_str(table[IFLA_IFNAME]);
	links = grow(search->links, search->link_count, sizeof(*links));
	if (!links)
		return -ENOMEM;
	search->links = links;
	links += search->link_count++;
	links->index = head->ifi_index;
	links->up = head->ifi_flags & IFF_UP;
	(void)snprintf(links->name, sizeof(links->name), "%s", name ? name : "");
	return 0;
}

static const struct link_state *state_of(const struct search *search, unsigned int index)
{
	static const struct link_state none;

	for (size_t i = 0; i < search->link_count; i++) {
		if (search->links[i].index == (int)index)
			return &search->links[i];
	}
	return &none;
}

static bool in_prefix(const struct nssh_addr *prefix, const struct nssh_addr *addr)
{
	unsigned int whole = prefix->bits / 8, rest = prefix->bits % 8;

	if (prefix->family == AF_UNSPEC)
		return true;
	if (prefix->family != addr->family || memcmp(prefix->bytes, addr->bytes, whole) != 0)
		return false;
	return rest == 0 || (prefix->bytes[whole] ^ addr->bytes[whole]) >> (8 - rest) == 0;
}

static bool is_meant(const struct search *search, const struct addr_entry *entry)
{
	const struct addr_selection *s = search->selection;
	const struct link_state *link = state_of(search, entry->index);

	if (search->index && entry->index != (unsigned int)search->index)
		return false;
	if (s->family != AF_UNSPEC && entry->local.family != s->family)
		return false;
	if (s->scope >= 0 && entry->scope != s->scope)
		return false;
	if ((entry->flags ^ s->flags) & s->mask)
		return false;
	if (s->up && !link->up)
		return false;
	if (s->label && fnmatch(s->label, *entry->label ? entry->label : link->name, 0) != 0)
		return false;
	return in_prefix(&s->to, &entry->local);
}

static int keep_addr(const struct nlmsghdr *nlh, void *arg)
{
	struct search *search = arg;
	struct addr_entry entry, *found;

	if (!nssh_addr_entry_read(nlh, &entry) || !is_meant(search, &entry))
		return 0;
	found = grow(search->found, search->count, sizeof(*found));
	if (!found)
		return -ENOMEM;
	search->found = found;
	found[search->count++] = entry;
	return 0;
}

static int dump_links(struct nssh_ns *ns, struct search *search, struct nssh_error *err)
{
	struct ifinfomsg head = { .ifi_family = AF_UNSPEC };
	struct nssh_msg *msg = nssh_msg_new(RTM_GETLINK, 0, &head, sizeof(head));
	int rc = nssh_dump(ns, msg, keep_link, search, err);

	nssh_msg_free(msg);
	return rc;
}

static int dump_addrs(struct nssh_ns *ns, struct search *search, struct nssh_error *err)
{
	struct nssh_msg *msg =
		nssh_addr_list_request(search->selection->family, (unsigned int)search->index);
	int rc = nssh_dump(ns, msg, keep_addr, search, err);

	nssh_msg_free(msg);
	return rc;
}

void nssh_addr_selection_done(struct addr_selection *selection)
{
	free(selection->link);
	free(selection->label);
}

int nssh_addr_find(struct nssh_ns *ns, const struct addr_selection *selection,
		   struct addr_entry **ret, size_t *ret_count, struct nssh_error *err)
{
	struct search search = { .selection = selection };
	int rc = 0;

	if (selection->link) {
		rc = search.index = nssh_ns_link_index(ns, selection->link, err);
		if (rc < 0 && err && !err->word)
			err->word = selection->word;
	}
	if (rc >= 0 && (selection->up || selection->label))
		rc = dump_links(ns, &search, err);
	if (rc >= 0)
		rc = dump_addrs(ns, &search, err);
	free(search.links);
	if (rc < 0) {
		free(search.found);
		return rc;
	}
	*ret = search.found;
	*ret_count = search.count;
	return 0;
}
