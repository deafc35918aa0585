/* SPDX-License-Identifier: MIT */
/* The built-in types of arguments: words they take and make values of, words they refuse. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/text.h"
#include "lang/types/types.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct nssh_arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = nssh_arena_new();
	return arena ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	nssh_arena_free(arena);
	return 0;
}

static const struct nssh_type *find_type(const char *name)
{
	for (const struct nssh_type *const *type = nssh_builtin_types; *type; type++) {
		if (strcmp((*type)->name, name) == 0)
			return *type;
	}
	fail_msg("no type %s", name);
	return NULL;
}

static int parse(const char *type, const struct nssh_arg *arg, const char *word,
		 struct nssh_value *value, struct nssh_error *err)
{
	struct nssh_word *w = nssh_arena_alloc(arena, sizeof(*w));

	w->text = word;
	*value = (struct nssh_value){ .word = w, .count = 1 };
	return find_type(type)->parse(arg, arena, value, err);
}

/* Words that become a number. */
static const struct {
	const char *type, *word;
	uint64_t num;
	uint64_t lo, hi;
} numbers[] = {
	{ "number", "0", 0, 0, 0 },
	{ "number", "1500", 1500, 68, 65535 },
	{ "number", "68", 68, 68, 65535 },
	{ "number", "65535", 65535, 68, 65535 },
	{ "number", "0x5dc", 1500, 0, 0 },
	{ "number", "010", 8, 0, 0 },
	{ "number", "4294967295", 4294967295, 0, 0 },
	{ "number", "18446744073709551615", UINT64_MAX, 0, UINT64_MAX },
	{ "pid", "1", 1, 0, 0 },
	{ "pid", "4194304", 4194304, 0, 0 },
	{ "time", "1", 1000000, 0, 0 },
	{ "time", "0.25", 250000, 0, 0 },
	{ "time", "2s", 2000000, 0, 0 },
	{ "time", "500ms", 500000, 0, 0 },
	{ "time", "1.5ms", 1500, 0, 0 },
	{ "time", "250us", 250, 0, 0 },
	{ "time", "1m", 60000000, 0, 0 },
	{ "time", "2h", 7200000000, 0, 0 },
	{ "time", "3sec", 3000000, 0, 0 },
	{ "time", "0", 0, 0, 0 },
	{ "time", "0.0000019", 1, 0, 0 },
	{ "time", "1.9999999999999999999999", 1999999, 0, 0 },
	{ "time", "10ms", 10000, 10000, 3600000000 },
	{ "lifetime", "forever", UINT32_MAX, 0, 0 },
	{ "lifetime", "0", 0, 0, 0 },
	{ "lifetime", "3600", 3600, 0, 0 },
	{ "lifetime", "0x10", 16, 0, 0 },
	{ "rate", "1000", 1000, 0, 0 },
	{ "rate", "8bit", 8, 0, 0 },
	{ "rate", "10kbit", 10000, 0, 0 },
	{ "rate", "1.5Mbit", 1500000, 0, 0 },
	{ "rate", "10gbit", 10000000000, 0, 0 },
	{ "rate", "1Tbit", 1000000000000, 0, 0 },
	{ "rate", "1kibit", 1024, 0, 0 },
	{ "rate", "1bps", 8, 0, 0 },
	{ "rate", "1kbps", 8000, 0, 0 },
	{ "rate", "0.999999TiBps", 8796084226114, 0, 0 },
	{ "onoff", "on", 1, 0, 0 },
	{ "onoff", "off", 0, 0, 0 },
	{ "scope", "global", 0, 0, 0 },
	{ "scope", "host", 254, 0, 0 },
	{ "scope", "0xfd", 253, 0, 0 },
	{ "group", "default", 0, 0, 0 },
	{ "group", "7", 7, 0, 0 },
	{ "table", "main", 254, 0, 0 },
	{ "table", "100000", 100000, 0, 0 },
};

