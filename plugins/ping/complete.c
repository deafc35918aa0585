/* SPDX-License-Identifier: MIT */
/* Completion of what could be pinged: the addresses of the other namespaces, and of home. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

#include <nssh/names.h>
#include <nssh/netlink.h>
#include <nssh/netns.h>

#include "ping.h"

/* More namespaces take too long to ask, and make a list that nobody reads. */
#define MOST_ASKED 64

struct places {
	const struct nssh_complete *req;
	struct nssh_ns *ns[MOST_ASKED + 1];
	size_t count;
};

static int offer_address(const struct nlmsghdr *nlh, size_t index, void *arg)
{
	const struct ifaddrmsg *head = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *table[IFA_MAX + 1];
	const struct places *places = arg;
	const char *name = nssh_ns_name(places->ns[index]);
	const struct nlattr *address;
	char text[NSSH_ADDR_TEXT];
	size_t size;

	if (nlh->nlmsg_type != RTM_NEWADDR || mnl_nlmsg_get_payload_len(nlh) < sizeof(*head))
		return 0;
	nssh_attrs(nlh, sizeof(*head), table, IFA_MAX);
	address = table[IFA_LOCAL] ? table[IFA_LOCAL] : table[IFA_ADDRESS];
	size = head->ifa_family == AF_INET ? 4 : 16;
	/* Those of a host or of a link mean nothing elsewhere. */
	if (!address || mnl_attr_get_payload_len(address) < size ||
	    head->ifa_scope >= RT_SCOPE_LINK)
		return 0;
	(void)nssh_addr_text(head->ifa_family, mnl_attr_get_payload(address), size, text,
			     sizeof(text));
	places->req->offer(places->req, text, name ? name : "home");
	return 0;
}

static void gather_places(struct places *places, const struct nssh_ns *from, char **names,
			  size_t count)
{
	struct nssh_net *net = nssh_cmd_net(places->req->cmd);
	struct nssh_ns *home = nssh_ns_home(net);

	if (home != from)
		places->ns[places->count++] = home;
	for (size_t i = 0; i < count; i++) {
		struct nssh_ns *ns = nssh_ns_get(net, names[i]);

		if (ns != from && !nssh_netns_is_stale(names[i]))
			places->ns[places->count++] = ns;
	}
}

static void offer_addresses(struct places *places)
{
	struct ifaddrmsg head = { .ifa_family = AF_UNSPEC };
	struct nssh_msg *msg = nssh_msg_new(RTM_GETADDR, 0, &head, sizeof(head));

	(void)nssh_dump_each(places->ns, places->count, msg, offer_address, places, NULL);
	nssh_msg_free(msg);
}

void nssh_ping_complete(const struct nssh_complete *req)
{
	const struct ping_args *args = req->args;
	struct places places = { .req = req };
	const struct nssh_ns *from = nssh_cmd_ns(req->cmd);
	char **names = NULL;
	size_t count = 0;

	/* The first word is rather a namespace. */
	if (!nssh_given(&args->netns) && !*req->prefix)
		return;
	if (nssh_given(&args->netns))
		from = nssh_ns_get(nssh_cmd_net(req->cmd), args->netns.str);
	if (nssh_netns_names(&names, &count, NULL) < 0)
		return;
	if (count <= MOST_ASKED) {
		gather_places(&places, from, names, count);
		offer_addresses(&places);
	}
	nssh_netns_names_free(names, count);
}
