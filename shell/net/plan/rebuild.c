/* SPDX-License-Identifier: MIT */
/* A link that is about to be removed, as requests that make it again as it was. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/rtnetlink.h>

#include "net/context.h"
#include "net/message.h"
#include "net/plan/again.h"
#include "net/plan/prior.h"
#include "net/plan/txn.h"

/* Links that lie on links that lie on links. */
#define MOST_DEEP 8

static int note_rest(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_was *was,
		     struct nssh_error *err)
{
	int rc = nssh_prior_port(txn, ns, was, err);

	return rc < 0 ? rc
		      : nssh_note_request(txn, ns, nssh_again_rest(was), err, "restore link %s",
					  was->name);
}

static int note_altnames(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_was *was,
			 struct nssh_error *err)
{
	struct nssh_msg *msg = nssh_again_altnames(was);

	return msg ? nssh_note_request(txn, ns, msg, err, "restore other names of link %s",
				       was->name)
		   : 0;
}

static int lose(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_was *was,
		struct nssh_error *err)
{
	char text[128];

	(void)snprintf(text, sizeof(text), "the removal of link %s", was->name);
	return nssh_txn_lost(txn, ns, text, err);
}

/* What an end of a pair, or a link that is alone, is given once it is there again. */
static int note_end(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_was *was,
		    struct nssh_error *err)
{
	int rc = nssh_prior_contents(txn, ns, was->info->ifi_index, err);

	if (rc == 0)
		rc = note_altnames(txn, ns, was, err);
	return rc < 0 ? rc : note_rest(txn, ns, was, err);
}

static int note_veth(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_kept *links,
		     const struct nssh_was *near, struct nssh_error *err)
{
	const int index = (int)nssh_attr_u32(near->table[IFLA_LINK]);
	const struct nlattr *number = near->table[IFLA_LINK_NETNSID];
	struct nssh_ns *far_ns = ns;
	struct nssh_kept others = { 0 };
	const struct nlmsghdr *nlh;
	struct nssh_was far;
	int rc = 0;

	if (number) {
		far_ns = nssh_again_far(near, ns);
		rc = far_ns ? nssh_kept_list(&others, far_ns, RTM_GETLINK, err) : 0;
	}
	nlh = rc == 0 && far_ns ? nssh_kept_link(number ? &others : links, index) : NULL;
	if (nlh) {
		nssh_was_read(nlh, &far);
		rc = note_end(txn, ns, near, err);
		if (rc == 0)
			rc = note_end(txn, far_ns, &far, err);
		if (rc == 0)
			rc = nssh_note_request(txn, ns,
					       nssh_again_pair(near, ns, &far, far_ns, NULL), err,
					       "make links %s and %s again", near->name, far.name);
	} else if (rc == 0) {
		rc = lose(txn, ns, near, err);
	}
	nssh_kept_done(&others);
	return rc;
}

/* Ports lose their master, and links that lie on it go with it. */
static int note_dependents(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_kept *links,
			   const struct nssh_was *was, int depth, struct nssh_error *err);

static int note_gone(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_kept *links,
		     const struct nlmsghdr *nlh, int depth, struct nssh_error *err)
{
	struct nssh_was was;
	int rc;

	nssh_was_read(nlh, &was);
	if (nssh_was_kind(&was, "veth"))
		return note_veth(txn, ns, links, &was, err);
	/* What is no virtual link cannot be removed either. */
	if (!was.kind[IFLA_INFO_KIND])
		return 0;
	rc = note_dependents(txn, ns, links, &was, depth, err);
	if (rc == 0)
		rc = note_end(txn, ns, &was, err);
	return rc < 0 ? rc
		      : nssh_note_request(txn, ns, nssh_again_link(&was, nssh_ns_context(ns)), err,
					  "make link %s again", was.name);
}

static int note_dependents(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_kept *links,
			   const struct nssh_was *was, int depth, struct nssh_error *err)
{
	const uint32_t index = (uint32_t)was->info->ifi_index;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < links->count; i++) {
		struct nssh_was other;

		nssh_was_read(links->at[i], &other);
		if (other.info->ifi_index == was->info->ifi_index)
			continue;
		if (nssh_attr_u32(other.table[IFLA_MASTER]) == index)
			rc = note_rest(txn, ns, &other, err);
		else if (other.table[IFLA_LINK] && !other.table[IFLA_LINK_NETNSID] &&
			 nssh_attr_u32(other.table[IFLA_LINK]) == index &&
			 !nssh_was_kind(&other, "veth"))
			rc = depth > 0 ? note_gone(txn, ns, links, other.nlh, depth - 1, err)
				       : lose(txn, ns, &other, err);
	}
	return rc;
}

int nssh_prior_link_gone(struct nssh_txn *txn, struct nssh_ns *ns, int index,
			 struct nssh_error *err)
{
	struct nssh_kept links = { 0 };
	int rc = nssh_kept_list(&links, ns, RTM_GETLINK, err);
	const struct nlmsghdr *nlh = rc < 0 ? NULL : nssh_kept_link(&links, index);

	if (nlh)
		rc = note_gone(txn, ns, &links, nlh, MOST_DEEP, err);
	nssh_kept_done(&links);
	return rc;
}
