/* SPDX-License-Identifier: MIT */
/* Type `rate`, in bits a second, with tc's units (tc(8), "PARAMETERS"). */
#include <errno.h>
#include <stddef.h>

#include "lang/types/types.h"

#define KIBI ((uint64_t)1 << 10)
#define MEBI ((uint64_t)1 << 20)
#define GIBI ((uint64_t)1 << 30)
#define TEBI ((uint64_t)1 << 40)

static const struct nssh_unit units[] = {
	{ "bit", 1 },
	{ "kbit", 1000 },
	{ "mbit", 1000000 },
	{ "gbit", 1000000000 },
	{ "tbit", 1000000000000 },
	{ "kibit", KIBI },
	{ "mibit", MEBI },
	{ "gibit", GIBI },
	{ "tibit", TEBI },
	{ "bps", 8 },
	{ "kbps", 8000 },
	{ "mbps", 8000000 },
	{ "gbps", 8000000000 },
	{ "tbps", 8000000000000 },
	{ "kibps", 8 * KIBI },
	{ "mibps", 8 * MEBI },
	{ "gibps", 8 * GIBI },
	{ "tibps", 8 * TEBI },
	{ NULL, 0 },
};

static int parse_rate(const struct nssh_arg *arg, struct nssh_arena *arena,
		      struct nssh_value *value, struct nssh_error *err)
{
	uint64_t rate;
	int ret = nssh_type_quantity(value->word->text, units, &rate);

	(void)arena;
	if (!ret && (rate < arg->lo || (arg->hi && rate > arg->hi)))
		ret = -ERANGE;
	if (!ret) {
		value->num = rate;
		return 0;
	}
	if (ret == -ERANGE)
		return nssh_fail(err, ret, value->word, "\"%.64s\" is out of range",
				 value->word->text);
	(void)nssh_type_refuse(value, err, "a rate");
	nssh_hint(err, "bits a second, or with a unit: kbit, mbit, gbit; kbps is bytes, as in tc");
	return ret;
}

const struct nssh_type nssh_type_rate = {
	.name = "rate",
	.help = "a rate: bits a second, or with tc's unit, as 10mbit",
	.parse = parse_rate,
};
