/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
/* `rule show` and `rule flush`: all rules, or those that the words select. */
#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/if.h>
#include <linux/rtnetlink.h>

#include <nssh/names.h>
#include <nssh/plan.h>

#include "rule.h"

struct selector {
	struct nssh_value preference, not ;
	struct nssh_value tos, mark, iif, oif, l3mdev, uids, tunnel;
	struct nssh_value table, from, proto, ipproto, sport, dport, to;
};

#define AT(member) NSSH_AT(struct selector, member)

static const struct nssh_arg rows[] = {
	{ .name = "preference NUMBER",
	  .type = "number",
	  .offset = AT(preference),
	  .hi = UINT32_MAX,
	  .also = "order orde ord or o priority priorit priori prior prio pri",
	  .min = 1,
	  .help = "only rules of this preference",
	  .complete = nssh_rule_complete },
	{ .name = "not", .offset = AT(not ), .help = "only rules that say not" },
	{ .name = "tos TOS",
	  .type = "dsfield",
	  .offset = AT(tos),
	  .also = "dsfield",
	  .help = "only rules about this type of service" },
	{ .name = "fwmark MARK",
	  .type = "fwmark",
	  .offset = AT(mark),
	  .help = "only rules about this mark" },
	{ .name = "iif LINK",
	  .type = "rule-link",
	  .offset = AT(iif),
	  .also = "dev",
	  .help = "only rules about what came in by this link" },
	{ .name = "oif LINK",
	  .type = "rule-link",
	  .offset = AT(oif),
	  .help = "only rules about what is bound to this link" },
	{ .name = "l3mdev", .offset = AT(l3mdev), .help = "only rules that look in VRFs" },
	{ .name = "uidrange RANGE",
	  .type = "uid-range",
	  .offset = AT(uids),
	  .help = "only rules about these users" },
	{ .name = "tun_id ID",
	  .type = "number",
	  .offset = AT(tunnel),
	  .hi = UINT64_MAX,
	  .min = 2,
	  .help = "only rules about this tunnel" },
	{ .name = "table TABLE",
	  .type = "table",
	  .offset = AT(table),
	  .also = "lookup looku look loo lo",
	  .min = 2,
	  .help = "only rules that look in this table" },
	{ .name = "from PREFIX",
	  .type = "prefix",
	  .offset = AT(from),
	  .also = "src",
	  .min = 1,
	  .help = "only rules about sources in this prefix" },
	{ .name = "protocol PROTO",
	  .type = "any-proto",
	  .offset = AT(proto),
	  .min = 3,
	  .help = "flush: only rules that were set by this" },
	{ .name = "ipproto PROTOCOL",
	  .type = "ip-protocol",
	  .offset = AT(ipproto),
	  .help = "only rules about this protocol" },
	{ .name = "sport PORTS",
	  .type = "port-range",
	  .offset = AT(sport),
	  .help = "only rules about these source ports" },
	{ .name = "dport PORTS",
	  .type = "port-range",
	  .offset = AT(dport),
	  .help = "only rules about these destination ports" },
	{ .name = "to", .also = "dst", .min = 1, .help = "a prefix follows" },
	{ .name = "PREFIX",
	  .type = "prefix",
	  .offset = AT(to),
	  .help = "only rules about destinations in this prefix" },
	{ 0 },
};

#define SELECTOR                                                                           \
	"{ preference NUMBER | not | tos TOS | fwmark MARK | iif LINK | oif LINK | l3mdev" \
	" | uidrange RANGE | tun_id ID | table TABLE | from PREFIX | protocol PROTO"       \
	" | ipproto PROTOCOL | sport PORTS | dport PORTS | [ to ] PREFIX }*"

int nssh_rule_family(const struct nssh_cmd *cmd)
{
	const int family = nssh_cmd_options(cmd)->family;

	return family == AF_UNSPEC ? AF_INET : family;
}

