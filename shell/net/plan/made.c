/* SPDX-License-Identifier: MIT */
/* Links that notes say were made: is what is there still the one? */
#define _GNU_SOURCE
#include "net/plan/made.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "net/context.h"
#include "net/message.h"
#include "net/plan/undo_index.h"
#include "net/request.h"

static int take_link(const struct nlmsghdr *nlh, void *arg)
{
	const struct nlattr *table[IFLA_LINK_NETNSID + 1], *info[IFLA_INFO_KIND + 1] = { NULL };
	struct nssh_found *found = arg;
	const char *name, *kind = NULL;

	nssh_attrs(nlh, sizeof(struct ifinfomsg), table, IFLA_LINK_NETNSID);
	if (table[IFLA_LINKINFO])
		nssh_attrs_nested(table[IFLA_LINKINFO], info, IFLA_INFO_KIND);
	name = nssh_attr_str(table[IFLA_IFNAME]);
	if (info[IFLA_INFO_KIND])
		kind = nssh_attr_str(info[IFLA_INFO_KIND]);
	(void)snprintf(found->name, sizeof(found->name), "%s", name ? name : "");
	(void)snprintf(found->kind, sizeof(found->kind), "%s", kind ? kind : "");
	if (table[IFLA_ADDRESS] && mnl_attr_get_payload_len(table[IFLA_ADDRESS]) == ETH_ALEN)
		memcpy(&found->mac, mnl_attr_get_payload(table[IFLA_ADDRESS]), ETH_ALEN);
	found->waits = nssh_attr_u32(table[IFLA_GROUP]) == NSSH_GONE_GROUP;
	found->is_far = table[IFLA_LINK_NETNSID];
	if (found->is_far)
		found->far = (int)nssh_attr_u32(table[IFLA_LINK_NETNSID]);
	found->there = true;
	return 0;
}

struct nssh_found nssh_made_find(const struct nssh_undo *undo)
{
	const struct ifinfomsg head = { .ifi_family = AF_UNSPEC, .ifi_index = undo->index };
	struct nssh_msg *msg = nssh_msg_new(RTM_GETLINK, 0, &head, sizeof(head));
	struct nssh_found found = { .there = false };

	if (nssh_ask(undo->ns, msg, take_link, &found, NULL, NULL, NULL) < 0)
		found.there = found.waits = false;
	nssh_msg_free(msg);
	return found;
}

/* A bridge has its address from a port, others from what is below them, unless they were told one. */
static bool keeps_mac(const char *kind)
{
	static const char *const kinds[] = {
		"veth", "dummy", "ifb", "vxlan", "geneve", "gretap", "ip6gretap", "tun",
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (strcmp(kind, kinds[i]) == 0)
			return true;
	}
	return false;
}

enum nssh_made nssh_made_is(const struct nssh_undo *undo, const struct nssh_found *found)
{
	const bool named = !undo->text || !*undo->text || strcmp(found->name, undo->text) == 0;
	const bool addressed = !undo->mac || undo->mac == found->mac;

	if (!found->there)
		return NSSH_MADE_GONE;
	if (undo->link_kind[0] && strcmp(undo->link_kind, found->kind) != 0)
		return NSSH_MADE_STRANGER;
	if (named && addressed)
		return NSSH_MADE_THERE;
	if (named)
		return NSSH_MADE_CHANGED;
	return addressed ? NSSH_MADE_RENAMED : NSSH_MADE_STRANGER;
}

void nssh_made_tell(const struct nssh_undo *undo, const struct nssh_found *found,
		    void (*left)(const char *what, void *arg), void *arg)
{
	const char *ns = undo->ns->ref ? undo->ns->ref : "", *sep = undo->ns->ref ? ":" : "";
	const char *name = undo->text ? undo->text : "";
	char text[512];

	switch (nssh_made_is(undo, found)) {
	case NSSH_MADE_RENAMED:
		(void)snprintf(text, sizeof(text), "link %s%s%s is called %s by now", ns, sep, name,
			       found->name);
		break;
	case NSSH_MADE_CHANGED:
		(void)snprintf(text, sizeof(text),
			       "link %s%s%s has another address by now, and may be another one", ns,
			       sep, name);
		break;
	case NSSH_MADE_STRANGER:
		if (undo->text && strcmp(found->name, undo->text) != 0)
			return;
		(void)snprintf(text, sizeof(text), "link %s%s%s is another one by now", ns, sep,
			       name);
		break;
	default:
		return;
	}
	left(text, arg);
}

