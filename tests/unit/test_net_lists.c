/* SPDX-License-Identifier: MIT */
/* The context against a real kernel: lists, also of what changes meanwhile. */
#define _GNU_SOURCE
#include "net_live.h"

/* Links that were made ten times what fits one datagram. */
static void test_long_list(void **state)
{
	char a[16], b[16];

	(void)state;
	plan_add("red");
	for (int i = 0; i < 150; i++) {
		(void)snprintf(a, sizeof(a), "a%d", i);
		(void)snprintf(b, sizeof(b), "b%d", i);
		plan_veth("red", a, "red", b);
	}
	flush();
	assert_int_equal(count_links("red"), 301);
}

/* Make and remove links for as long as the parent lives. */
static void disturb(void)
{
	struct nssh_net *own = NULL;
	struct nssh_msg *del =
		nssh_msg_new(RTM_DELLINK, 0, &(struct ifinfomsg){ 0 }, sizeof(struct ifinfomsg));

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || nssh_net_new(&own, NULL) < 0)
		_exit(1);
	net = own;
	plan = nssh_plan_new(own);
	nssh_msg_put_str(del, IFLA_IFNAME, "x");
	for (;;) {
		plan_veth("red", "x", "red", "y");
		if (nssh_plan_flush(plan, NULL) < 0 ||
		    nssh_request(ns_of("red"), del, NULL, NULL, NULL) < 0)
			_exit(1);
	}
}

static int count_steady(const struct nlmsghdr *nlh, void *arg)
{
	const struct nlattr *table[IFLA_IFNAME + 1];
	const char *name;

	nssh_attrs(nlh, sizeof(struct ifinfomsg), table, IFLA_IFNAME);
	name = nssh_attr_str(table[IFLA_IFNAME]);
	assert_non_null(name);
	*(size_t *)arg += name[0] == 'a' || name[0] == 'b';
	return 0;
}

/* A list that changes while it is read has all that did not change, once, or is said not to. */
static void test_changing_list(void **state)
{
	char a[16], b[16];
	struct nssh_msg *msg = links();
	pid_t child;

	(void)state;
	plan_add("red");
	for (int i = 0; i < 60; i++) {
		(void)snprintf(a, sizeof(a), "a%d", i);
		(void)snprintf(b, sizeof(b), "b%d", i);
		plan_veth("red", a, "red", b);
	}
	flush();
	child = fork();
	if (child == 0)
		disturb();
	assert_true(child > 0);
	for (int i = 0; i < 100; i++) {
		size_t count = 0;

		assert_int_equal(nssh_dump(ns_of("red"), msg, count_steady, &count, &err), 0);
		if (!nssh_dump_incomplete(ns_of("red")))
			assert_int_equal(count, 120);
	}
	/* It was still at it. */
	assert_int_equal(waitpid(child, NULL, WNOHANG), 0);
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, NULL, 0), child);
	nssh_msg_free(msg);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(test_long_list),
		LIVE(test_changing_list),
	};

	if (nssh_sandbox_enter(&err) < 0) {
		(void)fprintf(stderr, "%s: %s (%s)\n", err.what, err.why, err.hint);
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
