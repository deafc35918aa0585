/* SPDX-License-Identifier: MIT */
/* Whether the user has asked for a stop: Ctrl-C, or a signal to end. */
#ifndef NSSH_BASE_INTERRUPT_H
#define NSSH_BASE_INTERRUPT_H

#include <stdbool.h>

/*
 * Catch SIGINT and SIGTERM (and SIGHUP) without restarting system calls; SIGPIPE is ignored. Those
 * that were ignored already are let be. Once, at the start.
 */
void nssh_interrupt_setup(void);
/* Give a child the dispositions back that nssh was started with; async-signal-safe. */
void nssh_interrupt_restore(void);
/* The number of the signal that came since the last clear, or 0. */
int nssh_interrupt_signal(void);
void nssh_interrupt_clear(void);
/*
 * Until the release nothing is said of a signal: what takes back must not be stopped half way. One that
 * came before is said again after it. Calls nest.
 */
void nssh_interrupt_hold(void);
void nssh_interrupt_release(void);

#endif
