/* SPDX-License-Identifier: MIT */
/* The words of `neigh show` and `neigh flush` that select neighbours. */
#ifndef NSSH_NEIGH_SELECT_H
#define NSSH_NEIGH_SELECT_H

#include "neigh.h"

/* The args struct of these verbs. */
struct neigh_selector {
	struct nssh_value to;
	struct nssh_value dev;
	struct nssh_value vrf, master, nomaster;
	struct nssh_value states[2];
	struct nssh_value unused, proxy, proto;
};

#define NEIGH_SELECTOR                                                                   \
	"{ [ to ] PREFIX | dev LINK | { vrf LINK | master LINK | nomaster } | nud STATE" \
	" | nud OTHER | unused | proxy | protocol PROTO }*"

/* Their argument table. */
extern const struct nssh_arg nssh_neigh_selector_rows[];

/**
 * struct neigh_filter - which neighbours are meant
 * @family:  AF_UNSPEC for all
 * @index:   of the link, 0 for any
 * @master:  of the links' master; 0 for any, -1 for links without one
 * @states:  NUD_* and NEIGH_NONE
 * @proxies: the addresses that are answered for instead
 * @proto:   who has set it; 0 for anybody
 */
struct neigh_filter {
	int family;
	uint32_t index;
	int master;
	unsigned int states;
	bool proxies, unused;
	uint8_t proto;
	struct nssh_addr to;
};

/**
 * nssh_neigh_selector_read() - what the words say but for links, which need a look
 * @states: what is meant when the words name no state
 * @all:    what `nud all` means
 */
int nssh_neigh_selector_read(const struct nssh_cmd *cmd, const struct neigh_selector *args,
			     unsigned int states, unsigned int all, struct neigh_filter *filter,
			     struct nssh_error *err);

/**
 * struct neigh_names - the links that were named: @dev, and @master, which has to be a VRF or any link
 * @dev_word, @master_word: to blame when they are not there
 */
struct neigh_names {
	const char *dev, *master;
	bool vrf;
	const struct nssh_word *dev_word, *master_word;
};

struct neigh_names nssh_neigh_selector_names(const struct neigh_selector *args);

/** nssh_neigh_selector_find() - fill in the links */
int nssh_neigh_selector_find(struct nssh_ns *ns, const struct neigh_names *names,
			     struct neigh_filter *filter, struct nssh_error *err);

/** nssh_neigh_dump() - hand over the neighbours that fit */
int nssh_neigh_dump(struct nssh_ns *ns, const struct neigh_filter *filter,
		    int (*each)(const struct nlmsghdr *nlh, const struct neigh_entry *entry,
				void *arg),
		    void *arg, struct nssh_error *err);

#endif
