/* SPDX-License-Identifier: MIT */
/* Loading plugins on demand. */
#define _GNU_SOURCE
#include "plugin/demand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/index.h"
#include "plugin/loader.h"
#include "plugin/trust.h"

enum state { WAITING, WANTED, LOADED };

/* @entry: NULL when no index tells about it. */
struct waiting {
	char *path;
	const struct nssh_index_entry *entry;
	enum state state;
};

struct nssh_demand {
	struct nssh_registry *registry;
	void (*complain)(const struct nssh_error *err);
	struct nssh_trust trust;
	struct nssh_index **indexes;
	size_t nindexes;
	bool fresh; /* a folder whose index has not been looked for; else it is the last one */
	struct waiting *plugins;
	size_t count;
	bool unknown; /* there is one that no index tells about: it may be about anything */
};

/* The words of a line. */
struct words {
	char *const *at;
	size_t count;
};

static bool load_all(void *data);
static bool load_extension(void *data, const char *rule, const char *head);

struct nssh_demand *nssh_demand_new(struct nssh_registry *registry,
				    void (*complain)(const struct nssh_error *err))
{
	struct nssh_demand *demand = calloc(1, sizeof(*demand));

	if (!demand)
		return NULL;
	demand->registry = registry;
	demand->complain = complain;
	nssh_trust_learn(&demand->trust);
	nssh_registry_set_more(registry, &(struct nssh_registry_more){
						 .all = load_all,
						 .extension = load_extension,
						 .data = demand,
					 });
	return demand;
}

void nssh_demand_free(struct nssh_demand *demand)
{
	if (!demand)
		return;
	for (size_t i = 0; i < demand->count; i++)
		free(demand->plugins[i].path);
	for (size_t i = 0; i < demand->nindexes; i++)
		nssh_index_free(demand->indexes[i]);
	free(demand->plugins);
	free(demand->indexes);
	free(demand);
}

static void load(struct nssh_demand *demand, const char *path)
{
	struct nssh_error err = NSSH_ERROR_INIT;

	if (nssh_load_entry(demand->registry, &demand->trust, path, &err) < 0)
		demand->complain(&err);
}

static bool put_aside(struct nssh_demand *demand, const struct nssh_index_entry *entry, char *path)
{
	struct waiting *plugins =
		reallocarray(demand->plugins, demand->count + 1, sizeof(*plugins));

	if (!plugins)
		return false;
	demand->plugins = plugins;
	plugins[demand->count++] = (struct waiting){ .path = path, .entry = entry };
	return true;
}

static void take_file(void *arg, const char *folder, const char *file)
{
	struct nssh_demand *demand = arg;
	const struct nssh_index_entry *entry = NULL;
	const struct nssh_index *index;
	char *path = NULL;
	struct stat st;

	if (demand->fresh)
		demand->indexes[demand->nindexes++] = nssh_index_read(folder, &demand->trust);
	demand->fresh = false;
	index = demand->indexes[demand->nindexes - 1];
	if (asprintf(&path, "%s/%s", folder, file) < 0)
		return;
	if (index && lstat(path, &st) == 0 && S_ISREG(st.st_mode))
		entry = nssh_index_find(index, file, &st);
	demand->unknown = demand->unknown || !entry;
	if (!put_aside(demand, entry, path))
		free(path);
}

void nssh_demand_folder(struct nssh_demand *demand, const char *folder)
{
	struct nssh_error err = NSSH_ERROR_INIT;
	struct nssh_index **indexes =
		reallocarray(demand->indexes, demand->nindexes + 1, sizeof(struct nssh_index *));

	if (!indexes)
		return;
	demand->indexes = indexes;
	demand->fresh = true;
	if (nssh_plugin_folder(folder, &demand->trust, take_file, demand, &err) < 0)
		demand->complain(&err);
}

/* A word may be short for a keyword. */
static bool may_be(const struct words *words, const char *keyword)
{
	for (size_t i = 0; i < words->count; i++) {
		size_t size = strlen(words->at[i]);

		if (size && strncmp(keyword, words->at[i], size) == 0)
			return true;
	}
	return false;
}

static bool has_fact(const struct nssh_index_entry *entry, enum nssh_index_what what,
		     const char *name)
{
	for (size_t i = 0; entry && i < entry->count; i++) {
		if (entry->facts[i].what == what && strcmp(entry->facts[i].name, name) == 0)
			return true;
	}
	return false;
}

