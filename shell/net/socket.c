/* SPDX-License-Identifier: MIT */
/* One rtnetlink socket: opening, sending, receiving. */
#define _GNU_SOURCE
#include "net/socket.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <libmnl/libmnl.h>

#include "base/interrupt.h"

/* The most that the kernel puts into one part of a list, and more than any acknowledgement has. */
#define USUAL_SIZE  ((size_t)32 * 1024)
#define FIRST_ROOM  (2 * USUAL_SIZE)
#define BUFFER_SIZE (1024 * 1024)

static void set_buffer(int fd, int forced, int plain)
{
	const int size = BUFFER_SIZE;

	/* Only root of the first user namespace may go beyond the system's limit. */
	if (setsockopt(fd, SOL_SOCKET, forced, &size, sizeof(size)) < 0)
		(void)setsockopt(fd, SOL_SOCKET, plain, &size, sizeof(size));
}

/* Kernels that lack one of these work all the same, with shorter explanations or longer lists. */
static void set_options(int fd)
{
	static const int options[] = { NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK };
	const int on = 1;

	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		(void)setsockopt(fd, SOL_NETLINK, options[i], &on, sizeof(on));
	set_buffer(fd, SO_RCVBUFFORCE, SO_RCVBUF);
	set_buffer(fd, SO_SNDBUFFORCE, SO_SNDBUF);
}

int nssh_socket_open(struct nssh_socket *ret_socket)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK };
	socklen_t size = sizeof(address);
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	int code;

	if (fd < 0)
		return -errno;
	set_options(fd);
	if (bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &size) < 0) {
		code = -errno;
		(void)close(fd);
		return code;
	}
	ret_socket->fd = fd;
	ret_socket->port = address.nl_pid;
	return 0;
}

void nssh_socket_close(struct nssh_socket *socket)
{
	if (socket->fd >= 0)
		(void)close(socket->fd);
	socket->fd = -1;
}

int nssh_socket_send(const struct nssh_socket *socket, struct iovec *parts, size_t count)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	struct msghdr message = { .msg_name = &kernel,
				  .msg_namelen = sizeof(kernel),
				  .msg_iov = parts,
				  .msg_iovlen = count };

	while (sendmsg(socket->fd, &message, 0) < 0) {
		if (errno != EINTR || nssh_interrupt_signal())
			return -errno;
	}
	return 0;
}

static int make_room(struct nssh_replies *to, size_t wanted)
{
	size_t room = to->room ? to->room : FIRST_ROOM;
	unsigned char *bytes;

	while (room - to->size < wanted)
		room *= 2;
	if (room == to->room)
		return 0;
	bytes = realloc(to->bytes, room);
	if (!bytes)
		return -ENOMEM;
	to->bytes = bytes;
	to->room = room;
	return 0;
}

/*
 * One recvmsg(2), repeated when a signal came that is not a stop. Return: the size of the datagram;
 * 0 when somebody else than the kernel sent it; a negative errno.
 */
static ssize_t receive(const struct nssh_socket *socket, void *at, size_t room, int flags)
{
	struct sockaddr_nl sender = { 0 };
	struct iovec part = { .iov_base = at, .iov_len = room };
	struct msghdr message = { .msg_name = &sender,
				  .msg_namelen = sizeof(sender),
				  .msg_iov = &part,
				  .msg_iovlen = 1 };
	ssize_t n;

	do {
		n = recvmsg(socket->fd, &message, flags);
	} while (n < 0 && errno == EINTR && !nssh_interrupt_signal());
	if (n < 0)
		return -errno;
	if (n == 0)
		return -ECONNRESET;
	if (flags & MSG_PEEK)
		return n;
	if (message.msg_namelen != sizeof(sender) || sender.nl_pid != 0)
		return 0;
	return message.msg_flags & MSG_TRUNC ? -EMSGSIZE : n;
}

/* Only whole messages may follow one another, so that a walk over several datagrams is sound. */
static bool is_whole(const unsigned char *at, size_t size)
{
	const struct nlmsghdr *nlh = (const void *)at;
	int left = (int)size;

	while (left > 0) {
		if (!mnl_nlmsg_ok(nlh, left))
			return false;
		nlh = mnl_nlmsg_next(nlh, &left);
	}
	return true;
}

int nssh_socket_receive(const struct nssh_socket *socket, struct nssh_replies *to, bool peek)
{
	ssize_t n;

	do {
		size_t wanted = USUAL_SIZE;
		int code;

		if (peek) {
			n = receive(socket, NULL, 0, MSG_PEEK | MSG_TRUNC);
			if (n < 0)
				return (int)n;
			wanted = (size_t)n > wanted ? (size_t)n : wanted;
		}
		code = make_room(to, wanted + NLMSG_ALIGNTO);
		if (code < 0)
			return code;
		n = receive(socket, to->bytes + to->size, to->room - to->size, 0);
	} while (n == 0);
	if (n < 0)
		return (int)n;
	if (!is_whole(to->bytes + to->size, (size_t)n))
		return -EBADMSG;
	to->size += NLMSG_ALIGN((size_t)n);
	return 0;
}
