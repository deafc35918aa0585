/* SPDX-License-Identifier: MIT */
/* One neighbour as `ip neigh` writes it. */
#include "neigh.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/if.h>
#include <linux/rtnetlink.h>

#include <nssh/names.h>
#include <nssh/netlink.h>

bool nssh_neigh_entry_read(const struct nlmsghdr *nlh, struct neigh_entry *entry)
{
	if (nlh->nlmsg_type != RTM_NEWNEIGH ||
	    mnl_nlmsg_get_payload_len(nlh) < sizeof(*entry->head))
		return false;
	entry->head = mnl_nlmsg_get_payload(nlh);
	nssh_attrs(nlh, sizeof(*entry->head), entry->attrs, NDA_MAX);
	return true;
}

static enum nssh_color color_of(int family)
{
	return family == AF_INET    ? NSSH_COLOR_INET
	       : family == AF_INET6 ? NSSH_COLOR_INET6
				    : NSSH_COLOR_NONE;
}

static void print_addresses(struct neigh_view *view, const struct neigh_entry *entry)
{
	const struct nlattr *dst = entry->attrs[NDA_DST], *lladdr = entry->attrs[NDA_LLADDR];
	const uint32_t index = (uint32_t)entry->head->ndm_ifindex;
	char text[NSSH_HOST_TEXT], name[IFNAMSIZ];
	struct nssh_out *out = view->out;

	if (dst) {
		nssh_out_color(out, color_of(entry->head->ndm_family));
		nssh_out_str(out, "dst", "%s ",
			     nssh_host_text(view->options, entry->head->ndm_family,
					    mnl_attr_get_payload(dst),
					    mnl_attr_get_payload_len(dst), text, sizeof(text)));
	}
	if (!view->index && index) {
		nssh_out_text(out, "dev ");
		nssh_out_color(out, NSSH_COLOR_IFNAME);
		nssh_out_str(out, "dev", "%s ", nssh_link_table_name(view->links, index, name));
	}
	if (lladdr) {
		nssh_out_text(out, "lladdr ");
		nssh_out_color(out, NSSH_COLOR_MAC);
		nssh_out_str(out, "lladdr", "%s ",
			     nssh_lladdr_text(
				     mnl_attr_get_payload(lladdr), mnl_attr_get_payload_len(lladdr),
				     nssh_link_table_type(view->links, index), text, sizeof(text)));
	}
}

static void print_flags(struct nssh_out *out, const struct neigh_entry *entry)
{
	static const struct {
		uint8_t flag;
		const char *key, *text;
	} names[] = {
		{ NTF_ROUTER, "router", "router " },
		{ NTF_PROXY, "proxy", "proxy " },
		{ NTF_EXT_LEARNED, "extern_learn", "extern_learn " },
		{ NTF_OFFLOADED, "offload", "offload " },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (entry->head->ndm_flags & names[i].flag)
			nssh_out_null(out, names[i].key, names[i].text);
	}
	if (nssh_attr_u32(entry->attrs[NDA_FLAGS_EXT]) & NTF_EXT_MANAGED)
		nssh_out_null(out, "managed", "managed ");
}

static void print_use(struct nssh_out *out, const struct nlattr *attr)
{
	long ticks = sysconf(_SC_CLK_TCK);
	struct nda_cacheinfo info;

	if (!attr || mnl_attr_get_payload_len(attr) < sizeof(info) || ticks <= 0)
		return;
	memcpy(&info, mnl_attr_get_payload(attr), sizeof(info));
	if (info.ndm_refcnt)
		nssh_out_uint(out, "refcnt", " ref %s", info.ndm_refcnt);
	nssh_out_uint(out, "used", " used %s", info.ndm_used / (uint32_t)ticks);
	nssh_out_uint(out, "confirmed", "/%s", info.ndm_confirmed / (uint32_t)ticks);
	nssh_out_uint(out, "updated", "/%s", info.ndm_updated / (uint32_t)ticks);
}

static void print_state(struct nssh_out *out, unsigned int state)
{
	static const struct {
		unsigned int state;
		const char *name;
	} names[] = {
		{ NUD_INCOMPLETE, "INCOMPLETE" }, { NUD_REACHABLE, "REACHABLE" },
		{ NUD_STALE, "STALE" },           { NUD_DELAY, "DELAY" },
		{ NUD_PROBE, "PROBE" },           { NUD_FAILED, "FAILED" },
		{ NUD_NOARP, "NOARP" },           { NUD_PERMANENT, "PERMANENT" },
	};

	nssh_out_open_array(out, "state");
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (state & names[i].state)
			nssh_out_str(out, NULL, "%s ", names[i].name);
	}
	nssh_out_close_array(out);
}

void nssh_neigh_print(struct neigh_view *view, const struct neigh_entry *entry)
{
	const struct nlattr *const *attrs = entry->attrs;
	struct nssh_out *out = view->out;
	char buf[16];

	nssh_out_open_object(out, NULL);
	print_addresses(view, entry);
	print_flags(out, entry);
	if (view->options->stats) {
		print_use(out, attrs[NDA_CACHEINFO]);
		if (attrs[NDA_PROBES])
			nssh_out_uint(out, "probes", "probes %s ",
				      nssh_attr_u32(attrs[NDA_PROBES]));
	}
	if (entry->head->ndm_state)
		print_state(out, entry->head->ndm_state);
	if (nssh_attr_u8(attrs[NDA_PROTOCOL]))
		nssh_out_str(out, "protocol", "proto %s ",
			     nssh_name_shown(view->options, NSSH_RT_PROTOS,
					     nssh_attr_u8(attrs[NDA_PROTOCOL]), buf, sizeof(buf)));
	nssh_out_text(out, "\n");
	nssh_out_close_object(out);
}
