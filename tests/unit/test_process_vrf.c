/* SPDX-License-Identifier: MIT */
/* The control group outside of a VRF, by its path. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sdk/process.h"

static void test_parent(void **state)
{
	static const struct {
		const char *path, *parent;
	} cases[] = {
		{ "/vrf/red", "" },
		{ "/user.slice/vrf/red", "/user.slice" },
		{ "/user.slice/lab/vrf/red", "/user.slice/lab" },
		{ "/", NULL },
		{ "/vrf", NULL },
		{ "/system.slice/vrf.service", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char path[64];

		(void)strncpy(path, cases[i].path, sizeof(path) - 1);
		path[sizeof(path) - 1] = '\0';
		assert_int_equal(nssh_vrf_parent(path), cases[i].parent != NULL);
		assert_string_equal(path, cases[i].parent ? cases[i].parent : cases[i].path);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
