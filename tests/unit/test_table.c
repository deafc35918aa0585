/* SPDX-License-Identifier: MIT */
/* The hash table: what is put in is found, also when it grows and when hashes are the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/table.h"

#define MANY 10000

static bool is_number(const void *item, const void *key)
{
	return *(const uint64_t *)item == *(const uint64_t *)key;
}

static void fill(struct nssh_table *table, uint64_t (*hash)(uint64_t number), uint64_t count)
{
	for (uint64_t i = 0; i < count; i++) {
		const uint64_t *there;

		assert_null(nssh_table_find(table, hash(i), &i));
		there = nssh_table_add(table, hash(i), &i);
		assert_non_null(there);
		assert_int_equal(*there, i);
	}
	for (uint64_t i = 0; i < count; i++) {
		const uint64_t *there = nssh_table_find(table, hash(i), &i);

		assert_non_null(there);
		assert_int_equal(*there, i);
	}
	assert_int_equal(table->count, count);
}

static uint64_t good(uint64_t number)
{
	return nssh_hash(NSSH_HASH_START, &number, sizeof(number));
}

/* Zero means an empty place inside. */
static uint64_t bad(uint64_t number)
{
	return number % 2;
}

static void test_many(void **state)
{
	struct nssh_table table = { .size = sizeof(uint64_t), .same = is_number };

	(void)state;
	fill(&table, good, MANY);
	nssh_table_clear(&table);
	assert_int_equal(table.count, 0);
	fill(&table, good, 1);
	nssh_table_clear(&table);
}

static void test_same_hash(void **state)
{
	struct nssh_table table = { .size = sizeof(uint64_t), .same = is_number };

	(void)state;
	fill(&table, bad, 200);
	nssh_table_clear(&table);
}

static void test_all(void **state)
{
	struct nssh_table table = { .size = sizeof(uint64_t), .same = is_number };
	const uint64_t *item;
	uint64_t sum = 0;
	size_t at = 0;

	(void)state;
	assert_null(nssh_table_next(&table, &at));
	fill(&table, good, 100);
	at = 0;
	while ((item = nssh_table_next(&table, &at)))
		sum += *item;
	assert_int_equal(sum, 4950);
	nssh_table_clear(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_same_hash),
		cmocka_unit_test(test_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
