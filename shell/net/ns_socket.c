/* SPDX-License-Identifier: MIT */
/* A socket of any kind that lives in a namespace, made without staying there. */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/socket.h>

#include "net/context.h"
#include "net/explain.h"

struct wanted {
	int domain, type, protocol;
};

static int open_inside(void *arg)
{
	const struct wanted *wanted = arg;
	int fd = socket(wanted->domain, wanted->type | SOCK_CLOEXEC, wanted->protocol);

	return fd < 0 ? -errno : fd;
}

int nssh_ns_socket(struct nssh_ns *ns, int domain, int type, int protocol, struct nssh_error *err)
{
	struct wanted wanted = { .domain = domain, .type = type, .protocol = protocol };
	char buf[320];
	int fd;

	nssh_net_look_again(nssh_ns_context(ns));
	fd = nssh_ns_visit(ns, open_inside, &wanted, err);
	if (fd < 0)
		(void)nssh_fail_errno(err, fd, NULL, "cannot open a socket in %s",
				      nssh_ns_describe(ns, buf, sizeof(buf)));
	return fd;
}
