/* SPDX-License-Identifier: MIT */
/* The plan: ops that wait, and doing them one after the other. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <linux/rtnetlink.h>

#include "base/interrupt.h"
#include "net/context.h"
#include "net/explain.h"
#include "net/fuse.h"
#include "net/message.h"
#include "net/netns_ops.h"
#include "net/request.h"

/**
 * struct nssh_op - one intended change
 * @run, @done: what its kind does; @done frees what the op owns beside @doing
 * @ns:    the namespace that it is about; NULL for a plugin's own
 * @source: the one that a name is attached to
 * @doing: "add address 10.0.0.1/24 to eth0"
 */
struct nssh_op {
	int (*run)(const struct nssh_op *op, struct nssh_error *err);
	void (*done)(const struct nssh_op *op);
	struct nssh_ns *ns, *source;
	struct nssh_msg *msg;
	const struct nssh_op_type *type;
	void *data;
	const struct nssh_word *word;
	char *doing;
};

struct nssh_plan {
	struct nssh_net *net;
	struct nssh_op *ops;
	size_t count, room;
	int index;    /* given to a link last by this flush; 0: none yet */
	bool scratch; /* ops are dropped at once */
};

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
	if (op->done)
		op->done(op);
	free(op->doing);
}

void nssh_plan_clear(struct nssh_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		op_done(&plan->ops[i]);
	plan->count = 0;
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

static int run_request(const struct nssh_op *op, struct nssh_error *err)
{
	return nssh_ask(op->ns, op->msg, NULL, NULL, op->doing, op->word, err);
}

static void request_done(const struct nssh_op *op)
{
	nssh_msg_free(op->msg);
}

int nssh_plan_request(struct nssh_plan *plan, struct nssh_ns *ns, struct nssh_msg *msg,
		      const struct nssh_word *word, struct nssh_error *err, const char *fmt, ...)
{
	struct nssh_op op = {
		.run = run_request, .done = request_done, .ns = ns, .msg = msg, .word = word
	};
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

static int run_call(const struct nssh_op *op, struct nssh_error *err)
{
	int rc = op->type->run(op->data, err);

	if (rc < 0 && err && !err->code)
		(void)nssh_fail_errno(err, rc, op->word, "cannot %s", op->doing);
	return rc;
}

static void call_done(const struct nssh_op *op)
{
	if (op->type->done)
		op->type->done(op->data);
}

int nssh_plan_call(struct nssh_plan *plan, const struct nssh_op_type *type, void *data,
		   const struct nssh_word *word, struct nssh_error *err, const char *fmt, ...)
{
	struct nssh_op op = {
		.run = run_call, .done = call_done, .type = type, .data = data, .word = word
	};
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

static int run_add(const struct nssh_op *op, struct nssh_error *err)
{
	return nssh_netns_add(op->ns, err);
}

int nssh_plan_netns_add(struct nssh_plan *plan, struct nssh_ns *ns, const struct nssh_word *word,
			struct nssh_error *err)
{
	struct nssh_op op = { .run = run_add, .ns = ns, .word = word };

	return add_named(plan, &op, err, "add namespace %s", nssh_ns_name(ns));
}

static int run_attach(const struct nssh_op *op, struct nssh_error *err)
{
	return nssh_netns_attach(op->ns, op->source, err);
}

int nssh_plan_netns_attach(struct nssh_plan *plan, struct nssh_ns *ns, struct nssh_ns *source,
			   const struct nssh_word *word, struct nssh_error *err)
{
	struct nssh_op op = { .run = run_attach, .ns = ns, .source = source, .word = word };

	return add_named(plan, &op, err, "attach namespace %s", nssh_ns_name(ns));
}

static int run_del(const struct nssh_op *op, struct nssh_error *err)
{
	return nssh_netns_del(op->ns, err);
}

int nssh_plan_netns_del(struct nssh_plan *plan, struct nssh_ns *ns, const struct nssh_word *word,
			struct nssh_error *err)
{
	struct nssh_op op = { .run = run_del, .ns = ns, .word = word };

	return add_named(plan, &op, err, "remove namespace %s", nssh_ns_name(ns));
}

static int run_op(const struct nssh_op *op, struct nssh_error *err)
{
	int rc;

	if (nssh_interrupt_signal())
		return nssh_fail(err, -EINTR, op->word, "interrupted");
	rc = op->run(op, err);
	if (rc < 0 && err && !err->word)
		err->word = op->word;
	return rc;
}

static int take_index(const struct nlmsghdr *nlh, void *arg)
{
	const struct ifinfomsg *info = mnl_nlmsg_get_payload(nlh);
	int *highest = arg;

	if (nlh->nlmsg_len >= NLMSG_LENGTH(sizeof(*info)) && info->ifi_index > *highest)
		*highest = info->ifi_index;
	return 0;
}

/* An index that no link of @ns has, and the one behind it: the next that it would give, or later ones. */
static int next_index(struct nssh_plan *plan, struct nssh_ns *ns)
{
	const struct ifinfomsg all = { .ifi_family = AF_UNSPEC };
	struct nssh_msg *msg;

	if (!plan->index) {
		msg = nssh_msg_new(RTM_GETLINK, 0, &all, sizeof(all));
		(void)nssh_dump(ns, msg, take_index, &plan->index, NULL);
		nssh_msg_free(msg);
	}
	plan->index += 2;
	return plan->index - 1;
}

/* What is made of the op at @index and the moves right behind it, and how many those are. */
static struct nssh_msg *fuse(const struct nssh_plan *plan, size_t index, size_t *ret_moves)
{
	const struct nssh_op *op = &plan->ops[index];
	struct nssh_msg *fused = NULL, *more;

	*ret_moves = 0;
	while (index + *ret_moves + 1 < plan->count && op->msg) {
		const struct nssh_op *next = &plan->ops[index + *ret_moves + 1];

		if (!next->msg || next->ns != op->ns ||
		    !nssh_fuse_move(fused ? fused : op->msg, next->msg, op->ns, &more))
			break;
		nssh_msg_free(fused);
		fused = more;
		++*ret_moves;
	}
	return fused;
}

/*
 * Do an op together with the moves behind it. When that fails, nothing has been done, and they are done
 * one by one: then the error is that of the one which is to blame. Return: how many moves were done.
 */
static size_t try_fused(struct nssh_plan *plan, size_t index)
{
	const struct nssh_op *op = &plan->ops[index];
	size_t moves;
	struct nssh_msg *fused = plan->net->no_fuse ? NULL : fuse(plan, index, &moves);
	int rc;

	if (!fused)
		return 0;
	if (!nssh_fuse_names_free(op->ns, fused)) {
		nssh_msg_free(fused);
		return 0;
	}
	nssh_fuse_indexes(fused, next_index(plan, op->ns));
	rc = nssh_fuse_numbers(op->ns, fused);
	if (rc == 0)
		rc = nssh_ask(op->ns, fused, NULL, NULL, op->doing, op->word, NULL);
	nssh_msg_free(fused);
	return rc < 0 ? 0 : moves;
}

int nssh_plan_flush(struct nssh_plan *plan, struct nssh_error *err)
{
	int rc = 0;

	/* What others did to the names is looked at once, not before each op. */
	nssh_net_look_again(plan->net);
	plan->net->fixed++;
	for (size_t i = 0; rc == 0 && i < plan->count; i++) {
		size_t fused = nssh_interrupt_signal() ? 0 : try_fused(plan, i);

		if (fused)
			i += fused;
		else
			rc = run_op(&plan->ops[i], err);
	}
	plan->index = 0;
	plan->net->fixed--;
	plan->net->lists++;
	nssh_plan_clear(plan);
	return rc;
}
