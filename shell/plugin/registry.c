/* SPDX-License-Identifier: MIT */
/* Registering plugins: all of one, or nothing of it. */
#define _GNU_SOURCE
#include "plugin/registry.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "plugin/option_rows.h"
#include "plugin/paths.h"

struct nssh_registry {
	struct nssh_arena *arena;
	struct nssh_plugin_entry *plugins;
	size_t nplugins;
	struct nssh_verb_entry **verbs; /* in the arena: those that matches speak of stay */
	size_t nverbs;
	struct nssh_head_entry *heads; /* there is room for one of each verb */
	size_t nheads;
	struct nssh_rule_entry **rules;
	size_t nrules;
	const struct nssh_type **types;
	size_t ntypes;
	struct nssh_registry_more more;
};

struct nssh_registry *nssh_registry_new(void)
{
	struct nssh_registry *registry = calloc(1, sizeof(*registry));

	if (!registry)
		return NULL;
	registry->arena = nssh_arena_new();
	if (!registry->arena) {
		free(registry);
		return NULL;
	}
	return registry;
}

static void drop_extension(struct nssh_rule_entry *rule, size_t index)
{
	free(rule->exts[index].paths);
	memmove(&rule->exts[index], &rule->exts[index + 1],
		(rule->count - index - 1) * sizeof(*rule->exts));
	rule->count--;
}

static void drop_verb(struct nssh_registry *registry, size_t index)
{
	free(registry->verbs[index]->paths);
	registry->verbs[index]->paths = NULL;
	memmove(&registry->verbs[index], &registry->verbs[index + 1],
		(registry->nverbs - index - 1) * sizeof(struct nssh_verb_entry *));
	registry->nverbs--;
}

void nssh_registry_free(struct nssh_registry *registry)
{
	if (!registry)
		return;
	for (size_t i = 0; i < registry->nplugins; i++) {
		free(registry->plugins[i].file);
		free(registry->plugins[i].problem);
	}
	for (size_t i = 0; i < registry->nverbs; i++)
		free(registry->verbs[i]->paths);
	for (size_t i = 0; i < registry->nrules; i++) {
		while (registry->rules[i]->count)
			drop_extension(registry->rules[i], registry->rules[i]->count - 1);
		free(registry->rules[i]->exts);
		free(registry->rules[i]);
	}
	free(registry->plugins);
	free(registry->verbs);
	free(registry->heads);
	free(registry->rules);
	free(registry->types);
	nssh_arena_free(registry->arena);
	free(registry);
}

/* Room for one more member at the end of an array. */
static void *grow(void *array, size_t count, size_t size)
{
	return reallocarray(array, count + 1, size);
}

static int no_memory(struct nssh_error *err)
{
	return nssh_fail(err, -ENOMEM, NULL, "no memory to register a plugin");
}

static const struct nssh_type *find_type(void *data, const char *name)
{
	const struct nssh_registry *registry = data;

	for (size_t i = 0; i < registry->ntypes; i++) {
		if (*registry->types[i]->name == *name &&
		    strcmp(registry->types[i]->name, name) == 0)
			return registry->types[i];
	}
	return NULL;
}

/* A rule may be spoken of before its owner is loaded: it is made then, and owned later. */
static struct nssh_rule_entry *get_rule(void *data, const char *name)
{
	struct nssh_registry *registry = data;
	struct nssh_rule_entry **rules, *rule;

	for (size_t i = 0; i < registry->nrules; i++) {
		if (strcmp(registry->rules[i]->name, name) == 0)
			return registry->rules[i];
	}
	rules = grow(registry->rules, registry->nrules, sizeof(struct nssh_rule_entry *));
	if (!rules)
		return NULL;
	registry->rules = rules;
	rule = calloc(1, sizeof(*rule));
	if (!rule)
		return NULL;
	rule->name = nssh_arena_strndup(registry->arena, name, strlen(name));
	if (!rule->name) {
		free(rule);
		return NULL;
	}
	registry->rules[registry->nrules++] = rule;
	return rule;
}

