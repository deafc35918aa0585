/* SPDX-License-Identifier: MIT */
/* `source FILE`, and `ip -batch FILE`. */

#include "lang/command.h"
#include "ui/builtins.h"

struct source_args {
	struct nssh_value file;
};

static int source_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct source_args *args = nssh_cmd_args(cmd);

	return nssh_session_run_nested(nssh_cmd_session(cmd), args->file.word,
				       nssh_cmd_options(cmd)->force ? NSSH_RUN_FORCE : 0, err);
}

static const struct nssh_arg source_rows[] = {
	{ .name = "FILE",
	  .type = "file",
	  .help = "a file of nssh lines; - is standard input",
	  .offset = NSSH_AT(struct source_args, file) },
	{ .name = NULL },
};

const struct nssh_verb nssh_verb_source = {
	.grammar = "source FILE",
	.args = source_rows,
	.args_size = sizeof(struct source_args),
	.effect = NSSH_SHELL,
	.flags = NSSH_TURNS,
	.help = "run the lines of a file",
	.text = "A relative path in a file is one from the folder of that file; at the prompt, behind -c "
		"and in standard input from the current one.",
	.run = source_run,
};
