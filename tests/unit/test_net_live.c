/* SPDX-License-Identifier: MIT */
/* The context against a real kernel: requests, errors, names, numbers. */
#define _GNU_SOURCE
#include "net_live.h"

/* The pair of the notes, in one plan: what later ops name is made by earlier ones. */
static void test_pair(void **state)
{
	ino_t home = inode_of_thread();

	(void)state;
	plan_add("client");
	plan_add("server");
	plan_veth("client", "eth0", "server", "eth0");
	plan_request("client", address("client", "eth0", "10.0.0.1", 24), "add an address");
	plan_request("server", address("server", "eth0", "10.0.0.2", 24), "add an address");
	plan_request("client", up("client", "eth0"), "set it up");
	plan_request("server", up("server", "eth0"), "set it up");
	assert_int_equal(nssh_plan_count(plan), 7);
	flush();
	assert_int_equal(inode_of_thread(), home);
	assert_int_equal(count_links(NULL), 1);
	assert_int_equal(count_links("client"), 2);
	assert_int_equal(count_links("server"), 2);
	assert_true(nssh_ns_link_index(ns_of("client"), "eth0", &err) > 1);
	/* The kernel takes ends of the same index for links that lie on nothing. */
	assert_int_not_equal(nssh_ns_link_index(ns_of("client"), "eth0", &err),
			     nssh_ns_link_index(ns_of("server"), "eth0", &err));
	plan_del("client");
	flush();
	assert_int_equal(nssh_ns_fd(ns_of("client"), &err), -ENOENT);
	assert_string_equal(err.what, "no namespace \"client\"");
	assert_string_equal(err.hint, "make it with: netns add client");
	/* Taking the name away ended the namespace and the far end: nobody holds it open. */
	for (int tries = 0; count_links("server") == 2 && tries < 1000; tries++)
		(void)usleep(10000);
	assert_int_equal(count_links("server"), 1);
}

/* What the kernel blames is the word that the attribute came from. */
static void test_errors(void **state)
{
	struct nssh_msg *msg;
	struct ifinfomsg info = { 0 };

	(void)state;
	plan_add("red");
	flush();
	plan_request("red", address("red", "eth7", "10.0.0.1", 24), "add an address");
	assert_int_equal(nssh_plan_flush(plan, &err), -ENODEV);
	assert_string_equal(err.what, "no link \"eth7\" in namespace red");
	assert_ptr_equal(err.word, &word_name);
	nssh_error_clear(&err);

	plan_request(NULL, up(NULL, "eth7"), "set it up");
	assert_int_equal(nssh_plan_flush(plan, &err), -ENODEV);
	assert_string_equal(err.what, "no link \"eth7\" here");
	nssh_error_clear(&err);

	plan_request("red", address("red", "lo", "10.0.0.1", 33), "add address 10.0.0.1/33 to lo");
	assert_int_equal(nssh_plan_flush(plan, &err), -EINVAL);
	assert_string_equal(err.what, "cannot add address 10.0.0.1/33 to lo");
	assert_string_equal(err.why, "ipv4: Invalid prefix length");
	assert_ptr_equal(err.word, &word_op);
	nssh_error_clear(&err);

	/* An attribute that is too long for its policy is named by its offset. */
	msg = nssh_msg_new(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &info, sizeof(info));
	nssh_msg_word(msg, &word_name);
	nssh_msg_put_str(msg, IFLA_IFNAME, "d0");
	nssh_msg_word(msg, &word_value);
	nssh_msg_put_u8(msg, IFLA_MTU, 1);
	plan_request("red", msg, "add link d0");
	assert_true(nssh_plan_flush(plan, &err) < 0);
	assert_ptr_equal(err.word, &word_value);
	nssh_error_clear(&err);

	plan_add("red");
	assert_int_equal(nssh_plan_flush(plan, &err), -EEXIST);
	assert_string_equal(err.what, "cannot add namespace red");
	assert_string_equal(err.why, "File exists");
	assert_ptr_equal(err.word, &word_name);
	nssh_error_clear(&err);

	assert_int_equal(nssh_plan_netns_add(plan, ns_of("a/b"), &word_name, &err), -EINVAL);
	assert_string_equal(err.what, "invalid namespace name \"a/b\"");
}

