/* SPDX-License-Identifier: MIT */
/* Making stand-ins: in a sandbox, what was seen outside. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_arp.h>

#include "net/context.h"
#include "net/explain.h"
#include "net/message.h"
#include "net/netns_ops.h"
#include "net/plan/again.h"
#include "net/plan/place.h"

/* It has this name only while the stand-ins are made. */
#define ELSEWHERE "nssh-elsewhere"

/* A veth pair takes no more. */
#define MOST_MTU 65535

/* Messages that are kept are the stand-ins' own. */
static void point(const struct nlattr *attr, uint32_t value)
{
	if (attr && mnl_attr_get_payload_len(attr) == sizeof(value))
		memcpy(mnl_attr_get_payload(attr), &value, sizeof(value));
}

static void set_index(const struct nlmsghdr *nlh, int index)
{
	struct ifinfomsg *info = mnl_nlmsg_get_payload(nlh);

	info->ifi_index = index;
}

/* The place of the link in its list that had this index on the machine, or the length of the list. */
static size_t find_link(const struct nssh_place *place, int index)
{
	size_t i = 0;

	while (i < place->links.count && place->of[i].was != index)
		i++;
	return i;
}

/* The index of the stand-in, or 0. */
static int index_of(const struct nssh_place *place, int was)
{
	size_t i = find_link(place, was);
	const struct ifinfomsg *info;

	if (i == place->links.count || !place->of[i].made)
		return 0;
	info = mnl_nlmsg_get_payload(place->links.at[i]);
	return info->ifi_index;
}

/* The message is freed. Return: 0 or a negative errno with @err filled. */
static int ask(struct nssh_ns *ns, struct nssh_msg *msg, struct nssh_error *err)
{
	int rc;

	nssh_error_clear(err);
	rc = nssh_request(ns, msg, NULL, NULL, err);
	nssh_msg_free(msg);
	return rc;
}

static const char *reason(const struct nssh_error *err)
{
	return *err->why ? err->why : err->what;
}

/* Where other ends are whose namespaces nobody looked at. */
static struct nssh_ns *elsewhere(struct nssh_standins *all, struct nssh_error *err)
{
	struct nssh_ns *ns = nssh_ns_get(all->net, ELSEWHERE);
	int fd;

	if (all->elsewhere >= 0)
		return ns;
	if (nssh_netns_add(ns, err) < 0)
		return NULL;
	fd = nssh_ns_fd(ns, err);
	all->elsewhere = fd < 0 ? fd : fcntl(fd, F_DUPFD_CLOEXEC, 0);
	return all->elsewhere < 0 ? NULL : ns;
}

static void note_made(struct nssh_place *place, size_t at)
{
	struct nssh_was was;
	int index;

	nssh_was_read(place->links.at[at], &was);
	index = nssh_ns_find_link(place->here, was.name, NULL);
	place->of[at].made = index > 0;
	place->of[at].done = true;
	set_index(was.nlh, index > 0 ? index : 0);
}

static bool is_taken(int rc)
{
	return rc == -EBUSY || rc == -EEXIST;
}

/* The near end has a carrier then. */
static int set_up(struct nssh_ns *ns, const char *name, struct nssh_error *err)
{
	const struct ifinfomsg head = {
		.ifi_family = AF_UNSPEC,
		.ifi_flags = IFF_UP,
		.ifi_change = IFF_UP,
	};
	struct nssh_msg *msg = nssh_msg_new(RTM_NEWLINK, 0, &head, sizeof(head));

	nssh_msg_put_str(msg, IFLA_IFNAME, name);
	return ask(ns, msg, err);
}

/* A pair, whatever it was, its other end elsewhere. */
static int make_loose(struct nssh_standins *all, struct nssh_place *place, size_t at,
		      struct nssh_error *err)
{
	struct nssh_ns *far = elsewhere(all, err);
	char name[IFNAMSIZ];
	struct nssh_was was;
	int rc;

