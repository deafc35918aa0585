/* SPDX-License-Identifier: MIT */
/* Writing the index of a folder of plugins, from what they registered. */
#define _GNU_SOURCE
#include "plugin/index.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "plugin/index_format.h"

/* @text: of one plugin. Once is enough. */
static void write_fact(struct nssh_text *text, enum nssh_index_what what, const char *name,
		       const char *head)
{
	char *line = NULL;

	if (asprintf(&line, "\n%s %s%s%s\n", nssh_index_words[what], name, head ? " " : "",
		     head ? head : "") < 0)
		text->failed = true;
	else if (!strstr(nssh_text_get(text), line))
		nssh_text_str(text, line + 1);
	free(line);
}

/* Every spelling of a keyword. @rule: it begins an extension of that, else a verb. */
static void write_spellings(struct nssh_text *text, const struct nssh_node *head, const char *rule)
{
	char *list = NULL, *rest, *one;

	if (asprintf(&list, "%s %s", head->text, head->also ? head->also : "") < 0) {
		text->failed = true;
		return;
	}
	for (rest = list; (one = strsep(&rest, " "));) {
		if (*one && rule)
			write_fact(text, NSSH_INDEX_EXTENDS, rule, one);
		else if (*one)
			write_fact(text, NSSH_INDEX_VERB, one, NULL);
	}
	free(list);
}

static bool brings_type(const struct nssh_plugin *plugin, const struct nssh_type *type)
{
	for (size_t i = 0; plugin->types && plugin->types[i]; i++) {
		if (plugin->types[i] == type)
			return true;
	}
	return false;
}

/* Those of the program itself are always there. */
static bool is_anothers(const struct nssh_registry *registry, const struct nssh_plugin *plugin,
			const struct nssh_type *type)
{
	size_t count;
	const struct nssh_plugin_entry *plugins = nssh_registry_plugins(registry, &count);

	for (size_t i = 0; i < count; i++) {
		if (plugins[i].plugin && plugins[i].plugin != plugin &&
		    brings_type(plugins[i].plugin, type))
			return true;
	}
	return false;
}

/* The rules and types that a grammar speaks of. */
static void write_uses(struct nssh_text *text, const struct nssh_registry *registry,
		       const struct nssh_plugin *plugin, const struct nssh_node *node)
{
	if (node->kind == NSSH_NODE_RULE)
		write_fact(text, NSSH_INDEX_USES, node->text, NULL);
	if (node->kind == NSSH_NODE_ARG && is_anothers(registry, plugin, node->type))
		write_fact(text, NSSH_INDEX_NEEDS, node->type->name, NULL);
	for (size_t i = 0; i < node->count; i++)
		write_uses(text, registry, plugin, node->kids[i]);
}

static void write_extensions(struct nssh_text *text, const struct nssh_registry *registry,
			     const struct nssh_plugin *plugin)
{
	for (size_t i = 0; plugin->extensions && plugin->extensions[i]; i++) {
		const char *name = plugin->extensions[i]->rule;
		const struct nssh_rule_entry *rule = nssh_registry_rule(registry, name);

		for (size_t k = 0; rule && k < rule->count; k++) {
			const struct nssh_node *root = rule->exts[k].root;
			const struct nssh_node *head = nssh_node_head(root);

			if (rule->exts[k].plugin != plugin)
				continue;
			/* One that takes any word is tried when nothing else fits. */
			if (head->kind == NSSH_NODE_KEYWORD)
				write_spellings(text, head, name);
			write_uses(text, registry, plugin, root);
		}
	}
}

/* Not all that it has may be registered: a weak verb gives way. It would again. */
static void write_verbs(struct nssh_text *text, const struct nssh_registry *registry,
			const struct nssh_plugin *plugin)
{
	size_t count;
	struct nssh_verb_entry *const *verbs = nssh_registry_verbs(registry, &count);

	for (size_t i = 0; i < count; i++) {
		if (verbs[i]->plugin != plugin)
			continue;
		write_spellings(text, nssh_node_head(verbs[i]->root), NULL);
		write_uses(text, registry, plugin, verbs[i]->root);
	}
}

static void write_plugin(struct nssh_text *whole, const struct nssh_registry *registry,
			 const struct nssh_plugin *plugin, const char *file, off_t size)
{
	struct nssh_text one = { 0 }, *text = &one;

	nssh_text_printf(text, NSSH_INDEX_PLUGIN " %s %lld\n", file, (long long)size);
	for (size_t i = 0; plugin->rules && plugin->rules[i]; i++)
		write_fact(text, NSSH_INDEX_OWNS, plugin->rules[i]->name, NULL);
	for (size_t i = 0; plugin->types && plugin->types[i]; i++)
		write_fact(text, NSSH_INDEX_TYPE, plugin->types[i]->name, NULL);
	write_extensions(text, registry, plugin);
	write_verbs(text, registry, plugin);
	nssh_text_str(whole, nssh_text_get(text));
	whole->failed = whole->failed || text->failed;
	nssh_text_done(text);
}

static void write_all(struct nssh_text *text, const struct nssh_registry *registry,
		      const char *folder)
{
	size_t count, size = strlen(folder);
	const struct nssh_plugin_entry *plugins = nssh_registry_plugins(registry, &count);

	nssh_text_printf(text, NSSH_INDEX_HEADER "\n", NSSH_ABI);
	for (size_t i = 0; i < count; i++) {
		const char *file = plugins[i].plugin ? plugins[i].file : NULL;
		struct stat st;

		if (!file || strncmp(file, folder, size) != 0 || file[size] != '/' ||
		    strpbrk(file + size + 1, "/ \n") || lstat(file, &st) < 0)
			continue;
		write_plugin(text, registry, plugins[i].plugin, file + size + 1, st.st_size);
	}
}

static int replace(const char *folder, const struct nssh_text *text, struct nssh_error *err)
{
	int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int fd, rc = 0;

	(void)unlinkat(dir, NSSH_INDEX_FILE ".new", 0);
	fd = openat(dir, NSSH_INDEX_FILE ".new", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0 || write(fd, text->bytes, text->size) != (ssize_t)text->size ||
	    renameat(dir, NSSH_INDEX_FILE ".new", dir, NSSH_INDEX_FILE) < 0) {
		rc = nssh_fail(err, errno ? -errno : -EIO, NULL, "no index is written in %s",
			       folder);
		nssh_why(err, "%s", strerror(-rc));
		if (fd >= 0)
			(void)unlinkat(dir, NSSH_INDEX_FILE ".new", 0);
	}
	if (fd >= 0)
		(void)close(fd);
	if (dir >= 0)
		(void)close(dir);
	return rc;
}

int nssh_index_write(const struct nssh_registry *registry, const char *folder,
		     struct nssh_error *err)
{
	struct nssh_text text = { 0 };
	int rc;

	write_all(&text, registry, folder);
	rc = text.failed ? nssh_fail(err, -ENOMEM, NULL, "no memory to write an index")
			 : replace(folder, &text, err);
	nssh_text_done(&text);
	return rc;
}
