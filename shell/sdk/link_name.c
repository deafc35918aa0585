/* SPDX-License-Identifier: MIT */
/* Names of links and of their kinds. */
#include <nssh/link.h>

#include <string.h>
#include <sys/socket.h>

#include <linux/if.h>
#include <linux/if_link.h>

#include <nssh/plugin.h>

/* The kernel's isspace() is that of Latin-1: a byte 0xa0 is a space to it, also within UTF-8. */
#define FORBIDDEN "/: \t\n\v\f\r\xa0"

bool nssh_link_valid_name(const char *name)
{
	size_t size = strcspn(name, FORBIDDEN);

	return size && !name[size] && size < IFNAMSIZ && strcmp(name, ".") != 0 &&
	       strcmp(name, "..") != 0;
}

static int take_name(const struct nlmsghdr *nlh, void *arg)
{
	const struct nlattr *attrs[IFLA_IFNAME + 1];
	char *name = arg;

	nssh_attrs(nlh, sizeof(struct ifinfomsg), attrs, IFLA_IFNAME);
	if (nssh_attr_str(attrs[IFLA_IFNAME]))
		(void)strncat(name, nssh_attr_str(attrs[IFLA_IFNAME]), IFNAMSIZ - 1);
	return 0;
}

bool nssh_link_name_of(struct nssh_ns *ns, int index, char *name)
{
	const struct ifinfomsg info = { .ifi_family = AF_UNSPEC, .ifi_index = index };
	struct nssh_msg *msg = nssh_msg_new(RTM_GETLINK, 0, &info, sizeof(info));
	char found[IFNAMSIZ] = "";
	int rc = index > 0 ? nssh_request(ns, msg, take_name, found, NULL) : -1;

	nssh_msg_free(msg);
	if (rc < 0 || !*found)
		return false;
	memcpy(name, found, sizeof(found));
	return true;
}

const char *nssh_link_kind_name(const struct nssh_value *value)
{
	const struct nssh_link_kind *kind = value->sub.ext->impl;

	return kind->kind ? kind->kind : kind->name(value->sub.args);
}