int nssh_rule_dump(struct nssh_ns *ns, int family, nssh_reply_fn each, void *arg,
		   struct nssh_error *err)
{
	const struct fib_rule_hdr head = { .family = (uint8_t)family };
	struct nssh_msg *msg = nssh_msg_new(RTM_GETRULE, 0, &head, sizeof(head));
	int rc = nssh_dump(ns, msg, each, arg, err);

	nssh_msg_free(msg);
	return rc;
}

/**
 * struct end - one end of what a rule is about
 * @given: any, all and default are no selection
 */
struct end {
	bool given;
	struct nssh_addr addr;
};

/**
 * struct filter - what words select
 * @inverse: only those that say not
 * @iif, @oif: empty for any
 */
struct filter {
	bool inverse, l3mdev;
	struct end from, to;
	bool has_preference, has_tos, has_uids;
	uint32_t preference, table;
	uint8_t tos, ipproto;
	struct rule_mark mark;
	struct rule_range uids, sport, dport;
	uint64_t tunnel;
	char iif[IFNAMSIZ], oif[IFNAMSIZ];
	uint64_t proto;
};

static bool fits_end(const struct end *end, const struct nlattr *attr, unsigned int bits)
{
	const unsigned int whole = end->addr.bits / 8, rest = end->addr.bits % 8;
	const uint8_t *bytes;

	if (!end->given)
		return true;
	if (!attr || end->addr.bits > bits || mnl_attr_get_payload_len(attr) < end->addr.len)
		return false;
	bytes = mnl_attr_get_payload(attr);
	if (memcmp(bytes, end->addr.bytes, whole) != 0)
		return false;
	return rest == 0 || (bytes[whole] ^ end->addr.bytes[whole]) >> (8 - rest) == 0;
}

static bool fits_name(const char *wanted, const struct nlattr *attr)
{
	const char *name = nssh_attr_str(attr);

	return !*wanted || (name && strcmp(name, wanted) == 0);
}

static bool fits_ports(const struct rule_range *wanted, const struct nlattr *attr)
{
	struct fib_rule_port_range range;

	if (!wanted->start)
		return true;
	if (!attr || mnl_attr_get_payload_len(attr) < sizeof(range))
		return false;
	memcpy(&range, mnl_attr_get_payload(attr), sizeof(range));
	return range.start == wanted->start && range.end == wanted->end;
}

static bool fits_uids(const struct filter *filter, const struct nlattr *attr)
{
	return !filter->has_uids ||
	       (attr && mnl_attr_get_payload_len(attr) >= sizeof(filter->uids) &&
		memcmp(mnl_attr_get_payload(attr), &filter->uids, sizeof(filter->uids)) == 0);
}

static bool fits_packet(const struct filter *filter, const struct rule_entry *entry)
{
	const struct nlattr *const *attrs = entry->attrs;

	return fits_end(&filter->from, attrs[FRA_SRC], entry->head->src_len) &&
	       fits_end(&filter->to, attrs[FRA_DST], entry->head->dst_len) &&
	       (!filter->has_tos || filter->tos == entry->head->tos) &&
	       (!filter->mark.mark || filter->mark.mark == nssh_attr_u32(attrs[FRA_FWMARK])) &&
	       (!filter->mark.mask || filter->mark.mask == nssh_attr_u32(attrs[FRA_FWMASK])) &&
	       fits_name(filter->iif, attrs[FRA_IIFNAME]) &&
	       fits_name(filter->oif, attrs[FRA_OIFNAME]) &&
	       fits_uids(filter, attrs[FRA_UID_RANGE]) &&
	       (!filter->ipproto || filter->ipproto == nssh_attr_u8(attrs[FRA_IP_PROTO])) &&
	       fits_ports(&filter->sport, attrs[FRA_SPORT_RANGE]) &&
	       fits_ports(&filter->dport, attrs[FRA_DPORT_RANGE]) &&
	       (!filter->tunnel || filter->tunnel == be64toh(nssh_attr_u64(attrs[FRA_TUN_ID])));
}

