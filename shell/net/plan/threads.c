/* SPDX-License-Identifier: MIT */
/* Doing the same to many things in several threads. */
#define _GNU_SOURCE
#include "net/plan/threads.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#define MOST     8
/* Fewer than these are done sooner than a thread is made. */
#define WORTH_IT 4

struct job {
	int (*work)(size_t i, void *arg);
	void *arg;
	size_t count, next;
	pthread_mutex_t lock;
	int rc;
};

/* Return: the number of the next, or @count. */
static size_t take_next(struct job *job)
{
	size_t i;

	(void)pthread_mutex_lock(&job->lock);
	i = job->rc < 0 || job->next == job->count ? job->count : job->next++;
	(void)pthread_mutex_unlock(&job->lock);
	return i;
}

static void *run(void *arg)
{
	struct job *job = arg;
	size_t i;

	while ((i = take_next(job)) < job->count) {
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

int nssh_in_threads(size_t count, size_t most, int (*work)(size_t i, void *arg), void *arg)
{
	struct job job = {
		.work = work, .arg = arg, .count = count, .lock = PTHREAD_MUTEX_INITIALIZER
	};
	size_t started = 0, wanted = count < WORTH_IT ? 1 : most < MOST ? most : MOST;
	pthread_t threads[MOST];
	sigset_t all, before;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	while (started < wanted && pthread_create(&threads[started], NULL, run, &job) == 0)
		started++;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	for (size_t i = 0; i < started; i++)
		(void)pthread_join(threads[i], NULL);
	return started ? job.rc : -EAGAIN;
}
