/* SPDX-License-Identifier: MIT */
/* Loading plugins from files and folders. */
#ifndef NSSH_PLUGIN_LOADER_H
#define NSSH_PLUGIN_LOADER_H

#include "plugin/registry.h"
#include "plugin/trust.h"

/**
 * nssh_load_file() - load one plugin and register it
 *
 * When the program has privilege, the file and the folders above it must belong to root or to the
 * program's user, and nobody else may be able to write them. Return: 0, or a negative errno with
 * @err filled with one line; the refusal is kept for `plugin list` too.
 */
int nssh_load_file(struct nssh_registry *registry, const char *path, struct nssh_error *err);

/* The same for a file of a folder that was found good; @path is below it. */
int nssh_load_entry(struct nssh_registry *registry, const struct nssh_trust *trust,
		    const char *path, struct nssh_error *err);

/**
 * nssh_plugin_folder() - every *.so in a folder, in the order of their names
 * @each: called with the folder without links, and the file's name
 *
 * A folder that is not there has no plugins. Return: 0, or a negative errno with @err filled: the
 * folder is not to be trusted.
 */
int nssh_plugin_folder(const char *folder, const struct nssh_trust *trust,
		       void (*each)(void *arg, const char *folder, const char *file), void *arg,
		       struct nssh_error *err);

/**
 * nssh_load_folder() - load every *.so in a folder, in the order of their names
 * @complain: called with one line for each that is refused; the others go on
 */
void nssh_load_folder(struct nssh_registry *registry, const char *folder,
		      void (*complain)(const struct nssh_error *err));

#endif
