/* SPDX-License-Identifier: MIT */
/* Telling what a plan would ask of the kernel. */
#include "net/plan/tell.h"

#include <stdio.h>

#include <nssh/output.h>

#include "base/output.h"
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

static void put_lines(const struct nssh_plan *plan, const struct nssh_op *first,
		      struct nssh_text *text)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct nssh_op *op = &plan->ops[i];

		if (is_of(op, first) && op->word)
			nssh_text_printf(text, "%s%u", text->size ? "," : "", op->word->line);
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

static void tell_lines(const struct nssh_plan *plan, const struct nssh_op *first,
		       struct nssh_out *out)
{
	nssh_out_open_array(out, "lines");
	for (size_t i = 0; i < plan->count; i++) {
		if (is_of(&plan->ops[i], first) && plan->ops[i].word)
			nssh_out_uint(out, NULL, NULL, plan->ops[i].word->line);
	}
	nssh_out_close_array(out);
}

static void tell_op(const struct nssh_plan *plan, const struct nssh_op *op, struct nssh_out *out)
{
	struct nssh_text lines = { 0 }, doing = { 0 };
	const char *ns = op->ns && op->ns->ref ? op->ns->ref : NULL;

	put_lines(plan, op, &lines);
	put_doing(plan, op, &doing);
	nssh_out_open_object(out, NULL);
	nssh_out_text(out, "%s:\t%s%s%s%s", nssh_text_get(&lines), ns ? "[" : "", ns ? ns : "",
		      ns ? "] " : "", nssh_text_get(&doing));
	tell_lines(plan, op, out);
	if (ns)
		nssh_out_str(out, "namespace", NULL, ns);
	nssh_out_str(out, "does", NULL, nssh_text_get(&doing));
	nssh_out_bool(out, "early", NULL, op->early);
	nssh_out_close_object(out);
	nssh_out_text(out, "\n");
	nssh_text_done(&lines);
	nssh_text_done(&doing);
}

int nssh_plan_tell(struct nssh_plan *plan, struct nssh_out *out, struct nssh_error *err)
{
	int rc = nssh_plan_prepare(plan, !plan->net->no_fuse, err);

	for (size_t i = 0; rc == 0 && i < plan->count; i++) {
		if (plan->ops[i].early)
			tell_op(plan, &plan->ops[i], out);
	}
	for (size_t i = 0; rc == 0 && i < plan->count; i++) {
		if (!plan->ops[i].early && !plan->ops[i].into)
			tell_op(plan, &plan->ops[i], out);
	}
	nssh_plan_clear(plan);
	return rc;
}
