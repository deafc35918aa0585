/* SPDX-License-Identifier: MIT */
/* A table of options as a grammar, "{ name NAME | flag ... }*", and as rows. */
#define _GNU_SOURCE
#include "plugin/option_rows.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"

static size_t count_of(const struct nssh_option *options)
{
	size_t count = 0;

	while (!nssh_option_is_end(&options[count]))
		count++;
	return count;
}

/* The highest number that the bytes of a form hold; 0: the type's own. */
static uint64_t highest(enum nssh_form form)
{
	switch (form) {
	case NSSH_FORM_U8:
	case NSSH_FORM_BIT:
		return UINT8_MAX;
	case NSSH_FORM_U16:
	case NSSH_FORM_BE16:
		return UINT16_MAX;
	case NSSH_FORM_U64:
		return UINT64_MAX;
	default:
		return 0;
	}
}

static const char *type_of(const struct nssh_option *option)
{
	if (option->type || !strchr(option->name, ' '))
		return option->type;
	if (option->words)
		return option->any_case ? "caseless-choice" : "choice";
	if (option->look == NSSH_LOOK_ONOFF)
		return "onoff";
	switch (option->form) {
	case NSSH_FORM_LLADDR:
		return "lladdr";
	case NSSH_FORM_LINK:
		return "link";
	case NSSH_FORM_ADDRESS:
		return "address";
	default:
		return "number";
	}
}

/* "ports PORT..." is "ports PORT" in a table of arguments. */
static const char *row_name(const char *name, struct nssh_arena *arena)
{
	size_t size = strlen(name);

	if (size < 3 || strcmp(name + size - 3, "...") != 0)
		return name;
	return nssh_arena_strndup(arena, name, size - 3);
}

static int make_row(const struct nssh_option *option, size_t slot, struct nssh_arena *arena,
		    struct nssh_arg *row, struct nssh_error *err)
{
	if (!option->help)
		return nssh_fail(err, -EINVAL, NULL, "the option \"%s\" lacks help", option->name);
	*row = (struct nssh_arg){
		.name = row_name(option->name, arena),
		.type = type_of(option),
		.help = option->help,
		.offset = slot * sizeof(struct nssh_value) + 1,
		.also = option->also,
		.min = option->min,
		.lo = option->lo,
		.hi = option->hi || option->words ? option->hi : highest(option->form),
		.words = option->words,
	};
	return row->name ? 0 : nssh_fail(err, -ENOMEM, NULL, "no memory for a grammar");
}

static int make_rows(const struct nssh_option *options, struct nssh_arena *arena,
		     struct nssh_extension *ext, struct nssh_text *grammar, struct nssh_error *err)
{
	const size_t count = count_of(options);
	struct nssh_arg *rows = nssh_arena_alloc(arena, (count + 1) * sizeof(*rows));
	size_t used = 0;
	int rc = 0;

	if (!rows)
		return nssh_fail(err, -ENOMEM, NULL, "no memory for a grammar");
	for (size_t i = 0; rc == 0 && i < count; i++) {
		if (!options[i].name)
			continue;
		nssh_text_printf(grammar, " %s %s", used ? "|" : "{", options[i].name);
		rc = make_row(&options[i], i, arena, &rows[used++], err);
	}
	nssh_text_str(grammar, used ? " }*" : "");
	ext->args = rows;
	ext->args_size = count * sizeof(struct nssh_value);
	return rc;
}

int nssh_option_extension(const struct nssh_extension *ext, struct nssh_arena *arena,
			  const struct nssh_extension **ret, struct nssh_error *err)
{
	struct nssh_extension *copy = nssh_arena_alloc(arena, sizeof(*copy));
	struct nssh_text grammar = { 0 };
	int rc;

	if (!copy)
		return nssh_fail(err, -ENOMEM, NULL, "no memory for a grammar");
	if (!ext->grammar || ext->args)
		return nssh_fail(err, -EINVAL, NULL,
				 "an extension with options lacks a grammar, or has rows");
	*copy = *ext;
	nssh_text_str(&grammar, ext->grammar);
	rc = make_rows(ext->options, arena, copy, &grammar, err);
	copy->grammar = nssh_arena_strndup(arena, nssh_text_get(&grammar), grammar.size);
	if (rc == 0 && (grammar.failed || !copy->grammar))
		rc = nssh_fail(err, -ENOMEM, NULL, "no memory for a grammar");
	nssh_text_done(&grammar);
	*ret = copy;
	return rc;
}
