/* SPDX-License-Identifier: MIT */
/*
 * What a plugin is: one exported descriptor with its verbs, rules, extensions and types.
 *
 * A plugin is a shared object that exports the symbol `nssh_plugin`. The smallest one:
 *
 *	#include <nssh/plugin.h>
 *
 *	static int hello_run(struct nssh_cmd *cmd, struct nssh_error *err)
 *	{
 *		(void)err;
 *		nssh_out_text(nssh_cmd_out(cmd), "hello\n");
 *		return 0;
 *	}
 *
 *	static const struct nssh_verb hello = {
 *		.grammar = "hello",
 *		.effect = NSSH_READS,
 *		.help = "say hello",
 *		.run = hello_run,
 *	};
 *
 *	static const struct nssh_verb *const verbs[] = { &hello, NULL };
 *
 *	NSSH_PLUGIN(.name = "hello", .version = "1", .summary = "an example", .verbs = verbs);
 *
 * The notation of a grammar string
 * --------------------------------
 * It is the notation of iproute2's own usage text; the string itself is what the user is shown.
 *
 *	word		a keyword: anything that does not begin with a capital letter
 *	NAME		an argument; the row of the argument table says its type. Written directly
 *			behind a keyword, the two share one row, named "keyword NAME".
 *	NAME...		an argument that takes all the words that are left, at least one
 *	[ a ]		may be left out
 *	{ a | b }	one of them
 *	{ a | b }*	any of them, in any order, each at most once
 *	{ a & b }	all of them, in any order; members in [ ] may be left out, and a { }* or a
 *			rule that is one lends its members
 *	<rule>		whatever extensions of that rule there are, one of them; its row is "<rule>"
 *
 * A verb's grammar begins with at least one keyword. Keywords come before arguments: where a word
 * could be both, it is the keyword, as in iproute2 (write `dev up` for a link called `up`).
 */
#ifndef NSSH_PLUGIN_H
#define NSSH_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#include <nssh/command.h>
#include <nssh/error.h>
#include <nssh/output.h>
#include <nssh/value.h>

/*
 * The version of everything in these headers. The low 16 bits count additions, the high ones count
 * changes that break. A plugin loads when its high part is the program's and its low part is not
 * above it.
 */
#define NSSH_ABI 0x00020001u

struct nssh_arena;
struct nssh_option;
struct nssh_type;

/**
 * struct nssh_candidate - one thing that could be written next
 * @text: the word, unquoted
 * @help: what it is, one line, or NULL
 */
struct nssh_candidate {
	const char *text;
	const char *help;
};

/**
 * struct nssh_complete - a request for candidates
 * @prefix: what is there of the word so far; candidates that do not begin so are dropped for you
 * @arg:    the row of the argument; NULL when there is none
 * @args:   the args struct of the verb or extension, filled as far as the line goes
 * @offer:  call it for each candidate, with this very request, not a copy; it copies both strings
 *
 * Functions that complete must not change anything, print anything, or run long. What they cannot
 * find out they leave out.
 */
struct nssh_complete {
	struct nssh_cmd *cmd;
	const char *prefix;
	const struct nssh_arg *arg;
	const void *args;
	void (*offer)(const struct nssh_complete *req, const char *text, const char *help);
};

/**
 * struct nssh_arg - a row of an argument table: an argument, or a keyword that is a flag
 * @name:   as in the grammar: "PREFIX", "dev LINK", "nodad", "<kind>"
 * @type:   the type's name; NULL for a flag and for a rule
 * @help:   one line for the user, no full stop
 * @offset: where in the args struct its struct nssh_value is: NSSH_AT(struct x, member); or
 *          NSSH_UNSTORED for words that only please the reader
 * @also:   other spellings of the keyword, separated by spaces, or NULL
 * @min:    the shortest abbreviation of the keyword that is taken, in bytes; 0: it must be whole
 * @lo, @hi: the range of a number; both 0: the type's own
 * @complete: candidates for this argument instead of the type's, or NULL; for an argument with `...`
 *	also for its further words, which are files otherwise
 * @words:  of the types `choice` and `caseless-choice`: the words that are taken, each for its number.
 *          With @hi, numbers are taken too.
 *
 * A table ends with an empty row. The keyword of a row "keyword NAME" is stored with its argument:
 * the value is given when the argument is.
 */
struct nssh_arg {
	const char *name;
	const char *type;
	const char *help;
	size_t offset;
	const char *also;
	unsigned int min;
	uint64_t lo, hi;
	void (*complete)(const struct nssh_complete *req);
	const struct nssh_choice *words;
};

/** struct nssh_choice - a word for a number; a list ends with no word */
struct nssh_choice {
	const char *word;
	uint64_t number;
};

/* Offsets are stored plus one, so that a row which leaves the field out is unstored. */
#define NSSH_AT(type, member) (offsetof(type, member) + 1)
#define NSSH_UNSTORED         ((size_t)0)

/** enum nssh_effect - what a verb does, so that the runner knows when to flush the plan */
enum nssh_effect {
	NSSH_READS = 1, /* looks at the system: the plan is flushed before it */
	/*
	 * Adds ops to the plan, and does nothing else: it also runs while a file is only checked, with
	 * a plan that is thrown away, so that what it says against its words is known in time.
	 */
	NSSH_CHANGES,
	NSSH_RUNS,  /* runs programs: the plan is flushed before it */
	NSSH_SHELL, /* is about the shell itself: `use`, `help` */
};

