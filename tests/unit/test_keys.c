/* SPDX-License-Identifier: MIT */
/* Keys: bytes to characters, pastes told apart from typing; and places on the screen. */
#define _GNU_SOURCE
#include <errno.h>
#include <locale.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/interrupt.h"
#include "ui/keys.h"
#include "ui/terminal.h"
#include "ui/wide.h"

/* Keys that come out of a pipe; @end is where bytes go in. */
struct fixture {
	struct nssh_terminal terminal;
	struct nssh_keys keys;
	int end;
};

static void start(struct fixture *fixture, const char *bytes)
{
	int ends[2];

	memset(fixture, 0, sizeof(*fixture));
	assert_int_equal(pipe(ends), 0);
	fixture->terminal.in = ends[0];
	fixture->keys.terminal = &fixture->terminal;
	fixture->end = ends[1];
	assert_int_equal(write(fixture->end, bytes, strlen(bytes)), strlen(bytes));
}

static void stop(struct fixture *fixture)
{
	(void)close(fixture->terminal.in);
	(void)close(fixture->end);
	nssh_text_done(&fixture->keys.pasted);
}

static void assert_keys(struct fixture *fixture, const wchar_t *wanted)
{
	for (; *wanted; wanted++) {
		wchar_t key = 0;

		assert_int_equal(nssh_keys_next(&fixture->keys, &key), 1);
		assert_int_equal(key, *wanted);
	}
}

static void assert_line(struct fixture *fixture, const char *wanted, bool ended)
{
	struct nssh_text line = { 0 };

	assert_int_equal(nssh_keys_paste_line(&fixture->keys, &line), ended);
	assert_string_equal(nssh_text_get(&line), wanted);
	nssh_text_done(&line);
}

static void test_characters(void **state)
{
	struct fixture fixture;

	(void)state;
	start(&fixture, "a\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x99\x82\t\x03");
	assert_keys(&fixture, L"a\xe9\x6f22\x1f642\t\x03");
	stop(&fixture);
}

static void test_broken_utf8(void **state)
{
	struct fixture fixture;

	(void)state;
	/* A lone continuation, a byte that never is, a cut character, a C1 control, a surrogate. */
	start(&fixture, "\200\377a\303b\302\200c\355\240\200d");
	assert_keys(&fixture, L"abcd");
	stop(&fixture);
}

static void test_escape(void **state)
{
	struct fixture fixture;

	(void)state;
	start(&fixture, "\033[A\033[201\033[2\033");
	assert_keys(&fixture, L"\033[A\033[201\033[2\033");
	stop(&fixture);
}

static void test_paste(void **state)
{
	struct fixture fixture;

	(void)state;
	start(&fixture, "x\033[200~one\ttwo\r\nthree\rfour\x1b[5m\x07\xc2\x9b\xff\n\033[201~y");
	assert_keys(&fixture, L"x\x80");
	assert_true(nssh_keys_pasted(&fixture.keys));
	assert_line(&fixture, "one\ttwo", true);
	assert_line(&fixture, "three", true);
	assert_line(&fixture, "four[5m", true);
	assert_false(nssh_keys_pasted(&fixture.keys));
	assert_keys(&fixture, L"y");
	stop(&fixture);
}

static void test_paste_without_newline(void **state)
{
	struct fixture fixture;

	(void)state;
	start(&fixture, "\033\033[200~a\nb\033[201~");
	assert_keys(&fixture, L"\033\x80");
	assert_line(&fixture, "a", true);
	assert_line(&fixture, "b", false);
	assert_false(nssh_keys_pasted(&fixture.keys));
	stop(&fixture);
}

static void test_paste_given_up(void **state)
{
	struct fixture fixture;

	(void)state;
	start(&fixture, "\033[200~never ends\003a");
	assert_keys(&fixture, L"\003a");
	assert_false(nssh_keys_pasted(&fixture.keys));
	stop(&fixture);
}

static void test_signals(void **state)
{
	struct fixture fixture;
	wchar_t key;

	(void)state;
	nssh_interrupt_setup();
	start(&fixture, "a");
	assert_int_equal(raise(SIGINT), 0);
	assert_keys(&fixture, L"\003a");
	assert_int_equal(raise(SIGTERM), 0);
	assert_int_equal(nssh_keys_next(&fixture.keys, &key), -EINTR);
	nssh_interrupt_clear();
	(void)close(fixture.end);
	fixture.end = -1;
	assert_int_equal(nssh_keys_next(&fixture.keys, &key), 0);
	stop(&fixture);
}

static void test_wide(void **state)
{
	static const char text[] = "a\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x99\x82";
	struct nssh_text back = { 0 };
	wchar_t *wide = nssh_wide_new(text, strlen(text));

	(void)state;
	assert_non_null(wide);
	assert_int_equal(wcslen(wide), 4);
	nssh_text_wide(&back, wide, 4);
	assert_string_equal(nssh_text_get(&back), text);
	nssh_text_done(&back);
	free(wide);
	wide = nssh_wide_new("\xff", 1);
	assert_int_equal(wide[0], 0xfffd);
	free(wide);
}

static void test_places(void **state)
{
	struct nssh_place place = { 0 };

	(void)state;
	assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
	nssh_place_move(&place, L"abc\t", 4, 10);
	assert_int_equal(place.column, 8);
	/* A wide character that does not fit goes to the next row whole. */
	nssh_place_move(&place, L"x\x6f22", 2, 10);
	assert_int_equal(place.row, 1);
	assert_int_equal(place.column, 2);
	nssh_place_move(&place, L"12345678", 8, 10);
	assert_int_equal(place.row, 2);
	assert_int_equal(place.column, 0);
	nssh_place_move(&place, L"\001\ny", 3, 10);
	assert_int_equal(place.row, 3);
	assert_int_equal(place.column, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_characters),
		cmocka_unit_test(test_broken_utf8),
		cmocka_unit_test(test_escape),
		cmocka_unit_test(test_paste),
		cmocka_unit_test(test_paste_without_newline),
		cmocka_unit_test(test_paste_given_up),
		cmocka_unit_test(test_signals),
		cmocka_unit_test(test_wide),
		cmocka_unit_test(test_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
