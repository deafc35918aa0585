/* SPDX-License-Identifier: MIT */
/* Grammar strings, compiled: the tree that parsing, completion and help all walk. */
#ifndef NSSH_PLUGIN_GRAMMAR_H
#define NSSH_PLUGIN_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nssh/plugin.h>

#include "base/arena.h"

struct nssh_rule_entry;

enum nssh_node_kind {
	NSSH_NODE_KEYWORD,
	NSSH_NODE_ARG,
	NSSH_NODE_RULE,
	NSSH_NODE_SEQUENCE,
	NSSH_NODE_ONE,      /* { a | b } */
	NSSH_NODE_OPTIONAL, /* [ a ], one kid */
	NSSH_NODE_ANY,      /* { a | b }*: any of them, in any order */
	NSSH_NODE_ALL,      /* { a & b }: all of them, in any order */
};

struct nssh_node;

/* What an any-order group may have once, without the brackets around it. */
struct nssh_member {
	const struct nssh_node *node;
	bool required; /* unless it is nullable by itself */
};

/**
 * struct nssh_node - a piece of a grammar
 * @text: keyword, name of the argument, or name of the rule
 * @row:  of an argument or a rule: its row; of a keyword: its own or that of its argument, or NULL
 * @shared: of a keyword: the plugin's entry for it, or NULL
 * @help: of a keyword: its help when neither of those has any
 * @also, @min: of a keyword: its other spellings, separated by spaces, or NULL; and its shortest
 *         abbreviation, or 0
 * @initials: see nssh_node_may_begin()
 * @type: of an argument
 * @rule: of a rule
 * @rest: of an argument: it takes all that is left
 * @kids, @count: of the others
 * @members, @nmembers: of an any-order group: its own and those of the groups inside it
 */
struct nssh_node {
	enum nssh_node_kind kind;
	const char *text;
	const struct nssh_arg *row;
	const struct nssh_keyword *shared;
	const char *help;
	const char *also;
	unsigned int min;
	uint32_t initials;
	const struct nssh_type *type;
	struct nssh_rule_entry *rule;
	bool rest;
	const struct nssh_node **kids;
	size_t count;
	struct nssh_member *members;
	size_t nmembers;
};

/**
 * struct nssh_grammar_context - what names in a grammar mean
 * @type, @rule: find one by name; NULL when there is none
 * @keywords: the plugin's shared keywords, or NULL
 * @help: what the verb or extension is for; serves its last leading keyword too
 */
struct nssh_grammar_context {
	const struct nssh_type *(*type)(void *data, const char *name);
	struct nssh_rule_entry *(*rule)(void *data, const char *name);
	void *data;
	const struct nssh_keyword *keywords;
	const char *help;
	struct nssh_arena *arena;
};

/**
 * nssh_grammar_compile() - a grammar string and its argument table as a tree in the arena
 *
 * Return: 0, or a negative errno with @err filled: what in the grammar or in the table is wrong.
 */
int nssh_grammar_compile(const struct nssh_grammar_context *ctx, const char *grammar,
			 const struct nssh_arg *args, const struct nssh_node **ret_root,
			 struct nssh_error *err);

/**
 * enum nssh_fit - how well a word fits a keyword
 */
enum nssh_fit {
	NSSH_FIT_NOT,
	NSSH_FIT_SHORT, /* an abbreviation that is iproute2's */
	NSSH_FIT_EXACT, /* the word, or another spelling of it */
};

enum nssh_fit nssh_keyword_fit(const struct nssh_node *keyword, const struct nssh_word *word);

/* One line of help on a keyword, or NULL. */
const char *nssh_keyword_help(const struct nssh_node *keyword);

/* What a verb or an extension begins with. */
const struct nssh_node *nssh_node_head(const struct nssh_node *root);

/* Can it be left out? */
bool nssh_node_nullable(const struct nssh_node *node);

/**
 * nssh_initial() - the first byte of a word as a set with one member
 *
 * Bytes share bits, so what is not in a set of them is certain, and what is in it is not.
 */
static inline uint32_t nssh_initial(const char *text)
{
	return UINT32_C(1) << (*text & 31);
}

/* Can a word fit the beginning of a node? Most words fail at their first letter. */
static inline bool nssh_node_may_begin(const struct nssh_node *node, const struct nssh_word *word)
{
	return node->initials & nssh_initial(word->text);
}

#endif
