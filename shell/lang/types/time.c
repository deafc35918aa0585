/* SPDX-License-Identifier: MIT */
/* Types `time` (microseconds) and `lifetime` (seconds). */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "lang/types/types.h"

#define FOREVER UINT32_MAX

/* Seconds first: what a bare number means. Then the spellings of iproute2's tc, and more. */
static const struct nssh_unit units[] = {
	{ "s", 1000000 }, { "sec", 1000000 }, { "secs", 1000000 }, { "ms", 1000 },
	{ "msec", 1000 }, { "msecs", 1000 },  { "us", 1 },         { "usec", 1 },
	{ "usecs", 1 },   { "m", 60000000 },  { "min", 60000000 }, { "h", 3600000000 },
	{ NULL, 0 },
};

/* The hint on a time out of range names its limits in the largest unit that holds them whole. */
struct shown {
	uint64_t number;
	const char *unit;
};

static struct shown shown(uint64_t time)
{
	if (time && time % 1000000 == 0)
		return (struct shown){ time / 1000000, "s" };
	if (time && time % 1000 == 0)
		return (struct shown){ time / 1000, "ms" };
	return (struct shown){ time, "us" };
}

static int refuse_range(const struct nssh_arg *arg, const struct nssh_value *value,
			struct nssh_error *err)
{
	struct shown lo = shown(arg->lo), hi = shown(arg->hi);

	(void)nssh_fail(err, -ERANGE, value->word, "\"%.64s\" is out of range", value->word->text);
	if (arg->hi)
		nssh_hint(err, "a time from %" PRIu64 "%s to %" PRIu64 "%s", lo.number, lo.unit,
			  hi.number, hi.unit);
	else if (arg->lo)
		nssh_hint(err, "a time of at least %" PRIu64 "%s", lo.number, lo.unit);
	return -ERANGE;
}

static int parse_time(const struct nssh_arg *arg, struct nssh_arena *arena,
		      struct nssh_value *value, struct nssh_error *err)
{
	uint64_t time;
	int ret = nssh_type_quantity(value->word->text, units, &time);

	(void)arena;
	if (ret == -EINVAL) {
		(void)nssh_type_refuse(value, err, "a time");
		nssh_hint(err, "a number of seconds, or one with us, ms, s, m or h, as 500ms");
		return ret;
	}
	if (ret || time < arg->lo || (arg->hi && time > arg->hi))
		return refuse_range(arg, value, err);
	value->num = time;
	return 0;
}

static int parse_lifetime(const struct nssh_arg *arg, struct nssh_arena *arena,
			  struct nssh_value *value, struct nssh_error *err)
{
	const char *text = value->word->text;
	uint64_t seconds = FOREVER;

	(void)arg;
	(void)arena;
	if ((strcmp(text, "forever") != 0 && nssh_type_digits(text, &seconds) < 0) ||
	    seconds > FOREVER) {
		(void)nssh_type_refuse(value, err, "a lifetime");
		nssh_hint(err, "a number of seconds, or forever");
		return -EINVAL;
	}
	value->num = seconds;
	return 0;
}

static void complete_lifetime(const struct nssh_complete *req)
{
	req->offer(req, "forever", "no end");
}

const struct nssh_type nssh_type_time = {
	.name = "time",
	.help = "a time: seconds, or with a unit, as 500ms",
	.parse = parse_time,
};

const struct nssh_type nssh_type_lifetime = {
	.name = "lifetime",
	.help = "seconds, or forever",
	.parse = parse_lifetime,
	.complete = complete_lifetime,
};
