/* SPDX-License-Identifier: MIT */
/* The output writer: text, JSON in both forms, escapes, and streams that take nothing. */
#define _GNU_SOURCE
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/output.h"

/* What @write makes of a form; to be freed. */
static char *written(const struct nssh_out_form *form, void (*write)(struct nssh_out *out))
{
	char *bytes = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&bytes, &size);
	struct nssh_out *out = nssh_out_new(to);

	assert_non_null(out);
	nssh_out_set_form(out, form);
	write(out);
	assert_int_equal(nssh_out_finish(out, NULL), 0);
	nssh_out_free(out);
	assert_int_equal(fclose(to), 0);
	return bytes;
}

static void check(const struct nssh_out_form *form, void (*write)(struct nssh_out *out),
		  const char *wanted)
{
	char *bytes = written(form, write);

	assert_string_equal(bytes, wanted);
	free(bytes);
}

static const struct nssh_out_form text = { 0 };
static const struct nssh_out_form json = { .json = true };
static const struct nssh_out_form pretty = { .json = true, .pretty = true };
static const struct nssh_out_form terminal = { .escape = true };

static void write_link(struct nssh_out *out)
{
	nssh_out_open_array(out, NULL);
	nssh_out_open_object(out, NULL);
	nssh_out_int(out, "ifindex", "%s: ", 1);
	nssh_out_str(out, "ifname", "%s: ", "lo");
	nssh_out_open_array(out, "flags");
	nssh_out_str(out, NULL, "<%s", "LOOPBACK");
	nssh_out_str(out, NULL, ",%s", "UP");
	nssh_out_text(out, "> ");
	nssh_out_close_array(out);
	nssh_out_uint(out, "mtu", "mtu %s", 65536);
	nssh_out_line_end(out);
	nssh_out_text(out, "    ");
	nssh_out_str(out, NULL, "text only", "");
	nssh_out_str(out, "link_type", NULL, "loopback");
	nssh_out_open_array(out, "addr_info");
	nssh_out_close_array(out);
	nssh_out_close_object(out);
	nssh_out_text(out, "\n");
	nssh_out_open_object(out, NULL);
	nssh_out_close_object(out);
	nssh_out_close_array(out);
}

static void test_text(void **state)
{
	const struct nssh_out_form oneline = { .oneline = true };

	(void)state;
	check(&text, write_link, "1: lo: <LOOPBACK,UP> mtu 65536\n    text only\n");
	check(&oneline, write_link, "1: lo: <LOOPBACK,UP> mtu 65536\\    text only\n");
}

static void test_json(void **state)
{
	(void)state;
	check(&json, write_link,
	      "[{\"ifindex\":1,\"ifname\":\"lo\",\"flags\":[\"LOOPBACK\",\"UP\"],\"mtu\":65536,"
	      "\"link_type\":\"loopback\",\"addr_info\":[]},{}]\n");
}

/* Compared with `ip -j -p addr` of iproute2 6.1. */
static void test_pretty(void **state)
{
	(void)state;
	check(&pretty, write_link,
	      "[ {\n"
	      "        \"ifindex\": 1,\n"
	      "        \"ifname\": \"lo\",\n"
	      "        \"flags\": [ \"LOOPBACK\",\"UP\" ],\n"
	      "        \"mtu\": 65536,\n"
	      "        \"link_type\": \"loopback\",\n"
	      "        \"addr_info\": [ ]\n"
	      "    },{} ]\n");
}

static void write_nested(struct nssh_out *out)
{
	nssh_out_open_array(out, NULL);
	nssh_out_open_object(out, NULL);
	nssh_out_str(out, "ifname", NULL, "a");
	nssh_out_open_array(out, "addr_info");
	for (unsigned int i = 0; i < 2; i++) {
		nssh_out_open_object(out, NULL);
		nssh_out_uint(out, "prefixlen", NULL, i);
		nssh_out_close_object(out);
	}
	nssh_out_close_array(out);
	nssh_out_open_object(out, "linkinfo");
	nssh_out_str(out, "info_kind", NULL, "veth");
	nssh_out_close_object(out);
	nssh_out_close_object(out);
	nssh_out_close_array(out);
}

static void test_nested(void **state)
{
	(void)state;
	check(&pretty, write_nested,
	      "[ {\n"
	      "        \"ifname\": \"a\",\n"
	      "        \"addr_info\": [ {\n"
	      "                \"prefixlen\": 0\n"
	      "            },{\n"
	      "                \"prefixlen\": 1\n"
	      "            } ],\n"
	      "        \"linkinfo\": {\n"
	      "            \"info_kind\": \"veth\"\n"
	      "        }\n"
	      "    } ]\n");
}

