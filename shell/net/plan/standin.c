/* SPDX-License-Identifier: MIT */
/* Looking at what a file builds on, before it is tried in a sandbox. */
#define _GNU_SOURCE
#include "net/plan/standin.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net/context.h"
#include "net/plan/again.h"
#include "net/plan/lab.h"
#include "net/plan/place.h"
#include "net/plan/undo_index.h"

struct nssh_standins *nssh_standins_new(struct nssh_net *net,
					void (*tell)(const char *what, void *arg), void *arg)
{
	struct nssh_standins *all = calloc(1, sizeof(*all));

	if (!all)
		return NULL;
	all->net = net;
	all->tell = tell;
	all->tell_arg = arg;
	all->elsewhere = -1;
	/* Without the list there are no namespaces to be stood in for. */
	(void)nssh_netns_names(&all->names, &all->count, NULL);
	all->wanted = calloc(all->count + 1, sizeof(*all->wanted));
	if (all->wanted)
		return all;
	nssh_standins_free(all);
	return NULL;
}

void nssh_standins_free(struct nssh_standins *all)
{
	if (!all)
		return;
	for (size_t i = 0; i < all->place_count; i++) {
		struct nssh_place *place = &all->places[i];

		nssh_kept_done(&place->links);
		nssh_kept_done(&place->addrs);
		nssh_kept_done(&place->routes);
		free(place->name);
		free(place->of);
	}
	if (all->elsewhere >= 0)
		(void)close(all->elsewhere);
	nssh_netns_names_free(all->names, all->count);
	free(all->wanted);
	free(all->without);
	free(all->places);
	free(all);
}

void nssh_standins_tell(const struct nssh_standins *all, const struct nssh_place *place,
			const char *why, const char *fmt, ...)
{
	char what[256], text[640];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	(void)snprintf(text, sizeof(text), "%s%s%s%s%s", what, place->name ? " in namespace " : "",
		       place->name ? place->name : "", *why ? ": " : "", why);
	all->tell(text, all->tell_arg);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(a, *(char *const *)b);
}

static void mention(struct nssh_standins *all, const char *name)
{
	char **found = all->count
			       ? bsearch(name, all->names, all->count, sizeof(*all->names), by_name)
			       : NULL;

	if (found)
		all->wanted[found - all->names] = true;
}

void nssh_standins_mention(struct nssh_standins *all, const char *text)
{
	const char *colon = strchr(text, ':');
	char name[256];

	mention(all, text);
	/* Any colon may be the one: names may have some themselves. */
	for (; colon; colon = strchr(colon + 1, ':')) {
		size_t size = (size_t)(colon - text);

		if (size >= sizeof(name))
			return;
		memcpy(name, text, size);
		name[size] = '\0';
		mention(all, name);
	}
}

void nssh_standins_mention_all(struct nssh_standins *all)
{
	memset(all->wanted, true, all->count * sizeof(*all->wanted));
}

void nssh_standins_without(struct nssh_standins *all, const char *lab)
{
	free(all->without);
	all->without = strdup(lab);
}

static int list_places(struct nssh_standins *all)
{
	all->places = calloc(all->count + 1, sizeof(*all->places));
	if (!all->places)
		return -ENOMEM;
	all->places[all->place_count++].there = nssh_ns_home(all->net);
	for (size_t i = 0; i < all->count; i++) {
		struct nssh_place *place = &all->places[all->place_count];

		if (!all->wanted[i])
			continue;
		place->name = strdup(all->names[i]);
		if (!place->name)
			return -ENOMEM;
		place->there = nssh_ns_get(all->net, place->name);
		place->stale = nssh_netns_is_stale(place->name);
		all->place_count++;
	}
	return 0;
}

static bool is_named(const struct nssh_standins *all, const struct nssh_ns *ns)
{
	return all->count && bsearch(ns->ref, all->names, all->count, sizeof(*all->names), by_name);
}

/* Namespaces that the file means by a path or by a process: a sandbox cannot give them these. */
static void tell_others(const struct nssh_standins *all)
{
	const struct nssh_place home = { 0 };
	struct nssh_ns *const *ns;
	size_t at = 0;

	while ((ns = nssh_table_next(&all->net->handles, &at))) {
		if (!is_named(all, *ns) && nssh_ns_open(*ns, NULL) >= 0)
			nssh_standins_tell(all, &home, "it is not one of " NSSH_NETNS_DIR,
					   "cannot stand in for namespace %s", (*ns)->ref);
	}
}

