/* SPDX-License-Identifier: MIT */
/* Echo requests and their answers, as bytes. */
#ifndef NSSH_PING_ICMP_H
#define NSSH_PING_ICMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Type, code, checksum, id and sequence: the same for both families. */
#define ICMP_HEAD 8u

/**
 * nssh_icmp_request() - write the header of an echo request before its payload
 * @packet: @size bytes, the payload from ICMP_HEAD on; the checksum of IPv6 is left to the kernel
 */
void nssh_icmp_request(int family, uint16_t id, uint16_t sequence, uint8_t *packet, size_t size);

/**
 * nssh_icmp_is_reply() - is it an answer to a request with this id?
 * @packet: from the ICMP header on
 */
bool nssh_icmp_is_reply(int family, const uint8_t *packet, size_t size, uint16_t id,
			uint16_t *ret_sequence);

/* The same for our own request, which the kernel gives back with an error. */
bool nssh_icmp_is_request(int family, const uint8_t *packet, size_t size, uint16_t id,
			  uint16_t *ret_sequence);

/**
 * nssh_icmp_after_ip() - where the ICMP message begins in an IPv4 packet of a raw socket
 *
 * Return: an offset, @size at most.
 */
size_t nssh_icmp_after_ip(const uint8_t *packet, size_t size);

/* What an ICMP error means; @buf is used for those without a name. */
const char *nssh_icmp_error_text(int family, uint8_t type, uint8_t code, char *buf, size_t size);

#endif