	if (!far)
		return -EINVAL;
	(void)snprintf(name, sizeof(name), "end%u", all->loose++);
	nssh_was_read(place->links.at[at], &was);
	if (was.info->ifi_type != ARPHRD_ETHER)
		was.table[IFLA_ADDRESS] = was.table[IFLA_BROADCAST] = NULL;
	if (nssh_attr_u32(was.table[IFLA_MTU]) > MOST_MTU)
		was.table[IFLA_MTU] = NULL;
	rc = ask(place->here, nssh_again_pair(&was, place->here, NULL, far, name), err);
	if (is_taken(rc)) {
		set_index(was.nlh, 0);
		rc = ask(place->here, nssh_again_pair(&was, place->here, NULL, far, name), err);
	}
	if (rc == 0 && (was.info->ifi_flags & IFF_LOWER_UP))
		rc = set_up(far, name, err);
	return rc;
}

/* The other end of a pair, if it is to be stood in for too. */
static bool find_far(const struct nssh_place *place, size_t at, const struct nssh_was *near,
		     size_t *ret)
{
	const struct nssh_place *far = place->of[at].far;
	struct nssh_was other;

	if (!far || !near->table[IFLA_LINK])
		return false;
	*ret = find_link(far, (int)nssh_attr_u32(near->table[IFLA_LINK]));
	if (*ret == far->links.count || far->of[*ret].made)
		return false;
	nssh_was_read(far->links.at[*ret], &other);
	return nssh_was_kind(&other, "veth") &&
	       (int)nssh_attr_u32(other.table[IFLA_LINK]) == place->of[at].was;
}

static int make_veth(struct nssh_standins *all, struct nssh_place *place, size_t at,
		     struct nssh_error *err)
{
	struct nssh_place *far = place->of[at].far;
	struct nssh_was near, other;
	size_t end;
	int rc;

	nssh_was_read(place->links.at[at], &near);
	if (!find_far(place, at, &near, &end))
		return make_loose(all, place, at, err);
	nssh_was_read(far->links.at[end], &other);
	rc = ask(place->here, nssh_again_pair(&near, place->here, &other, far->here, NULL), err);
	if (is_taken(rc)) {
		set_index(near.nlh, 0);
		set_index(other.nlh, 0);
		rc = ask(place->here, nssh_again_pair(&near, place->here, &other, far->here, NULL),
			 err);
	}
	if (rc == 0)
		note_made(far, end);
	return rc;
}

/* Return: 1 when the link that it lies on is not there yet. */
static int point_to_lower(struct nssh_place *place, size_t at, const struct nssh_was *was)
{
	struct nssh_place *far = place->of[at].far;
	int lower = (int)nssh_attr_u32(was->table[IFLA_LINK]), number;

	size_t i;

	if (!lower)
		return 0;
	i = far ? find_link(far, lower) : 0;
	if (!far || i == far->links.count || (far->of[i].done && !far->of[i].made))
		return -ENODEV;
	lower = index_of(far, lower);
	if (!lower)
		return 1;
	if (was->table[IFLA_LINK_NETNSID]) {
		number = nssh_nsid_assign(place->here, far->here, NULL);
		if (number < 0)
			return number;
		point(was->table[IFLA_LINK_NETNSID], (uint32_t)number);
	}
	point(was->table[IFLA_LINK], (uint32_t)lower);
	return 0;
}

static int make_kind(struct nssh_standins *all, struct nssh_place *place, size_t at,
		     struct nssh_error *err)
{
	struct nssh_was was;
	int rc;

	nssh_was_read(place->links.at[at], &was);
	rc = point_to_lower(place, at, &was);
	if (rc > 0)
		return rc;
	if (rc == 0)
		rc = ask(place->here, nssh_again_link(&was, nssh_ns_context(place->here)), err);
	else
		(void)nssh_fail(err, rc, NULL, "what it lies on is elsewhere");
	if (is_taken(rc)) {
		set_index(was.nlh, 0);
		rc = ask(place->here, nssh_again_link(&was, nssh_ns_context(place->here)), err);
	}
	/* Some of what the kernel tells of a kind it may not take. */
	if (rc < 0 && was.kind[IFLA_INFO_DATA]) {
		was.kind[IFLA_INFO_DATA] = NULL;
		rc = ask(place->here, nssh_again_link(&was, nssh_ns_context(place->here)), err);
	}
	if (rc == 0)
		return 0;
	nssh_standins_tell(all, place, reason(err), "link %s is a pair in the sandbox, not a %s",
			   was.name, nssh_attr_str(was.kind[IFLA_INFO_KIND]));
	return make_loose(all, place, at, err);
}

