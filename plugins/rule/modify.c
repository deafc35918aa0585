/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
/* `rule add` and `rule del`. */
#include <endian.h>
#include <errno.h>
#include <sys/socket.h>

#include <linux/rtnetlink.h>

#include <nssh/plan.h>

#include "rule.h"

struct modify_args {
	struct nssh_value not ;
	struct nssh_value from, to;
	struct nssh_value preference;
	struct nssh_value tos, mark, realms, proto, tunnel;
	struct nssh_value table, length, group;
	struct nssh_value iif, oif, l3mdev;
	struct nssh_value uids, ipproto, sport, dport;
	struct nssh_value nat;
	struct nssh_value target, nop, action;
};

#define AT(member) NSSH_AT(struct modify_args, member)

static const struct nssh_arg rows[] = {
	{ .name = "not", .offset = AT(not ), .help = "packets that are not as the words say" },
	{ .name = "from PREFIX",
	  .type = "prefix",
	  .offset = AT(from),
	  .help = "packets from here" },
	{ .name = "to PREFIX", .type = "prefix", .offset = AT(to), .help = "packets to here" },
	{ .name = "preference NUMBER",
	  .type = "number",
	  .offset = AT(preference),
	  .hi = UINT32_MAX,
	  .also = "order orde ord or o priority priorit priori prior prio pri",
	  .min = 1,
	  .help = "its place: rules are looked at from the lowest on",
	  .complete = nssh_rule_complete },
	{ .name = "tos TOS",
	  .type = "dsfield",
	  .offset = AT(tos),
	  .also = "dsfield",
	  .help = "packets with this type of service" },
	{ .name = "fwmark MARK",
	  .type = "fwmark",
	  .offset = AT(mark),
	  .help = "packets with this mark" },
	{ .name = "realms REALMS",
	  .type = "realms",
	  .offset = AT(realms),
	  .min = 1,
	  .help = "the realms that packets get" },
	{ .name = "protocol PROTO",
	  .type = "route-proto",
	  .offset = AT(proto),
	  .min = 3,
	  .help = "who has set the rule" },
	{ .name = "tun_id ID",
	  .type = "number",
	  .offset = AT(tunnel),
	  .hi = UINT64_MAX,
	  .min = 1,
	  .help = "packets out of this tunnel" },
	{ .name = "table TABLE",
	  .type = "table",
	  .offset = AT(table),
	  .also = "lookup",
	  .min = 2,
	  .help = "the table to look in" },
	{ .name = "suppress_prefixlength LENGTH",
	  .type = "number",
	  .offset = AT(length),
	  .hi = INT32_MAX,
	  .also = "sup_pl",
	  .min = 1,
	  .help = "pass over routes with prefixes of at most this length" },
	{ .name = "suppress_ifgroup GROUP",
	  .type = "group",
	  .offset = AT(group),
	  .also = "sup_group",
	  .min = 10,
	  .help = "pass over routes by links of this group" },
	{ .name = "iif LINK",
	  .type = "rule-link",
	  .offset = AT(iif),
	  .also = "dev",
	  .help = "packets that came in by this link; lo: those of this host" },
	{ .name = "oif LINK",
	  .type = "rule-link",
	  .offset = AT(oif),
	  .help = "packets of sockets that are bound to this link" },
	{ .name = "l3mdev", .offset = AT(l3mdev), .help = "look in the table of the link's VRF" },
	{ .name = "uidrange RANGE",
	  .type = "uid-range",
	  .offset = AT(uids),
	  .help = "packets of these users" },
	{ .name = "nat ADDRESS",
	  .type = "address",
	  .offset = AT(nat),
	  .also = "map-to map-t map- map ma m",
	  .help = "translate the source; no kernel does so any more" },
	{ .name = "ipproto PROTOCOL",
	  .type = "ip-protocol",
	  .offset = AT(ipproto),
	  .help = "packets of this protocol" },
	{ .name = "sport PORTS",
	  .type = "port-range",
	  .offset = AT(sport),
	  .help = "packets from this port" },
	{ .name = "dport PORTS",
	  .type = "port-range",
	  .offset = AT(dport),
	  .help = "packets to this port" },
	{ .name = "type", .help = "what is done with packets follows" },
	{ .name = "goto TARGET",
	  .type = "number",
	  .offset = AT(target),
	  .hi = UINT32_MAX,
	  .min = 1,
	  .help = "go on with the rule of this preference",
	  .complete = nssh_rule_complete },
	{ .name = "nop", .offset = AT(nop), .min = 2, .help = "do nothing" },
	{ .name = "ACTION",
	  .type = "rule-action",
	  .offset = AT(action),
	  .help = "what is done with packets instead of looking in a table" },
	{ 0 },
};

