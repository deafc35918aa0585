/* SPDX-License-Identifier: MIT */
/* The plugin ping: is an address there, as seen from a namespace? */
#include "ping.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include <nssh/netns.h>

#include "icmp.h"

#define DEFAULT_COUNT       3u
#define DEFAULT_SIZE        56u
#define DEFAULT_INTERVAL_US 200000u
#define DEFAULT_TIMEOUT_US  1000000u

/* An IPv4 packet is at most 65535 bytes, and its own header has 20. */
#define MAX_SIZE (65535u - 20u - ICMP_HEAD)

static const struct nssh_arg rows[] = {
	{ .name = "NETNS",
	  .type = "netns",
	  .offset = NSSH_AT(struct ping_args, netns),
	  .help = "the namespace to ping from" },
	{ .name = "ADDRESS",
	  .type = "ping-target",
	  .offset = NSSH_AT(struct ping_args, address),
	  .help = "the address to ping",
	  .complete = nssh_ping_complete },
	{ .name = "count N",
	  .type = "number",
	  .offset = NSSH_AT(struct ping_args, count),
	  .help = "how many requests to send, 3 if not said",
	  .also = "-c",
	  .lo = 1,
	  .hi = 65535 },
	{ .name = "interval TIME",
	  .type = "time",
	  .offset = NSSH_AT(struct ping_args, interval),
	  .help = "time from one request to the next, 200ms if not said",
	  .also = "-i",
	  .hi = 3600000000 },
	{ .name = "timeout TIME",
	  .type = "time",
	  .offset = NSSH_AT(struct ping_args, timeout),
	  .help = "time to wait for each reply, 1s if not said",
	  .also = "-W",
	  .lo = 1000,
	  .hi = 3600000000 },
	{ .name = "size BYTES",
	  .type = "number",
	  .offset = NSSH_AT(struct ping_args, size),
	  .help = "how much data a request carries, 56 bytes if not said",
	  .also = "-s",
	  .hi = MAX_SIZE },
	{ .name = "ttl N",
	  .type = "number",
	  .offset = NSSH_AT(struct ping_args, ttl),
	  .help = "how many hops a request may take",
	  .also = "-t",
	  .lo = 1,
	  .hi = 255 },
	{ .name = "from ADDRESS",
	  .type = "address",
	  .offset = NSSH_AT(struct ping_args, from),
	  .help = "the address of ours to send from" },
	{ .name = "dev LINK",
	  .type = "link",
	  .offset = NSSH_AT(struct ping_args, dev),
	  .help = "the link to send by",
	  .also = "-I" },
	{ .name = "quiet",
	  .offset = NSSH_AT(struct ping_args, quiet),
	  .help = "the summary alone",
	  .also = "-q" },
	{ .name = "-4", .offset = NSSH_AT(struct ping_args, v4), .help = "IPv4 only" },
	{ .name = "-6", .offset = NSSH_AT(struct ping_args, v6), .help = "IPv6 only" },
	{ 0 },
};

static int check_family(const struct ping *ping, struct nssh_error *err)
{
	const struct ping_args *args = ping->args;
	int wanted = nssh_given(&args->v4)   ? AF_INET
		     : nssh_given(&args->v6) ? AF_INET6
					     : nssh_cmd_options(ping->cmd)->family;

	if (wanted != AF_UNSPEC && wanted != ping->family)
		return nssh_fail(err, -EINVAL, args->address.word, "%s is not an IPv%c address",
				 args->address.word->text, wanted == AF_INET6 ? '6' : '4');
	if (nssh_given(&args->from) && args->from.addr.family != ping->family)
		return nssh_fail(err, -EINVAL, args->from.word,
				 "%s is not of the same family as %s", args->from.word->text,
				 args->address.word->text);
	return 0;
}

static uint64_t nanoseconds(const struct nssh_value *value, uint64_t otherwise)
{
	return (nssh_given(value) ? value->num : otherwise) * 1000;
}

