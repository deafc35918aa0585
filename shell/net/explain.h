/* SPDX-License-Identifier: MIT */
/* The kernel's refusals, told to a person. */
#ifndef NSSH_NET_EXPLAIN_H
#define NSSH_NET_EXPLAIN_H

#include <nssh/error.h>

struct nssh_ack;
struct nssh_msg;
struct nssh_ns;

/* The kernel's words for a negative errno. */
const char *nssh_errno_text(int code);

/* nssh_fail(), and the errno's text as the reason. */
int nssh_fail_errno(struct nssh_error *err, int code, const struct nssh_word *word, const char *fmt,
		    ...) NSSH_PRINTF(4, 5);

/* When the error is one of permission and this process lacks @capability: say so. */
void nssh_hint_capability(struct nssh_error *err, int capability);

/**
 * nssh_fail_ack() - a request that the kernel refused
 * @ns:    where it was sent
 * @doing: what it was to do, "add address 10.0.0.1/24 to eth0"
 * @word:  the word to blame when the kernel names no attribute
 *
 * Return: @ack's code.
 */
int nssh_fail_ack(struct nssh_error *err, const struct nssh_ack *ack, const struct nssh_ns *ns,
		  const struct nssh_msg *msg, const char *doing, const struct nssh_word *word);

#endif
