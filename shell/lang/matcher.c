/* SPDX-License-Identifier: MIT */
/* Which verb it is, and what to say when it is none. */
#include "lang/matcher.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "lang/walk.h"
#include <nssh/suggest.h>

/* Verbs that begin with the same words: `link property add`, `link property del` ... */
#define MAX_VERBS 32

struct choice {
	const struct nssh_verb_entry *verbs[MAX_VERBS];
	size_t count;
};

static bool is_prefix(const char *text, const struct nssh_word *word)
{
	size_t size = strlen(word->text);

	return size && !word->quoted && strncmp(text, word->text, size) == 0;
}

static void add_verb(struct choice *choice, const struct nssh_verb_entry *verb)
{
	if (choice->count < MAX_VERBS)
		choice->verbs[choice->count++] = verb;
}

static void with_head(const struct nssh_head_entry *head, struct choice *choice)
{
	for (const struct nssh_verb_entry *verb = head->verbs; verb; verb = verb->next)
		add_verb(choice, verb);
}

/* The first keyword that fits best; at the prompt also by a prefix that only one has. */
static const struct nssh_head_entry *find_head(const struct nssh_registry *registry,
					       const struct nssh_word *word, bool prompt)
{
	size_t count;
	const struct nssh_head_entry *heads = nssh_registry_heads(registry, &count), *found = NULL;
	bool unique = true;

	for (size_t i = 0; i < count; i++) {
		enum nssh_fit fit;

		if (!nssh_node_may_begin(heads[i].keyword, word))
			continue;
		fit = nssh_keyword_fit(heads[i].keyword, word);
		if (fit == NSSH_FIT_EXACT)
			return &heads[i];
		if (fit == NSSH_FIT_SHORT && !found)
			found = &heads[i];
	}
	if (found || !prompt)
		return found;
	for (size_t i = 0; i < count; i++) {
		if (!is_prefix(heads[i].keyword->text, word))
			continue;
		unique = unique && (!found || found->verbs == heads[i].verbs);
		found = &heads[i];
	}
	return unique ? found : NULL;
}

/* The piece of a verb's grammar at @depth, counted in leading pieces; NULL behind the last. */
static const struct nssh_node *piece(const struct nssh_verb_entry *verb, size_t depth)
{
	if (verb->root->kind != NSSH_NODE_SEQUENCE)
		return depth == 0 ? verb->root : NULL;
	return depth < verb->root->count ? verb->root->kids[depth] : NULL;
}

/* Keep the verbs that the word at @depth fits best. Return: how well. */
static enum nssh_level narrow(struct nssh_walk *walk, struct choice *choice, size_t depth)
{
	enum nssh_level levels[MAX_VERBS], best = NSSH_LEVEL_NOT;
	size_t kept = 0;

	walk->pos = depth;
	for (size_t i = 0; i < choice->count; i++) {
		const struct nssh_node *node = piece(choice->verbs[i], depth);

		levels[i] = node ? nssh_walk_level(walk, node) : NSSH_LEVEL_NOT;
		best = levels[i] > best ? levels[i] : best;
	}
	if (best == NSSH_LEVEL_NOT)
		return best;
	for (size_t i = 0; i < choice->count; i++) {
		if (levels[i] == best)
			choice->verbs[kept++] = choice->verbs[i];
	}
	choice->count = kept;
	return best;
}

/* At the prompt: the word at @depth as the only possible prefix of a keyword there. */
static bool narrow_by_prefix(struct choice *choice, const struct nssh_word *word, size_t depth)
{
	const struct nssh_verb_entry *found = NULL;

	for (size_t i = 0; i < choice->count; i++) {
		const struct nssh_node *node = piece(choice->verbs[i], depth);

		if (!node || node->kind != NSSH_NODE_KEYWORD || !is_prefix(node->text, word))
			continue;
		if (found)
			return false;
		found = choice->verbs[i];
	}
	if (found)
		*choice = (struct choice){ .verbs = { found }, .count = 1 };
	return found != NULL;
}

static bool may_end_at(const struct nssh_verb_entry *verb, size_t depth)
{
	const struct nssh_node *node;

	while ((node = piece(verb, depth))) {
		if (!nssh_node_nullable(node))
			return false;
		depth++;
	}
	return true;
}

/*
 * Narrow the verbs with this head down to one, word by word. @ret_depth: how many words agreed with
 * all that are left.
 */
