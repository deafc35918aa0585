/* SPDX-License-Identifier: MIT */
/* Telling what a plan would ask of the kernel. */
#include "net/plan/tell.h"

#include <stdio.h>

#include <nssh/output.h>

#include "base/output.h"
#include "base/source.h"
#include "base/text.h"
#include "net/context.h"
#include "net/plan/prepare.h"

void nssh_plan_tell_begin(struct nssh_out *out)
{
	nssh_out_open_array(out, NULL);
}

int nssh_plan_tell_end(struct nssh_out *out, struct nssh_error *err)
{
	nssh_out_close_array(out);
	return nssh_out_finish(out, err);
}

static bool is_of(const struct nssh_op *op, const struct nssh_op *first)
{
	return op == first || op->into == first;
}

/* A telling: of which plan, where, and of which source line numbers need no name. */
struct telling {
	const struct nssh_plan *plan;
	struct nssh_out *out;
	const struct nssh_source *main;
};

/* The file of the line, when it is not the main one. */
static const char *file_of(const struct telling *t, const struct nssh_word *word)
{
	return word->source && word->source != t->main ? word->source->name : NULL;
}

static void put_place(const struct telling *t, const struct nssh_word *word, struct nssh_text *text)
{
	const char *file = file_of(t, word);

	nssh_text_printf(text, "%s%s%u", file ? file : "", file ? ":" : "", word->line);
}

static void put_lines(const struct telling *t, const struct nssh_op *first, struct nssh_text *text)
{
	const struct nssh_plan *plan = t->plan;

	for (size_t i = 0; i < plan->count; i++) {
		const struct nssh_op *op = &plan->ops[i];

		if (!is_of(op, first) || !op->word)
			continue;
		nssh_text_str(text, text->size ? "," : "");
		put_place(t, op->word, text);
	}
}

static void put_doing(const struct nssh_plan *plan, const struct nssh_op *first,
		      struct nssh_text *text)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct nssh_op *op = &plan->ops[i];

		if (is_of(op, first))
			nssh_text_printf(text, "%s%s", text->size ? "; " : "", op->doing);
		if (is_of(op, first) && op->moved && op != first)
			nssh_text_printf(text, " in %s",
					 op->moved->ref ? op->moved->ref : "the home namespace");
	}
}

/* A number, or FILE:NUMBER. */
static void tell_place(const struct telling *t, const struct nssh_word *word)
{
	struct nssh_text place = { 0 };

	if (!file_of(t, word)) {
		nssh_out_uint(t->out, NULL, NULL, word->line);
		return;
	}
	put_place(t, word, &place);
	nssh_out_str(t->out, NULL, NULL, nssh_text_get(&place));
	nssh_text_done(&place);
}

static void tell_lines(const struct telling *t, const struct nssh_op *first)
{
	const struct nssh_plan *plan = t->plan;

	nssh_out_open_array(t->out, "lines");
	for (size_t i = 0; i < plan->count; i++) {
		if (is_of(&plan->ops[i], first) && plan->ops[i].word)
			tell_place(t, plan->ops[i].word);
	}
	nssh_out_close_array(t->out);
}

static void tell_op(const struct telling *t, const struct nssh_op *op)
{
	struct nssh_out *out = t->out;
	struct nssh_text lines = { 0 }, doing = { 0 };
	const char *ns = op->ns && op->ns->ref ? op->ns->ref : NULL;

	put_lines(t, op, &lines);
	put_doing(t->plan, op, &doing);
	nssh_out_open_object(out, NULL);
	nssh_out_text(out, "%s:\t%s%s%s%s", nssh_text_get(&lines), ns ? "[" : "", ns ? ns : "",
		      ns ? "] " : "", nssh_text_get(&doing));
	tell_lines(t, op);
	if (ns)
		nssh_out_str(out, "namespace", NULL, ns);
	nssh_out_str(out, "does", NULL, nssh_text_get(&doing));
	nssh_out_bool(out, "early", NULL, op->early);
	nssh_out_close_object(out);
	nssh_out_text(out, "\n");
	nssh_text_done(&lines);
	nssh_text_done(&doing);
}

static void tell_chain(const struct telling *t, const struct nssh_op *op)
{
	for (; op; op = op->chain)
		tell_op(t, op);
}

int nssh_plan_tell(struct nssh_plan *plan, struct nssh_out *out, const struct nssh_source *main,
		   struct nssh_error *err)
{
	const struct telling t = { plan, out, main };
	int rc = nssh_plan_prepare(plan, !plan->net->no_fuse, err);

	for (size_t i = 0; rc == 0 && i < plan->count; i++) {
		if (plan->ops[i].early)
			tell_op(&t, &plan->ops[i]);
	}
	for (size_t i = 0; rc == 0 && i < plan->count; i++) {
		tell_chain(&t, plan->ops[i].first);
		if (!plan->ops[i].early && !plan->ops[i].into && !plan->ops[i].parked)
			tell_op(&t, &plan->ops[i]);
	}
	if (rc == 0)
		tell_chain(&t, plan->last);
	nssh_plan_clear(plan);
	return rc;
}