static void test_numbers(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		const struct nssh_arg arg = { .lo = numbers[i].lo, .hi = numbers[i].hi };
		struct nssh_error err = NSSH_ERROR_INIT;
		struct nssh_value value;

		if (parse(numbers[i].type, &arg, numbers[i].word, &value, &err))
			fail_msg("%s %s: %s", numbers[i].type, numbers[i].word, err.what);
		if (value.num != numbers[i].num)
			fail_msg("%s %s: %ju", numbers[i].type, numbers[i].word,
				 (uintmax_t)value.num);
		assert_int_equal(err.code, 0);
	}
}

/* Words that become an address: its text, and its length or -1 when none was written. */
static const struct {
	const char *type, *word, *bytes;
	int bits;
} addresses[] = {
	{ "address", "10.0.0.1", "0a000001", -1 },
	{ "address", "255.255.255.255", "ffffffff", -1 },
	{ "address", "10", "0a000000", -1 },
	{ "address", "10.1", "0a010000", -1 },
	{ "address", "010.0x3", "08030000", -1 },
	{ "address", "fd00::1", "fd000000000000000000000000000001", -1 },
	{ "address", "::", "00000000000000000000000000000000", -1 },
	{ "address", "::ffff:10.0.0.1", "00000000000000000000ffff0a000001", -1 },
	{ "address", "any", "", -1 },
	{ "address", "default", "", -1 },
	{ "prefix", "10.0.0.1/24", "0a000001", 24 },
	{ "prefix", "10.0.0.1", "0a000001", -1 },
	{ "prefix", "10/8", "0a000000", 8 },
	{ "prefix", "10.1/0x10", "0a010000", 16 },
	{ "prefix", "0.0.0.0/0", "00000000", 0 },
	{ "prefix", "10.0.0.1/32", "0a000001", 32 },
	{ "prefix", "10.0.0.1/255.255.255.0", "0a000001", 24 },
	{ "prefix", "10.0.0.1/255.255.255.255", "0a000001", 32 },
	{ "prefix", "10.0.0.1/0.0.0.0", "0a000001", 0 },
	{ "prefix", "fd00::1/64", "fd000000000000000000000000000001", 64 },
	{ "prefix", "fd00::1/128", "fd000000000000000000000000000001", 128 },
	{ "prefix", "::/0", "00000000000000000000000000000000", 0 },
	{ "prefix", "any", "", 0 },
	{ "prefix", "all", "", 0 },
	{ "prefix", "default", "", 0 },
};

static const char *hex(const uint8_t *bytes, size_t size)
{
	static char text[64];

	text[0] = '\0';
	for (size_t i = 0; i < size; i++)
		(void)snprintf(text + 2 * i, sizeof(text) - 2 * i, "%02x", bytes[i]);
	return text;
}

static void test_addresses(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(addresses); i++) {
		static const struct nssh_arg arg;
		struct nssh_error err = NSSH_ERROR_INIT;
		struct nssh_value value;
		const size_t len = strlen(addresses[i].bytes) / 2;

		if (parse(addresses[i].type, &arg, addresses[i].word, &value, &err))
			fail_msg("%s %s: %s", addresses[i].type, addresses[i].word, err.what);
		assert_int_equal(value.addr.len, len);
		assert_int_equal(value.addr.family, len == 4    ? AF_INET
						    : len == 16 ? AF_INET6
								: AF_UNSPEC);
		assert_string_equal(hex(value.addr.bytes, len), addresses[i].bytes);
		assert_int_equal(value.addr.has_bits, addresses[i].bits >= 0);
		assert_int_equal(value.addr.bits,
				 addresses[i].bits >= 0 ? addresses[i].bits : (int)(8 * len));
	}
}

static const struct {
	const char *word, *bytes;
} lladdrs[] = {
	{ "02:00:00:00:00:01", "020000000001" },
	{ "2:0:0:0:0:A", "02000000000a" },
	{ "FF:ff:Ff:00:11:22", "ffffff001122" },
	{ "01:02:03:04:05:06:07:08", "0102030405060708" },
	{ "1:2:3:4:5:6:7:8:9:a:b:c:d:e:f:10:11:12:13:14",
	  "0102030405060708090a0b0c0d0e0f1011121314" },
	{ "7f", "7f" },
};

static void test_lladdrs(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lladdrs); i++) {
		struct nssh_value value;

		assert_int_equal(parse("lladdr", NULL, lladdrs[i].word, &value, NULL), 0);
		assert_string_equal(hex(value.lladdr.bytes, value.lladdr.len), lladdrs[i].bytes);
	}
}

