/* SPDX-License-Identifier: MIT */
/* Completion of the neighbours that are there to be changed, shown or deleted. */
#include <string.h>
#include <sys/socket.h>

#include <linux/if.h>

#include <nssh/names.h>

#include "neigh.h"
#include "select.h"

struct offers {
	const struct nssh_complete *req;
	struct nssh_link_table *links;
};

static int offer_entry(const struct nlmsghdr *nlh, const struct neigh_entry *entry, void *arg)
{
	const struct nlattr *dst = entry->attrs[NDA_DST];
	const struct offers *offers = arg;
	char text[NSSH_ADDR_TEXT], name[IFNAMSIZ];

	(void)nlh;
	if (!dst || (entry->head->ndm_family != AF_INET && entry->head->ndm_family != AF_INET6))
		return 0;
	offers->req->offer(
		offers->req,
		nssh_addr_text(entry->head->ndm_family, mnl_attr_get_payload(dst),
			       mnl_attr_get_payload_len(dst), text, sizeof(text)),
		nssh_link_table_name(offers->links, (uint32_t)entry->head->ndm_ifindex, name));
	return 0;
}

/* `neigh add` wants one that is not there yet. */
static bool is_adding(const struct nssh_complete *req)
{
	size_t count;
	const struct nssh_word *words = nssh_cmd_words(req->cmd, &count);

	return count > 1 && *words[1].text == 'a';
}

void nssh_neigh_complete(const struct nssh_complete *req)
{
	const bool proxies = req->arg && strncmp(req->arg->name, "proxy", 5) == 0;
	struct nssh_ns *ns = nssh_cmd_ns(req->cmd);
	struct offers offers = { .req = req };
	const struct neigh_filter filter = {
		.family = nssh_cmd_options(req->cmd)->family,
		.states = ~0u,
		.proxies = proxies,
	};

	if (is_adding(req))
		return;
	offers.links = nssh_link_table_new(ns);
	(void)nssh_neigh_dump(ns, &filter, offer_entry, &offers, NULL);
	nssh_link_table_free(offers.links);
}
