/* SPDX-License-Identifier: MIT */
/* The lexer: words, quotes, comments, continuation, positions, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "lang/lexer.h"

/* All commands of a text, as "a|b\nc\n"; a mistake is "!what". */
static char *lex(const char *text)
{
	struct nssh_source *source = nssh_source_new("t", text, strlen(text));
	struct nssh_arena *arena = nssh_arena_new();
	struct nssh_text all = { 0 };
	struct nssh_lexer lexer;
	struct nssh_words words;

	nssh_text_str(&all, "");
	nssh_lexer_init(&lexer, source);
	for (;;) {
		struct nssh_error err = NSSH_ERROR_INIT;
		int rc = nssh_lexer_next(&lexer, arena, &words, &err);

		if (rc == 0)
			break;
		if (rc < 0) {
			size_t start, size;

			nssh_text_printf(&all, "!%u:%zu %s\n", err.word->line,
					 nssh_word_column(err.word, &start, &size), err.what);
			continue;
		}
		for (size_t i = 0; i < words.count; i++)
			nssh_text_printf(&all, "%s%s", i ? "|" : "", words.at[i].text);
		nssh_text_str(&all, "\n");
	}
	nssh_lexer_done(&lexer);
	nssh_arena_free(arena);
	nssh_source_free(source);
	return all.bytes;
}

static const struct {
	const char *text, *want;
} rows[] = {
	{ "", "" },
	{ "\n\n  \t\n", "" },
	{ "a b\tc", "a|b|c\n" },
	{ "a b # c\nd", "a|b\nd\n" },
	{ "a#b", "a#b\n" },
	{ "#!/usr/bin/env -S nssh -f\na", "a\n" },
	{ "a; b;;c ;", "a\nb\nc\n" },
	{ "a 'b c' \"d e\"", "a|b c|d e\n" },
	{ "a'b 'c", "ab c\n" },
	{ "alias it's", "alias|it's\n" },
	{ "alias \"it's\"", "alias|it's\n" },
	{ "''", "\n" },
	{ "a '' b", "a||b\n" },
	{ "\"a\\\"b\\\\c\\d\\$\"", "a\"b\\c\\d$\n" },
	{ "a\\ b", "a b\n" },
	{ "a \\\n b", "a|b\n" },
	{ "a \\\r\n b\r\n", "a|b\n" },
	{ "a\\\nb", "a|b\n" },
	{ "$'a\\tb\\x41\\101'", "a\tbAA\n" },
	{ "$'it\\'s'", "it's\n" },
	{ "\xef\xbb\xbf"
	  "a",
	  "a\n" },
	{ "gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f\n" },
	{ "'a\nb' c", "a\nb|c\n" },
	{ "a 'b\nc", "!1:3 the quote is not closed\nc\n" },
	{ "\"a", "!1:1 the quote is not closed\n" },
	{ "x\n  a \"b\ny z", "x\n!2:5 the quote is not closed\ny|z\n" },
	{ "a \\", "!1:3 nothing follows the backslash\n" },
	{ "a $b\nc", "!1:3 there are no variables here\nc\n" },
	{ "a ${b} '$c' \\$d", "!1:3 there are no variables here\n" },
	{ "a '$c' \\$d", "a|$c|$d\n" },
	{ "a $5 $", "a|$5|$\n" },
	{ "a > b\nc", "!1:3 there are no pipes, redirections and jobs here\nc\n" },
	{ "a 2>&1", "!1:3 there are no pipes, redirections and jobs here\n" },
	{ "a '>' \\> \">\" >b", "a|>|>|>|>b\n" },
	{ "brd +", "brd|+\n" },
};

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *got = lex(rows[i].text);

		assert_string_equal(got, rows[i].want);
		free(got);
	}
}

