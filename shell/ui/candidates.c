/* SPDX-License-Identifier: MIT */
/* What could be written next, from the same walk that parses. */
#define _GNU_SOURCE
#include "ui/candidates.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/source.h"
#include "lang/command.h"
#include "lang/types/types.h"

/* A search under way. */
struct search {
	struct nssh_session *session;
	struct nssh_suggestions *list;
	struct nssh_arena *arena;
	struct nssh_words words;  /* finished ones, from the verb on */
	struct nssh_word partial; /* the one that the cursor is in */
	enum nssh_open open;
	bool help;
	size_t room;
	bool failed;
	bool any_value; /* something of the argument at hand was offered */
};

static void add(struct search *search, char *text, const char *help, bool literal, bool open)
{
	struct nssh_suggestions *list = search->list;
	char *copy = help ? strdup(help) : NULL;

	if (list->count == search->room) {
		size_t room = search->room ? 2 * search->room : 32;
		struct nssh_suggestion *items =
			text ? reallocarray(list->items, room, sizeof(*items)) : NULL;

		if (!items) {
			free(text);
			free(copy);
			search->failed = true;
			return;
		}
		list->items = items;
		search->room = room;
	}
	list->items[list->count++] = (struct nssh_suggestion){ text, copy, literal, open };
}

