/* SPDX-License-Identifier: MIT */
/* Finding a link by its name. */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>

#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "net/explain.h"
#include "net/request.h"

/* The kernel's limit of an alternative name, its NUL included (ALTIFNAMSIZ). */
#define ALT_NAME_SIZE 128

static int take_index(const struct nlmsghdr *nlh, void *arg)
{
	const struct ifinfomsg *info = mnl_nlmsg_get_payload(nlh);
	int *index = arg;

	if (nlh->nlmsg_type == RTM_NEWLINK && mnl_nlmsg_get_payload_len(nlh) >= sizeof(*info))
		*index = info->ifi_index;
	return 0;
}

static int by_netlink(struct nssh_ns *ns, const char *name, struct nssh_error *err)
{
	struct ifinfomsg head = { .ifi_family = AF_UNSPEC };
	struct nssh_msg *msg = nssh_msg_new(RTM_GETLINK, 0, &head, sizeof(head));
	struct nssh_error own = NSSH_ERROR_INIT;
	int index = 0;
	int rc;

	nssh_msg_put_str(msg, IFLA_ALT_IFNAME, name);
	rc = nssh_ask(ns, msg, take_index, &index, NULL, NULL, &own);
	nssh_msg_free(msg);
	if (rc < 0 && rc != -ENODEV && err && !err->code)
		*err = own;
	return rc < 0 ? rc : index;
}

/* One system call, on any socket; it knows alternative names too if they are short. */
static int by_ioctl(const struct nssh_ns *ns, const char *name)
{
	struct ifreq request = { 0 };

	memcpy(request.ifr_name, name, strlen(name));
	return ioctl(ns->socket.fd, SIOCGIFINDEX, &request) < 0 ? -errno : request.ifr_ifindex;
}

int nssh_ns_find_link(struct nssh_ns *ns, const char *name, struct nssh_error *err)
{
	size_t size = strlen(name);
	int index = -ENODEV;
	int rc = nssh_ns_netlink(ns, err);

	if (rc < 0)
		return rc;
	/* The ioctl would cut a name at a colon, as it did for aliases of IPv4. */
	if (size > 0 && size < IFNAMSIZ && !strchr(name, ':'))
		index = by_ioctl(ns, name);
	else if (size > 0 && size < ALT_NAME_SIZE)
		index = by_netlink(ns, name, err);
	if (index > 0)
		return index;
	if (index != 0 && index != -ENODEV)
		return nssh_fail_errno(err, index, NULL, "cannot look up link \"%s\"", name);
	if (ns->ref)
		(void)nssh_fail(err, -ENODEV, NULL, "no link \"%s\" in namespace %s", name,
				ns->ref);
	else
		(void)nssh_fail(err, -ENODEV, NULL, "no link \"%s\" here", name);
	nssh_kind(err, NSSH_ERROR_NO_LINK);
	return -ENODEV;
}

int nssh_ns_link_index(struct nssh_ns *ns, const char *name, struct nssh_error *err)
{
	nssh_net_look_again(ns->net);
	return nssh_ns_find_link(ns, name, err);
}
