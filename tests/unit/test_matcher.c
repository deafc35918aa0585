/* SPDX-License-Identifier: MIT */
/* Grammar strings, the registry's checks, and the matcher: binding, expectation, mistakes. */
#include <ctype.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "lang/matcher.h"
#include "plugin/registry.h"

struct values {
	struct nssh_value name, num, dev, peer, flag, onoff, words, rule, attrs, up, down, action;
};

struct inner {
	struct nssh_value mtu, alias, up, down;
};

#define V(member) NSSH_AT(struct values, member)
#define I(member) NSSH_AT(struct inner, member)

static int parse_text(const struct nssh_arg *arg, struct nssh_arena *arena,
		      struct nssh_value *value, struct nssh_error *err)
{
	(void)arg;
	(void)arena;
	if (strlen(value->word->text) > 8)
		return nssh_fail(err, -EINVAL, value->word, "too long");
	value->str = value->word->text;
	return 0;
}

static int parse_digits(const struct nssh_arg *arg, struct nssh_arena *arena,
			struct nssh_value *value, struct nssh_error *err)
{
	(void)arg;
	(void)arena;
	if (!isdigit((unsigned char)*value->word->text))
		return nssh_fail(err, -EINVAL, value->word, "\"%s\" is not a number",
				 value->word->text);
	value->num = strtoull(value->word->text, NULL, 10);
	return 0;
}

static const struct nssh_type text_type = { "text", "text", parse_text, NULL };
static const struct nssh_type digits_type = { "digits", "a number", parse_digits, NULL };
static const struct nssh_type *const types[] = { &text_type, &digits_type, NULL };

static int run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	(void)cmd;
	(void)err;
	return 0;
}

#define VERB(id, text, rows)                        \
	static const struct nssh_verb id = {        \
		.grammar = (text),                  \
		.args = (rows),                     \
		.args_size = sizeof(struct values), \
		.effect = NSSH_READS,               \
		.help = "h",                        \
		.run = run,                         \
	}

static const struct nssh_arg add_rows[] = {
	{ .name = "NUM", .type = "digits", .help = "h", .offset = V(num) },
	{ .name = "dev NAME", .type = "text", .help = "h", .offset = V(dev) },
	{ .name = "peer NUM",
	  .type = "digits",
	  .help = "h",
	  .offset = V(peer),
	  .also = "remote",
	  .min = 2 },
	{ .name = "flag", .help = "h", .offset = V(flag) },
	{ .name = NULL },
};
VERB(add_verb, "addr { add | change } { NUM & dev NAME & { peer NUM | flag }* }", add_rows);

static const struct nssh_arg show_rows[] = {
	{ .name = "dev", .help = "h" },
	{ .name = "NAME", .type = "text", .help = "h", .offset = V(name) },
	{ .name = "up", .help = "h", .offset = V(up) },
	{ .name = NULL },
};
VERB(show_verb, "addr [ show { [ dev ] NAME | up }* ]", show_rows);

static const struct nssh_arg set_rows[] = {
	{ .name = "dev", .help = "h" },
	{ .name = "NAME", .type = "text", .help = "h", .offset = V(name) },
	{ .name = "<attrs>", .help = "h", .offset = V(attrs) },
	{ .name = NULL },
};
VERB(set_verb, "link set { [ dev ] NAME & <attrs> }", set_rows);

static const struct nssh_arg new_rows[] = {
	{ .name = "NAME", .type = "text", .help = "h", .offset = V(name) },
	{ .name = "type", .help = "h" },
	{ .name = "<kind>", .help = "h", .offset = V(rule) },
	{ .name = NULL },
};
VERB(new_verb, "link add [ NAME ] type <kind>", new_rows);

static const struct nssh_arg exec_rows[] = {
	{ .name = "NAME", .type = "text", .help = "h", .offset = V(name) },
	{ .name = "WORD", .type = "text", .help = "h", .offset = V(words) },
	{ .name = NULL },
};
VERB(exec_verb, "run NAME WORD...", exec_rows);

static const struct nssh_arg ping_rows[] = {
	{ .name = "NUM", .type = "digits", .help = "h", .offset = V(num) },
	{ .name = "NAME", .type = "text", .help = "h", .offset = V(name) },
	{ .name = NULL },
};
VERB(ping_verb, "ping { NUM | NAME NUM }", ping_rows);

static const struct nssh_rule kind_rule = { "kind", "h" };
static const struct nssh_rule attrs_rule = { "attrs", "h" };

