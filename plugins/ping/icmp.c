/* SPDX-License-Identifier: MIT */
/* Echo requests and their answers: RFC 792 and RFC 4443, byte by byte. */
#include "icmp.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum {
	ECHO_REQUEST_4 = 8,
	ECHO_REPLY_4 = 0,
	ECHO_REQUEST_6 = 128,
	ECHO_REPLY_6 = 129,
};

static uint16_t read_16(const uint8_t *at)
{
	return (uint16_t)(at[0] << 8 | at[1]);
}

static void write_16(uint8_t *at, uint16_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

/* RFC 1071: the one's complement of the one's complement sum. */
static uint16_t checksum(const uint8_t *bytes, size_t size)
{
	uint32_t sum = 0;

	for (size_t i = 0; i + 1 < size; i += 2)
		sum += read_16(bytes + i);
	if (size % 2)
		sum += (uint32_t)bytes[size - 1] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

void nssh_icmp_request(int family, uint16_t id, uint16_t sequence, uint8_t *packet, size_t size)
{
	memset(packet, 0, ICMP_HEAD);
	packet[0] = family == AF_INET ? ECHO_REQUEST_4 : ECHO_REQUEST_6;
	write_16(packet + 4, id);
	write_16(packet + 6, sequence);
	if (family == AF_INET)
		write_16(packet + 2, checksum(packet, size));
}

static bool is_echo(uint8_t type, const uint8_t *packet, size_t size, uint16_t id,
		    uint16_t *ret_sequence)
{
	if (size < ICMP_HEAD || packet[0] != type || packet[1] != 0 || read_16(packet + 4) != id)
		return false;
	*ret_sequence = read_16(packet + 6);
	return true;
}

bool nssh_icmp_is_reply(int family, const uint8_t *packet, size_t size, uint16_t id,
			uint16_t *ret_sequence)
{
	return is_echo(family == AF_INET ? ECHO_REPLY_4 : ECHO_REPLY_6, packet, size, id,
		       ret_sequence);
}

bool nssh_icmp_is_request(int family, const uint8_t *packet, size_t size, uint16_t id,
			  uint16_t *ret_sequence)
{
	return is_echo(family == AF_INET ? ECHO_REQUEST_4 : ECHO_REQUEST_6, packet, size, id,
		       ret_sequence);
}

size_t nssh_icmp_after_ip(const uint8_t *packet, size_t size)
{
	size_t head = size ? (size_t)(packet[0] & 0x0f) * 4 : 0;

	return head < 20 || head > size ? size : head;
}

#define ANY 0xff

struct meaning {
	uint8_t type, code;
	const char *text;
};

static const struct meaning meanings_4[] = {
	{ 3, 0, "Destination Net Unreachable" },
	{ 3, 1, "Destination Host Unreachable" },
	{ 3, 2, "Destination Protocol Unreachable" },
	{ 3, 3, "Destination Port Unreachable" },
	{ 3, 4, "Fragmentation needed, and not allowed" },
	{ 3, 5, "Source Route Failed" },
	{ 3, 6, "Destination Net Unknown" },
	{ 3, 7, "Destination Host Unknown" },
	{ 3, 9, "Destination Net Prohibited" },
	{ 3, 10, "Destination Host Prohibited" },
	{ 3, 11, "Destination Net Unreachable for Type of Service" },
	{ 3, 12, "Destination Host Unreachable for Type of Service" },
	{ 3, 13, "Packet filtered" },
	{ 3, ANY, "Destination Unreachable" },
	{ 4, ANY, "Source Quench" },
	{ 5, ANY, "Redirect" },
	{ 11, 0, "Time to live exceeded" },
	{ 11, 1, "Frag reassembly time exceeded" },
	{ 12, ANY, "Parameter problem" },
	{ 0 },
};

static const struct meaning meanings_6[] = {
	{ 1, 0, "Destination unreachable: No route" },
	{ 1, 1, "Destination unreachable: Administratively prohibited" },
	{ 1, 2, "Destination unreachable: Beyond scope of source address" },
	{ 1, 3, "Destination unreachable: Address unreachable" },
	{ 1, 4, "Destination unreachable: Port unreachable" },
	{ 1, 5, "Destination unreachable: Source address failed policy" },
	{ 1, 6, "Destination unreachable: Reject route to destination" },
	{ 1, ANY, "Destination unreachable" },
	{ 2, ANY, "Packet too big" },
	{ 3, 0, "Time exceeded: Hop limit" },
	{ 3, 1, "Time exceeded: Defragmentation failure" },
	{ 4, ANY, "Parameter problem" },
	{ 0 },
};

const char *nssh_icmp_error_text(int family, uint8_t type, uint8_t code, char *buf, size_t size)
{
	const struct meaning *m = family == AF_INET ? meanings_4 : meanings_6;

	for (; m->text; m++) {
		if (m->type == type && (m->code == code || m->code == ANY))
			return m->text;
	}
	(void)snprintf(buf, size, "ICMP type %u, code %u", type, code);
	return buf;
}
