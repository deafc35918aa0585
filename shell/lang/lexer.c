/* SPDX-License-Identifier: MIT */
/* Text to words. */
#define _GNU_SOURCE
#include "lang/lexer.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void nssh_lexer_init(struct nssh_lexer *lexer, const struct nssh_source *source)
{
	memset(lexer, 0, sizeof(*lexer));
	lexer->source = source;
	lexer->line = 1;
	if (source->size >= 3 && memcmp(source->text, "\xef\xbb\xbf", 3) == 0)
		lexer->pos = 3; /* a byte order mark, as some editors leave */
}

void nssh_lexer_done(struct nssh_lexer *lexer)
{
	nssh_text_done(&lexer->bytes);
	free(lexer->words);
	free(lexer->starts);
}

/* The byte at @ahead of the place, or NUL at the end (there is none in the text). */
static char peek(const struct nssh_lexer *lexer, size_t ahead)
{
	size_t at = lexer->pos + ahead;

	return at < lexer->source->size ? lexer->source->text[at] : '\0';
}

static char take(struct nssh_lexer *lexer)
{
	char c = lexer->source->text[lexer->pos++];

	if (c == '\n')
		lexer->line++;
	return c;
}

static bool at_end(const struct nssh_lexer *lexer)
{
	return lexer->pos >= lexer->source->size;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

static bool ends_word(char c)
{
	return is_blank(c) || c == '\n' || c == ';' || c == '\0';
}

static bool continues(const struct nssh_lexer *lexer)
{
	return peek(lexer, 0) == '\\' &&
	       (peek(lexer, 1) == '\n' || (peek(lexer, 1) == '\r' && peek(lexer, 2) == '\n'));
}

static void take_continuation(struct nssh_lexer *lexer)
{
	while (take(lexer) != '\n')
		;
}

static void skip_comment(struct nssh_lexer *lexer)
{
	while (!at_end(lexer) && peek(lexer, 0) != '\n')
		(void)take(lexer);
}

/* Blanks and continued lines between words. */
static void skip_blanks(struct nssh_lexer *lexer)
{
	for (;;) {
		if (is_blank(peek(lexer, 0)))
			(void)take(lexer);
		else if (continues(lexer))
			take_continuation(lexer);
		else
			return;
	}
}

static void put(struct nssh_lexer *lexer, char c)
{
	nssh_text_byte(&lexer->bytes, c);
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Up to @max digits of a number in @base; a NUL cannot be in a word and becomes nothing. */
static void take_code(struct nssh_lexer *lexer, int base, int max)
{
	int value = 0;

	for (int i = 0; i < max; i++) {
		int digit = hex_digit(peek(lexer, 0));

		if (digit < 0 || digit >= base)
			break;
		value = value * base + digit;
		(void)take(lexer);
	}
	if (value & 0xff)
		put(lexer, (char)(value & 0xff));
}

/* An escape in $'...', as in bash: the backslash is taken. */
static void take_ansi_escape(struct nssh_lexer *lexer)
{
	static const char names[] = "abefnrtv";
	static const char codes[] = "\a\b\033\f\n\r\t\v";
	char c = peek(lexer, 0);
	const char *name = c ? strchr(names, c) : NULL;

	if (name) {
		(void)take(lexer);
		put(lexer, codes[name - names]);
	} else if (c == 'x' && hex_digit(peek(lexer, 1)) >= 0) {
		(void)take(lexer);
		take_code(lexer, 16, 2);
	} else if (c >= '0' && c <= '7') {
		take_code(lexer, 8, 3);
	} else if (c) {
		put(lexer, take(lexer));
	}
}

/* In "...": the backslash is taken, and stays unless it stands before what it protects. */
static void take_double_escape(struct nssh_lexer *lexer)
{
	char c = peek(lexer, 0);

	if (c == '\n') {
		(void)take(lexer);
		return;
	}
	if (c != '"' && c != '\\' && c != '$' && c != '`')
		put(lexer, '\\');
	if (c)
		put(lexer, take(lexer));
}

static bool is_variable(const struct nssh_lexer *lexer)
{
	char c = peek(lexer, 1);

	return peek(lexer, 0) == '$' &&
	       (isalpha((unsigned char)c) || c == '_' || c == '{' || c == '(');
}

/*
 * The inside of a quote whose opening is taken, with its end. Return: NSSH_OPEN_NOTHING when it is
 * closed, else @kind.
 */
static enum nssh_open take_quoted(struct nssh_lexer *lexer, enum nssh_open kind)
{
	const char close = kind == NSSH_OPEN_DOUBLE ? '"' : '\'';

	while (!at_end(lexer)) {
		char c = take(lexer);

		if (c == close)
			return NSSH_OPEN_NOTHING;
		if (c == '\\' && kind == NSSH_OPEN_DOUBLE)
			take_double_escape(lexer);
		else if (c == '\\' && kind == NSSH_OPEN_ANSI)
			take_ansi_escape(lexer);
		else
			put(lexer, c);
	}
	return kind;
}

static enum nssh_open quote_kind(const struct nssh_lexer *lexer)
{
	switch (peek(lexer, 0)) {
	case '\'':
		return NSSH_OPEN_SINGLE;
	case '"':
		return NSSH_OPEN_DOUBLE;
	case '$':
		return peek(lexer, 1) == '\'' ? NSSH_OPEN_ANSI : NSSH_OPEN_NOTHING;
	default:
		return NSSH_OPEN_NOTHING;
	}
}

/*
 * In the middle of a word a quote that has no partner on its line is a character like any other: that
 * is how `ip -batch` reads it (an alias such as it's).
 */
static bool is_lone_quote(const struct nssh_lexer *lexer)
{
	const char *text = lexer->source->text + lexer->pos;
	size_t size = lexer->source->size - lexer->pos;
	const char *eol = memchr(text, '\n', size);

	if (eol)
		size = (size_t)(eol - text);
	return memchr(text + 1, text[0], size - 1) == NULL;
}

/* The bytes from the place on that stand for themselves. */
static void take_plain(struct nssh_lexer *lexer)
{
	static const bool special[UCHAR_MAX + 1] = {
		[' '] = true,  ['\t'] = true, ['\r'] = true, ['\v'] = true,
		['\f'] = true, ['\n'] = true, [';'] = true,  ['\0'] = true,
		['\''] = true, ['"'] = true,  ['$'] = true,  ['\\'] = true,
	};
	const char *start = lexer->source->text + lexer->pos;
	size_t left = lexer->source->size - lexer->pos, size = 0;

	while (size < left && !special[(unsigned char)start[size]])
		size++;
	nssh_text_add(&lexer->bytes, start, size);
	lexer->pos += size;
}

/* One word, into lexer->bytes. @ret_quoted: some of it was quoted. */
static enum nssh_open take_word(struct nssh_lexer *lexer, bool *ret_quoted, bool *ret_variable)
{
	const size_t start = lexer->pos;

	*ret_quoted = false;
	*ret_variable = false;
	for (;;) {
		enum nssh_open kind;

		take_plain(lexer);
		if (ends_word(peek(lexer, 0)) || continues(lexer))
			return NSSH_OPEN_NOTHING;
		kind = quote_kind(lexer);
		if (kind != NSSH_OPEN_NOTHING &&
		    !(lexer->pos > start && !*ret_quoted && is_lone_quote(lexer))) {
			*ret_quoted = true;
			lexer->pos += kind == NSSH_OPEN_ANSI ? 2 : 1;
			kind = take_quoted(lexer, kind);
			if (kind != NSSH_OPEN_NOTHING)
				return kind;
			continue;
		}
		if (is_variable(lexer))
			*ret_variable = true;
		if (peek(lexer, 0) == '\\') {
			(void)take(lexer);
			*ret_quoted = true;
			if (at_end(lexer))
				return NSSH_OPEN_BACKSLASH;
		}
		put(lexer, take(lexer));
	}
}

static int make_room(struct nssh_lexer *lexer)
{
	size_t room = lexer->room ? 2 * lexer->room : 32;
	struct nssh_word *words;
	size_t *starts;

	if (lexer->count < lexer->room)
		return 0;
	words = reallocarray(lexer->words, room, sizeof(*words));
	if (!words)
		return -ENOMEM;
	lexer->words = words;
	starts = reallocarray(lexer->starts, room, sizeof(*starts));
	if (!starts)
		return -ENOMEM;
	lexer->starts = starts;
	lexer->room = room;
	return 0;
}

/* Read one word behind those that are there. Return: what it ends in, or a negative errno. */
static int add_word(struct nssh_lexer *lexer, bool *ret_variable)
{
	struct nssh_word *word;
	enum nssh_open open;
	size_t start = lexer->pos;

	if (make_room(lexer) < 0)
		return -ENOMEM;
	word = &lexer->words[lexer->count];
	*word = (struct nssh_word){
		.source = lexer->source,
		.offset = (uint32_t)start,
		.line = lexer->line,
	};
	lexer->starts[lexer->count] = lexer->bytes.size;
	open = take_word(lexer, &word->quoted, ret_variable);
	word->width = (uint32_t)(lexer->pos - start);
	put(lexer, '\0');
	lexer->count++;
	return lexer->bytes.failed ? -ENOMEM : (int)open;
}

/* Move the collected words into the arena. */
static int finish(struct nssh_lexer *lexer, struct nssh_arena *arena, struct nssh_words *ret)
{
	struct nssh_word *words;
	char *bytes;

	*ret = (struct nssh_words){ 0 };
	if (!lexer->count)
		return 0;
	bytes = nssh_arena_strndup(arena, nssh_text_get(&lexer->bytes), lexer->bytes.size);
	words = nssh_arena_alloc(arena, lexer->count * sizeof(*words));
	if (!bytes || !words)
		return -ENOMEM;
	memcpy(words, lexer->words, lexer->count * sizeof(*words));
	for (size_t i = 0; i < lexer->count; i++)
		words[i].text = bytes + lexer->starts[i];
	ret->at = words;
	ret->count = lexer->count;
	return 1;
}

static void start_command(struct nssh_lexer *lexer)
{
	lexer->count = 0;
	nssh_text_clear(&lexer->bytes);
}

/* Fail at the last word, and go on behind the line that it begins in. */
static int fail_at_last(struct nssh_lexer *lexer, struct nssh_arena *arena, int width,
			struct nssh_error *err, const char *what, const char *hint)
{
	struct nssh_word *word = nssh_arena_alloc(arena, sizeof(*word));

	if (!word)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to read a line");
	*word = lexer->words[lexer->count - 1];
	word->text = "";
	if (width)
		word->width = (uint32_t)width;
	lexer->pos = word->offset;
	lexer->line = word->line;
	skip_comment(lexer);
	start_command(lexer);
	(void)nssh_fail(err, -EINVAL, word, "%s", what);
	nssh_hint(err, "%s", hint);
	return -EINVAL;
}

/* Is the last word one that a shell would act upon? */
static bool is_operator(const struct nssh_lexer *lexer)
{
	static const char *const operators[] = { "|", "||", "|&",  "&",  "&&",  ">",  ">>",
						 "<", "<<", "<<<", "2>", "2>>", "&>", "2>&1" };
	const char *text = nssh_text_get(&lexer->bytes) + lexer->starts[lexer->count - 1];

	/* Every word of a long file comes here. */
	if (!*text || !strchr("|&<>2", *text) || lexer->words[lexer->count - 1].quoted)
		return false;
	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++) {
		if (strcmp(text, operators[i]) == 0)
			return true;
	}
	return false;
}

int nssh_lexer_next(struct nssh_lexer *lexer, struct nssh_arena *arena, struct nssh_words *ret,
		    struct nssh_error *err)
{
	start_command(lexer);
	for (;;) {
		bool variable;
		char c;
		int rc;

		skip_blanks(lexer);
		c = peek(lexer, 0);
		if (at_end(lexer) || c == '\n' || c == ';') {
			bool end = at_end(lexer);

			if (!end)
				(void)take(lexer);
			if (!end && !lexer->count)
				continue;
			rc = finish(lexer, arena, ret);
			return rc < 0 ? nssh_fail(err, rc, NULL, "no memory to read a line") : rc;
		}
		if (c == '#') {
			skip_comment(lexer);
			continue;
		}
		rc = add_word(lexer, &variable);
		if (rc < 0)
			return nssh_fail(err, rc, NULL, "no memory to read a line");
		if (rc == NSSH_OPEN_BACKSLASH)
			return fail_at_last(lexer, arena, 0, err, "nothing follows the backslash",
					    "write it twice for the character itself");
		if (rc != NSSH_OPEN_NOTHING)
			return fail_at_last(lexer, arena, 1, err, "the quote is not closed",
					    "close it, or put a backslash before it");
		if (variable)
			return fail_at_last(lexer, arena, 0, err, "there are no variables here",
					    "for the character itself write '$' in single quotes");
		if (is_operator(lexer))
			return fail_at_last(
				lexer, arena, 0, err,
				"there are no pipes, redirections and jobs here",
				"from your shell: `nssh ip addr | grep inet`; at the prompt: `!ip addr | "
				"grep inet`; for the character itself quote it");
	}
}

int nssh_lexer_partial(const struct nssh_source *source, struct nssh_arena *arena,
		       struct nssh_words *ret, struct nssh_word *ret_last, enum nssh_open *ret_open)
{
	struct nssh_lexer lexer;
	struct nssh_words all = { 0 };
	int rc = 0;

	nssh_lexer_init(&lexer, source);
	*ret_open = NSSH_OPEN_NOTHING;
	*ret_last = (struct nssh_word){
		.text = "",
		.source = source,
		.offset = (uint32_t)source->size,
		.line = 1,
	};
	for (;;) {
		bool variable;

		skip_blanks(&lexer);
		if (at_end(&lexer))
			break;
		if (peek(&lexer, 0) == '\n' || peek(&lexer, 0) == ';') {
			(void)take(&lexer);
			start_command(&lexer);
			continue;
		}
		if (peek(&lexer, 0) == '#') {
			skip_comment(&lexer);
			if (at_end(&lexer))
				*ret_open = NSSH_OPEN_COMMENT;
			continue;
		}
		rc = add_word(&lexer, &variable);
		if (rc < 0)
			break;
		*ret_open = (enum nssh_open)rc;
	}
	if (rc >= 0)
		rc = finish(&lexer, arena, &all);
	/* The cursor touches the last word: that is the one to complete. */
	if (rc > 0 && *ret_open != NSSH_OPEN_COMMENT) {
		const struct nssh_word *last = &all.at[all.count - 1];

		if (last->offset + last->width == source->size) {
			*ret_last = *last;
			all.count--;
		}
	}
	*ret = all;
	nssh_lexer_done(&lexer);
	return rc < 0 ? -ENOMEM : 0;
}

static bool is_bare(const char *word)
{
	static const char special[] = "'\"\\;#$`!{}*?<>|&() \t\r\n\v\f";

	if (!*word)
		return false;
	for (const char *p = word; *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f || strchr(special, *p))
			return false;
	}
	return true;
}

