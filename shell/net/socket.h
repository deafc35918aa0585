/* SPDX-License-Identifier: MIT */
/* One rtnetlink socket, and the memory that answers are received into. */
#ifndef NSSH_NET_SOCKET_H
#define NSSH_NET_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

/* @fd: -1 when closed. @port: the address that the kernel answers to. */
struct nssh_socket {
	int fd;
	uint32_t port;
};

/**
 * struct nssh_replies - datagrams from the kernel, one behind the other
 *
 * Each is a sequence of whole messages, so that all of it can be walked as one.
 */
struct nssh_replies {
	unsigned char *bytes;
	size_t size, room;
};

/* In the network namespace that the thread is in. Return: 0 or a negative errno. */
int nssh_socket_open(struct nssh_socket *ret_socket);
/* Closed already is fine. */
void nssh_socket_close(struct nssh_socket *socket);

/* Send messages as one datagram. Return: 0 or a negative errno. */
int nssh_socket_send(const struct nssh_socket *socket, struct iovec *parts, size_t count);

/**
 * nssh_socket_receive() - add the next datagram of the kernel to @to
 * @peek: its size is not known to be small; ask first
 *
 * Return: 0; -EINTR when the user asked for a stop; -ENOBUFS when answers were lost; -EMSGSIZE when it
 * was cut; -EBADMSG when it is not a sequence of messages; or another negative errno.
 */
int nssh_socket_receive(const struct nssh_socket *socket, struct nssh_replies *to, bool peek);

#endif
