/* SPDX-License-Identifier: MIT */
/* Families of addresses: all of a route agree, but for a next hop that names another. */
#include "family.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/rtnetlink.h>

static const struct {
	int family;
	const char *name;
} families[] = {
	{ AF_INET, "inet" },     { AF_INET6, "inet6" }, { AF_MPLS, "mpls" },
	{ AF_BRIDGE, "bridge" }, { AF_PACKET, "link" },
};

#define NFAMILIES (sizeof(families) / sizeof(*families))

const char *nssh_route_family_word(int family)
{
	return family == AF_INET ? "IPv4" : family == AF_INET6 ? "IPv6" : "neither IPv4 nor IPv6";
}

int nssh_route_family_of(const char *word)
{
	for (size_t i = 0; i < NFAMILIES; i++) {
		if (strcmp(families[i].name, word) == 0)
			return families[i].family;
	}
	return AF_UNSPEC;
}

const char *nssh_route_family_name(int family)
{
	for (size_t i = 0; i < NFAMILIES; i++) {
		if (families[i].family == family)
			return families[i].name;
	}
	return "???";
}

int nssh_route_family_add(int *family, const struct nssh_value *value, struct nssh_error *err)
{
	int own = nssh_given(value) ? value->addr.family : AF_UNSPEC;

	if (own == AF_UNSPEC)
		return 0;
	if (*family == AF_UNSPEC)
		*family = own;
	if (*family == own)
		return 0;
	(void)nssh_fail(err, -EINVAL, value->word, "%s is an %s address, but the route is %s",
			value->word->text, nssh_route_family_word(own),
			nssh_route_family_word(*family));
	nssh_kind(err, NSSH_ERROR_VALUE);
	return -EINVAL;
}

void nssh_route_via_put(struct nssh_msg *msg, const struct nssh_value *via, int family)
{
	const struct nssh_addr *addr = &via->addr;
	const uint16_t other = addr->family;
	uint8_t bytes[sizeof(other) + sizeof(addr->bytes)];

	nssh_msg_word(msg, via->word);
	if (addr->family == AF_UNSPEC || addr->family == family) {
		nssh_msg_put(msg, RTA_GATEWAY, addr->bytes,
			     addr->len            ? addr->len
			     : family == AF_INET6 ? 16
						  : 4);
	} else {
		memcpy(bytes, &other, sizeof(other));
		memcpy(bytes + sizeof(other), addr->bytes, addr->len);
		nssh_msg_put(msg, RTA_VIA, bytes, sizeof(other) + addr->len);
	}
	nssh_msg_word(msg, NULL);
}

size_t nssh_route_via_size(const struct nssh_value *via, int family)
{
	const struct nssh_addr *addr = &via->addr;

	if (addr->family == AF_UNSPEC || addr->family == family)
		return NLA_HDRLEN + (family == AF_INET6 ? 16 : 4);
	return NLA_HDRLEN + NLA_ALIGN(sizeof(uint16_t) + addr->len);
}