#define NAME_15  "abcdefghijklmno"
#define NAME_127 NAME_15 NAME_15 NAME_15 NAME_15 NAME_15 NAME_15 NAME_15 NAME_15 "1234567"
#define NAME_255 NAME_127 NAME_127 "x"

static const struct {
	const char *type, *word, *ns, *name;
} links[] = {
	{ "link", "eth0", NULL, "eth0" },
	{ "link", "client:eth0", "client", "eth0" },
	{ "link", "/run/netns/a:b:eth0", "/run/netns/a:b", "eth0" },
	{ "link", "a:b:eth0", "a:b", "eth0" },
	{ "link", "an alternative name", NULL, "an alternative name" },
	{ "link", NAME_127, NULL, NAME_127 },
	{ "link", "1234:lo", "1234", "lo" },
	{ "new-link", "eth0", NULL, "eth0" },
	{ "new-link", "client:eth0", "client", "eth0" },
	{ "new-link", NAME_15, NULL, NAME_15 },
	{ "new-link", "...", NULL, "..." },
	{ "new-link", "gr\xc3\xbc\xc3\x9f%d", NULL, "gr\xc3\xbc\xc3\x9f%d" },
};

static void test_links(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(links); i++) {
		struct nssh_error err = NSSH_ERROR_INIT;
		struct nssh_value value;

		if (parse(links[i].type, NULL, links[i].word, &value, &err))
			fail_msg("%s %s: %s", links[i].type, links[i].word, err.what);
		assert_string_equal(value.link.name, links[i].name);
		if (links[i].ns)
			assert_string_equal(value.link.ns, links[i].ns);
		else
			assert_null(value.link.ns);
	}
}

static const struct {
	const char *type, *word;
} texts[] = {
	{ "netns", "client" },
	{ "netns", "/proc/1/ns/net" },
	{ "netns", "./here" },
	{ "netns", "1234" },
	{ "netns", NAME_255 },
	{ "netns-or-pid", "1234" },
	{ "new-netns", "client" },
	{ "new-netns", "gr\xc3\xbc\xc3\x9f ..." },
	{ "new-netns", NAME_255 },
	{ "name", "eth0:label" },
	{ "text", "" },
	{ "text", "any\ntext" },
	{ "file", "/etc/passwd" },
	{ "file", "-" },
	{ "command", "ping" },
	{ "verb", "link" },
};

static void test_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct nssh_value value;

		assert_int_equal(parse(texts[i].type, NULL, texts[i].word, &value, NULL), 0);
		assert_ptr_equal(value.str, texts[i].word);
	}
}

