/* SPDX-License-Identifier: MIT */
/* Writing all of it to a stream. */
#define _GNU_SOURCE
#include "base/stream.h"

#include <errno.h>
#include <poll.h>
#include <stdio_ext.h>
#include <unistd.h>

#include "base/interrupt.h"

/* A signal that is no request to stop (a resized window) is not the end of the output. */
static int wait_writable(int fd, int error)
{
	struct pollfd pollfd = { .fd = fd, .events = POLLOUT };

	if (error == EAGAIN && poll(&pollfd, 1, -1) >= 0)
		return 0;
	if ((error == EAGAIN || error == EINTR) && errno == EINTR && !nssh_interrupt_signal())
		return 0;
	return -errno;
}

static int write_all(int fd, const char *bytes, size_t size)
{
	while (size) {
		ssize_t n = write(fd, bytes, size);

		if (n < 0) {
			int ret = wait_writable(fd, errno);

			if (ret)
				return ret;
			continue;
		}
		bytes += n;
		size -= (size_t)n;
	}
	return 0;
}

int nssh_stream_write(FILE *to, const char *bytes, size_t size)
{
	int fd = fileno(to);
	int ret;

	if (fd >= 0 && fflush(to) == 0)
		return write_all(fd, bytes, size);
	if (fd < 0 && fwrite(bytes, 1, size, to) == size && fflush(to) == 0)
		return 0;
	ret = -errno;
	/* Else the exit would try again. */
	__fpurge(to);
	clearerr(to);
	return ret ? ret : -EIO;
}
