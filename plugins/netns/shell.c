/* SPDX-License-Identifier: MIT */
/* shell: an interactive shell in a namespace, whose prompt says which. */
#define _GNU_SOURCE
#include "netns.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <nssh/process.h>

#define SHELL_NAME_MAX 64

struct shell_args {
	struct nssh_value netns;
};

/**
 * struct shell_plan - what is started
 * @env:  NAME=VALUE strings of its own, ended by NULL
 */
struct shell_plan {
	const char *argv[4];
	char *env[5];
	size_t nenv;
	bool failed;
};

static void add_env(struct shell_plan *plan, const char *name, const char *value, const char *more)
{
	char *text;

	if (asprintf(&text, "%s=%s%s", name, value, more) < 0)
		plan->failed = true;
	else
		plan->env[plan->nenv++] = text;
}

/*
 * bash reads the user's files, which set PS1, and runs PROMPT_COMMAND before each prompt. Neither
 * variable is passed on, so a shell in another namespace that is started from this one is not wrong.
 */
static void for_bash(struct shell_plan *plan, const char *tag)
{
	const char *old = getenv("PROMPT_COMMAND");

	add_env(plan, "NSSH_PROMPT", tag, "");
	add_env(plan, "PROMPT_COMMAND",
		"export -n NSSH_PROMPT PROMPT_COMMAND; "
		"case $PS1 in \"$NSSH_PROMPT\"*) ;; *) PS1=$NSSH_PROMPT$PS1 ;; esac; ",
		old ? old : "");
}

/* zsh has a second prompt, which the user's files seldom set. */
static void for_zsh(struct shell_plan *plan, const char *tag)
{
	add_env(plan, "PS1", tag, "%n@%m:%~%# ");
	add_env(plan, "RPS1", tag, "");
}

static void for_fish(struct shell_plan *plan, const char *tag)
{
	add_env(plan, "NSSH_PROMPT", tag, "");
	plan->argv[1] = "-C";
	plan->argv[2] = "functions --copy fish_prompt nssh_fish_prompt; "
			"function fish_prompt; echo -n $NSSH_PROMPT; nssh_fish_prompt; end";
}

static void for_others(struct shell_plan *plan, const char *tag)
{
	add_env(plan, "PS1", tag, geteuid() == 0 ? "# " : "$ ");
}

static const struct {
	const char *shell;
	void (*prepare)(struct shell_plan *plan, const char *tag);
} shells[] = {
	{ "bash", for_bash },
	{ "zsh", for_zsh },
	{ "fish", for_fish },
};

/* Shells expand their prompts: only what means nothing to any of them is let through. */
static void write_tag(char *tag, size_t size, const char *name)
{
	char safe[SHELL_NAME_MAX + 1];
	size_t n = 0;

	for (; n < SHELL_NAME_MAX && name[n]; n++)
		safe[n] = isalnum((unsigned char)name[n]) || strchr("._-+:@/=", name[n]) ? name[n]
											 : '?';
	safe[n] = '\0';
	(void)snprintf(tag, size, "[%s] ", safe);
}

static void make_plan(struct shell_plan *plan, const char *name)
{
	const char *shell = getenv("SHELL");
	void (*prepare)(struct shell_plan * plan, const char *tag) = for_others;
	char tag[SHELL_NAME_MAX + 8];
	const char *base;

	if (!shell || access(shell, X_OK) < 0)
		shell = "/bin/sh";
	base = strrchr(shell, '/') ? strrchr(shell, '/') + 1 : shell;
	for (size_t i = 0; i < sizeof(shells) / sizeof(*shells); i++) {
		if (strcmp(base, shells[i].shell) == 0)
			prepare = shells[i].prepare;
	}
	plan->argv[0] = shell;
	write_tag(tag, sizeof(tag), name);
	prepare(plan, tag);
	add_env(plan, "NSSH_NETNS", name, "");
}

static int shell_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct shell_args *args = nssh_cmd_args(cmd);
	struct nssh_ns *ns =
		nssh_given(&args->netns) ? netns_of(cmd, &args->netns) : nssh_cmd_ns(cmd);
	const char *name = nssh_ns_name(ns);
	struct shell_plan plan = { .nenv = 0 };
	struct nssh_exec exec = {
		.argv = plan.argv,
		.mounts = true,
		.env = (const char *const *)plan.env,
	};
	int rc;

	make_plan(&plan, name ? name : "home");
	if (plan.failed)
		rc = nssh_fail(err, -ENOMEM, NULL, "no memory to start a shell");
	else
		rc = nssh_exec_wait(cmd, ns, &exec, err);
	for (size_t i = 0; i < plan.nenv; i++)
		free(plan.env[i]);
	return netns_blame(err, &args->netns, rc);
}

static const struct nssh_arg shell_table[] = {
	{
		.name = "NETNS",
		.type = "netns",
		.help = "the namespace; without one, what the command is about",
		.offset = NSSH_AT(struct shell_args, netns),
	},
	{ .name = NULL },
};

const struct nssh_verb netns_shell = {
	.grammar = "shell [ NETNS ]",
	.args = shell_table,
	.args_size = sizeof(struct shell_args),
	.effect = NSSH_RUNS,
	.help = "start an interactive shell in a namespace",
	.text = "It is the program in $SHELL, or /bin/sh, and its prompt begins with the namespace's "
		"name in brackets. $NSSH_NETNS holds the name, for prompts of one's own. /sys and /etc "
		"are as with `netns exec`.",
	.run = shell_run,
};
