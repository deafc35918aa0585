/* SPDX-License-Identifier: MIT */
/* `help`: all commands in a line each, or some of them in full, from the verbs' own records. */
#include <errno.h>
#include <string.h>

#include <nssh/output.h>

#include "lang/command.h"
#include "ui/builtins.h"
#include <nssh/suggest.h>

struct help_args {
	struct nssh_value words;
};

/* The width that text is broken at: what a page of a manual has. */
#define COLUMNS 80

/* Text in lines of at most COLUMNS, those after the first indented. */
static void print_wrapped(struct nssh_out *out, const char *text, int indent)
{
	size_t column = 0;

	while (*text) {
		size_t size = strcspn(text, " \n");
		bool breaks = text[size] == '\n';

		if (column && column + 1 + size > COLUMNS) {
			nssh_out_text(out, "\n%*s", indent, "");
			column = (size_t)indent;
		} else if (column) {
			nssh_out_text(out, " ");
			column++;
		}
		nssh_out_text(out, "%.*s", (int)size, text);
		column += size;
		text += size + (text[size] != '\0');
		if (breaks) {
			nssh_out_text(out, "\n");
			column = 0;
		}
	}
	nssh_out_text(out, "\n");
}

/* The keywords that a verb begins with. */
static void print_summary(struct nssh_out *out, const struct nssh_verb_entry *entry)
{
	const char *path = entry->paths;
	int size = (int)strcspn(path, "\n");

	/* `addr [ show ]`: the whole of it, though the first word would do. */
	if (path[size] && strncmp(path, path + size + 1, (size_t)size) == 0 &&
	    path[2 * size + 1] == ' ') {
		path += size + 1;
		size = (int)strcspn(path, "\n");
	}
	nssh_out_text(out, "  %.*s%*s%s\n", size, path, size < 22 ? 22 - size : 2, "",
		      entry->verb->help);
	nssh_out_open_object(out, NULL);
	nssh_out_str(out, "usage", NULL, entry->verb->grammar);
	nssh_out_str(out, "help", NULL, entry->verb->help);
	nssh_out_str(out, "plugin", NULL, entry->plugin->name);
	nssh_out_close_object(out);
}

static void print_all(struct nssh_out *out, struct nssh_verb_entry *const *verbs, size_t count)
{
	const struct nssh_plugin *plugin = NULL;

	for (size_t i = 0; i < count; i++) {
		if (verbs[i]->verb->flags & (NSSH_WEAK | NSSH_HIDDEN))
			continue;
		if (plugin && verbs[i]->plugin != plugin)
			nssh_out_text(out, "\n");
		if (verbs[i]->plugin != plugin)
			nssh_out_text(out, "%s: %s\n", verbs[i]->plugin->name,
				      verbs[i]->plugin->summary);
		plugin = verbs[i]->plugin;
		print_summary(out, verbs[i]);
	}
	nssh_out_text(out,
		      "\n`help VERB` explains one; at the prompt ? shows what may come next, and "
		      "Tab\ncompletes. All words are those of ip(8), with or without `ip` in "
		      "front; what\nis not listed here is handed to the system's ip.\n");
}

static void print_row(struct nssh_out *out, const struct nssh_arg *row)
{
	size_t size = strlen(row->name);

	nssh_out_open_object(out, NULL);
	nssh_out_str(out, "name", "  %s", row->name);
	nssh_out_text(out, "%*s", size < 22 ? (int)(22 - size) : 2, "");
	nssh_out_str(out, "help", "%s", row->help);
	if (row->also)
		nssh_out_str(out, "also", " (also: %s)", row->also);
	if (row->type)
		nssh_out_str(out, "type", NULL, row->type);
	nssh_out_text(out, "\n");
	nssh_out_close_object(out);
}

static void print_rows(struct nssh_out *out, const struct nssh_arg *args)
{
	nssh_out_open_array(out, "arguments");
	for (; args && args->name; args++)
		print_row(out, args);
	nssh_out_close_array(out);
}

static void print_extension(struct nssh_out *out, const struct nssh_extension *ext, bool whole)
{
	nssh_out_open_object(out, NULL);
	nssh_out_str(out, "usage", NULL, ext->grammar);
	if (!nssh_out_is_json(out)) {
		nssh_out_text(out, "  ");
		print_wrapped(out, ext->grammar, 8);
	}
	nssh_out_str(out, "help", whole ? NULL : "      %s\n", ext->help);
	print_rows(out, whole ? ext->args : NULL);
	nssh_out_close_object(out);
}

static void print_rule(struct nssh_out *out, const struct nssh_rule_entry *rule)
{
	nssh_out_open_object(out, NULL);
	nssh_out_str(out, "name", "\n<%s>", rule->name);
	nssh_out_str(out, "help", ": %s\n", rule->help ? rule->help : "");
	nssh_out_open_array(out, "extensions");
	for (size_t i = 0; i < rule->count; i++)
		print_extension(out, rule->exts[i].ext, rule->count == 1);
	nssh_out_close_array(out);
	nssh_out_close_object(out);
}