static void choose(struct nssh_walk *walk, struct choice *choice, bool prompt, size_t *ret_depth)
{
	size_t depth = 1;

	for (; choice->count > 1 && depth < walk->words.count; depth++) {
		enum nssh_level level = narrow(walk, choice, depth);

		if (level == NSSH_LEVEL_NOT &&
		    !(prompt && narrow_by_prefix(choice, &walk->words.at[depth], depth)))
			break;
	}
	*ret_depth = depth;
	if (choice->count <= 1 || depth < walk->words.count)
		return;
	/* All words are used up: the one that may end here is it (`addr` alone shows). */
	for (size_t i = 0; i < choice->count; i++) {
		if (may_end_at(choice->verbs[i], depth)) {
			*choice = (struct choice){ .verbs = { choice->verbs[i] }, .count = 1 };
			return;
		}
	}
}

/* All that could stand at @depth, for the verbs that are left. */
static void expect_choice(struct nssh_walk *walk, const struct choice *choice, size_t depth)
{
	for (size_t i = 0; i < choice->count; i++) {
		const struct nssh_node *node = piece(choice->verbs[i], depth);

		if (node)
			nssh_walk_expect(walk, node, NSSH_NO_SCOPE, !nssh_node_nullable(node));
		if (may_end_at(choice->verbs[i], depth))
			walk->expectation->may_end = true;
	}
}

static int walk_verb(struct nssh_walk *walk, const struct nssh_verb_entry *verb, bool prompt)
{
	struct nssh_words words = walk->words;
	struct nssh_word *copy;

	walk->pos = 0;
	walk->tried = NULL;
	walk->match->verb = verb;
	/* A prefix that only the prompt takes is written out, so that the walk knows nothing of it. */
	if (prompt) {
		copy = nssh_arena_alloc(walk->arena, words.count * sizeof(*copy));
		if (!copy)
			return nssh_fail(walk->err, -ENOMEM, NULL, "no memory to read a line");
		memcpy(copy, words.at, words.count * sizeof(*copy));
		for (size_t i = 0; i < words.count; i++) {
			const struct nssh_node *node = piece(verb, i);

			if (!node || node->kind != NSSH_NODE_KEYWORD)
				break;
			if (nssh_keyword_fit(node, &copy[i]) == NSSH_FIT_NOT &&
			    is_prefix(node->text, &copy[i]))
				copy[i].text = node->text;
		}
		walk->words.at = copy;
	}
	return nssh_walk_all(walk, verb->root);
}

static int expect_heads(const struct nssh_registry *registry, struct nssh_walk *walk)
{
	size_t count;
	struct nssh_verb_entry *const *verbs = nssh_registry_verbs(registry, &count);

	for (size_t i = 0; i < count; i++) {
		if (!(verbs[i]->verb->flags & NSSH_HIDDEN))
			nssh_walk_expect(walk, nssh_verb_head(verbs[i]), NSSH_NO_SCOPE, true);
	}
	return 0;
}

/* The walk to the end of all words, for whichever verb it is. */
static int run_walk(const struct nssh_registry *registry, struct nssh_walk *walk, bool prompt,
		    struct choice *ret_choice, size_t *ret_depth)
{
	const struct nssh_head_entry *head;

	ret_choice->count = 0;
	*ret_depth = 0;
	if (!walk->words.count)
		return walk->expectation ? expect_heads(registry, walk) : NSSH_WALK_MISFIT;
	head = find_head(registry, &walk->words.at[0], prompt);
	if (!head)
		return NSSH_WALK_MISFIT;
	with_head(head, ret_choice);
	choose(walk, ret_choice, prompt, ret_depth);
	/* While completing, more verbs may be possible than the one that could end here. */
	if (walk->expectation && *ret_depth >= walk->words.count && *ret_depth == 1) {
		struct choice all = { .count = 0 };

		with_head(head, &all);
		if (all.count > 1) {
			walk->match->verb = NULL;
			expect_choice(walk, &all, 1);
			return 0;
		}
	}
	walk->pos = *ret_depth;
	if (ret_choice->count == 1)
		return walk_verb(walk, ret_choice->verbs[0], prompt);
	if (walk->expectation && *ret_depth >= walk->words.count) {
		expect_choice(walk, ret_choice, *ret_depth);
		return 0;
	}
	return NSSH_WALK_MISFIT;
}

int nssh_expect(const struct nssh_registry *registry, const struct nssh_words *words, bool prompt,
		struct nssh_arena *arena, struct nssh_expectation *ret, struct nssh_error *err)
{
	struct nssh_walk walk = {
		.arena = arena,
		.words = *words,
		.match = &ret->match,
		.expectation = ret,
		.err = err,
	};
	struct choice choice;
	size_t depth;
	int rc;

