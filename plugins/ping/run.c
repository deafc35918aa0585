/* SPDX-License-Identifier: MIT */
/* Sending in time, and waiting for what comes. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "icmp.h"
#include "ping.h"

#define SECOND UINT64_C(1000000000)

uint64_t nssh_ping_now(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * SECOND + (uint64_t)ts.tv_nsec;
}

short nssh_ping_wait(const struct ping *ping, int fd, uint64_t nanoseconds)
{
	struct timespec ts = {
		.tv_sec = (time_t)(nanoseconds / SECOND),
		.tv_nsec = (long)(nanoseconds % SECOND),
	};
	struct pollfd pollfd = { .fd = fd, .events = POLLIN };
	sigset_t stops, before;
	int rc = 0;

	/* Held back between the question and the wait, a Ctrl-C cannot fall between the two. */
	(void)sigemptyset(&stops);
	(void)sigaddset(&stops, SIGINT);
	(void)sigaddset(&stops, SIGTERM);
	(void)sigaddset(&stops, SIGHUP);
	(void)sigprocmask(SIG_BLOCK, &stops, &before);
	if (!nssh_cmd_interrupted(ping->cmd))
		rc = ppoll(&pollfd, 1, &ts, &before);
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	return rc > 0 ? pollfd.revents : 0;
}

static void send_next(struct ping *ping)
{
	uint32_t sequence = ping->next++;
	struct ping_probe *probe = &ping->probes[sequence];
	bool again = false;
	ssize_t n;

	nssh_icmp_request(ping->family, ping->id, (uint16_t)(sequence + 1), ping->packet,
			  ping->packet_size);
	do {
		probe->sent = nssh_ping_now();
		n = sendto(ping->fd, ping->packet, ping->packet_size, 0, &ping->target.sa,
			   ping->family == AF_INET ? sizeof(ping->target.in)
						   : sizeof(ping->target.in6));
		if (n >= 0)
			return;
		/* An error on an earlier request is told to whoever asks the socket next. */
		again = !again && errno != EMSGSIZE;
		if (again)
			nssh_ping_receive(ping);
	} while (again);
	probe->settled = true;
	ping->errors++;
	nssh_ping_tell_error(ping, sequence, NULL, strerror(errno));
}

/* Requests whose time is up are lost; @now. */
static void settle(struct ping *ping, uint64_t now)
{
	for (; ping->oldest < ping->next; ping->oldest++) {
		struct ping_probe *probe = &ping->probes[ping->oldest];

		if (probe->settled)
			continue;
		if (now < probe->sent + ping->timeout)
			return;
		probe->settled = true;
		nssh_ping_tell_lost(ping, ping->oldest);
	}
}

/* When something has to be done next, if nothing comes before. */
static uint64_t next_event(const struct ping *ping, uint64_t next_send)
{
	uint64_t when = UINT64_MAX;

	if (ping->next < ping->count)
		when = next_send;
	if (ping->oldest < ping->next) {
		uint64_t end = ping->probes[ping->oldest].sent + ping->timeout;

		when = end < when ? end : when;
	}
	return when;
}

int nssh_ping_run(struct ping *ping)
{
	uint64_t next_send = ping->started = nssh_ping_now();

	while (!nssh_cmd_interrupted(ping->cmd)) {
		uint64_t now = nssh_ping_now(), when;

		if (ping->next < ping->count && now >= next_send) {
			send_next(ping);
			next_send = now + ping->interval;
		}
		nssh_ping_receive(ping);
		now = nssh_ping_now();
		settle(ping, now);
		if (ping->oldest == ping->count)
			break;
		if (nssh_out_flush(ping->out) < 0)
			return -EPIPE;
		when = next_event(ping, next_send);
		if (when > now)
			(void)nssh_ping_wait(ping, ping->fd, when - now);
	}
	return 0;
}