const struct nssh_rule_entry *nssh_registry_rule(const struct nssh_registry *registry,
						 const char *name)
{
	for (size_t i = 0; i < registry->nrules; i++) {
		if (strcmp(registry->rules[i]->name, name) == 0)
			return registry->rules[i];
	}
	return NULL;
}

static int add_type(struct nssh_registry *registry, const struct nssh_type *type,
		    struct nssh_error *err)
{
	const struct nssh_type **types;

	if (!type->name || !type->parse || !type->help)
		return nssh_fail(err, -EINVAL, NULL, "a type without name, help or parse function");
	if (find_type(registry, type->name))
		return nssh_fail(err, -EEXIST, NULL, "the type \"%s\" is there already",
				 type->name);
	types = grow(registry->types, registry->ntypes, sizeof(struct nssh_type *));
	if (!types)
		return no_memory(err);
	registry->types = types;
	types[registry->ntypes++] = type;
	return 0;
}

int nssh_registry_add_types(struct nssh_registry *registry, const struct nssh_type *const *types,
			    struct nssh_error *err)
{
	int rc = 0;

	for (; rc == 0 && types && *types; types++)
		rc = add_type(registry, *types, err);
	return rc;
}

static int compile(struct nssh_registry *registry, const struct nssh_plugin *plugin,
		   const char *grammar, const struct nssh_arg *args, const char *help,
		   const struct nssh_node **ret, struct nssh_error *err)
{
	struct nssh_grammar_context ctx = {
		.type = find_type,
		.rule = get_rule,
		.data = registry,
		.keywords = plugin->keywords,
		.help = help,
		.arena = registry->arena,
	};

	if (!grammar)
		return nssh_fail(err, -EINVAL, NULL, "a verb or extension without a grammar");
	return nssh_grammar_compile(&ctx, grammar, args, ret, err);
}

/* FNV-1a of the first keyword: most are different, and then there is no path in common. */
static uint32_t hash_head(const struct nssh_node *root)
{
	const struct nssh_node *head = nssh_node_head(root);
	uint32_t sum = 0x811c9dc5u;

	if (head->kind != NSSH_NODE_KEYWORD)
		return 0;
	for (const char *p = head->text; *p; p++)
		sum = (sum ^ (unsigned char)*p) * 0x01000193u;
	return sum ? sum : 1;
}

static bool may_clash(uint32_t a, uint32_t b)
{
	return a == b || !a || !b;
}

const struct nssh_node *nssh_verb_head(const struct nssh_verb_entry *entry)
{
	return nssh_node_head(entry->root);
}

/* 1: it gives way to a verb that is there; 0: it may come; negative: they clash. */
static int check_clash(struct nssh_registry *registry, const struct nssh_verb_entry *entry,
		       struct nssh_error *err)
{
	for (size_t i = 0; i < registry->nverbs; i++) {
		const struct nssh_verb_entry *other = registry->verbs[i];
		char path[128];

		if (!may_clash(entry->head, other->head) ||
		    !nssh_paths_common(entry->paths, other->paths, path, sizeof(path)))
			continue;
		if (entry->verb->flags & NSSH_WEAK)
			return 1;
		if (other->verb->flags & NSSH_WEAK)
			continue;
		return nssh_fail(err, -EEXIST, NULL,
				 "the verb \"%s\" is there already: from \"%s\"", path,
				 other->plugin->name);
	}
	return 0;
}

/* Return: 0 with @ret_entry, its paths to be freed; negative with @err filled. */
static int make_verb(struct nssh_registry *registry, const struct nssh_plugin *plugin,
		     const struct nssh_verb *verb, struct nssh_verb_entry **ret_entry,
		     struct nssh_error *err)
{
	struct nssh_verb_entry *entry = nssh_arena_alloc(registry->arena, sizeof(*entry));
	int rc;

