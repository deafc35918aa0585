/* SPDX-License-Identifier: MIT */
/* Types `choice` and `caseless-choice`: one of the words of the row, or a number where it takes them. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "lang/types/types.h"

static int refuse(const struct nssh_arg *arg, const struct nssh_value *value,
		  struct nssh_error *err)
{
	struct nssh_text text = { 0 };

	if (!err)
		return -EINVAL;
	for (const struct nssh_choice *w = arg->words; w && w->word; w++)
		nssh_text_printf(&text, "%s%s", w == arg->words ? "" : ", ", w->word);
	if (arg->hi)
		nssh_text_printf(&text, ", or a number from %" PRIu64 " to %" PRIu64, arg->lo,
				 arg->hi);
	(void)nssh_fail(err, -EINVAL, value->word, "\"%.64s\" is none of those that are taken",
			value->word->text);
	nssh_hint(err, "%s", nssh_text_get(&text));
	nssh_text_done(&text);
	return -EINVAL;
}

static int parse(const struct nssh_arg *arg, struct nssh_value *value, struct nssh_error *err,
		 int (*compare)(const char *, const char *))
{
	uint64_t number;

	for (const struct nssh_choice *w = arg->words; w && w->word; w++) {
		if (compare(w->word, value->word->text) == 0) {
			value->num = w->number;
			return 0;
		}
	}
	if (!arg->hi || nssh_type_digits(value->word->text, &number) < 0 || number < arg->lo ||
	    number > arg->hi)
		return refuse(arg, value, err);
	value->num = number;
	return 0;
}

static int parse_choice(const struct nssh_arg *arg, struct nssh_arena *arena,
			struct nssh_value *value, struct nssh_error *err)
{
	(void)arena;
	return parse(arg, value, err, strcmp);
}

static int parse_caseless(const struct nssh_arg *arg, struct nssh_arena *arena,
			  struct nssh_value *value, struct nssh_error *err)
{
	(void)arena;
	return parse(arg, value, err, strcasecmp);
}

static void complete(const struct nssh_complete *req)
{
	for (const struct nssh_choice *w = req->arg ? req->arg->words : NULL; w && w->word; w++)
		req->offer(req, w->word, NULL);
}

const struct nssh_type nssh_type_choice = {
	.name = "choice",
	.help = "one of some words",
	.parse = parse_choice,
	.complete = complete,
};

const struct nssh_type nssh_type_caseless_choice = {
	.name = "caseless-choice",
	.help = "one of some words, in capitals or not",
	.parse = parse_caseless,
	.complete = complete,
};
