/* SPDX-License-Identifier: MIT */
/* Alternative names of a link before a request adds or removes some. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "net/message.h"
#include "net/plan/prior.h"
#include "net/request.h"

/* Keeps a copy of the link's own message. */
static int keep(const struct nlmsghdr *nlh, void *arg)
{
	struct nlmsghdr **link = arg;

	if (*link)
		return 0;
	*link = malloc(nlh->nlmsg_len);
	if (!*link)
		return -ENOMEM;
	memcpy(*link, nlh, nlh->nlmsg_len);
	return 0;
}

static const struct nlattr *names_in(const struct nlmsghdr *link)
{
	const struct nlattr *table[IFLA_MAX + 1];

	if (!link)
		return NULL;
	nssh_attrs(link, sizeof(struct ifinfomsg), table, IFLA_MAX);
	return table[IFLA_PROP_LIST];
}

static bool has_name(const struct nlattr *list, const struct nlattr *name)
{
	const struct nlattr *attr = list ? nssh_attr_first(list) : NULL;

	while (attr && !nssh_prior_same(attr, name))
		attr = nssh_attr_next(list, attr);
	return attr != NULL;
}

/* One name in a request of its own: of several, the kernel stops at the first that it refuses. */
static int note_name(struct nssh_txn *txn, struct nssh_ns *ns, const struct ifinfomsg *head,
		     bool adds, const struct nlattr *name, struct nssh_error *err)
{
	struct nssh_msg *back = adds ? nssh_msg_new(RTM_DELLINKPROP, 0, head, sizeof(*head))
				     : nssh_msg_new(RTM_NEWLINKPROP, NLM_F_CREATE | NLM_F_EXCL,
						    head, sizeof(*head));
	size_t list = nssh_msg_nest(back, IFLA_PROP_LIST | NLA_F_NESTED);

	nssh_prior_put(back, name);
	nssh_msg_nest_end(back, list);
	return nssh_note_request(txn, ns, back, err, "take back a name of a link");
}

int nssh_prior_names(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		     struct nssh_error *err)
{
	const struct nlmsghdr *asked = nssh_prior_sealed(msg);
	const bool adds = asked->nlmsg_type == RTM_NEWLINKPROP;
	const struct ifinfomsg *head = mnl_nlmsg_get_payload(asked);
	const struct ifinfomsg wanted = { .ifi_family = AF_UNSPEC, .ifi_index = head->ifi_index };
	struct nssh_msg *look = nssh_msg_new(RTM_GETLINK, 0, &wanted, sizeof(wanted));
	const struct nlattr *names = names_in(asked), *name;
	struct nlmsghdr *link = NULL;
	int rc = nssh_ask(ns, look, keep, &link, NULL, NULL, err);

	nssh_msg_free(look);
	for (name = names ? nssh_attr_first(names) : NULL; rc == 0 && name;
	     name = nssh_attr_next(names, name)) {
		if (has_name(names_in(link), name) != adds)
			rc = note_name(txn, ns, head, adds, name, err);
	}
	free(link);
	return rc;
}