static bool has_prefix(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* A word as it must be typed: in the quote that is open already, or in one that it needs. */
static char *as_typed(const struct search *search, const char *word, bool open)
{
	struct nssh_text text = { 0 };

	switch (search->open) {
	case NSSH_OPEN_SINGLE:
		nssh_text_printf(&text, "'%s%s", word, open ? "" : "'");
		break;
	case NSSH_OPEN_DOUBLE:
		nssh_text_printf(&text, "\"%s%s", word, open ? "" : "\"");
		break;
	default:
		nssh_lexer_quote(&text, word);
		break;
	}
	return text.bytes;
}

static void offer_word(struct search *search, const char *word, const char *help)
{
	size_t size = strlen(word);
	bool open = size && (word[size - 1] == '/' || word[size - 1] == ':');

	if (!has_prefix(word, search->partial.text))
		return;
	search->any_value = true;
	add(search, as_typed(search, word, open), help, true, open);
}

/* A request of a type, with the search behind it. */
struct request {
	struct nssh_complete complete;
	struct search *search;
	const char *help;
};

static void offer(const struct nssh_complete *complete, const char *text, const char *help)
{
	const struct request *request = (const struct request *)(const void *)complete;

	offer_word(request->search, text, help ? help : request->help);
}

static const struct nssh_type *file_type(void)
{
	for (size_t i = 0; nssh_builtin_types[i]; i++) {
		if (strcmp(nssh_builtin_types[i]->name, "file") == 0)
			return nssh_builtin_types[i];
	}
	return NULL;
}

static void complete_value(struct search *search, const struct nssh_front *front,
			   const struct nssh_type *type, const struct nssh_arg *row,
			   const void *args)
{
	struct nssh_cmd cmd = {
		.session = search->session,
		.arena = search->arena,
		.words = search->words,
		.options = &front->options,
		.args = args,
		.ns = nssh_line_ns(search->session, front),
	};
	struct request request = {
		.complete = { .cmd = &cmd,
			      .arg = row,
			      .prefix = search->partial.text,
			      .args = args,
			      .offer = offer },
		.search = search,
	};

	if (row && row->complete)
		row->complete(&request.complete);
	else if (type && type->complete)
		type->complete(&request.complete);
}

/* The line of help that stands for values which cannot be listed. */
static void explain_value(struct search *search, const struct nssh_node *node)
{
	char help[256];

	(void)snprintf(help, sizeof(help), "%s (%s)", node->row->help, node->type->help);
	add(search, strdup(node->text), help, false, false);
}

static void add_value(struct search *search, const struct nssh_front *front,
		      const struct nssh_expectation *e, const struct nssh_expected *item)
{
	const struct nssh_node *node = item->node;
	const void *args = NULL;

	if (item->scope != NSSH_NO_SCOPE && e->match.verb)
		args = nssh_match_args(&e->match, item->scope, search->arena);
	search->any_value = false;
	if (item->again && !node->row->complete)
		complete_value(search, front, file_type(), NULL, args);
	else
		complete_value(search, front, node->type, node->row, args);
	if (search->help && !search->any_value && !*search->partial.text)
		explain_value(search, node);
}

static void add_keyword(struct search *search, const struct nssh_node *node)
{
	const char *also = node->also;

	if (has_prefix(node->text, search->partial.text)) {
		offer_word(search, node->text, nssh_keyword_help(node));
		return;
	}
	/* Another spelling is offered to who has begun to write it. */
	while (also && *also) {
		size_t n = strcspn(also, " ");
		char *word = strndup(also, n);

		if (word && *search->partial.text && has_prefix(word, search->partial.text))
			offer_word(search, word, nssh_keyword_help(node));
		free(word);
		also += n + (also[n] == ' ');
	}
}

/* An option is offered once its dash is there. */
static void offer_option(const char *option, const char *help, void *arg)
{
	struct search *search = arg;

	if (search->partial.text[0] == '-')
		offer_word(search, option, help);
}

static void add_front(struct search *search, const struct nssh_front *front)
{
	static const char *const types[] = {
		[NSSH_FRONT_NETNS] = "netns",
		[NSSH_FRONT_FILE] = "file",
	};
	const char *type = front->wants <= NSSH_FRONT_FILE ? types[front->wants] : NULL;

	if (front->wants == NSSH_FRONT_FAMILY) {
		offer_word(search, "inet", "IPv4");
		offer_word(search, "inet6", "IPv6");
		offer_word(search, "link", "links");
		offer_word(search, "bridge", "bridges");
	}
	for (size_t i = 0; type && nssh_builtin_types[i]; i++) {
		if (strcmp(nssh_builtin_types[i]->name, type) == 0)
			complete_value(search, front, nssh_builtin_types[i], NULL, NULL);
	}
}

static void add_expected(struct search *search, const struct nssh_front *front)
{
	struct nssh_expectation e;
	struct nssh_error err = NSSH_ERROR_INIT;

	if (nssh_expect(nssh_session_registry(search->session), &search->words, true, search->arena,
			&e, &err) < 0) {
		search->failed = true;
		return;
	}
	if (err.code)
		(void)snprintf(search->list->problem, sizeof(search->list->problem), "%s%s%s",
			       err.what, err.why[0] ? ": " : "", err.why);
	search->list->may_end = e.may_end;
	for (size_t i = 0; i < e.count; i++) {
		if (e.items[i].node->kind == NSSH_NODE_KEYWORD)
			add_keyword(search, e.items[i].node);
		else if (e.items[i].node->kind == NSSH_NODE_ARG)
			add_value(search, front, &e, &e.items[i]);
	}
}

static void run_search(struct search *search, const struct nssh_words *words)
{
	struct nssh_front front;
	struct nssh_error err = NSSH_ERROR_INIT;

	if (nssh_front_read(words, &front, &err) < 0) {
		(void)snprintf(search->list->problem, sizeof(search->list->problem), "%s",
			       err.what);
		return;
	}
	if (front.wants != NSSH_FRONT_NONE) {
		add_front(search, &front);
		return;
	}
	if (front.special != NSSH_FRONT_VERB)
		return;
	search->words = (struct nssh_words){ words->at + front.first, words->count - front.first };
	if (!search->words.count)
		nssh_front_each(offer_option, search);
	if (!search->words.count && !front.ip)
		offer_word(search, "ip", "iproute2's own words, with its options");
	/* `netns exec NS ip` is read natively, whatever the verb's grammar says of programs. */
	if (words->count - front.first == 3 && strcmp(words->at[front.first].text, "netns") == 0)
		offer_word(search, "ip", "iproute2's own words, run natively there");
	add_expected(search, &front);
}

static int by_text(const void *a, const void *b)
{
	const struct nssh_suggestion *x = a, *y = b;

	/* Lines of help stand before what can be inserted. */
	if (x->literal != y->literal)
		return x->literal ? 1 : -1;
	return strcmp(x->text, y->text);
}

static void free_item(struct nssh_suggestion *item)
{
	free(item->text);
	free(item->help);
}

static void sort_unique(struct nssh_suggestions *list)
{
	size_t kept = 0;

	if (!list->count)
		return;
	qsort(list->items, list->count, sizeof(*list->items), by_text);
	for (size_t i = 0; i < list->count; i++) {
		if (kept && strcmp(list->items[kept - 1].text, list->items[i].text) == 0)
			free_item(&list->items[i]);
		else
			list->items[kept++] = list->items[i];
	}
	list->count = kept;
}

int nssh_suggest(struct nssh_session *session, const char *line, size_t cursor, bool help,
		 struct nssh_suggestions *ret)
{
	struct search search = { .session = session, .list = ret, .help = help };
	struct nssh_source *source = nssh_source_new(NULL, line, cursor);
	struct nssh_words words;
	int rc = -ENOMEM;

	memset(ret, 0, sizeof(*ret));
	search.arena = nssh_arena_new();
	if (source && search.arena)
		rc = nssh_lexer_partial(source, search.arena, &words, &search.partial,
					&search.open);
	if (rc == 0) {
		ret->start = search.partial.offset;
		if (search.open != NSSH_OPEN_COMMENT && search.open != NSSH_OPEN_BACKSLASH)
			run_search(&search, &words);
		sort_unique(ret);
	}
	nssh_arena_free(search.arena);
	nssh_source_free(source);
	if (rc < 0 || search.failed) {
		nssh_suggestions_done(ret);
		return -ENOMEM;
	}
	return 0;
}

void nssh_suggestions_done(struct nssh_suggestions *list)
{
	for (size_t i = 0; i < list->count; i++)
		free_item(&list->items[i]);
	free(list->items);
	memset(list, 0, sizeof(*list));
}

bool nssh_line_unfinished(const char *text, size_t size)
{
	struct nssh_source *source = nssh_source_new(NULL, text, size);
	struct nssh_arena *arena = nssh_arena_new();
	struct nssh_words words;
	struct nssh_word last;
	enum nssh_open open = NSSH_OPEN_NOTHING;
	bool unfinished = false;

	/* A continued line ends in a backslash, which the lexer would take with the newline. */
	if (source && arena && nssh_lexer_partial(source, arena, &words, &last, &open) == 0)
		unfinished = open != NSSH_OPEN_NOTHING && open != NSSH_OPEN_COMMENT;
	nssh_arena_free(arena);
	nssh_source_free(source);
	return unfinished;
}
