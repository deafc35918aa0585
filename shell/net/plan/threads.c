/* SPDX-License-Identifier: MIT */
/* Doing the same to many things in several threads. */
#define _GNU_SOURCE
#include "net/plan/threads.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#define MOST     8
/* Fewer than these are done sooner than a thread is made. */
#define WORTH_IT 4

struct nssh_threads {
	int (*work)(size_t i, void *arg);
	void *arg;
	size_t count, next;
	pthread_mutex_t lock;
	int rc;
	pthread_t threads[MOST];
	size_t started;
};

static bool take_next(struct nssh_threads *job, size_t *ret)
{
	bool more;

	(void)pthread_mutex_lock(&job->lock);
	more = job->rc == 0 && job->next < job->count;
	if (more)
		*ret = job->next++;
	(void)pthread_mutex_unlock(&job->lock);
	return more;
}

static void *run(void *arg)
{
	struct nssh_threads *job = arg;
	size_t i;

	while (take_next(job, &i)) {
		int rc = job->work(i, job->arg);

		if (rc >= 0)
			continue;
		(void)pthread_mutex_lock(&job->lock);
		job->rc = job->rc < 0 ? job->rc : rc;
		(void)pthread_mutex_unlock(&job->lock);
	}
	return NULL;
}

size_t nssh_thread_count(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	return cores < 1 ? 1 : cores > MOST ? MOST : (size_t)cores;
}

struct nssh_threads *nssh_threads_start(size_t count, size_t most, int (*work)(size_t i, void *arg),
					void *arg)
{
	size_t wanted = count < WORTH_IT ? 1 : most < MOST ? most : MOST;
	struct nssh_threads *job = calloc(1, sizeof(*job));
	sigset_t all, before;

	if (!job)
		return NULL;
	job->work = work;
	job->arg = arg;
	job->count = count;
	(void)pthread_mutex_init(&job->lock, NULL);
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	while (job->started < wanted &&
	       pthread_create(&job->threads[job->started], NULL, run, job) == 0)
		job->started++;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (job->started)
		return job;
	free(job);
	return NULL;
}

void nssh_threads_stop(struct nssh_threads *job)
{
	(void)pthread_mutex_lock(&job->lock);
	job->count = job->next;
	(void)pthread_mutex_unlock(&job->lock);
}

int nssh_threads_join(struct nssh_threads *job)
{
	int rc;

	for (size_t i = 0; i < job->started; i++)
		(void)pthread_join(job->threads[i], NULL);
	rc = job->rc;
	(void)pthread_mutex_destroy(&job->lock);
	free(job);
	return rc;
}

int nssh_in_threads(size_t count, size_t most, int (*work)(size_t i, void *arg), void *arg)
{
	struct nssh_threads *job = nssh_threads_start(count, most, work, arg);

	return job ? nssh_threads_join(job) : -EAGAIN;
}
