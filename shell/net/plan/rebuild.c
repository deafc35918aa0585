/* SPDX-License-Identifier: MIT */
/* A link that is about to be removed, as requests that make it again as it was. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>

#include "net/context.h"
#include "net/message.h"
#include "net/plan/prior.h"
#include "net/plan/txn.h"

/* Links that lie on links that lie on links. */
#define MOST_DEEP 8

/* Only what a link may be made with, and the kernel lists of it. */
static const uint16_t made_with[] = {
	IFLA_IFNAME, IFLA_ADDRESS, IFLA_BROADCAST,     IFLA_MTU,
	IFLA_TXQLEN, IFLA_GROUP,   IFLA_NUM_TX_QUEUES, IFLA_NUM_RX_QUEUES,
};

struct was {
	const struct nlmsghdr *nlh;
	const struct ifinfomsg *info;
	const struct nlattr *table[IFLA_MAX + 1];
	const struct nlattr *kind[IFLA_INFO_SLAVE_DATA + 1];
	const char *name;
};

static void read_link(const struct nlmsghdr *nlh, struct was *ret)
{
	ret->nlh = nlh;
	ret->info = mnl_nlmsg_get_payload(nlh);
	nssh_attrs(nlh, sizeof(*ret->info), ret->table, IFLA_MAX);
	memset(ret->kind, 0, sizeof(ret->kind));
	if (ret->table[IFLA_LINKINFO])
		nssh_attrs_nested(ret->table[IFLA_LINKINFO], ret->kind, IFLA_INFO_SLAVE_DATA);
	ret->name = nssh_attr_str(ret->table[IFLA_IFNAME]);
	if (!ret->name)
		ret->name = "";
}

static bool is_kind(const struct was *was, const char *kind)
{
	const char *own = nssh_attr_str(was->kind[IFLA_INFO_KIND]);

	return own && strcmp(own, kind) == 0;
}

static void put_made_with(struct nssh_msg *msg, const struct was *was)
{
	for (size_t i = 0; i < sizeof(made_with) / sizeof(*made_with); i++) {
		if (was->table[made_with[i]])
			nssh_prior_put(msg, was->table[made_with[i]]);
	}
}

/* A port, its master; what cannot be given to a link while it is made. */
static int note_rest(struct nssh_txn *txn, struct nssh_ns *ns, const struct was *was,
		     struct nssh_error *err)
{
	static const unsigned int kept = IFF_UP | IFF_PROMISC | IFF_ALLMULTI | IFF_NOARP |
					 IFF_MULTICAST;
	const struct ifinfomsg head = {
		.ifi_family = AF_UNSPEC,
		.ifi_index = was->info->ifi_index,
		.ifi_flags = was->info->ifi_flags & kept,
		.ifi_change = kept,
	};
	struct nssh_msg *msg = nssh_msg_new(RTM_NEWLINK, 0, &head, sizeof(head));

	if (was->table[IFLA_MASTER])
		nssh_prior_put(msg, was->table[IFLA_MASTER]);
	if (was->table[IFLA_IFALIAS])
		nssh_prior_put(msg, was->table[IFLA_IFALIAS]);
	return nssh_note_request(txn, ns, msg, err, "restore link %s", was->name);
}

static int note_altnames(struct nssh_txn *txn, struct nssh_ns *ns, const struct was *was,
			 struct nssh_error *err)
{
	const struct ifinfomsg head = {
		.ifi_family = AF_UNSPEC,
		.ifi_index = was->info->ifi_index,
	};
	struct nssh_msg *msg;

	if (!was->table[IFLA_PROP_LIST])
		return 0;
	msg = nssh_msg_new(RTM_NEWLINKPROP, NLM_F_CREATE | NLM_F_EXCL, &head, sizeof(head));
	nssh_msg_put(msg, IFLA_PROP_LIST | NLA_F_NESTED,
		     mnl_attr_get_payload(was->table[IFLA_PROP_LIST]),
		     mnl_attr_get_payload_len(was->table[IFLA_PROP_LIST]));
	return nssh_note_request(txn, ns, msg, err, "restore other names of link %s", was->name);
}

static struct nssh_msg *new_link(const struct was *was)
{
	const struct ifinfomsg head = {
		.ifi_family = AF_UNSPEC,
		.ifi_index = was->info->ifi_index,
	};
	struct nssh_msg *msg =
		nssh_msg_new(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &head, sizeof(head));

	put_made_with(msg, was);
	return msg;
}

static int note_making(struct nssh_txn *txn, struct nssh_ns *ns, const struct was *was,
		       struct nssh_error *err)
{
	struct nssh_msg *msg = new_link(was);
	size_t nest;

	if (was->table[IFLA_LINK])
		nssh_prior_put(msg, was->table[IFLA_LINK]);
	if (was->table[IFLA_LINK_NETNSID])
		nssh_prior_put(msg, was->table[IFLA_LINK_NETNSID]);
	nest = nssh_msg_nest(msg, IFLA_LINKINFO);
	nssh_prior_put(msg, was->kind[IFLA_INFO_KIND]);
	if (was->kind[IFLA_INFO_DATA])
		nssh_prior_put(msg, was->kind[IFLA_INFO_DATA]);
	nssh_msg_nest_end(msg, nest);
	return nssh_note_request(txn, ns, msg, err, "make link %s again", was->name);
}

