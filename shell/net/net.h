/* SPDX-License-Identifier: MIT */
/* The inside of the shared context that the program itself uses; plugins see include/nssh/. */
#ifndef NSSH_NET_NET_H
#define NSSH_NET_NET_H

#include <stdbool.h>
#include <stddef.h>

#include <nssh/error.h>
#include <nssh/netlink.h>
#include <nssh/netns.h>
#include <nssh/plan.h>

/**
 * nssh_net_new() - the context, with a handle of the home namespace
 *
 * Opens nothing yet. Return: 0 or a negative
 * errno with @err filled.
 */
int nssh_net_new(struct nssh_net **ret_net, struct nssh_error *err);
/* Closes everything; handles die with it. NULL is fine. */
void nssh_net_free(struct nssh_net *net);

/**
 * nssh_net_rest() - close what is open in other namespaces
 *
 * An open namespace lives on when its name is removed; while the user thinks, none should. Handles
 * stay good and open it again when they are used.
 */
void nssh_net_rest(struct nssh_net *net);

/**
 * nssh_net_restore_limit() - the limit of open files that the program was started with
 *
 * For children, before they run a program; async-signal-safe.
 */
void nssh_net_restore_limit(const struct nssh_net *net);

/**
 * nssh_net_set_warn() - where the kernel's warnings about requests that it did go
 * @warn: called with the word that it is about, or NULL, and the kernel's text
 */
void nssh_net_set_warn(struct nssh_net *net,
		       void (*warn)(const struct nssh_word *word, const char *text, void *arg),
		       void *arg);

/**
 * nssh_net_set_restore() - who knows the attributes of kinds of link
 * @restore: puts into an open nest what brings those of @was back: all of them that a link can be made
 *           with, or those that @asked has. With @msg NULL only: is the kind known? Return: whether it is.
 */
void nssh_net_set_restore(struct nssh_net *net,
			  bool (*restore)(const char *kind, const struct nlattr *was,
					  const struct nlattr *asked, struct nssh_msg *msg,
					  void *arg),
			  void *arg);

/* @step is called when an op of a plan has been done, or has failed; NULL: nothing is. */
void nssh_net_set_progress(struct nssh_net *net, void (*step)(void *arg), void *arg);

/* Do each op by itself, also where several could be one request. */
void nssh_net_set_no_fuse(struct nssh_net *net);

/* A plan without ops. */
struct nssh_plan *nssh_plan_new(struct nssh_net *net);
void nssh_plan_free(struct nssh_plan *plan);
/* Its ops are only checked, and dropped at once. */
void nssh_plan_set_scratch(struct nssh_plan *plan);
/* How many ops wait. */
size_t nssh_plan_count(const struct nssh_plan *plan);
/* Drop the ops that wait. */
void nssh_plan_clear(struct nssh_plan *plan);

/* Would it miss something? Return: 0, or a negative errno with @err filled when an op is sure to fail. */
int nssh_plan_look(struct nssh_plan *plan, struct nssh_error *err);

/* A program runs here, which may change what it likes; @doing: "run ls". */
int nssh_plan_barrier(struct nssh_plan *plan, const struct nssh_word *word, const char *doing,
		      struct nssh_error *err);

/* Something here is about this namespace: it has to be there. */
int nssh_plan_need_ns(struct nssh_plan *plan, struct nssh_ns *ns, const struct nssh_word *word,
		      struct nssh_error *err);

/**
 * nssh_plan_flush() - do what is planned, in order
 *
 * It is looked at first, and nothing is done when an op is sure to fail. Changes of a link right behind
 * its making become part of the request that makes it; namespaces are made before all else.
 * Stops at the first op that fails; what was done before it is noted in the transaction, and stays when
 * there is none. What comes after is dropped.
 * Return: 0, or a negative errno with @err filled: its word is the one to blame.
 */
int nssh_plan_flush(struct nssh_plan *plan, struct nssh_error *err);

#endif
