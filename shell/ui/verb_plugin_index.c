/* SPDX-License-Identifier: MIT */
/* `plugin index`: write down what the plugins of a folder bring, for starts that load only some. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lang/command.h"
#include "lang/report.h"
#include "lang/types/types.h"
#include "plugin/index.h"
#include "plugin/loader.h"
#include "ui/builtins.h"

struct index_args {
	struct nssh_value folder;
};

static void complain(const struct nssh_error *err)
{
	nssh_report(err);
}

/* In a registry of its own: the folder need not be one that is in use. */
static int load(const char *folder, struct nssh_registry **ret, struct nssh_error *err)
{
	int rc;

	*ret = nssh_registry_new();
	if (!*ret)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to read plugins");
	rc = nssh_registry_add_types(*ret, nssh_builtin_types, err);
	if (rc == 0)
		rc = nssh_registry_add(*ret, &nssh_builtins, NULL, err);
	if (rc == 0)
		nssh_load_folder(*ret, folder, complain);
	return rc;
}

static int plugin_index_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct index_args *args = nssh_cmd_args(cmd);
	struct nssh_registry *registry = NULL;
	char *folder = realpath(args->folder.str, NULL);
	int rc;

	if (!folder) {
		rc = nssh_fail(err, -errno, args->folder.word, "no folder \"%s\"",
			       args->folder.str);
		nssh_why(err, "%s", strerror(-rc));
		return rc;
	}
	rc = load(folder, &registry, err);
	if (rc == 0)
		rc = nssh_index_write(registry, folder, err);
	nssh_registry_free(registry);
	free(folder);
	return rc;
}

static const struct nssh_arg index_rows[] = {
	{ .name = "FOLDER",
	  .type = "file",
	  .help = "where the plugins are",
	  .offset = NSSH_AT(struct index_args, folder) },
	{ .name = NULL },
};

const struct nssh_verb nssh_verb_plugin_index = {
	.grammar = "plugin index FOLDER",
	.args = index_rows,
	.args_size = sizeof(struct index_args),
	.effect = NSSH_SHELL,
	.help = "write down what the plugins of a folder bring, for quick starts",
	.text = "nssh with a line of its own (nssh WORD...) loads only the plugins that the line may need, "
		"when the folder has such an index. Run this when a plugin was added to the folder or "
		"replaced; an index that is older than a plugin, or lacks one, is not used.",
	.run = plugin_index_run,
};
