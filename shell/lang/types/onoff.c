/* SPDX-License-Identifier: MIT */
/* Type `onoff`. */
#include <string.h>

#include "lang/types/types.h"

static int parse_onoff(const struct nssh_arg *arg, struct nssh_arena *arena,
		       struct nssh_value *value, struct nssh_error *err)
{
	const bool on = strcmp(value->word->text, "on") == 0;

	(void)arg;
	(void)arena;
	if (!on && strcmp(value->word->text, "off") != 0)
		return nssh_type_refuse(value, err, "on or off");
	value->num = on;
	return 0;
}

static void complete_onoff(const struct nssh_complete *req)
{
	req->offer(req, "on", NULL);
	req->offer(req, "off", NULL);
}

const struct nssh_type nssh_type_onoff = {
	.name = "onoff",
	.help = "on or off",
	.parse = parse_onoff,
	.complete = complete_onoff,
};