	if (!entry)
		return no_memory(err);
	entry->verb = verb;
	entry->plugin = plugin;
	rc = compile(registry, plugin, verb->grammar, verb->args, verb->help, &entry->root, err);
	if (rc < 0)
		return rc;
	if (!verb->run || !verb->help || !verb->effect)
		return nssh_fail(err, -EINVAL, NULL, "\"%s\" lacks run, help or effect",
				 verb->grammar);
	if (nssh_verb_head(entry)->kind != NSSH_NODE_KEYWORD)
		return nssh_fail(err, -EINVAL, NULL, "\"%s\" does not begin with a keyword",
				 verb->grammar);
	entry->head = hash_head(entry->root);
	entry->paths = nssh_paths_of(entry->root);
	*ret_entry = entry;
	return entry->paths ? 0 : no_memory(err);
}

static int add_verb(struct nssh_registry *registry, const struct nssh_plugin *plugin,
		    const struct nssh_verb *verb, struct nssh_error *err)
{
	struct nssh_verb_entry *entry = NULL, **verbs;
	struct nssh_head_entry *heads;
	int rc = make_verb(registry, plugin, verb, &entry, err);

	if (rc < 0)
		return rc;
	rc = check_clash(registry, entry, err);
	heads = rc == 0 ? grow(registry->heads, registry->nverbs, sizeof(*heads)) : NULL;
	registry->heads = heads ? heads : registry->heads;
	verbs = heads ? grow(registry->verbs, registry->nverbs, sizeof(entry)) : NULL;
	if (!verbs) {
		free(entry->paths);
		return rc == 0 ? no_memory(err) : (rc < 0 ? rc : 0);
	}
	registry->verbs = verbs;
	verbs[registry->nverbs++] = entry;
	return 0;
}

/* Have two extensions a first keyword, or a way to begin, in common? */
static bool meets(struct nssh_extension_entry *a, struct nssh_extension_entry *b, char *ret_path,
		  size_t size)
{
	if (!may_clash(a->head, b->head))
		return false;
	if (!a->paths)
		a->paths = nssh_paths_of(a->root);
	if (!b->paths)
		b->paths = nssh_paths_of(b->root);
	return a->paths && b->paths && nssh_paths_common(a->paths, b->paths, ret_path, size);
}

/* As check_clash(), for the first keywords of the extensions of one rule. */
static int check_extension(struct nssh_rule_entry *rule, struct nssh_extension_entry *entry,
			   struct nssh_error *err)
{
	for (size_t i = 0; i < rule->count; i++) {
		struct nssh_extension_entry *other = &rule->exts[i];
		char path[128];

		if (meets(entry, other, path, sizeof(path)))
			return nssh_fail(err, -EEXIST, NULL, "<%s> has \"%s\" already: from \"%s\"",
					 rule->name, path, other->plugin->name);
	}
	return 0;
}

/* In the order of their first keywords, and others behind them, in whatever order they come. */
static size_t place_in(const struct nssh_rule_entry *rule, const struct nssh_extension_entry *entry)
{
	const struct nssh_node *head = nssh_node_head(entry->root);
	size_t at = 0;

	if (head->kind != NSSH_NODE_KEYWORD)
		return rule->count;
	while (at < rule->count) {
		const struct nssh_node *other = nssh_node_head(rule->exts[at].root);

		if (other->kind != NSSH_NODE_KEYWORD || strcmp(head->text, other->text) < 0)
			break;
		at++;
	}
	return at;
}

