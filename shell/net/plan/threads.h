/* SPDX-License-Identifier: MIT */
/* Doing the same to many things in several threads, where the kernel makes each of them wait. */
#ifndef NSSH_NET_PLAN_THREADS_H
#define NSSH_NET_PLAN_THREADS_H

#include <stddef.h>

/**
 * nssh_in_threads() - call @work for each number below @count, in any order
 * @most: threads at most; few things are done in the calling thread's own time by one
 *
 * The threads get no signals, and may go to other namespaces: none of them comes back. When @work returns
 * a negative number, no more are begun. Return: 0, or the first such number.
 */
int nssh_in_threads(size_t count, size_t most, int (*work)(size_t i, void *arg), void *arg);

struct nssh_threads;

/* The same without waiting. Return: NULL when there is no thread or no memory. */
struct nssh_threads *nssh_threads_start(size_t count, size_t most, int (*work)(size_t i, void *arg),
					void *arg);
/* Begin no more. */
void nssh_threads_stop(struct nssh_threads *threads);
/* Wait for them, and free it. Return: as nssh_in_threads(). */
int nssh_threads_join(struct nssh_threads *threads);

/* How many threads can run at once on this system. */
size_t nssh_thread_count(void);

#endif