static void test_unknown_kind(void **state)
{
	struct ifinfomsg info = { 0 };
	struct nssh_msg *msg = nssh_msg_new(RTM_NEWLINK, NLM_F_CREATE, &info, sizeof(info));
	size_t linkinfo = nssh_msg_nest(msg, IFLA_LINKINFO);

	(void)state;
	nssh_msg_word(msg, &word_value);
	nssh_msg_put_str(msg, IFLA_INFO_KIND, "nosuchkind");
	nssh_msg_nest_end(msg, linkinfo);
	plan_request(NULL, msg, "add link d0");
	assert_int_equal(nssh_plan_flush(plan, &err), -EOPNOTSUPP);
	assert_string_equal(err.why, "Unknown device type");
	assert_non_null(strstr(err.hint, "nosuchkind"));
}

/* What is sure to fail is found before the first op is done. */
static void test_checked(void **state)
{
	struct nssh_error own = NSSH_ERROR_INIT;

	(void)state;
	plan_add("one");
	plan_add("one");
	assert_int_equal(nssh_plan_flush(plan, &own), -EEXIST);
	assert_int_equal(nssh_ns_fd(ns_of("one"), NULL), -ENOENT);
}

/* It stops at the first op that fails; what was done stays, without a transaction. */
static void test_stops(void **state)
{
	(void)state;
	plan_add("one");
	plan_request("one", address("one", "lo", "10.0.0.1", 99), "add an address that cannot be");
	plan_add("two");
	assert_int_equal(nssh_plan_flush(plan, NULL), -EINVAL);
	assert_int_equal(nssh_plan_count(plan), 0);
	assert_true(nssh_ns_fd(ns_of("one"), NULL) >= 0);
	assert_int_equal(nssh_ns_fd(ns_of("two"), NULL), -ENOENT);
}

/* A scratch plan refuses what any plan would, and keeps nothing of what it takes. */
static void test_scratch(void **state)
{
	(void)state;
	nssh_plan_set_scratch(plan);
	plan_add("one");
	plan_request("one", up("one", "lo"), "set it up");
	assert_int_equal(nssh_plan_count(plan), 0);
	assert_int_equal(nssh_plan_netns_add(plan, ns_of("a/b"), &word_name, &err), -EINVAL);
	assert_ptr_equal(err.word, &word_name);
	nssh_error_clear(&err);
	flush();
	assert_int_equal(nssh_ns_fd(ns_of("one"), NULL), -ENOENT);
}

#define MANY 50

static int count_each(const struct nlmsghdr *nlh, size_t index, void *arg)
{
	size_t *counts = arg;

	(void)nlh;
	/* Asking again meanwhile must not disturb what is being handed over. */
	if (counts[index]++ == 0 && index % 10 == 0)
		assert_true(nssh_ns_link_index(ns_of("n7"), "lo", NULL) == 1);
	return 0;
}

static void make_many(struct nssh_ns **all)
{
	char name[16];

	for (int i = 0; i < MANY; i++) {
		(void)snprintf(name, sizeof(name), "n%d", i);
		plan_add(name);
		all[i] = ns_of(name);
	}
	flush();
}

static void check_each(struct nssh_ns **all, size_t missing)
{
	struct nssh_msg *msg = links();
	size_t counts[MANY] = { 0 };

	assert_int_equal(nssh_dump_each(all, MANY, msg, count_each, counts, &err), 0);
	for (size_t i = 0; i < MANY; i++)
		assert_int_equal(counts[i], i == missing ? 0 : (i == 3 || i == 4) ? 2 : 1);
	nssh_msg_free(msg);
}

static void test_each(void **state)
{
	struct nssh_ns *all[MANY];

	(void)state;
	make_many(all);
	plan_veth("n3", "eth0", "n4", "eth0");
	flush();
	check_each(all, MANY);
	plan_del("n20");
	flush();
	check_each(all, 20);
	/* Somebody else may remove one, and only its name. */
	assert_int_equal(unlink(NSSH_NETNS_DIR "/n21"), -1);
	nssh_net_rest(net);
	check_each(all, 20);
}

