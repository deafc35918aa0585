/* SPDX-License-Identifier: MIT */
/* Links, for plugins: kinds of link, the attributes that any link can be given, and showing them. */
#ifndef NSSH_LINK_H
#define NSSH_LINK_H

#include <linux/rtnetlink.h>

#include <nssh/command.h>
#include <nssh/netlink.h>
#include <nssh/output.h>
#include <nssh/value.h>

struct nssh_link_table;

/**
 * struct nssh_link_kind - what an extension of the rule `<kind>` has as its impl
 * @kind:  what the kernel calls it (IFLA_INFO_KIND); NULL when @name says
 * @name:  what the kernel calls the kind that @args speaks of, for an extension that is several kinds
 * @fill:  put the attributes of IFLA_INFO_DATA, which is open; NULL when there are none, or when the
 *         extension has options and they are all. With options it comes behind them, and only when
 *         some were written. @ns is the namespace that the request is sent in: indexes of other links
 *         are meant there. @args is the extension's args struct. Return: 0 or a negative errno with
 *         @err filled.
 * @after: called when the request that makes the link is in the plan, to add what cannot be part of
 *         it; or NULL. Return: as @fill.
 * @print: the attributes of IFLA_INFO_DATA as `ip -d link show` prints them; NULL when the options do
 *         that, or there is nothing to print
 * @hand_over: is there something among @args that only the system's `ip` knows? NULL: never. Verbs ask
 *         first: if (kind->hand_over && kind->hand_over(args)) return nssh_plan_system_ip(cmd, err);
 *
 * A kind whose name ends in `_slave` is about ports: its attributes are those of IFLA_INFO_SLAVE_DATA.
 */
struct nssh_link_kind {
	const char *kind;
	int (*fill)(struct nssh_cmd *cmd, struct nssh_ns *ns, const void *args,
		    struct nssh_msg *msg, struct nssh_error *err);
	int (*after)(struct nssh_cmd *cmd, struct nssh_ns *ns, const void *args,
		     struct nssh_error *err);
	void (*print)(struct nssh_out *out, struct nssh_ns *ns, const struct nlattr *data);
	bool (*hand_over)(const void *args);
	const char *(*name)(const void *args);
};

/** nssh_link_kind_name() - what the kernel calls the kind that a value of the rule `<kind>` is */
const char *nssh_link_kind_name(const struct nssh_value *kind);

/**
 * nssh_cmd_link_kind() - a kind of link that some plugin has registered
 * @kind: IFLA_INFO_KIND
 *
 * Return: the extension of `<kind>`, or NULL when nobody has it.
 */
const struct nssh_extension *nssh_cmd_link_kind(const struct nssh_cmd *cmd, const char *kind);

/**
 * struct nssh_link_attrs - what the rule `<link-attrs>` reads: the words that `link add`,
 * `link set` and the far end of a pair share
 *
 * The rule is the core's; a grammar that has it in an any-order group lends its members.
 */
struct nssh_link_attrs {
	struct nssh_value mtu;
	struct nssh_value address;
	struct nssh_value broadcast;
	struct nssh_value txqueuelen;
	struct nssh_value alias;
	struct nssh_value group;
	struct nssh_value arp;
	struct nssh_value dynamic;
	struct nssh_value multicast;
	struct nssh_value allmulticast;
	struct nssh_value promisc;
	struct nssh_value trailers;
	struct nssh_value carrier;
	struct nssh_value protodown;
	struct nssh_value addrgenmode;
	struct nssh_value master;
	struct nssh_value nomaster;
	struct nssh_value up;
	struct nssh_value down;
	struct nssh_value netns;
	struct nssh_value gso_max_size;
	struct nssh_value gso_max_segs;
	struct nssh_value gro_max_size;
};

/**
 * enum nssh_link_when - what is done with a link, since the kernel does not heed all attributes always
 * @NSSH_LINK_CHANGE:   it is there
 * @NSSH_LINK_MAKE:     it is made: what describes it (alias, carrier ...) has to come later
 * @NSSH_LINK_MAKE_FAR: it is the far end of a pair that is made: so have its master and `up`
 */
enum nssh_link_when {
	NSSH_LINK_CHANGE,
	NSSH_LINK_MAKE,
	NSSH_LINK_MAKE_FAR,
};

/**
 * nssh_link_attrs_put() - put them into a request for RTM_NEWLINK
 * @sub:  the value of the row "<link-attrs>"; may be one that was not given
 * @ns:   the namespace that names (master) are looked up in: the one that the link is in, or is
 *        made in
 * @info: the struct ifinfomsg to set flags in: a copy that the caller stores into the message; or
 *        NULL
 *
 * Does not put `netns`: where a link is made or moved is the verb's to say. Return: 0 or a negative
 * errno with @err filled.
 */
