/* SPDX-License-Identifier: MIT */
/* A line on the terminal that tells how far a long run is. */
#ifndef NSSH_LANG_PROGRESS_H
#define NSSH_LANG_PROGRESS_H

#include <stddef.h>
#include <time.h>

struct nssh_net;

/**
 * struct nssh_progress
 * @total, @done: lines
 * @shown: when it was last written; @visible: something is on the terminal
 */
struct nssh_progress {
	struct nssh_net *net;
	size_t total, done;
	struct timespec begun, shown;
	int visible;
};

/* Only on a terminal, and only when it takes long enough to be read. */
void nssh_progress_start(struct nssh_progress *progress, struct nssh_net *net, size_t total);
/* Before something else is written to the terminal. */
void nssh_progress_hide(void);
/* The line is gone then. */
void nssh_progress_stop(struct nssh_progress *progress);

#endif
