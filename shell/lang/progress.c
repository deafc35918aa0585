/* SPDX-License-Identifier: MIT */
/* A line on the terminal that tells how far a long run is. */
#define _GNU_SOURCE
#include "lang/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net/net.h"

/* Seconds: what is over sooner needs no line, and faster than that nobody reads. */
#define FIRST 0.5
#define PAUSE 0.1

/* The one that is under way, which messages have to make room for. */
static struct nssh_progress *current;

static double since(const struct timespec *then, const struct timespec *now)
{
	return (double)(now->tv_sec - then->tv_sec) + (double)(now->tv_nsec - then->tv_nsec) / 1e9;
}

static void show(struct nssh_progress *progress, double seconds)
{
	double rate = (double)progress->done / seconds;
	double left = rate > 0 ? (double)(progress->total - progress->done) / rate : 0;

	(void)fprintf(stderr, "\r%zu of %zu, %.0f/s, %.0f s left\033[K", progress->done,
		      progress->total, rate, left);
	(void)fflush(stderr);
	progress->visible = 1;
}

static void on_step(void *arg)
{
	struct nssh_progress *progress = arg;
	struct timespec now;

	if (progress->done < progress->total)
		progress->done++;
	/* Asking for the time at each step would be the longest part of some. */
	if (progress->done % 16)
		return;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	if (since(&progress->begun, &now) < FIRST || since(&progress->shown, &now) < PAUSE)
		return;
	progress->shown = now;
	show(progress, since(&progress->begun, &now));
}

void nssh_progress_start(struct nssh_progress *progress, struct nssh_net *net, size_t total)
{
	const char *terminal = getenv("TERM");

	*progress = (struct nssh_progress){ .net = net, .total = total };
	if (!isatty(STDERR_FILENO) || !terminal || strcmp(terminal, "dumb") == 0)
		return;
	(void)clock_gettime(CLOCK_MONOTONIC, &progress->begun);
	progress->shown = progress->begun;
	nssh_net_set_progress(net, on_step, progress);
	current = progress;
}

void nssh_progress_hide(void)
{
	if (current && current->visible)
		(void)fputs("\r\033[K", stderr);
	if (current)
		current->visible = 0;
}

void nssh_progress_stop(struct nssh_progress *progress)
{
	nssh_net_set_progress(progress->net, NULL, NULL);
	nssh_progress_hide();
	current = NULL;
}
