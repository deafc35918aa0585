/* SPDX-License-Identifier: MIT */
/* From the words of `addr add|change|replace|del` to a request. */
#include "modify.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

#include <nssh/netlink.h>
#include <nssh/plan.h>

static const char *family_name(int family)
{
	return family == AF_INET ? "IPv4" : family == AF_INET6 ? "IPv6" : "neither IPv4 nor IPv6";
}

int nssh_addr_check_family(const struct nssh_cmd *cmd, const struct nssh_value *prefix,
			   struct nssh_error *err)
{
	const int wanted = nssh_cmd_options(cmd)->family, family = prefix->addr.family;

	if (!nssh_given(prefix) || wanted == AF_UNSPEC || family == AF_UNSPEC || family == wanted)
		return 0;
	(void)nssh_fail(err, -EINVAL, prefix->word, "%s is an %s address, but %s was asked for",
			prefix->word->text, family_name(family), family_name(wanted));
	nssh_kind(err, NSSH_ERROR_VALUE);
	return -EINVAL;
}

/* All addresses of a command are of one family, and it is the one that -4 or -6 asks for. */
static int check_family(const struct nssh_cmd *cmd, const struct addr_args *args,
			struct nssh_error *err)
{
	const struct nssh_value *others[] = { &args->peer, &args->broadcast, &args->anycast, NULL };
	int family = args->prefix.addr.family;
	int rc;

	if (family == AF_UNSPEC)
		return nssh_fail(err, -EINVAL, args->prefix.word, "%s is no address for a link",
				 args->prefix.word->text);
	rc = nssh_addr_check_family(cmd, &args->prefix, err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; others[i]; i++) {
		if (nssh_given(others[i]) && others[i]->addr.family != family)
			return nssh_fail(err, -EINVAL, others[i]->word,
					 "%s is no %s address as %s is", others[i]->word->text,
					 family_name(family), args->prefix.word->text);
	}
	return 0;
}

static int check_broadcast(const struct addr_args *args, struct nssh_error *err)
{
	const struct nssh_value *any = nssh_given(&args->broadcast)         ? &args->broadcast
				       : nssh_given(&args->broadcast_set)   ? &args->broadcast_set
				       : nssh_given(&args->broadcast_reset) ? &args->broadcast_reset
									    : NULL;

	if (any && args->prefix.addr.family != AF_INET)
		return nssh_fail(err, -EINVAL, any->word,
				 "only IPv4 addresses have a broadcast address");
	return 0;
}

static int read_lifetimes(const struct addr_args *args, struct ifa_cacheinfo *info,
			  struct nssh_error *err)
{
	*info = (struct ifa_cacheinfo){ .ifa_valid = UINT32_MAX, .ifa_prefered = UINT32_MAX };
	if (nssh_given(&args->valid_lft))
		info->ifa_valid = (uint32_t)args->valid_lft.num;
	if (nssh_given(&args->preferred_lft))
		info->ifa_prefered = (uint32_t)args->preferred_lft.num;
	if (info->ifa_valid == 0)
		return nssh_fail(err, -EINVAL, args->valid_lft.word, "valid_lft is zero");
	if (info->ifa_valid >= info->ifa_prefered)
		return 0;
	if (nssh_given(&args->preferred_lft))
		return nssh_fail(err, -EINVAL, args->preferred_lft.word,
				 "preferred_lft is greater than valid_lft");
	nssh_fail(err, -EINVAL, args->valid_lft.word,
		  "preferred_lft, which is forever, is greater than valid_lft");
	nssh_hint(err, "give preferred_lft too: preferred_lft %s", args->valid_lft.word->text);
	return -EINVAL;
}

static bool is_multicast(const struct nssh_addr *addr)
{
	return addr->family == AF_INET ? (addr->bytes[0] & 0xf0) == 0xe0 : addr->bytes[0] == 0xff;
}

