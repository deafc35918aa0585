/* SPDX-License-Identifier: MIT */
/* Addresses that are there before a request changes them, or the link that has them. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

#include "net/context.h"
#include "net/message.h"
#include "net/plan/again.h"
#include "net/plan/prior.h"

static bool is_same_addr(const struct nlmsghdr *there, const struct nlmsghdr *asked)
{
	const struct ifaddrmsg *a = mnl_nlmsg_get_payload(there), *b = mnl_nlmsg_get_payload(asked);
	const struct nlattr *in[IFA_LOCAL + 1], *of[IFA_LOCAL + 1];

	if (a->ifa_family != b->ifa_family || a->ifa_prefixlen != b->ifa_prefixlen ||
	    a->ifa_index != b->ifa_index)
		return false;
	nssh_attrs(there, sizeof(*a), in, IFA_LOCAL);
	nssh_attrs(asked, sizeof(*b), of, IFA_LOCAL);
	/* IPv6 lists an address without a peer as IFA_ADDRESS alone. */
	return nssh_prior_same(in[IFA_LOCAL] ? in[IFA_LOCAL] : in[IFA_ADDRESS],
			       of[IFA_LOCAL] ? of[IFA_LOCAL] : of[IFA_ADDRESS]);
}

static struct nssh_msg *as_no_addr(const struct nlmsghdr *asked)
{
	const struct ifaddrmsg *head = mnl_nlmsg_get_payload(asked);
	struct nssh_msg *msg = nssh_msg_new(RTM_DELADDR, 0, head, sizeof(*head));
	const struct nlattr *table[IFA_LABEL + 1];

	nssh_attrs(asked, sizeof(*head), table, IFA_LABEL);
	for (size_t type = IFA_ADDRESS; type <= IFA_LABEL; type++) {
		if (table[type])
			nssh_prior_put(msg, table[type]);
	}
	return msg;
}

static uint64_t hash_attr(uint64_t hash, const struct nlattr *attr)
{
	return attr ? nssh_hash(hash, mnl_attr_get_payload(attr), mnl_attr_get_payload_len(attr))
		    : hash;
}

/* IPv4 lets an address be there with several peers. */
uint64_t nssh_prior_addr_key(const struct nlmsghdr *addr)
{
	const struct ifaddrmsg *head = mnl_nlmsg_get_payload(addr);
	const struct nlattr *table[IFA_LOCAL + 1];
	uint64_t hash = NSSH_HASH_START;

	nssh_attrs(addr, sizeof(*head), table, IFA_LOCAL);
	hash = nssh_hash(hash, &head->ifa_family, sizeof(head->ifa_family));
	hash = nssh_hash(hash, &head->ifa_prefixlen, sizeof(head->ifa_prefixlen));
	hash = nssh_hash(hash, &head->ifa_index, sizeof(head->ifa_index));
	hash = hash_attr(hash, table[IFA_LOCAL] ? table[IFA_LOCAL] : table[IFA_ADDRESS]);
	if (head->ifa_family == AF_INET)
		hash = hash_attr(hash, table[IFA_ADDRESS] ? table[IFA_ADDRESS] : table[IFA_LOCAL]);
	return hash;
}

static int prior_to_add(struct nssh_txn *txn, struct nssh_ns *ns, const struct nlmsghdr *asked,
			struct nssh_error *err)
{
	int rc = nssh_seen_add(nssh_txn_addrs(txn), ns, asked, err);

	/* One that is there already is refused. */
	return rc <= 0 ? rc
		       : nssh_note_request(txn, ns, as_no_addr(asked), err, "restore an address");
}

static int list_of_link(struct nssh_kept *ret, struct nssh_ns *ns, int index, unsigned char family,
			struct nssh_error *err)
{
	const struct ifaddrmsg of = { .ifa_family = family, .ifa_index = (unsigned int)index };

	return nssh_kept_dump(ret, ns, RTM_GETADDR, &of, sizeof(of), err);
}

