/* SPDX-License-Identifier: MIT */
/* `route get`: the route that the kernel would take. */
#include "route.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include "family.h"
#include "print.h"
#include "select.h"

struct get_args {
	struct nssh_value prefix;
	struct nssh_value from;
	struct nssh_value iif, oif, vrf;
	struct nssh_value mark, tos, uid;
	struct nssh_value ipproto, sport, dport;
	struct nssh_value as;
	struct nssh_value fibmatch, notify, connected;
};

#define AT(member) NSSH_AT(struct get_args, member)

struct answer {
	struct route_view view;
	bool found;
};

static const struct nssh_arg rows[] = {
	{ .name = "to", .help = "the destination follows" },
	{ .name = "ADDRESS", .type = "prefix", .offset = AT(prefix), .help = "the destination" },
	{ .name = "from SOURCE",
	  .type = "prefix",
	  .offset = AT(from),
	  .min = 1,
	  .help = "where the packet comes from" },
	{ .name = "iif LINK",
	  .type = "link",
	  .offset = AT(iif),
	  .min = 1,
	  .help = "the link that it came in by" },
	{ .name = "oif LINK",
	  .type = "link",
	  .offset = AT(oif),
	  .also = "dev",
	  .min = 1,
	  .help = "the link that it has to leave by" },
	{ .name = "vrf LINK",
	  .type = "link",
	  .offset = AT(vrf),
	  .min = 1,
	  .help = "the VRF that it is in" },
	{ .name = "mark MARK",
	  .type = "number",
	  .offset = AT(mark),
	  .hi = UINT32_MAX,
	  .min = 1,
	  .help = "its mark" },
	{ .name = "tos TOS",
	  .type = "dsfield",
	  .offset = AT(tos),
	  .also = "dsfield",
	  .min = 1,
	  .help = "its type of service" },
	{ .name = "uid UID",
	  .type = "number",
	  .offset = AT(uid),
	  .hi = UINT32_MAX,
	  .min = 1,
	  .help = "whose it is" },
	{ .name = "ipproto PROTOCOL",
	  .type = "ip-protocol",
	  .offset = AT(ipproto),
	  .min = 2,
	  .help = "its protocol" },
	{ .name = "sport PORT",
	  .type = "number",
	  .offset = AT(sport),
	  .hi = UINT16_MAX,
	  .min = 1,
	  .help = "its source port" },
	{ .name = "dport PORT",
	  .type = "number",
	  .offset = AT(dport),
	  .hi = UINT16_MAX,
	  .min = 2,
	  .help = "its destination port" },
	{ .name = "as", .help = "MPLS: its labels" },
	{ .name = "as LABELS", .type = "address", .offset = AT(as), .help = "MPLS: its labels" },
	{ .name = "to LABELS", .type = "address", .offset = AT(as), .help = "MPLS: its labels" },
	{ .name = "fibmatch",
	  .offset = AT(fibmatch),
	  .min = 2,
	  .help = "show the route as it is in the table" },
	{ .name = "notify",
	  .offset = AT(notify),
	  .min = 1,
	  .help = "ask to be told when it changes" },
	{ .name = "connected",
	  .offset = AT(connected),
	  .min = 1,
	  .help = "then ask again with the source that was found" },
	{ 0 },
};

/* A list only of what was found: when there is nothing, nothing is written. */
static int print_reply(const struct nlmsghdr *nlh, void *arg)
{
	struct answer *answer = arg;
	struct route_entry entry;

	if (!nssh_route_entry_read(nlh, &entry))
		return 0;
	if (!answer->found)
		nssh_out_open_array(answer->view.out, NULL);
	answer->found = true;
	nssh_route_print(&answer->view, &entry);
	return 0;
}

static int check_family(const struct nssh_cmd *cmd, const struct get_args *args, int *family,
			struct nssh_error *err)
{
	int rc;

	*family = nssh_cmd_options(cmd)->family;
	rc = nssh_route_family_add(family, &args->prefix, err);
	if (rc == 0)
		rc = nssh_route_family_add(family, &args->from, err);
	if (rc == 0)
		rc = nssh_route_family_add(family, &args->as, err);
	if (*family == AF_UNSPEC)
		*family = AF_INET;
	return rc;
}

/* The kernel looks for one address; a prefix length says nothing to it. */
static uint8_t destination_bits(const struct nssh_cmd *cmd, const struct get_args *args)
{
	const struct nssh_addr *addr = &args->prefix.addr;
	unsigned int all = nssh_route_bits(addr->family);

	if (addr->bits != all)
		nssh_cmd_warn(cmd, "/%u as prefix is invalid, only /%u (or none) is supported",
			      addr->bits, all);
	return (uint8_t)all;
}