/* Return: 1 when it has to wait for another, else 0. */
static int make_link(struct nssh_standins *all, struct nssh_place *place, size_t at)
{
	struct nssh_error err = NSSH_ERROR_INIT;
	struct nssh_was was;
	int rc = 0;

	nssh_was_read(place->links.at[at], &was);
	/* Some the kernel puts into each namespace. */
	if (nssh_ns_find_link(place->here, was.name, NULL) <= 0) {
		if (!nssh_attr_str(was.kind[IFLA_INFO_KIND]))
			rc = make_loose(all, place, at, &err);
		else if (nssh_was_kind(&was, "veth"))
			rc = make_veth(all, place, at, &err);
		else
			rc = make_kind(all, place, at, &err);
	}
	if (rc > 0)
		return rc;
	if (rc < 0)
		nssh_standins_tell(all, place, reason(&err), "cannot stand in for link %s",
				   was.name);
	note_made(place, at);
	return 0;
}

static size_t make_round(struct nssh_standins *all, bool last)
{
	size_t waiting = 0;

	for (size_t i = 0; i < all->place_count; i++) {
		struct nssh_place *place = &all->places[i];

		for (size_t k = 0; k < place->links.count; k++) {
			struct nssh_was was;

			nssh_was_read(place->links.at[k], &was);
			if (!place->of[k].done && last)
				nssh_standins_tell(all, place, "what it lies on is not there",
						   "cannot stand in for link %s", was.name);
			else if (!place->of[k].done)
				waiting += (size_t)make_link(all, place, k);
		}
	}
	return waiting;
}

/* Each round makes those whose lower link the one before has made. */
static void make_links(struct nssh_standins *all)
{
	size_t waiting = SIZE_MAX, before;

	do {
		before = waiting;
		waiting = make_round(all, false);
	} while (waiting && waiting < before);
	if (waiting)
		(void)make_round(all, true);
}

static void tell_failure(const struct nssh_standins *all, const struct nssh_place *place, int rc,
			 const struct nssh_error *err, const char *what, const char *name)
{
	if (rc < 0)
		nssh_standins_tell(all, place, reason(err), "cannot stand in for %s%s%s", what,
				   *name ? " " : "", name);
}

static void set_links(const struct nssh_standins *all, const struct nssh_place *place)
{
	struct nssh_error err = NSSH_ERROR_INIT;

	for (size_t i = 0; i < place->links.count; i++) {
		struct nssh_was was;
		struct nssh_msg *names;
		int rc;

		nssh_was_read(place->links.at[i], &was);
		if (!place->of[i].made)
			continue;
		if (was.table[IFLA_MASTER])
			point(was.table[IFLA_MASTER],
			      (uint32_t)index_of(place,
						 (int)nssh_attr_u32(was.table[IFLA_MASTER])));
		rc = ask(place->here, nssh_again_rest(&was), &err);
		tell_failure(all, place, rc, &err, "the state of link", was.name);
		names = nssh_again_altnames(&was);
		rc = names ? ask(place->here, names, &err) : 0;
		tell_failure(all, place, rc, &err, "other names of link", was.name);
	}
}

static bool is_loopback(const struct nssh_place *place, uint32_t index)
{
	const struct nlmsghdr *nlh = nssh_kept_link(&place->links, (int)index);
	const struct ifinfomsg *info = nlh ? mnl_nlmsg_get_payload(nlh) : NULL;

	return info && (info->ifi_flags & IFF_LOOPBACK);
}

static void set_addrs(const struct nssh_standins *all, const struct nssh_place *place)
{
	struct nssh_error err = NSSH_ERROR_INIT;

	for (size_t i = 0; i < place->addrs.count; i++) {
		struct ifaddrmsg *addr = mnl_nlmsg_get_payload(place->addrs.at[i]);
		const struct nlattr *table[IFA_FLAGS + 1];
		struct nssh_msg *msg;

		nssh_attrs(place->addrs.at[i], sizeof(*addr), table, IFA_FLAGS);
		addr->ifa_index = (uint32_t)index_of(place, (int)addr->ifa_index);
		if (!addr->ifa_index)
			continue;
		/* Nobody else is there who could have it; on lo nobody asks. */
		if (addr->ifa_family == AF_INET6 && !is_loopback(place, addr->ifa_index))
			point(table[IFA_FLAGS], nssh_attr_u32(table[IFA_FLAGS]) | IFA_F_NODAD);
		msg = nssh_again_addr(place->addrs.at[i]);
		tell_failure(all, place, ask(place->here, msg, &err), &err, "an address", "");
	}
}

