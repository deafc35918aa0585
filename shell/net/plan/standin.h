/* SPDX-License-Identifier: MIT */
/*
 * Stand-ins: what is on the machine, made again in a sandbox, so that a file can be tried there which
 * builds on it. First it is looked at, from outside; then, inside and with a context of its own, made.
 */
#ifndef NSSH_NET_PLAN_STANDIN_H
#define NSSH_NET_PLAN_STANDIN_H

#include <nssh/error.h>

struct nssh_net;
struct nssh_standins;

/* @tell: called for each thing that cannot be stood in for as it is, with the reason */
struct nssh_standins *nssh_standins_new(struct nssh_net *net,
					void (*tell)(const char *what, void *arg), void *arg);
/* What was stood in for stays. NULL is fine. */
void nssh_standins_free(struct nssh_standins *standins);

/* A word that may be the name of a namespace, or begin with one and a colon. */
void nssh_standins_mention(struct nssh_standins *standins, const char *text);
/* All namespaces are meant. */
void nssh_standins_mention_all(struct nssh_standins *standins);
/* What this lab made is as good as gone. */
void nssh_standins_without(struct nssh_standins *standins, const char *lab);

/**
 * nssh_standins_look() - read the home namespace and those that were mentioned
 *
 * The context may be freed then. Return: 0 or a negative errno with @err filled.
 */
int nssh_standins_look(struct nssh_standins *standins, struct nssh_error *err);

/* Make all of it. Return: 0, also when some of it had to be left out; or a negative errno. */
int nssh_standins_make(struct nssh_standins *standins, struct nssh_net *net,
		       struct nssh_error *err);

#endif
