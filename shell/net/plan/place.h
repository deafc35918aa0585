/* SPDX-License-Identifier: MIT */
/* What was seen of a namespace that is to be stood in for. */
#ifndef NSSH_NET_PLAN_PLACE_H
#define NSSH_NET_PLAN_PLACE_H

#include "net/plan/prior.h"
#include "net/plan/standin.h"

/**
 * struct nssh_place_link - a link in it, beside what the kernel told of it
 * @was:  its index on the machine; in the message is the one of the stand-in, once it is @made
 * @done: it is made, or cannot be
 * @far:  where the link is that it lies on, or whose other end it is; NULL: elsewhere
 */
struct nssh_place_link {
	int was;
	bool made, done;
	struct nssh_place *far;
};

/**
 * struct nssh_place - a namespace
 * @name:  NULL: home
 * @there: on the machine; @here: the stand-in
 * @stale: only a name
 * @of:    one for each of @links
 */
struct nssh_place {
	char *name;
	struct nssh_ns *there, *here;
	bool stale;
	struct nssh_kept links, addrs, routes;
	struct nssh_place_link *of;
};

/**
 * struct nssh_standins
 * @names:  the namespaces on the machine, sorted; @wanted: which of them were mentioned
 * @without: the lab that is as good as gone, or empty
 * @places: home first
 * @elsewhere: keeps the namespace of ends alive that nobody looked at, or -1; @loose: how many they are
 */
struct nssh_standins {
	struct nssh_net *net;
	void (*tell)(const char *what, void *arg);
	void *tell_arg;
	char **names;
	bool *wanted;
	size_t count;
	char *without;
	struct nssh_place *places;
	size_t place_count;
	int elsewhere;
	unsigned int loose;
};

/* Tell of a thing in a place, with the reason. */
void nssh_standins_tell(const struct nssh_standins *standins, const struct nssh_place *place,
			const char *why, const char *fmt, ...) NSSH_PRINTF(4, 5);

#endif