/* With few descriptors, those that were not used for longest are closed. */
static void test_few_descriptors(void **state)
{
	struct rlimit old, few;
	struct nssh_ns *all[MANY];
	int next;

	(void)state;
	make_many(all);
	plan_veth("n3", "eth0", "n4", "eth0");
	flush();
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
	nssh_net_rest(net);
	net->open_most = 8;
	net->raised = true;
	check_each(all, MANY);
	assert_true(net->open <= 8);
	/* And when others took all that are left. */
	nssh_net_rest(net);
	net->open_most = 1000;
	for (size_t i = 0; i < 10; i++)
		assert_true(nssh_ns_link_index(all[i], "lo", NULL) == 1);
	next = dup(0);
	assert_int_equal(close(next), 0);
	few = (struct rlimit){ .rlim_cur = (rlim_t)next, .rlim_max = old.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	assert_true(nssh_ns_link_index(all[30], "lo", &err) == 1);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
}

/* Others remove a name and make it anew: the handle must not stand for the old namespace. */
static void test_changed_by_others(void **state)
{
	struct nssh_net *others = NULL;
	struct nssh_plan *theirs;

	(void)state;
	assert_int_equal(nssh_net_new(&others, &err), 0);
	theirs = nssh_plan_new(others);
	plan_add("red");
	plan_add("blue");
	plan_veth("red", "eth0", "blue", "eth0");
	flush();
	assert_int_equal(count_links("red"), 2);
	assert_int_equal(nssh_plan_netns_del(theirs, nssh_ns_get(others, "red"), NULL, &err), 0);
	assert_int_equal(nssh_plan_netns_add(theirs, nssh_ns_get(others, "red"), NULL, &err), 0);
	assert_int_equal(nssh_plan_flush(theirs, &err), 0);
	assert_int_equal(count_links("red"), 1);
	assert_int_equal(nssh_plan_netns_del(theirs, nssh_ns_get(others, "red"), NULL, &err), 0);
	assert_int_equal(nssh_plan_flush(theirs, &err), 0);
	assert_int_equal(nssh_ns_link_index(ns_of("red"), "lo", &err), -ENOENT);
	nssh_plan_free(theirs);
	nssh_net_free(others);
}

/* A path, a process id, a name that is a number. */
static void test_references(void **state)
{
	char pid[24], path[64];

	(void)state;
	(void)snprintf(pid, sizeof(pid), "%d", (int)getpid());
	(void)snprintf(path, sizeof(path), "/proc/%s/ns/net", pid);
	assert_true(nssh_ns_fd(ns_of(pid), &err) >= 0);
	assert_true(nssh_ns_fd(ns_of(path), &err) >= 0);
	assert_int_equal(count_links(pid), count_links(NULL));
	plan_add("red");
	plan_veth("red", "eth0", "red", "eth1");
	assert_int_equal(nssh_plan_netns_attach(plan, ns_of(pid), ns_of("red"), NULL, NULL, &err),
			 0);
	flush();
	/* Now the name comes before the process. */
	assert_int_equal(count_links(pid), 3);
	assert_int_equal(count_links(NSSH_NETNS_DIR "/red"), 3);
	assert_int_equal(nssh_ns_fd(ns_of("4194305"), &err), -ENOENT);
	assert_string_equal(err.hint, "there is no process 4194305 either");
	nssh_error_clear(&err);
	assert_int_equal(nssh_ns_fd(ns_of(".."), &err), -EINVAL);
	nssh_error_clear(&err);
	assert_int_equal(nssh_ns_fd(ns_of("/dev/null"), &err), -ESTALE);
	nssh_error_clear(&err);
	assert_int_equal(nssh_ns_fd(ns_of("/tmp"), &err), -ESTALE);
}

static void test_link_names(void **state)
{
	char longest[128];
	struct ifinfomsg info = { .ifi_index = 1 };
	struct nssh_msg *msg =
		nssh_msg_new(RTM_NEWLINKPROP, NLM_F_CREATE | NLM_F_APPEND, &info, sizeof(info));
	size_t props = nssh_msg_nest(msg, IFLA_PROP_LIST);

	(void)state;
	memset(longest, 'x', sizeof(longest));
	longest[127] = '\0';
	nssh_msg_put_str(msg, IFLA_ALT_IFNAME, longest);
	nssh_msg_put_str(msg, IFLA_ALT_IFNAME, "short");
	nssh_msg_nest_end(msg, props);
	plan_add("red");
	plan_request("red", msg, "add names");
	flush();
	assert_int_equal(nssh_ns_link_index(ns_of("red"), "lo", &err), 1);
	assert_int_equal(nssh_ns_link_index(ns_of("red"), "short", &err), 1);
	assert_int_equal(nssh_ns_link_index(ns_of("red"), longest, &err), 1);
	assert_int_equal(nssh_ns_link_index(ns_of("red"), "", NULL), -ENODEV);
	assert_int_equal(nssh_ns_link_index(ns_of("red"), "lo:1", NULL), -ENODEV);
	assert_int_equal(nssh_ns_link_index(ns_of("red"), "fifteen_letters", NULL), -ENODEV);
	longest[126] = '\0';
	assert_int_equal(nssh_ns_link_index(ns_of("red"), longest, NULL), -ENODEV);
	assert_int_equal(nssh_ns_link_index(ns_of("red"), longest, &err), -ENODEV);
}

static void test_numbers(void **state)
{
	struct nssh_ns *all[MANY];
	int id;

	(void)state;
	make_many(all);
	assert_int_equal(nssh_ns_id(ns_of("n1"), ns_of("n2"), &err), -1);
	id = nssh_nsid_assign(ns_of("n1"), ns_of("n2"), &err);
	assert_true(id >= 0);
	assert_int_equal(nssh_nsid_assign(ns_of("n1"), ns_of("n2"), &err), id);
	assert_int_equal(nssh_ns_id(ns_of("n1"), ns_of("n2"), &err), id);
	assert_int_equal(nssh_ns_id(ns_of("n2"), ns_of("n1"), &err), -1);
	assert_ptr_equal(nssh_ns_name_of_id(ns_of("n1"), id), ns_of("n2"));
	/* Far away in the directory, and many for one. */
	for (int i = 0; i < MANY; i++) {
		if (i != 30)
			assert_true(nssh_nsid_assign(all[30], all[i], &err) >= 0);
	}
	for (int i = 0; i < MANY; i++) {
		id = nssh_ns_id(all[30], all[i], &err);
		assert_int_equal(id == -1, i == 30);
		assert_ptr_equal(nssh_ns_name_of_id(all[30], id), id == -1 ? NULL : all[i]);
	}
	/* Home has no name, until it is given one. */
	id = nssh_nsid_assign(all[5], ns_of(NULL), &err);
	assert_null(nssh_ns_name_of_id(all[5], id));
	assert_int_equal(nssh_plan_netns_attach(plan, ns_of("zero"), ns_of(NULL), NULL, NULL, &err),
			 0);
	flush();
	(void)count_links(NULL);
	assert_ptr_equal(nssh_ns_name_of_id(all[5], id), ns_of("zero"));
	assert_null(nssh_ns_name_of_id(all[5], 12345));
	/* A name that is stale disturbs nobody. */
	assert_int_equal(close(open(NSSH_NETNS_DIR "/stale", O_CREAT | O_WRONLY | O_CLOEXEC, 0)),
			 0);
	(void)count_links(NULL);
	assert_ptr_equal(nssh_ns_name_of_id(all[5], id), ns_of("zero"));
	assert_int_equal(nssh_ns_id(all[5], ns_of("stale"), &err), -ESTALE);
}

/* Many in one datagram: those behind a refused one are done too, each has its own answer. */
static void test_pipelined(void **state)
{
	struct nssh_call calls[NSSH_CALLS_MAX] = { 0 };
	struct nssh_flight flight;

	(void)state;
	plan_add("red");
	flush();
	for (unsigned int i = 0; i < NSSH_CALLS_MAX; i++) {
		char text[20];

		(void)snprintf(text, sizeof(text), "10.0.0.%u", i / 2 + 1);
		calls[i].msg = address("red", "lo", text, 32);
	}
	assert_int_equal(nssh_exchange(ns_of("red"), calls, NSSH_CALLS_MAX, NULL, &flight, &err),
			 0);
	assert_true(flight.seq != 0);
	for (size_t i = 0; i < NSSH_CALLS_MAX; i++) {
		assert_int_equal(calls[i].ack.code, i % 2 ? -EEXIST : 0);
		nssh_msg_free(calls[i].msg);
	}
}

static void test_sequence(void **state)
{
	(void)state;
	assert_int_equal(nssh_next_seq(net, 1), 1);
	assert_int_equal(nssh_next_seq(net, 3), 2);
	assert_int_equal(nssh_next_seq(net, 1), 5);
	net->seq = UINT32_MAX - 1;
	assert_int_equal(nssh_next_seq(net, 4), 1);
	net->seq = UINT32_MAX;
	assert_int_equal(nssh_next_seq(net, 1), 1);
	net->seq = UINT32_MAX - 2;
	assert_int_equal(count_links(NULL), 1);
	assert_int_equal(count_links(NULL), 1);
	assert_int_equal(count_links(NULL), 1);
}

static void test_interrupted(void **state)
{
	(void)state;
	/* A shell starts what runs in its background with the signal ignored. */
	assert_true(signal(SIGINT, SIG_DFL) != SIG_ERR);
	nssh_interrupt_setup();
	plan_add("red");
	assert_int_equal(raise(SIGINT), 0);
	assert_int_equal(nssh_plan_flush(plan, &err), -EINTR);
	assert_string_equal(err.what, "interrupted");
	nssh_interrupt_clear();
	assert_int_equal(nssh_ns_fd(ns_of("red"), NULL), -ENOENT);
	nssh_error_clear(&err);
	plan_add("red");
	flush();
}

static int refuse(const struct nlmsghdr *nlh, void *arg)
{
	(void)nlh;
	++*(int *)arg;
	return -ECANCELED;
}

/* A caller who has enough leaves nothing behind that would be in the way of the next. */
static void test_stopped_by_caller(void **state)
{
	struct nssh_msg *msg = links();
	int calls = 0;

	(void)state;
	plan_veth(NULL, "a", NULL, "b");
	flush();
	assert_int_equal(nssh_dump(ns_of(NULL), msg, refuse, &calls, &err), -ECANCELED);
	assert_int_equal(calls, 1);
	assert_int_equal(count_links(NULL), 3);
	nssh_msg_free(msg);
	msg = nssh_msg_new(RTM_DELLINK, 0, &(struct ifinfomsg){ 0 }, sizeof(struct ifinfomsg));
	nssh_msg_put_str(msg, IFLA_IFNAME, "a");
	assert_int_equal(nssh_request(ns_of(NULL), msg, NULL, NULL, &err), 0);
	assert_int_equal(nssh_request(ns_of(NULL), msg, NULL, NULL, &err), -ENODEV);
	assert_string_equal(err.why, "No such device");
	nssh_msg_free(msg);
}

static void take_warning(const struct nssh_word *word, const char *text, void *arg)
{
	(void)word;
	(void)snprintf(arg, 256, "%s", text);
}

/* Nothing to be warned of, and no text of an earlier request. */
static void test_no_warning(void **state)
{
	char text[256] = "";

	(void)state;
	nssh_net_set_warn(net, take_warning, text);
	plan_add("red");
	plan_request("red", address("red", "lo", "10.0.0.1", 32), "add an address");
	flush();
	assert_string_equal(text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(test_pair),
		LIVE(test_errors),
		LIVE(test_unknown_kind),
		LIVE(test_checked),
		LIVE(test_stops),
		LIVE(test_scratch),
		LIVE(test_each),
		LIVE(test_few_descriptors),
		LIVE(test_changed_by_others),
		LIVE(test_references),
		LIVE(test_link_names),
		LIVE(test_numbers),
		LIVE(test_pipelined),
		LIVE(test_sequence),
		LIVE(test_interrupted),
		LIVE(test_stopped_by_caller),
		LIVE(test_no_warning),
	};

	if (nssh_sandbox_enter(&err) < 0) {
		(void)fprintf(stderr, "%s: %s (%s)\n", err.what, err.why, err.hint);
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
