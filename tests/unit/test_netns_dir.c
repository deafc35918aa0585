/* SPDX-License-Identifier: MIT */
/* The directory of names: listing, names that are no namespaces, making and removing. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/net.h"
#include "net/sandbox.h"

/* Make, attach or remove at once. */
typedef int (*add_fn)(struct nssh_plan *plan, struct nssh_ns *ns, const struct nssh_word *word,
		      struct nssh_error *err);

static int now(struct nssh_net *net, add_fn add, const char *name, struct nssh_error *err)
{
	struct nssh_plan *plan = nssh_plan_new(net);
	int rc = add(plan, nssh_ns_get(net, name), NULL, err);

	if (rc == 0)
		rc = nssh_plan_flush(plan, err);
	nssh_plan_free(plan);
	return rc;
}

static int set_up(void **state)
{
	struct nssh_net *net = NULL;

	assert_int_equal(nssh_net_new(&net, NULL), 0);
	*state = net;
	return 0;
}

static int tear_down(void **state)
{
	struct nssh_net *net = *state;
	char **names = NULL;
	size_t count = 0;

	assert_int_equal(nssh_netns_names(&names, &count, NULL), 0);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(now(net, nssh_plan_netns_del, names[i], NULL), 0);
	nssh_netns_names_free(names, count);
	nssh_net_free(net);
	return 0;
}

static void touch_name(const char *path)
{
	int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0);

	assert_true(fd >= 0);
	(void)close(fd);
}

static void test_valid(void **state)
{
	char longest[NAME_MAX + 2];

	(void)state;
	memset(longest, 'n', sizeof(longest));
	longest[NAME_MAX + 1] = '\0';
	assert_false(nssh_netns_valid_name(longest));
	longest[NAME_MAX] = '\0';
	assert_true(nssh_netns_valid_name(longest));
	assert_true(nssh_netns_valid_name("red"));
	assert_true(nssh_netns_valid_name("..."));
	assert_true(nssh_netns_valid_name("a b\n"));
	assert_false(nssh_netns_valid_name(""));
	assert_false(nssh_netns_valid_name("."));
	assert_false(nssh_netns_valid_name(".."));
	assert_false(nssh_netns_valid_name("a/b"));
}

static void test_missing_dir(void **state)
{
	char **names = NULL;
	size_t count = 9;

	(void)state;
	(void)umount2(NSSH_NETNS_DIR, MNT_DETACH);
	(void)rmdir(NSSH_NETNS_DIR);
	assert_int_equal(nssh_netns_names(&names, &count, NULL), 0);
	assert_int_equal(count, 0);
	nssh_netns_names_free(names, count);
	assert_false(nssh_netns_is_stale("red"));
	assert_int_equal(now(*state, nssh_plan_netns_del, "red", NULL), -ENOENT);
}

static void test_listing(void **state)
{
	static const char *const made[] = { "zeta", "alpha", "Beta", "10", "9" };
	static const char *const sorted[] = { "10", "9", "Beta", "alpha", "zeta" };
	char **names = NULL;
	size_t count = 0;

	for (size_t i = 0; i < 5; i++)
		assert_int_equal(now(*state, nssh_plan_netns_add, made[i], NULL), 0);
	assert_int_equal(nssh_netns_names(&names, &count, NULL), 0);
	assert_int_equal(count, 5);
	for (size_t i = 0; i < 5; i++) {
		assert_string_equal(names[i], sorted[i]);
		assert_false(nssh_netns_is_stale(names[i]));
	}
	nssh_netns_names_free(names, count);
	assert_int_equal(nssh_netns_names_unsorted(&names, &count, NULL), 0);
	assert_int_equal(count, 5);
	nssh_netns_names_free(names, count);
}

static void test_stale(void **state)
{
	struct nssh_error err = NSSH_ERROR_INIT;
	struct nssh_net *net = *state;

	assert_int_equal(now(net, nssh_plan_netns_add, "red", NULL), 0);
	touch_name(NSSH_NETNS_DIR "/empty");
	assert_true(nssh_netns_is_stale("empty"));
	assert_int_equal(symlink("/proc/self/ns/net", NSSH_NETNS_DIR "/alive"), 0);
	assert_false(nssh_netns_is_stale("alive"));
	assert_int_equal(symlink("/proc/self/ns/uts", NSSH_NETNS_DIR "/uts"), 0);
	assert_true(nssh_netns_is_stale("uts"));
	assert_int_equal(symlink("/proc/0/ns/net", NSSH_NETNS_DIR "/dangling"), 0);
	assert_true(nssh_netns_is_stale("dangling"));

	assert_int_equal(nssh_ns_fd(nssh_ns_get(net, "empty"), &err), -ESTALE);
	assert_string_equal(err.what, "namespace empty is stale: nothing is bound to the name");
	nssh_error_clear(&err);
	assert_int_equal(nssh_ns_fd(nssh_ns_get(net, "dangling"), &err), -ESTALE);
	nssh_error_clear(&err);
	assert_int_equal(nssh_ns_fd(nssh_ns_get(net, "uts"), &err), -ESTALE);
	assert_true(nssh_ns_fd(nssh_ns_get(net, "alive"), NULL) >= 0);
	nssh_error_clear(&err);
	assert_int_equal(now(net, nssh_plan_netns_add, "empty", &err), -EEXIST);
	assert_string_equal(err.what, "cannot add namespace empty");
	assert_string_equal(err.why, "File exists");
	assert_string_equal(err.hint, "the name is stale; netns del empty removes it");
	/* Removing a link removes nothing else. */
	assert_int_equal(now(net, nssh_plan_netns_del, "alive", NULL), 0);
	assert_int_equal(access("/proc/self/ns/net", F_OK), 0);
}