static void put_addr(struct nssh_msg *msg, uint16_t type, const struct nssh_value *value)
{
	if (!nssh_given(value) || !value->addr.len)
		return;
	nssh_msg_word(msg, value->word);
	nssh_msg_put(msg, type, value->addr.bytes, value->addr.len);
	nssh_msg_word(msg, NULL);
}

static void put_link(struct nssh_msg *msg, uint16_t type, struct nssh_ns *ns,
		     const struct nssh_value *value)
{
	if (nssh_given(value))
		nssh_msg_put_ifindex(msg, type, ns, value->link.name, value->word);
}

static void put_attrs(struct nssh_msg *msg, struct nssh_ns *ns, const struct get_args *args)
{
	put_addr(msg, RTA_DST, &args->prefix);
	put_addr(msg, RTA_SRC, &args->from);
	put_addr(msg, RTA_NEWDST, &args->as);
	put_link(msg, RTA_IIF, ns, &args->iif);
	put_link(msg, RTA_OIF, ns, nssh_given(&args->vrf) ? &args->vrf : &args->oif);
	if (nssh_given(&args->mark) && args->mark.num)
		nssh_msg_put_u32(msg, RTA_MARK, (uint32_t)args->mark.num);
	if (nssh_given(&args->uid))
		nssh_msg_put_u32(msg, RTA_UID, (uint32_t)args->uid.num);
	if (nssh_given(&args->ipproto))
		nssh_msg_put_u8(msg, RTA_IP_PROTO, (uint8_t)args->ipproto.num);
	if (nssh_given(&args->sport))
		nssh_msg_put_u16(msg, RTA_SPORT, htons((uint16_t)args->sport.num));
	if (nssh_given(&args->dport))
		nssh_msg_put_u16(msg, RTA_DPORT, htons((uint16_t)args->dport.num));
}

static struct nssh_msg *make_request(const struct nssh_cmd *cmd, struct nssh_ns *ns,
				     const struct get_args *args, int family)
{
	struct rtmsg head = {
		.rtm_family = (uint8_t)family,
		.rtm_dst_len = destination_bits(cmd, args),
		.rtm_src_len = nssh_given(&args->from) ? args->from.addr.bits : 0,
		.rtm_tos = nssh_given(&args->tos) ? (uint8_t)args->tos.num : 0,
	};
	struct nssh_msg *msg;

	if (nssh_given(&args->notify))
		head.rtm_flags |= RTM_F_NOTIFY;
	/* Only IPv4 knows this flag. */
	if (family == AF_INET)
		head.rtm_flags |= RTM_F_LOOKUP_TABLE;
	if (nssh_given(&args->fibmatch))
		head.rtm_flags |= RTM_F_FIB_MATCH;
	msg = nssh_msg_new(RTM_GETROUTE, 0, &head, sizeof(head));
	put_attrs(msg, ns, args);
	return msg;
}

static int check_vrf(struct nssh_ns *ns, const struct get_args *args, struct nssh_error *err)
{
	const struct nssh_word *words[] = { NULL, NULL, args->vrf.word };
	struct route_filter unused = ROUTE_FILTER_INIT;

	if (!nssh_given(&args->vrf))
		return 0;
	return nssh_route_selector_find(ns, NULL, NULL, args->vrf.link.name, words, &unused, err);
}

static int run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct get_args *args = nssh_cmd_args(cmd);
	struct nssh_ns *ns = nssh_cmd_link_ns(cmd, &args->oif);
	const struct route_filter filter = ROUTE_FILTER_INIT;
	struct answer answer = { .found = false };
	struct nssh_msg *msg;
	int family, rc = check_family(cmd, args, &family, err);

	if (rc == 0)
		rc = check_vrf(ns, args, err);
	if (rc < 0)
		return rc;
	msg = make_request(cmd, ns, args, family);
	nssh_msg_word(msg, args->prefix.word);
	nssh_route_view_init(&answer.view, cmd, ns, &filter);
	rc = nssh_request(ns, msg, print_reply, &answer, err);
	/* As iproute2 has it: the same question once more. */
	if (rc == 0 && nssh_given(&args->connected) && !nssh_given(&args->from))
		rc = nssh_request(ns, msg, print_reply, &answer, err);
	if (answer.found)
		nssh_out_close_array(answer.view.out);
	nssh_msg_free(msg);
	nssh_link_table_free(answer.view.links);
	if (rc < 0 && err && !err->word)
		err->word = args->prefix.word;
	return rc;
}

const struct nssh_verb nssh_route_get_verb = {
	.grammar = "route get { [ to ] ADDRESS & { from SOURCE | iif LINK | oif LINK | vrf LINK"
		   " | mark MARK | tos TOS | uid UID | ipproto PROTOCOL | sport PORT | dport PORT"
		   " | as { LABELS | to LABELS } | fibmatch | notify | connected }* }",
	.args = rows,
	.args_size = sizeof(struct get_args),
	.effect = NSSH_READS,
	.help = "show the route that a packet would take",
	.run = run,
};
