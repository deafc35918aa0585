/* SPDX-License-Identifier: MIT */
/* Names of links by their indexes. */
#include "links.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include <nssh/link.h>

static int keep(const char *name, int index, void *arg)
{
	struct route_links *links = arg;
	struct route_link *link;

	if (links->count == links->room) {
		size_t room = links->room ? 2 * links->room : 32;
		struct route_link *items = realloc(links->items, room * sizeof(*items));

		if (!items)
			return -ENOMEM;
		links->items = items;
		links->room = room;
	}
	link = &links->items[links->count++];
	link->index = (uint32_t)index;
	(void)snprintf(link->name, sizeof(link->name), "%s", name);
	return 0;
}

static int compare(const void *a, const void *b)
{
	const struct route_link *left = a, *right = b;

	return (left->index > right->index) - (left->index < right->index);
}

const char *nssh_route_link_name(struct route_links *links, uint32_t index, char *buf)
{
	const struct route_link wanted = { .index = index };
	const struct route_link *found = NULL;

	if (!links->loaded) {
		links->loaded = true;
		(void)nssh_link_names(links->ns, keep, links, NULL);
		if (links->count)
			qsort(links->items, links->count, sizeof(*links->items), compare);
	}
	if (links->count)
		found = bsearch(&wanted, links->items, links->count, sizeof(wanted), compare);
	if (found)
		return found->name;
	(void)snprintf(buf, IFNAMSIZ, "if%u", index);
	return buf;
}

void nssh_route_links_done(struct route_links *links)
{
	free(links->items);
}
