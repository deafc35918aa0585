/* SPDX-License-Identifier: MIT */
/* `plugin list`: what is loaded, and what was refused and why. */
#include <nssh/output.h>

#include "lang/command.h"
#include "plugin/registry.h"
#include "ui/builtins.h"

static void print_entry(struct nssh_out *out, const struct nssh_plugin_entry *entry)
{
	nssh_out_open_object(out, NULL);
	if (entry->plugin) {
		nssh_out_str(out, "name", "%s ", entry->plugin->name);
		nssh_out_str(out, "version", "%s: ", entry->plugin->version);
		nssh_out_str(out, "summary", "%s", entry->plugin->summary);
		if (entry->file)
			nssh_out_str(out, "file", " (%s)", entry->file);
	} else {
		nssh_out_str(out, "file", "%s: refused: ", entry->file ? entry->file : "");
		nssh_out_str(out, "problem", "%s", entry->problem ? entry->problem : "");
	}
	nssh_out_text(out, "\n");
	nssh_out_close_object(out);
}

static int plugin_list_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	struct nssh_out *out = nssh_cmd_out(cmd);
	const struct nssh_plugin_entry *plugins;
	size_t count;

	(void)err;
	plugins = nssh_registry_plugins(nssh_session_registry(nssh_cmd_session(cmd)), &count);
	nssh_out_open_array(out, NULL);
	for (size_t i = 0; i < count; i++)
		print_entry(out, &plugins[i]);
	nssh_out_close_array(out);
	return 0;
}

const struct nssh_verb nssh_verb_plugin_list = {
	.grammar = "plugin [ list ]",
	.effect = NSSH_SHELL,
	.help = "list the plugins, also those that were refused",
	.run = plugin_list_run,
};
