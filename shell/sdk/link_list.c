/* SPDX-License-Identifier: MIT */
/* Gathering the links and addresses of a namespace. */
#define _GNU_SOURCE
#include "sdk/link_list.h"

#include <errno.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <nssh/link.h>
#include <nssh/netlink.h>

static int keep_message(const struct nlmsghdr *nlh, void *arg)
{
	struct nssh_messages *messages = arg;
	size_t size = NLMSG_ALIGN((size_t)nlh->nlmsg_len);

	if (messages->size + size > messages->room) {
		size_t room = messages->room ? 2 * messages->room : 16384;
		char *bytes;

		while (room < messages->size + size)
			room *= 2;
		bytes = realloc(messages->bytes, room);
		if (!bytes)
			return -ENOMEM;
		messages->bytes = bytes;
		messages->room = room;
	}
	memcpy(messages->bytes + messages->size, nlh, nlh->nlmsg_len);
	messages->size += size;
	messages->count++;
	return 0;
}

static const struct nlmsghdr *next_message(const struct nssh_messages *messages, size_t *at)
{
	const struct nlmsghdr *nlh;

	if (*at >= messages->size)
		return NULL;
	nlh = (const void *)(messages->bytes + *at);
	*at += NLMSG_ALIGN((size_t)nlh->nlmsg_len);
	return nlh;
}

static bool read_link(const struct nlmsghdr *nlh, struct nssh_link_entry *ret)
{
	const struct nlattr *attrs[IFLA_IFNAME + 1];
	const struct ifinfomsg *info = mnl_nlmsg_get_payload(nlh);
	const char *name;

	if (nlh->nlmsg_type != RTM_NEWLINK || mnl_nlmsg_get_payload_len(nlh) < sizeof(*info))
		return false;
	nssh_attrs(nlh, sizeof(*info), attrs, IFLA_IFNAME);
	name = nssh_attr_str(attrs[IFLA_IFNAME]);
	*ret = (struct nssh_link_entry){
		.index = info->ifi_index,
		.flags = info->ifi_flags,
		.name = name ? name : "",
		.nlh = nlh,
	};
	return name != NULL;
}

static int by_index(const void *left, const void *right)
{
	const struct nssh_link_entry *a = left, *b = right;

	return (a->index > b->index) - (a->index < b->index);
}

static int index_links(struct nssh_link_list *list, struct nssh_error *err)
{
	const struct nlmsghdr *nlh;
	size_t room = list->messages.count + 1, at = 0;

	list->items = calloc(room, sizeof(*list->items));
	list->sorted = calloc(room, sizeof(*list->sorted));
	if (!list->items || !list->sorted)
		return nssh_fail(err, -ENOMEM, NULL, "no memory for a list of links");
	while ((nlh = next_message(&list->messages, &at))) {
		if (read_link(nlh, &list->items[list->count]))
			list->count++;
	}
	memcpy(list->sorted, list->items, list->count * sizeof(*list->items));
	qsort(list->sorted, list->count, sizeof(*list->sorted), by_index);
	return 0;
}

static struct nssh_msg *link_request(int index, bool stats)
{
	struct ifinfomsg info = { .ifi_family = AF_UNSPEC, .ifi_index = index };
	struct nssh_msg *msg = nssh_msg_new(RTM_GETLINK, 0, &info, sizeof(info));

	nssh_msg_put_u32(msg, IFLA_EXT_MASK, stats ? 0 : RTEXT_FILTER_SKIP_STATS);
	return msg;
}

int nssh_link_list_all(struct nssh_link_list *list, struct nssh_ns *ns,
		       const struct nssh_link_select *select, struct nssh_error *err)
{
	struct nssh_msg *msg = link_request(0, select->stats);
	int rc;

	*list = (struct nssh_link_list){ .ns = ns, .partial = select->master || select->kind };
	if (select->master)
		nssh_msg_put_u32(msg, IFLA_MASTER, (uint32_t)select->master);
	if (select->kind) {
		size_t nest = nssh_msg_nest(msg, IFLA_LINKINFO);

		nssh_msg_put(msg, IFLA_INFO_KIND, select->kind, strlen(select->kind));
		nssh_msg_nest_end(msg, nest);
	}
	rc = nssh_dump(ns, msg, keep_message, &list->messages, err);
	nssh_msg_free(msg);
	return rc < 0 ? rc : index_links(list, err);
}

int nssh_link_list_one(struct nssh_link_list *list, struct nssh_ns *ns, const char *name,
		       bool stats, struct nssh_error *err)
{
	struct nssh_msg *msg = link_request(0, stats);
	int rc;

	*list = (struct nssh_link_list){ .ns = ns, .partial = true };
	nssh_msg_put_str(msg, strlen(name) < IFNAMSIZ ? IFLA_IFNAME : IFLA_ALT_IFNAME, name);
	rc = nssh_request(ns, msg, keep_message, &list->messages, err);
	nssh_msg_free(msg);
	return rc < 0 ? rc : index_links(list, err);
}