/* The IFA_F_* flags asked for; those of IPv6 are left out with a warning for IPv4, as `ip` does. */
static int read_flags(const struct nssh_cmd *cmd, const struct addr_args *args, uint32_t *ret_flags,
		      struct nssh_error *err)
{
	const struct {
		const struct nssh_value *value;
		uint32_t flag;
		bool v6only;
	} flags[] = {
		{ &args->home, IFA_F_HOMEADDRESS, true },
		{ &args->mngtmpaddr, IFA_F_MANAGETEMPADDR, true },
		{ &args->nodad, IFA_F_NODAD, true },
		{ &args->optimistic, IFA_F_OPTIMISTIC, true },
		{ &args->noprefixroute, IFA_F_NOPREFIXROUTE, false },
		{ &args->autojoin, IFA_F_MCAUTOJOIN, false },
	};

	*ret_flags = 0;
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		if (!nssh_given(flags[i].value))
			continue;
		if (flags[i].v6only && args->prefix.addr.family != AF_INET6)
			nssh_cmd_warn(cmd, "%s is for IPv6 addresses only and is left out for %s",
				      flags[i].value->word->text, args->prefix.word->text);
		else
			*ret_flags |= flags[i].flag;
	}
	if ((*ret_flags & IFA_F_MCAUTOJOIN) && !is_multicast(&args->prefix.addr))
		return nssh_fail(err, -EINVAL, args->prefix.word,
				 "autojoin needs a multicast address, and %s is none",
				 args->prefix.word->text);
	return 0;
}

/* The scope that iproute2 gives when none is written. */
static uint8_t default_scope(const struct nssh_addr *addr)
{
	return addr->family == AF_INET && addr->bytes[0] == 127 ? RT_SCOPE_HOST : RT_SCOPE_UNIVERSE;
}

static void put_addr(struct nssh_msg *msg, uint16_t type, const struct nssh_value *value,
		     const struct nssh_word *word)
{
	nssh_msg_word(msg, word);
	nssh_msg_put(msg, type, value->addr.bytes, value->addr.len);
}

/* `broadcast +` and `-`: host bits of the prefix set or cleared; a /31 and a /32 have none. */
static void put_computed_broadcast(struct nssh_msg *msg, const struct nssh_addr *prefix, bool set,
				   const struct nssh_word *word)
{
	uint8_t bytes[4];

	if (prefix->bits > 30)
		return;
	memcpy(bytes, prefix->bytes, sizeof(bytes));
	for (unsigned int bit = prefix->bits; bit < 32; bit++) {
		uint8_t mask = (uint8_t)(0x80 >> (bit % 8));

		bytes[bit / 8] = (uint8_t)(set ? bytes[bit / 8] | mask : bytes[bit / 8] & ~mask);
	}
	nssh_msg_word(msg, word);
	nssh_msg_put(msg, IFA_BROADCAST, bytes, sizeof(bytes));
}

static void put_broadcast(struct nssh_msg *msg, const struct addr_args *args, bool removing)
{
	bool set = nssh_given(&args->broadcast_set);
	const struct nssh_value *sign = set ? &args->broadcast_set : &args->broadcast_reset;
	const struct nssh_value *prefix = nssh_given(&args->peer) ? &args->peer : &args->prefix;

	if (nssh_given(&args->broadcast))
		put_addr(msg, IFA_BROADCAST, &args->broadcast, args->broadcast.word);
	else if (nssh_given(sign) && !removing)
		put_computed_broadcast(msg, &prefix->addr, set, sign->word);
}

/*
 * IFA_ADDRESS is the far end's address where there is one. It is left out for an IPv4 address
 * without a prefix length that is to go: the kernel then takes the first with this IFA_LOCAL.
 */
static void put_addresses(const struct nssh_cmd *cmd, struct nssh_msg *msg,
			  const struct addr_args *args, bool removing)
{
	const struct nssh_value *local = &args->prefix;

	put_addr(msg, IFA_LOCAL, local, local->word);
	if (nssh_given(&args->peer))
		put_addr(msg, IFA_ADDRESS, &args->peer, args->peer.word);
	else if (removing && local->addr.family == AF_INET && !local->addr.has_bits)
		nssh_cmd_warn(cmd,
			      "%s has no prefix length: the first such address of %s goes, "
			      "whatever its length; write %s/32 to mean that one only",
			      local->word->text, args->dev.word->text, local->word->text);
	else
		put_addr(msg, IFA_ADDRESS, local, local->word);
	put_broadcast(msg, args, removing);
	if (nssh_given(&args->anycast))
		put_addr(msg, IFA_ANYCAST, &args->anycast, args->anycast.word);
}

