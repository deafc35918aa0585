/* SPDX-License-Identifier: MIT */
/* The walk through one grammar: predictive, keywords before arguments, no going back. */
#ifndef NSSH_LANG_WALK_H
#define NSSH_LANG_WALK_H

#include "lang/matcher.h"

/**
 * enum nssh_level - how well a word fits the beginning of a node; higher is better
 */
enum nssh_level {
	NSSH_LEVEL_NOT,
	NSSH_LEVEL_BAD, /* an argument could stand there, but not with this word */
	NSSH_LEVEL_ARG,
	NSSH_LEVEL_SHORT,
	NSSH_LEVEL_KEYWORD,
};

/**
 * struct nssh_walk - a walk under way
 * @words, @pos: the words, and the next one to be read
 * @keyword: behind the last word that was read as a keyword
 * @expectation: when not NULL, the walk stops at the end of the words and notes what may follow
 */
struct nssh_walk {
	struct nssh_arena *arena;
	struct nssh_words words;
	size_t pos, keyword;
	struct nssh_match *match;
	struct nssh_expectation *expectation;
	struct nssh_error *err;
	const struct nssh_word *first;
	/* The value of the argument that was tried last, so that it is parsed once. */
	const struct nssh_node *tried;
	size_t tried_pos;
	int tried_rc;
	struct nssh_value tried_value;
};

/* Returned by a walk that noted what may follow and cannot go on without it. */
#define NSSH_WALK_STOPPED 1

/* Returned when a word does not fit, or one is missing; the caller says what was expected. */
#define NSSH_WALK_MISFIT 2

/* A member of an any-order group is there for the second time; @walk->first is its first word. */
#define NSSH_WALK_TWICE 3

/**
 * nssh_walk_all() - match all the words against a verb's grammar
 *
 * Return: 0, one of the above with @walk->pos at the word, or a negative errno with the error filled.
 */
int nssh_walk_all(struct nssh_walk *walk, const struct nssh_node *root);

/* As nssh_walk_level(), for a word whose first letter fits. */
enum nssh_level nssh_walk_level_of(struct nssh_walk *walk, const struct nssh_node *node);

/* How well the word at the walk's place fits the beginning of a node. */
static inline enum nssh_level nssh_walk_level(struct nssh_walk *walk, const struct nssh_node *node)
{
	return nssh_node_may_begin(node, &walk->words.at[walk->pos])
		       ? nssh_walk_level_of(walk, node)
		       : NSSH_LEVEL_NOT;
}

/* Note all that a node can begin with. */
void nssh_walk_expect(struct nssh_walk *walk, const struct nssh_node *node, uint32_t scope,
		      bool required);

#endif
