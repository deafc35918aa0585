/* SPDX-License-Identifier: MIT */
/* Finding the neighbours that words select. */
#include "select.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/rtnetlink.h>

#include <nssh/names.h>
#include <nssh/netlink.h>

#define AT(member) NSSH_AT(struct neigh_selector, member)

const struct nssh_arg nssh_neigh_selector_rows[] = {
	{ .name = "to", .help = "a prefix follows" },
	{ .name = "PREFIX",
	  .type = "prefix",
	  .offset = AT(to),
	  .help = "only addresses in this prefix" },
	{ .name = "dev LINK",
	  .type = "link",
	  .offset = AT(dev),
	  .help = "only neighbours behind this link" },
	{ .name = "vrf LINK",
	  .type = "link",
	  .offset = AT(vrf),
	  .help = "only those behind links of this VRF" },
	{ .name = "master LINK",
	  .type = "link",
	  .offset = AT(master),
	  .help = "only those behind ports of this link" },
	{ .name = "nomaster",
	  .offset = AT(nomaster),
	  .help = "only those behind links that are nobody's port" },
	{ .name = "nud STATE",
	  .type = "neigh-any-state",
	  .offset = AT(states[0]),
	  .help = "only those in this state" },
	{ .name = "nud OTHER",
	  .type = "neigh-any-state",
	  .offset = AT(states[1]),
	  .help = "and those in this one" },
	{ .name = "unused", .offset = AT(unused), .help = "only those that nothing uses" },
	{ .name = "proxy",
	  .offset = AT(proxy),
	  .help = "the addresses that are answered for instead" },
	{ .name = "protocol PROTO",
	  .type = "any-proto",
	  .offset = AT(proto),
	  .min = 3,
	  .help = "only those that were set by this" },
	{ 0 },
};

static unsigned int read_states(const struct neigh_selector *args, unsigned int usual,
				unsigned int all)
{
	unsigned int states = 0;

	for (size_t i = 0; i < 2; i++) {
		const struct nssh_value *state = &args->states[i];

		if (!nssh_given(state))
			continue;
		usual = 0;
		states |= state->num == NEIGH_ALL  ? all
			  : state->num == NUD_NONE ? NEIGH_NONE
						   : (unsigned int)state->num;
	}
	return states | usual;
}

int nssh_neigh_selector_read(const struct nssh_cmd *cmd, const struct neigh_selector *args,
			     unsigned int states, unsigned int all, struct neigh_filter *filter,
			     struct nssh_error *err)
{
	int rc = nssh_cmd_check_family(cmd, &args->to, err);

	if (rc < 0)
		return rc;
	filter->family = nssh_cmd_options(cmd)->family;
	if (nssh_given(&args->to)) {
		filter->to = args->to.addr;
		if (filter->family == AF_UNSPEC)
			filter->family = filter->to.family;
	}
	filter->states = read_states(args, states, all);
	filter->proxies = nssh_given(&args->proxy);
	filter->unused = nssh_given(&args->unused);
	if (nssh_given(&args->proto) && args->proto.num != NSSH_NAME_ALL)
		filter->proto = (uint8_t)args->proto.num;
	if (nssh_given(&args->nomaster))
		filter->master = -1;
	return 0;
}

struct neigh_names nssh_neigh_selector_names(const struct neigh_selector *args)
{
	const bool vrf = nssh_given(&args->vrf);
	const struct nssh_value *master = vrf ? &args->vrf : &args->master;

	return (struct neigh_names){
		.dev = nssh_given(&args->dev) ? args->dev.link.name : NULL,
		.dev_word = args->dev.word,
		.master = nssh_given(master) ? master->link.name : NULL,
		.master_word = master->word,
		.vrf = vrf,
	};
}

static int find_link(struct nssh_ns *ns, const char *name, const struct nssh_word *word,
		     struct nssh_error *err)
{
	int index = name ? nssh_ns_link_index(ns, name, err) : 0;

	if (index < 0 && err && !err->word)
		err->word = word;
	return index;
}

