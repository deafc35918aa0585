/* SPDX-License-Identifier: MIT */
/* `exit`: leave the shell; in a file, the lines after it are not run. */
#include "lang/command.h"
#include "ui/builtins.h"

struct exit_args {
	struct nssh_value status;
};

static int exit_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct exit_args *args = nssh_cmd_args(cmd);

	(void)err;
	nssh_session_leave(nssh_cmd_session(cmd),
			   nssh_given(&args->status) ? (int)args->status.num : 0);
	return 0;
}

static const struct nssh_arg exit_rows[] = {
	{ .name = "STATUS",
	  .type = "number",
	  .help = "exit status",
	  .offset = NSSH_AT(struct exit_args, status),
	  .lo = 0,
	  .hi = 255 },
	{ .name = NULL },
};

const struct nssh_verb nssh_verb_exit = {
	.grammar = "exit [ STATUS ]",
	.args = exit_rows,
	.args_size = sizeof(struct exit_args),
	.effect = NSSH_SHELL,
	.help = "leave the shell",
	.run = exit_run,
};
