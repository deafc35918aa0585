/* SPDX-License-Identifier: MIT */
/* The list of built-in types, and how a word that is none of theirs is refused. */
#include "lang/types/types.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"

#define SHOWN_BYTES ((size_t)64)

const struct nssh_type *const nssh_builtin_types[] = {
	&nssh_type_address,
	&nssh_type_prefix,
	&nssh_type_lladdr,
	&nssh_type_number,
	&nssh_type_pid,
	&nssh_type_time,
	&nssh_type_lifetime,
	&nssh_type_rate,
	&nssh_type_onoff,
	&nssh_type_choice,
	&nssh_type_caseless_choice,
	&nssh_type_name,
	&nssh_type_text,
	&nssh_type_verb,
	&nssh_type_file,
	&nssh_type_command,
	&nssh_type_netns,
	&nssh_type_netns_or_pid,
	&nssh_type_new_netns,
	&nssh_type_link,
	&nssh_type_new_link,
	&nssh_type_scope,
	&nssh_type_group,
	&nssh_type_table,
	&nssh_type_dsfield,
	&nssh_type_route_proto,
	&nssh_type_any_proto,
	&nssh_type_realms,
	&nssh_type_ip_protocol,
	NULL,
};

int nssh_type_refuse(const struct nssh_value *value, struct nssh_error *err, const char *wanted)
{
	const char *text = value->word->text;
	size_t size = strlen(text), shown = 0;

	while (shown < size) {
		size_t n = nssh_utf8_length(text + shown, size - shown);

		n = n ? n : 1;
		if (shown + n > SHOWN_BYTES)
			break;
		shown += n;
	}
	return nssh_fail(err, -EINVAL, value->word, "\"%.*s%s\" is not %s", (int)shown, text,
			 shown < size ? "..." : "", wanted);
}
