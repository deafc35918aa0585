/* SPDX-License-Identifier: MIT */
/* Kinds of arguments that only neighbours have. */
#include "neigh.h"

#include <errno.h>
#include <string.h>

/* @shorten: iproute2 takes beginnings of some of them. */
static const struct {
	const char *name;
	unsigned int state;
	bool shorten;
	const char *help;
} states[] = {
	{ "permanent", NUD_PERMANENT, true, "for good, until it is deleted" },
	{ "reachable", NUD_REACHABLE, true, "valid for some time" },
	{ "noarp", NUD_NOARP, false, "valid, and never asked for again" },
	{ "none", NUD_NONE, false, "nothing is known yet" },
	{ "stale", NUD_STALE, false, "valid, but suspicious" },
	{ "incomplete", NUD_INCOMPLETE, false, "being asked for" },
	{ "delay", NUD_DELAY, false, "a question is about to be sent" },
	{ "probe", NUD_PROBE, false, "being asked for again" },
	{ "failed", NUD_FAILED, true, "asked for in vain" },
};

#define NSTATES (sizeof(states) / sizeof(*states))

static int refuse(const struct nssh_value *value, struct nssh_error *err)
{
	(void)nssh_fail(err, -EINVAL, value->word, "\"%.64s\" is not a state of a neighbour",
			value->word->text);
	nssh_hint(err,
		  "permanent, reachable, stale, noarp, none, incomplete, delay, probe, failed");
	return -EINVAL;
}

static int parse_state(const struct nssh_arg *arg, struct nssh_arena *arena,
		       struct nssh_value *value, struct nssh_error *err)
{
	const struct nssh_arg bits = { .hi = UINT8_MAX };
	const char *text = value->word->text;
	size_t size = strlen(text);

	(void)arg;
	for (size_t i = 0; i < NSTATES; i++) {
		if (strcmp(states[i].name, text) == 0 ||
		    (size && states[i].shorten && strncmp(states[i].name, text, size) == 0)) {
			value->num = states[i].state;
			return 0;
		}
	}
	if (nssh_type_parse_number(&bits, arena, value, NULL) < 0 ||
	    (value->num & (value->num - 1)))
		return refuse(value, err);
	return 0;
}

static void complete_state(const struct nssh_complete *req)
{
	for (size_t i = 0; i < NSTATES; i++)
		req->offer(req, states[i].name, states[i].help);
}

const struct nssh_type nssh_neigh_state_type = {
	.name = "neigh-state",
	.help = "a state of a neighbour, as permanent or stale",
	.parse = parse_state,
	.complete = complete_state,
};

static int parse_any_state(const struct nssh_arg *arg, struct nssh_arena *arena,
			   struct nssh_value *value, struct nssh_error *err)
{
	value->num = NEIGH_ALL;
	return strcmp(value->word->text, "all") == 0 ? 0 : parse_state(arg, arena, value, err);
}

static void complete_any_state(const struct nssh_complete *req)
{
	complete_state(req);
	req->offer(req, "all", "every state");
}

const struct nssh_type nssh_neigh_any_state_type = {
	.name = "neigh-any-state",
	.help = "a state of a neighbour, or all",
	.parse = parse_any_state,
	.complete = complete_any_state,
};

/* `null` is none, as iproute2 has it: an empty one. */
static int parse_lladdr(const struct nssh_arg *arg, struct nssh_arena *arena,
			struct nssh_value *value, struct nssh_error *err)
{
	if (strcmp(value->word->text, "null") != 0)
		return nssh_type_parse_lladdr(arg, arena, value, err);
	value->lladdr = (struct nssh_lladdr){ 0 };
	return 0;
}

const struct nssh_type nssh_neigh_lladdr_type = {
	.name = "neigh-lladdr",
	.help = "a link-layer address, as 02:00:00:00:00:01, or null",
	.parse = parse_lladdr,
};