static const struct nssh_arg attrs_rows[] = {
	{ .name = "mtu NUM", .type = "digits", .help = "h", .offset = I(mtu) },
	{ .name = "alias TEXT", .type = "text", .help = "h", .offset = I(alias) },
	{ .name = "up", .help = "h", .offset = I(up) },
	{ .name = "down", .help = "h", .offset = I(down) },
	{ .name = NULL },
};
static const struct nssh_extension attrs_ext = {
	.rule = "attrs",
	.grammar = "{ mtu NUM | alias TEXT | { up | down } }*",
	.args = attrs_rows,
	.args_size = sizeof(struct inner),
	.help = "h",
};

static const struct nssh_arg pair_rows[] = {
	{ .name = "peer NAME", .type = "text", .help = "h", .offset = V(name) },
	{ .name = "<attrs>", .help = "h", .offset = V(attrs) },
	{ .name = NULL },
};
static const struct nssh_extension pair_ext = {
	.rule = "kind",
	.grammar = "pair [ peer NAME <attrs> ]",
	.args = pair_rows,
	.args_size = sizeof(struct values),
	.help = "h",
};

static const struct nssh_keyword keywords[] = {
	{ "addr", "h", "address", 1 }, { "link", "h", NULL, 1 }, { "add", "h", NULL, 1 },
	{ "change", "h", "chg", 2 },   { "show", "h", "ls", 1 }, { "set", "h", NULL, 1 },
	{ "run", "h", NULL, 0 },       { "ping", "h", NULL, 0 }, { "pair", "h", NULL, 0 },
	{ NULL, NULL, NULL, 0 },
};

static const struct nssh_verb *const verbs[] = { &add_verb,  &show_verb, &set_verb, &new_verb,
						 &exec_verb, &ping_verb, NULL };
static const struct nssh_rule *const rules[] = { &kind_rule, &attrs_rule, NULL };
static const struct nssh_extension *const exts[] = { &attrs_ext, &pair_ext, NULL };

static const struct nssh_plugin plugin = {
	.abi = NSSH_ABI,
	.size = sizeof(plugin),
	.name = "test",
	.version = "1",
	.summary = "s",
	.keywords = keywords,
	.verbs = verbs,
	.rules = rules,
	.extensions = exts,
};

static struct nssh_registry *registry;
static struct nssh_arena *arena;
static struct nssh_source *source;

static int setup(void **state)
{
	struct nssh_error err = NSSH_ERROR_INIT;

	(void)state;
	registry = nssh_registry_new();
	arena = nssh_arena_new();
	assert_int_equal(nssh_registry_add_types(registry, types, &err), 0);
	if (nssh_registry_add(registry, &plugin, NULL, &err) < 0)
		fail_msg("%s", err.what);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	nssh_registry_free(registry);
	nssh_arena_free(arena);
	nssh_source_free(source);
	source = NULL;
	return 0;
}

static struct nssh_words words_of(const char *line)
{
	struct nssh_lexer lexer;
	struct nssh_words words = { 0 };

	nssh_source_free(source);
	source = nssh_source_new(NULL, line, strlen(line));
	nssh_lexer_init(&lexer, source);
	(void)nssh_lexer_next(&lexer, arena, &words, NULL);
	nssh_lexer_done(&lexer);
	return words;
}

static const struct values *match(const char *line, const struct nssh_verb *want)
{
	struct nssh_words words = words_of(line);
	struct nssh_match m;
	struct nssh_error err = NSSH_ERROR_INIT;

	if (nssh_match(registry, &words, false, arena, &m, &err) < 0)
		fail_msg("%s: %s: %s", line, err.what, err.why);
	assert_ptr_equal(m.verb->verb, want);
	return nssh_match_args(&m, 0, arena);
}

static void test_any_order(void **state)
{
	static const char *const lines[] = {
		"addr add 5 dev e0 peer 7 flag",    "addr add dev e0 5 flag peer 7",
		"address a flag 5 remote 7 dev e0", "a add pe 7 dev e0 5 flag",
		"addr change dev e0 5 peer 7 flag",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		const struct values *v = match(lines[i], &add_verb);

		assert_int_equal(v->num.num, 5);
		assert_string_equal(v->dev.str, "e0");
		assert_int_equal(v->peer.num, 7);
		assert_true(nssh_given(&v->flag));
	}
}

