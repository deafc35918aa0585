/* SPDX-License-Identifier: MIT */
/* `use`: the namespace that later lines are about. */
#include <nssh/netns.h>

#include "lang/command.h"
#include "ui/builtins.h"

struct use_args {
	struct nssh_value back;
	struct nssh_value home;
	struct nssh_value netns;
};

static int use_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct use_args *args = nssh_cmd_args(cmd);
	struct nssh_session *session = nssh_cmd_session(cmd);
	struct nssh_ns *ns = nssh_ns_home(nssh_cmd_net(cmd));

	if (nssh_given(&args->back)) {
		ns = nssh_session_ns_before(session);
	} else if (nssh_given(&args->netns)) {
		int fd;

		ns = nssh_ns_get(nssh_cmd_net(cmd), args->netns.str);
		/* The line that makes it has not been run when only a plan is looked at. */
		fd = nssh_session_only_looks(session) ? 0 : nssh_ns_fd(ns, err);
		if (fd < 0) {
			if (err)
				err->word = args->netns.word;
			return fd;
		}
	}
	nssh_session_use(session, ns);
	return 0;
}

static const struct nssh_arg use_rows[] = {
	{ .name = "-",
	  .help = "the namespace before this one",
	  .offset = NSSH_AT(struct use_args, back) },
	{ .name = "home",
	  .help = "the namespace that nssh was started in",
	  .offset = NSSH_AT(struct use_args, home) },
	{ .name = "NETNS",
	  .type = "netns",
	  .help = "namespace to work in",
	  .offset = NSSH_AT(struct use_args, netns) },
	{ .name = NULL },
};

const struct nssh_verb nssh_verb_use = {
	.grammar = "use [ { - | home | NETNS } ]",
	.args = use_rows,
	.args_size = sizeof(struct use_args),
	.effect = NSSH_READS,
	.flags = NSSH_TURNS,
	.help = "work in another namespace from here on",
	.text = "Lines that do not name a namespace are about this one. `use -` goes back to the one "
		"before, `use` alone or `use home` to the one that nssh was started in. The prompt "
		"shows it.",
	.run = use_run,
};
