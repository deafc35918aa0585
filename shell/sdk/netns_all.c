/* SPDX-License-Identifier: MIT */
/* The op that removes every name under /run/netns. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <nssh/netns.h>
#include <nssh/plan.h>

#include "net/net.h"

struct del_all {
	struct nssh_net *net;
	struct nssh_ns *unless;
	const struct nssh_word *word;
};

static int del_one(const struct del_all *all, const char *name, struct nssh_error *err)
{
	struct nssh_plan *plan = nssh_plan_new(all->net);
	int rc;

	if (!plan)
		return nssh_fail(err, -ENOMEM, all->word, "no memory for a plan");
	rc = nssh_plan_netns_del(plan, nssh_ns_get(all->net, name), all->word, err);
	if (rc == 0)
		rc = nssh_plan_flush(plan, err);
	nssh_plan_free(plan);
	return rc;
}

/* Is a name in the list? Then it alone was meant. */
static bool is_there(char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

static int del_all_run(void *data, struct nssh_error *err)
{
	const struct del_all *all = data;
	char **names;
	size_t count;
	int rc = nssh_netns_names(&names, &count, err);

	if (rc < 0)
		return rc;
	if (all->unless && is_there(names, count, nssh_ns_name(all->unless))) {
		nssh_netns_names_free(names, count);
		return del_one(all, nssh_ns_name(all->unless), err);
	}
	for (size_t i = 0; i < count; i++) {
		int one = del_one(all, names[i], err);

		rc = rc < 0 ? rc : one;
	}
	nssh_netns_names_free(names, count);
	return rc;
}

static const struct nssh_op_type del_all_op = {
	.name = "netns-del-all",
	.run = del_all_run,
	.done = free,
	.makes_names = true,
};

int nssh_plan_netns_del_all(struct nssh_plan *plan, struct nssh_net *net, struct nssh_ns *unless,
			    const struct nssh_word *word, struct nssh_error *err)
{
	struct del_all *all = malloc(sizeof(*all));

	if (!all)
		return nssh_fail(err, -ENOMEM, word, "no memory for an op");
	*all = (struct del_all){ .net = net, .unless = unless, .word = word };
	return nssh_plan_call(plan, &del_all_op, all, word, err, "remove all namespaces");
}
