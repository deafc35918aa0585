/* SPDX-License-Identifier: MIT */
/* Handing a command over to the system's own `ip`, for what nssh does not know itself. */
#ifndef NSSH_SYSTEM_H
#define NSSH_SYSTEM_H

#include <nssh/command.h>
#include <nssh/error.h>

/**
 * nssh_system_ip() - run the system's `ip` with the options and all the words of this command
 *
 * In the namespace that the command is about, so for verbs with the effect NSSH_RUNS. It is looked
 * for in PATH, then in /usr/sbin, /sbin, /usr/bin and /bin; nssh itself under the name `ip` is passed
 * over. With NSSH_TRACE=1 in the environment, a line on standard error tells what is run.
 *
 * Return: as a verb's run(): its exit status, or a negative errno with @err filled.
 */
int nssh_system_ip(struct nssh_cmd *cmd, struct nssh_error *err);

/**
 * nssh_system_program() - run the system's program that the first word of this command names
 *
 * With the other words, and with those of the options that it shares with `ip`: -d, -j, -o, -p and -s.
 * Otherwise, and behind `ip`, as nssh_system_ip().
 */
int nssh_system_program(struct nssh_cmd *cmd, struct nssh_error *err);

/**
 * nssh_plan_system_ip() - the same as an op of the plan, for verbs with the effect NSSH_CHANGES
 *
 * The op fails when `ip` does; what was wrong, `ip` has said on standard error.
 */
int nssh_plan_system_ip(struct nssh_cmd *cmd, struct nssh_error *err);

#endif
