/* SPDX-License-Identifier: MIT */
/* What a nexthop object is, for `-d`: as `ip nexthop` shows it. */
#include "print.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/nexthop.h>

/* Where the answer is printed: a nexthop object under the route that has it. */
struct answer {
	struct route_view *view;
	bool seen;
};

static void print_group(struct route_view *view, const struct nlattr *attr)
{
	size_t count = mnl_attr_get_payload_len(attr) / sizeof(struct nexthop_grp);
	const struct nexthop_grp *group = mnl_attr_get_payload(attr);

	nssh_out_open_array(view->out, "group");
	nssh_out_text(view->out, "group ");
	for (size_t i = 0; i < count; i++) {
		nssh_out_open_object(view->out, NULL);
		nssh_out_uint(view->out, "id", i ? "/%s" : "%s", group[i].id);
		if (group[i].weight)
			nssh_out_uint(view->out, "weight", ",%s", group[i].weight + 1U);
		nssh_out_close_object(view->out);
	}
	nssh_out_text(view->out, " ");
	nssh_out_close_array(view->out);
}

static double seconds(const struct nlattr *attr)
{
	long ticks = sysconf(_SC_CLK_TCK);

	return (double)nssh_attr_u32(attr) / (double)(ticks > 0 ? ticks : 100);
}

static void print_resilient(struct route_view *view, const struct nlattr *nest)
{
	const struct nlattr *attrs[NHA_RES_GROUP_MAX + 1];
	struct nssh_out *out = view->out;

	nssh_attrs_nested(nest, attrs, NHA_RES_GROUP_MAX);
	nssh_out_open_object(out, "resilient_args");
	if (attrs[NHA_RES_GROUP_BUCKETS])
		nssh_out_uint(out, "buckets", "buckets %s ",
			      nssh_attr_u16(attrs[NHA_RES_GROUP_BUCKETS]));
	if (attrs[NHA_RES_GROUP_IDLE_TIMER])
		nssh_out_float(out, "idle_timer", "idle_timer %s ",
			       seconds(attrs[NHA_RES_GROUP_IDLE_TIMER]));
	if (attrs[NHA_RES_GROUP_UNBALANCED_TIMER])
		nssh_out_float(out, "unbalanced_timer", "unbalanced_timer %s ",
			       seconds(attrs[NHA_RES_GROUP_UNBALANCED_TIMER]));
	if (attrs[NHA_RES_GROUP_UNBALANCED_TIME])
		nssh_out_float(out, "unbalanced_time", "unbalanced_time %s ",
			       (double)nssh_attr_u64(attrs[NHA_RES_GROUP_UNBALANCED_TIME]) /
				       (double)sysconf(_SC_CLK_TCK));
	nssh_out_close_object(out);
}

static void print_path(struct route_view *view, const struct nhmsg *head,
		       const struct nlattr *const *attrs)
{
	if (attrs[NHA_GROUP])
		print_group(view, attrs[NHA_GROUP]);
	if (nssh_attr_u16(attrs[NHA_GROUP_TYPE]) == NEXTHOP_GRP_TYPE_RES)
		nssh_out_str(view->out, "type", "type %s ", "resilient");
	if (attrs[NHA_RES_GROUP])
		print_resilient(view, attrs[NHA_RES_GROUP]);
	if (attrs[NHA_ENCAP])
		nssh_route_print_encap(view, attrs[NHA_ENCAP_TYPE], attrs[NHA_ENCAP]);
	if (attrs[NHA_GATEWAY])
		nssh_route_print_host(view, "gateway", "via", head->nh_family, attrs[NHA_GATEWAY]);
	if (attrs[NHA_OIF])
		nssh_route_print_link(view, "dev", nssh_attr_u32(attrs[NHA_OIF]));
}

static int print_reply(const struct nlmsghdr *nlh, void *arg)
{
	const struct nhmsg *head = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attrs[NHA_MAX + 1];
	struct answer *answer = arg;
	struct route_view *view = answer->view;
	struct nssh_out *out = view->out;

	if (answer->seen || nlh->nlmsg_type != RTM_NEWNEXTHOP ||
	    mnl_nlmsg_get_payload_len(nlh) < sizeof(*head))
		return 0;
	answer->seen = true;
	nssh_attrs(nlh, sizeof(*head), attrs, NHA_MAX);
	nssh_out_open_object(out, "nh_info");
	nssh_out_text(out, "\n\tnh_info ");
	if (attrs[NHA_ID])
		nssh_out_uint(out, "id", "id %s ", nssh_attr_u32(attrs[NHA_ID]));
	print_path(view, head, attrs);
	nssh_route_print_name(view, "scope", "scope %s ", NSSH_RT_SCOPES, head->nh_scope);
	if (attrs[NHA_BLACKHOLE])
		nssh_out_null(out, "blackhole", "blackhole ");
	nssh_route_print_name(view, "protocol", "proto %s ", NSSH_RT_PROTOS, head->nh_protocol);
	nssh_route_print_flags(view, head->nh_flags);
	if (attrs[NHA_FDB])
		nssh_out_null(out, "fdb", "fdb");
	nssh_out_close_object(out);
	return 0;
}

void nssh_route_print_object(struct route_view *view, uint32_t id)
{
	struct answer answer = { .view = view };
	struct nhmsg head = { .nh_family = AF_UNSPEC };
	struct nssh_msg *msg = nssh_msg_new(RTM_GETNEXTHOP, 0, &head, sizeof(head));

	nssh_msg_put_u32(msg, NHA_ID, id);
	(void)nssh_request(view->ns, msg, print_reply, &answer, NULL);
	nssh_msg_free(msg);
}
