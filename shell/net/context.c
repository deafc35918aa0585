/* SPDX-License-Identifier: MIT */
/* The shared context: one handle for each namespace that was ever named, found by a hash. */
#define _GNU_SOURCE
#include "net/context.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net/explain.h"
#include "net/plan/held.h"

static bool is_called(const void *item, const void *ref)
{
	return strcmp((*(struct nssh_ns *const *)item)->ref, ref) == 0;
}

int nssh_net_new(struct nssh_net **ret_net, struct nssh_error *err)
{
	struct nssh_net *net = calloc(1, sizeof(*net));

	if (!net)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to begin");
	net->handles = (struct nssh_table){ .size = sizeof(struct nssh_ns *), .same = is_called };
	net->dir = net->held = -1;
	net->epoch = 1;
	net->lists = 1;
	net->home.net = net;
	net->home.socket.fd = -1;
	net->home.fd = -1;
	nssh_net_limit(net);
	*ret_net = net;
	return 0;
}

static void free_handle(struct nssh_ns *ns)
{
	nssh_ns_forget(ns);
	nssh_nsids_done(&ns->ids);
	free(ns->ref);
	free(ns);
}

void nssh_net_free(struct nssh_net *net)
{
	struct nssh_ns *const *ns;
	size_t at = 0;

	if (!net)
		return;
	while ((ns = nssh_table_next(&net->handles, &at)))
		free_handle(*ns);
	nssh_table_clear(&net->handles);
	nssh_socket_close(&net->home.socket);
	nssh_nsids_done(&net->home.ids);
	if (net->home.fd >= 0)
		(void)close(net->home.fd);
	if (net->dir >= 0)
		(void)close(net->dir);
	nssh_held_close(net);
	nssh_named_done(&net->named);
	free(net->spare.bytes);
	free(net);
}

void nssh_net_set_no_fuse(struct nssh_net *net)
{
	net->no_fuse = true;
}

void nssh_net_set_progress(struct nssh_net *net, void (*step)(void *arg), void *arg)
{
	net->progress = step;
	net->progress_arg = arg;
}

void nssh_net_rest(struct nssh_net *net)
{
	while (net->oldest)
		nssh_ns_forget(net->oldest);
	if (net->dir >= 0)
		(void)close(net->dir);
	net->dir = -1;
}

void nssh_net_restore_limit(const struct nssh_net *net)
{
	if (net->raised)
		(void)setrlimit(RLIMIT_NOFILE, &net->limit);
}

void nssh_net_set_warn(struct nssh_net *net,
		       void (*warn)(const struct nssh_word *word, const char *text, void *arg),
		       void *arg)
{
	net->warn = warn;
	net->warn_arg = arg;
}

void nssh_net_set_restore(struct nssh_net *net,
			  bool (*restore)(const char *kind, const struct nlattr *was,
					  const struct nlattr *asked, struct nssh_msg *msg,
					  void *arg),
			  void *arg)
{
	net->restore = restore;
	net->restore_arg = arg;
}

void nssh_net_look_again(struct nssh_net *net)
{
	if (!net->fixed)
		net->epoch++;
}

void nssh_net_forget_tops(struct nssh_net *net)
{
	net->home.top = 0;
	net->shared = false;
	for (struct nssh_ns *ns = net->newest; ns; ns = ns->older)
		ns->top = 0;
}

static void *or_abort(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

struct nssh_ns *nssh_ns_home(struct nssh_net *net)
{
	return &net->home;
}

static struct nssh_ns *new_handle(struct nssh_net *net, const char *ref)
{
	struct nssh_ns *ns = or_abort(calloc(1, sizeof(*ns)));

	ns->net = net;
	ns->ref = or_abort(strdup(ref));
	ns->fd = -1;
	ns->socket.fd = -1;
	return ns;
}

struct nssh_ns *nssh_ns_get(struct nssh_net *net, const char *ref)
{
	uint64_t hash = nssh_hash(NSSH_HASH_START, ref, strlen(ref));
	struct nssh_ns *const *there = nssh_table_find(&net->handles, hash, ref);
	struct nssh_ns *ns;

	if (there)
		return *there;
	ns = new_handle(net, ref);
	(void)or_abort(nssh_table_add(&net->handles, hash, &ns));
	return ns;
}

const char *nssh_ns_name(const struct nssh_ns *ns)
{
	return ns->ref;
}

struct nssh_net *nssh_ns_context(const struct nssh_ns *ns)
{
	return ns->net;
}

const char *nssh_ns_describe(const struct nssh_ns *ns, char *buf, size_t size)
{
	if (ns->ref)
		(void)snprintf(buf, size, "namespace %s", ns->ref);
	else
		(void)snprintf(buf, size, "the home namespace");
	return buf;
}
