/* SPDX-License-Identifier: MIT */
/* `begin`, `commit`, `rollback`, `undo`, `redo`: what was done at the prompt is kept or taken back. */
#include "lang/command.h"
#include "lang/transact.h"
#include "ui/builtins.h"

static int begin_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return nssh_transact_open_block(nssh_cmd_session(cmd), err);
}

const struct nssh_verb nssh_verb_begin = {
	.grammar = "begin",
	.effect = NSSH_READS,
	.flags = NSSH_PROMPT_ONLY,
	.help = "open a transaction: the lines that follow belong together",
	.text = "`commit` keeps what they did, `rollback` takes all of it back. A line that fails is "
		"taken back by itself, and the transaction goes on.",
	.run = begin_run,
};

static int commit_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return nssh_transact_commit_block(nssh_cmd_session(cmd), err);
}

const struct nssh_verb nssh_verb_commit = {
	.grammar = "commit",
	.effect = NSSH_READS,
	.flags = NSSH_PROMPT_ONLY,
	.help = "end the transaction and keep what was done in it",
	.run = commit_run,
};

static int rollback_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return nssh_transact_rollback_block(nssh_cmd_session(cmd), err);
}

const struct nssh_verb nssh_verb_rollback = {
	.grammar = "rollback",
	.effect = NSSH_READS,
	.flags = NSSH_PROMPT_ONLY,
	.help = "end the transaction and take back what was done in it",
	.run = rollback_run,
};

static int undo_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return nssh_transact_undo(nssh_cmd_session(cmd), err);
}

const struct nssh_verb nssh_verb_undo = {
	.grammar = "undo",
	.effect = NSSH_READS,
	.flags = NSSH_PROMPT_ONLY,
	.help = "take back what the last line did",
	.text = "Again and again, one line at a time; a block of lines is one, and what `use` chose goes "
		"with its line. What a program did cannot be taken back: behind such a line it is said, "
		"and the one before is taken back when asked again. A "
		"namespace that was removed comes back with all that was in it, until another line has "
		"changed something.",
	.run = undo_run,
};

static int redo_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return nssh_transact_redo(nssh_cmd_session(cmd), err);
}

const struct nssh_verb nssh_verb_redo = {
	.grammar = "redo",
	.effect = NSSH_READS,
	.flags = NSSH_PROMPT_ONLY,
	.help = "do again what was undone last",
	.run = redo_run,
};
