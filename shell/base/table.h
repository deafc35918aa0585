/* SPDX-License-Identifier: MIT */
/* A table of things that are found by a hash of what they are. */
#ifndef NSSH_BASE_TABLE_H
#define NSSH_BASE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct nssh_table - with open addressing; zero but for @size and @same it is an empty one
 * @size:   bytes of an item, which is copied in
 * @same:   is this item the one that is looked for?
 * @hashes: 0 where there is none; @items: beside them
 * @room:   a power of two or 0; a quarter is always empty
 */
struct nssh_table {
	size_t size;
	bool (*same)(const void *item, const void *key);
	uint64_t *hashes;
	unsigned char *items;
	size_t count, room;
};

/* To begin a hash with. */
#define NSSH_HASH_START 0xcbf29ce484222325u

/* Bytes more in a hash. */
uint64_t nssh_hash(uint64_t hash, const void *bytes, size_t size);

/* What @table->same finds to be the same as @key, until the next is added; or NULL. */
void *nssh_table_find(const struct nssh_table *table, uint64_t hash, const void *key);

/* Add what is not in it. Return: its place, until the next is added; NULL without memory. */
void *nssh_table_add(struct nssh_table *table, uint64_t hash, const void *item);

/* All of them, in any order: *@at is 0 first. Return: NULL behind the last. */
void *nssh_table_next(const struct nssh_table *table, size_t *at);

/* Forget all. */
void nssh_table_clear(struct nssh_table *table);

#endif