/* The verb gives way when another plugin has the same words (no clash). */
#define NSSH_WEAK        0x1u
/* The verb is for the prompt, not for files. */
#define NSSH_PROMPT_ONLY 0x2u
/* The verb is for programs: it is neither listed nor completed. */
#define NSSH_HIDDEN      0x4u
/* Later lines are about something else than they say by themselves, as behind `use`. */
#define NSSH_TURNS       0x8u

/**
 * struct nssh_verb - a command
 * @grammar: its words, in the notation above
 * @args:    its argument table, ended by an empty row; NULL when it has none
 * @args_size: size of its args struct
 * @effect:  what it does
 * @flags:   NSSH_WEAK, NSSH_PROMPT_ONLY, NSSH_HIDDEN
 * @help:    one line, no full stop
 * @text:    more for the manual: paragraphs separated by empty lines; may be NULL
 * @run:     does it. Return: 0, a negative errno with @err filled, or, for NSSH_RUNS, the exit
 *           status of the program (1..255).
 */
struct nssh_verb {
	const char *grammar;
	const struct nssh_arg *args;
	size_t args_size;
	enum nssh_effect effect;
	unsigned int flags;
	const char *help;
	const char *text;
	int (*run)(struct nssh_cmd *cmd, struct nssh_error *err);
};

/**
 * struct nssh_rule - a named rule that a plugin owns and others may extend
 * @name: without the angle brackets
 * @help: one line: what stands there
 */
struct nssh_rule {
	const char *name;
	const char *help;
};

/**
 * struct nssh_extension - one more thing that a rule can be
 * @rule:    the rule's name; it may belong to another plugin
 * @grammar: what is written there, in the notation above
 * @args, @args_size: as in a verb
 * @help:    one line, no full stop
 * @impl:    what the owner of the rule wants to know; the owner's header says the type
 * @options: a table of what may follow, in any order (nssh/option.h), for rules whose owner takes one; or
 *           NULL. @grammar is then what stands before it, and @args and @args_size are made of it.
 */
struct nssh_extension {
	const char *rule;
	const char *grammar;
	const struct nssh_arg *args;
	size_t args_size;
	const char *help;
	const void *impl;
	const struct nssh_option *options;
};

/**
 * struct nssh_type - a kind of argument
 * @name:     what argument tables call it
 * @help:     what it looks like: "a number", "an address with prefix length, as 10.0.0.1/24"
 * @parse:    make a value of a word. @value has word and count set; for an argument with `...` it
 *            is called once, with the first word. Pure: it may not look at the system.
 *            What it needs beyond the value, it takes from nssh_type_alloc().
 *            Return: 0, or a negative errno with @err filled (@err may be NULL: only tried).
 * @complete: offer candidates, or NULL
 */
struct nssh_type {
	const char *name;
	const char *help;
	int (*parse)(const struct nssh_arg *arg, struct nssh_arena *arena, struct nssh_value *value,
		     struct nssh_error *err);
	void (*complete)(const struct nssh_complete *req);
};

/** nssh_type_alloc() - zeroed memory that lives as long as the command; NULL when there is none */
void *nssh_type_alloc(struct nssh_arena *arena, size_t size);

/**
 * nssh_type_parse_number() - the rows' @lo and @hi applied; 0x and 0 prefixes as in C
 *
 * Without @hi, what fits in 32 bits.
 */
int nssh_type_parse_number(const struct nssh_arg *arg, struct nssh_arena *arena,
			   struct nssh_value *value, struct nssh_error *err);

/* What the types `address`, `lladdr` and `link` do, for types that are made of several words; @arg may be NULL. */
int nssh_type_parse_address(const struct nssh_arg *arg, struct nssh_arena *arena,
			    struct nssh_value *value, struct nssh_error *err);
int nssh_type_parse_lladdr(const struct nssh_arg *arg, struct nssh_arena *arena,
			   struct nssh_value *value, struct nssh_error *err);
int nssh_type_parse_link(const struct nssh_arg *arg, struct nssh_arena *arena,
			 struct nssh_value *value, struct nssh_error *err);

/**
 * struct nssh_keyword - help and spellings of a keyword that several verbs of the plugin share
 *
 * For the words that verbs begin with, and others without a row. Fields as in struct nssh_arg.
 */
struct nssh_keyword {
	const char *name;
	const char *help;
	const char *also;
	unsigned int min;
};

/**
 * struct nssh_plugin - the descriptor: the symbol `nssh_plugin` of a plugin
 * @abi:     NSSH_ABI, read before anything else
 * @size:    sizeof(struct nssh_plugin) when the plugin was built, read second
 * @name:    what `plugin list` and errors call it
 * @version: the plugin's own
 * @summary: one line, no full stop
 * @keywords: ended by an empty one, or NULL
 * @verbs, @rules, @extensions, @types: pointers ended by NULL, or NULL
 *
 * Everything is const and is never unloaded. Registering is all or nothing: a mistake in one
 * grammar or a clash with a plugin that is there already refuses the whole plugin.
 */
struct nssh_plugin {
	uint32_t abi;
	uint32_t size;
	const char *name;
	const char *version;
	const char *summary;
	const struct nssh_keyword *keywords;
	const struct nssh_verb *const *verbs;
	const struct nssh_rule *const *rules;
	const struct nssh_extension *const *extensions;
	const struct nssh_type *const *types;
};

/* NSSH_PLUGIN() - define and export the descriptor; give designated initialisers from .name on */
#define NSSH_PLUGIN(...)                                                                    \
	__attribute__((visibility("default"))) extern const struct nssh_plugin nssh_plugin; \
	const struct nssh_plugin nssh_plugin = { .abi = NSSH_ABI,                           \
						 .size = sizeof(struct nssh_plugin),        \
						 __VA_ARGS__ }

#endif
