/* SPDX-License-Identifier: MIT */
/* The verbs that are the shell's own, as a plugin. */
#include "ui/builtins.h"

#include <stddef.h>

#include "sdk/link_attrs.h"
#include "version.h"

static const struct nssh_keyword keywords[] = {
	{ "begin", "open a transaction", NULL, 0 },
	{ "commit", "keep what was done in the transaction", NULL, 0 },
	{ "complete", "candidates for the shells' completion scripts", NULL, 0 },
	{ "exit", "leave the shell", "quit", 0 },
	{ "help", "list the commands, or explain one", NULL, 0 },
	{ "lab", "what files made", NULL, 0 },
	{ "show", "what one is made of", NULL, 0 },
	{ "down", "remove what a file made", NULL, 0 },
	{ "recover", "take back what was cut off", NULL, 0 },
	{ "redo", "do again what was undone", NULL, 0 },
	{ "rollback", "take back what was done in the transaction", NULL, 0 },
	{ "undo", "take back what the last line did", NULL, 0 },
	{ "index", "write down what the plugins of a folder bring", NULL, 0 },
	{ "plugin", "plugins: what is loaded", NULL, 0 },
	{ "list", "list them", "ls", 0 },
	{ "source", "run the lines of a file", NULL, 0 },
	{ "use", "work in another namespace", NULL, 0 },
	{ "version", "print the version", NULL, 0 },
	{ NULL, NULL, NULL, 0 },
};

static const struct nssh_verb *const verbs[] = {
	&nssh_verb_complete,     &nssh_verb_exit,        &nssh_verb_help,
	&nssh_verb_plugin_index, &nssh_verb_plugin_list, &nssh_verb_source,
	&nssh_verb_use,          &nssh_verb_version,     &nssh_verb_begin,
	&nssh_verb_commit,       &nssh_verb_rollback,    &nssh_verb_undo,
	&nssh_verb_redo,         &nssh_verb_lab_list,    &nssh_verb_lab_show,
	&nssh_verb_lab_down,     &nssh_verb_lab_recover, NULL,
};

static const struct nssh_rule *const rules[] = { &nssh_link_attrs_rule, NULL };

static const struct nssh_extension *const extensions[] = { &nssh_link_attrs_extension, NULL };

const struct nssh_plugin nssh_builtins = {
	.abi = NSSH_ABI,
	.size = sizeof(struct nssh_plugin),
	.name = "shell",
	.version = NSSH_VERSION,
	.summary = "the shell's own commands",
	.keywords = keywords,
	.verbs = verbs,
	.rules = rules,
	.extensions = extensions,
};