static int prepare(struct ping *ping, struct nssh_error *err)
{
	const struct ping_args *args = ping->args;
	const struct ping_target *target = args->address.data;

	ping->family = target->addr.family;
	ping->quiet = nssh_given(&args->quiet);
	ping->interval = nanoseconds(&args->interval, DEFAULT_INTERVAL_US);
	ping->timeout = nanoseconds(&args->timeout, DEFAULT_TIMEOUT_US);
	ping->count = nssh_given(&args->count) ? (uint32_t)args->count.num : DEFAULT_COUNT;
	ping->packet_size = ICMP_HEAD + (nssh_given(&args->size) ? args->size.num : DEFAULT_SIZE);
	/* The longest IPv4 header, and a byte that shows an answer to be too long. */
	ping->buffer_size = ping->packet_size + 60 + 1;
	ping->packet = calloc(1, ping->packet_size);
	ping->buffer = malloc(ping->buffer_size);
	ping->probes = calloc(ping->count, sizeof(*ping->probes));
	if (!ping->packet || !ping->buffer || !ping->probes)
		return nssh_fail(err, -ENOMEM, NULL, "no memory");
	/* Random data: nobody else's answer can look like ours. */
	for (size_t at = ICMP_HEAD; at < ping->packet_size; at += 256) {
		size_t left = ping->packet_size - at;

		if (getrandom(ping->packet + at, left < 256 ? left : 256, 0) < 0)
			return nssh_fail(err, -errno, NULL, "no random bytes");
	}
	return check_family(ping, err);
}

static void finish(struct ping *ping)
{
	free(ping->packet);
	free(ping->buffer);
	free(ping->probes);
	if (ping->fd >= 0)
		(void)close(ping->fd);
}

static int judge(const struct ping *ping, struct nssh_error *err)
{
	const struct nssh_word *word = ping->args->address.word;

	if (ping->received)
		return 0;
	if (nssh_cmd_interrupted(ping->cmd))
		return nssh_fail(err, -EINTR, word, "interrupted before %s has replied",
				 word->text);
	(void)nssh_fail(err, -EHOSTUNREACH, word, "no reply from %s", word->text);
	if (ping->last_error[0])
		nssh_why(err, "%s", ping->last_error);
	return -EHOSTUNREACH;
}

static int run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct ping_args *args = nssh_cmd_args(cmd);
	struct ping ping = {
		.cmd = cmd,
		.args = args,
		.out = nssh_cmd_out(cmd),
		.fd = -1,
	};
	int rc;

	ping.ns = nssh_given(&args->netns) ? nssh_ns_get(nssh_cmd_net(cmd), args->netns.str)
					   : nssh_cmd_link_ns(cmd, &args->dev);
	rc = prepare(&ping, err);
	if (rc == 0)
		rc = nssh_ping_open(&ping, err);
	if (rc == 0) {
		nssh_ping_tell_start(&ping);
		(void)nssh_ping_run(&ping);
		nssh_ping_tell_summary(&ping);
		rc = judge(&ping, err);
	}
	finish(&ping);
	return rc;
}

static const struct nssh_verb ping_verb = {
	.grammar = "ping { { ADDRESS | NETNS ADDRESS } & { count N | interval TIME | timeout TIME"
		   " | size BYTES | ttl N | from ADDRESS | dev LINK | quiet | -4 | -6 }* }",
	.args = rows,
	.args_size = sizeof(struct ping_args),
	.effect = NSSH_READS,
	.help = "see whether an address answers, from a namespace",
	.text = "Without a namespace it is the current one. Each request is waited for as long as timeout "
		"says; it ends as soon as all are answered.\n\n"
		"The exit status is 0 when at least one reply came, as with ping(8); the summary says how "
		"many were lost. Ctrl-C ends it with the summary.\n\n"
		"A link that was just set up and a new IPv6 address need a moment, the latter up to "
		"2 seconds: ping waits for those of its own and of the far end of the link.",
	.run = run,
};

static const struct nssh_keyword keywords[] = {
	{ "ping", "see whether an address answers, from a namespace", NULL, 0 },
	{ 0 },
};

static const struct nssh_verb *const verbs[] = { &ping_verb, NULL };

static const struct nssh_type *const types[] = { &nssh_ping_target_type, NULL };

NSSH_PLUGIN(.name = "ping", .version = "0.1", .summary = "echo requests from any namespace",
	    .keywords = keywords, .verbs = verbs, .types = types);
