/* SPDX-License-Identifier: MIT */
/* The plugin vlan: 802.1Q and 802.1ad tags as links. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_vlan.h>

#include <nssh/link.h>
#include <nssh/option.h>
#include <nssh/plugin.h>

static const struct nssh_choice protocols[] = {
	{ "802.1Q", ETH_P_8021Q },
	{ "802.1ad", ETH_P_8021AD },
	{ 0 },
};

static const struct nssh_choice flags[] = {
	{ "REORDER_HDR", VLAN_FLAG_REORDER_HDR },
	{ "GVRP", VLAN_FLAG_GVRP },
	{ "MVRP", VLAN_FLAG_MVRP },
	{ "LOOSE_BINDING", VLAN_FLAG_LOOSE_BINDING },
	{ "BRIDGE_BINDING", VLAN_FLAG_BRIDGE_BINDING },
	{ 0 },
};

/* One of the words `1:2 3:4`. */
static bool read_mapping(const char *text, struct ifla_vlan_qos_mapping *ret)
{
	unsigned long long from, to;
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	from = strtoull(text, &end, 0);
	if (*end != ':' || end[1] < '0' || end[1] > '9')
		return false;
	to = strtoull(end + 1, &end, 0);
	*ret = (struct ifla_vlan_qos_mapping){ .from = (uint32_t)from, .to = (uint32_t)to };
	return *end == '\0' && from <= UINT32_MAX && to <= UINT32_MAX;
}

/* As many words as are mappings. */
static int parse_map(const struct nssh_arg *arg, struct nssh_arena *arena, struct nssh_value *value,
		     struct nssh_error *err)
{
	struct ifla_vlan_qos_mapping mapping;
	uint32_t count = 0;

	(void)arg;
	(void)arena;
	while (count < value->count && read_mapping(value->word[count].text, &mapping))
		count++;
	if (count == 0) {
		(void)nssh_fail(err, -EINVAL, value->word, "\"%s\" is not a mapping",
				value->word->text);
		nssh_hint(err, "two numbers, as 1:2");
		return -EINVAL;
	}
	value->count = count;
	return 0;
}

static const struct nssh_type map_type = {
	.name = "vlan-map",
	.help = "mappings of priorities, as 1:2 3:4",
	.parse = parse_map,
};

static int put_map(const struct nssh_option *option, const struct nssh_value *value,
		   const struct nssh_option_put *to, struct nssh_error *err)
{
	const size_t nest = nssh_msg_nest(to->msg, option->attr);

	(void)err;
	for (uint32_t i = 0; i < value->count; i++) {
		struct ifla_vlan_qos_mapping mapping = { 0 };

		(void)read_mapping(value->word[i].text, &mapping);
		nssh_msg_put(to->msg, IFLA_VLAN_QOS_MAPPING, &mapping, sizeof(mapping));
	}
	nssh_msg_nest_end(to->msg, nest);
	return 0;
}

static int print_mapping(const struct nlattr *attr, void *arg)
{
	struct nssh_out *out = arg;
	struct ifla_vlan_qos_mapping mapping;

	if (mnl_attr_get_payload_len(attr) < sizeof(mapping))
		return MNL_CB_OK;
	memcpy(&mapping, mnl_attr_get_payload(attr), sizeof(mapping));
	nssh_out_open_object(out, NULL);
	nssh_out_uint(out, "from", "%s:", mapping.from);
	nssh_out_uint(out, "to", "%s ", mapping.to);
	nssh_out_close_object(out);
	return MNL_CB_OK;
}

static bool print_map(const struct nssh_option *option, const struct nssh_option_view *view)
{
	const struct nlattr *attr = view->attrs[option->attr];

	if (!attr)
		return true;
	nssh_out_open_array(view->out, option->key);
	nssh_out_line_end(view->out);
	nssh_out_text(view->out, "      %s { ", option->label);
	(void)mnl_attr_parse_nested(attr, print_mapping, view->out);
	nssh_out_close_array(view->out);
	nssh_out_text(view->out, "} ");
	return true;
}

#define FLAG(name, bit, help, ...)                                                         \
	NSSH_OPTION(name " ON/OFF", IFLA_VLAN_FLAGS, NSSH_FORM_BIT, help, .type = "onoff", \
		    .look = NSSH_LOOK_NOT, .value = VLAN_FLAG_##bit, __VA_ARGS__)

static const struct nssh_option options[] = {
	NSSH_OPTION("protocol PROTOCOL", IFLA_VLAN_PROTOCOL, NSSH_FORM_BE16, "kind of tag",
		    .words = protocols, .any_case = true, .hi = UINT16_MAX, .other = "[%s]",
		    .min = 1),
	NSSH_OPTION("id VLAN", IFLA_VLAN_ID, NSSH_FORM_U16, "number of the VLAN, 0 to 4095",
		    .min = 1),
	FLAG("reorder_hdr", REORDER_HDR, "the tag is taken off before packets are seen", .min = 1),
	FLAG("gvrp", GVRP, "tell switches by GVRP that it is wanted", .min = 1),
	FLAG("mvrp", MVRP, "tell switches by MVRP that it is wanted", .min = 1),
	FLAG("loose_binding", LOOSE_BINDING, "it is up though the link below is down", .min = 1),
	FLAG("bridge_binding", BRIDGE_BINDING, "it is up when a port of the bridge below is",
	     .min = 1),
	NSSH_SHOWN("flags", IFLA_VLAN_FLAGS, NSSH_FORM_U32, .label = "", .words = flags,
		   .look = NSSH_LOOK_BITS),
	NSSH_OPTION("ingress-qos-map FROM:TO...", IFLA_VLAN_INGRESS_QOS, NSSH_FORM_OWN,
		    "priorities of packets for those in received tags", .key = "ingress_qos",
		    .label = "ingress-qos-map", .type = "vlan-map", .put = put_map,
		    .print = print_map, .min = 2),
	NSSH_OPTION("egress-qos-map FROM:TO...", IFLA_VLAN_EGRESS_QOS, NSSH_FORM_OWN,
		    "priorities in sent tags for those of packets", .key = "egress_qos",
		    .label = "egress-qos-map", .type = "vlan-map", .put = put_map,
		    .print = print_map, .min = 1),
	{ 0 },
};

static const struct nssh_link_kind impl = { .kind = "vlan" };

static const struct nssh_extension kind = {
	.rule = "kind",
	.grammar = "vlan",
	.help = "an 802.1Q or 802.1ad tag on another link",
	.options = options,
	.impl = &impl,
};

static const struct nssh_extension *const extensions[] = { &kind, NULL };
static const struct nssh_type *const types[] = { &map_type, NULL };

NSSH_PLUGIN(.name = "vlan", .version = "0.1", .summary = "VLANs", .extensions = extensions,
	    .types = types);
