/* SPDX-License-Identifier: MIT */
/* Namespaces: making, naming, listing, and running programs in them. */
#define _GNU_SOURCE
#include "netns.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct nssh_ns *netns_of(const struct nssh_cmd *cmd, const struct nssh_value *value)
{
	return nssh_ns_get(nssh_cmd_net(cmd), value->str);
}

bool netns_means_all(const struct nssh_value *value)
{
	return nssh_given(value) && !value->word->quoted && strcmp(value->str, "all") == 0;
}

int netns_blame(struct nssh_error *err, const struct nssh_value *value, int rc)
{
	if (rc < 0 && err && !err->word)
		err->word = value->word;
	return rc;
}

const char **netns_argv(const struct nssh_word *words, size_t count)
{
	const char **argv = calloc(count + 1, sizeof(*argv));

	for (size_t i = 0; argv && i < count; i++)
		argv[i] = words[i].text;
	return argv;
}

void netns_warn_stale(const struct nssh_cmd *cmd, const char *name)
{
	nssh_cmd_warn(cmd, "\"%s\" is stale: a file without a namespace; `netns del %s` removes it",
		      name, name);
}

int netns_key_of(struct nssh_ns *ns, struct netns_key *ret_key, struct nssh_error *err)
{
	int fd = nssh_ns_fd(ns, err);
	struct stat st;

	if (fd < 0)
		return fd;
	if (fstat(fd, &st) < 0) {
		int rc = nssh_fail(err, -errno, NULL, "cannot tell which namespace it is");

		nssh_why(err, "%s", strerror(-rc));
		return rc;
	}
	*ret_key = (struct netns_key){ .dev = st.st_dev, .ino = st.st_ino };
	return 0;
}

int netns_key_of_process(int proc, const char *pid, struct netns_key *ret_key)
{
	char path[64];
	struct stat st;

	(void)snprintf(path, sizeof(path), "%.32s/ns/net", pid);
	if (fstatat(proc, path, &st, 0) < 0)
		return -errno;
	*ret_key = (struct netns_key){ .dev = st.st_dev, .ino = st.st_ino };
	return 0;
}

bool netns_key_equal(const struct netns_key *a, const struct netns_key *b)
{
	return a->dev == b->dev && a->ino == b->ino;
}

static const struct nssh_keyword keywords[] = {
	{ .name = "netns", .help = "network namespaces", .min = 3 },
	{ .name = "add", .help = "make a namespace", .min = 1 },
	{ .name = "attach", .help = "give the namespace of a process a name", .min = 2 },
	{ .name = "del", .help = "remove a namespace", .also = "delete", .min = 1 },
	{ .name = "exec", .help = "run a program in a namespace", .min = 1 },
	{ .name = "identify", .help = "the name of a process's namespace", .min = 1 },
	{ .name = "list", .help = "the names of all namespaces", .also = "show lst ls", .min = 1 },
	{ .name = "list-id", .help = "the numbers that namespaces have here", .min = 5 },
	{ .name = "pids", .help = "the processes in a namespace", .min = 1 },
	{ .name = "set", .help = "give a namespace a number here", .min = 2 },
	{ .name = "shell", .help = "an interactive shell in a namespace" },
	{ .name = NULL },
};

static const struct nssh_verb *const verbs[] = {
	&netns_list,     &netns_add,  &netns_del,     &netns_exec,  &netns_set, &netns_attach,
	&netns_identify, &netns_pids, &netns_list_id, &netns_shell, NULL,
};

NSSH_PLUGIN(.name = "netns", .version = "1", .summary = "network namespaces", .keywords = keywords,
	    .verbs = verbs);
