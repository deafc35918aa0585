/* SPDX-License-Identifier: MIT */
/* `version`, and `ip -V`. */
#include "lang/command.h"
#include "ui/builtins.h"
#include "version.h"

static int version_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	struct nssh_out *out = nssh_cmd_out(cmd);

	(void)err;
	nssh_out_open_object(out, NULL);
	nssh_out_str(out, "version", "nssh %s\n", NSSH_VERSION);
	nssh_out_close_object(out);
	return 0;
}

const struct nssh_verb nssh_verb_version = {
	.grammar = "version",
	.effect = NSSH_SHELL,
	.help = "print the version",
	.run = version_run,
};
