/* SPDX-License-Identifier: MIT */
/* Type `ip-protocol`: what is carried by IP, by the names of /etc/protocols. */
#include <errno.h>
#include <netdb.h>

#include "lang/types/types.h"

static int refuse(const struct nssh_value *value, struct nssh_error *err)
{
	(void)nssh_type_refuse(value, err, "a protocol");
	nssh_hint(err, "tcp, udp, icmp, a number from 0 to 255, or a name from /etc/protocols");
	return -EINVAL;
}

static int parse_ipproto(const struct nssh_arg *arg, struct nssh_arena *arena,
			 struct nssh_value *value, struct nssh_error *err)
{
	const struct nssh_arg byte = { .hi = UINT8_MAX };
	const struct protoent *entry;

	(void)arg;
	if (nssh_type_parse_number(&byte, arena, value, NULL) == 0)
		return 0;
	entry = getprotobyname(value->word->text);
	if (!entry)
		return refuse(value, err);
	value->num = (uint64_t)entry->p_proto;
	return 0;
}

static void complete_ipproto(const struct nssh_complete *req)
{
	static const char *const names[] = { "tcp", "udp", "icmp", "ipv6-icmp", NULL };

	for (size_t i = 0; names[i]; i++)
		req->offer(req, names[i], NULL);
}

const struct nssh_type nssh_type_ip_protocol = {
	.name = "ip-protocol",
	.help = "a protocol over IP: a name or a number",
	.parse = parse_ipproto,
	.complete = complete_ipproto,
};
