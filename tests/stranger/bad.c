/* SPDX-License-Identifier: MIT */
/* Plugins with one mistake each; -DMISTAKE=... says which. */
#include <stddef.h>

#include <nssh/plugin.h>

#define ABI       1  /* made for another version of the interface */
#define NEWER     2  /* for a later version of the same interface */
#define SIZE      3  /* a descriptor that is too short */
#define SYMBOL    4  /* no descriptor */
#define CLASH     5  /* a verb that is there already */
#define GRAMMAR   6  /* a bracket that is not closed */
#define UNTYPED   7  /* an argument without a row */
#define UNUSED    8  /* a row without an argument */
#define TYPE      9  /* a type that there is not */
#define KIND      10 /* a kind of link that is there already */
#define NAMELESS  11 /* no name */
#define UNDEFINED 12 /* calls what the program does not export */

static int run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	(void)cmd;
	(void)err;
	return 0;
}

struct args {
	struct nssh_value value;
};

static const struct nssh_arg table[] = {
#if MISTAKE != UNTYPED
	{ .name = "VALUE",
	  .type = MISTAKE == TYPE ? "no-such-type" : "number",
	  .help = "a value",
	  .offset = NSSH_AT(struct args, value) },
#endif
#if MISTAKE == UNUSED
	{ .name = "other VALUE", .type = "number", .help = "x", .offset = NSSH_UNSTORED },
#endif
	{ 0 },
};

/* First in the file and sound: none of it may be left when the second is refused. */
static const struct nssh_verb sound = {
	.grammar = "left-over",
	.effect = NSSH_READS,
	.help = "is never there",
	.run = run,
};

static const struct nssh_verb verb = {
#if MISTAKE == CLASH
	.grammar = "netns list VALUE",
#elif MISTAKE == GRAMMAR
	.grammar = "bad [ VALUE",
#else
	.grammar = "bad VALUE",
#endif
	.args = table,
	.args_size = sizeof(struct args),
	.effect = NSSH_READS,
	.help = "bad",
	.run = run,
};

static const struct nssh_extension extension = {
	.rule = "kind",
	.grammar = "veth",
	.help = "bad",
};

static const struct nssh_verb *const verbs[] = { &sound, &verb, NULL };
static const struct nssh_extension *const extensions[] = {
	MISTAKE == KIND ? &extension : NULL,
	NULL,
};

#if MISTAKE == SYMBOL
#define DESCRIPTOR other_symbol
#else
#define DESCRIPTOR nssh_plugin
#endif

#if MISTAKE == UNDEFINED
extern int nssh_internal_function(void);
__attribute__((visibility("default"))) int (*const reference)(void) = nssh_internal_function;
#endif

__attribute__((visibility("default"))) extern const struct nssh_plugin DESCRIPTOR;
const struct nssh_plugin DESCRIPTOR = {
	.abi = MISTAKE == ABI     ? NSSH_ABI + 0x10000
	       : MISTAKE == NEWER ? NSSH_ABI + 1
				  : NSSH_ABI,
	.size = MISTAKE == SIZE ? 16 : sizeof(struct nssh_plugin),
	.name = MISTAKE == NAMELESS ? NULL : "bad",
	.version = "1",
	.summary = "bad",
	.verbs = verbs,
	.extensions = extensions,
};