	memset(ret, 0, sizeof(*ret));
	(void)nssh_registry_load_all(registry);
	rc = run_walk(registry, &walk, prompt, &choice, &depth);
	if (rc == NSSH_WALK_MISFIT || rc == NSSH_WALK_TWICE) {
		(void)nssh_match(registry, words, prompt, arena, &ret->match, err);
		ret->count = 0;
	} else if (rc < 0) {
		ret->count = 0;
	}
	return rc == -ENOMEM ? rc : 0;
}

/* More would hide what matters. */
#define SHOWN_EXPECTED 8

/* "dev LINK", "PREFIX", "up": how the usage line writes it. */
static const char *expected_name(const struct nssh_expected *item)
{
	const struct nssh_node *node = item->node;

	if (node->kind == NSSH_NODE_KEYWORD && node->row &&
	    strncmp(node->row->name, node->text, strlen(node->text)) == 0)
		return node->row->name;
	return node->text;
}

static bool listed_before(const struct nssh_expectation *e, size_t index)
{
	for (size_t i = 0; i < index; i++) {
		if (strcmp(expected_name(&e->items[i]), expected_name(&e->items[index])) == 0)
			return true;
	}
	return false;
}

/* Those that are required, or those that are not, as far as there is room. */
static void list_some(const struct nssh_expectation *e, bool required, size_t *listed,
		      struct nssh_text *text)
{
	for (size_t i = 0; i < e->count && *listed <= SHOWN_EXPECTED; i++) {
		if (e->items[i].required != required || listed_before(e, i))
			continue;
		if (*listed == SHOWN_EXPECTED)
			nssh_text_str(text, " ...");
		else
			nssh_text_printf(text, "%s%s", *listed ? ", " : "",
					 expected_name(&e->items[i]));
		++*listed;
	}
}

/*
 * What would have been right: the required things, and some of the others where the line may also end,
 * since it is then another verb that requires them.
 */
static void list_expected(const struct nssh_expectation *e, struct nssh_text *text)
{
	size_t listed = 0;
	bool required;

	list_some(e, true, &listed, text);
	required = listed > 0;
	if (!required || e->may_end)
		list_some(e, false, &listed, text);
	if (!listed || (e->may_end && !required))
		nssh_text_str(text, listed ? ", or the end of the line" : "the end of the line");
}

static const char *nearest(const struct nssh_expectation *e, const char *word)
{
	struct nssh_nearest search = { .word = word };

	for (size_t i = 0; i < e->count; i++) {
		const struct nssh_node *node = e->items[i].node;

		if (node->kind == NSSH_NODE_KEYWORD)
			nssh_nearest_try(&search, node->text);
	}
	return search.best;
}

/* What may stand at the walk's place. */
static void expect_at(const struct nssh_registry *registry, const struct nssh_walk *walk,
		      bool prompt, struct nssh_expectation *ret)
{
	struct nssh_walk again = {
		.arena = walk->arena,
		.words = { walk->words.at, walk->pos },
		.match = &ret->match,
		.expectation = ret,
	};
	struct choice choice;
	size_t depth;

	(void)run_walk(registry, &again, prompt, &choice, &depth);
}

/* The verb's own words are two at most. Flags have nothing behind them, so nothing is missing there. */
static enum nssh_error_kind kind_of(const struct nssh_walk *walk, int rc)
{
	bool wants = walk->keyword > 2 && walk->keyword == walk->pos;

	if (rc == NSSH_WALK_TWICE)
		return NSSH_ERROR_TWICE;
	if (walk->pos >= walk->words.count)
		return wants ? NSSH_ERROR_NO_VALUE : NSSH_ERROR_MISSING;
	return wants ? NSSH_ERROR_CHOICE : NSSH_ERROR_UNEXPECTED;
}

