/* SPDX-License-Identifier: MIT */
/*
 * Waiting until packets can get through. A link that has just been set up drops what it is given
 * until the kernel has heard of its carrier, and asks for the target's MAC a second later again; a
 * new IPv6 address is silent until duplicates have been looked for.
 */
#include "ping.h"

#include <string.h>
#include <sys/socket.h>

#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

#include <nssh/netlink.h>

/* One probe after a random delay of a second at most, and a second of silence (RFC 4862, 5.4). */
#define LONGEST_DETECTION UINT64_C(3000000000)
#define LOOK_EVERY        UINT64_C(5000000)

#define HERE (-1)

/**
 * struct end - one end of the link that the route leaves by
 * @index, @nsid: which link in which namespace, by the number it has for ours, or HERE
 * @other, @other_nsid: the link that it is tied to: the far end of a veth pair; or 0
 * @waking: it has a carrier, and is not in operation yet
 */
struct end {
	uint32_t index;
	int nsid;
	uint32_t other;
	int other_nsid;
	bool waking;
};

/* An address to look for in a namespace, or any on a link; is it tentative? */
struct question {
	const uint8_t *address;
	uint32_t link;
	bool tentative;
};

static int note_route(const struct nlmsghdr *nlh, void *arg)
{
	const struct rtmsg *head = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *table[RTA_MAX + 1];
	uint32_t *link = arg;

	if (nlh->nlmsg_type != RTM_NEWROUTE || mnl_nlmsg_get_payload_len(nlh) < sizeof(*head) ||
	    head->rtm_type == RTN_LOCAL)
		return 0;
	nssh_attrs(nlh, sizeof(*head), table, RTA_MAX);
	*link = nssh_attr_u32(table[RTA_OIF]);
	return 0;
}

/* 0 when there is no way, or none that leaves: trying to send says why. */
static uint32_t find_link(const struct ping *ping)
{
	const struct ping_target *target = ping->args->address.data;
	struct rtmsg head = {
		.rtm_family = (unsigned char)ping->family,
		.rtm_dst_len = target->addr.bits,
	};
	struct nssh_msg *msg;
	uint32_t link = 0;

	if (ping->link)
		return (uint32_t)ping->link;
	msg = nssh_msg_new(RTM_GETROUTE, 0, &head, sizeof(head));
	nssh_msg_put(msg, RTA_DST, target->addr.bytes, target->addr.len);
	(void)nssh_request(ping->ns, msg, note_route, &link, NULL);
	nssh_msg_free(msg);
	return link;
}

static int note_link(const struct nlmsghdr *nlh, void *arg)
{
	const struct ifinfomsg *head = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *table[IFLA_LINK_NETNSID + 1];
	struct end *end = arg;
	uint8_t state;

	if (nlh->nlmsg_type != RTM_NEWLINK || mnl_nlmsg_get_payload_len(nlh) < sizeof(*head))
		return 0;
	nssh_attrs(nlh, sizeof(*head), table, IFLA_LINK_NETNSID);
	state = nssh_attr_u8(table[IFLA_OPERSTATE]);
	end->waking = (head->ifi_flags & IFF_UP) && nssh_attr_u8(table[IFLA_CARRIER]) &&
		      (state == IF_OPER_DOWN || state == IF_OPER_LOWERLAYERDOWN);
	end->other = nssh_attr_u32(table[IFLA_LINK]);
	end->other_nsid = HERE;
	if (table[IFLA_LINK_NETNSID])
		end->other_nsid = (int)nssh_attr_u32(table[IFLA_LINK_NETNSID]);
	return 0;
}

/* What cannot be found out is taken for ready. */
static void look_at(const struct ping *ping, struct end *end)
{
	struct ifinfomsg head = { .ifi_family = AF_UNSPEC, .ifi_index = (int)end->index };
	struct nssh_msg *msg = nssh_msg_new(RTM_GETLINK, 0, &head, sizeof(head));

	end->waking = false;
	end->other = 0;
	if (end->nsid != HERE)
		nssh_msg_put_u32(msg, IFLA_TARGET_NETNSID, (uint32_t)end->nsid);
	(void)nssh_request(ping->ns, msg, note_link, end, NULL);
	nssh_msg_free(msg);
}

static int note_address(const struct nlmsghdr *nlh, void *arg)
{
	const struct ifaddrmsg *head = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *table[IFA_MAX + 1];
	struct question *question = arg;
	uint32_t flags;

	if (nlh->nlmsg_type != RTM_NEWADDR || mnl_nlmsg_get_payload_len(nlh) < sizeof(*head))
		return 0;
	nssh_attrs(nlh, sizeof(*head), table, IFA_MAX);
	if (question->link && head->ifa_index != question->link)
		return 0;
	if (question->address &&
	    (!table[IFA_ADDRESS] || mnl_attr_get_payload_len(table[IFA_ADDRESS]) != 16 ||
	     memcmp(mnl_attr_get_payload(table[IFA_ADDRESS]), question->address, 16) != 0))
		return 0;
	flags = table[IFA_FLAGS] ? nssh_attr_u32(table[IFA_FLAGS]) : head->ifa_flags;
	if ((flags & IFA_F_TENTATIVE) && !(flags & (IFA_F_DADFAILED | IFA_F_OPTIMISTIC)))
		question->tentative = true;
	return 0;
}

static bool is_tentative(const struct ping *ping, int nsid, const uint8_t *address, uint32_t link)
{
	struct ifaddrmsg head = { .ifa_family = AF_INET6 };
	struct question question = { .address = address, .link = link };
	struct nssh_msg *msg = nssh_msg_new(RTM_GETADDR, 0, &head, sizeof(head));

	if (nsid != HERE)
		nssh_msg_put_u32(msg, IFA_TARGET_NETNSID, (uint32_t)nsid);
	(void)nssh_dump(ping->ns, msg, note_address, &question, NULL);
	nssh_msg_free(msg);
	return question.tentative;
}

/* Our own addresses on the link, and the target where it is the link's far end. */
static bool is_detecting(const struct ping *ping, const struct end *near, const struct end *far)
{
	const struct ping_target *target = ping->args->address.data;
	const struct nssh_value *from = &ping->args->from;

	if (ping->family != AF_INET6)
		return false;
	if (nssh_given(from) && is_tentative(ping, HERE, from->addr.bytes, 0))
		return true;
	if (!nssh_given(from) && is_tentative(ping, HERE, NULL, near->index))
		return true;
	return far->index && is_tentative(ping, far->nsid, target->addr.bytes, far->index);
}

static bool is_ready(const struct ping *ping, struct end *near)
{
	struct end far = { .nsid = HERE };

	look_at(ping, near);
	if (near->waking)
		return false;
	if (near->other && near->other != near->index) {
		far = (struct end){ .index = near->other, .nsid = near->other_nsid };
		look_at(ping, &far);
	}
	return !far.waking && !is_detecting(ping, near, &far);
}

void nssh_ping_wait_until_ready(const struct ping *ping)
{
	uint64_t bound = ping->timeout > LONGEST_DETECTION ? ping->timeout : LONGEST_DETECTION;
	uint64_t end = nssh_ping_now() + bound;
	struct end near = { .index = find_link(ping), .nsid = HERE };

	if (!near.index)
		return;
	while (!is_ready(ping, &near) && nssh_ping_now() < end && !nssh_cmd_interrupted(ping->cmd))
		(void)nssh_ping_wait(ping, -1, LOOK_EVERY);
}
