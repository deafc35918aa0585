/* SPDX-License-Identifier: MIT */
/* Tables of names: built-in ones, files that add and override; addresses as text. */
#define _GNU_SOURCE
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/if_arp.h>

#include <cmocka.h>

#include <nssh/names.h>

#define FOLDER "/etc/iproute2"

static bool write_file(const char *path, const char *text)
{
	FILE *to = fopen(path, "we");
	bool good = to && fputs(text, to) >= 0;

	return to && fclose(to) == 0 && good;
}

static bool write_map(const char *path, unsigned int id)
{
	char map[32];

	(void)snprintf(map, sizeof(map), "0 %u 1", id);
	return write_file(path, map);
}

/* With a user namespace where that is needed. */
static bool own_mounts(void)
{
	const unsigned int uid = getuid(), gid = getgid();

	return unshare(CLONE_NEWNS) == 0 ||
	       (unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && write_map("/proc/self/uid_map", uid) &&
		write_file("/proc/self/setgroups", "deny") && write_map("/proc/self/gid_map", gid));
}

/* An empty folder of this process's own in place of the machine's. */
static bool hide_folder(void)
{
	return own_mounts() && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	       mount("none", FOLDER, "tmpfs", 0, NULL) == 0;
}

/* Tables are read once, so every set of files has a process of its own. */
static void in_child(bool (*check)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(!hide_folder() ? 3 : !check());
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

#define CHECK(condition)                                                              \
	do {                                                                          \
		if (!(condition)) {                                                   \
			(void)fprintf(stderr, "line %d: %s\n", __LINE__, #condition); \
			return false;                                                 \
		}                                                                     \
	} while (0)

static bool named(enum nssh_table table, uint32_t number, const char *name)
{
	char buf[32];

	return strcmp(nssh_name_of(table, number, buf, sizeof(buf)), name) == 0;
}

static bool numbered(enum nssh_table table, const char *name, uint32_t number)
{
	uint32_t got = ~number;

	return nssh_number_of(table, name, &got) == 0 && got == number;
}

static bool refused(enum nssh_table table, const char *name)
{
	uint32_t got;

	return nssh_number_of(table, name, &got) < 0;
}

static bool check_defaults(void)
{
	CHECK(named(NSSH_RT_SCOPES, 0, "global") && named(NSSH_RT_SCOPES, 253, "link"));
	CHECK(named(NSSH_RT_SCOPES, 7, "7") && numbered(NSSH_RT_SCOPES, "host", 254));
	CHECK(named(NSSH_RT_TABLES, 254, "main") &&
	      named(NSSH_RT_TABLES, 4294967295, "4294967295"));
	CHECK(numbered(NSSH_RT_TABLES, "local", 255) && numbered(NSSH_RT_TABLES, "1000", 1000));
	CHECK(named(NSSH_RT_PROTOS, 3, "boot") && numbered(NSSH_RT_PROTOS, "eigrp", 192));
	CHECK(named(NSSH_RT_PROTOS, 99, "99"));
	CHECK(named(NSSH_RT_REALMS, 0, "unknown") && named(NSSH_RT_REALMS, 5, "5"));
	CHECK(named(NSSH_RT_DSFIELD, 0x28, "0x28") && named(NSSH_RT_DSFIELD, 4, "0x04"));
	CHECK(numbered(NSSH_RT_DSFIELD, "10", 0x10));
	CHECK(named(NSSH_RT_ADDRPROTOS, 3, "kernel_ll"));
	CHECK(named(NSSH_GROUP, 0, "default") && numbered(NSSH_GROUP, "default", 0));
	return true;
}

static bool check_numbers(void)
{
	CHECK(numbered(NSSH_RT_TABLES, "0x10", 16) && numbered(NSSH_RT_TABLES, "010", 8));
	CHECK(numbered(NSSH_RT_TABLES, "4294967295", 4294967295));
	CHECK(refused(NSSH_RT_TABLES, "4294967296") && refused(NSSH_RT_TABLES, "-1"));
	CHECK(refused(NSSH_RT_TABLES, "") && refused(NSSH_RT_TABLES, "1x"));
	CHECK(refused(NSSH_RT_TABLES, "99999999999999999999999") && refused(NSSH_RT_TABLES, " 1"));
	CHECK(refused(NSSH_RT_SCOPES, "256") && refused(NSSH_RT_SCOPES, "Global"));
	CHECK(refused(NSSH_RT_DSFIELD, "100") && refused(NSSH_GROUP, "2147483648"));
	return true;
}

static void count_name(const char *name, uint32_t number, void *arg)
{
	unsigned int *count = arg;

	*count += number == 10 && strcmp(name, "blue") == 0;
	*count += number == 10 && strcmp(name, "red") == 0 ? 100 : 0;
	*count += number == 254 && strcmp(name, "main") == 0 ? 1000 : 0;
}

static bool check_files(void)
{
	unsigned int count = 0;

	CHECK(write_file(FOLDER "/rt_tables", "#\n# comment\n\n10 red # why\n 0x20\tlab\n"
					      "broken\n11\n12 # none\n-5 minus\n13 last"));
	CHECK(mkdir(FOLDER "/rt_tables.d", 0755) == 0);
	CHECK(write_file(FOLDER "/rt_tables.d/b.conf", "10 blue\n"));
	CHECK(write_file(FOLDER "/rt_tables.d/a.conf", "10 green\n"));
	CHECK(write_file(FOLDER "/rt_tables.d/c.txt", "10 not read\n"));
	CHECK(write_file(FOLDER "/rt_scopes", "0 everywhere\n300 far\n"));
	CHECK(write_file(FOLDER "/group", "5 servers\n"));

	CHECK(named(NSSH_RT_TABLES, 10, "blue") && named(NSSH_RT_TABLES, 32, "lab"));
	CHECK(named(NSSH_RT_TABLES, 13, "last") && named(NSSH_RT_TABLES, 254, "main"));
	CHECK(named(NSSH_RT_TABLES, 11, "11") && named(NSSH_RT_TABLES, 12, "12"));
	CHECK(numbered(NSSH_RT_TABLES, "red", 10) && refused(NSSH_RT_TABLES, "minus"));
	CHECK(named(NSSH_RT_SCOPES, 0, "everywhere") && refused(NSSH_RT_SCOPES, "far"));
	CHECK(named(NSSH_GROUP, 5, "servers") && named(NSSH_GROUP, 0, "default"));
	nssh_name_each(NSSH_RT_TABLES, count_name, &count);
	CHECK(count == 1001);
	return true;
}

static void test_defaults(void **state)
{
	(void)state;
	in_child(check_defaults);
}

static void test_numbers(void **state)
{
	(void)state;
	in_child(check_numbers);
}

static void test_files(void **state)
{
	(void)state;
	in_child(check_files);
}

static void test_addresses(void **state)
{
	static const unsigned char bytes[20] = { 0xfd, 0, 0, 1, [15] = 7 };
	char buf[NSSH_ADDR_TEXT];

	(void)state;
	assert_string_equal(nssh_addr_text(AF_INET, bytes, 4, buf, sizeof(buf)), "253.0.0.1");
	assert_string_equal(nssh_addr_text(AF_INET6, bytes, 16, buf, sizeof(buf)), "fd00:1::7");
	assert_string_equal(nssh_addr_text(AF_INET6, bytes, 4, buf, sizeof(buf)), "fd:00:00:01");
	assert_string_equal(nssh_addr_text(AF_PACKET, bytes, 2, buf, sizeof(buf)), "fd:00");
	assert_string_equal(nssh_addr_text(AF_INET, bytes, 0, buf, sizeof(buf)), "");
	assert_string_equal(nssh_lladdr_text(bytes, 6, ARPHRD_ETHER, buf, sizeof(buf)),
			    "fd:00:00:01:00:00");
	assert_string_equal(nssh_lladdr_text(bytes, 20, ARPHRD_INFINIBAND, buf, sizeof(buf)),
			    "fd:00:00:01:00:00:00:00:00:00:00:00:00:00:00:07:00:00:00:00");
	assert_string_equal(nssh_lladdr_text(bytes, 4, ARPHRD_SIT, buf, sizeof(buf)), "253.0.0.1");
	assert_string_equal(nssh_lladdr_text(bytes, 4, ARPHRD_ETHER, buf, sizeof(buf)),
			    "fd:00:00:01");
	assert_string_equal(nssh_lladdr_text(bytes, 16, ARPHRD_IP6GRE, buf, sizeof(buf)),
			    "fd00:1::7");
	/* Too much for the room: whole bytes only. */
	assert_string_equal(nssh_lladdr_text(bytes, 6, ARPHRD_ETHER, buf, 9), "fd:00:00");
	assert_string_equal(nssh_lladdr_text(bytes, 6, ARPHRD_ETHER, buf, 8), "fd:00");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
