/* SPDX-License-Identifier: MIT */
/* Running programs in namespaces. */
#ifndef NSSH_PROCESS_H
#define NSSH_PROCESS_H

#include <stdbool.h>

#include <nssh/command.h>
#include <nssh/error.h>
#include <nssh/netns.h>

/**
 * struct nssh_exec - how to run a program
 * @argv:  the program (looked up in PATH) and its arguments, ended by NULL
 * @mounts: give it a mount namespace of its own with /sys of the network namespace and the files of
 *         /etc/netns/NAME bound over those of /etc, as `ip netns exec` does
 * @stay:  more is to be done after it, so it may not take nssh's place
 * @env:   strings NAME=VALUE to add to the environment, ended by NULL; or NULL
 * @word:  the word to blame when the program is not there; or NULL
 */
struct nssh_exec {
	const char *const *argv;
	bool mounts;
	bool stay;
	const char *const *env;
	const struct nssh_word *word;
};

/**
 * nssh_exec_wait() - run a program in a namespace and wait for it
 *
 * What was written to the command's output comes out before what the program writes. On a terminal
 * that nssh is in the foreground of, the program gets a process group of its own: Ctrl-C goes to it
 * alone. There are no jobs: a program that stops (Ctrl-Z) is continued, with a warning. The modes of
 * the terminal are put back afterwards. Elsewhere the program shares nssh's process group, and a
 * SIGTERM, SIGHUP or SIGINT that is sent to nssh is passed on.
 *
 * When nssh_cmd_is_last() and not @stay, the program takes nssh's place instead, and the call
 * returns only if it could not be started.
 *
 * In the home namespace @mounts does nothing.
 *
 * Return: its exit status, 128 + N when signal N ended it, or a negative errno with @err filled when
 * it could not be started.
 */
int nssh_exec_wait(struct nssh_cmd *cmd, struct nssh_ns *ns, const struct nssh_exec *exec,
		   struct nssh_error *err);

#endif
