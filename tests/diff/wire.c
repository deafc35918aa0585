/* SPDX-License-Identifier: MIT */
/*
 * A library to preload into `ip` and nssh, which stands between them and the kernel's rtnetlink:
 *
 *	WIRE_LOG=FILE	each request that changes something is appended, as a line of hex digits
 *	WIRE_LINK=NAME	the kernel's list says of this link
 *	WIRE_INFO=HEX	that its IFLA_LINKINFO is this
 *
 * So both can be compared for kinds of link that this kernel does not have.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#define ROOM (1 << 20)

static char received[ROOM], rewritten[2 * ROOM];

static bool is_netlink(int fd)
{
	int domain = 0;
	socklen_t size = sizeof(domain);

	return getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain == AF_NETLINK;
}

static void log_bytes(const void *bytes, size_t size)
{
	const unsigned char *at = bytes;
	const char *file = getenv("WIRE_LOG");
	int fd = file ? open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600) : -1;

	if (fd < 0)
		return;
	for (; size > 0; size--, at++)
		(void)dprintf(fd, "%02x", *at);
	(void)dprintf(fd, "\n");
	(void)close(fd);
}

/* RTM_GET* are those with 2 in the last two bits. */
static void log_requests(const char *bytes, size_t size)
{
	const struct nlmsghdr *nlh = (const void *)bytes;

	while (size >= sizeof(*nlh) && nlh->nlmsg_len >= sizeof(*nlh) && nlh->nlmsg_len <= size) {
		size_t step = NLMSG_ALIGN(nlh->nlmsg_len);

		if (nlh->nlmsg_type >= RTM_BASE && (nlh->nlmsg_type & 3) != 2)
			log_bytes(nlh, nlh->nlmsg_len);
		if (step >= size)
			return;
		size -= step;
		nlh = (const void *)((const char *)nlh + step);
	}
}

static size_t put_info(struct nlmsghdr *to)
{
	const char *hex = getenv("WIRE_INFO");
	const size_t size = strlen(hex) / 2;
	struct rtattr *attr = (void *)((char *)to + NLMSG_ALIGN(to->nlmsg_len));
	unsigned char *at = RTA_DATA(attr);

	memset(attr, 0, RTA_SPACE(size));
	attr->rta_type = IFLA_LINKINFO;
	attr->rta_len = (unsigned short)RTA_LENGTH(size);
	for (size_t i = 0; i < size; i++)
		(void)sscanf(hex + 2 * i, "%2hhx", &at[i]);
	return NLMSG_ALIGN(to->nlmsg_len) + RTA_SPACE(size);
}

/* A message without its IFLA_LINKINFO, and with another one when it is of that link. */
static void rewrite(const struct nlmsghdr *from, struct nlmsghdr *to)
{
	const char *wanted = getenv("WIRE_LINK");
	int left = (int)from->nlmsg_len - (int)NLMSG_LENGTH(sizeof(struct ifinfomsg));
	const struct rtattr *attr =
		(const void *)((const char *)from + NLMSG_LENGTH(sizeof(struct ifinfomsg)));
	bool found = false;

	memcpy(to, from, NLMSG_LENGTH(sizeof(struct ifinfomsg)));
	to->nlmsg_len = NLMSG_LENGTH(sizeof(struct ifinfomsg));
	for (; RTA_OK(attr, left); attr = RTA_NEXT(attr, left)) {
		if (attr->rta_type == IFLA_IFNAME)
			found = strcmp(RTA_DATA(attr), wanted) == 0;
		if (attr->rta_type == IFLA_LINKINFO)
			continue;
		memcpy((char *)to + NLMSG_ALIGN(to->nlmsg_len), attr, attr->rta_len);
		to->nlmsg_len = NLMSG_ALIGN(to->nlmsg_len) + RTA_ALIGN(attr->rta_len);
	}
	if (found)
		to->nlmsg_len = (unsigned int)put_info(to);
	else
		memcpy(to, from, from->nlmsg_len);
}

static size_t rewrite_all(size_t size)
{
	size_t at = 0, out = 0;

	while (at + sizeof(struct nlmsghdr) <= size) {
		const struct nlmsghdr *nlh = (const void *)(received + at);
		struct nlmsghdr *to = (void *)(rewritten + out);

		if (nlh->nlmsg_len < sizeof(*nlh) || nlh->nlmsg_len > size - at)
			break;
		if (nlh->nlmsg_type == RTM_NEWLINK)
			rewrite(nlh, to);
		else
			memcpy(to, nlh, nlh->nlmsg_len);
		at += NLMSG_ALIGN(nlh->nlmsg_len);
		out += NLMSG_ALIGN(to->nlmsg_len);
	}
	return out;
}

static void scatter(struct msghdr *msg, size_t size)
{
	size_t at = 0;

	for (size_t i = 0; i < msg->msg_iovlen && at < size; i++) {
		size_t n =
			msg->msg_iov[i].iov_len < size - at ? msg->msg_iov[i].iov_len : size - at;

		memcpy(msg->msg_iov[i].iov_base, rewritten + at, n);
		at += n;
	}
	if (at < size)
		msg->msg_flags |= MSG_TRUNC;
}

ssize_t recvmsg(int fd, struct msghdr *msg, int flags)
{
	ssize_t (*real)(int, struct msghdr *, int) =
		(ssize_t(*)(int, struct msghdr *, int))dlsym(RTLD_NEXT, "recvmsg");
	struct iovec own = { .iov_base = received, .iov_len = ROOM };
	struct iovec *iov = msg->msg_iov;
	const size_t count = msg->msg_iovlen;
	ssize_t n;

	if (!getenv("WIRE_LINK") || !getenv("WIRE_INFO") || !is_netlink(fd))
		return real(fd, msg, flags);
	msg->msg_iov = &own;
	msg->msg_iovlen = 1;
	n = real(fd, msg, flags);
	msg->msg_iov = iov;
	msg->msg_iovlen = count;
	if (n <= 0)
		return n;
	n = (ssize_t)rewrite_all((size_t)n);
	scatter(msg, (size_t)n);
	return n;
}

ssize_t sendmsg(int fd, const struct msghdr *msg, int flags)
{
	ssize_t (*real)(int, const struct msghdr *, int) =
		(ssize_t(*)(int, const struct msghdr *, int))dlsym(RTLD_NEXT, "sendmsg");
	static char all[ROOM];
	size_t size = 0;

	if (getenv("WIRE_LOG") && is_netlink(fd)) {
		for (size_t i = 0; i < msg->msg_iovlen && size < ROOM; i++) {
			size_t n = msg->msg_iov[i].iov_len;

			n = n < ROOM - size ? n : ROOM - size;
			memcpy(all + size, msg->msg_iov[i].iov_base, n);
			size += n;
		}
		log_requests(all, size);
	}
	return real(fd, msg, flags);
}
