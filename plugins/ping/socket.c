/* SPDX-License-Identifier: MIT */
/* The way to the target: its link, our address, and the socket. */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/icmp6.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/icmp.h>

#include <nssh/netns.h>

#include "ping.h"

/* Any: it is never sent to. */
#define PROBE_PORT 1025

static socklen_t address_size(const struct ping *ping)
{
	return ping->family == AF_INET ? sizeof(ping->target.in) : sizeof(ping->target.in6);
}

static const char *where(const struct ping *ping)
{
	const char *name = nssh_ns_name(ping->ns);

	return name ? name : "the home namespace";
}

static const struct nssh_word *target_word(const struct ping *ping)
{
	return ping->args->address.word;
}

static void fill_address(const struct ping *ping, const struct nssh_addr *addr,
			 union ping_address *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->sa.sa_family = addr->family;
	if (addr->family == AF_INET) {
		memcpy(&ret->in.sin_addr, addr->bytes, 4);
		return;
	}
	memcpy(&ret->in6.sin6_addr, addr->bytes, 16);
	if (IN6_IS_ADDR_LINKLOCAL(&ret->in6.sin6_addr) ||
	    IN6_IS_ADDR_MC_LINKLOCAL(&ret->in6.sin6_addr))
		ret->in6.sin6_scope_id = (uint32_t)ping->link;
}

static int find_link(struct ping *ping, struct nssh_error *err)
{
	const struct ping_target *target = ping->args->address.data;
	const struct nssh_value *dev = &ping->args->dev;
	int index;

	if (!target->link && !nssh_given(dev))
		return 0;
	index = nssh_ns_link_index(ping->ns, target->link ? target->link : dev->link.name, err);
	if (index < 0) {
		if (err && !err->word)
			err->word = target->link ? target_word(ping) : dev->word;
		return index;
	}
	ping->link = index;
	return 0;
}

static int find_target(struct ping *ping, struct nssh_error *err)
{
	const struct ping_target *target = ping->args->address.data;
	const char *text = target_word(ping)->text;
	int rc = find_link(ping, err);

	if (rc < 0)
		return rc;
	fill_address(ping, &target->addr, &ping->target);
	if (ping->family == AF_INET || ping->link)
		return 0;
	if (!IN6_IS_ADDR_LINKLOCAL(&ping->target.in6.sin6_addr) &&
	    !IN6_IS_ADDR_MC_LINKLOCAL(&ping->target.in6.sin6_addr))
		return 0;
	(void)nssh_fail(err, -EINVAL, target_word(ping),
			"%s is an address of a link, and which one is not said", text);
	nssh_hint(err, "write %s%%LINK", text);
	return -EINVAL;
}

/* Every socket of the run goes by the link and from the address that were asked for. */
static int bind_socket(const struct ping *ping, int fd, struct nssh_error *err)
{
	const struct nssh_value *from = &ping->args->from;
	union ping_address address;

	if (ping->link &&
	    setsockopt(fd, SOL_SOCKET, SO_BINDTOIFINDEX, &ping->link, sizeof(ping->link))) {
		int code = -errno;

		(void)nssh_fail(err, code, target_word(ping), "cannot send by one link alone");
		nssh_why(err, "%s", strerror(-code));
		return code;
	}
	if (!nssh_given(from))
		return 0;
	fill_address(ping, &from->addr, &address);
	if (bind(fd, &address.sa, address_size(ping))) {
		int code = -errno;

		(void)nssh_fail(err, code, from->word, "cannot send from %s in %s",
				from->word->text, where(ping));
		nssh_why(err, "%s", strerror(-code));
		return code;
	}
	return 0;
}

