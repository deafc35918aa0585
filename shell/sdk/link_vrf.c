/* SPDX-License-Identifier: MIT */
/* Which table a VRF is. */
#include <nssh/link.h>

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/if_link.h>

/* IFLA_VRF_TABLE: linux/if_link.h. */
static int read_vrf(const struct nlmsghdr *nlh, void *arg)
{
	const struct nlattr *attrs[IFLA_LINKINFO + 1], *info[IFLA_INFO_DATA + 1],
		*data[IFLA_VRF_TABLE + 1];
	const char *kind;

	if (nlh->nlmsg_type != RTM_NEWLINK ||
	    mnl_nlmsg_get_payload_len(nlh) < sizeof(struct ifinfomsg))
		return 0;
	nssh_attrs(nlh, sizeof(struct ifinfomsg), attrs, IFLA_LINKINFO);
	if (!attrs[IFLA_LINKINFO])
		return 0;
	nssh_attrs_nested(attrs[IFLA_LINKINFO], info, IFLA_INFO_DATA);
	kind = nssh_attr_str(info[IFLA_INFO_KIND]);
	if (!kind || strcmp(kind, "vrf") != 0 || !info[IFLA_INFO_DATA])
		return 0;
	nssh_attrs_nested(info[IFLA_INFO_DATA], data, IFLA_VRF_TABLE);
	*(uint32_t *)arg = nssh_attr_u32(data[IFLA_VRF_TABLE]);
	return 0;
}

int nssh_link_vrf_table(struct nssh_ns *ns, int index, const char *name, uint32_t *ret_table,
			struct nssh_error *err)
{
	struct ifinfomsg head = { .ifi_family = AF_UNSPEC, .ifi_index = index };
	struct nssh_msg *msg = nssh_msg_new(RTM_GETLINK, 0, &head, sizeof(head));
	uint32_t table = 0;
	int rc = nssh_request(ns, msg, read_vrf, &table, err);

	nssh_msg_free(msg);
	if (rc < 0)
		return rc;
	if (!table)
		return nssh_fail(err, -EINVAL, NULL, "the link %s is no VRF", name);
	*ret_table = table;
	return 0;
}
