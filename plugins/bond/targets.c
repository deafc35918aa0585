/* SPDX-License-Identifier: MIT */
/* Words of bonds that no type of the program reads: lists of addresses, and numbers below 0. */
#include "bond.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <sys/socket.h>

/* As many as the kernel keeps. */
#define MAX_TARGETS 16

struct targets {
	uint16_t count;
	size_t size;
	uint8_t at[MAX_TARGETS][16];
};

static bool add(struct targets *found, int family, const char *text, size_t size)
{
	char address[64];

	if (found->count == MAX_TARGETS || size >= sizeof(address))
		return found->count == MAX_TARGETS;
	memcpy(address, text, size);
	address[size] = '\0';
	return inet_pton(family, address, found->at[found->count++]) == 1;
}

static int parse(int family, struct nssh_arena *arena, struct nssh_value *value,
		 struct nssh_error *err)
{
	struct targets *found = nssh_type_alloc(arena, sizeof(*found));
	const char *at = value->word->text;

	if (!found)
		return nssh_fail(err, -ENOMEM, value->word, "no memory");
	found->size = family == AF_INET6 ? 16 : 4;
	for (at += strspn(at, ","); *at; at += strspn(at, ",")) {
		size_t size = strcspn(at, ",");

		if (!add(found, family, at, size)) {
			(void)nssh_fail(err, -EINVAL, value->word, "\"%.*s\" is not an address",
					(int)size, at);
			nssh_hint(err,
				  "addresses stand behind each other with commas between them");
			return -EINVAL;
		}
		at += size;
	}
	value->data = found;
	return 0;
}

static int parse_v4(const struct nssh_arg *arg, struct nssh_arena *arena, struct nssh_value *value,
		    struct nssh_error *err)
{
	(void)arg;
	return parse(AF_INET, arena, value, err);
}

static int parse_v6(const struct nssh_arg *arg, struct nssh_arena *arena, struct nssh_value *value,
		    struct nssh_error *err)
{
	(void)arg;
	return parse(AF_INET6, arena, value, err);
}

static int parse_signed(const struct nssh_arg *arg, struct nssh_arena *arena,
			struct nssh_value *value, struct nssh_error *err)
{
	char *end;
	long number;

	(void)arg;
	(void)arena;
	errno = 0;
	number = strtol(value->word->text, &end, 0);
	if (errno || !*value->word->text || *end || number < INT32_MIN || number > INT32_MAX)
		return nssh_fail(err, -EINVAL, value->word, "\"%s\" is not a number",
				 value->word->text);
	value->num = (uint64_t)number;
	return 0;
}

const struct nssh_type bond_targets_type = {
	.name = "bond-targets",
	.help = "IPv4 addresses, with commas between them",
	.parse = parse_v4,
};

const struct nssh_type bond_targets6_type = {
	.name = "bond-targets6",
	.help = "IPv6 addresses, with commas between them",
	.parse = parse_v6,
};

const struct nssh_type bond_signed_type = {
	.name = "bond-signed",
	.help = "a number, which may be negative",
	.parse = parse_signed,
};

int bond_put_targets(const struct nssh_option *option, const struct nssh_value *value,
		     const struct nssh_option_put *to, struct nssh_error *err)
{
	const struct targets *found = value->data;
	const size_t nest = nssh_msg_nest(to->msg, option->attr);

	(void)err;
	for (uint16_t i = 0; i < found->count; i++)
		nssh_msg_put(to->msg, i, found->at[i], found->size);
	nssh_msg_nest_end(to->msg, nest);
	return 0;
}

int bond_put_signed(const struct nssh_option *option, const struct nssh_value *value,
		    const struct nssh_option_put *to, struct nssh_error *err)
{
	(void)err;
	nssh_msg_put_u32(to->msg, option->attr, (uint32_t)value->num);
	return 0;
}

/* The kernel leaves an empty list out. */
void bond_restore_targets(const struct nssh_option *option, const struct nlattr *const *was,
			  bool asked, struct nssh_msg *msg)
{
	const struct nlattr *list = was[option->attr];

	if (list || asked)
		nssh_msg_put(msg, option->attr, list ? mnl_attr_get_payload(list) : NULL,
			     list ? mnl_attr_get_payload_len(list) : 0);
}
