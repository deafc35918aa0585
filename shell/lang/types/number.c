/* SPDX-License-Identifier: MIT */
/* Types `number` and `pid`. */
#include <errno.h>
#include <inttypes.h>

#include "lang/types/types.h"

#define PID_HIGHEST INT32_MAX

static int parse_within(struct nssh_value *value, struct nssh_error *err, const char *wanted,
			uint64_t lo, uint64_t hi)
{
	uint64_t number;
	int ret = nssh_type_digits(value->word->text, &number);

	if (!ret && number >= lo && number <= hi) {
		value->num = number;
		return 0;
	}
	if (ret == -EINVAL)
		(void)nssh_type_refuse(value, err, wanted);
	else
		(void)nssh_fail(err, -ERANGE, value->word, "\"%.64s\" is out of range",
				value->word->text);
	nssh_hint(err, "%s from %" PRIu64 " to %" PRIu64, wanted, lo, hi);
	return ret ? ret : -ERANGE;
}

int nssh_type_parse_number(const struct nssh_arg *arg, struct nssh_arena *arena,
			   struct nssh_value *value, struct nssh_error *err)
{
	(void)arena;
	return parse_within(value, err, "a number", arg->lo, arg->hi ? arg->hi : UINT32_MAX);
}

static int parse_pid(const struct nssh_arg *arg, struct nssh_arena *arena, struct nssh_value *value,
		     struct nssh_error *err)
{
	(void)arg;
	(void)arena;
	return parse_within(value, err, "a process id", 1, PID_HIGHEST);
}

const struct nssh_type nssh_type_number = {
	.name = "number",
	.help = "a number",
	.parse = nssh_type_parse_number,
};

const struct nssh_type nssh_type_pid = {
	.name = "pid",
	.help = "a process id",
	.parse = parse_pid,
};