int nssh_neigh_selector_find(struct nssh_ns *ns, const struct neigh_names *names,
			     struct neigh_filter *filter, struct nssh_error *err)
{
	int index = find_link(ns, names->dev, names->dev_word, err);
	int master = index < 0 ? index : find_link(ns, names->master, names->master_word, err);
	uint32_t table;
	int rc = master < 0 ? master : 0;

	if (rc == 0 && names->vrf)
		rc = nssh_link_vrf_table(ns, master, names->master, &table, err);
	if (rc < 0) {
		if (err && !err->word)
			err->word = names->master_word;
		return rc;
	}
	filter->index = (uint32_t)index;
	if (names->master)
		filter->master = master;
	return 0;
}

static bool in_prefix(const struct nssh_addr *prefix, const struct nlattr *attr)
{
	const unsigned int whole = prefix->bits / 8, rest = prefix->bits % 8;
	const uint8_t *bytes;

	if (prefix->family == AF_UNSPEC || !attr)
		return true;
	bytes = mnl_attr_get_payload(attr);
	if (mnl_attr_get_payload_len(attr) < prefix->len ||
	    memcmp(bytes, prefix->bytes, whole) != 0)
		return false;
	return rest == 0 || (bytes[whole] ^ prefix->bytes[whole]) >> (8 - rest) == 0;
}

static bool is_used(const struct nlattr *attr)
{
	struct nda_cacheinfo info;

	if (!attr || mnl_attr_get_payload_len(attr) < sizeof(info))
		return false;
	memcpy(&info, mnl_attr_get_payload(attr), sizeof(info));
	return info.ndm_refcnt > 0;
}

/* Proxies have no state; those that were learned elsewhere are meant in any. */
static bool fits_state(const struct neigh_filter *filter, const struct ndmsg *head)
{
	unsigned int state = head->ndm_state ? head->ndm_state : NEIGH_NONE;

	return (filter->states & state) || (head->ndm_flags & (NTF_PROXY | NTF_EXT_LEARNED));
}

static bool fits(const struct neigh_filter *filter, const struct neigh_entry *entry)
{
	if (filter->family && filter->family != entry->head->ndm_family)
		return false;
	if (filter->index && filter->index != (uint32_t)entry->head->ndm_ifindex)
		return false;
	if (filter->proto && filter->proto != nssh_attr_u8(entry->attrs[NDA_PROTOCOL]))
		return false;
	return fits_state(filter, entry->head) && in_prefix(&filter->to, entry->attrs[NDA_DST]) &&
	       !(filter->unused && is_used(entry->attrs[NDA_CACHEINFO]));
}

struct dump {
	const struct neigh_filter *filter;
	int (*each)(const struct nlmsghdr *nlh, const struct neigh_entry *entry, void *arg);
	void *arg;
};

static int take(const struct nlmsghdr *nlh, void *arg)
{
	const struct dump *dump = arg;
	struct neigh_entry entry;

	if (!nssh_neigh_entry_read(nlh, &entry) || !fits(dump->filter, &entry))
		return 0;
	return dump->each(nlh, &entry, dump->arg);
}

int nssh_neigh_dump(struct nssh_ns *ns, const struct neigh_filter *filter,
		    int (*each)(const struct nlmsghdr *nlh, const struct neigh_entry *entry,
				void *arg),
		    void *arg, struct nssh_error *err)
{
	const struct ndmsg head = {
		.ndm_family = (uint8_t)filter->family,
		.ndm_flags = filter->proxies ? NTF_PROXY : 0,
	};
	struct dump dump = { filter, each, arg };
	struct nssh_msg *msg = nssh_msg_new(RTM_GETNEIGH, 0, &head, sizeof(head));
	int rc;

	if (filter->index)
		nssh_msg_put_u32(msg, NDA_IFINDEX, filter->index);
	if (filter->master)
		nssh_msg_put_u32(msg, NDA_MASTER, (uint32_t)filter->master);
	rc = nssh_dump(ns, msg, take, &dump, err);
	nssh_msg_free(msg);
	return rc;
}