/* Words that are refused; what is said holds @part. */
static const struct {
	const char *type, *word, *part;
	uint64_t lo, hi;
} refused[] = {
	{ "number", "", "\"\" is not a number", 0, 0 },
	{ "number", "-1", "is not a number", 0, 0 },
	{ "number", "+1", "is not a number", 0, 0 },
	{ "number", " 1", "is not a number", 0, 0 },
	{ "number", "12x", "\"12x\" is not a number", 0, 0 },
	{ "number", "0x", "is not a number", 0, 0 },
	{ "number", "08", "is not a number", 0, 0 },
	{ "number", "67", "from 68 to 65535", 68, 65535 },
	{ "number", "65536", "\"65536\" is out of range", 68, 65535 },
	{ "number", "0", "from 1 to 4294967295", 1, 0 },
	{ "number", "4294967296", "from 0 to 4294967295", 0, 0 },
	{ "number", "18446744073709551616", "is out of range", 0, UINT64_MAX },
	{ "pid", "0", "is out of range", 0, 0 },
	{ "pid", "self", "is not a process id", 0, 0 },
	{ "time", "", "is not a time", 0, 0 },
	{ "time", "1.", "is not a time", 0, 0 },
	{ "time", ".5", "is not a time", 0, 0 },
	{ "time", "-1", "is not a time", 0, 0 },
	{ "time", "5x", "a number of seconds, or one with", 0, 0 },
	{ "time", "1 s", "is not a time", 0, 0 },
	{ "time", "ms", "is not a time", 0, 0 },
	{ "time", "1e3", "is not a time", 0, 0 },
	{ "time", "nan", "is not a time", 0, 0 },
	{ "time", "18446744073710", "is out of range", 0, 0 },
	{ "time", "99999999999999999999999", "is out of range", 0, 0 },
	{ "time", "1ms", "from 10ms to 3600s", 10000, 3600000000 },
	{ "time", "0", "at least 1us", 1, 0 },
	{ "lifetime", "never", "seconds, or forever", 0, 0 },
	{ "lifetime", "4294967296", "is not a lifetime", 0, 0 },
	{ "lifetime", "-1", "is not a lifetime", 0, 0 },
	{ "lifetime", "1h", "is not a lifetime", 0, 0 },
	{ "rate", "fast", "is not a rate", 0, 0 },
	{ "rate", "10%", "is not a rate", 0, 0 },
	{ "rate", "10mb", "is not a rate", 0, 0 },
	{ "rate", "9999999999tbit", "is out of range", 0, 0 },
	{ "onoff", "yes", "\"yes\" is not on or off", 0, 0 },
	{ "onoff", "ON", "is not on or off", 0, 0 },
	{ "onoff", "", "is not on or off", 0, 0 },
	{ "scope", "256", "is not a scope", 0, 0 },
	{ "scope", "world", "global, link, host", 0, 0 },
	{ "group", "nobody's", "is not a group", 0, 0 },
	{ "table", "-1", "is not a routing table", 0, 0 },
	{ "address", "", "is not an address", 0, 0 },
	{ "address", "10.0.0.300", "\"10.0.0.300\" is not an address", 0, 0 },
	{ "address", "10.0.0.300", "each part of an IPv4 address is 0 to 255", 0, 0 },
	{ "address", "10.0.0.1.2", "four parts", 0, 0 },
	{ "address", "10..1", "looks like 10.0.0.1", 0, 0 },
	{ "address", "10.0.0.", "is not an address", 0, 0 },
	{ "address", "10.0.0.-1", "is not an address", 0, 0 },
	{ "address", "10.0.0.1 ", "is not an address", 0, 0 },
	{ "address", "host", "looks like", 0, 0 },
	{ "address", "10.0.0.1/24", "no prefix length belongs here", 0, 0 },
	{ "address", "fd00::1/64", "no prefix length belongs here", 0, 0 },
	{ "address", "fd00:::1", "is not an address", 0, 0 },
	{ "address", "fd00::10000", "is not an address", 0, 0 },
	{ "address", "1:2:3:4:5:6:7:8:9", "is not an address", 0, 0 },
	{ "address", "02:00:00:00:00:01", "is not an address", 0, 0 },
	{ "address", "fe80::1%eth0", "stands apart", 0, 0 },
	{ "prefix", "10.0.0.1/33", "the prefix length of an IPv4 address is 0 to 32", 0, 0 },
	{ "prefix", "10.0.0.1/33", "is not an address with a prefix length", 0, 0 },
	{ "prefix", "10.0.0.1/", "0 to 32", 0, 0 },
	{ "prefix", "10.0.0.1/-1", "0 to 32", 0, 0 },
	{ "prefix", "10.0.0.1/24/24", "0 to 32", 0, 0 },
	{ "prefix", "10.0.0.1/99999999999999999999999", "0 to 32", 0, 0 },
	{ "prefix", "10.0.0.1/255.0.255.0", "all its ones in front", 0, 0 },
	{ "prefix", "fd00::1/129", "the prefix length of an IPv6 address is 0 to 128", 0, 0 },
	{ "prefix", "10.0.0.256/24", "each part", 0, 0 },
	{ "prefix", "/24", "looks like 10.0.0.1/24", 0, 0 },
	{ "prefix", "any/8", "is not an address", 0, 0 },
	{ "prefix", "1111111111111111111111111111111111111111111111111111/8", "is not", 0, 0 },
	{ "lladdr", "", "is not a link-layer address", 0, 0 },
	{ "lladdr", "02:00:00:00:00", "looks like 02:00:00:00:00:01", 0, 0 },
	{ "lladdr", "02:00:00:00:00:001", "is not a link-layer", 0, 0 },
	{ "lladdr", "02:00:00:00:00:", "is not a link-layer", 0, 0 },
	{ "lladdr", "02::00:00:00:01", "is not a link-layer", 0, 0 },
	{ "lladdr", "02-00-00-00-00-01", "is not a link-layer", 0, 0 },
	{ "lladdr", "0g:00:00:00:00:01", "is not a link-layer", 0, 0 },
	{ "lladdr", "1:2:3:4:5:6:7:8:9:a:b:c:d:e:f:10:11:12:13:14:15", "is not", 0, 0 },
	{ "lladdr", "10.0.0.1", "is not a link-layer", 0, 0 },
	{ "netns", "", "is not a namespace", 0, 0 },
	{ "netns", ".", "is not a namespace", 0, 0 },
	{ "netns", NAME_255 "y", "1 to 255 bytes", 0, 0 },
	{ "netns-or-pid", "..", "is not a namespace", 0, 0 },
	{ "new-netns", "", "is not a name for a namespace", 0, 0 },
	{ "new-netns", "a/b", "is not a name for a namespace", 0, 0 },
	{ "new-netns", "..", "is not a name for a namespace", 0, 0 },
	{ "new-netns", NAME_255 "y", "...\" is not a name", 0, 0 },
	{ "link", "", "is not a link", 0, 0 },
	{ "link", "client:", "is not a link", 0, 0 },
	{ "link", ":eth0", "in front of the colon", 0, 0 },
	{ "link", NAME_127 "x", "alternative name up to 127", 0, 0 },
	{ "new-link", "", "is not a name for a link", 0, 0 },
	{ "new-link", ".", "is not a name for a link", 0, 0 },
	{ "new-link", "..", "is not a name for a link", 0, 0 },
	{ "new-link", "a/b", "is not a name for a link", 0, 0 },
	{ "new-link", "a b", "no spaces", 0, 0 },
	{ "new-link", "a\xa0", "is not a name for a link", 0, 0 },
	{ "new-link", NAME_15 "p", "it has 16 bytes, at most 15", 0, 0 },
	{ "new-link", "client:" NAME_15 "p", "it has 16 bytes", 0, 0 },
	{ "new-link", "a\x01", "control bytes", 0, 0 },
	{ "new-netns", "a\tb", "control bytes", 0, 0 },
	{ "new-link", "..:eth0", "in front of the colon", 0, 0 },
	{ "name", "", "is not a name", 0, 0 },
	{ "file", "", "is not a file", 0, 0 },
	{ "command", "", "is not a program", 0, 0 },
};