static bool has_control(const char *word)
{
	for (size_t i = 0, size = strlen(word); i < size;) {
		size_t n = nssh_utf8_length(word + i, size - i);

		if (!n || (unsigned char)word[i] < 0x20 || word[i] == 0x7f)
			return true;
		/* C1 controls */
		if (n == 2 && (unsigned char)word[i] == 0xc2 && (unsigned char)word[i + 1] < 0xa0)
			return true;
		i += n;
	}
	return false;
}

static void quote_ansi(struct nssh_text *to, const char *word)
{
	nssh_text_str(to, "$'");
	for (size_t i = 0, size = strlen(word); i < size;) {
		size_t n = nssh_utf8_length(word + i, size - i);
		unsigned char c = (unsigned char)word[i];

		if (c == '\'' || c == '\\')
			nssh_text_printf(to, "\\%c", c);
		else if (n > 1 && !(n == 2 && c == 0xc2 && (unsigned char)word[i + 1] < 0xa0))
			nssh_text_add(to, word + i, n);
		else if (n == 1 && c >= 0x20 && c != 0x7f)
			nssh_text_add(to, word + i, 1);
		else
			for (size_t k = 0; k < (n ? n : 1); k++)
				nssh_text_printf(to, "\\%03o", (unsigned char)word[i + k]);
		i += n ? n : 1;
	}
	nssh_text_str(to, "'");
}

void nssh_lexer_quote(struct nssh_text *to, const char *word)
{
	if (has_control(word)) {
		quote_ansi(to, word);
	} else if (is_bare(word)) {
		nssh_text_str(to, word);
	} else if (!strchr(word, '\'')) {
		nssh_text_printf(to, "'%s'", word);
	} else {
		quote_ansi(to, word);
	}
}
