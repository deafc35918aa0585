/* SPDX-License-Identifier: MIT */
/* Addresses of a link as `ip addr show` prints them, and which of them. */
#define _GNU_SOURCE
#include "sdk/link_show.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <nssh/names.h>
#include <nssh/netlink.h>

#define FOREVER 0xffffffffu

static const struct {
	uint32_t bit;
	const char *name;
	const char *text;
} flag_names[] = {
	{ IFA_F_SECONDARY, "secondary", "secondary " },
	{ IFA_F_NODAD, "nodad", "nodad " },
	{ IFA_F_OPTIMISTIC, "optimistic", "optimistic " },
	{ IFA_F_DADFAILED, "dadfailed", "dadfailed " },
	{ IFA_F_HOMEADDRESS, "home", "home " },
	{ IFA_F_DEPRECATED, "deprecated", "deprecated " },
	{ IFA_F_TENTATIVE, "tentative", "tentative " },
	{ IFA_F_PERMANENT, "dynamic", "dynamic " },
	{ IFA_F_MANAGETEMPADDR, "mngtmpaddr", "mngtmpaddr " },
	{ IFA_F_NOPREFIXROUTE, "noprefixroute", "noprefixroute " },
	{ IFA_F_MCAUTOJOIN, "autojoin", "autojoin " },
	{ IFA_F_STABLE_PRIVACY, "stable-privacy", "stable-privacy " },
};

/**
 * struct addr_row - an address, its attributes sorted
 * @label: what labels are matched with
 */
struct addr_row {
	const struct ifaddrmsg *head;
	const struct nlattr *attrs[IFA_MAX + 1];
	const struct nlattr *local;
	uint32_t flags;
	const char *label;
};

static void read_addr(const struct nssh_addr_entry *entry, const struct nssh_link_entry *link,
		      struct addr_row *row)
{
	row->head = mnl_nlmsg_get_payload(entry->nlh);
	nssh_attrs(entry->nlh, sizeof(*row->head), row->attrs, IFA_MAX);
	row->local = row->attrs[IFA_LOCAL] ? row->attrs[IFA_LOCAL] : row->attrs[IFA_ADDRESS];
	row->flags =
		row->attrs[IFA_FLAGS] ? nssh_attr_u32(row->attrs[IFA_FLAGS]) : row->head->ifa_flags;
	row->label = nssh_attr_str(row->attrs[IFA_LABEL]);
	if (!row->label)
		row->label = link->name;
}

static bool in_prefix(const struct nssh_addr *prefix, int family, const struct nlattr *attr)
{
	const uint8_t *bytes = attr ? mnl_attr_get_payload(attr) : NULL;
	unsigned int whole = prefix->bits / 8u, rest = prefix->bits % 8u;

	if (prefix->family != family || !bytes || mnl_attr_get_payload_len(attr) < prefix->len)
		return false;
	if (memcmp(bytes, prefix->bytes, whole) != 0)
		return false;
	return !rest || ((bytes[whole] ^ prefix->bytes[whole]) >> (8 - rest)) == 0;
}

static bool is_wanted(const struct nssh_link_view *view, const struct addr_row *row)
{
	const struct nssh_link_filter *filter = view->filter;

	if (view->family != AF_UNSPEC && view->family != row->head->ifa_family)
		return false;
	if (filter->scope >= 0 && filter->scope != row->head->ifa_scope)
		return false;
	if ((filter->flags ^ row->flags) & filter->flag_mask)
		return false;
	if (filter->to.family && !in_prefix(&filter->to, row->head->ifa_family, row->local))
		return false;
	return !filter->label || fnmatch(filter->label, row->label, 0) == 0;
}

bool nssh_addr_show_wanted(const struct nssh_link_view *view, const struct nssh_link_entry *link)
{
	struct addr_row row;
	size_t count;
	const struct nssh_addr_entry *entries =
		nssh_addr_list_of(&view->addrs, link->index, &count);

	for (size_t i = 0; i < count; i++) {
		read_addr(&entries[i], link, &row);
		if (is_wanted(view, &row))
			return true;
	}
	return count == 0 && view->family == AF_UNSPEC;
}

static void show_bytes(struct nssh_link_view *view, const struct addr_row *row,
		       const struct nlattr *attr, const char *key, const char *fmt)
{
	char text[NSSH_HOST_TEXT];

	if (!attr)
		return;
	nssh_out_color(view->out,
		       row->head->ifa_family == AF_INET6 ? NSSH_COLOR_INET6 : NSSH_COLOR_INET);
	nssh_out_str(view->out, key, fmt,
		     nssh_host_text(view->options, row->head->ifa_family,
				    mnl_attr_get_payload(attr), mnl_attr_get_payload_len(attr),
				    text, sizeof(text)));
}

static bool same_bytes(const struct nlattr *a, const struct nlattr *b)
{
	size_t size = mnl_attr_get_payload_len(a);

	return size == mnl_attr_get_payload_len(b) &&
	       memcmp(mnl_attr_get_payload(a), mnl_attr_get_payload(b), size) == 0;
}