static void test_default_and_keywords_first(void **state)
{
	const struct values *v;

	(void)state;
	assert_false(nssh_given(&match("addr", &show_verb)->name));
	assert_false(nssh_given(&match("addr s", &show_verb)->name));
	v = match("addr show up", &show_verb);
	assert_true(nssh_given(&v->up));
	assert_false(nssh_given(&v->name));
	/* A link called up needs dev; once the keyword is used, the word is a name. */
	assert_string_equal(match("addr show dev up", &show_verb)->name.str, "up");
	assert_string_equal(match("addr show e0 up", &show_verb)->name.str, "e0");
}

static void test_lent_members(void **state)
{
	const struct values *v = match("link set mtu 5 e0 up alias x", &set_verb);
	const struct inner *in;

	(void)state;
	assert_string_equal(v->name.str, "e0");
	assert_true(nssh_given(&v->attrs));
	assert_ptr_equal(v->attrs.sub.ext, &attrs_ext);
	in = v->attrs.sub.args;
	assert_int_equal(in->mtu.num, 5);
	assert_string_equal(in->alias.str, "x");
	assert_true(nssh_given(&in->up));
	v = match("link set e0", &set_verb);
	assert_false(nssh_given(&v->attrs));
}

static void test_rules(void **state)
{
	const struct values *v = match("link add e0 type pair peer e1 mtu 9", &new_verb);
	const struct values *pair;
	const struct inner *in;

	(void)state;
	assert_string_equal(v->name.str, "e0");
	assert_ptr_equal(v->rule.sub.ext, &pair_ext);
	pair = v->rule.sub.args;
	assert_string_equal(pair->name.str, "e1");
	in = pair->attrs.sub.args;
	assert_int_equal(in->mtu.num, 9);
	/* The optional name does not eat the keyword behind it. */
	v = match("link add type pair", &new_verb);
	assert_false(nssh_given(&v->name));
}

static void test_alternatives_by_type(void **state)
{
	const struct values *v = match("ping 5", &ping_verb);

	(void)state;
	assert_false(nssh_given(&v->name));
	v = match("ping red 5", &ping_verb);
	assert_string_equal(v->name.str, "red");
	assert_int_equal(v->num.num, 5);
}

static void test_rest(void **state)
{
	const struct values *v = match("run x sh -c 'a b' --", &exec_verb);

	(void)state;
	assert_int_equal(v->words.count, 4);
	assert_string_equal(v->words.word[2].text, "a b");
}

static const struct {
	const char *line, *word, *what, *hint;
} mistakes[] = {
	{ "foo", "foo", "unknown command \"foo\"", "`help` lists the commands" },
	{ "adrr", "adrr", "unknown command \"adrr\"", "did you mean \"addr\"?" },
	{ "addr ad", NULL, NULL, NULL },
	{ "addr frob", "frob", "unexpected word \"frob\"", NULL },
	{ "addr shwo", "shwo", "unexpected word \"shwo\"", "did you mean \"show\"?" },
	{ "addr add 5", "5", "something is missing behind \"5\": dev NAME", NULL },
	{ "addr add", "add", "something is missing behind \"add\": NUM, dev NAME", NULL },
	{ "addr add 5 dev", "dev", "something is missing behind \"dev\": NAME", NULL },
	{ "addr add 5 dev e0 dev e1", "dev", "\"dev\" is given twice", NULL },
	{ "addr add 5 dev e0 flag flag", "flag", "\"flag\" is given twice", NULL },
	{ "addr add 5 dev e0 pier 3", "pier", "unexpected word \"pier\"",
	  "did you mean \"peer\"?" },
	{ "addr add x dev e0", "x", "\"x\" is not a number", NULL },
	{ "addr add fleg 5 dev e0", "fleg", "\"fleg\" is not a number", "did you mean \"flag\"?" },
	{ "addr add 5 dev muchtoolong", "muchtoolong", "too long", NULL },
	{ "link set e0 up down", "down", "\"down\" does not go with \"up\"", NULL },
	{ "link add e0 type", "type", "something is missing behind \"type\": pair", NULL },
	{ "link add e0 type piar", "piar", "unexpected word \"piar\"", "did you mean \"pair\"?" },
	{ "run x", "x", "something is missing behind \"x\": WORD", NULL },
	{ "ping red", "red", "something is missing behind \"red\": NUM", NULL },
	/* Abbreviations are those of the table, and quoted words are none. */
	{ "addr c 5 dev e0", "c", "unexpected word \"c\"", NULL },
	{ "'ad' add 5 dev e0", "ad", "unknown command \"ad\"", NULL },
};