static void test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(refused); i++) {
		const struct nssh_arg arg = { .lo = refused[i].lo, .hi = refused[i].hi };
		struct nssh_error err = NSSH_ERROR_INIT;
		struct nssh_value value;
		int ret = parse(refused[i].type, &arg, refused[i].word, &value, &err);

		if (ret >= 0 || ret != err.code || err.word != value.word)
			fail_msg("%s \"%s\" is not refused: %d", refused[i].type, refused[i].word,
				 ret);
		if (!strstr(err.what, refused[i].part) && !strstr(err.why, refused[i].part) &&
		    !strstr(err.hint, refused[i].part))
			fail_msg("%s \"%s\": %s; %s; %s", refused[i].type, refused[i].word,
				 err.what, err.why, err.hint);
		assert_int_equal(parse(refused[i].type, &arg, refused[i].word, &value, NULL), ret);
	}
}

/* A word of a megabyte is shown cut. */
static void test_huge(void **state)
{
	const size_t size = (size_t)1 << 20;
	char *word = malloc(size + 1);

	(void)state;
	memset(word, '1', size);
	word[size] = '\0';
	for (const struct nssh_type *const *type = nssh_builtin_types; *type; type++) {
		static const struct nssh_arg arg;
		struct nssh_error err = NSSH_ERROR_INIT;
		struct nssh_value value;

		if (parse((*type)->name, &arg, word, &value, &err) < 0)
			assert_true(strlen(err.what) < 200);
	}
	free(word);
}

