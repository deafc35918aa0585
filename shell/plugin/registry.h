/* SPDX-License-Identifier: MIT */
/* All verbs, rules, extensions and types that plugins have brought. */
#ifndef NSSH_PLUGIN_REGISTRY_H
#define NSSH_PLUGIN_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nssh/plugin.h>

#include "plugin/grammar.h"

struct nssh_registry;

/* A loaded plugin, or one that was refused: then @problem says why. */
struct nssh_plugin_entry {
	const struct nssh_plugin *plugin; /* NULL when refused */
	char *file;                       /* NULL for what is built in */
	char *problem;
};

struct nssh_verb_entry {
	const struct nssh_verb *verb;
	const struct nssh_plugin *plugin;
	const struct nssh_node *root;
	uint32_t head; /* a hash of its first keyword */
	char *paths;   /* every way to write its leading keywords, each ended by a newline */
	struct nssh_verb_entry *next; /* with the same first keyword, or NULL */
};

/**
 * struct nssh_head_entry - a first keyword, and the verbs that begin with it
 * @keyword: its spellings; the same keyword may be there again with others
 * @verbs:   the first of them; the others follow by their @next
 * @last:    while they are linked
 */
struct nssh_head_entry {
	const struct nssh_node *keyword;
	struct nssh_verb_entry *verbs, *last;
};

struct nssh_extension_entry {
	const struct nssh_extension *ext;
	const struct nssh_plugin *plugin;
	const struct nssh_node *root;
	uint32_t head; /* a hash of its first keyword; 0 when it begins with something else */
	char *paths;   /* NULL until it was needed */
};

struct nssh_rule_entry {
	const char *name;
	const char *help; /* NULL until its owner has come */
	const struct nssh_plugin *owner;
	struct nssh_extension_entry *exts;
	size_t count;
};

struct nssh_registry *nssh_registry_new(void);
/* Plugins stay loaded: their code may still be in use. NULL is fine. */
void nssh_registry_free(struct nssh_registry *registry);

/**
 * nssh_registry_add() - register all that a plugin has, or nothing of it
 * @file: where it came from, or NULL; copied
 *
 * Return: 0, or a negative errno with @err filled.
 */
int nssh_registry_add(struct nssh_registry *registry, const struct nssh_plugin *plugin,
		      const char *file, struct nssh_error *err);

/* Keep in mind that a file was refused, for `plugin list`. */
void nssh_registry_refuse(struct nssh_registry *registry, const char *file, const char *problem);

/* Types that come with the program; before the first plugin. */
int nssh_registry_add_types(struct nssh_registry *registry, const struct nssh_type *const *types,
			    struct nssh_error *err);

/**
 * struct nssh_registry_more - where plugins come from that are not loaded yet
 * @all:       load all that there are
 * @extension: load what may bring an extension of @rule that begins with @head
 *
 * Both return whether anything came. Verbs that were registered stay where they are.
 */
struct nssh_registry_more {
	bool (*all)(void *data);
	bool (*extension)(void *data, const char *rule, const char *head);
	void *data;
};

void nssh_registry_set_more(struct nssh_registry *registry, const struct nssh_registry_more *more);
bool nssh_registry_load_all(const struct nssh_registry *registry);
bool nssh_registry_load_extension(const struct nssh_registry *registry, const char *rule,
				  const char *head);

/* All of them, in the order of registration; what is not loaded yet is loaded. */
struct nssh_verb_entry *const *nssh_registry_verbs(const struct nssh_registry *registry,
						   size_t *ret_count);
const struct nssh_plugin_entry *nssh_registry_plugins(const struct nssh_registry *registry,
						      size_t *ret_count);
/* Of those that are loaded. */
const struct nssh_head_entry *nssh_registry_heads(const struct nssh_registry *registry,
						  size_t *ret_count);
/* NULL when there is none. */
const struct nssh_rule_entry *nssh_registry_rule(const struct nssh_registry *registry,
						 const char *name);

/* The first keyword of a verb. */
const struct nssh_node *nssh_verb_head(const struct nssh_verb_entry *entry);

#endif