static int add_extension(struct nssh_registry *registry, const struct nssh_plugin *plugin,
			 const struct nssh_extension *ext, struct nssh_error *err)
{
	struct nssh_extension_entry entry = { .ext = ext, .plugin = plugin };
	struct nssh_extension_entry *exts;
	struct nssh_rule_entry *rule;
	size_t at;
	int rc = ext->options ? nssh_option_extension(ext, registry->arena, &entry.ext, err) : 0;

	ext = entry.ext;
	if (rc == 0)
		rc = compile(registry, plugin, ext->grammar, ext->args, ext->help, &entry.root,
			     err);
	if (rc < 0)
		return rc;
	if (!ext->rule || !ext->help)
		return nssh_fail(err, -EINVAL, NULL, "\"%s\" lacks rule or help", ext->grammar);
	rule = get_rule(registry, ext->rule);
	if (!rule)
		return no_memory(err);
	entry.head = hash_head(entry.root);
	rc = check_extension(rule, &entry, err);
	exts = rc == 0 ? grow(rule->exts, rule->count, sizeof(*exts)) : NULL;
	if (!exts) {
		free(entry.paths);
		return rc == 0 ? no_memory(err) : rc;
	}
	rule->exts = exts;
	at = place_in(rule, &entry);
	memmove(&exts[at + 1], &exts[at], (rule->count - at) * sizeof(*exts));
	exts[at] = entry;
	rule->count++;
	return 0;
}

static int own_rule(struct nssh_registry *registry, const struct nssh_plugin *plugin,
		    const struct nssh_rule *rule, struct nssh_error *err)
{
	struct nssh_rule_entry *entry = get_rule(registry, rule->name);

	if (!entry)
		return no_memory(err);
	if (entry->owner)
		return nssh_fail(err, -EEXIST, NULL, "the rule <%s> is there already: from \"%s\"",
				 rule->name, entry->owner->name);
	entry->owner = plugin;
	entry->help = rule->help;
	return 0;
}

static int add_parts(struct nssh_registry *registry, const struct nssh_plugin *plugin,
		     struct nssh_error *err)
{
	int rc = nssh_registry_add_types(registry, plugin->types, err);

	for (size_t i = 0; rc == 0 && plugin->rules && plugin->rules[i]; i++)
		rc = own_rule(registry, plugin, plugin->rules[i], err);
	for (size_t i = 0; rc == 0 && plugin->extensions && plugin->extensions[i]; i++)
		rc = add_extension(registry, plugin, plugin->extensions[i], err);
	for (size_t i = 0; rc == 0 && plugin->verbs && plugin->verbs[i]; i++)
		rc = add_verb(registry, plugin, plugin->verbs[i], err);
	return rc;
}

/* Take back what a plugin that failed in the middle has registered. */
static void remove_parts(struct nssh_registry *registry, const struct nssh_plugin *plugin,
			 size_t ntypes)
{
	registry->ntypes = ntypes;
	while (registry->nverbs && registry->verbs[registry->nverbs - 1]->plugin == plugin)
		drop_verb(registry, registry->nverbs - 1);
	for (size_t i = 0; i < registry->nrules; i++) {
		struct nssh_rule_entry *rule = registry->rules[i];

		if (rule->owner == plugin) {
			rule->owner = NULL;
			rule->help = NULL;
		}
		for (size_t k = rule->count; k > 0; k--) {
			if (rule->exts[k - 1].plugin == plugin)
				drop_extension(rule, k - 1);
		}
	}
}

static bool is_replaced(const struct nssh_registry *registry, const struct nssh_verb_entry *weak,
			const struct nssh_plugin *plugin)
{
	char path[128];

	for (size_t i = 0; i < registry->nverbs; i++) {
		const struct nssh_verb_entry *verb = registry->verbs[i];

		if (verb->plugin == plugin && verb != weak && may_clash(verb->head, weak->head) &&
		    nssh_paths_common(verb->paths, weak->paths, path, sizeof(path)))
			return true;
	}
	return false;
}

/* Now that the plugin is in: what it replaces goes. */
static void drop_weak_verbs(struct nssh_registry *registry, const struct nssh_plugin *plugin)
{
	for (size_t i = 0; i < registry->nverbs;) {
		const struct nssh_verb_entry *verb = registry->verbs[i];

		if ((verb->verb->flags & NSSH_WEAK) && is_replaced(registry, verb, plugin))
			drop_verb(registry, i);
		else
			i++;
	}
}

static bool same_spellings(const struct nssh_node *a, const struct nssh_node *b)
{
	return a->also == b->also && a->min == b->min;
}

