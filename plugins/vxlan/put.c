/* SPDX-License-Identifier: MIT */
/* What of vxlan is written otherwise than by the form of its attribute, and what must go together. */
#include "vxlan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <sys/socket.h>

#include <linux/if_link.h>

#include <nssh/names.h>

/* IANA's port of VXLAN-GPE. */
#define GPE_PORT 4790

static int parse_tos(const struct nssh_arg *arg, struct nssh_arena *arena, struct nssh_value *value,
		     struct nssh_error *err)
{
	uint32_t number = 1;

	(void)arg;
	(void)arena;
	if (strcmp(value->word->text, "inherit") != 0 &&
	    nssh_number_of(NSSH_RT_DSFIELD, value->word->text, &number) < 0)
		return nssh_fail(err, -EINVAL, value->word, "\"%s\" is not a type of service",
				 value->word->text);
	value->num = number;
	return 0;
}

static void complete_tos(const struct nssh_complete *req)
{
	req->offer(req, "inherit", "that of the packet inside");
}

const struct nssh_type vxlan_tos_type = {
	.name = "vxlan-tos",
	.help = "a type of service: a number, its name, or inherit",
	.parse = parse_tos,
	.complete = complete_tos,
};

static int parse_ports(const struct nssh_arg *arg, struct nssh_arena *arena,
		       struct nssh_value *value, struct nssh_error *err)
{
	const struct nssh_arg range = { .name = arg->name, .hi = UINT16_MAX };
	struct nssh_value low = { .word = value->word, .count = 1 };
	struct nssh_value high = { .word = value->word + 1, .count = 1 };
	int rc = nssh_type_parse_number(&range, arena, &low, err);

	if (rc == 0 && value->count < 2)
		rc = nssh_fail(err, -EINVAL, value->word,
			       "the highest port is missing behind \"%s\"", value->word->text);
	if (rc == 0)
		rc = nssh_type_parse_number(&range, arena, &high, err);
	if (rc < 0)
		return rc;
	value->count = 2;
	value->num = low.num << 16 | high.num;
	return 0;
}

const struct nssh_type vxlan_ports_type = {
	.name = "vxlan-ports",
	.help = "two ports, the lowest and the highest",
	.parse = parse_ports,
};

int vxlan_put_ports(const struct nssh_option *option, const struct nssh_value *value,
		    const struct nssh_option_put *to, struct nssh_error *err)
{
	const struct ifla_vxlan_port_range range = {
		.low = htons((uint16_t)(value->num >> 16)),
		.high = htons((uint16_t)value->num),
	};

	(void)err;
	if (value->num)
		nssh_msg_put(to->msg, option->attr, &range, sizeof(range));
	return 0;
}

int vxlan_put_port(const struct nssh_option *option, const struct nssh_value *value,
		   const struct nssh_option_put *to, struct nssh_error *err)
{
	(void)err;
	if (value->num)
		nssh_msg_put_u16(to->msg, option->attr, htons((uint16_t)value->num));
	return 0;
}

int vxlan_put_ttl(const struct nssh_option *option, const struct nssh_value *value,
		  const struct nssh_option_put *to, struct nssh_error *err)
{
	(void)err;
	if (value->num == VXLAN_TTL_INHERIT)
		nssh_msg_put(to->msg, IFLA_VXLAN_TTL_INHERIT, NULL, 0);
	else
		nssh_msg_put_u8(to->msg, option->attr, (uint8_t)value->num);
	return 0;
}

void vxlan_restore_ttl(const struct nssh_option *option, const struct nlattr *const *was,
		       bool asked, struct nssh_msg *msg)
{
	const struct nlattr *ttl = was[option->attr];

	(void)asked;
	if (nssh_attr_u8(was[IFLA_VXLAN_TTL_INHERIT]))
		nssh_msg_put(msg, IFLA_VXLAN_TTL_INHERIT, NULL, 0);
	else if (ttl)
		nssh_msg_put_u8(msg, option->attr, nssh_attr_u8(ttl));
}