static bool fits(const struct filter *filter, const struct rule_entry *entry)
{
	return (!filter->has_preference || filter->preference == entry->preference) &&
	       (!filter->inverse || (entry->head->flags & FIB_RULE_INVERT)) &&
	       (!filter->l3mdev || nssh_attr_u8(entry->attrs[FRA_L3MDEV])) &&
	       (!filter->table || filter->table == entry->table) && fits_packet(filter, entry);
}

static int read_end(int family, const struct nssh_value *value, struct end *end,
		    struct nssh_error *err)
{
	if (!nssh_given(value))
		return 0;
	if (value->addr.family != AF_UNSPEC && value->addr.family != family) {
		(void)nssh_fail(err, -EINVAL, value->word, "%s is not of the family of the rules",
				value->word->text);
		nssh_hint(err, "those of IPv4 are meant, unless -6 is given");
		return -EINVAL;
	}
	end->addr = value->addr;
	end->given = value->addr.family != AF_UNSPEC;
	return 0;
}

static void read_name(const struct nssh_value *value, char *name)
{
	if (nssh_given(value))
		(void)strncat(name, value->str, IFNAMSIZ - 1);
}

static void read_numbers(const struct selector *args, struct filter *filter)
{
	filter->has_preference = nssh_given(&args->preference);
	filter->preference = filter->has_preference ? (uint32_t)args->preference.num : 0;
	filter->inverse = nssh_given(&args->not );
	filter->l3mdev = nssh_given(&args->l3mdev);
	filter->has_tos = nssh_given(&args->tos);
	filter->tos = filter->has_tos ? (uint8_t)args->tos.num : 0;
	filter->table = nssh_given(&args->table) ? (uint32_t)args->table.num : 0;
	filter->ipproto = nssh_given(&args->ipproto) ? (uint8_t)args->ipproto.num : 0;
	filter->tunnel = nssh_given(&args->tunnel) ? args->tunnel.num : 0;
	filter->proto = nssh_given(&args->proto) ? args->proto.num : NSSH_NAME_ALL;
}

static void read_ranges(const struct selector *args, struct filter *filter)
{
	if (nssh_given(&args->mark))
		filter->mark = *(const struct rule_mark *)args->mark.data;
	filter->has_uids = nssh_given(&args->uids);
	if (filter->has_uids)
		filter->uids = *(const struct rule_range *)args->uids.data;
	if (nssh_given(&args->sport))
		filter->sport = *(const struct rule_range *)args->sport.data;
	if (nssh_given(&args->dport))
		filter->dport = *(const struct rule_range *)args->dport.data;
}

static int read_filter(const struct nssh_cmd *cmd, struct filter *filter, struct nssh_error *err)
{
	const struct selector *args = nssh_cmd_args(cmd);
	const int family = nssh_rule_family(cmd);
	int rc = read_end(family, &args->from, &filter->from, err);

	if (rc == 0)
		rc = read_end(family, &args->to, &filter->to, err);
	read_name(&args->iif, filter->iif);
	read_name(&args->oif, filter->oif);
	read_numbers(args, filter);
	read_ranges(args, filter);
	return rc;
}

struct listing {
	struct nssh_out *out;
	const struct nssh_options *options;
	struct filter filter;
};

static int print_each(const struct nlmsghdr *nlh, void *arg)
{
	struct listing *listing = arg;
	struct rule_entry entry;

	if (nssh_rule_entry_read(nlh, &entry) && fits(&listing->filter, &entry))
		nssh_rule_print(listing->out, listing->options, &entry);
	return 0;
}