static void look_into(const struct nssh_standins *all, struct nssh_place *place)
{
	struct nssh_error err = NSSH_ERROR_INIT;
	int rc = nssh_kept_list(&place->links, place->there, RTM_GETLINK, &err);

	if (rc == 0)
		rc = nssh_kept_list(&place->addrs, place->there, RTM_GETADDR, &err);
	if (rc == 0)
		rc = nssh_kept_list(&place->routes, place->there, RTM_GETROUTE, &err);
	if (rc == 0)
		return;
	nssh_kept_done(&place->links);
	nssh_kept_done(&place->addrs);
	nssh_kept_done(&place->routes);
	if (place->name)
		nssh_standins_tell(all, &(struct nssh_place){ 0 }, *err.why ? err.why : err.what,
				   "an empty namespace stands in for %s, which cannot be looked "
				   "into",
				   place->name);
	else
		nssh_standins_tell(all, place, *err.why ? err.why : err.what,
				   "cannot stand in for what is in the home namespace");
}

static void drop_place(struct nssh_standins *all, size_t at)
{
	struct nssh_place *place = &all->places[at];

	nssh_kept_done(&place->links);
	nssh_kept_done(&place->addrs);
	nssh_kept_done(&place->routes);
	free(place->name);
	all->place_count--;
	memmove(place, place + 1, (all->place_count - at) * sizeof(*place));
}

static void drop_link(struct nssh_kept *links, int index)
{
	for (size_t i = 0; i < links->count; i++) {
		const struct ifinfomsg *info = mnl_nlmsg_get_payload(links->at[i]);

		if (info->ifi_index != index)
			continue;
		free(links->at[i]);
		links->count--;
		memmove(&links->at[i], &links->at[i + 1], (links->count - i) * sizeof(*links->at));
		return;
	}
}

static void drop_lab(struct nssh_standins *all, const struct nssh_record *record)
{
	struct nssh_undo_index index;

	nssh_undo_index_init(&index, &record->undos);
	for (size_t i = all->place_count; i-- > 1;) {
		uint64_t cookie = nssh_ns_cookie(all->places[i].there, NULL);

		if (nssh_undo_index_made(&index, cookie))
			drop_place(all, i);
	}
	nssh_undo_index_done(&index);
	for (size_t i = 0; i < record->undos.count; i++) {
		const struct nssh_undo *undo = &record->undos.at[i];

		for (size_t k = 0; undo->kind == NSSH_UNDO_LINK && k < all->place_count; k++) {
			if (all->places[k].there == undo->ns)
				drop_link(&all->places[k].links, undo->index);
		}
	}
}

static int leave_lab_out(struct nssh_standins *all)
{
	struct nssh_record record;

	if (!all->without || nssh_lab_read(all->net, all->without, &record, NULL) < 0)
		return 0;
	if (!record.rebooted)
		drop_lab(all, &record);
	nssh_record_done(&record);
	return 0;
}

static struct nssh_place *find_place(const struct nssh_standins *all, const struct nssh_ns *there)
{
	for (size_t i = 0; there && i < all->place_count; i++) {
		if (all->places[i].there == there)
			return &all->places[i];
	}
	return NULL;
}

static int look_at_links(const struct nssh_standins *all, struct nssh_place *place)
{
	place->of = calloc(place->links.count + 1, sizeof(*place->of));
	if (!place->of)
		return -ENOMEM;
	for (size_t i = 0; i < place->links.count; i++) {
		struct nssh_was was;

		nssh_was_read(place->links.at[i], &was);
		place->of[i].was = was.info->ifi_index;
		if (was.table[IFLA_LINK])
			place->of[i].far = find_place(all, nssh_again_far(&was, place->there));
	}
	return 0;
}

int nssh_standins_look(struct nssh_standins *all, struct nssh_error *err)
{
	int rc = list_places(all);

	if (rc == 0)
		tell_others(all);
	for (size_t i = 0; rc == 0 && i < all->place_count; i++) {
		if (!all->places[i].stale)
			look_into(all, &all->places[i]);
	}
	if (rc == 0)
		rc = leave_lab_out(all);
	for (size_t i = 0; rc == 0 && i < all->place_count; i++)
		rc = look_at_links(all, &all->places[i]);
	for (size_t i = 0; i < all->place_count; i++)
		all->places[i].there = NULL;
	all->net = NULL;
	return rc < 0 ? nssh_fail(err, rc, NULL, "no memory to stand in for what is there") : 0;
}