static void test_mistakes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(*mistakes); i++) {
		struct nssh_words words = words_of(mistakes[i].line);
		struct nssh_match m;
		struct nssh_error err = NSSH_ERROR_INIT;
		int rc = nssh_match(registry, &words, false, arena, &m, &err);

		if (!mistakes[i].word)
			continue;
		assert_true(rc < 0);
		assert_string_equal(err.what, mistakes[i].what);
		assert_non_null(err.word);
		assert_string_equal(err.word->text, mistakes[i].word);
		if (mistakes[i].hint)
			assert_string_equal(err.hint, mistakes[i].hint);
	}
}

static void test_prompt_prefixes(void **state)
{
	struct nssh_words words = words_of("pin 5");
	struct nssh_match m;

	(void)state;
	assert_true(nssh_match(registry, &words, false, arena, &m, NULL) < 0);
	assert_int_equal(nssh_match(registry, &words, true, arena, &m, NULL), 0);
	assert_ptr_equal(m.verb->verb, &ping_verb);
}

static void may_follow(const char *line, const char *want, bool may_end)
{
	struct nssh_words words = words_of(line);
	struct nssh_expectation e;
	struct nssh_text text = { 0 };
	struct nssh_error err = NSSH_ERROR_INIT;

	assert_int_equal(nssh_expect(registry, &words, false, arena, &e, &err), 0);
	nssh_text_str(&text, "");
	for (size_t i = 0; i < e.count; i++)
		nssh_text_printf(&text, "%s%s", i ? " " : "", e.items[i].node->text);
	assert_string_equal(text.bytes, want);
	assert_int_equal(e.may_end, may_end);
	nssh_text_done(&text);
}

static void test_expected(void **state)
{
	(void)state;
	may_follow("addr", "add change show", true);
	may_follow("addr add", "NUM dev peer flag", false);
	may_follow("addr add 5", "dev peer flag", false);
	may_follow("addr add 5 dev", "NAME", false);
	may_follow("addr add 5 dev e0", "peer flag", true);
	may_follow("addr add 5 dev e0 flag peer 4", "", true);
	may_follow("link set", "dev NAME mtu alias up down", false);
	may_follow("link set e0 up", "mtu alias", true);
	may_follow("link add e0 type", "pair", false);
	may_follow("link add e0 type pair", "peer", true);
	may_follow("link add e0 type pair peer x", "mtu alias up down", true);
	may_follow("ping", "NUM NAME", false);
	may_follow("run x", "WORD", false);
	may_follow("nothing", "", false);
}

/* One bad part refuses the whole plugin, and nothing of it stays. */
static void test_refused(void **state)
{
	static const struct nssh_arg unused[] = { { .name = "NAME", .type = "text", .help = "h" },
						  { .name = NULL } };
	static const struct nssh_arg untyped[] = { { .name = "NAME", .help = "h" },
						   { .name = NULL } };
	static const struct nssh_arg strange[] = {
		{ .name = "NAME", .type = "nonesuch", .help = "h" }, { .name = NULL }
	};
	static const struct {
		const char *grammar;
		const struct nssh_arg *args;
		const char *what;
	} bad[] = {
		{ "x NAME", NULL, "no row in the argument table" },
		{ "x", unused, "the row \"NAME\" is not used" },
		{ "x NAME", untyped, "the row has no type" },
		{ "x NAME", strange, "no such type" },
		{ "y x", NULL, "no help for the keyword \"y\"" },
		{ "x [ x", NULL, "expected ]" },
		{ "x { x", NULL, "expected }" },
		{ "x ]", NULL, "something is left over" },
		{ "x { x | }", NULL, "nothing stands" },
		{ "x { x | x & x }", NULL, "| and & in the same braces" },
		{ "NAME", unused, "does not begin with a keyword" },
		{ "", NULL, "nothing stands" },
		{ "addr add", NULL, "the verb \"addr add\" is there already: from \"test\"" },
	};
	static const struct nssh_keyword own[] = { { "x", "h", NULL, 0 },
						   { "addr", "h", NULL, 0 },
						   { "add", "h", NULL, 0 },
						   { NULL, NULL, NULL, 0 } };
	size_t before, after;

	(void)state;
	(void)nssh_registry_verbs(registry, &before);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		const struct nssh_verb good = {
			.grammar = "good", .effect = NSSH_READS, .help = "h", .run = run
		};
		const struct nssh_verb verb = { .grammar = bad[i].grammar,
						.args = bad[i].args,
						.effect = NSSH_READS,
						.help = "h",
						.run = run };
		const struct nssh_verb *const list[] = { &good, &verb, NULL };
		const struct nssh_keyword all[] = {
			own[0], own[1], own[2], { "good", "h", NULL, 0 }, own[3]
		};
		const struct nssh_plugin p = { .abi = NSSH_ABI,
					       .size = sizeof(p),
					       .name = "bad",
					       .version = "1",
					       .summary = "s",
					       .keywords = all,
					       .verbs = list };
		struct nssh_error err = NSSH_ERROR_INIT;

		assert_true(nssh_registry_add(registry, &p, NULL, &err) < 0);
		if (!strstr(err.what, bad[i].what))
			fail_msg("%s: %s", bad[i].grammar, err.what);
		(void)nssh_registry_verbs(registry, &after);
		assert_int_equal(before, after);
	}
}

