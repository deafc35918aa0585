/* SPDX-License-Identifier: MIT */
/* History: each line once, private, shared by several shells, bounded. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/text.h"
#include "ui/history.h"

/* A home of the test's own, and the file in it. */
struct home {
	char folder[64];
	char file[128];
};

static int set_up(void **state)
{
	struct home *home = calloc(1, sizeof(*home));

	if (!home)
		return -1;
	(void)strcpy(home->folder, "/tmp/nssh-history.XXXXXX");
	if (!mkdtemp(home->folder))
		return -1;
	(void)snprintf(home->file, sizeof(home->file), "%s/.local/state/nssh/history",
		       home->folder);
	(void)unsetenv("XDG_STATE_HOME");
	(void)setenv("HOME", home->folder, 1);
	*state = home;
	return 0;
}

static int tear_down(void **state)
{
	struct home *home = *state;
	char command[128];

	(void)snprintf(command, sizeof(command), "rm -rf '%s'", home->folder);
	free(home);
	return system(command);
}

static struct nssh_history *opened(void)
{
	struct nssh_history *history = nssh_history_new();

	assert_non_null(history);
	assert_int_equal(nssh_history_open(history, NULL), 0);
	return history;
}

static void add(struct nssh_history *history, const char *line)
{
	nssh_history_add(history, line, strlen(line));
}

static void write_file(const char *path, const char *text)
{
	FILE *to = fopen(path, "we");

	assert_non_null(to);
	assert_true(fputs(text, to) >= 0);
	assert_int_equal(fclose(to), 0);
}

static void assert_file(const struct home *home, const char *wanted)
{
	char text[4096] = "";
	FILE *from = fopen(home->file, "re");

	assert_non_null(from);
	text[fread(text, 1, sizeof(text) - 1, from)] = '\0';
	assert_int_equal(fclose(from), 0);
	assert_string_equal(text, wanted);
}

static void assert_mode(const char *path, mode_t mode)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, mode);
}

static void test_kept(void **state)
{
	struct nssh_history *history = opened();

	add(history, "netns add red");
	add(history, "link show  ");
	add(history, "netns add red");
	add(history, " secret");
	add(history, "");
	assert_int_equal(nssh_history_count(history), 2);
	assert_string_equal(nssh_history_line(history, 0), "netns add red");
	assert_string_equal(nssh_history_line(history, 1), "link show");
	assert_null(nssh_history_line(history, 2));
	/* Each line is in the file at once. */
	assert_file(*state, "netns add red\nlink show\nnetns add red\n");
	nssh_history_free(history);
	assert_file(*state, "link show\nnetns add red\n");

	history = opened();
	assert_int_equal(nssh_history_count(history), 2);
	assert_string_equal(nssh_history_line(history, 0), "netns add red");
	nssh_history_free(history);
}

static void test_private(void **state)
{
	const struct home *home = *state;
	struct nssh_history *history;
	char folder[128];

	nssh_history_free(opened());
	assert_mode(home->file, 0600);
	(void)snprintf(folder, sizeof(folder), "%s/.local/state/nssh", home->folder);
	assert_mode(folder, 0700);
	/* What others have opened up is closed again. */
	assert_int_equal(chmod(home->file, 0644), 0);
	assert_int_equal(chmod(folder, 0755), 0);
	history = opened();
	assert_mode(home->file, 0600);
	assert_mode(folder, 0700);
	nssh_history_free(history);
}

static void test_link_refused(void **state)
{
	const struct home *home = *state;
	struct nssh_history *history;
	char target[128];

	nssh_history_free(opened());
	(void)snprintf(target, sizeof(target), "%s/victim", home->folder);
	write_file(target, "mine\n");
	assert_int_equal(unlink(home->file), 0);
	assert_int_equal(symlink(target, home->file), 0);
	history = nssh_history_new();
	assert_int_equal(nssh_history_open(history, NULL), -ELOOP);
	add(history, "still in memory");
	assert_int_equal(nssh_history_count(history), 1);
	nssh_history_free(history);
}

static void test_many_lines(void **state)
{
	struct nssh_history *history = opened();

	add(history, "link add a \\\n\ttype veth");
	add(history, "!echo \\\\");
	nssh_history_free(history);
	assert_file(*state, "link add a \\\\\n\ttype veth\n!echo \\\\ \n");
	history = opened();
	assert_string_equal(nssh_history_line(history, 0), "!echo \\\\");
	assert_string_equal(nssh_history_line(history, 1), "link add a \\\n\ttype veth");
	nssh_history_free(history);
}

static void test_two_shells(void **state)
{
	struct nssh_history *one = opened();
	struct nssh_history *two = opened();

	add(one, "a");
	add(two, "b");
	add(one, "c");
	add(two, "a");
	nssh_history_free(one);
	add(two, "d");
	nssh_history_free(two);
	assert_file(*state, "b\nc\na\nd\n");
}

static void test_bounded(void **state)
{
	struct nssh_history *history = opened();
	char line[32];
	char *wide = calloc(1, NSSH_HISTORY_WIDTH + 2);

	(void)state;
	assert_non_null(wide);
	memset(wide, 'x', NSSH_HISTORY_WIDTH + 1);
	add(history, wide);
	assert_int_equal(nssh_history_count(history), 0);
	free(wide);
	for (int i = 0; i < NSSH_HISTORY_LINES + 5; i++) {
		(void)snprintf(line, sizeof(line), "line %d", i);
		add(history, line);
	}
	nssh_history_free(history);
	history = opened();
	assert_int_equal(nssh_history_count(history), NSSH_HISTORY_LINES);
	assert_string_equal(nssh_history_line(history, NSSH_HISTORY_LINES - 1), "line 5");
	nssh_history_free(history);
}

/* A file that was damaged, or written by something else, does no harm. */
static void test_strange_file(void **state)
{
	const struct home *home = *state;
	struct nssh_history *history;
	int fd;

	nssh_history_free(opened());
	write_file(home->file, "\n\n \nok\n\xff\xfe\nno newline \\");
	history = opened();
	assert_int_equal(nssh_history_count(history), 3);
	assert_string_equal(nssh_history_line(history, 0), "no newline \\");
	assert_string_equal(nssh_history_line(history, 2), "ok");
	nssh_history_free(history);
	fd = open(home->file, O_WRONLY | O_TRUNC | O_CLOEXEC);
	assert_int_equal(write(fd, "a\0b\nc\n", 6), 6);
	assert_int_equal(close(fd), 0);
	history = opened();
	assert_int_equal(nssh_history_count(history), 1);
	nssh_history_free(history);
	assert_file(home, "c\n");
}

static void test_no_place(void **state)
{
	struct nssh_history *history = nssh_history_new();

	(void)state;
	(void)unsetenv("HOME");
	(void)setenv("XDG_STATE_HOME", "relative", 1);
	assert_int_equal(nssh_history_open(history, NULL), 0);
	add(history, "a");
	assert_int_equal(nssh_history_count(history), 1);
	nssh_history_free(history);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_kept, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_private, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_link_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_many_lines, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_two_shells, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_bounded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_strange_file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_no_place, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
