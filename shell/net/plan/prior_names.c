/* SPDX-License-Identifier: MIT */
/* Alternative names of links, before a request adds or deletes some. */
#define _GNU_SOURCE
#include <string.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "net/context.h"
#include "net/message.h"
#include "net/plan/link_request.h"
#include "net/plan/prior.h"
#include "net/request.h"

/* The name at the attribute @attr of a request, whose bytes are at @text. */
struct asked {
	const char *text;
	size_t size;
	bool there;
};

static int look(const struct nlmsghdr *nlh, void *arg)
{
	const struct nlattr *table[IFLA_PROP_LIST + 1], *attr;
	struct asked *asked = arg;

	nssh_attrs(nlh, sizeof(struct ifinfomsg), table, IFLA_PROP_LIST);
	if (!table[IFLA_PROP_LIST])
		return 0;
	for (attr = nssh_attr_first(table[IFLA_PROP_LIST]); attr;
	     attr = nssh_attr_next(table[IFLA_PROP_LIST], attr)) {
		const char *name = nssh_attr_str(attr);

		asked->there = asked->there || (name && strlen(name) + 1 == asked->size &&
						memcmp(name, asked->text, asked->size) == 0);
	}
	return 0;
}

static bool is_there(struct nssh_ns *ns, int index, struct asked *asked)
{
	const struct ifinfomsg head = { .ifi_family = AF_UNSPEC, .ifi_index = index };
	struct nssh_msg *msg = nssh_msg_new(RTM_GETLINK, 0, &head, sizeof(head));

	asked->there = false;
	(void)nssh_ask(ns, msg, look, asked, NULL, NULL, NULL);
	nssh_msg_free(msg);
	return asked->there;
}

static int note_name(struct nssh_txn *txn, struct nssh_ns *ns, uint16_t type, int index,
		     const struct asked *asked, struct nssh_error *err)
{
	const struct ifinfomsg head = { .ifi_family = AF_UNSPEC, .ifi_index = index };
	uint16_t flags = type == RTM_NEWLINKPROP ? NLM_F_CREATE | NLM_F_EXCL | NLM_F_APPEND : 0;
	struct nssh_msg *back = nssh_msg_new(type, flags, &head, sizeof(head));
	size_t nest = nssh_msg_nest(back, IFLA_PROP_LIST);

	nssh_msg_put(back, IFLA_ALT_IFNAME, asked->text, asked->size);
	nssh_msg_nest_end(back, nest);
	return nssh_note_request(txn, ns, back, err, "take back a name of a link");
}

int nssh_prior_names(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		     struct nssh_error *err)
{
	const struct nssh_span all = { NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(struct ifinfomsg)),
				       msg->size };
	const bool adds = nssh_msg_type(msg) == RTM_NEWLINKPROP;
	struct ifinfomsg head;
	struct nssh_span list;
	struct nlattr attr;
	size_t at, next;
	int rc = 0;

	memcpy(&head, msg->bytes + NLMSG_HDRLEN, sizeof(head));
	if (!nssh_span_find(msg, &all, IFLA_PROP_LIST, &list))
		return 0;
	for (at = list.from; rc == 0 && (next = nssh_span_next(msg, &list, at, &attr)); at = next) {
		struct asked asked = { .text = (const char *)msg->bytes + at + NLA_HDRLEN,
				       .size = attr.nla_len - NLA_HDRLEN };

		/* Adding one that is there is refused, and so is deleting one that is not. */
		if (is_there(ns, head.ifi_index, &asked) != adds)
			rc = note_name(txn, ns, adds ? RTM_DELLINKPROP : RTM_NEWLINKPROP,
				       head.ifi_index, &asked, err);
	}
	return rc;
}
