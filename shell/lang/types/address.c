/* SPDX-License-Identifier: MIT */
/* Types `address` and `prefix`: what iproute2 takes for one. */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lang/types/types.h"

#define HINT_ADDRESS "an address looks like 10.0.0.1 or fd00::1"
#define HINT_PREFIX  "a prefix looks like 10.0.0.1/24 or fd00::1/64"

/*
 * iproute2 fills up a short address with zeros at its end (10.1 is 10.1.0.0, unlike inet_aton(3)),
 * and reads a part with a leading 0 as octal.
 */
static const char *read_ip4(const char *text, uint8_t *bytes)
{
	for (int i = 0; i < 4; i++) {
		unsigned long part;
		char *end;

		if (!isdigit((unsigned char)*text))
			return "";
		part = strtoul(text, &end, 0);
		if (*end && *end != '.')
			return "";
		if (part > 255)
			return "each part of an IPv4 address is 0 to 255";
		bytes[i] = (uint8_t)part;
		if (!*end)
			return NULL;
		text = end + 1;
	}
	return "an IPv4 address has four parts";
}

static const char *read_ip6(const char *text, uint8_t *bytes)
{
	if (inet_pton(AF_INET6, text, bytes) == 1)
		return NULL;
	return strchr(text, '%') ? "the link of an address stands apart, behind `dev`" : "";
}

/* Return: NULL, or why it is no address: an empty string when there is nothing to add. */
static const char *read_ip(const char *text, struct nssh_addr *addr)
{
	const bool ip6 = strchr(text, ':') != NULL;

	memset(addr, 0, sizeof(*addr));
	addr->family = ip6 ? AF_INET6 : AF_INET;
	addr->len = ip6 ? 16 : 4;
	addr->bits = ip6 ? 128 : 32;
	return ip6 ? read_ip6(text, addr->bytes) : read_ip4(text, addr->bytes);
}

static bool is_any(const char *text)
{
	return strcmp(text, "any") == 0 || strcmp(text, "default") == 0 || strcmp(text, "all") == 0;
}

static int refuse(const struct nssh_value *value, struct nssh_error *err, const char *wanted,
		  const char *why, const char *hint)
{
	(void)nssh_type_refuse(value, err, wanted);
	if (*why)
		nssh_why(err, "%s", why);
	else
		nssh_hint(err, "%s", hint);
	return -EINVAL;
}

/* A length, or a netmask, which has all its ones in front. */
static const char *read_length(const char *text, struct nssh_addr *addr)
{
	const char *why = addr->family == AF_INET
				  ? "the prefix length of an IPv4 address is 0 to 32"
				  : "the prefix length of an IPv6 address is 0 to 128";
	struct nssh_addr mask;
	uint64_t bits;
	uint32_t ones;
	int ret = nssh_type_digits(text, &bits);

	if (ret == -EINVAL && strchr(text, '.') && !strchr(text, ':') && !read_ip(text, &mask)) {
		memcpy(&ones, mask.bytes, sizeof(ones));
		ones = ntohl(ones);
		if (~ones & (~ones + 1))
			return "a netmask has all its ones in front, as 255.255.255.0";
		bits = (uint64_t)__builtin_popcount(ones);
		ret = 0;
	}
	if (ret || bits > addr->bits)
		return why;
	addr->bits = (uint8_t)bits;
	addr->has_bits = true;
	return NULL;
}

static const char *read_prefix(const char *text, struct nssh_addr *addr)
{
	const char *slash = strchr(text, '/');
	char head[INET6_ADDRSTRLEN + 1];
	const char *why;

	if (!slash)
		return read_ip(text, addr);
	if ((size_t)(slash - text) >= sizeof(head))
		return "";
	memcpy(head, text, (size_t)(slash - text));
	head[slash - text] = '\0';
	why = read_ip(head, addr);
	return why ? why : read_length(slash + 1, addr);
}

int nssh_type_parse_address(const struct nssh_arg *arg, struct nssh_arena *arena,
			    struct nssh_value *value, struct nssh_error *err)
{
	const char *text = value->word->text;
	struct nssh_addr addr = { 0 };
	const char *why;

	(void)arg;
	(void)arena;
	if (!is_any(text)) {
		why = read_ip(text, &addr);
		if (why && strchr(text, '/') && !read_prefix(text, &addr))
			why = "no prefix length belongs here";
		if (why)
			return refuse(value, err, "an address", why, HINT_ADDRESS);
	}
	value->addr = addr;
	return 0;
}

static int parse_prefix(const struct nssh_arg *arg, struct nssh_arena *arena,
			struct nssh_value *value, struct nssh_error *err)
{
	struct nssh_addr addr = { .has_bits = true };
	const char *why;

	(void)arg;
	(void)arena;
	if (!is_any(value->word->text)) {
		why = read_prefix(value->word->text, &addr);
		if (why)
			return refuse(value, err, "an address with a prefix length", why,
				      HINT_PREFIX);
	}
	value->addr = addr;
	return 0;
}

const struct nssh_type nssh_type_address = {
	.name = "address",
	.help = "an IPv4 or IPv6 address, as 10.0.0.1",
	.parse = nssh_type_parse_address,
};

const struct nssh_type nssh_type_prefix = {
	.name = "prefix",
	.help = "an address with prefix length, as 10.0.0.1/24",
	.parse = parse_prefix,
};
