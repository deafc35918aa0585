/* SPDX-License-Identifier: MIT */
/* What the user sees: lines like those of ping(8), or one JSON object. */
#include "ping.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>

#include <nssh/netns.h>

#include "icmp.h"

const char *nssh_ping_address_text(const union ping_address *address, char *buf, size_t size)
{
	const void *bytes = address->sa.sa_family == AF_INET6
				    ? (const void *)&address->in6.sin6_addr
				    : (const void *)&address->in.sin_addr;

	if (address->sa.sa_family == AF_UNSPEC ||
	    !inet_ntop(address->sa.sa_family, bytes, buf, (socklen_t)size))
		(void)snprintf(buf, size, "somebody");
	return buf;
}

static const char *target_text(const struct ping *ping)
{
	return ping->args->address.word->text;
}

void nssh_ping_tell_start(const struct ping *ping)
{
	size_t head = ping->family == AF_INET ? 20 : 40;
	char from[PING_ADDRESS_TEXT];
	const char *name = nssh_ns_name(ping->ns);

	(void)nssh_ping_address_text(&ping->source, from, sizeof(from));
	nssh_out_open_object(ping->out, NULL);
	nssh_out_str(ping->out, "target", "PING %s", target_text(ping));
	nssh_out_str(ping->out, "source", " from %s", from);
	if (name)
		nssh_out_str(ping->out, "netns", " in %s", name);
	nssh_out_uint(ping->out, "size", ": %s", ping->packet_size - ICMP_HEAD);
	nssh_out_uint(ping->out, NULL, "(%s) bytes of data.\n", ping->packet_size + head);
	nssh_out_open_array(ping->out, "replies");
}

void nssh_ping_tell_reply(const struct ping *ping, const struct ping_reply *reply)
{
	char from[PING_ADDRESS_TEXT], ms[32];
	double took = (double)reply->took / 1e6;

	if (ping->quiet)
		return;
	/* ping(8)'s own precision: three digits or so. */
	(void)snprintf(ms, sizeof(ms), "%.*f",
		       took < 1     ? 3
		       : took < 10  ? 2
		       : took < 100 ? 1
				    : 0,
		       took);
	nssh_out_open_object(ping->out, NULL);
	nssh_out_uint(ping->out, "bytes", "%s bytes", reply->size);
	nssh_out_str(ping->out, "from",
		     " from %s: ", nssh_ping_address_text(&reply->from, from, sizeof(from)));
	nssh_out_uint(ping->out, "seq", "icmp_seq=%s", reply->sequence + 1);
	if (reply->ttl >= 0)
		nssh_out_int(ping->out, "ttl", " ttl=%s", reply->ttl);
	nssh_out_float(ping->out, "time", NULL, took);
	nssh_out_str(ping->out, NULL, " time=%s ms", ms);
	nssh_out_bool(ping->out, "duplicate", " (DUP!)", reply->duplicate);
	if (!reply->intact)
		nssh_out_str(ping->out, "error", " (%s)", "not the data that was sent");
	nssh_out_close_object(ping->out);
	nssh_out_text(ping->out, "\n");
}

void nssh_ping_tell_error(const struct ping *ping, uint32_t sequence,
			  const union ping_address *from, const char *what)
{
	char who[PING_ADDRESS_TEXT];

	if (ping->quiet)
		return;
	nssh_out_open_object(ping->out, NULL);
	if (from)
		nssh_out_str(ping->out, "from", "From %s ",
			     nssh_ping_address_text(from, who, sizeof(who)));
	nssh_out_uint(ping->out, "seq", "icmp_seq=%s", sequence + 1);
	nssh_out_str(ping->out, "error", from ? " %s" : " cannot be sent: %s", what);
	nssh_out_close_object(ping->out);
	nssh_out_text(ping->out, "\n");
}

void nssh_ping_tell_lost(const struct ping *ping, uint32_t sequence)
{
	if (ping->quiet)
		return;
	nssh_out_open_object(ping->out, NULL);
	nssh_out_uint(ping->out, "seq", "icmp_seq=%s", sequence + 1);
	nssh_out_str(ping->out, "error", " %s", "no reply in time");
	nssh_out_close_object(ping->out);
	nssh_out_text(ping->out, "\n");
}

static void tell_times(const struct ping *ping)
{
	double mean = ping->sum / ping->received;

	nssh_out_float(ping->out, "min", NULL, ping->min);
	nssh_out_float(ping->out, "avg", NULL, mean);
	nssh_out_float(ping->out, "max", NULL, ping->max);
	nssh_out_text(ping->out, "rtt min/avg/max = %.3f/%.3f/%.3f ms\n", ping->min, mean,
		      ping->max);
}

void nssh_ping_tell_summary(const struct ping *ping)
{
	uint64_t ms = (nssh_ping_now() - ping->started) / 1000000;
	uint32_t lost = ping->next - ping->received;
	double loss = ping->next ? 100.0 * lost / ping->next : 0;

	nssh_out_close_array(ping->out);
	nssh_out_str(ping->out, NULL, "\n--- %s ping statistics ---\n", target_text(ping));
	nssh_out_uint(ping->out, "sent", "%s packets transmitted, ", ping->next);
	nssh_out_uint(ping->out, "received", "%s received, ", ping->received);
	if (ping->duplicates || nssh_out_is_json(ping->out))
		nssh_out_uint(ping->out, "duplicates", "+%s duplicates, ", ping->duplicates);
	if (ping->errors || nssh_out_is_json(ping->out))
		nssh_out_uint(ping->out, "errors", "+%s errors, ", ping->errors);
	nssh_out_float(ping->out, "loss", "%s% packet loss", loss);
	nssh_out_uint(ping->out, "duration", ", time %sms\n", ms);
	if (ping->received)
		tell_times(ping);
	nssh_out_close_object(ping->out);
}
