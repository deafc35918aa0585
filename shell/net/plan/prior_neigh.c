/* SPDX-License-Identifier: MIT */
/* Neighbours that are there before a request changes them, or the link that they are behind. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/socket.h>

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "net/message.h"
#include "net/plan/looked.h"

static struct nssh_msg *again(const struct nlmsghdr *was)
{
	return nssh_msg_new(RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, mnl_nlmsg_get_payload(was),
			    mnl_nlmsg_get_payload_len(was));
}

/* Those that are answered for others are a list of their own (net/core/neighbour.c, neigh_dump_info()). */
static int list(struct nssh_kept *neighs, struct nssh_ns *ns, unsigned char family,
		struct nssh_error *err)
{
	const struct ndmsg all = { .ndm_family = family };
	const struct ndmsg proxies = { .ndm_family = family, .ndm_flags = NTF_PROXY };
	int rc = nssh_kept_dump(neighs, ns, RTM_GETNEIGH, &all, sizeof(all), err);

	return rc < 0 ? rc
		      : nssh_kept_dump(neighs, ns, RTM_GETNEIGH, &proxies, sizeof(proxies), err);
}

static bool is_same_neigh(const struct nlmsghdr *there, const struct nlmsghdr *asked)
{
	const struct ndmsg *a = mnl_nlmsg_get_payload(there), *b = mnl_nlmsg_get_payload(asked);
	const struct nlattr *in[NDA_DST + 1], *of[NDA_DST + 1];

	nssh_attrs(there, sizeof(*a), in, NDA_DST);
	nssh_attrs(asked, sizeof(*b), of, NDA_DST);
	return a->ndm_family == b->ndm_family && a->ndm_ifindex == b->ndm_ifindex &&
	       (a->ndm_flags & NTF_PROXY) == (b->ndm_flags & NTF_PROXY) &&
	       nssh_prior_same(in[NDA_DST], of[NDA_DST]);
}

int nssh_prior_neigh(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		     struct nssh_error *err)
{
	const struct nlmsghdr *asked = nssh_prior_sealed(msg), *was;
	struct nssh_looked *looked = nssh_txn_looked(txn);
	struct nssh_msg *back = NULL;
	int rc = nssh_looked_list(looked, ns, AF_UNSPEC, list, err);

	was = rc < 0 ? NULL : nssh_looked_find(looked, asked, is_same_neigh, is_same_neigh);
	if (was)
		back = again(was);
	if (!back && asked->nlmsg_type == RTM_NEWNEIGH)
		back = nssh_msg_new(RTM_DELNEIGH, 0, msg->bytes + NLMSG_HDRLEN,
				    msg->size - NLMSG_HDRLEN);
	return rc < 0 || !back ? rc : nssh_note_request(txn, ns, back, err, "restore a neighbour");
}

/* What somebody set, and the kernel does not learn again. */
static bool is_lasting(const struct ndmsg *neigh)
{
	return (neigh->ndm_family == AF_INET || neigh->ndm_family == AF_INET6) &&
	       ((neigh->ndm_state & NUD_PERMANENT) || (neigh->ndm_flags & NTF_PROXY));
}

int nssh_prior_neighs_by(struct nssh_txn *txn, struct nssh_ns *ns, int index,
			 struct nssh_error *err)
{
	struct nssh_kept neighs = { 0 };
	int rc = list(&neighs, ns, AF_UNSPEC, err);

	for (size_t i = 0; rc == 0 && i < neighs.count; i++) {
		const struct ndmsg *neigh = mnl_nlmsg_get_payload(neighs.at[i]);

		if (neigh->ndm_ifindex == index && is_lasting(neigh))
			rc = nssh_note_request(txn, ns, again(neighs.at[i]), err,
					       "restore a neighbour");
	}
	nssh_kept_done(&neighs);
	return rc;
}
