/* SPDX-License-Identifier: MIT */
/* Whether the user has asked for a stop. */
#define _GNU_SOURCE
#include "base/interrupt.h"

#include <signal.h>
#include <stddef.h>

/* A signal handler has nowhere else to leave its word. */
static volatile sig_atomic_t caught;

static void on_signal(int number)
{
	caught = number;
}

static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE };

#define NSIGNALS (sizeof(signals) / sizeof(*signals))

/* What nohup(1), or a shell that starts it in the background, wants ignored, stays so. */
static bool ignored[NSIGNALS];

void nssh_interrupt_setup(void)
{
	struct sigaction sa, old;

	for (size_t i = 0; i < NSIGNALS; i++) {
		ignored[i] = sigaction(signals[i], NULL, &old) == 0 && old.sa_handler == SIG_IGN;
		if (ignored[i])
			continue;
		sa = (struct sigaction){
			.sa_handler = signals[i] == SIGPIPE ? SIG_IGN : on_signal,
		};
		(void)sigemptyset(&sa.sa_mask);
		(void)sigaction(signals[i], &sa, NULL);
	}
}

void nssh_interrupt_restore(void)
{
	for (size_t i = 0; i < NSIGNALS; i++) {
		struct sigaction sa = { .sa_handler = ignored[i] ? SIG_IGN : SIG_DFL };

		(void)sigemptyset(&sa.sa_mask);
		(void)sigaction(signals[i], &sa, NULL);
	}
}

static unsigned int holds;

int nssh_interrupt_signal(void)
{
	return holds ? 0 : caught;
}

void nssh_interrupt_hold(void)
{
	holds++;
}

void nssh_interrupt_release(void)
{
	holds--;
}

void nssh_interrupt_clear(void)
{
	caught = 0;
}