#define GRAMMAR(verb)                                                                    \
	"rule " verb " { not | from PREFIX | to PREFIX | preference NUMBER | tos TOS"    \
	" | fwmark MARK | realms REALMS | protocol PROTO | tun_id ID | table TABLE"      \
	" | suppress_prefixlength LENGTH | suppress_ifgroup GROUP | iif LINK | oif LINK" \
	" | l3mdev | uidrange RANGE | nat ADDRESS | ipproto PROTOCOL | sport PORTS"      \
	" | dport PORTS | [ type ] { goto TARGET | nop | ACTION } }*"

static bool has_action(const struct modify_args *args)
{
	return nssh_given(&args->target) || nssh_given(&args->nop) || nssh_given(&args->action);
}

static uint8_t action_of(const struct modify_args *args, bool removing)
{
	if (nssh_given(&args->target))
		return FR_ACT_GOTO;
	if (nssh_given(&args->nop))
		return FR_ACT_NOP;
	if (nssh_given(&args->action))
		return (uint8_t)args->action.num;
	if (nssh_given(&args->nat))
		return RTN_NAT;
	return removing ? FR_ACT_UNSPEC : FR_ACT_TO_TBL;
}

static uint32_t table_of(const struct modify_args *args, bool removing)
{
	if (nssh_given(&args->table))
		return (uint32_t)args->table.num;
	return removing || nssh_given(&args->l3mdev) || has_action(args) ? RT_TABLE_UNSPEC
									 : RT_TABLE_MAIN;
}

static struct fib_rule_hdr make_head(const struct modify_args *args, int family, bool removing)
{
	const uint32_t table = table_of(args, removing);

	return (struct fib_rule_hdr){
		.family = (uint8_t)family,
		.src_len = nssh_given(&args->from) ? args->from.addr.bits : 0,
		.dst_len = nssh_given(&args->to) ? args->to.addr.bits : 0,
		.tos = nssh_given(&args->tos) ? (uint8_t)args->tos.num : 0,
		.table = table <= UINT8_MAX ? (uint8_t)table : RT_TABLE_UNSPEC,
		.action = action_of(args, removing),
		.flags = nssh_given(&args->not ) ? FIB_RULE_INVERT : 0,
	};
}

static void put(struct nssh_msg *msg, uint16_t type, const struct nssh_value *value,
		const void *data, size_t size)
{
	if (!nssh_given(value) || !size)
		return;
	nssh_msg_word(msg, value->word);
	nssh_msg_put(msg, type, data, size);
	nssh_msg_word(msg, NULL);
}

static void put_u32(struct nssh_msg *msg, uint16_t type, const struct nssh_value *value)
{
	const uint32_t number = nssh_given(value) ? (uint32_t)value->num : 0;

	put(msg, type, value, &number, sizeof(number));
}

static void put_u8(struct nssh_msg *msg, uint16_t type, const struct nssh_value *value)
{
	const uint8_t number = nssh_given(value) ? (uint8_t)value->num : 0;

	put(msg, type, value, &number, sizeof(number));
}

static void put_link(struct nssh_msg *msg, uint16_t type, const struct nssh_value *value)
{
	if (!nssh_given(value))
		return;
	nssh_msg_word(msg, value->word);
	nssh_msg_put_str(msg, type, value->str);
	nssh_msg_word(msg, NULL);
}

static void put_mark(struct nssh_msg *msg, const struct nssh_value *value)
{
	const struct rule_mark *mark = nssh_given(value) ? value->data : NULL;

	if (!mark)
		return;
	put(msg, FRA_FWMARK, value, &mark->mark, sizeof(mark->mark));
	if (mark->has_mask)
		put(msg, FRA_FWMASK, value, &mark->mask, sizeof(mark->mask));
}

static void put_ports(struct nssh_msg *msg, uint16_t type, const struct nssh_value *value)
{
	const struct rule_range *range = nssh_given(value) ? value->data : NULL;
	struct fib_rule_port_range ports;

	if (!range)
		return;
	ports.start = (uint16_t)range->start;
	ports.end = (uint16_t)range->end;
	put(msg, type, value, &ports, sizeof(ports));
}

static void put_packet(struct nssh_msg *msg, const struct modify_args *args)
{
	const struct rule_range *uids = nssh_given(&args->uids) ? args->uids.data : NULL;
	const uint64_t tunnel = nssh_given(&args->tunnel) ? htobe64(args->tunnel.num) : 0;

	put(msg, FRA_SRC, &args->from, args->from.addr.bytes, args->from.addr.len);
	put(msg, FRA_DST, &args->to, args->to.addr.bytes, args->to.addr.len);
	put_mark(msg, &args->mark);
	put_link(msg, FRA_IIFNAME, &args->iif);
	put_link(msg, FRA_OIFNAME, &args->oif);
	put(msg, FRA_TUN_ID, &args->tunnel, &tunnel, sizeof(tunnel));
	put(msg, FRA_UID_RANGE, &args->uids, uids, sizeof(*uids));
	put_u8(msg, FRA_IP_PROTO, &args->ipproto);
	put_ports(msg, FRA_SPORT_RANGE, &args->sport);
	put_ports(msg, FRA_DPORT_RANGE, &args->dport);
	put_u8(msg, FRA_L3MDEV, &args->l3mdev);
}

