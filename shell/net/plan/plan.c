/* SPDX-License-Identifier: MIT */
/* The plan: ops that wait. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/context.h"
#include "net/message.h"
#include "net/plan/op.h"
#include "net/plan/prepare.h"

struct nssh_plan *nssh_plan_new(struct nssh_net *net)
{
	struct nssh_plan *plan = calloc(1, sizeof(*plan));

	if (plan)
		plan->net = net;
	return plan;
}

void nssh_plan_set_scratch(struct nssh_plan *plan)
{
	plan->scratch = true;
}

static void op_done(const struct nssh_op *op)
{
	if (op->kind == NSSH_OP_CALL && op->type->done)
		op->type->done(op->data);
	nssh_msg_free(op->msg);
	nssh_msg_free(op->fused);
	free(op->doing);
}

void nssh_plan_clear(struct nssh_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		op_done(&plan->ops[i]);
	plan->count = 0;
	plan->last = NULL;
}

void nssh_plan_free(struct nssh_plan *plan)
{
	if (!plan)
		return;
	nssh_plan_clear(plan);
	free(plan->ops);
	free(plan);
}

size_t nssh_plan_count(const struct nssh_plan *plan)
{
	return plan->count;
}

/* Add an op, which is taken over also on failure. */
static int add_op(struct nssh_plan *plan, const struct nssh_op *op, struct nssh_error *err)
{
	if (plan->scratch) {
		op_done(op);
		return 0;
	}
	if (op->doing && plan->count == plan->room) {
		size_t room = plan->room ? plan->room * 2 : 16;
		struct nssh_op *ops = realloc(plan->ops, room * sizeof(*ops));

		if (ops) {
			plan->ops = ops;
			plan->room = room;
		}
	}
	if (!op->doing || plan->count == plan->room) {
		op_done(op);
		return nssh_fail(err, -ENOMEM, op->word, "no memory to plan this");
	}
	plan->ops[plan->count++] = *op;
	return 0;
}

static char *NSSH_PRINTF(2, 0) format(const struct nssh_plan *plan, const char *fmt, va_list ap)
{
	char *text = NULL;

	/* Nobody would read it. */
	if (plan->scratch)
		return NULL;
	return vasprintf(&text, fmt, ap) < 0 ? NULL : text;
}

int nssh_plan_request(struct nssh_plan *plan, struct nssh_ns *ns, struct nssh_msg *msg,
		      const struct nssh_word *word, struct nssh_error *err, const char *fmt, ...)
{
	struct nssh_op op = { .kind = NSSH_OP_REQUEST, .ns = ns, .msg = msg, .word = word };
	int rc = nssh_msg_check(msg, err);
	va_list ap;

	if (rc < 0) {
		nssh_msg_free(msg);
		if (err && !err->word)
			err->word = word;
		return rc;
	}
	va_start(ap, fmt);
	op.doing = format(plan, fmt, ap);
	va_end(ap);
	return add_op(plan, &op, err);
}

int nssh_plan_call(struct nssh_plan *plan, const struct nssh_op_type *type, void *data,
		   const struct nssh_word *word, struct nssh_error *err, const char *fmt, ...)
{
	struct nssh_op op = { .kind = NSSH_OP_CALL, .type = type, .data = data, .word = word };
	va_list ap;

	va_start(ap, fmt);
	op.doing = format(plan, fmt, ap);
	va_end(ap);
	return add_op(plan, &op, err);
}

static int NSSH_PRINTF(4, 5) add_named(struct nssh_plan *plan, struct nssh_op *op,
				       struct nssh_error *err, const char *fmt, ...)
{
	const char *name = nssh_ns_name(op->ns);
	va_list ap;

	if (!name || !nssh_netns_valid_name(name)) {
		(void)nssh_fail(err, -EINVAL, op->word, "invalid namespace name \"%s\"",
				name ? name : "");
		nssh_why(err, "1 to 255 bytes without a slash, and not . or ..");
		return -EINVAL;
	}
	va_start(ap, fmt);
	op->doing = format(plan, fmt, ap);
	va_end(ap);
	return add_op(plan, op, err);
}

int nssh_plan_netns_add(struct nssh_plan *plan, struct nssh_ns *ns, const struct nssh_word *word,
			struct nssh_error *err)
{
	struct nssh_op op = { .kind = NSSH_OP_NETNS_ADD, .ns = ns, .word = word };

	return add_named(plan, &op, err, "add namespace %s", nssh_ns_name(ns));
}

int nssh_plan_netns_attach(struct nssh_plan *plan, struct nssh_ns *ns, struct nssh_ns *source,
			   const struct nssh_word *word, const struct nssh_word *source_word,
			   struct nssh_error *err)
{
	struct nssh_op op = { .kind = NSSH_OP_NETNS_ATTACH,
			      .ns = ns,
			      .source = source,
			      .word = word,
			      .source_word = source_word };

	return add_named(plan, &op, err, "attach namespace %s", nssh_ns_name(ns));
}

int nssh_plan_netns_del(struct nssh_plan *plan, struct nssh_ns *ns, const struct nssh_word *word,
			struct nssh_error *err)
{
	struct nssh_op op = { .kind = NSSH_OP_NETNS_DEL, .ns = ns, .word = word };

	return add_named(plan, &op, err, "remove namespace %s", nssh_ns_name(ns));
}

int nssh_plan_barrier(struct nssh_plan *plan, const struct nssh_word *word, const char *doing,
		      struct nssh_error *err)
{
	const struct nssh_op op = { .kind = NSSH_OP_BARRIER, .word = word, .doing = strdup(doing) };

	return add_op(plan, &op, err);
}

int nssh_plan_need_ns(struct nssh_plan *plan, struct nssh_ns *ns, const struct nssh_word *word,
		      struct nssh_error *err)
{
	const struct nssh_op op = {
		.kind = NSSH_OP_NEED_NS,
		.ns = ns,
		.word = word,
		.doing = strdup("look for a namespace"),
	};

	return add_op(plan, &op, err);
}
