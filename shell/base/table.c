/* SPDX-License-Identifier: MIT */
/* A hash table. */
#include "base/table.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 64

/* FNV-1a. */
uint64_t nssh_hash(uint64_t hash, const void *bytes, size_t size)
{
	const unsigned char *byte = bytes;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ byte[i]) * 0x100000001b3u;
	return hash;
}

/* 0 stands for an empty place. */
static uint64_t as_kept(uint64_t hash)
{
	hash ^= hash >> 32;
	return hash ? hash : 1;
}

static unsigned char *item_at(const struct nssh_table *table, size_t place)
{
	return table->items + place * table->size;
}

void *nssh_table_find(const struct nssh_table *table, uint64_t hash, const void *key)
{
	const size_t last = table->room - 1;

	hash = as_kept(hash);
	for (size_t i = hash & last; table->room && table->hashes[i]; i = (i + 1) & last) {
		if (table->hashes[i] == hash && table->same(item_at(table, i), key))
			return item_at(table, i);
	}
	return NULL;
}

/* There is an empty place. */
static void *put(struct nssh_table *table, uint64_t hash, const void *item)
{
	const size_t last = table->room - 1;
	size_t i = hash & last;

	while (table->hashes[i])
		i = (i + 1) & last;
	table->hashes[i] = hash;
	table->count++;
	return memcpy(item_at(table, i), item, table->size);
}

static bool grow(struct nssh_table *table)
{
	struct nssh_table more = { .size = table->size, .same = table->same }, old;

	if (table->count + 1 <= table->room / 4 * 3)
		return true;
	more.room = table->room ? table->room * 2 : FIRST_ROOM;
	more.hashes = calloc(more.room, sizeof(*more.hashes));
	more.items = calloc(more.room, more.size);
	if (!more.hashes || !more.items) {
		nssh_table_clear(&more);
		return false;
	}
	for (size_t i = 0; i < table->room; i++) {
		if (table->hashes[i])
			(void)put(&more, table->hashes[i], item_at(table, i));
	}
	old = *table;
	*table = more;
	nssh_table_clear(&old);
	return true;
}

void *nssh_table_add(struct nssh_table *table, uint64_t hash, const void *item)
{
	return grow(table) ? put(table, as_kept(hash), item) : NULL;
}

void *nssh_table_next(const struct nssh_table *table, size_t *at)
{
	while (*at < table->room) {
		size_t place = (*at)++;

		if (table->hashes[place])
			return item_at(table, place);
	}
	return NULL;
}

void nssh_table_clear(struct nssh_table *table)
{
	free(table->hashes);
	free(table->items);
	*table = (struct nssh_table){ .size = table->size, .same = table->same };
}