static int note_pair(struct nssh_txn *txn, struct nssh_ns *ns, const struct was *near,
		     struct nssh_ns *far_ns, const struct was *far, struct nssh_error *err)
{
	const struct ifinfomsg head = {
		.ifi_family = AF_UNSPEC,
		.ifi_index = far->info->ifi_index,
	};
	struct nssh_msg *msg = new_link(near);
	size_t info = nssh_msg_nest(msg, IFLA_LINKINFO), data, peer;

	nssh_msg_put(msg, IFLA_INFO_KIND, "veth", sizeof("veth") - 1);
	data = nssh_msg_nest(msg, IFLA_INFO_DATA);
	peer = nssh_msg_nest(msg, VETH_INFO_PEER);
	nssh_msg_put_raw(msg, &head, sizeof(head));
	put_made_with(msg, far);
	if (far_ns != ns)
		nssh_msg_put_nsfd(msg, IFLA_NET_NS_FD, far_ns, NULL);
	nssh_msg_nest_end(msg, peer);
	nssh_msg_nest_end(msg, data);
	nssh_msg_nest_end(msg, info);
	return nssh_note_request(txn, ns, msg, err, "make links %s and %s again", near->name,
				 far->name);
}

static int lose(struct nssh_txn *txn, const struct was *was, struct nssh_error *err)
{
	char text[128];

	(void)snprintf(text, sizeof(text), "the removal of link %s", was->name);
	return nssh_txn_lost(txn, text, err);
}

/* What an end of a pair, or a link that is alone, is given once it is there again. */
static int note_end(struct nssh_txn *txn, struct nssh_ns *ns, const struct was *was,
		    struct nssh_error *err)
{
	int rc = nssh_prior_contents(txn, ns, was->info->ifi_index, err);

	if (rc == 0)
		rc = note_altnames(txn, ns, was, err);
	return rc < 0 ? rc : note_rest(txn, ns, was, err);
}

static int note_veth(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_kept *links,
		     const struct was *near, struct nssh_error *err)
{
	const int index = (int)nssh_attr_u32(near->table[IFLA_LINK]);
	const struct nlattr *number = near->table[IFLA_LINK_NETNSID];
	struct nssh_ns *far_ns = ns;
	struct nssh_kept others = { 0 };
	const struct nlmsghdr *nlh;
	struct was far;
	int rc = 0;

	if (number) {
		far_ns = nssh_ns_name_of_id(ns, (int)nssh_attr_u32(number));
		if (!far_ns && nssh_ns_id(ns, nssh_ns_home(ns->net), NULL) ==
				       (int)nssh_attr_u32(number))
			far_ns = nssh_ns_home(ns->net);
		rc = far_ns ? nssh_kept_list(&others, far_ns, RTM_GETLINK, err) : 0;
	}
	nlh = rc == 0 && far_ns ? nssh_kept_link(number ? &others : links, index) : NULL;
	if (nlh) {
		read_link(nlh, &far);
		rc = note_end(txn, ns, near, err);
		if (rc == 0)
			rc = note_end(txn, far_ns, &far, err);
		if (rc == 0)
			rc = note_pair(txn, ns, near, far_ns, &far, err);
	} else if (rc == 0) {
		rc = lose(txn, near, err);
	}
	nssh_kept_done(&others);
	return rc;
}

/* Ports lose their master, and links that lie on it go with it. */
static int note_dependents(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_kept *links,
			   const struct was *was, int depth, struct nssh_error *err);

static int note_gone(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_kept *links,
		     const struct nlmsghdr *nlh, int depth, struct nssh_error *err)
{
	struct was was;
	int rc;

	read_link(nlh, &was);
	if (is_kind(&was, "veth"))
		return note_veth(txn, ns, links, &was, err);
	/* What is no virtual link cannot be removed either. */
	if (!was.kind[IFLA_INFO_KIND])
		return 0;
	rc = note_dependents(txn, ns, links, &was, depth, err);
	if (rc == 0)
		rc = note_end(txn, ns, &was, err);
	return rc < 0 ? rc : note_making(txn, ns, &was, err);
}

static int note_dependents(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_kept *links,
			   const struct was *was, int depth, struct nssh_error *err)
{
	const uint32_t index = (uint32_t)was->info->ifi_index;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < links->count; i++) {
		struct was other;

		read_link(links->at[i], &other);
		if (other.info->ifi_index == was->info->ifi_index)
			continue;
		if (nssh_attr_u32(other.table[IFLA_MASTER]) == index)
			rc = note_rest(txn, ns, &other, err);
		else if (other.table[IFLA_LINK] && !other.table[IFLA_LINK_NETNSID] &&
			 nssh_attr_u32(other.table[IFLA_LINK]) == index && !is_kind(&other, "veth"))
			rc = depth > 0 ? note_gone(txn, ns, links, other.nlh, depth - 1, err)
				       : lose(txn, &other, err);
	}
	return rc;
}

int nssh_prior_link_gone(struct nssh_txn *txn, struct nssh_ns *ns, int index, struct nssh_error *err)
{
	struct nssh_kept links = { 0 };
	int rc = nssh_kept_list(&links, ns, RTM_GETLINK, err);
	const struct nlmsghdr *nlh = rc < 0 ? NULL : nssh_kept_link(&links, index);

	if (nlh)
		rc = note_gone(txn, ns, &links, nlh, MOST_DEEP, err);
	nssh_kept_done(&links);
	return rc;
}