/* A weak entry gives way, whichever of the two comes first. */
static void test_weak(void **state)
{
	static const struct nssh_keyword own[] = { { "addr", "h", NULL, 0 },
						   { "new", "h", NULL, 0 },
						   { NULL, NULL, NULL, 0 } };
	static const struct nssh_verb weak_old = {
		.grammar = "addr", .effect = NSSH_READS, .help = "h", .run = run, .flags = NSSH_WEAK
	};
	static const struct nssh_verb weak_new = {
		.grammar = "new", .effect = NSSH_READS, .help = "h", .run = run, .flags = NSSH_WEAK
	};
	static const struct nssh_verb strong_new = {
		.grammar = "new", .effect = NSSH_READS, .help = "h", .run = run
	};
	static const struct nssh_verb *const weak[] = { &weak_old, &weak_new, NULL };
	static const struct nssh_verb *const strong[] = { &strong_new, NULL };
	static const struct nssh_plugin a = { .abi = NSSH_ABI,
					      .size = sizeof(a),
					      .name = "a",
					      .version = "1",
					      .summary = "s",
					      .keywords = own,
					      .verbs = weak };
	static const struct nssh_plugin b = { .abi = NSSH_ABI,
					      .size = sizeof(b),
					      .name = "b",
					      .version = "1",
					      .summary = "s",
					      .keywords = own,
					      .verbs = strong };
	struct nssh_error err = NSSH_ERROR_INIT;

	(void)state;
	assert_int_equal(nssh_registry_add(registry, &a, NULL, &err), 0);
	assert_ptr_not_equal(match("new", &weak_new), NULL);
	(void)match("addr", &show_verb);
	assert_int_equal(nssh_registry_add(registry, &b, NULL, &err), 0);
	(void)match("new", &strong_new);
}

/* Verbs with the same first keyword, which one plugin spells in more ways than the other. */
static void test_shared_head(void **state)
{
	static const struct nssh_keyword plain[] = { { "addr", "h", "address", 1 },
						     { "probe", "h", NULL, 0 },
						     { NULL, NULL, NULL, 0 } };
	static const struct nssh_keyword spelled[] = { { "addr", "h", "location place", 3 },
						       { "save", "h", NULL, 0 },
						       { NULL, NULL, NULL, 0 } };
	static const struct nssh_verb probe = {
		.grammar = "addr probe", .effect = NSSH_READS, .help = "h", .run = run
	};
	static const struct nssh_verb save = {
		.grammar = "addr save", .effect = NSSH_READS, .help = "h", .run = run
	};
	static const struct nssh_verb *const probes[] = { &probe, NULL };
	static const struct nssh_verb *const saves[] = { &save, NULL };
	static const struct nssh_plugin a = { .abi = NSSH_ABI,
					      .size = sizeof(a),
					      .name = "a",
					      .version = "1",
					      .summary = "s",
					      .keywords = plain,
					      .verbs = probes };
	static const struct nssh_plugin b = { .abi = NSSH_ABI,
					      .size = sizeof(b),
					      .name = "b",
					      .version = "1",
					      .summary = "s",
					      .keywords = spelled,
					      .verbs = saves };
	struct nssh_error err = NSSH_ERROR_INIT;

	(void)state;
	assert_int_equal(nssh_registry_add(registry, &a, NULL, &err), 0);
	assert_int_equal(nssh_registry_add(registry, &b, NULL, &err), 0);
	(void)match("addr probe", &probe);
	(void)match("a probe", &probe);
	(void)match("addr save", &save);
	(void)match("place save", &save);
	(void)match("loc save", &save);
	(void)match("a show e0", &show_verb);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_any_order),
		T(test_default_and_keywords_first),
		T(test_lent_members),
		T(test_rules),
		T(test_alternatives_by_type),
		T(test_rest),
		T(test_mistakes),
		T(test_prompt_prefixes),
		T(test_expected),
		T(test_refused),
		T(test_weak),
		T(test_shared_head),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
