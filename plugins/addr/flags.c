/* SPDX-License-Identifier: MIT */
/* The rule `<address-flag>`: state and flags of addresses, as `addr show` and `flush` select them. */
#include "addr.h"

#include <linux/if_addr.h>

const struct nssh_rule nssh_addr_flag_rule = {
	.name = "address-flag",
	.help = "a state or flag that an address has, or with a - before it has not",
};

/* Each flag has a row of its own and one with a `-` before its name. */
#define FLAG(place, word, text)                                                              \
	{ .name = (word), .help = (text), .offset = NSSH_AT(struct addr_flags, is[place]) }, \
	{                                                                                    \
		.name = "-" word, .help = "not " word,                                       \
		.offset = NSSH_AT(struct addr_flags, is_not[place])                          \
	}

static const struct nssh_arg rows[] = {
	FLAG(0, "permanent", "set by hand, without an end"),
	FLAG(1, "dynamic", "with a lifetime"),
	FLAG(2, "secondary", "IPv4: not the first of its prefix"),
	FLAG(3, "primary", "IPv4: the first of its prefix; IPv6: not temporary"),
	FLAG(4, "temporary", "IPv6: made for privacy"),
	FLAG(5, "tentative", "still looking for duplicates"),
	FLAG(6, "dadfailed", "there is a duplicate"),
	FLAG(7, "deprecated", "not for new connections any more"),
	FLAG(8, "home", "a home address of mobile IPv6"),
	FLAG(9, "mngtmpaddr", "temporary addresses are made from it"),
	FLAG(10, "nodad", "duplicates are not looked for"),
	FLAG(11, "optimistic", "used while duplicates are looked for"),
	FLAG(12, "noprefixroute", "without a route to its prefix"),
	FLAG(13, "autojoin", "its multicast group is joined"),
	{ 0 },
};

/* By their places above; dynamic and primary are what permanent and secondary are not. */
static const struct {
	uint32_t flag;
	bool inverse;
} meanings[ADDR_FLAGS] = {
	{ IFA_F_PERMANENT, false },      { IFA_F_PERMANENT, true },   { IFA_F_SECONDARY, false },
	{ IFA_F_SECONDARY, true },       { IFA_F_TEMPORARY, false },  { IFA_F_TENTATIVE, false },
	{ IFA_F_DADFAILED, false },      { IFA_F_DEPRECATED, false }, { IFA_F_HOMEADDRESS, false },
	{ IFA_F_MANAGETEMPADDR, false }, { IFA_F_NODAD, false },      { IFA_F_OPTIMISTIC, false },
	{ IFA_F_NOPREFIXROUTE, false },  { IFA_F_MCAUTOJOIN, false },
};

const struct nssh_extension nssh_addr_flags = {
	.rule = "address-flag",
	.grammar = "{ permanent | -permanent | dynamic | -dynamic | secondary | -secondary "
		   "| primary | -primary | temporary | -temporary | tentative | -tentative "
		   "| dadfailed | -dadfailed | deprecated | -deprecated | home | -home "
		   "| mngtmpaddr | -mngtmpaddr | nodad | -nodad | optimistic | -optimistic "
		   "| noprefixroute | -noprefixroute | autojoin | -autojoin }*",
	.args = rows,
	.args_size = sizeof(struct addr_flags),
	.help = "flags of addresses",
};

static void require(uint32_t flag, bool set, uint32_t *flags, uint32_t *mask)
{
	*mask |= flag;
	*flags = set ? *flags | flag : *flags & ~flag;
}

void nssh_addr_flags_of(const struct nssh_value *rule, uint32_t *ret_flags, uint32_t *ret_mask)
{
	const struct addr_flags *words = nssh_given(rule) ? rule->sub.args : NULL;

	*ret_flags = 0;
	*ret_mask = 0;
	for (size_t i = 0; words && i < ADDR_FLAGS; i++) {
		if (nssh_given(&words->is[i]))
			require(meanings[i].flag, !meanings[i].inverse, ret_flags, ret_mask);
		if (nssh_given(&words->is_not[i]))
			require(meanings[i].flag, meanings[i].inverse, ret_flags, ret_mask);
	}
}
