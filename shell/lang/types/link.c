/* SPDX-License-Identifier: MIT */
/* Types `link` and `new-link`: LINK or NS:LINK. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/if.h>

#include <nssh/link.h>
#include <nssh/netns.h>

#include "base/text.h"
#include "lang/types/types.h"

static bool valid_netns(const char *text)
{
	return strchr(text, '/') || nssh_netns_valid_name(text);
}

/* Split at the last colon: a path of a namespace may hold some, a link's name none. */
static int split(struct nssh_arena *arena, struct nssh_value *value, struct nssh_error *err,
		 struct nssh_link_name *ret_link)
{
	const char *text = value->word->text;
	const char *colon = strrchr(text, ':');
	size_t size = colon ? (size_t)(colon - text) : 0;
	char *ns;

	*ret_link = (struct nssh_link_name){ .name = colon ? colon + 1 : text };
	if (!colon)
		return 0;
	ns = nssh_type_alloc(arena, size + 1);
	if (!ns)
		return nssh_fail(err, -ENOMEM, value->word, "out of memory");
	memcpy(ns, text, size);
	if (!valid_netns(ns)) {
		(void)nssh_type_refuse(value, err, "a link");
		nssh_hint(err, "in front of the colon stands a namespace, as in client:eth0");
		return -EINVAL;
	}
	ret_link->ns = ns;
	return 0;
}

int nssh_type_parse_link(const struct nssh_arg *arg, struct nssh_arena *arena,
			 struct nssh_value *value, struct nssh_error *err)
{
	struct nssh_link_name link;
	size_t size;
	int ret = split(arena, value, err, &link);

	(void)arg;
	if (ret)
		return ret;
	size = strlen(link.name);
	if (!size || size >= ALTIFNAMSIZ) {
		(void)nssh_type_refuse(value, err, "a link");
		nssh_hint(err, "a link's name has 1 to 15 bytes, an alternative name up to %d",
			  ALTIFNAMSIZ - 1);
		return -EINVAL;
	}
	value->link = link;
	return 0;
}

static int parse_new_link(const struct nssh_arg *arg, struct nssh_arena *arena,
			  struct nssh_value *value, struct nssh_error *err)
{
	struct nssh_link_name link;
	int ret = split(arena, value, err, &link);

	(void)arg;
	if (ret)
		return ret;
	if (!nssh_link_valid_name(link.name)) {
		(void)nssh_type_refuse(value, err, "a name for a link");
		if (strlen(link.name) >= IFNAMSIZ)
			nssh_why(err, "it has %zu bytes, at most %d are allowed", strlen(link.name),
				 IFNAMSIZ - 1);
		nssh_hint(err, "a link's name has 1 to 15 bytes, no `/`, no `:` and no spaces");
		return -EINVAL;
	}
	if (nssh_has_controls(link.name)) {
		(void)nssh_type_refuse(value, err, "a name for a link");
		nssh_why(err, "it has control bytes in it");
		return -EINVAL;
	}
	value->link = link;
	return 0;
}

static void offer_joined(const struct nssh_complete *req, const char *ns, const char *link,
			 const char *help)
{
	char *text;

	if (asprintf(&text, "%s:%s", ns, link) < 0)
		return;
	req->offer(req, text, help);
	free(text);
}

/* `NS:` for all namespaces that it can still become. */
static void offer_namespaces(const struct nssh_complete *req)
{
	size_t size = strlen(req->prefix), count = 0;
	char **names = NULL;

	if (nssh_netns_names(&names, &count, NULL) < 0)
		return;
	for (size_t i = 0; i < count; i++) {
		if (strncmp(names[i], req->prefix, size) == 0)
			offer_joined(req, names[i], "", "links of this namespace");
	}
	nssh_netns_names_free(names, count);
}

struct offer_links {
	const struct nssh_complete *req;
	const char *ns;
};

static int offer_link(const char *name, int index, void *arg)
{
	const struct offer_links *to = arg;

	(void)index;
	if (to->ns)
		offer_joined(to->req, to->ns, name, NULL);
	else
		to->req->offer(to->req, name, NULL);
	return 0;
}

static void offer_links(const struct nssh_complete *req, struct nssh_ns *ns, const char *name)
{
	struct offer_links to = { .req = req, .ns = name };
	struct nssh_error err = NSSH_ERROR_INIT;

	(void)nssh_link_names(ns, offer_link, &to, &err);
}

/* Paths are left alone: opening what is half typed could do anything. */
static void offer_links_of(const struct nssh_complete *req, size_t size)
{
	char *name = strndup(req->prefix, size);

	if (name && nssh_netns_valid_name(name))
		offer_links(req, nssh_ns_get(nssh_cmd_net(req->cmd), name), name);
	free(name);
}

static void complete_link(const struct nssh_complete *req)
{
	const char *colon = strrchr(req->prefix, ':');

	if (colon) {
		offer_links_of(req, (size_t)(colon - req->prefix));
		return;
	}
	offer_links(req, nssh_cmd_ns(req->cmd), NULL);
	offer_namespaces(req);
}

/* A name to be made up is not listed; a namespace once it is begun. */
static void complete_new_link(const struct nssh_complete *req)
{
	if (req->prefix[0] && !strchr(req->prefix, ':'))
		offer_namespaces(req);
}

const struct nssh_type nssh_type_link = {
	.name = "link",
	.help = "a link, or NAMESPACE:LINK",
	.parse = nssh_type_parse_link,
	.complete = complete_link,
};

const struct nssh_type nssh_type_new_link = {
	.name = "new-link",
	.help = "a name for a new link, or NAMESPACE:NAME",
	.parse = parse_new_link,
	.complete = complete_new_link,
};