/* Say what is wrong at the walk's place, now that it is known that something is. */
static void tell_misfit(const struct nssh_registry *registry, const struct nssh_walk *walk,
			bool prompt, int rc)
{
	const struct nssh_word *word = &walk->words.at[walk->pos];
	struct nssh_error *err = walk->err;
	struct nssh_expectation e = { 0 };
	struct nssh_text text = { 0 };
	const char *near = NULL;

	if (rc == NSSH_WALK_TWICE) {
		if (strcmp(word->text, walk->first->text) == 0)
			(void)nssh_fail(err, -EINVAL, word, "\"%s\" is given twice", word->text);
		else
			(void)nssh_fail(err, -EINVAL, word, "\"%s\" does not go with \"%s\"",
					word->text, walk->first->text);
		return;
	}
	expect_at(registry, walk, prompt, &e);
	list_expected(&e, &text);
	if (walk->pos >= walk->words.count) {
		word = walk->words.count ? &walk->words.at[walk->words.count - 1] : NULL;
		(void)nssh_fail(err, -EINVAL, word, "something is missing behind \"%s\": %s",
				word ? word->text : "", nssh_text_get(&text));
	} else {
		near = nearest(&e, word->text);
		if (walk->pos == 0)
			(void)nssh_fail(err, -EINVAL, word, "unknown command \"%s\"", word->text);
		else
			(void)nssh_fail(err, -EINVAL, word, "unexpected word \"%s\"", word->text);
		if (walk->pos > 0)
			nssh_why(err, "expected %s", nssh_text_get(&text));
		if (near)
			nssh_hint(err, "did you mean \"%s\"?", near);
	}
	nssh_text_done(&text);
	if (walk->pos == 0)
		nssh_hint(err, "`help` lists the commands");
	else if (walk->match->verb)
		nssh_hint(err, "usage: %s", walk->match->verb->verb->grammar);
}

static int misfit(const struct nssh_registry *registry, const struct nssh_walk *walk, bool prompt,
		  int rc)
{
	if (walk->err) {
		tell_misfit(registry, walk, prompt, rc);
		nssh_kind(walk->err, kind_of(walk, rc));
	}
	return -EINVAL;
}

/* An argument that does not read as one may be a misspelt keyword. */
static void hint_keyword(const struct nssh_registry *registry, struct nssh_walk *walk, bool prompt)
{
	const struct nssh_word *word = walk->err ? walk->err->word : NULL;
	struct nssh_expectation e = { 0 };
	const char *near;

	if (!word || walk->pos >= walk->words.count || word != &walk->words.at[walk->pos])
		return;
	expect_at(registry, walk, prompt, &e);
	near = nearest(&e, word->text);
	if (near) {
		walk->err->hint[0] = '\0';
		nssh_hint(walk->err, "did you mean \"%s\"?", near);
	}
}

int nssh_match(const struct nssh_registry *registry, const struct nssh_words *words, bool prompt,
	       struct nssh_arena *arena, struct nssh_match *ret, struct nssh_error *err)
{
	struct nssh_walk walk = { .arena = arena, .words = *words, .match = ret, .err = err };
	struct choice choice;
	size_t depth;
	int rc;

	memset(ret, 0, sizeof(*ret));
	rc = run_walk(registry, &walk, prompt, &choice, &depth);
	/* What does not fit the verbs that are loaded may fit one that is not. */
	if (rc != 0 && rc != -ENOMEM && nssh_registry_load_all(registry)) {
		nssh_error_clear(err);
		return nssh_match(registry, words, prompt, arena, ret, err);
	}
	if (rc > 0)
		return misfit(registry, &walk, prompt, rc);
	if (rc < 0 && rc != -ENOMEM)
		hint_keyword(registry, &walk, prompt);
	return rc;
}

static size_t args_size(const struct nssh_match *match, uint32_t scope)
{
	if (scope == 0)
		return match->verb ? match->verb->verb->args_size : 0;
	return match->scopes[scope].ext->args_size;
}

static struct nssh_value *slot(void *args, size_t size, const struct nssh_arg *row)
{
	size_t at = row->offset - 1;

	if (row->offset == NSSH_UNSTORED || at + sizeof(struct nssh_value) > size)
		return NULL;
	return (struct nssh_value *)(void *)((char *)args + at);
}

void *nssh_match_args(const struct nssh_match *match, uint32_t scope, struct nssh_arena *arena)
{
	size_t size = args_size(match, scope);
	void *args = nssh_arena_alloc(arena, size ? size : 1);

	if (!args)
		return NULL;
	for (size_t i = 0; i < match->nbound; i++) {
		const struct nssh_bound *bound = &match->bound[i];
		struct nssh_value *value;

		if (bound->scope != scope)
			continue;
		value = slot(args, size, bound->row);
		if (value)
			*value = bound->value;
	}
	for (uint32_t i = 1; i < match->nscopes; i++) {
		const struct nssh_scope *inner = &match->scopes[i];
		struct nssh_value *value;

		if (inner->parent != scope)
			continue;
		value = slot(args, size, inner->row);
		if (!value)
			continue;
		value->word = inner->word;
		value->count = 1;
		value->sub.ext = inner->ext;
		value->sub.args = nssh_match_args(match, i, arena);
		if (!value->sub.args)
			return NULL;
	}
	return args;
}