/* Put a verb behind those with its first keyword, which is a head of its own when spelled otherwise. */
static void link_verb(struct nssh_registry *registry, struct nssh_verb_entry *verb)
{
	const struct nssh_node *keyword = nssh_verb_head(verb);
	struct nssh_head_entry *same = NULL;
	bool known = false;

	verb->next = NULL;
	for (size_t i = 0; i < registry->nheads; i++) {
		struct nssh_head_entry *head = &registry->heads[i];

		if (head->verbs->head != verb->head ||
		    strcmp(head->keyword->text, keyword->text) != 0)
			continue;
		same = same ? same : head;
		known = known || same_spellings(head->keyword, keyword);
	}
	if (same) {
		same->last->next = verb;
		same->last = verb;
	}
	if (!known)
		registry->heads[registry->nheads++] = (struct nssh_head_entry){
			.keyword = keyword,
			.verbs = same ? same->verbs : verb,
			.last = verb,
		};
}

/* Verbs have come or gone, or the array of them is elsewhere. */
static void link_verbs(struct nssh_registry *registry)
{
	registry->nheads = 0;
	for (size_t i = 0; i < registry->nverbs; i++)
		link_verb(registry, registry->verbs[i]);
}

int nssh_registry_add(struct nssh_registry *registry, const struct nssh_plugin *plugin,
		      const char *file, struct nssh_error *err)
{
	struct nssh_plugin_entry *plugins;
	size_t ntypes = registry->ntypes;
	int rc;

	for (size_t i = 0; i < registry->nplugins; i++) {
		const struct nssh_plugin *other = registry->plugins[i].plugin;

		if (other && strcmp(other->name, plugin->name) == 0)
			return nssh_fail(err, -EEXIST, NULL, "a plugin \"%s\" is there already",
					 plugin->name);
	}
	plugins = grow(registry->plugins, registry->nplugins, sizeof(*plugins));
	if (!plugins)
		return no_memory(err);
	registry->plugins = plugins;
	rc = add_parts(registry, plugin, err);
	if (rc < 0)
		remove_parts(registry, plugin, ntypes);
	else
		drop_weak_verbs(registry, plugin);
	link_verbs(registry);
	if (rc < 0)
		return rc;
	plugins[registry->nplugins++] = (struct nssh_plugin_entry){
		.plugin = plugin,
		.file = file ? strdup(file) : NULL,
	};
	return 0;
}

void nssh_registry_refuse(struct nssh_registry *registry, const char *file, const char *problem)
{
	struct nssh_plugin_entry *plugins =
		grow(registry->plugins, registry->nplugins, sizeof(*plugins));

	if (!plugins)
		return;
	registry->plugins = plugins;
	plugins[registry->nplugins++] = (struct nssh_plugin_entry){
		.file = strdup(file),
		.problem = strdup(problem),
	};
}

void nssh_registry_set_more(struct nssh_registry *registry, const struct nssh_registry_more *more)
{
	registry->more = *more;
}

bool nssh_registry_load_all(const struct nssh_registry *registry)
{
	return registry->more.all && registry->more.all(registry->more.data);
}

bool nssh_registry_load_extension(const struct nssh_registry *registry, const char *rule,
				  const char *head)
{
	return registry->more.extension &&
	       registry->more.extension(registry->more.data, rule, head);
}

struct nssh_verb_entry *const *nssh_registry_verbs(const struct nssh_registry *registry,
						   size_t *ret_count)
{
	(void)nssh_registry_load_all(registry);
	*ret_count = registry->nverbs;
	return registry->verbs;
}

const struct nssh_head_entry *nssh_registry_heads(const struct nssh_registry *registry,
						  size_t *ret_count)
{
	*ret_count = registry->nheads;
	return registry->heads;
}

const struct nssh_plugin_entry *nssh_registry_plugins(const struct nssh_registry *registry,
						      size_t *ret_count)
{
	(void)nssh_registry_load_all(registry);
	*ret_count = registry->nplugins;
	return registry->plugins;
}
