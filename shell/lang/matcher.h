/* SPDX-License-Identifier: MIT */
/*
 * The matcher: words to a bound command, by the verbs' grammars. It is pure: parsing, checking,
 * completion and `?` all walk the same way, and none of them can change the system.
 */
#ifndef NSSH_LANG_MATCHER_H
#define NSSH_LANG_MATCHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "lang/lexer.h"
#include "plugin/registry.h"

/* One value that a row got. */
struct nssh_bound {
	const struct nssh_arg *row;
	uint32_t scope;
	struct nssh_value value;
};

/* Where values go: the verb's args struct (scope 0), or that of an extension inside it. */
struct nssh_scope {
	const struct nssh_extension *ext;
	const struct nssh_arg *row; /* the rule's row in the parent */
	uint32_t parent;
	const struct nssh_word *word; /* the first word that went into it */
};

/**
 * struct nssh_match - a verb with its values; everything lives in the arena
 */
struct nssh_match {
	const struct nssh_verb_entry *verb;
	struct nssh_bound *bound;
	size_t nbound, bound_room;
	struct nssh_scope *scopes;
	size_t nscopes, scope_room;
};

/**
 * nssh_match() - find the verb of a command and bind its words
 * @words: from the verb on
 * @prompt: any unique prefix of a verb's words will do
 *
 * Return: 0, or a negative errno with @err filled (its word, what was expected there, a suggestion).
 */
int nssh_match(const struct nssh_registry *registry, const struct nssh_words *words, bool prompt,
	       struct nssh_arena *arena, struct nssh_match *ret, struct nssh_error *err);

/**
 * nssh_match_args() - the args struct of a scope, filled with what is bound
 *
 * Return: zeroed but for the values; NULL without memory.
 */
void *nssh_match_args(const struct nssh_match *match, uint32_t scope, struct nssh_arena *arena);

/* No scope: a rule that has not been entered yet. */
#define NSSH_NO_SCOPE UINT32_MAX

/**
 * struct nssh_expected - something that may come next
 * @node:  a keyword, an argument, or a rule without extensions
 * @scope: where its value would go, or NSSH_NO_SCOPE
 * @required: the command is not complete without it
 * @again: an argument with `...` that has a word already
 */
struct nssh_expected {
	const struct nssh_node *node;
	uint32_t scope;
	bool required;
	bool again;
};

/**
 * struct nssh_expectation - all that may come next
 * @may_end: the command is complete as it is
 * @match:   what is bound so far
 */
struct nssh_expectation {
	struct nssh_expected *items;
	size_t count, room;
	bool may_end;
	struct nssh_match match;
};

/**
 * nssh_expect() - what may stand behind these words
 *
 * Return: 0, also when the words are wrong: then there is nothing in @ret and @err says why.
 */
int nssh_expect(const struct nssh_registry *registry, const struct nssh_words *words, bool prompt,
		struct nssh_arena *arena, struct nssh_expectation *ret, struct nssh_error *err);

#endif