static bool is_made_by_kernel(const struct nlmsghdr *addr)
{
	const struct nlattr *table[IFA_PROTO + 1];

	nssh_attrs(addr, sizeof(struct ifaddrmsg), table, IFA_PROTO);
	return nssh_attr_u8(table[IFA_PROTO]) != 0;
}

static int note_one(struct nssh_txn *txn, struct nssh_ns *ns, const struct nlmsghdr *addr,
		    int index, bool all, struct nssh_error *err)
{
	const struct ifaddrmsg *head = mnl_nlmsg_get_payload(addr);

	/* Older kernels list those of other links, too. */
	if ((int)head->ifa_index != index || (!all && is_made_by_kernel(addr)))
		return 0;
	return nssh_note_request(txn, ns, nssh_again_addr(addr), err, "restore an address");
}

static bool is_ipv6(const struct nlmsghdr *addr)
{
	return ((const struct ifaddrmsg *)mnl_nlmsg_get_payload(addr))->ifa_family == AF_INET6;
}

/*
 * Those of IPv4 are listed in the order in which they came, those of IPv6 the other way round. @all: also
 * those that the kernel makes anew when the link comes up.
 */
static int note_addrs(struct nssh_txn *txn, struct nssh_ns *ns, int index, unsigned char family,
		      bool all, struct nssh_error *err)
{
	struct nssh_kept addrs = { 0 };
	int rc = list_of_link(&addrs, ns, index, family, err);

	for (size_t i = 0; rc == 0 && i < addrs.count; i++) {
		if (is_ipv6(addrs.at[i]))
			rc = note_one(txn, ns, addrs.at[i], index, all, err);
	}
	for (size_t i = addrs.count; rc == 0 && i > 0; i--) {
		if (!is_ipv6(addrs.at[i - 1]))
			rc = note_one(txn, ns, addrs.at[i - 1], index, all, err);
	}
	nssh_kept_done(&addrs);
	return rc;
}

int nssh_prior_addrs(struct nssh_txn *txn, struct nssh_ns *ns, int index, unsigned char family,
		     struct nssh_error *err)
{
	return note_addrs(txn, ns, index, family, false, err);
}

int nssh_prior_contents(struct nssh_txn *txn, struct nssh_ns *ns, int index, struct nssh_error *err)
{
	int rc = nssh_prior_neighs_by(txn, ns, index, err);

	if (rc == 0)
		rc = nssh_prior_routes_by(txn, ns, index, err);
	return rc < 0 ? rc : nssh_prior_addrs(txn, ns, index, AF_UNSPEC, err);
}

/* One that is deleted may take others with it. */
static int note_gone(struct nssh_txn *txn, struct nssh_ns *ns, int index, struct nssh_error *err)
{
	int rc = nssh_prior_routes_by(txn, ns, index, err);

	return rc < 0 ? rc : note_addrs(txn, ns, index, AF_UNSPEC, true, err);
}

int nssh_prior_addr(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		    struct nssh_error *err)
{
	const struct nlmsghdr *asked = nssh_prior_sealed(msg);
	const struct ifaddrmsg *head = mnl_nlmsg_get_payload(asked);
	struct nssh_kept addrs = { 0 };
	struct nssh_msg *back = NULL;
	int rc;

	if (asked->nlmsg_type == RTM_DELADDR)
		return note_gone(txn, ns, (int)head->ifa_index, err);
	if (msg->flags & NLM_F_EXCL)
		return prior_to_add(txn, ns, asked, err);
	rc = list_of_link(&addrs, ns, (int)head->ifa_index, head->ifa_family, err);
	for (size_t i = 0; rc == 0 && !back && i < addrs.count; i++) {
		if (is_same_addr(addrs.at[i], asked))
			back = nssh_again_addr(addrs.at[i]);
	}
	nssh_kept_done(&addrs);
	if (rc < 0)
		return rc;
	return nssh_note_request(txn, ns, back ? back : as_no_addr(asked), err,
				 "restore an address");
}
