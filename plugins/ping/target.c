/* SPDX-License-Identifier: MIT */
/* Type ping-target: an address, with `%LINK` behind it where it means nothing without its link. */
#include "ping.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

static int refuse(const struct nssh_value *value, struct nssh_error *err)
{
	(void)nssh_fail(err, -EINVAL, value->word, "\"%.64s\" is not an address to ping",
			value->word->text);
	nssh_hint(err, "an address looks like 10.0.0.1, fd00::1 or fe80::1%%eth0");
	return -EINVAL;
}

static bool read_address(const char *text, struct nssh_addr *addr)
{
	*addr = (struct nssh_addr){ .family = AF_INET, .len = 4, .bits = 32 };
	if (inet_pton(AF_INET, text, addr->bytes) == 1)
		return true;
	*addr = (struct nssh_addr){ .family = AF_INET6, .len = 16, .bits = 128 };
	return inet_pton(AF_INET6, text, addr->bytes) == 1;
}

static int parse(const struct nssh_arg *arg, struct nssh_arena *arena, struct nssh_value *value,
		 struct nssh_error *err)
{
	const char *text = value->word->text;
	const char *percent = strchr(text, '%');
	size_t size = percent ? (size_t)(percent - text) : strlen(text);
	char head[INET6_ADDRSTRLEN + 1];
	struct ping_target *target;

	(void)arg;
	if (size >= sizeof(head) || (percent && !percent[1]))
		return refuse(value, err);
	memcpy(head, text, size);
	head[size] = '\0';
	target = nssh_type_alloc(arena, sizeof(*target));
	if (!target)
		return nssh_fail(err, -ENOMEM, value->word, "no memory");
	if (!read_address(head, &target->addr) || (percent && target->addr.family != AF_INET6))
		return refuse(value, err);
	target->link = percent ? percent + 1 : NULL;
	value->data = target;
	return 0;
}

const struct nssh_type nssh_ping_target_type = {
	.name = "ping-target",
	.help = "an IPv4 or IPv6 address, as 10.0.0.2 or fe80::1%eth0",
	.parse = parse,
};
