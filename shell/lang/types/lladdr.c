/* SPDX-License-Identifier: MIT */
/* Type `lladdr`: a link-layer address. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lang/types/types.h"

/* No kind of link has these lengths; Ethernet's with a part forgotten has. */
static bool is_cut_short(size_t len)
{
	return len == 3 || len == 5;
}

static int refuse(const struct nssh_value *value, struct nssh_error *err)
{
	(void)nssh_type_refuse(value, err, "a link-layer address");
	nssh_hint(err, "a link-layer address looks like 02:00:00:00:00:01");
	return -EINVAL;
}

int nssh_type_parse_lladdr(const struct nssh_arg *arg, struct nssh_arena *arena,
			   struct nssh_value *value, struct nssh_error *err)
{
	struct nssh_lladdr addr = { 0 };
	const char *at = value->word->text;

	(void)arg;
	(void)arena;
	for (;;) {
		const size_t digits = strspn(at, "0123456789abcdefABCDEF");

		if (!digits || digits > 2 || (at[digits] && at[digits] != ':') ||
		    addr.len == sizeof(addr.bytes))
			return refuse(value, err);
		addr.bytes[addr.len++] = (uint8_t)strtoul(at, NULL, 16);
		if (!at[digits])
			break;
		at += digits + 1;
	}
	if (is_cut_short(addr.len))
		return refuse(value, err);
	value->lladdr = addr;
	return 0;
}

const struct nssh_type nssh_type_lladdr = {
	.name = "lladdr",
	.help = "a link-layer address, as 02:00:00:00:00:01",
	.parse = nssh_type_parse_lladdr,
};
