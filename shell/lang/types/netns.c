/* SPDX-License-Identifier: MIT */
/* Types `netns`, `netns-or-pid` and `new-netns`. */
#include <errno.h>
#include <string.h>

#include <nssh/netns.h>

#include "base/text.h"
#include "lang/types/types.h"

static int refuse(const struct nssh_value *value, struct nssh_error *err, const char *wanted)
{
	(void)nssh_type_refuse(value, err, wanted);
	nssh_hint(err, "a name has 1 to 255 bytes and no `/`, and is neither `.` nor `..`");
	return -EINVAL;
}

static int parse_new_netns(const struct nssh_arg *arg, struct nssh_arena *arena,
			   struct nssh_value *value, struct nssh_error *err)
{
	(void)arg;
	(void)arena;
	if (!nssh_netns_valid_name(value->word->text))
		return refuse(value, err, "a name for a namespace");
	/* The kernel would take them; whoever lists names line by line would not. */
	if (nssh_has_controls(value->word->text)) {
		(void)nssh_fail(err, -EINVAL, value->word, "\"%s\" is not a name for a namespace",
				value->word->text);
		nssh_why(err, "it has control bytes in it");
		return -EINVAL;
	}
	value->str = value->word->text;
	return 0;
}

/* A name, and a process id looks like one; or a path. */
static int parse_netns(const struct nssh_arg *arg, struct nssh_arena *arena,
		       struct nssh_value *value, struct nssh_error *err)
{
	const char *text = value->word->text;

	(void)arg;
	(void)arena;
	if (!strchr(text, '/') && !nssh_netns_valid_name(text))
		return refuse(value, err, "a namespace");
	value->str = text;
	return 0;
}

static void complete_netns(const struct nssh_complete *req)
{
	char **names = NULL;
	size_t count = 0;

	if (strchr(req->prefix, '/')) {
		nssh_type_complete_files(req);
		return;
	}
	if (nssh_netns_names(&names, &count, NULL) < 0)
		return;
	for (size_t i = 0; i < count; i++)
		req->offer(req, names[i], NULL);
	nssh_netns_names_free(names, count);
}

const struct nssh_type nssh_type_netns = {
	.name = "netns",
	.help = "a namespace: its name, a path, or a process id",
	.parse = parse_netns,
	.complete = complete_netns,
};

const struct nssh_type nssh_type_netns_or_pid = {
	.name = "netns-or-pid",
	.help = "a namespace: its name, a path, or a process id",
	.parse = parse_netns,
	.complete = complete_netns,
};

const struct nssh_type nssh_type_new_netns = {
	.name = "new-netns",
	.help = "a name for a new namespace",
	.parse = parse_new_netns,
};
