/* SPDX-License-Identifier: MIT */
/*
 * Loading plugins on demand: of those that an index tells about, only the ones that a line may need.
 * A start that loads all of them takes longer than most lines.
 */
#ifndef NSSH_PLUGIN_DEMAND_H
#define NSSH_PLUGIN_DEMAND_H

#include "plugin/registry.h"

struct nssh_demand;

/**
 * nssh_demand_new() - for a registry, which asks it from now on for what is not loaded
 * @complain: called with one line for each plugin that is refused
 *
 * It has to stay as long as the registry is used. Return: NULL without memory.
 */
struct nssh_demand *nssh_demand_new(struct nssh_registry *registry,
				    void (*complain)(const struct nssh_error *err));
void nssh_demand_free(struct nssh_demand *demand);

/* The plugins of a folder wait until they are needed. */
void nssh_demand_folder(struct nssh_demand *demand, const char *folder);

/**
 * nssh_demand_words() - load what a line of these words may need
 *
 * Each plugin with a verb that a word may be, or an extension, with what they need in turn; all of
 * them when there is one that no index tells about. What fits those fits the same with all; what does
 * not makes the matcher ask for the rest.
 */
void nssh_demand_words(struct nssh_demand *demand, char *const *words, size_t count);

#endif
