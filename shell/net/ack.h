/* SPDX-License-Identifier: MIT */
/* What the kernel says at the end of a request: NLMSG_ERROR, or NLMSG_DONE after a list. */
#ifndef NSSH_NET_ACK_H
#define NSSH_NET_ACK_H

#include <stdbool.h>
#include <stdint.h>

#include <linux/netlink.h>

/**
 * struct nssh_ack - an acknowledgement or a refusal, with its extended part
 * @code:   0 or a negative errno
 * @text:   the kernel's words, or empty; on success it is a warning
 * @offset: of the offending attribute from the request's netlink header; when @has_offset
 * @missing: the type of an attribute that should have been there; when @has_missing
 */
struct nssh_ack {
	int code;
	bool has_offset, has_missing;
	uint32_t offset, missing;
	char text[256];
};

/**
 * nssh_ack_parse() - read one
 * @nlh: a message of type NLMSG_ERROR or NLMSG_DONE whose nlmsg_len lies in the memory behind it
 *
 * Return: 0, or -EBADMSG when it is not one. A broken extended part is passed over.
 */
int nssh_ack_parse(const struct nlmsghdr *nlh, struct nssh_ack *ret_ack);

#endif
