/* SPDX-License-Identifier: MIT */
/* Types that take any word: `name`, `text` and `verb`. */
#include "lang/types/types.h"

static int parse_text(const struct nssh_arg *arg, struct nssh_arena *arena,
		      struct nssh_value *value, struct nssh_error *err)
{
	(void)arg;
	(void)arena;
	(void)err;
	value->str = value->word->text;
	return 0;
}

static int parse_name(const struct nssh_arg *arg, struct nssh_arena *arena,
		      struct nssh_value *value, struct nssh_error *err)
{
	if (!value->word->text[0])
		return nssh_type_refuse(value, err, "a name");
	return parse_text(arg, arena, value, err);
}

const struct nssh_type nssh_type_name = {
	.name = "name",
	.help = "a name",
	.parse = parse_name,
};

const struct nssh_type nssh_type_text = {
	.name = "text",
	.help = "any text",
	.parse = parse_text,
};

const struct nssh_type nssh_type_verb = {
	.name = "verb",
	.help = "a command of nssh",
	.parse = parse_name,
};
