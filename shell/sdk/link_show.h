/* SPDX-License-Identifier: MIT */
/* The pieces that `ip link show` and `ip addr show` are printed with. */
#ifndef NSSH_SDK_LINK_SHOW_H
#define NSSH_SDK_LINK_SHOW_H

#include <linux/if_link.h>

#include <nssh/link.h>

#include "sdk/link_list.h"

/**
 * struct nssh_link_view - one call of nssh_link_show()
 * @family: of the addresses that are asked for; AF_PACKET when there are to be none
 */
struct nssh_link_view {
	struct nssh_cmd *cmd;
	struct nssh_ns *ns;
	const struct nssh_link_filter *filter;
	const struct nssh_options *options;
	struct nssh_out *out;
	int family;
	struct nssh_link_list links;
	struct nssh_addr_list addrs;
};

/**
 * struct nssh_link_row - the link that is being printed
 * @below_down: what it lies on is in the same namespace, and down
 */
struct nssh_link_row {
	const struct nssh_link_entry *link;
	const struct ifinfomsg *info;
	const struct nlattr *attrs[IFLA_MAX + 1];
	bool below_down;
};

/* "v0@v1", and `link` or `link_index` of JSON; says whether what it lies on is down. */
bool nssh_link_show_name(struct nssh_link_view *view, const struct nssh_link_row *row,
			 const char *fmt, int width);
void nssh_link_show_state(struct nssh_link_view *view, const struct nssh_link_row *row,
			  const char *fmt, int width);
void nssh_link_show_flags(struct nssh_link_view *view, const struct nssh_link_row *row);
void nssh_link_show_mac(struct nssh_link_view *view, const struct nssh_link_row *row, uint16_t type,
			const char *key, const char *fmt);

/* The first line and what follows it up to the link-layer addresses. */
void nssh_link_show_head(struct nssh_link_view *view, struct nssh_link_row *row);
/* What -d adds. */
void nssh_link_show_details(struct nssh_link_view *view, const struct nssh_link_row *row);
void nssh_link_show_stats(struct nssh_link_view *view, const struct nssh_link_row *row);
/* One line for -br, without its end. */
void nssh_link_show_brief(struct nssh_link_view *view, struct nssh_link_row *row);

/* Does the filter let an address of the link through, or has it none and no family is asked for? */
bool nssh_addr_show_wanted(const struct nssh_link_view *view, const struct nssh_link_entry *link);
void nssh_addr_show(struct nssh_link_view *view, const struct nssh_link_entry *link);

#endif
