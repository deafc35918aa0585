/* SPDX-License-Identifier: MIT */
/* netns exec: run a program in one namespace, or, with -all, in each of them. */
#include "netns.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <nssh/process.h>

struct exec_args {
	struct nssh_value netns;
	struct nssh_value command;
};

static int run_program(struct nssh_cmd *cmd, struct nssh_ns *ns, const struct nssh_word *words,
		       size_t count, bool stay, struct nssh_error *err)
{
	const char **argv = netns_argv(words, count);
	const struct nssh_exec exec = {
		.argv = argv,
		.mounts = true,
		.stay = stay,
		.word = &words[0],
	};
	int rc;

	if (!argv)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to run a program");
	rc = nssh_exec_wait(cmd, ns, &exec, err);
	free(argv);
	return rc;
}

/* `ip` needs no process. What it could not do there is told, and the others have their turn. */
static int run_natively(struct nssh_cmd *cmd, const char *name, const struct nssh_word *words,
			size_t count)
{
	struct nssh_error err = NSSH_ERROR_INIT;
	int rc = nssh_cmd_run_line(cmd, nssh_ns_get(nssh_cmd_net(cmd), name), words, count, &err);

	if (rc < 0)
		nssh_cmd_warn(cmd, "in \"%s\": %s%s%s", name, err.what, *err.why ? ": " : "",
			      err.why);
	return rc < 0 ? 0 : rc;
}

/* As with iproute2, how the programs end does not count; Ctrl-C ends the round. */
static int run_everywhere(struct nssh_cmd *cmd, const struct nssh_word *words, size_t count,
			  struct nssh_error *err)
{
	bool native = strcmp(words[0].text, "ip") == 0;
	char **names;
	size_t n;
	int rc = nssh_netns_names_unsorted(&names, &n, err);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < n && rc >= 0 && rc != 128 + SIGINT; i++) {
		if (nssh_cmd_interrupted(cmd)) {
			rc = 128 + SIGINT;
			break;
		}
		nssh_out_text(nssh_cmd_out(cmd), "\nnetns: %s\n", names[i]);
		if (nssh_netns_is_stale(names[i]))
			netns_warn_stale(cmd, names[i]);
		else if (native)
			rc = run_natively(cmd, names[i], words, count);
		else
			rc = run_program(cmd, nssh_ns_get(nssh_cmd_net(cmd), names[i]), words,
					 count, true, err);
	}
	nssh_netns_names_free(names, n);
	return rc < 0 || rc == 128 + SIGINT ? rc : 0;
}

static bool is_there(const char *name)
{
	char **names;
	size_t count;
	bool found = false;

	if (nssh_netns_names(&names, &count, NULL) < 0)
		return false;
	for (size_t i = 0; i < count; i++)
		found = found || strcmp(names[i], name) == 0;
	nssh_netns_names_free(names, count);
	return found;
}

static int exec_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct exec_args *args = nssh_cmd_args(cmd);
	bool all = nssh_cmd_options(cmd)->all;
	const struct nssh_value *command = &args->command;
	size_t count;
	const struct nssh_word *words = nssh_cmd_words(cmd, &count);

	/* With -all there is no name: what stands in its place is the program. */
	if (all && nssh_given(&args->netns))
		return run_everywhere(cmd, words + 2, count - 2, err);
	if (nssh_given(command) && netns_means_all(&args->netns) && !is_there("all"))
		return run_everywhere(cmd, command->word, command->count, err);
	if (all || !nssh_given(command)) {
		(void)nssh_fail(err, -EINVAL, &words[count - 1], "which program?");
		nssh_hint(err, "`netns exec NETNS COMMAND...`, or `netns exec all COMMAND...`");
		return -EINVAL;
	}
	return netns_blame(err, &args->netns,
			   run_program(cmd, netns_of(cmd, &args->netns), command->word,
				       command->count, false, err));
}

static const struct nssh_arg exec_table[] = {
	{
		.name = "NETNS",
		.type = "netns",
		.help = "the namespace, or `all`",
		.offset = NSSH_AT(struct exec_args, netns),
	},
	{
		.name = "COMMAND",
		.type = "command",
		.help = "the program and its arguments",
		.offset = NSSH_AT(struct exec_args, command),
	},
	{ .name = NULL },
};

const struct nssh_verb netns_exec = {
	.grammar = "netns exec NETNS [ COMMAND... ]",
	.args = exec_table,
	.args_size = sizeof(struct exec_args),
	.effect = NSSH_RUNS,
	.help = "run a program in a namespace, or in all of them",
	.text = "The program gets a mount namespace of its own: /sys shows the network namespace, and "
		"the files in /etc/netns/NETNS lie over those of /etc. Its exit status is passed on; "
		"128 + N when signal N ended it.\n\n"
		"`-all netns exec COMMAND...` and `netns exec all COMMAND...` run it in one namespace "
		"after the other; how it ends does not count then, as with ip-netns(8). A namespace "
		"that is called `all` is taken for itself.",
	.run = exec_run,
};