static void write_values(struct nssh_out *out)
{
	nssh_out_open_object(out, NULL);
	nssh_out_int(out, "int", "%s ", INT64_MIN);
	nssh_out_uint(out, "uint", "%s ", UINT64_MAX);
	nssh_out_hex(out, "hex", "mark %s ", 0x1f);
	nssh_out_float(out, "float", "%s ", 0.25);
	nssh_out_float(out, "nan", NULL, NAN);
	nssh_out_bool(out, "yes", "yes ", true);
	nssh_out_bool(out, "no", "no ", false);
	nssh_out_onoff(out, "on", "arp %s ", true);
	nssh_out_onoff(out, "off", "arp %s ", false);
	nssh_out_null(out, "null", "none ");
	nssh_out_str(out, "missing", "[%s] ", NULL);
	nssh_out_str(out, "percent", "100% %s", "%s%n");
	nssh_out_close_object(out);
}

static void test_values(void **state)
{
	(void)state;
	check(&text, write_values,
	      "-9223372036854775808 18446744073709551615 mark 0x1f 0.25 yes arp on arp off none "
	      "[] 100% %s%n");
	check(&json, write_values,
	      "{\"int\":-9223372036854775808,\"uint\":18446744073709551615,\"hex\":\"0x1f\","
	      "\"float\":0.25,\"nan\":null,\"yes\":true,\"no\":false,\"on\":true,\"off\":false,"
	      "\"null\":null,\"missing\":null,\"percent\":\"%s%n\"}\n");
}

static void write_open(struct nssh_out *out)
{
	nssh_out_str(out, "outside", NULL, "left out");
	nssh_out_close_array(out);
	nssh_out_open_array(out, NULL);
	nssh_out_open_object(out, NULL);
	nssh_out_close_array(out);
	nssh_out_str(out, "a", NULL, "b");
}

/* A command that fails half way still leaves JSON that can be read. */
static void test_closes(void **state)
{
	(void)state;
	check(&json, write_open, "[{\"a\":\"b\"}]\n");
}

static void write_nothing(struct nssh_out *out)
{
	(void)out;
}

static void write_two(struct nssh_out *out)
{
	for (int i = 0; i < 2; i++) {
		nssh_out_open_array(out, NULL);
		nssh_out_close_array(out);
	}
}

static void test_several(void **state)
{
	(void)state;
	check(&json, write_nothing, "");
	check(&json, write_two, "[]\n[]\n");
	check(&pretty, write_two, "[ ]\n[ ]\n");
}

static void write_colors(struct nssh_out *out)
{
	nssh_out_color(out, NSSH_COLOR_IFNAME);
	nssh_out_text(out, "1: ");
	nssh_out_str(out, "ifname", "%s: ", "lo");
	nssh_out_str(out, "plain", "%s ", "x");
	nssh_out_color(out, NSSH_COLOR_MAC);
	nssh_out_str(out, "key only", NULL, "x");
	nssh_out_str(out, "plain", "%s ", "y");
	nssh_out_color(out, NSSH_COLOR_DOWN);
	nssh_out_str(out, "operstate", "state %s ", "DOWN");
}

static void test_colors(void **state)
{
	const struct nssh_out_form color = { .color = true };

	(void)state;
	assert_int_equal(unsetenv("COLORFGBG"), 0);
	check(&text, write_colors, "1: lo: x y state DOWN ");
	check(&color, write_colors, "1: \033[36mlo: \033[0mx y state \033[31mDOWN \033[0m");
	assert_int_equal(setenv("COLORFGBG", "15;default;0", 1), 0);
	check(&color, write_colors, "1: \033[1;36mlo: \033[0mx y state \033[1;31mDOWN \033[0m");
	assert_int_equal(setenv("COLORFGBG", "0;15", 1), 0);
	check(&color, write_colors, "1: \033[36mlo: \033[0mx y state \033[31mDOWN \033[0m");
	assert_int_equal(unsetenv("COLORFGBG"), 0);
}

static char *json_of(const char *str)
{
	struct nssh_text t = { 0 };

	nssh_json_string(&t, str);
	assert_false(t.failed);
	return t.bytes;
}

static void check_json(const char *str, const char *wanted)
{
	char *got = json_of(str);

	assert_string_equal(got, wanted);
	free(got);
}

/* Every byte alone: those of ASCII as RFC 8259 wants them, the others are not UTF-8. */
static void test_json_bytes(void **state)
{
	(void)state;
	for (unsigned int byte = 1; byte < 256; byte++) {
		static const char short_form[] = "\"\"\\\\\bb\ff\nn\rr\tt";
		const char str[2] = { (char)byte, '\0' };
		const char *found = NULL;
		char wanted[16];

		for (const char *at = short_form; *at; at += 2)
			found = *at == str[0] ? at : found;
		if (byte >= 0x80)
			(void)snprintf(wanted, sizeof(wanted), "\"\xef\xbf\xbd\"");
		else if (found)
			(void)snprintf(wanted, sizeof(wanted), "\"\\%c\"", found[1]);
		else if (byte < 0x20 || byte == 0x7f)
			(void)snprintf(wanted, sizeof(wanted), "\"\\u%04x\"", byte);
		else
			(void)snprintf(wanted, sizeof(wanted), "\"%c\"", (char)byte);
		check_json(str, wanted);
	}
}