static void put_rest(struct nssh_msg *msg, const struct addr_args *args,
		     const struct ifa_cacheinfo *lifetimes, uint32_t flags)
{
	if (nssh_given(&args->label)) {
		nssh_msg_word(msg, args->label.word);
		nssh_msg_put_str(msg, IFA_LABEL, args->label.str);
	}
	if (nssh_given(&args->metric)) {
		nssh_msg_word(msg, args->metric.word);
		nssh_msg_put_u32(msg, IFA_RT_PRIORITY, (uint32_t)args->metric.num);
	}
	if (nssh_given(&args->proto)) {
		nssh_msg_word(msg, args->proto.word);
		nssh_msg_put_u8(msg, IFA_PROTO, (uint8_t)args->proto.num);
	}
	if (nssh_given(&args->valid_lft) || nssh_given(&args->preferred_lft)) {
		nssh_msg_word(msg, nssh_given(&args->valid_lft) ? args->valid_lft.word
								: args->preferred_lft.word);
		nssh_msg_put(msg, IFA_CACHEINFO, lifetimes, sizeof(*lifetimes));
	}
	nssh_msg_word(msg, NULL);
	if (flags > UINT8_MAX)
		nssh_msg_put_u32(msg, IFA_FLAGS, flags);
}

static struct ifaddrmsg make_head(const struct addr_args *args, bool removing, uint32_t flags)
{
	struct ifaddrmsg head = { .ifa_family = args->prefix.addr.family };

	head.ifa_prefixlen = args->prefix.addr.bits;
	/* iproute2 takes a peer's /0 for "not given". */
	if (nssh_given(&args->peer) && args->peer.addr.bits)
		head.ifa_prefixlen = args->peer.addr.bits;
	if (nssh_given(&args->scope))
		head.ifa_scope = (uint8_t)args->scope.num;
	else if (!removing)
		head.ifa_scope = default_scope(&args->prefix.addr);
	if (flags <= UINT8_MAX)
		head.ifa_flags = (uint8_t)flags;
	return head;
}

int nssh_addr_modify(struct nssh_cmd *cmd, uint16_t type, uint16_t flags, struct nssh_error *err)
{
	const struct addr_args *args = nssh_cmd_args(cmd);
	struct nssh_ns *ns = nssh_cmd_link_ns(cmd, &args->dev);
	bool removing = type == RTM_DELADDR;
	struct ifa_cacheinfo lifetimes = { 0 };
	struct ifaddrmsg head;
	struct nssh_msg *msg;
	uint32_t ifa_flags = 0;
	int rc;

	rc = check_family(cmd, args, err);
	if (rc == 0)
		rc = check_broadcast(args, err);
	if (rc == 0)
		rc = read_lifetimes(args, &lifetimes, err);
	if (rc == 0)
		rc = read_flags(cmd, args, &ifa_flags, err);
	if (rc < 0)
		return rc;
	head = make_head(args, removing, ifa_flags);
	msg = nssh_msg_new(type, flags, &head, sizeof(head));
	put_addresses(cmd, msg, args, removing);
	put_rest(msg, args, &lifetimes, ifa_flags);
	nssh_msg_head_ifindex(msg, offsetof(struct ifaddrmsg, ifa_index), ns, args->dev.link.name,
			      args->dev.word);
	return nssh_plan_request(nssh_cmd_plan(cmd), ns, msg, args->prefix.word, err,
				 removing             ? "delete address %s from %s"
				 : flags & NLM_F_EXCL ? "add address %s to %s"
						      : "set address %s on %s",
				 args->prefix.word->text, args->dev.link.name);
}