static int run_show(struct nssh_cmd *cmd, struct nssh_error *err)
{
	struct listing listing = { .out = nssh_cmd_out(cmd), .options = nssh_cmd_options(cmd) };
	struct nssh_ns *ns = nssh_cmd_ns(cmd);
	int rc = read_filter(cmd, &listing.filter, err);

	if (rc < 0)
		return rc;
	nssh_out_open_array(listing.out, NULL);
	rc = nssh_rule_dump(ns, nssh_rule_family(cmd), print_each, &listing, err);
	nssh_out_close_array(listing.out);
	if (rc == 0 && nssh_dump_incomplete(ns))
		nssh_cmd_warn(cmd, "the rules changed while they were listed");
	return rc;
}

const struct nssh_verb nssh_rule_show_verb = {
	.grammar = "rule [ show " SELECTOR " ]",
	.args = rows,
	.args_size = sizeof(struct selector),
	.effect = NSSH_READS,
	.help = "show rules",
	.text = "Those of IPv4, unless -6 is given.",
	.run = run_show,
};

/* The op of `rule flush`. */
struct flush {
	struct nssh_ns *ns;
	int family;
	struct filter filter;
};

/* What goes: the last one first, so that what takes it back brings it back in order. */
struct taken {
	const struct flush *flush;
	struct nssh_msg **at;
	size_t count, room;
};

static int take(const struct nlmsghdr *nlh, void *arg)
{
	struct taken *taken = arg;
	const struct filter *filter = &taken->flush->filter;
	struct rule_entry entry;

	/* Rules of preference 0 stay, as iproute2 has it: without the one of local nothing works. */
	if (!nssh_rule_entry_read(nlh, &entry) || !fits(filter, &entry) ||
	    !entry.attrs[FRA_PRIORITY])
		return 0;
	if (filter->proto != NSSH_NAME_ALL && entry.attrs[FRA_PROTOCOL] &&
	    filter->proto != nssh_attr_u8(entry.attrs[FRA_PROTOCOL]))
		return 0;
	if (taken->count == taken->room) {
		const size_t room = taken->room ? 2 * taken->room : 16;
		struct nssh_msg **at = realloc(taken->at, room * sizeof(struct nssh_msg *));

		if (!at)
			return -ENOMEM;
		taken->at = at;
		taken->room = room;
	}
	taken->at[taken->count++] = nssh_msg_new(RTM_DELRULE, 0, mnl_nlmsg_get_payload(nlh),
						 mnl_nlmsg_get_payload_len(nlh));
	return 0;
}

static int flush_run(void *data, struct nssh_error *err)
{
	static const int fine[] = { -ENOENT, 0 };
	const struct flush *flush = data;
	struct taken taken = { .flush = flush };
	struct nssh_batch *batch = nssh_batch_new();
	int rc = nssh_rule_dump(flush->ns, flush->family, take, &taken, err);

	while (taken.count)
		nssh_batch_add(batch, taken.at[--taken.count]);
	free(taken.at);
	if (rc == 0)
		rc = nssh_batch_send(batch, flush->ns, fine, err);
	nssh_batch_free(batch);
	return rc;
}

static const struct nssh_op_type flush_op = {
	.name = "rule-flush",
	.run = flush_run,
	.done = free,
};

static int run_flush(struct nssh_cmd *cmd, struct nssh_error *err)
{
	struct flush *flush = calloc(1, sizeof(*flush));
	int rc;

	if (!flush)
		return nssh_fail(err, -ENOMEM, NULL, "no memory");
	flush->ns = nssh_cmd_ns(cmd);
	flush->family = nssh_rule_family(cmd);
	rc = read_filter(cmd, &flush->filter, err);
	if (rc < 0) {
		free(flush);
		return rc;
	}
	return nssh_plan_call(nssh_cmd_plan(cmd), &flush_op, flush, nssh_cmd_word(cmd), err,
			      "flush rules");
}

const struct nssh_verb nssh_rule_flush_verb = {
	.grammar = "rule flush " SELECTOR,
	.args = rows,
	.args_size = sizeof(struct selector),
	.effect = NSSH_CHANGES,
	.help = "delete all rules that the words select",
	.text = "Those of IPv4, unless -6 is given; of preference 0 none.",
	.run = run_flush,
};