static void put_rest(struct nssh_msg *msg, const struct modify_args *args)
{
	put_u32(msg, FRA_PRIORITY, &args->preference);
	put_u32(msg, FRA_FLOW, &args->realms);
	put_u8(msg, FRA_PROTOCOL, &args->proto);
	if (nssh_given(&args->table) && args->table.num > UINT8_MAX)
		put_u32(msg, FRA_TABLE, &args->table);
	put_u32(msg, FRA_SUPPRESS_PREFIXLEN, &args->length);
	put_u32(msg, FRA_SUPPRESS_IFGROUP, &args->group);
	put(msg, RTA_GATEWAY, &args->nat, args->nat.addr.bytes, args->nat.addr.len);
	put_u32(msg, FRA_GOTO, &args->target);
}

/* iproute2 takes a rule for one of IPv4 unless -6 says otherwise. */
static int check_family(int family, const struct nssh_value *prefix, struct nssh_error *err)
{
	const int own = nssh_given(prefix) ? prefix->addr.family : AF_UNSPEC;
	const int wanted = family == RTNL_FAMILY_IPMR    ? AF_INET
			   : family == RTNL_FAMILY_IP6MR ? AF_INET6
							 : family;

	if (own == AF_UNSPEC || own == wanted)
		return 0;
	(void)nssh_fail(err, -EINVAL, prefix->word, "%s is not of the family of the rule",
			prefix->word->text);
	nssh_hint(err, own == AF_INET6 ? "rules are of IPv4; for IPv6: -6 rule add ..."
				       : "write the rule without -6");
	return -EINVAL;
}

static int check(const struct nssh_cmd *cmd, const struct modify_args *args, int family,
		 struct nssh_error *err)
{
	size_t count;
	const struct nssh_word *words = nssh_cmd_words(cmd, &count);
	int rc;

	if (count < 3) {
		(void)nssh_fail(err, -EINVAL, words + count - 1, "which rule?");
		nssh_hint(err, "as rule %s from 10.0.0.0/8 table 100", words[1].text);
		return -EINVAL;
	}
	if (nssh_given(&args->l3mdev) && nssh_given(&args->table) && args->table.num)
		return nssh_fail(err, -EINVAL, args->table.word,
				 "l3mdev is the table already: that of the link's VRF");
	rc = check_family(family, &args->from, err);
	return rc < 0 ? rc : check_family(family, &args->to, err);
}

static int modify(struct nssh_cmd *cmd, uint16_t type, uint16_t flags, const char *what,
		  struct nssh_error *err)
{
	const struct modify_args *args = nssh_cmd_args(cmd);
	const int family = nssh_rule_family(cmd);
	const struct fib_rule_hdr head = make_head(args, family, type == RTM_DELRULE);
	struct nssh_msg *msg;
	int rc = check(cmd, args, family, err);

	if (rc < 0)
		return rc;
	if (nssh_given(&args->nat))
		nssh_cmd_warn(cmd, "no kernel translates by rules any more");
	msg = nssh_msg_new(type, flags, &head, sizeof(head));
	put_packet(msg, args);
	put_rest(msg, args);
	return nssh_plan_request(nssh_cmd_plan(cmd), nssh_cmd_ns(cmd), msg, nssh_cmd_word(cmd), err,
				 "%s the rule", what);
}

static int run_add(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return modify(cmd, RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL, "add", err);
}

const struct nssh_verb nssh_rule_add_verb = {
	.grammar = GRAMMAR("add"),
	.args = rows,
	.args_size = sizeof(struct modify_args),
	.effect = NSSH_CHANGES,
	.help = "add a rule",
	.text = "A rule of IPv4, unless -6 is given. Without a preference it comes before all others "
		"but the first.",
	.run = run_add,
};

static int run_del(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return modify(cmd, RTM_DELRULE, 0, "delete", err);
}

const struct nssh_verb nssh_rule_del_verb = {
	.grammar = GRAMMAR("del"),
	.args = rows,
	.args_size = sizeof(struct modify_args),
	.effect = NSSH_CHANGES,
	.help = "delete a rule",
	.text = "The first one that is as the words say.",
	.run = run_del,
};