void nssh_link_list_done(struct nssh_link_list *list)
{
	if (list->rest)
		nssh_link_list_done(list->rest);
	free(list->rest);
	free(list->messages.bytes);
	free(list->looked_up.bytes);
	free(list->items);
	free(list->sorted);
	*list = (struct nssh_link_list){ 0 };
}

/* A link beside the only one in the list: its master or what it lies on, so at most two. */
static bool look_up(struct nssh_link_list *list, int index, struct nssh_link_entry *ret)
{
	const struct nlmsghdr *nlh;
	struct nssh_msg *msg;
	size_t at = 0;
	int rc;

	while ((nlh = next_message(&list->looked_up, &at))) {
		if (read_link(nlh, ret) && ret->index == index)
			return true;
	}
	msg = link_request(index, false);
	rc = nssh_request(list->ns, msg, keep_message, &list->looked_up, NULL);
	nssh_msg_free(msg);
	nlh = next_message(&list->looked_up, &at);
	return rc == 0 && nlh && read_link(nlh, ret);
}

static bool find_in(const struct nssh_link_list *list, int index, struct nssh_link_entry *ret)
{
	const struct nssh_link_entry key = { .index = index };
	const struct nssh_link_entry *found =
		list->count ? bsearch(&key, list->sorted, list->count, sizeof(key), by_index)
			    : NULL;

	if (found)
		*ret = *found;
	return found != NULL;
}

static bool find_rest(struct nssh_link_list *list, int index, struct nssh_link_entry *ret)
{
	const struct nssh_link_select everything = { .stats = false };

	if (!list->rest) {
		list->rest = calloc(1, sizeof(*list->rest));
		if (!list->rest)
			return false;
		(void)nssh_link_list_all(list->rest, list->ns, &everything, NULL);
	}
	return find_in(list->rest, index, ret);
}

bool nssh_link_list_find(struct nssh_link_list *list, int index, struct nssh_link_entry *ret)
{
	if (find_in(list, index, ret))
		return true;
	if (!list->partial)
		return false;
	return list->count == 1 ? look_up(list, index, ret) : find_rest(list, index, ret);
}

static int by_link(const void *left, const void *right)
{
	const struct nssh_addr_entry *a = left, *b = right;

	if (a->index != b->index)
		return a->index > b->index ? 1 : -1;
	return (a->order > b->order) - (a->order < b->order);
}

int nssh_addr_list_all(struct nssh_addr_list *list, struct nssh_ns *ns, int family, int index,
		       struct nssh_error *err)
{
	struct ifaddrmsg head = { .ifa_family = (unsigned char)family,
				  .ifa_index = (unsigned int)index };
	struct nssh_msg *msg = nssh_msg_new(RTM_GETADDR, 0, &head, sizeof(head));
	const struct nlmsghdr *nlh;
	size_t at = 0;
	int rc;

	*list = (struct nssh_addr_list){ 0 };
	rc = nssh_dump(ns, msg, keep_message, &list->messages, err);
	nssh_msg_free(msg);
	if (rc < 0)
		return rc;
	list->items = calloc(list->messages.count + 1, sizeof(*list->items));
	if (!list->items)
		return nssh_fail(err, -ENOMEM, NULL, "no memory for a list of addresses");
	while ((nlh = next_message(&list->messages, &at))) {
		const struct ifaddrmsg *addr = mnl_nlmsg_get_payload(nlh);

		if (nlh->nlmsg_type != RTM_NEWADDR ||
		    mnl_nlmsg_get_payload_len(nlh) < sizeof(*addr))
			continue;
		list->items[list->count] = (struct nssh_addr_entry){
			.index = (int)addr->ifa_index,
			.order = list->count,
			.nlh = nlh,
		};
		list->count++;
	}
	qsort(list->items, list->count, sizeof(*list->items), by_link);
	return 0;
}

void nssh_addr_list_done(struct nssh_addr_list *list)
{
	free(list->messages.bytes);
	free(list->items);
	*list = (struct nssh_addr_list){ 0 };
}

const struct nssh_addr_entry *nssh_addr_list_of(const struct nssh_addr_list *list, int index,
						size_t *ret_count)
{
	size_t low = 0, high = list->count;
	size_t end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (list->items[middle].index < index)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < list->count && list->items[end].index == index;)
		end++;
	*ret_count = end - low;
	return list->items + low;
}

int nssh_link_names(struct nssh_ns *ns, int (*each)(const char *name, int index, void *arg),
		    void *arg, struct nssh_error *err)
{
	const struct nssh_link_select everything = { .stats = false };
	struct nssh_link_list list;
	int rc = nssh_link_list_all(&list, ns, &everything, err);

	for (size_t i = 0; rc == 0 && i < list.count; i++)
		rc = each(list.items[i].name, list.items[i].index, arg);
	nssh_link_list_done(&list);
	return rc;
}
