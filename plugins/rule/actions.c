/* SPDX-License-Identifier: MIT */
/* What a rule does with packets, by the names that types of routes have: RTN_*. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <linux/rtnetlink.h>

#include "rule.h"

/* In the order that iproute2 looks for them. @shorten: it takes their beginnings. */
static const struct {
	unsigned int action;
	bool shorten;
	const char *name;
	const char *help;
} actions[] = {
	{ RTN_UNSPEC, false, "none", NULL },
	{ RTN_LOCAL, false, "local", NULL },
	{ RTN_NAT, false, "nat", NULL },
	{ RTN_BROADCAST, true, "broadcast", NULL },
	{ RTN_ANYCAST, true, "anycast", NULL },
	{ RTN_MULTICAST, true, "multicast", NULL },
	{ RTN_PROHIBIT, true, "prohibit", "refuse: administratively prohibited" },
	{ RTN_UNREACHABLE, true, "unreachable", "refuse: network unreachable" },
	{ RTN_BLACKHOLE, true, "blackhole", "drop without a word" },
	{ RTN_XRESOLVE, true, "xresolve", NULL },
	{ RTN_UNICAST, true, "unicast", "look in the table: the usual" },
	{ RTN_THROW, true, "throw", NULL },
};

#define NACTIONS (sizeof(actions) / sizeof(*actions))

const char *nssh_rule_action_name(unsigned int action, bool numeric, char *buf, size_t size)
{
	for (size_t i = 0; i < NACTIONS && !numeric; i++) {
		if (actions[i].action == action)
			return actions[i].name;
	}
	(void)snprintf(buf, size, "%u", action);
	return buf;
}

static int parse(const struct nssh_arg *arg, struct nssh_arena *arena, struct nssh_value *value,
		 struct nssh_error *err)
{
	const struct nssh_arg byte = { .hi = UINT8_MAX };
	const char *text = value->word->text;
	const size_t size = strlen(text);

	(void)arg;
	for (size_t i = 1; i < NACTIONS && size; i++) {
		if (strcmp(actions[i].name, text) == 0 ||
		    (actions[i].shorten && strncmp(actions[i].name, text, size) == 0)) {
			value->num = actions[i].action;
			return 0;
		}
	}
	if (nssh_type_parse_number(&byte, arena, value, NULL) == 0)
		return 0;
	(void)nssh_fail(err, -EINVAL, value->word, "\"%.64s\" is not an action of a rule", text);
	nssh_hint(err, "blackhole, unreachable, prohibit, or table TABLE");
	return -EINVAL;
}

static void complete(const struct nssh_complete *req)
{
	for (size_t i = 0; i < NACTIONS; i++) {
		if (actions[i].help)
			req->offer(req, actions[i].name, actions[i].help);
	}
}

const struct nssh_type nssh_rule_action_type = {
	.name = "rule-action",
	.help = "blackhole, unreachable or prohibit",
	.parse = parse,
	.complete = complete,
};
