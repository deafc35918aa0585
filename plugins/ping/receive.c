/* SPDX-License-Identifier: MIT */
/* Answers and errors, as the socket hands them over. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/errqueue.h>

#include "icmp.h"
#include "ping.h"

/* What came with a message beside its bytes; an error with the address of who says so. */
struct extras {
	int ttl;
	bool failed;
	struct sock_extended_err error;
	union ping_address offender;
};

static bool is_ip(const struct cmsghdr *cmsg, int family, int type_4, int type_6)
{
	return family == AF_INET ? cmsg->cmsg_level == IPPROTO_IP && cmsg->cmsg_type == type_4
				 : cmsg->cmsg_level == IPPROTO_IPV6 && cmsg->cmsg_type == type_6;
}

static void read_error(struct extras *extras, const uint8_t *data, size_t size)
{
	if (size < sizeof(extras->error))
		return;
	memcpy(&extras->error, data, sizeof(extras->error));
	extras->failed = true;
	size -= sizeof(extras->error);
	memcpy(&extras->offender, data + sizeof(extras->error),
	       size < sizeof(extras->offender) ? size : sizeof(extras->offender));
}

static struct extras read_extras(const struct ping *ping, struct msghdr *msg)
{
	struct extras extras = { .ttl = -1 };

	for (struct cmsghdr *cmsg = CMSG_FIRSTHDR(msg); cmsg; cmsg = CMSG_NXTHDR(msg, cmsg)) {
		const void *data = CMSG_DATA(cmsg);
		size_t size = cmsg->cmsg_len - CMSG_LEN(0);

		if (is_ip(cmsg, ping->family, IP_TTL, IPV6_HOPLIMIT) && size >= sizeof(int))
			memcpy(&extras.ttl, data, sizeof(int));
		else if (is_ip(cmsg, ping->family, IP_RECVERR, IPV6_RECVERR))
			read_error(&extras, data, size);
	}
	return extras;
}

static bool same_address(const union ping_address *a, const union ping_address *b)
{
	if (a->sa.sa_family != b->sa.sa_family)
		return false;
	if (a->sa.sa_family == AF_INET)
		return a->in.sin_addr.s_addr == b->in.sin_addr.s_addr;
	return memcmp(&a->in6.sin6_addr, &b->in6.sin6_addr, sizeof(a->in6.sin6_addr)) == 0;
}

static bool is_multicast(const union ping_address *address)
{
	if (address->sa.sa_family == AF_INET)
		return IN_MULTICAST(ntohl(address->in.sin_addr.s_addr));
	return IN6_IS_ADDR_MULTICAST(&address->in6.sin6_addr);
}

/* The request that a sequence number belongs to, if it has been sent. */
static struct ping_probe *probe_of(struct ping *ping, uint16_t sequence)
{
	if (sequence == 0 || sequence > ping->next)
		return NULL;
	return &ping->probes[sequence - 1];
}

static void count_reply(struct ping *ping, const struct ping_reply *reply)
{
	double ms = (double)reply->took / 1e6;

	if (reply->duplicate) {
		ping->duplicates++;
		return;
	}
	if (ping->received == 0 || ms < ping->min)
		ping->min = ms;
	if (ms > ping->max)
		ping->max = ms;
	ping->sum += ms;
	ping->received++;
}

static void take_reply(struct ping *ping, const struct ping_reply *seen, const uint8_t *packet)
{
	struct ping_reply reply = *seen;
	struct ping_probe *probe;
	uint64_t now = nssh_ping_now();
	uint16_t sequence;

	if (!nssh_icmp_is_reply(ping->family, packet, reply.size, ping->id, &sequence))
		return;
	if (!is_multicast(&ping->target) && !same_address(&reply.from, &ping->target))
		return;
	probe = probe_of(ping, sequence);
	if (!probe)
		return;
	reply.sequence = (uint32_t)sequence - 1;
	reply.took = now - probe->sent;
	reply.duplicate = probe->answered;
	reply.intact =
		reply.size == ping->packet_size &&
		memcmp(packet + ICMP_HEAD, ping->packet + ICMP_HEAD, reply.size - ICMP_HEAD) == 0;
	if (reply.intact) {
		count_reply(ping, &reply);
		probe->answered = true;
	} else {
		ping->errors++;
	}
	probe->settled = true;
	nssh_ping_tell_reply(ping, &reply);
}

/* Our request comes back with the error, so what it was about is known. */
static void take_error(struct ping *ping, const struct extras *extras,
		       const union ping_address *about, const uint8_t *packet, size_t size)
{
	const struct sock_extended_err *error = &extras->error;
	char unnamed[48], who[PING_ADDRESS_TEXT];
	struct ping_probe *probe;
	uint16_t sequence;
	const char *what;

	if (error->ee_origin != SO_EE_ORIGIN_ICMP && error->ee_origin != SO_EE_ORIGIN_ICMP6)
		return;
	if (!same_address(about, &ping->target) ||
	    !nssh_icmp_is_request(ping->family, packet, size, ping->id, &sequence))
		return;
	probe = probe_of(ping, sequence);
	if (!probe)
		return;
	what = nssh_icmp_error_text(ping->family, error->ee_type, error->ee_code, unnamed,
				    sizeof(unnamed));
	probe->settled = true;
	ping->errors++;
	(void)snprintf(ping->last_error, sizeof(ping->last_error), "%s says: %s",
		       nssh_ping_address_text(&extras->offender, who, sizeof(who)), what);
	nssh_ping_tell_error(ping, (uint32_t)sequence - 1, &extras->offender, what);
}

/* Return: false when there is nothing more. */
static bool receive_one(struct ping *ping, int flags)
{
	union {
		struct cmsghdr align;
		uint8_t bytes[512];
	} control;
	union ping_address from = { .sa = { .sa_family = AF_UNSPEC } };
	struct iovec iov = { .iov_base = ping->buffer, .iov_len = ping->buffer_size };
	struct msghdr msg = {
		.msg_name = &from,
		.msg_namelen = sizeof(from),
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes),
	};
	ssize_t n = recvmsg(ping->fd, &msg, flags | MSG_DONTWAIT);
	struct extras extras;
	size_t skip = 0;

	if (n < 0)
		return errno == EINTR;
	extras = read_extras(ping, &msg);
	if (flags & MSG_ERRQUEUE) {
		if (extras.failed)
			take_error(ping, &extras, &from, ping->buffer, (size_t)n);
		return true;
	}
	if (ping->raw && ping->family == AF_INET)
		skip = nssh_icmp_after_ip(ping->buffer, (size_t)n);
	take_reply(
		ping,
		&(struct ping_reply){ .from = from, .ttl = extras.ttl, .size = (size_t)n - skip },
		ping->buffer + skip);
	return true;
}

void nssh_ping_receive(struct ping *ping)
{
	while (receive_one(ping, 0))
		;
	while (receive_one(ping, MSG_ERRQUEUE))
		;
}
