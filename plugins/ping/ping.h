/* SPDX-License-Identifier: MIT */
/* One run of `ping`: what was asked, what is under way, what came of it. */
#ifndef NSSH_PING_PING_H
#define NSSH_PING_PING_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nssh/command.h>
#include <nssh/plugin.h>

extern const struct nssh_type nssh_ping_target_type;

/* What type ping-target makes of a word: an address, with the link behind a `%` or NULL. */
struct ping_target {
	struct nssh_addr addr;
	const char *link;
};

struct ping_args {
	struct nssh_value netns;
	struct nssh_value address;
	struct nssh_value count;
	struct nssh_value interval;
	struct nssh_value timeout;
	struct nssh_value size;
	struct nssh_value ttl;
	struct nssh_value from;
	struct nssh_value dev;
	struct nssh_value quiet;
	struct nssh_value v4, v6;
};

union ping_address {
	struct sockaddr sa;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
};

/**
 * struct ping_probe - one request
 * @sent:     when, in nanoseconds of the monotonic clock
 * @answered: a reply has come
 * @settled:  nothing more is waited for: a reply, an error, or its time is up
 */
struct ping_probe {
	uint64_t sent;
	bool answered;
	bool settled;
};

/**
 * struct ping - a run
 * @link:    index of the link that packets must leave by, or 0
 * @source:  our address, as the route or `from` decided
 * @raw:     the socket is a raw one
 * @id:      of our requests
 * @packet:  the request; its @packet_size bytes hold the ICMP header and the payload
 * @buffer:  room for any answer to it
 * @probes:  @count of them; @next are sent, and the first @oldest are settled
 * @min, @max, @sum: of the times that replies took, in milliseconds
 * @last_error: what the last ICMP error said, or empty
 */
struct ping {
	const struct nssh_cmd *cmd;
	const struct ping_args *args;
	struct nssh_ns *ns;
	struct nssh_out *out;
	int family;
	union ping_address target, source;
	int link;
	int fd;
	bool raw;
	bool quiet;
	uint16_t id;
	uint8_t *packet;
	size_t packet_size;
	uint8_t *buffer;
	size_t buffer_size;
	uint64_t interval, timeout;
	struct ping_probe *probes;
	uint32_t count, next, oldest;
	uint64_t started;
	uint32_t received, duplicates, errors;
	double min, max, sum;
	char last_error[160];
};

/**
 * struct ping_reply - an answer that is ours
 * @took: nanoseconds
 * @ttl:  of the answer, or -1
 * @intact: the payload is what we sent
 */
struct ping_reply {
	union ping_address from;
	uint32_t sequence;
	uint64_t took;
	int ttl;
	size_t size;
	bool duplicate;
	bool intact;
};

/* complete.c */

/* The rows' hook for the address. */
void nssh_ping_complete(const struct nssh_complete *req);

/* socket.c */

/**
 * nssh_ping_open() - find the way to the target and open the socket
 *
 * It waits a while for links and addresses that are new.
 * Return: 0 or a negative errno with @err filled.
 */
int nssh_ping_open(struct ping *ping, struct nssh_error *err);

/* receive.c */

/* Take all answers and errors that have come. */
void nssh_ping_receive(struct ping *ping);

/* ready.c */

/**
 * nssh_ping_wait_until_ready() - wait for links and IPv6 addresses that are new
 *
 * It looks at the link that the route leaves by and at the one that it is tied to, and waits 3
 * seconds or the timeout at most.
 */
void nssh_ping_wait_until_ready(const struct ping *ping);

/* run.c */

/**
 * nssh_ping_wait() - sleep until the descriptor has something or the time comes
 * @fd: or -1
 *
 * A request to stop ends it at once. Return: revents of the descriptor, 0 for none.
 */
short nssh_ping_wait(const struct ping *ping, int fd, uint64_t nanoseconds);
uint64_t nssh_ping_now(void);
int nssh_ping_run(struct ping *ping);

/* report.c */

void nssh_ping_tell_start(const struct ping *ping);
void nssh_ping_tell_reply(const struct ping *ping, const struct ping_reply *reply);
/* @from: who says so, or NULL for ourselves. */
void nssh_ping_tell_error(const struct ping *ping, uint32_t sequence,
			  const union ping_address *from, const char *what);
void nssh_ping_tell_lost(const struct ping *ping, uint32_t sequence);
void nssh_ping_tell_summary(const struct ping *ping);

/* Room for an address with its link. */
#define PING_ADDRESS_TEXT 64
const char *nssh_ping_address_text(const union ping_address *address, char *buf, size_t size);

#endif
