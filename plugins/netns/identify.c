/* SPDX-License-Identifier: MIT */
/* netns identify: the name of the namespace that a process is in. */
#define _GNU_SOURCE
#include "netns.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct identify_args {
	struct nssh_value pid;
};

static int key_of_pid(const struct nssh_value *pid, struct netns_key *ret_key,
		      struct nssh_error *err)
{
	int proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
	char text[24];
	int rc;

	(void)snprintf(text, sizeof(text), "%llu", (unsigned long long)pid->num);
	rc = proc < 0 ? -errno : netns_key_of_process(proc, text, ret_key);
	if (proc >= 0)
		(void)close(proc);
	if (rc == 0)
		return 0;
	(void)nssh_fail(err, rc, pid->word, "cannot tell which namespace process %s is in", text);
	nssh_why(err, "%s", rc == -ENOENT ? "no such process" : strerror(-rc));
	return rc;
}

/* Several names may be bound to one namespace; iproute2 tells the last of the directory. */
static const char *find_name(const struct nssh_cmd *cmd, const struct netns_key *wanted,
			     char *const *names, size_t count)
{
	while (count--) {
		struct nssh_ns *ns = nssh_ns_get(nssh_cmd_net(cmd), names[count]);
		struct netns_key key;

		if (netns_key_of(ns, &key, NULL) == 0 && netns_key_equal(&key, wanted))
			return names[count];
	}
	return NULL;
}

static void print_name(struct nssh_out *out, const char *name)
{
	nssh_out_open_array(out, NULL);
	if (name) {
		nssh_out_open_object(out, NULL);
		nssh_out_str(out, "name", "%s", name);
		nssh_out_close_object(out);
	}
	nssh_out_close_array(out);
	nssh_out_text(out, "\n");
}

static int identify_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct identify_args *args = nssh_cmd_args(cmd);
	struct netns_key wanted;
	char **names = NULL;
	size_t count = 0;
	int rc;

	if (nssh_given(&args->pid))
		rc = key_of_pid(&args->pid, &wanted, err);
	else
		rc = netns_key_of(nssh_cmd_ns(cmd), &wanted, err);
	if (rc == 0)
		rc = nssh_netns_names_unsorted(&names, &count, err);
	if (rc < 0)
		return rc;
	print_name(nssh_cmd_out(cmd), find_name(cmd, &wanted, names, count));
	nssh_netns_names_free(names, count);
	return 0;
}

static const struct nssh_arg identify_table[] = {
	{
		.name = "PID",
		.type = "pid",
		.help = "a process; without one, what the command is about",
		.offset = NSSH_AT(struct identify_args, pid),
	},
	{ .name = NULL },
};

const struct nssh_verb netns_identify = {
	.grammar = "netns identify [ PID ]",
	.args = identify_table,
	.args_size = sizeof(struct identify_args),
	.effect = NSSH_READS,
	.help = "tell the name of the namespace that a process is in",
	.text = "An empty line: the namespace has no name.",
	.run = identify_run,
};
