/* SPDX-License-Identifier: MIT */
/* Memory that is given back all at once: the words and values of commands. */
#ifndef NSSH_BASE_ARENA_H
#define NSSH_BASE_ARENA_H

#include <stddef.h>

struct nssh_arena;

/* Return: a new arena, or NULL when there is no memory. */
struct nssh_arena *nssh_arena_new(void);
/* NULL is fine. */
void nssh_arena_free(struct nssh_arena *arena);
/* Forget all allocations, keep the memory for the next ones. */
void nssh_arena_reset(struct nssh_arena *arena);
/* Zeroed and aligned for any object; NULL when there is no memory. */
void *nssh_arena_alloc(struct nssh_arena *arena, size_t size);
/* A copy of @size bytes with a NUL behind. */
char *nssh_arena_strndup(struct nssh_arena *arena, const char *text, size_t size);

#endif
