/* SPDX-License-Identifier: MIT */
/* Policy rules that are there before a request changes them. */
#include <string.h>

#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>

#include "net/message.h"
#include "net/plan/looked.h"

/* Later kernels have more attributes than this one's headers name; all of them are kept. */
#define ATTRS 63

static int list(struct nssh_kept *rules, struct nssh_ns *ns, unsigned char family,
		struct nssh_error *err)
{
	const struct fib_rule_hdr all = { .family = family };

	return nssh_kept_dump(rules, ns, RTM_GETRULE, &all, sizeof(all), err);
}

static struct nssh_msg *as_request(const struct nlmsghdr *rule, uint16_t type, uint16_t flags)
{
	struct nssh_msg *msg = nssh_msg_new(type, flags, mnl_nlmsg_get_payload(rule),
					    mnl_nlmsg_get_payload_len(rule));
	struct fib_rule_hdr *head = nssh_msg_head(msg);

	/* The others tell how it is, not what it is to be (linux/fib_rules.h). */
	head->flags &= FIB_RULE_INVERT;
	return msg;
}

static struct nssh_msg *again(const struct nlmsghdr *rule)
{
	return as_request(rule, RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL);
}

static uint32_t preference(const struct nlmsghdr *rule)
{
	const struct nlattr *attrs[FRA_PRIORITY + 1];

	nssh_attrs(rule, sizeof(struct fib_rule_hdr), attrs, FRA_PRIORITY);
	return nssh_attr_u32(attrs[FRA_PRIORITY]);
}

static uint32_t table_of(const struct fib_rule_hdr *head, const struct nlattr *attr)
{
	return attr ? nssh_attr_u32(attr) : head->table;
}

/* What a deletion does not say, any rule has (net/core/fib_rules.c, rule_find()). */
static bool is_named(const struct nlmsghdr *there, const struct nlmsghdr *asked)
{
	const struct fib_rule_hdr *a = mnl_nlmsg_get_payload(there),
				  *b = mnl_nlmsg_get_payload(asked);
	const struct nlattr *in[ATTRS + 1], *of[ATTRS + 1];
	uint32_t table;

	nssh_attrs(there, sizeof(*a), in, ATTRS);
	nssh_attrs(asked, sizeof(*b), of, ATTRS);
	table = table_of(b, of[FRA_TABLE]);
	if ((b->action && a->action != b->action) ||
	    (table && table_of(a, in[FRA_TABLE]) != table) || (b->tos && a->tos != b->tos) ||
	    (b->src_len && a->src_len != b->src_len) || (b->dst_len && a->dst_len != b->dst_len) ||
	    ((b->flags & FIB_RULE_INVERT) && !(a->flags & FIB_RULE_INVERT)))
		return false;
	for (uint16_t type = 1; type <= ATTRS; type++) {
		if (!of[type] || type == FRA_TABLE || type == FRA_PRIORITY || type == FRA_GOTO)
			continue;
		if (in[type] ? !nssh_prior_same(in[type], of[type]) : nssh_attr_u32(of[type]) != 0)
			return false;
	}
	return !of[FRA_PRIORITY] || nssh_attr_u32(of[FRA_PRIORITY]) == preference(there);
}

/* Two rules that are told in the same words cannot both be there. */
static bool is_told(const struct nlmsghdr *there, const struct nlmsghdr *asked)
{
	const size_t size = mnl_nlmsg_get_payload_len(there);

	return size == mnl_nlmsg_get_payload_len(asked) &&
	       memcmp(mnl_nlmsg_get_payload(there), mnl_nlmsg_get_payload(asked), size) == 0;
}

/*
 * Rules of one preference stand in the order in which they came: those behind it are taken out and come
 * back after it. What is noted last is done first.
 */
static int note_restore(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_looked *looked,
			struct nssh_error *err)
{
	const struct nssh_kept *rules = &looked->list;
	const struct nlmsghdr *was = rules->at[looked->at];
	size_t end = looked->at + 1;
	int rc = 0;

	while (!looked->once && end < rules->count && preference(rules->at[end]) == preference(was))
		end++;
	while (rc == 0 && --end > looked->at) {
		rc = nssh_note_request(txn, ns, again(rules->at[end]), err, "restore a rule");
		if (rc == 0)
			rc = nssh_note_request(txn, ns, as_request(rules->at[end], RTM_DELRULE, 0),
					       err, "restore the order of rules");
	}
	return rc < 0 ? rc : nssh_note_request(txn, ns, again(was), err, "restore a rule");
}

/* The kernel puts a rule without a preference before the second one (fib_default_rule_pref()). */
static uint32_t default_preference(const struct nssh_kept *rules)
{
	uint32_t second = rules->count > 1 ? preference(rules->at[1]) : 0;

	return second ? second - 1 : 0;
}

/* One that says its preference is taken back without a look: if it is there already, it is refused. */
static int note_removal(struct nssh_txn *txn, struct nssh_ns *ns, const struct nlmsghdr *asked,
			struct nssh_error *err)
{
	const struct fib_rule_hdr *head = mnl_nlmsg_get_payload(asked);
	struct nssh_looked *looked = nssh_txn_looked(txn);
	struct nssh_msg *msg = as_request(asked, RTM_DELRULE, 0);
	const struct nlattr *attrs[FRA_PRIORITY + 1];

	nssh_attrs(asked, sizeof(*head), attrs, FRA_PRIORITY);
	if (!attrs[FRA_PRIORITY]) {
		int rc = nssh_looked_list(looked, ns, head->family, list, err);

		if (rc < 0) {
			nssh_msg_free(msg);
			return rc;
		}
		nssh_msg_put_u32(msg, FRA_PRIORITY, default_preference(&looked->list));
	}
	return nssh_note_request(txn, ns, msg, err, "remove a rule");
}

int nssh_prior_rule(struct nssh_txn *txn, struct nssh_ns *ns, const struct nssh_msg *msg,
		    struct nssh_error *err)
{
	const struct nlmsghdr *asked = nssh_prior_sealed(msg);
	const struct fib_rule_hdr *head = mnl_nlmsg_get_payload(asked);
	struct nssh_looked *looked = nssh_txn_looked(txn);
	int rc;

	if (asked->nlmsg_type == RTM_NEWRULE)
		return note_removal(txn, ns, asked, err);
	rc = nssh_looked_list(looked, ns, head->family, list, err);
	/* One that is not there is refused. */
	return rc < 0 || !nssh_looked_find(looked, asked, is_named, is_told)
		       ? rc
		       : note_restore(txn, ns, looked, err);
}