static void test_records(void **state)
{
	(void)state;
	for (const struct nssh_type *const *type = nssh_builtin_types; *type; type++) {
		assert_non_null((*type)->help);
		assert_non_null((*type)->parse);
		assert_ptr_equal(find_type((*type)->name), *type);
	}
}

/* Completion */

static struct nssh_text offered;

static void offer(const struct nssh_complete *req, const char *text, const char *help)
{
	(void)help;
	if (strncmp(text, req->prefix, strlen(req->prefix)) != 0)
		return;
	nssh_text_str(&offered, text);
	nssh_text_str(&offered, "|");
}

static const char *complete(const char *type, const char *prefix)
{
	const struct nssh_complete req = { .prefix = prefix, .offer = offer };

	nssh_text_clear(&offered);
	find_type(type)->complete(&req);
	return nssh_text_get(&offered);
}

static void test_complete_words(void **state)
{
	(void)state;
	assert_string_equal(complete("onoff", ""), "on|off|");
	assert_string_equal(complete("onoff", "of"), "off|");
	assert_string_equal(complete("lifetime", "f"), "forever|");
	assert_string_equal(complete("scope", "gl"), "global|");
	assert_string_equal(complete("group", "de"), "default|");
	assert_string_equal(complete("table", "mai"), "main|");
	assert_string_equal(complete("new-link", ""), "");
	assert_null(find_type("new-netns")->complete);
	assert_null(find_type("number")->complete);
}

static void make_file(int folder, const char *name, mode_t mode)
{
	int fd = openat(folder, name, O_CREAT | O_WRONLY | O_CLOEXEC, mode);

	assert_true(fd >= 0);
	assert_int_equal(close(fd), 0);
}

static void check_files(const char *path)
{
	char prefix[64], wanted[128];

	(void)snprintf(prefix, sizeof(prefix), "%s/plain", path);
	(void)snprintf(wanted, sizeof(wanted), "%s/plain file|", path);
	assert_string_equal(complete("file", prefix), wanted);
	assert_string_equal(complete("command", prefix), "");
	(void)snprintf(prefix, sizeof(prefix), "%s/fol", path);
	(void)snprintf(wanted, sizeof(wanted), "%s/folder/|", path);
	assert_string_equal(complete("file", prefix), wanted);
	assert_string_equal(complete("netns", prefix), wanted);
	(void)snprintf(prefix, sizeof(prefix), "%s/", path);
	assert_null(strstr(complete("file", prefix), ".hidden"));
	(void)snprintf(prefix, sizeof(prefix), "%s/.h", path);
	assert_non_null(strstr(complete("file", prefix), ".hidden"));
	(void)snprintf(prefix, sizeof(prefix), "%s/nothing/there", path);
	assert_string_equal(complete("file", prefix), "");
}

static void test_complete_files(void **state)
{
	char path[] = "/tmp/nssh-types-XXXXXX";
	int folder;

	(void)state;
	assert_non_null(mkdtemp(path));
	folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	make_file(folder, "plain file", 0644);
	make_file(folder, "runnable-thing", 0755);
	make_file(folder, ".hidden", 0644);
	assert_int_equal(mkdirat(folder, "folder", 0755), 0);
	check_files(path);
	assert_int_equal(setenv("PATH", path, 1), 0);
	assert_string_equal(complete("command", "run"), "runnable-thing|");
	assert_string_equal(complete("command", ""), "runnable-thing|");
	assert_int_equal(unlinkat(folder, "plain file", 0), 0);
	assert_int_equal(unlinkat(folder, "runnable-thing", 0), 0);
	assert_int_equal(unlinkat(folder, ".hidden", 0), 0);
	assert_int_equal(unlinkat(folder, "folder", AT_REMOVEDIR), 0);
	assert_int_equal(close(folder), 0);
	assert_int_equal(rmdir(path), 0);
	nssh_text_done(&offered);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),        cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_lladdrs),        cmocka_unit_test(test_links),
		cmocka_unit_test(test_texts),          cmocka_unit_test(test_refused),
		cmocka_unit_test(test_huge),           cmocka_unit_test(test_records),
		cmocka_unit_test(test_complete_words), cmocka_unit_test(test_complete_files),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
