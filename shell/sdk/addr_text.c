/* SPDX-License-Identifier: MIT */
/* Addresses of the kernel as text. */
#include <nssh/names.h>

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdio.h>

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