static bool point_route(const struct nssh_place *place, const struct nlattr *const *table)
{
	int index = (int)nssh_attr_u32(table[RTA_OIF]);
	struct rtnexthop *hop;
	size_t left;

	if (index)
		point(table[RTA_OIF], (uint32_t)index_of(place, index));
	if (index && !nssh_attr_u32(table[RTA_OIF]))
		return false;
	if (!table[RTA_MULTIPATH])
		return true;
	hop = mnl_attr_get_payload(table[RTA_MULTIPATH]);
	left = mnl_attr_get_payload_len(table[RTA_MULTIPATH]);
	while (left >= sizeof(*hop) && hop->rtnh_len >= sizeof(*hop) && hop->rtnh_len <= left) {
		size_t step = (size_t)RTNH_ALIGN(hop->rtnh_len);

		hop->rtnh_ifindex = index_of(place, hop->rtnh_ifindex);
		left -= step < left ? step : left;
		hop = (void *)((char *)hop + step);
	}
	return true;
}

/* Those by a gateway need the others to be there. */
static void set_routes(const struct nssh_standins *all, const struct nssh_place *place,
		       bool by_gateway)
{
	struct nssh_error err = NSSH_ERROR_INIT;

	for (size_t i = 0; i < place->routes.count; i++) {
		const struct nlmsghdr *nlh = place->routes.at[i];
		const struct rtmsg *route = mnl_nlmsg_get_payload(nlh);
		const struct nlattr *table[RTA_VIA + 1];
		bool gateway;

		nssh_attrs(nlh, sizeof(*route), table, RTA_VIA);
		gateway = table[RTA_GATEWAY] || table[RTA_MULTIPATH] || table[RTA_VIA];
		/* The kernel's own come with the addresses. */
		if (gateway != by_gateway || route->rtm_protocol == RTPROT_KERNEL ||
		    (route->rtm_flags & RTM_F_CLONED) || !point_route(place, table))
			continue;
		tell_failure(all, place,
			     ask(place->here,
				 nssh_again_route(nlh, NLM_F_CREATE | NLM_F_APPEND, false), &err),
			     &err, "a route", "");
	}
}

static int make_stale(const struct nssh_place *place)
{
	char path[sizeof(NSSH_NETNS_DIR) + 1 + 256] = NSSH_NETNS_DIR "/";
	int fd;

	if (nssh_netns_ready(place->here->net, NULL) < 0)
		return -EINVAL;
	memcpy(path + sizeof(NSSH_NETNS_DIR), place->name, strlen(place->name) + 1);
	fd = open(path, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	(void)close(fd);
	return 0;
}

static int make_places(struct nssh_standins *all, struct nssh_error *err)
{
	int rc = 0;

	all->places[0].here = nssh_ns_home(all->net);
	for (size_t i = 1; rc == 0 && i < all->place_count; i++) {
		struct nssh_place *place = &all->places[i];

		place->here = nssh_ns_get(all->net, place->name);
		if (place->stale)
			(void)make_stale(place);
		else
			rc = nssh_netns_add(place->here, err);
	}
	return rc;
}

int nssh_standins_make(struct nssh_standins *all, struct nssh_net *net, struct nssh_error *err)
{
	int rc;

	all->net = net;
	rc = make_places(all, err);
	if (rc < 0)
		return rc;
	make_links(all);
	for (size_t i = 0; i < all->place_count; i++) {
		if (all->places[i].stale)
			continue;
		set_links(all, &all->places[i]);
		set_addrs(all, &all->places[i]);
	}
	for (size_t i = 0; i < all->place_count; i++) {
		set_routes(all, &all->places[i], false);
		set_routes(all, &all->places[i], true);
	}
	if (all->elsewhere >= 0)
		rc = nssh_netns_del(nssh_ns_get(net, ELSEWHERE), err);
	nssh_net_forget_tops(net);
	nssh_net_look_again(net);
	return rc;
}