static void test_json_utf8(void **state)
{
	/* C1, line separator, right-to-left override */
	static const char controls[] = { '\xc2', '\x9b', '\xe2', '\x80', '\xa8',
					 '\xe2', '\x80', '\xae', '\0' };

	(void)state;
	check_json("", "\"\"");
	check_json("gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x90\xa7",
		   "\"gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x90\xa7\"");
	check_json(controls, "\"\\u009b\\u2028\\u202e\"");
	/* Overlong, surrogate, beyond U+10FFFF, cut short */
	check_json("a\xc0\xaf", "\"a\xef\xbf\xbd\xef\xbf\xbd\"");
	check_json("\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
	check_json("\xf4\x90\x80\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
	check_json("\xe2\x82", "\"\xef\xbf\xbd\xef\xbf\xbd\"");
}

static void write_hostile(struct nssh_out *out)
{
	nssh_out_str(out, "name", "%s:\n", "a\033[2Jb\nc");
	nssh_out_text(out, "\tdev %s\n", "x\033y");
	nssh_out_text(out, "%s\n%s\n", "one", "two");
	nssh_out_text(out, "\t%s\n%s%%\n", "one\nline", "two\xff");
	nssh_out_text(out, "%d%% of %-4.2s|\n", 5, "abc");
}

static void test_escape(void **state)
{
	(void)state;
	check(&terminal, write_hostile,
	      "a\\x1b[2Jb\\nc:\n"
	      "\tdev x\\x1by\n"
	      "one\ntwo\n"
	      "\tone\\nline\\ntwo\\xff%\n"
	      "5% of ab  |\n");
	check(&text, write_hostile,
	      "a\033[2Jb\nc:\n"
	      "\tdev x\033y\n"
	      "one\ntwo\n"
	      "\tone\nline\ntwo\xff%\n"
	      "5% of ab  |\n");
}

static void test_full(void **state)
{
	struct nssh_error err = NSSH_ERROR_INIT;
	FILE *to = fopen("/dev/full", "we");
	struct nssh_out *out;

	(void)state;
	assert_non_null(to);
	out = nssh_out_new(to);
	nssh_out_text(out, "some text\n");
	assert_int_equal(nssh_out_flush(out), -ENOSPC);
	nssh_out_text(out, "more\n");
	assert_int_equal(nssh_out_finish(out, &err), -ENOSPC);
	assert_int_equal(err.code, -ENOSPC);
	assert_string_equal(err.why, "No space left on device");
	/* The next command begins anew. */
	assert_int_equal(nssh_out_finish(out, NULL), 0);
	nssh_out_free(out);
	assert_int_equal(fclose(to), 0);
}

static void test_pipe(void **state)
{
	int fds[2];
	FILE *to;
	struct nssh_out *out;

	(void)state;
	(void)signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(fds), 0);
	to = fdopen(fds[1], "w");
	out = nssh_out_new(to);
	nssh_out_text(out, "one\n");
	assert_int_equal(nssh_out_flush(out), 0);
	assert_int_equal(close(fds[0]), 0);
	nssh_out_text(out, "two\n");
	assert_int_equal(nssh_out_finish(out, NULL), -EPIPE);
	nssh_out_free(out);
	assert_int_equal(fclose(to), 0);
}

/* What is long goes out while it is made; stdio's own text before it stays before it. */
static void test_long(void **state)
{
	FILE *to = tmpfile();
	struct nssh_out *out = nssh_out_new(to);
	long early;

	(void)state;
	assert_true(fputs("first\n", to) >= 0);
	for (int i = 0; i < 20000; i++)
		nssh_out_uint(out, "i", "%s\n", 1234567);
	early = lseek(fileno(to), 0, SEEK_END);
	assert_true(early > 100000 && early < 160006);
	assert_int_equal(nssh_out_finish(out, NULL), 0);
	assert_int_equal(lseek(fileno(to), 0, SEEK_END), 160006);
	nssh_out_free(out);
	assert_int_equal(fclose(to), 0);
}

static void test_depth(void **state)
{
	char *bytes = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&bytes, &size);
	struct nssh_out *out = nssh_out_new(to);

	(void)state;
	nssh_out_set_form(out, &json);
	for (int i = 0; i < 1000; i++)
		nssh_out_open_array(out, NULL);
	assert_int_equal(nssh_out_finish(out, NULL), -EOVERFLOW);
	nssh_out_free(out);
	assert_int_equal(fclose(to), 0);
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),       cmocka_unit_test(test_json),
		cmocka_unit_test(test_pretty),     cmocka_unit_test(test_nested),
		cmocka_unit_test(test_values),     cmocka_unit_test(test_closes),
		cmocka_unit_test(test_several),    cmocka_unit_test(test_colors),
		cmocka_unit_test(test_json_bytes), cmocka_unit_test(test_json_utf8),
		cmocka_unit_test(test_escape),     cmocka_unit_test(test_full),
		cmocka_unit_test(test_pipe),       cmocka_unit_test(test_long),
		cmocka_unit_test(test_depth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
