/* SPDX-License-Identifier: MIT */
/* Memory that is given back all at once. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include <nssh/plugin.h>

#define BLOCK_SIZE ((size_t)16 * 1024)

struct block {
	struct block *next;
	size_t size, used;
	alignas(max_align_t) unsigned char bytes[];
};

struct nssh_arena {
	struct block *blocks; /* the first one is being filled */
};

struct nssh_arena *nssh_arena_new(void)
{
	return calloc(1, sizeof(struct nssh_arena));
}

static void free_blocks(struct block *block)
{
	while (block) {
		struct block *next = block->next;

		free(block);
		block = next;
	}
}

void nssh_arena_free(struct nssh_arena *arena)
{
	if (!arena)
		return;
	free_blocks(arena->blocks);
	free(arena);
}

void nssh_arena_reset(struct nssh_arena *arena)
{
	struct block *first = arena->blocks;

	if (!first)
		return;
	free_blocks(first->next);
	first->next = NULL;
	first->used = 0;
}

static struct block *add_block(struct nssh_arena *arena, size_t size)
{
	size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
	struct block *block;

	if (size > SIZE_MAX - sizeof(*block))
		return NULL;
	block = malloc(sizeof(*block) + room);
	if (!block)
		return NULL;
	block->size = room;
	block->used = 0;
	block->next = arena->blocks;
	arena->blocks = block;
	return block;
}

void *nssh_arena_alloc(struct nssh_arena *arena, size_t size)
{
	const size_t align = alignof(max_align_t);
	struct block *block = arena->blocks;
	void *p;

	if (size > SIZE_MAX - align)
		return NULL;
	size = (size + align - 1) / align * align;
	if (!block || block->size - block->used < size) {
		block = add_block(arena, size);
		if (!block)
			return NULL;
	}
	p = block->bytes + block->used;
	block->used += size;
	memset(p, 0, size);
	return p;
}

char *nssh_arena_strndup(struct nssh_arena *arena, const char *text, size_t size)
{
	char *copy = size < SIZE_MAX ? nssh_arena_alloc(arena, size + 1) : NULL;

	if (copy)
		memcpy(copy, text, size);
	return copy;
}

void *nssh_type_alloc(struct nssh_arena *arena, size_t size)
{
	return nssh_arena_alloc(arena, size);
}
