/* SPDX-License-Identifier: MIT */
/* Completion of destinations that are there to be changed or deleted. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <nssh/names.h>

#include "entry.h"
#include "filter.h"
#include "modify.h"

static int offer_entry(const struct nlmsghdr *nlh, void *arg)
{
	const struct nssh_complete *req = *(const struct nssh_complete *const *)arg;
	const struct route_args *args = req->args;
	uint32_t table = nssh_given(&args->table) ? (uint32_t)args->table.num : RT_TABLE_MAIN;
	char addr[NSSH_ADDR_TEXT], text[NSSH_ADDR_TEXT + 8];
	struct route_entry entry;
	struct nssh_addr dst;

	if (!nssh_route_entry_read(nlh, &entry) || entry.table != table)
		return 0;
	if (entry.head->rtm_family != AF_INET && entry.head->rtm_family != AF_INET6)
		return 0;
	dst = nssh_route_entry_addr(&entry, RTA_DST);
	(void)nssh_addr_text(dst.family, dst.bytes, dst.len, addr, sizeof(addr));
	if (!dst.len)
		(void)snprintf(text, sizeof(text), "default");
	else if (entry.head->rtm_dst_len == nssh_route_bits(dst.family))
		(void)snprintf(text, sizeof(text), "%s", addr);
	else
		(void)snprintf(text, sizeof(text), "%s/%u", addr, entry.head->rtm_dst_len);
	req->offer(req, text, NULL);
	return 0;
}

/* `add`, `append` and `prepend` want one that is not there yet; `default` is always possible. */
static bool is_adding(const struct nssh_complete *req)
{
	size_t count;
	const struct nssh_word *words = nssh_cmd_words(req->cmd, &count);

	return count > 1 && (*words[1].text == 'a' || *words[1].text == 'p');
}

void nssh_route_complete(const struct nssh_complete *req)
{
	const struct route_args *args = req->args;
	struct nssh_ns *ns = nssh_cmd_link_ns(req->cmd, &args->dev);
	const struct route_filter all = ROUTE_FILTER_INIT;
	struct nssh_msg *msg;

	if (is_adding(req)) {
		req->offer(req, "default", "everywhere");
		return;
	}
	msg = nssh_route_filter_request(&all, nssh_cmd_options(req->cmd)->family);
	(void)nssh_dump(ns, msg, offer_entry, &req, NULL);
	nssh_msg_free(msg);
}