int nssh_link_attrs_put(const struct nssh_value *sub, enum nssh_link_when when, struct nssh_ns *ns,
			struct ifinfomsg *info, struct nssh_msg *msg, struct nssh_error *err);

/** nssh_link_attrs_flags() - only their flags, for a header that has to be written first */
void nssh_link_attrs_flags(const struct nssh_value *sub, enum nssh_link_when when,
			   struct ifinfomsg *info);

/**
 * nssh_link_attrs_rest() - plan what is left of them when the link is made, if anything is
 * @ns:   where the link is then
 * @name: its name, NULL when the kernel chooses it: then nothing may be left
 */
int nssh_link_attrs_rest(struct nssh_cmd *cmd, const struct nssh_value *sub,
			 enum nssh_link_when when, struct nssh_ns *ns,
			 const struct nssh_value *name, struct nssh_error *err);

/** nssh_link_attrs_of() - the attributes of a value of the rule, or NULL when it was not given */
const struct nssh_link_attrs *nssh_link_attrs_of(const struct nssh_value *sub);

/**
 * nssh_link_name_of() - the name of the link with an index
 * @name: room for IFNAMSIZ bytes; untouched when there is no such link
 */
bool nssh_link_name_of(struct nssh_ns *ns, int index, char *name);

/**
 * nssh_link_vrf_table() - the routing table of a VRF
 * @index, @name: the link; the name is for the error when it is none
 *
 * Return: 0 or a negative errno with @err filled.
 */
int nssh_link_vrf_table(struct nssh_ns *ns, int index, const char *name, uint32_t *ret_table,
			struct nssh_error *err);

/** nssh_link_valid_name() - as the kernel's dev_valid_name(): 1..15 bytes, no `/`, `:` or space */
bool nssh_link_valid_name(const char *name);

/**
 * struct nssh_link_filter - which links and addresses to show; all empty shows everything
 * @link:    one link by name, or NULL
 * @master:  ports of this link only
 * @nomaster: links without a master only
 * @kind:    links of this kind only (IFLA_INFO_KIND)
 * @up:      links that are up only
 * @group:   links of this group only; -1: any
 * @addresses: print addresses (`addr show`), else the link alone (`link show`)
 * @family:  addresses of this family only
 * @to:      addresses in this prefix only; given when its family is not 0
 * @label:   addresses whose label matches this pattern (fnmatch(3)); or NULL
 * @scope:   addresses of this scope only; -1: any
 * @flags, @flag_mask: addresses whose IFA_F_* flags, masked, equal
 * @missing, @missing_master: words to blame when @link or @master is not there
 */
struct nssh_link_filter {
	const char *link;
	const char *master;
	bool nomaster;
	const char *kind;
	bool up;
	int group;
	bool addresses;
	int family;
	struct nssh_addr to;
	const char *label;
	int scope;
	uint32_t flags, flag_mask;
	const struct nssh_word *missing;
	const struct nssh_word *missing_master;
};

#define NSSH_LINK_FILTER_INIT             \
	{                                 \
		.group = -1, .scope = -1, \
	}

/**
 * nssh_link_show() - print links and their addresses as iproute2's `ip link|addr show` does
 * @cmd:    the command, for its options (-br, -o, -d, -s, -j, -4 ...) and its output
 * @ns:     the namespace
 * @filter: which
 */
int nssh_link_show(struct nssh_cmd *cmd, struct nssh_ns *ns, const struct nssh_link_filter *filter,
		   struct nssh_error *err);

/**
 * nssh_link_names() - all links of a namespace
 * @each: called with each name; its strings are good during the call only. Return: 0, or a negative
 *        errno to stop.
 */
int nssh_link_names(struct nssh_ns *ns, int (*each)(const char *name, int index, void *arg),
		    void *arg, struct nssh_error *err);

/**
 * nssh_link_table_new() - what the links of a namespace are called by their indexes
 *
 * They are listed when the first one is wanted, and once. Return: a table to be freed with
 * nssh_link_table_free(), or NULL when there is no memory, which the other functions take, too.
 */
struct nssh_link_table *nssh_link_table_new(struct nssh_ns *ns);
void nssh_link_table_free(struct nssh_link_table *table);

/**
 * nssh_link_table_name() - the name of a link, or `if7` when there is none with this index
 * @buf: IFNAMSIZ bytes for the latter
 *
 * Return: a string that is good as long as the table and @buf are.
 */
const char *nssh_link_table_name(struct nssh_link_table *table, uint32_t index, char *buf);

/** nssh_link_table_type() - its ARPHRD_*, for nssh_lladdr_text(); -1 when there is none */
int nssh_link_table_type(struct nssh_link_table *table, uint32_t index);

#endif
