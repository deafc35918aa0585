/* SPDX-License-Identifier: MIT */
/*
 * The plan: changes that are intended and not yet made.
 *
 * A verb that changes adds ops; it never talks to the kernel itself. The runner flushes the plan:
 * at the end of a prompt line or of a file, and before anything that could look at the result. So
 * what an op names need not be there when it is added, only when its turn comes.
 */
#ifndef NSSH_PLAN_H
#define NSSH_PLAN_H

#include <stdbool.h>

#include <nssh/error.h>
#include <nssh/netlink.h>
#include <nssh/netns.h>
#include <nssh/value.h>

struct nssh_op;
struct nssh_plan;

/**
 * nssh_plan_request() - an op that is one netlink request
 * @ns:   the namespace whose socket it is sent on
 * @msg:  the request; taken over, also on failure
 * @word: what to underline when it fails and the kernel names no attribute
 * @fmt:  what it does, for errors and `--plan`: "add address 10.0.0.1/24 to eth0"
 *
 * Return: 0 or a negative errno with @err filled.
 */
int nssh_plan_request(struct nssh_plan *plan, struct nssh_ns *ns, struct nssh_msg *msg,
		      const struct nssh_word *word, struct nssh_error *err, const char *fmt, ...)
	NSSH_PRINTF(6, 7);

/** nssh_plan_netns_add() - make a namespace and bind it to a name */
int nssh_plan_netns_add(struct nssh_plan *plan, struct nssh_ns *ns, const struct nssh_word *word,
			struct nssh_error *err);

/**
 * nssh_plan_netns_attach() - bind a name to a namespace that exists
 * @source: that one, by a path or a process id; @source_word: the word to blame when it is not there
 */
int nssh_plan_netns_attach(struct nssh_plan *plan, struct nssh_ns *ns, struct nssh_ns *source,
			   const struct nssh_word *word, const struct nssh_word *source_word,
			   struct nssh_error *err);

/** nssh_plan_netns_del() - remove a name; also a stale one */
int nssh_plan_netns_del(struct nssh_plan *plan, struct nssh_ns *ns, const struct nssh_word *word,
			struct nssh_error *err);

/**
 * nssh_plan_netns_del_all() - remove all names that are there when the op's turn comes
 * @unless: when this very name is there then, it alone goes (`netns del all`); or NULL
 *
 * It goes on after one that cannot be removed, and fails at the end then.
 */
int nssh_plan_netns_del_all(struct nssh_plan *plan, struct nssh_net *net, struct nssh_ns *unless,
			    const struct nssh_word *word, struct nssh_error *err);

/**
 * struct nssh_op_type - a kind of op of a plugin's own, beside requests
 * @name: one word
 * @run:  do it. Return: 0 or a negative errno with @err filled. What it asks the kernel by
 *        nssh_request() is taken back with the rest when the plan fails.
 * @done: free the data; may be NULL
 * @makes_names: it may make, rename or remove links or namespaces, so what later lines need cannot be
 *        checked beforehand
 * @lost: what it does cannot be taken back: it is named then ("what `ip` did"); NULL: it can
 */
struct nssh_op_type {
	const char *name;
	int (*run)(void *data, struct nssh_error *err);
	void (*done)(void *data);
	bool makes_names;
	const char *lost;
};

/**
 * nssh_plan_call() - an op of a plugin's own kind
 * @data: taken over, also on failure
 */
int nssh_plan_call(struct nssh_plan *plan, const struct nssh_op_type *type, void *data,
		   const struct nssh_word *word, struct nssh_error *err, const char *fmt, ...)
	NSSH_PRINTF(6, 7);

#endif