/* Does a plugin that is there, or is going to be, speak of the rule? */
static bool is_used(const struct nssh_demand *demand, const char *rule)
{
	for (size_t i = 0; i < demand->count; i++) {
		if (demand->plugins[i].state != WAITING &&
		    (has_fact(demand->plugins[i].entry, NSSH_INDEX_USES, rule) ||
		     has_fact(demand->plugins[i].entry, NSSH_INDEX_OWNS, rule)))
			return true;
	}
	return false;
}

static bool is_needed(const struct nssh_demand *demand, const char *type)
{
	for (size_t i = 0; i < demand->count; i++) {
		if (demand->plugins[i].state != WAITING &&
		    has_fact(demand->plugins[i].entry, NSSH_INDEX_NEEDS, type))
			return true;
	}
	return false;
}

static bool fact_counts(const struct nssh_demand *demand, const struct nssh_index_fact *fact,
			const struct words *words)
{
	switch (fact->what) {
	case NSSH_INDEX_VERB:
		return may_be(words, fact->name);
	case NSSH_INDEX_EXTENDS:
		return may_be(words, fact->head) && is_used(demand, fact->name);
	case NSSH_INDEX_OWNS:
		return is_used(demand, fact->name);
	case NSSH_INDEX_TYPE:
		return is_needed(demand, fact->name);
	default:
		return false;
	}
}

static bool is_wanted(const struct nssh_demand *demand, const struct nssh_index_entry *entry,
		      const struct words *words)
{
	for (size_t i = 0; entry && i < entry->count; i++) {
		if (fact_counts(demand, &entry->facts[i], words))
			return true;
	}
	return false;
}

/* Each that is wanted may need others. */
static void want(struct nssh_demand *demand, const struct words *words)
{
	bool more;

	do {
		more = false;
		for (size_t i = 0; i < demand->count; i++) {
			struct waiting *plugin = &demand->plugins[i];

			if (plugin->state != WAITING || !is_wanted(demand, plugin->entry, words))
				continue;
			plugin->state = WANTED;
			more = true;
		}
	} while (more);
}

static bool load_wanted(struct nssh_demand *demand)
{
	bool any = false;

	for (size_t i = 0; i < demand->count; i++) {
		if (demand->plugins[i].state != WANTED)
			continue;
		demand->plugins[i].state = LOADED;
		load(demand, demand->plugins[i].path);
		any = true;
	}
	return any;
}

static bool load_all(void *data)
{
	struct nssh_demand *demand = data;

	for (size_t i = 0; i < demand->count; i++) {
		if (demand->plugins[i].state == WAITING)
			demand->plugins[i].state = WANTED;
	}
	return load_wanted(demand);
}

static bool load_extension(void *data, const char *rule, const char *head)
{
	struct nssh_demand *demand = data;
	const struct words none = { NULL, 0 };

	for (size_t i = 0; i < demand->count; i++) {
		const struct nssh_index_entry *entry = demand->plugins[i].entry;

		for (size_t k = 0; demand->plugins[i].state == WAITING && entry && k < entry->count;
		     k++) {
			if (entry->facts[k].what == NSSH_INDEX_EXTENDS &&
			    strcmp(entry->facts[k].name, rule) == 0 &&
			    strcmp(entry->facts[k].head, head) == 0)
				demand->plugins[i].state = WANTED;
		}
	}
	want(demand, &none);
	return load_wanted(demand);
}

/* A verb that is loaded already is the shell's own, and may have to do with any other. */
static bool is_own(const struct nssh_demand *demand, const struct words *words)
{
	size_t count;
	const struct nssh_head_entry *heads = nssh_registry_heads(demand->registry, &count);

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < words->count; k++) {
			const struct nssh_word word = { .text = words->at[k] };

			if (nssh_keyword_fit(heads[i].keyword, &word) != NSSH_FIT_NOT)
				return true;
		}
	}
	return false;
}

void nssh_demand_words(struct nssh_demand *demand, char *const *list, size_t count)
{
	const struct words words = { list, count };

	if (demand->unknown || is_own(demand, &words)) {
		(void)load_all(demand);
		return;
	}
	want(demand, &words);
	(void)load_wanted(demand);
}