int vxlan_put_later(const struct nssh_option *option, const struct nssh_value *value,
		    const struct nssh_option_put *to, struct nssh_error *err)
{
	(void)option;
	(void)value;
	(void)to;
	(void)err;
	return 0;
}

static const struct nssh_value *get(const void *args, const char *keyword)
{
	return nssh_option_value(vxlan_options, args, keyword);
}

static bool has(const void *args, const char *keyword)
{
	return nssh_given(get(args, keyword));
}

static bool is_group(const struct nssh_value *value)
{
	const uint8_t first = value->addr.bytes[0];

	return value->addr.family == AF_INET6 ? first == 0xff : (first & 0xf0) == 0xe0;
}

static int check_addresses(const void *args, struct nssh_error *err)
{
	const struct nssh_value *group = get(args, "group"), *remote = get(args, "remote");
	const struct nssh_value *local = get(args, "local");
	const struct nssh_value *far = nssh_given(group) ? group : remote;

	if (nssh_given(group) && !is_group(group))
		return nssh_fail(err, -EINVAL, group->word, "\"%s\" is not a multicast group",
				 group->word->text);
	if (nssh_given(remote) && is_group(remote))
		return nssh_fail(err, -EINVAL, remote->word, "\"%s\" is a multicast group",
				 remote->word->text);
	if (nssh_given(local) && is_group(local))
		return nssh_fail(err, -EINVAL, local->word, "\"%s\" is a multicast group",
				 local->word->text);
	if (nssh_given(local) && nssh_given(far) && local->addr.family != far->addr.family)
		return nssh_fail(err, -EINVAL, far->word, "IPv4 and IPv6 do not go together");
	if (nssh_given(group) && !has(args, "dev"))
		return nssh_fail(err, -EINVAL, group->word, "a group needs a `dev`");
	return 0;
}

static int check_network(struct nssh_cmd *cmd, const void *args, bool making,
			 struct nssh_error *err)
{
	const struct nssh_value *id = get(args, "id");
	const bool external = has(args, "external");

	if (external && nssh_given(id))
		return nssh_fail(err, -EINVAL, id->word, "\"id\" does not go with \"external\"");
	if (!external && making && !nssh_given(id)) {
		(void)nssh_fail(err, -EINVAL, nssh_cmd_word(cmd),
				"the number of the network is missing");
		nssh_hint(err, "write `id VNI`, or `external`");
		return -EINVAL;
	}
	if (has(args, "vnifilter") && !external)
		return nssh_fail(err, -EINVAL, get(args, "vnifilter")->word,
				 "\"vnifilter\" is for \"external\" only");
	return 0;
}

/* `external` turns learning off, and what is written behind it may turn it on again. */
static void put_learning(struct nssh_msg *msg, const void *args, bool making)
{
	const struct nssh_value *yes = get(args, "learning"), *no = get(args, "nolearning");
	const struct nssh_value *external = get(args, "external");
	const bool on = nssh_given(yes) ? yes->word > external->word
					: !nssh_given(no) && !nssh_given(external);

	if (making || nssh_given(yes) || nssh_given(no))
		nssh_msg_put_u8(msg, IFLA_VXLAN_LEARNING, on);
}

int vxlan_fill(struct nssh_cmd *cmd, struct nssh_ns *ns, const void *args, struct nssh_msg *msg,
	       struct nssh_error *err)
{
	const bool making = nssh_msg_flags(msg) & NLM_F_CREATE;
	int rc = check_network(cmd, args, making, err);

	(void)ns;
	if (rc == 0)
		rc = check_addresses(args, err);
	if (rc < 0)
		return rc;
	put_learning(msg, args, making);
	if (!has(args, "dstport") && has(args, "gpe"))
		nssh_msg_put_u16(msg, IFLA_VXLAN_PORT, htons(GPE_PORT));
	else if (!has(args, "dstport") && making)
		nssh_cmd_warn(cmd,
			      "without dstport the kernel's own port is used, which is not IANA's"
			      " 4789; `dstport 0` says that this is meant");
	return 0;
}
