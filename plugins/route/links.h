/* SPDX-License-Identifier: MIT */
/* Names of links by their indexes, read when the first one is wanted. */
#ifndef NSSH_ROUTE_LINKS_H
#define NSSH_ROUTE_LINKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/if.h>

#include <nssh/netns.h>

struct route_link {
	uint32_t index;
	char name[IFNAMSIZ];
};

/** struct route_links - begin with `{ .ns = where }` */
struct route_links {
	struct nssh_ns *ns;
	bool loaded;
	struct route_link *items;
	size_t count, room;
};

/**
 * nssh_route_link_name() - the name of a link, or `if7` when there is none with this index
 * @buf: IFNAMSIZ bytes for the latter
 */
const char *nssh_route_link_name(struct route_links *links, uint32_t index, char *buf);

void nssh_route_links_done(struct route_links *links);

#endif
