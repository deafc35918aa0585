/* SPDX-License-Identifier: MIT */
/* What the files of this plugin share: its verbs and kinds of argument, and a rule as it is told. */
#ifndef NSSH_PLUGINS_RULE_H
#define NSSH_PLUGINS_RULE_H

#include <stdint.h>

#include <linux/fib_rules.h>

#include <nssh/netlink.h>
#include <nssh/plugin.h>

extern const struct nssh_verb nssh_rule_add_verb, nssh_rule_del_verb, nssh_rule_show_verb,
	nssh_rule_flush_verb;

extern const struct nssh_type nssh_rule_mark_type, nssh_rule_range_type, nssh_rule_ports_type,
	nssh_rule_link_type, nssh_rule_action_type;

/* Of `fwmark`: without a mask the kernel takes all bits. */
struct rule_mark {
	uint32_t mark, mask;
	bool has_mask;
};

/* Of `uidrange`, `sport` and `dport`: both ends belong to it. */
struct rule_range {
	uint32_t start, end;
};

/**
 * struct rule_entry - one rule; points into the message
 * @attrs: FRA_*
 */
struct rule_entry {
	const struct fib_rule_hdr *head;
	uint32_t table, preference;
	const struct nlattr *attrs[FRA_MAX + 1];
};

/** nssh_rule_entry_read() - false when the message is none about a rule */
bool nssh_rule_entry_read(const struct nlmsghdr *nlh, struct rule_entry *entry);

/**
 * nssh_rule_action_name() - what a rule does with packets, when it does not look in a table
 * @buf: holds the number when it has no name, or when @numeric
 */
const char *nssh_rule_action_name(unsigned int action, bool numeric, char *buf, size_t size);

/** nssh_rule_print() - one rule, as `ip rule` does */
void nssh_rule_print(struct nssh_out *out, const struct nssh_options *options,
		     const struct rule_entry *entry);

/** nssh_rule_family() - which rules are meant: those of IPv4, unless another family is asked for */
int nssh_rule_family(const struct nssh_cmd *cmd);

/** nssh_rule_dump() - hand over all rules of a family */
int nssh_rule_dump(struct nssh_ns *ns, int family, nssh_reply_fn each, void *arg,
		   struct nssh_error *err);

/** nssh_rule_complete() - preferences of rules that are there */
void nssh_rule_complete(const struct nssh_complete *req);

#endif
