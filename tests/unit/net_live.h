/* SPDX-License-Identifier: MIT */
/* What the tests of the context against a real kernel share: a sandbox, a plan, some requests. */
#ifndef NSSH_TESTS_UNIT_NET_LIVE_H
#define NSSH_TESTS_UNIT_NET_LIVE_H

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <linux/if.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>

#include "base/interrupt.h"
#include "net/context.h"
#include "net/message.h"
#include "net/request.h"
#include "net/sandbox.h"

static __attribute__((unused)) const struct nssh_word word_name = { .text = "name" },
						      word_value = { .text = "value" },
						      word_op = { .text = "op" };

static struct nssh_net *net;
static struct nssh_plan *plan;
static struct nssh_error err;

static __attribute__((unused)) struct nssh_ns *ns_of(const char *name)
{
	return name ? nssh_ns_get(net, name) : nssh_ns_home(net);
}

static __attribute__((unused)) void plan_add(const char *name)
{
	assert_int_equal(nssh_plan_netns_add(plan, ns_of(name), &word_name, &err), 0);
}

static __attribute__((unused)) void plan_del(const char *name)
{
	assert_int_equal(nssh_plan_netns_del(plan, ns_of(name), &word_name, &err), 0);
}

static __attribute__((unused)) void flush(void)
{
	int rc = nssh_plan_flush(plan, &err);

	if (rc < 0)
		(void)fprintf(stderr, "%s: %s (%s)\n", err.what, err.why, err.hint);
	assert_int_equal(rc, 0);
	assert_int_equal(nssh_plan_count(plan), 0);
}

static __attribute__((unused)) void plan_request(const char *ns, struct nssh_msg *msg,
						 const char *doing)
{
	assert_int_equal(nssh_plan_request(plan, ns_of(ns), msg, &word_op, &err, "%s", doing), 0);
}

/* One end in @ns, the other in @peer_ns, made there at once. */
static __attribute__((unused)) void plan_veth(const char *ns, const char *name, const char *peer_ns,
					      const char *peer)
{
	struct ifinfomsg info = { 0 };
	struct nssh_msg *msg =
		nssh_msg_new(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &info, sizeof(info));
	size_t linkinfo, data, end;

	nssh_msg_word(msg, &word_name);
	nssh_msg_put_str(msg, IFLA_IFNAME, name);
	nssh_msg_put_nsfd(msg, IFLA_NET_NS_FD, ns_of(ns), &word_value);
	linkinfo = nssh_msg_nest(msg, IFLA_LINKINFO);
	nssh_msg_put_str(msg, IFLA_INFO_KIND, "veth");
	data = nssh_msg_nest(msg, IFLA_INFO_DATA);
	end = nssh_msg_nest(msg, VETH_INFO_PEER);
	nssh_msg_put_raw(msg, &info, sizeof(info));
	nssh_msg_put_str(msg, IFLA_IFNAME, peer);
	nssh_msg_put_nsfd(msg, IFLA_NET_NS_FD, ns_of(peer_ns), &word_value);
	nssh_msg_nest_end(msg, end);
	nssh_msg_nest_end(msg, data);
	nssh_msg_nest_end(msg, linkinfo);
	plan_request(NULL, msg, "add a pair");
}

static __attribute__((unused)) struct nssh_msg *address(const char *ns, const char *link,
							const char *text, uint8_t bits)
{
	struct ifaddrmsg head = { .ifa_family = AF_INET, .ifa_prefixlen = bits };
	struct nssh_msg *msg =
		nssh_msg_new(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, &head, sizeof(head));
	struct in_addr in;

	assert_int_equal(inet_pton(AF_INET, text, &in), 1);
	nssh_msg_head_ifindex(msg, offsetof(struct ifaddrmsg, ifa_index), ns_of(ns), link,
			      &word_name);
	nssh_msg_word(msg, &word_value);
	nssh_msg_put(msg, IFA_LOCAL, &in, sizeof(in));
	nssh_msg_put(msg, IFA_ADDRESS, &in, sizeof(in));
	return msg;
}

static __attribute__((unused)) struct nssh_msg *up(const char *ns, const char *link)
{
	struct ifinfomsg info = { .ifi_flags = IFF_UP, .ifi_change = IFF_UP };
	struct nssh_msg *msg = nssh_msg_new(RTM_NEWLINK, 0, &info, sizeof(info));

	nssh_msg_head_ifindex(msg, offsetof(struct ifinfomsg, ifi_index), ns_of(ns), link,
			      &word_name);
	return msg;
}

static __attribute__((unused)) int set_up(void **state)
{
	(void)state;
	memset(&err, 0, sizeof(err));
	assert_int_equal(nssh_net_new(&net, &err), 0);
	plan = nssh_plan_new(net);
	return 0;
}

static __attribute__((unused)) int tear_down(void **state)
{
	char **names = NULL;
	size_t count = 0;

	(void)state;
	assert_int_equal(nssh_netns_names(&names, &count, NULL), 0);
	for (size_t i = 0; i < count; i++)
		plan_del(names[i]);
	assert_int_equal(nssh_plan_flush(plan, NULL), 0);
	nssh_netns_names_free(names, count);
	nssh_plan_free(plan);
	nssh_net_free(net);
	return 0;
}

static __attribute__((unused)) int count_one(const struct nlmsghdr *nlh, void *arg)
{
	size_t *count = arg;

	assert_int_equal(nlh->nlmsg_type, RTM_NEWLINK);
	(*count)++;
	return 0;
}

static __attribute__((unused)) struct nssh_msg *links(void)
{
	struct ifinfomsg head = { 0 };

	return nssh_msg_new(RTM_GETLINK, 0, &head, sizeof(head));
}

static __attribute__((unused)) size_t count_links(const char *ns)
{
	struct nssh_msg *msg = links();
	size_t count = 0;

	assert_int_equal(nssh_dump(ns_of(ns), msg, count_one, &count, &err), 0);
	assert_false(nssh_dump_incomplete(ns_of(ns)));
	nssh_msg_free(msg);
	return count;
}

static __attribute__((unused)) ino_t inode_of_thread(void)
{
	struct stat st;

	assert_int_equal(stat("/proc/thread-self/ns/net", &st), 0);
	return st.st_ino;
}

#define LIVE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#endif