static void test_positions(void **state)
{
	const char *text = "one\n  two 'thr ee' # x\nv\xc3\xbc four";
	struct nssh_source *source = nssh_source_new("t", text, strlen(text));
	struct nssh_arena *arena = nssh_arena_new();
	struct nssh_lexer lexer;
	struct nssh_words words;
	size_t start, size;

	(void)state;
	nssh_lexer_init(&lexer, source);
	assert_int_equal(nssh_lexer_next(&lexer, arena, &words, NULL), 1);
	assert_int_equal(nssh_lexer_next(&lexer, arena, &words, NULL), 1);
	assert_int_equal(words.at[1].line, 2);
	assert_int_equal(words.at[1].width, 8);
	assert_true(words.at[1].quoted);
	assert_false(words.at[0].quoted);
	assert_int_equal(nssh_word_column(&words.at[1], &start, &size), 7);
	assert_int_equal(nssh_lexer_next(&lexer, arena, &words, NULL), 1);
	/* Columns are characters, not bytes. */
	assert_int_equal(nssh_word_column(&words.at[1], &start, &size), 4);
	assert_int_equal(nssh_lexer_next(&lexer, arena, &words, NULL), 0);
	nssh_lexer_done(&lexer);
	nssh_arena_free(arena);
	nssh_source_free(source);
}

/* Whatever a word holds, quoting it reads back as the same. */
static void test_quote_round_trip(void **state)
{
	static const char *const fixed[] = { "",         "plain",    "two words",
					     "it's",     "\"",       "$x",
					     "#a",       "a;b",      "\\",
					     "!x",       "\n\t",     "\x01",
					     "\xff\xfe", "\xc2\x85", "gr\xc3\xbc\xc3\x9f" };

	(void)state;
	srand(1);
	for (size_t round = 0; round < 2000; round++) {
		struct nssh_text quoted = { 0 }, want = { 0 };
		char word[16] = "";
		char *got;

		if (round < sizeof(fixed) / sizeof(*fixed)) {
			(void)strcpy(word, fixed[round]);
		} else {
			size_t n = (size_t)rand() % 12;

			for (size_t i = 0; i < n; i++)
				word[i] = (char)(1 + rand() % 255);
			word[n] = '\0';
		}
		nssh_lexer_quote(&quoted, word);
		nssh_text_printf(&want, "%s\n", word);
		got = lex(nssh_text_get(&quoted));
		assert_string_equal(got, want.bytes);
		free(got);
		nssh_text_done(&quoted);
		nssh_text_done(&want);
	}
}

static void check_partial(const char *text, size_t words, const char *last, enum nssh_open open)
{
	struct nssh_source *source = nssh_source_new(NULL, text, strlen(text));
	struct nssh_arena *arena = nssh_arena_new();
	struct nssh_words got;
	struct nssh_word partial;
	enum nssh_open in;

	assert_int_equal(nssh_lexer_partial(source, arena, &got, &partial, &in), 0);
	assert_int_equal(got.count, words);
	assert_string_equal(partial.text, last);
	assert_int_equal(in, open);
	nssh_arena_free(arena);
	nssh_source_free(source);
}

static void test_partial(void **state)
{
	(void)state;
	check_partial("", 0, "", NSSH_OPEN_NOTHING);
	check_partial("a b", 1, "b", NSSH_OPEN_NOTHING);
	check_partial("a b ", 2, "", NSSH_OPEN_NOTHING);
	check_partial("a b; c", 0, "c", NSSH_OPEN_NOTHING);
	check_partial("a 'b c", 1, "b c", NSSH_OPEN_SINGLE);
	check_partial("a \"b c", 1, "b c", NSSH_OPEN_DOUBLE);
	check_partial("a # b", 1, "", NSSH_OPEN_COMMENT);
	check_partial("a \\", 1, "", NSSH_OPEN_BACKSLASH);
}

/* A line of a megabyte is a line like any other. */
static void test_long_line(void **state)
{
	struct nssh_text text = { 0 };
	char *got;

	(void)state;
	for (int i = 0; i < 1 << 18; i++)
		nssh_text_str(&text, "abc ");
	got = lex(nssh_text_get(&text));
	assert_int_equal(strlen(got), 4u << 18);
	free(got);
	nssh_text_done(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_positions),
		cmocka_unit_test(test_quote_round_trip),
		cmocka_unit_test(test_partial),
		cmocka_unit_test(test_long_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