static bool is_loopback(const union ping_address *address)
{
	if (address->sa.sa_family == AF_INET6)
		return IN6_IS_ADDR_LOOPBACK(&address->in6.sin6_addr);
	return ntohl(address->in.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
}

static int no_way(const struct ping *ping, int code, struct nssh_error *err)
{
	(void)nssh_fail(err, code, target_word(ping), "cannot reach %s from %s",
			target_word(ping)->text, where(ping));
	nssh_why(err, "%s", strerror(-code));
	if (is_loopback(&ping->target))
		nssh_hint(err, "lo is down there; set it up with: link set lo up");
	else if (code == -ENETUNREACH)
		nssh_hint(err,
			  "there is no route to it: are links up, and do they have addresses?");
	else if (code == -EADDRNOTAVAIL)
		nssh_hint(err,
			  "no address can be sent from yet; nodad makes a new one good at once");
	else if (code == -EACCES)
		nssh_hint(err, "it is a broadcast address, or a route forbids it");
	return code;
}

/* A datagram socket that is connected tells whether there is a way, and our address on it. */
static int find_source(struct ping *ping, struct nssh_error *err)
{
	union ping_address target = ping->target;
	socklen_t size = sizeof(ping->source);
	const struct nssh_value *netns = &ping->args->netns;
	int fd = nssh_ns_socket(ping->ns, ping->family, SOCK_DGRAM, 0, err);
	int rc;

	if (fd < 0) {
		if (err && !err->word && nssh_given(netns))
			err->word = netns->word;
		return fd;
	}
	if (ping->family == AF_INET)
		target.in.sin_port = htons(PROBE_PORT);
	else
		target.in6.sin6_port = htons(PROBE_PORT);
	rc = bind_socket(ping, fd, err);
	if (rc == 0 && connect(fd, &target.sa, address_size(ping)))
		rc = no_way(ping, -errno, err);
	if (rc == 0)
		(void)getsockname(fd, &ping->source.sa, &size);
	(void)close(fd);
	return rc;
}

/* A raw socket where that is allowed, else one for pings alone (net.ipv4.ping_group_range). */
static int open_socket(struct ping *ping, struct nssh_error *err)
{
	int protocol = ping->family == AF_INET ? IPPROTO_ICMP : IPPROTO_ICMPV6;
	struct nssh_error refusal = NSSH_ERROR_INIT;
	int fd = nssh_ns_socket(ping->ns, ping->family, SOCK_RAW, protocol, &refusal);

	ping->raw = fd >= 0;
	if (fd == -EPERM || fd == -EACCES)
		fd = nssh_ns_socket(ping->ns, ping->family, SOCK_DGRAM, protocol, NULL);
	if (fd >= 0) {
		ping->fd = fd;
		return 0;
	}
	if (err && !err->code)
		*err = refusal;
	if (fd == -EPERM || fd == -EACCES)
		nssh_hint(err,
			  "it takes CAP_NET_RAW there, or a group in net.ipv4.ping_group_range; "
			  "with --sandbox anybody may");
	return fd;
}

static void set_options_4(const struct ping *ping)
{
	uint32_t others = ~(UINT32_C(1) << ICMP_ECHOREPLY);
	int on = 1, ttl = (int)ping->args->ttl.num;

	if (ping->raw)
		(void)setsockopt(ping->fd, SOL_RAW, ICMP_FILTER, &others, sizeof(others));
	(void)setsockopt(ping->fd, IPPROTO_IP, IP_RECVTTL, &on, sizeof(on));
	(void)setsockopt(ping->fd, IPPROTO_IP, IP_RECVERR, &on, sizeof(on));
	if (!nssh_given(&ping->args->ttl))
		return;
	(void)setsockopt(ping->fd, IPPROTO_IP, IP_TTL, &ttl, sizeof(ttl));
	(void)setsockopt(ping->fd, IPPROTO_IP, IP_MULTICAST_TTL, &ttl, sizeof(ttl));
}

static void set_options_6(const struct ping *ping)
{
	struct icmp6_filter filter;
	int on = 1, ttl = (int)ping->args->ttl.num;

	ICMP6_FILTER_SETBLOCKALL(&filter);
	ICMP6_FILTER_SETPASS(ICMP6_ECHO_REPLY, &filter);
	if (ping->raw)
		(void)setsockopt(ping->fd, IPPROTO_ICMPV6, ICMP6_FILTER, &filter, sizeof(filter));
	(void)setsockopt(ping->fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, &on, sizeof(on));
	(void)setsockopt(ping->fd, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof(on));
	if (!nssh_given(&ping->args->ttl))
		return;
	(void)setsockopt(ping->fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, &ttl, sizeof(ttl));
	(void)setsockopt(ping->fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &ttl, sizeof(ttl));
}

/* The kernel gives a ping socket its id when it is bound; it is the port. */
static int choose_id(struct ping *ping, struct nssh_error *err)
{
	union ping_address own = { .sa = { .sa_family = (sa_family_t)ping->family } };
	socklen_t size = sizeof(own);

	if (ping->raw)
		return getrandom(&ping->id, sizeof(ping->id), 0) < 0 ? -errno : 0;
	if ((!nssh_given(&ping->args->from) && bind(ping->fd, &own.sa, address_size(ping))) ||
	    getsockname(ping->fd, &own.sa, &size))
		return nssh_fail(err, -errno, NULL, "cannot bind a socket in %s", where(ping));
	ping->id = ntohs(ping->family == AF_INET ? own.in.sin_port : own.in6.sin6_port);
	return 0;
}

int nssh_ping_open(struct ping *ping, struct nssh_error *err)
{
	int rc = find_target(ping, err);

	if (rc < 0)
		return rc;
	nssh_ping_wait_until_ready(ping);
	rc = find_source(ping, err);
	if (rc == 0)
		rc = open_socket(ping, err);
	if (rc == 0)
		rc = bind_socket(ping, ping->fd, err);
	if (rc < 0)
		return rc;
	if (ping->family == AF_INET)
		set_options_4(ping);
	else
		set_options_6(ping);
	return choose_id(ping, err);
}
