/* SPDX-License-Identifier: MIT */
/* Addresses of the kernel as text. */
#define _GNU_SOURCE
#include <nssh/names.h>

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/if_arp.h>

static const char *bytes_text(const unsigned char *bytes, size_t len, char *buf, size_t size)
{
	size_t at = 0;

	if (size)
		buf[0] = '\0';
	for (size_t i = 0; i < len && at + 3 + (i > 0) <= size; i++)
		at += (size_t)snprintf(buf + at, size - at, i ? ":%02x" : "%02x", bytes[i]);
	return buf;
}

const char *nssh_addr_text(int family, const void *bytes, size_t len, char *buf, size_t size)
{
	const char *text = NULL;

	if ((family == AF_INET && len >= 4) || (family == AF_INET6 && len >= 16))
		text = inet_ntop(family, bytes, buf, (socklen_t)size);
	return text ? text : bytes_text(bytes, len, buf, size);
}

static bool find_host(int family, const void *bytes, size_t len, char *buf, size_t size)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	const struct sockaddr *addr = family == AF_INET ? (const void *)&in : (const void *)&in6;
	const socklen_t room = family == AF_INET ? sizeof(in) : sizeof(in6);

	if (family == AF_INET && len == sizeof(in.sin_addr))
		memcpy(&in.sin_addr, bytes, len);
	else if (family == AF_INET6 && len == sizeof(in6.sin6_addr))
		memcpy(&in6.sin6_addr, bytes, len);
	else
		return false;
	return getnameinfo(addr, room, buf, (socklen_t)size, NULL, 0, NI_NAMEREQD) == 0;
}

const char *nssh_host_text(const struct nssh_options *options, int family, const void *bytes,
			   size_t len, char *buf, size_t size)
{
	if (options->resolve && find_host(family, bytes, len, buf, size))
		return buf;
	return nssh_addr_text(family, bytes, len, buf, size);
}

const char *nssh_lladdr_text(const void *bytes, size_t len, int arphrd, char *buf, size_t size)
{
	const bool over_ip4 =
		arphrd == ARPHRD_TUNNEL || arphrd == ARPHRD_SIT || arphrd == ARPHRD_IPGRE;
	const bool over_ip6 = arphrd == ARPHRD_TUNNEL6 || arphrd == ARPHRD_IP6GRE;

	if (len == 4 && over_ip4)
		return nssh_addr_text(AF_INET, bytes, len, buf, size);
	if (len == 16 && over_ip6)
		return nssh_addr_text(AF_INET6, bytes, len, buf, size);
	return bytes_text(bytes, len, buf, size);
}