/* Two mounts over one name, as hosts have them that an older `ip` set up. */
static void test_double_mount(void **state)
{
	struct nssh_net *net = *state;

	assert_int_equal(now(net, nssh_plan_netns_add, "twice", NULL), 0);
	assert_int_equal(
		mount(NSSH_NETNS_DIR "/twice", NSSH_NETNS_DIR "/twice", "none", MS_BIND, NULL), 0);
	assert_int_equal(now(net, nssh_plan_netns_del, "twice", NULL), 0);
	assert_int_equal(access(NSSH_NETNS_DIR "/twice", F_OK), -1);
}

/* Names that are there before the directory becomes a mount point stay visible. */
static void test_recursive_bind(void **state)
{
	struct nssh_net *net = *state;

	(void)umount2(NSSH_NETNS_DIR, MNT_DETACH);
	(void)mkdir(NSSH_NETNS_DIR, 0755);
	touch_name(NSSH_NETNS_DIR "/early");
	assert_int_equal(mount("/proc/self/ns/net", NSSH_NETNS_DIR "/early", "none", MS_BIND, NULL),
			 0);
	assert_int_equal(now(net, nssh_plan_netns_add, "late", NULL), 0);
	assert_false(nssh_netns_is_stale("early"));
	assert_false(nssh_netns_is_stale("late"));
	/* The first mount of it is below the directory's, where only this test can take it away. */
	assert_int_equal(umount2(NSSH_NETNS_DIR, MNT_DETACH), 0);
	assert_int_equal(umount2(NSSH_NETNS_DIR "/early", MNT_DETACH), 0);
	assert_int_equal(unlink(NSSH_NETNS_DIR "/early"), 0);
	assert_int_equal(unlink(NSSH_NETNS_DIR "/late"), 0);
}

static size_t mounts_of(const char *path)
{
	char line[4096], wanted[256];
	FILE *file = fopen("/proc/self/mountinfo", "re");
	size_t count = 0;

	assert_non_null(file);
	(void)snprintf(wanted, sizeof(wanted), " %s ", path);
	while (fgets(line, sizeof(line), file))
		count += strstr(line, wanted) != NULL;
	(void)fclose(file);
	return count;
}

/* Even where /run is shared, as under systemd, each name is mounted once. */
static void test_shared_run(void **state)
{
	struct nssh_net *net = *state;

	(void)umount2(NSSH_NETNS_DIR, MNT_DETACH);
	assert_int_equal(mount("", "/run", "none", MS_SHARED, NULL), 0);
	assert_int_equal(now(net, nssh_plan_netns_add, "once", NULL), 0);
	assert_int_equal(mounts_of(NSSH_NETNS_DIR), 1);
	assert_int_equal(mounts_of(NSSH_NETNS_DIR "/once"), 1);
	/* A second program does not mount the directory again. */
	assert_int_equal(now(net, nssh_plan_netns_add, "more", NULL), 0);
	assert_int_equal(mounts_of(NSSH_NETNS_DIR), 1);
	assert_int_equal(mount("", "/run", "none", MS_PRIVATE, NULL), 0);
}

/* What cannot be finished leaves no file behind. */
static void test_undone(void **state)
{
	struct nssh_plan *plan = nssh_plan_new(*state);
	struct nssh_ns *ns = nssh_ns_get(*state, "half");
	struct nssh_error err = NSSH_ERROR_INIT;

	assert_int_equal(nssh_plan_netns_attach(plan, ns, nssh_ns_get(*state, "/dev/null"), NULL,
						NULL, &err),
			 0);
	assert_int_equal(nssh_plan_flush(plan, &err), -ESTALE);
	assert_string_equal(err.what, "/dev/null is not a network namespace");
	assert_int_equal(access(NSSH_NETNS_DIR "/half", F_OK), -1);
	nssh_plan_free(plan);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_valid),
		cmocka_unit_test_setup_teardown(test_missing_dir, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_listing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_stale, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_double_mount, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_recursive_bind, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_shared_run, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_undone, set_up, tear_down),
	};
	struct nssh_error err = NSSH_ERROR_INIT;

	if (nssh_sandbox_enter(&err) < 0) {
		(void)fprintf(stderr, "%s: %s (%s)\n", err.what, err.why, err.hint);
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