static void identify(struct nssh_undo *undo, const struct nssh_found *found)
{
	memcpy(undo->link_kind, found->kind, sizeof(undo->link_kind));
	undo->mac = keeps_mac(found->kind) ? found->mac : 0;
}

/* Only what may have to be told from others': what is in a namespace that was made goes with it. */
static bool is_asked(const struct nssh_undo *undo, const struct nssh_undo_index *index)
{
	return undo->kind == NSSH_UNDO_LINK && undo->ns->cookie == undo->cookie &&
	       !nssh_undo_index_made(index, undo->cookie);
}

void nssh_made_note(struct nssh_undos *undos, size_t mark,
		    void (*noted)(const struct nssh_undo *undo, void *arg), void *arg)
{
	struct nssh_undo_index index;

	nssh_undo_index_init(&index, undos);
	for (size_t i = mark; i < undos->count; i++) {
		struct nssh_undo *undo = &undos->at[i];
		struct nssh_found found;

		if (!is_asked(undo, &index))
			continue;
		found = nssh_made_find(undo);
		if (!found.there || nssh_made_is(undo, &found) == NSSH_MADE_RENAMED)
			continue;
		identify(undo, &found);
		if (noted)
			noted(undo, arg);
	}
	nssh_undo_index_done(&index);
}

/* Is there a later note of the same link? */
static bool is_old(const struct nssh_undos *undos, size_t at)
{
	const struct nssh_undo *undo = &undos->at[at];

	for (size_t i = at + 1; i < undos->count; i++) {
		const struct nssh_undo *later = &undos->at[i];

		if (later->kind == NSSH_UNDO_LINK && later->index == undo->index &&
		    later->cookie == undo->cookie)
			return true;
	}
	return false;
}

/* Return: whether the note is needed. */
static bool finish(const struct nssh_undos *undos, size_t at, const struct nssh_undo_index *index)
{
	struct nssh_undo *undo = &undos->at[at];
	struct nssh_found found;

	if (!is_asked(undo, index))
		return true;
	found = nssh_made_find(undo);
	if (!found.there)
		return false;
	identify(undo, &found);
	if (undo->text && strcmp(undo->text, found.name) == 0)
		return true;
	if (is_old(undos, at))
		return false;
	/* Nobody said its name, or a program of the file has called it otherwise. */
	free(undo->text);
	undo->text = strdup(found.name);
	return true;
}

void nssh_made_finish(struct nssh_undos *undos, size_t mark)
{
	struct nssh_undo_index index;
	size_t kept = mark;

	nssh_undo_index_init(&index, undos);
	for (size_t i = mark; i < undos->count; i++) {
		if (finish(undos, i, &index))
			undos->at[kept++] = undos->at[i];
		else
			nssh_undo_done(&undos->at[i]);
	}
	undos->count = kept;
	nssh_undo_index_done(&index);
}

/* @place: which namespace of the list */
struct search {
	struct nssh_ns *const *places;
	struct nssh_missing *missing;
	size_t count;
};

static int compare(const struct nlmsghdr *nlh, size_t place, void *arg)
{
	const struct search *search = arg;
	struct nssh_found found = { .there = false };

	(void)take_link(nlh, &found);
	for (size_t i = 0; i < search->count; i++) {
		struct nssh_missing *missing = &search->missing[i];

		if (missing->where || !missing->undo->mac || missing->undo->mac != found.mac ||
		    strcmp(missing->undo->link_kind, found.kind) != 0)
			continue;
		missing->where = search->places[place];
		memcpy(missing->name, found.name, sizeof(missing->name));
	}
	return 0;
}

void nssh_made_look_for(struct nssh_net *net, struct nssh_missing *missing, size_t count)
{
	const struct ifinfomsg all = { .ifi_family = AF_UNSPEC };
	struct nssh_msg *msg = nssh_msg_new(RTM_GETLINK, 0, &all, sizeof(all));
	size_t name_count = 0, place_count = 0;
	char **names = NULL;
	struct nssh_ns **places;

	(void)nssh_netns_names(&names, &name_count, NULL);
	places = calloc(name_count + 1, sizeof(struct nssh_ns *));
	if (places) {
		struct search search = { places, missing, count };

		places[place_count++] = nssh_ns_home(net);
		for (size_t i = 0; i < name_count; i++) {
			places[place_count] = nssh_ns_get(net, names[i]);
			place_count += nssh_ns_fd(places[place_count], NULL) >= 0;
		}
		(void)nssh_dump_each(places, place_count, msg, compare, &search, NULL);
	}
	free(places);
	nssh_netns_names_free(names, name_count);
	nssh_msg_free(msg);
}
