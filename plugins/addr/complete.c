/* SPDX-License-Identifier: MIT */
/* Completion of the addresses that are there to be changed or deleted. */
#include "addr.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <nssh/link.h>
#include <nssh/names.h>

#include "entry.h"
#include "modify.h"

struct named {
	int index;
	char name[IFNAMSIZ];
};

/* What the candidates are made from: the request, and the links' names for its help. */
struct offers {
	const struct nssh_complete *req;
	struct named *links;
	size_t count, room;
};

static int keep_name(const char *name, int index, void *arg)
{
	struct offers *offers = arg;

	if (offers->count == offers->room) {
		size_t room = offers->room ? 2 * offers->room : 16;
		struct named *links = realloc(offers->links, room * sizeof(*links));

		if (!links)
			return -ENOMEM;
		offers->links = links;
		offers->room = room;
	}
	offers->links[offers->count].index = index;
	(void)snprintf(offers->links[offers->count].name, IFNAMSIZ, "%s", name);
	offers->count++;
	return 0;
}

static const char *name_of(const struct offers *offers, unsigned int index)
{
	for (size_t i = 0; i < offers->count; i++) {
		if (offers->links[i].index == (int)index)
			return offers->links[i].name;
	}
	return NULL;
}

static int offer_entry(const struct nlmsghdr *nlh, void *arg)
{
	const struct offers *offers = arg;
	const struct addr_args *args = offers->req->args;
	char addr[NSSH_ADDR_TEXT], text[NSSH_ADDR_TEXT + 8];
	struct addr_entry entry;
	const char *link;

	if (!nssh_addr_entry_read(nlh, &entry))
		return 0;
	link = name_of(offers, entry.index);
	/* Not every kernel lists one link alone when asked to. */
	if (nssh_given(&args->dev) && (!link || strcmp(link, args->dev.link.name) != 0))
		return 0;
	(void)nssh_addr_text(entry.local.family, entry.local.bytes, entry.local.len, addr,
			     sizeof(addr));
	/* With a far end the prefix length is that one's. */
	if (memcmp(entry.local.bytes, entry.far.bytes, entry.local.len) != 0)
		(void)snprintf(text, sizeof(text), "%s", addr);
	else
		(void)snprintf(text, sizeof(text), "%s/%u", addr, entry.local.bits);
	offers->req->offer(offers->req, text, link);
	return 0;
}

/* `addr add` wants one that is not there yet. */
static bool is_adding(const struct nssh_complete *req)
{
	size_t count;
	const struct nssh_word *words = nssh_cmd_words(req->cmd, &count);

	return count > 1 && *words[1].text == 'a';
}

void nssh_addr_complete(const struct nssh_complete *req)
{
	const struct addr_args *args = req->args;
	struct nssh_ns *ns = nssh_cmd_link_ns(req->cmd, &args->dev);
	struct offers offers = { .req = req };
	struct nssh_msg *msg;

	if (is_adding(req))
		return;
	if (nssh_link_names(ns, keep_name, &offers, NULL) == 0) {
		msg = nssh_addr_list_request(nssh_cmd_options(req->cmd)->family, 0);
		(void)nssh_dump(ns, msg, offer_entry, &offers, NULL);
		nssh_msg_free(msg);
	}
	free(offers.links);
}