/* The rules that a grammar speaks of, with all that they may be. */
static void print_rules(struct nssh_out *out, struct nssh_registry *registry, const char *grammar)
{
	nssh_out_open_array(out, "rules");
	for (const char *at = strchr(grammar, '<'); at; at = strchr(at + 1, '<')) {
		size_t size = strcspn(at + 1, ">");
		char name[64];
		const struct nssh_rule_entry *rule = NULL;

		if (size < sizeof(name)) {
			memcpy(name, at + 1, size);
			name[size] = '\0';
			rule = nssh_registry_rule(registry, name);
		}
		if (rule)
			print_rule(out, rule);
	}
	nssh_out_close_array(out);
}

static void print_whole(struct nssh_out *out, struct nssh_registry *registry,
			const struct nssh_verb_entry *entry)
{
	nssh_out_open_object(out, NULL);
	nssh_out_str(out, "usage", NULL, entry->verb->grammar);
	if (!nssh_out_is_json(out))
		print_wrapped(out, entry->verb->grammar, 8);
	nssh_out_str(out, "help", "  %s\n", entry->verb->help);
	print_rows(out, entry->verb->args);
	print_rules(out, registry, entry->verb->grammar);
	if (entry->verb->text) {
		nssh_out_str(out, "text", "\n", entry->verb->text);
		if (!nssh_out_is_json(out))
			print_wrapped(out, entry->verb->text, 0);
	}
	nssh_out_str(out, "plugin", NULL, entry->plugin->name);
	nssh_out_close_object(out);
}

/* Does some way to write the verb's leading keywords begin with these words? */
static bool fits_path(const char *path, size_t size, const struct nssh_value *words)
{
	for (uint32_t i = 0; i < words->count; i++) {
		const char *word = words->word[i].text;
		size_t n = strlen(word);

		if (n > size || memcmp(path, word, n) != 0 || (n < size && path[n] != ' '))
			return false;
		n += n < size;
		path += n;
		size -= n;
	}
	return true;
}

static bool fits(const struct nssh_verb_entry *entry, const struct nssh_value *words)
{
	const char *path = entry->paths;

	while (*path) {
		size_t n = strcspn(path, "\n");

		if (fits_path(path, n, words))
			return true;
		path += n + (path[n] == '\n');
	}
	return false;
}

/* `help addrss`: the nearest first word of a verb. */
static int unknown(struct nssh_verb_entry *const *verbs, size_t count,
		   const struct nssh_value *words, struct nssh_error *err)
{
	struct nssh_nearest search = { .word = words->word->text };

	(void)nssh_fail(err, -ENOENT, words->word, "no command begins with \"%s\"",
			words->word->text);
	for (size_t i = 0; i < count; i++)
		nssh_nearest_try(&search, nssh_verb_head(verbs[i])->text);
	if (search.best)
		nssh_hint(err, "did you mean \"%s\"?", search.best);
	return -ENOENT;
}

static int help_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct help_args *args = nssh_cmd_args(cmd);
	struct nssh_registry *registry = nssh_session_registry(nssh_cmd_session(cmd));
	struct nssh_out *out = nssh_cmd_out(cmd);
	size_t count, found = 0;
	struct nssh_verb_entry *const *verbs = nssh_registry_verbs(registry, &count);

	nssh_out_open_array(out, NULL);
	if (!nssh_given(&args->words))
		print_all(out, verbs, count);
	for (size_t i = 0; nssh_given(&args->words) && i < count; i++) {
		if (!fits(verbs[i], &args->words))
			continue;
		if (found++)
			nssh_out_text(out, "\n");
		print_whole(out, registry, verbs[i]);
	}
	nssh_out_close_array(out);
	if (nssh_given(&args->words) && !found)
		return unknown(verbs, count, &args->words, err);
	return 0;
}

static void complete_verb(const struct nssh_complete *req)
{
	size_t count;
	struct nssh_verb_entry *const *verbs =
		nssh_registry_verbs(nssh_session_registry(nssh_cmd_session(req->cmd)), &count);

	for (size_t i = 0; i < count; i++)
		req->offer(req, nssh_verb_head(verbs[i])->text, NULL);
}

static const struct nssh_arg help_rows[] = {
	{ .name = "VERB",
	  .type = "verb",
	  .help = "the first words of a command",
	  .offset = NSSH_AT(struct help_args, words),
	  .complete = complete_verb },
	{ .name = NULL },
};

const struct nssh_verb nssh_verb_help = {
	.grammar = "help [ VERB... ]",
	.args = help_rows,
	.args_size = sizeof(struct help_args),
	.effect = NSSH_SHELL,
	.help = "list the commands, or explain one",
	.run = help_run,
};