static void show_address(struct nssh_link_view *view, const struct addr_row *row)
{
	const struct nlattr *far = row->attrs[IFA_ADDRESS];

	show_bytes(view, row, row->local, "local", "%s");
	if (far && row->local && !same_bytes(far, row->local)) {
		nssh_out_text(view->out, " peer ");
		show_bytes(view, row, far, "address", "%s");
	}
	nssh_out_uint(view->out, "prefixlen", "/%s ", row->head->ifa_prefixlen);
	if (row->attrs[IFA_RT_PRIORITY])
		nssh_out_uint(view->out, "metric", "metric %s ",
			      nssh_attr_u32(row->attrs[IFA_RT_PRIORITY]));
}

static void show_flags(struct nssh_link_view *view, const struct addr_row *row)
{
	/* What is permanent goes without saying; what is not is called dynamic. */
	uint32_t flags = row->flags ^ IFA_F_PERMANENT;
	char rest[16];

	for (size_t i = 0; i < sizeof(flag_names) / sizeof(flag_names[0]); i++) {
		const char *name = flag_names[i].name, *text = flag_names[i].text;

		if (!(flags & flag_names[i].bit))
			continue;
		flags &= ~flag_names[i].bit;
		if (flag_names[i].bit == IFA_F_TEMPORARY && row->head->ifa_family == AF_INET6) {
			name = "temporary";
			text = "temporary ";
		}
		nssh_out_bool(view->out, name, text, true);
	}
	if (!flags)
		return;
	snprintf(rest, sizeof(rest), "%02x", flags);
	nssh_out_str(view->out, "ifa_flags", "flags %s ", rest);
}

static void show_lifetime(struct nssh_link_view *view, const char *key, const char *word,
			  uint32_t seconds, bool is_signed)
{
	nssh_out_text(view->out, "%s", word);
	if (seconds == FOREVER && !nssh_out_is_json(view->out))
		nssh_out_text(view->out, "forever");
	else if (is_signed)
		nssh_out_int(view->out, key, "%ssec", (int32_t)seconds);
	else
		nssh_out_uint(view->out, key, "%ssec", seconds);
}

static void show_lifetimes(struct nssh_link_view *view, const struct addr_row *row)
{
	const struct nlattr *attr = row->attrs[IFA_CACHEINFO];
	struct ifa_cacheinfo info;

	if (!attr || mnl_attr_get_payload_len(attr) < sizeof(info))
		return;
	memcpy(&info, mnl_attr_get_payload(attr), sizeof(info));
	nssh_out_line_end(view->out);
	show_lifetime(view, "valid_life_time", "       valid_lft ", info.ifa_valid, false);
	show_lifetime(view, "preferred_life_time", " preferred_lft ", info.ifa_prefered,
		      row->flags & IFA_F_DEPRECATED);
}

static void show_scope(struct nssh_link_view *view, const struct addr_row *row)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", row->head->ifa_scope);
	nssh_out_str(view->out, "scope", "scope %s ",
		     view->options->numeric ? text
					    : nssh_name_of(NSSH_RT_SCOPES, row->head->ifa_scope,
							   text, sizeof(text)));
}

static void show_family(struct nssh_link_view *view, const struct nssh_link_entry *link, int family)
{
	if (view->options->oneline) {
		nssh_out_int(view->out, "index", "%s: ", link->index);
		nssh_out_color(view->out, NSSH_COLOR_IFNAME);
		nssh_out_str(view->out, "dev", "%s", link->name);
	}
	if (family == AF_INET || family == AF_INET6)
		nssh_out_str(view->out, "family", "    %s ", family == AF_INET ? "inet" : "inet6");
	else
		nssh_out_int(view->out, "family_index", "    family %s ", family);
}

static void show_one(struct nssh_link_view *view, const struct nssh_link_entry *link,
		     const struct addr_row *row)
{
	if (!view->options->brief)
		show_family(view, link, row->head->ifa_family);
	show_address(view, row);
	if (view->options->brief)
		return;
	show_bytes(view, row, row->attrs[IFA_BROADCAST], "broadcast", "brd %s ");
	show_bytes(view, row, row->attrs[IFA_ANYCAST], "anycast", "any %s ");
	show_scope(view, row);
	show_flags(view, row);
	if (nssh_attr_str(row->attrs[IFA_LABEL]))
		nssh_out_str(view->out, "label", "%s", row->label);
	show_lifetimes(view, row);
	nssh_out_text(view->out, "\n");
}

void nssh_addr_show(struct nssh_link_view *view, const struct nssh_link_entry *link)
{
	size_t count;
	const struct nssh_addr_entry *entries =
		nssh_addr_list_of(&view->addrs, link->index, &count);

	nssh_out_open_array(view->out, "addr_info");
	for (size_t i = 0; i < count; i++) {
		struct addr_row row;

		read_addr(&entries[i], link, &row);
		/* iproute2 leaves an empty object of what it does not show. */
		nssh_out_open_object(view->out, NULL);
		if (is_wanted(view, &row))
			show_one(view, link, &row);
		nssh_out_close_object(view->out);
	}
	nssh_out_close_array(view->out);
	if (view->options->brief)
		nssh_out_text(view->out, "\n");
}
