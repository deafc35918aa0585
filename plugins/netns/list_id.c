/* SPDX-License-Identifier: MIT */
/* netns list-id: the numbers that a namespace has for others (RTM_GETNSID). */
#include "netns.h"

#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>

#include <nssh/netlink.h>

struct list_id_args {
	struct nssh_value target;
	struct nssh_value nsid;
};

static void print_number(struct nssh_out *out, const char *key, const char *fmt,
			 const char *unassigned, int number)
{
	if (number < 0)
		nssh_out_text(out, "%s", unassigned);
	else
		nssh_out_int(out, key, fmt, number);
}

/**
 * struct nsid - one answer
 * @current: what the asking namespace calls it, where another one's numbers were asked for
 */
struct nsid {
	int number;
	int current;
	bool has_current;
};

static bool read_nsid(const struct nlmsghdr *nlh, struct nsid *ret)
{
	const struct nlattr *table[NETNSA_MAX + 1];

	nssh_attrs(nlh, sizeof(struct rtgenmsg), table, NETNSA_MAX);
	*ret = (struct nsid){
		.number = (int)nssh_attr_u32(table[NETNSA_NSID]),
		.current = (int)nssh_attr_u32(table[NETNSA_CURRENT_NSID]),
		.has_current = table[NETNSA_CURRENT_NSID] != NULL,
	};
	return table[NETNSA_NSID] != NULL;
}

static void print_nsid(const struct nssh_cmd *cmd, const struct nsid *nsid)
{
	struct nssh_out *out = nssh_cmd_out(cmd);
	int here = nsid->has_current ? nsid->current : nsid->number;
	struct nssh_ns *ns = here < 0 ? NULL : nssh_ns_name_of_id(nssh_cmd_ns(cmd), here);

	nssh_out_open_object(out, NULL);
	print_number(out, "nsid", "nsid %s ", "nsid unassigned ", nsid->number);
	if (nsid->has_current)
		print_number(out, "current-nsid", "current-nsid %s ", "current-nsid unassigned ",
			     nsid->current);
	if (ns)
		nssh_out_str(out, "name", "(iproute2 netns name: %s)", nssh_ns_name(ns));
	nssh_out_text(out, "\n");
	nssh_out_close_object(out);
}

static int take_dumped(const struct nlmsghdr *nlh, void *arg)
{
	struct nsid nsid;

	if (read_nsid(nlh, &nsid))
		print_nsid(arg, &nsid);
	return 0;
}

/* Names are looked up on the same socket, so the answer has to be over first. */
static int take_one(const struct nlmsghdr *nlh, void *arg)
{
	struct nsid *nsid = arg;

	if (!read_nsid(nlh, nsid))
		nsid->number = -1;
	return 0;
}

static int list_id_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct list_id_args *args = nssh_cmd_args(cmd);
	const struct rtgenmsg head = { .rtgen_family = AF_UNSPEC };
	struct nssh_msg *msg = nssh_msg_new(RTM_GETNSID, 0, &head, sizeof(head));
	struct nssh_ns *ns = nssh_cmd_ns(cmd);
	struct nsid one = { .number = -1 };
	int rc;

	if (nssh_given(&args->target)) {
		nssh_msg_word(msg, args->target.word);
		nssh_msg_put_u32(msg, NETNSA_TARGET_NSID, (uint32_t)args->target.num);
	}
	if (nssh_given(&args->nsid)) {
		nssh_msg_word(msg, args->nsid.word);
		nssh_msg_put_u32(msg, NETNSA_NSID, (uint32_t)args->nsid.num);
	}
	nssh_out_open_array(nssh_cmd_out(cmd), NULL);
	if (nssh_given(&args->nsid)) {
		rc = nssh_request(ns, msg, take_one, &one, err);
		if (rc == 0)
			print_nsid(cmd, &one);
	} else {
		rc = nssh_dump(ns, msg, take_dumped, cmd, err);
	}
	nssh_out_close_array(nssh_cmd_out(cmd));
	nssh_msg_free(msg);
	return rc;
}

static const struct nssh_arg list_id_table[] = {
	{
		.name = "target-nsid NUMBER",
		.type = "number",
		.help = "as the namespace of this number sees them",
		.offset = NSSH_AT(struct list_id_args, target),
		.hi = INT32_MAX,
	},
	{
		.name = "nsid NUMBER",
		.type = "number",
		.help = "this number only",
		.offset = NSSH_AT(struct list_id_args, nsid),
		.hi = INT32_MAX,
	},
	{ .name = NULL },
};

const struct nssh_verb netns_list_id = {
	.grammar = "netns list-id { target-nsid NUMBER | nsid NUMBER }*",
	.args = list_id_table,
	.args_size = sizeof(struct list_id_args),
	.effect = NSSH_READS,
	.help = "list the numbers that namespaces have here",
	.run = list_id_run,
};
