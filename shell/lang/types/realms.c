/* SPDX-License-Identifier: MIT */
/* Type `realms`: one realm of routes, or two. */
#include <errno.h>
#include <string.h>

#include <nssh/names.h>

#include "lang/types/types.h"

static int refuse(const struct nssh_value *value, struct nssh_error *err)
{
	(void)nssh_type_refuse(value, err, "a realm or two");
	nssh_hint(err, "TO or FROM/TO, each a number from 0 to 255 or a name from rt_realms");
	return -EINVAL;
}

static void offer_name(const char *name, uint32_t number, void *arg)
{
	const struct nssh_complete *const *req = arg;

	(void)number;
	(*req)->offer(*req, name, NULL);
}

static bool read_realm(const char *text, size_t size, uint32_t *ret)
{
	char name[64];

	if (size >= sizeof(name))
		return false;
	memcpy(name, text, size);
	name[size] = '\0';
	return nssh_number_of(NSSH_RT_REALMS, name, ret) == 0;
}

/* `FROM/TO`, `FROM/` or `TO`. */
int nssh_type_parse_realms(const struct nssh_arg *arg, struct nssh_arena *arena,
			   struct nssh_value *value, struct nssh_error *err)
{
	const char *text = value->word->text, *slash = strchr(text, '/');
	const char *to = slash ? slash + 1 : text;
	uint32_t from_number = 0, to_number = 0;

	(void)arg;
	(void)arena;
	if ((slash && !read_realm(text, (size_t)(slash - text), &from_number)) ||
	    ((*to || !slash) && !read_realm(to, strlen(to), &to_number)))
		return refuse(value, err);
	value->num = from_number << 16 | to_number;
	return 0;
}

static void complete_realms(const struct nssh_complete *req)
{
	nssh_name_each(NSSH_RT_REALMS, offer_name, &req);
}

const struct nssh_type nssh_type_realms = {
	.name = "realms",
	.help = "realms of a route: TO or FROM/TO",
	.parse = nssh_type_parse_realms,
	.complete = complete_realms,
};
