/* SPDX-License-Identifier: MIT */
/* `source FILE`, and `ip -batch FILE`. */

#include "base/source.h"
#include "lang/command.h"
#include "ui/builtins.h"

struct source_args {
	struct nssh_value file;
};

static int source_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct source_args *args = nssh_cmd_args(cmd);
	struct nssh_source *source = NULL;
	int rc = nssh_source_read(args->file.str, &source, err);

	if (rc < 0) {
		if (err)
			err->word = args->file.word;
		return rc;
	}
	rc = nssh_session_run(nssh_cmd_session(cmd), source,
			      nssh_cmd_options(cmd)->force ? NSSH_RUN_FORCE : 0);
	nssh_source_free(source);
	return rc;
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
	.run = source_run,
};
