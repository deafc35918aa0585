/* SPDX-License-Identifier: MIT */
/* netns pids: the processes whose main thread is in a namespace. */
#define _GNU_SOURCE
#include "netns.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct pids_args {
	struct nssh_value netns;
};

/* Processes come and go under the walk: one that cannot be looked at is not there. */
static void print_matching(struct nssh_out *out, DIR *proc, const struct netns_key *wanted)
{
	const struct dirent *entry;

	while ((entry = readdir(proc))) {
		struct netns_key key;

		if (!isdigit((unsigned char)entry->d_name[0]) ||
		    netns_key_of_process(dirfd(proc), entry->d_name, &key) < 0 ||
		    !netns_key_equal(&key, wanted))
			continue;
		nssh_out_uint(out, NULL, "%s\n", strtoull(entry->d_name, NULL, 10));
	}
}

static int pids_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct pids_args *args = nssh_cmd_args(cmd);
	struct nssh_out *out = nssh_cmd_out(cmd);
	struct netns_key wanted;
	DIR *proc;
	int rc = netns_key_of(netns_of(cmd, &args->netns), &wanted, err);

	if (rc < 0)
		return netns_blame(err, &args->netns, rc);
	proc = opendir("/proc");
	if (!proc) {
		rc = nssh_fail(err, -errno, nssh_cmd_word(cmd), "cannot look at the processes");
		nssh_why(err, "/proc: %s", strerror(-rc));
		return rc;
	}
	nssh_out_open_array(out, NULL);
	print_matching(out, proc, &wanted);
	nssh_out_close_array(out);
	(void)closedir(proc);
	return 0;
}

static const struct nssh_arg pids_table[] = {
	{
		.name = "NETNS",
		.type = "netns",
		.help = "the namespace",
		.offset = NSSH_AT(struct pids_args, netns),
	},
	{ .name = NULL },
};

const struct nssh_verb netns_pids = {
	.grammar = "netns pids NETNS",
	.args = pids_table,
	.args_size = sizeof(struct pids_args),
	.effect = NSSH_READS,
	.help = "list the processes in a namespace",
	.text = "Each process counts by its main thread. Without privilege, processes of others are "
		"not seen.",
	.run = pids_run,
};
