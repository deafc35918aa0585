/* SPDX-License-Identifier: MIT */
/*
 * Fuzzing the way of a line as far as it is pure: lexer, matcher, values, expectation, quoting.
 * With every plugin's grammar: NSSH_FUZZ_PLUGINS is their folder.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lang/front.h"
#include "lang/matcher.h"
#include "lang/types/types.h"
#include "plugin/loader.h"
#include "ui/builtins.h"

static struct nssh_registry *registry;

static void complain(const struct nssh_error *err)
{
	(void)fprintf(stderr, "%s: %s\n", err->what, err->why);
	abort();
}

static void set_up(void)
{
	const char *folder = getenv("NSSH_FUZZ_PLUGINS");

	registry = nssh_registry_new();
	if (nssh_registry_add_types(registry, nssh_builtin_types, NULL) < 0 ||
	    nssh_registry_add(registry, &nssh_builtins, NULL, NULL) < 0)
		abort();
	if (folder)
		nssh_load_folder(registry, folder, complain);
}

/* Quoting a word and reading it again gives the same word. */
static void check_quoting(const struct nssh_word *word, struct nssh_arena *arena)
{
	struct nssh_text text = { 0 };
	struct nssh_source *source;
	struct nssh_lexer lexer;
	struct nssh_words words;

	nssh_lexer_quote(&text, word->text);
	source = nssh_source_new(NULL, nssh_text_get(&text), text.size);
	nssh_lexer_init(&lexer, source);
	if (nssh_lexer_next(&lexer, arena, &words, NULL) != 1 || words.count != 1 ||
	    strcmp(words.at[0].text, word->text) != 0)
		abort();
	nssh_lexer_done(&lexer);
	nssh_source_free(source);
	nssh_text_done(&text);
}

static void walk_words(const struct nssh_words *words, struct nssh_arena *arena)
{
	struct nssh_expectation expectation;
	struct nssh_error err = NSSH_ERROR_INIT;
	struct nssh_front front;
	struct nssh_match match;
	struct nssh_words rest;

	for (size_t i = 0; i < words->count; i++)
		check_quoting(&words->at[i], arena);
	if (nssh_front_read(words, &front, &err) < 0)
		return;
	rest = (struct nssh_words){ words->at + front.first, words->count - front.first };
	if (nssh_match(registry, &rest, false, arena, &match, &err) == 0)
		(void)nssh_match_args(&match, 0, arena);
	nssh_error_clear(&err);
	(void)nssh_expect(registry, &rest, true, arena, &expectation, &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct nssh_source *source;
	struct nssh_arena *arena;
	struct nssh_lexer lexer;
	int rc;

	if (!registry)
		set_up();
	if (memchr(data, 0, size))
		return -1;
	source = nssh_source_new("fuzz", (const char *)data, size);
	arena = nssh_arena_new();
	nssh_lexer_init(&lexer, source);
	do {
		struct nssh_error err = NSSH_ERROR_INIT;
		struct nssh_words words;

		rc = nssh_lexer_next(&lexer, arena, &words, &err);
		if (rc > 0)
			walk_words(&words, arena);
	} while (rc != 0);
	nssh_lexer_done(&lexer);
	nssh_arena_free(arena);
	nssh_source_free(source);
	return 0;
}
