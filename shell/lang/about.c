/* SPDX-License-Identifier: MIT */
/* Which namespaces a command that is about to run names. */
#include "lang/about.h"

#include <string.h>

#include <nssh/netns.h>

#include "lang/command.h"

/* The name in a value, or NULL. Behind -all another word stands where a name would, and `all` is none. */
static const char *name_in(const struct nssh_cmd *cmd, const struct nssh_arg *arg,
			   const struct nssh_value *value)
{
	if (!arg->type || !nssh_given(value))
		return NULL;
	if (strcmp(arg->type, "link") == 0)
		return value->link.ns;
	if (strcmp(arg->type, "netns") != 0 || cmd->options->all || strcmp(value->str, "all") == 0)
		return NULL;
	return value->str;
}

int nssh_cmd_each_ns(const struct nssh_cmd *cmd, const struct nssh_line *line,
		     int (*each)(struct nssh_ns *ns, const struct nssh_word *word, void *arg,
				 struct nssh_error *err),
		     void *arg, struct nssh_error *err)
{
	const struct nssh_arg *row = line->match.verb->verb->args;
	const char *args = cmd->args;
	int rc = 0;

	if (line->front.ns)
		rc = each(cmd->ns, line->front.ns, arg, err);
	for (; rc == 0 && row && row->name; row++) {
		const struct nssh_value *value;
		const char *name;

		if (row->offset == NSSH_UNSTORED)
			continue;
		value = (const void *)(args + row->offset - 1);
		name = name_in(cmd, row, value);
		if (name)
			rc = each(nssh_ns_get(nssh_cmd_net(cmd), name), value->word, arg, err);
	}
	return rc;
}
