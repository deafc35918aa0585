/* SPDX-License-Identifier: MIT */
/* The prompt. */
#ifndef NSSH_UI_REPL_H
#define NSSH_UI_REPL_H

struct nssh_session;

/**
 * enum nssh_repl_flag - what the prompt should say
 * @NSSH_REPL_SANDBOX: the shell is in a sandbox
 */
enum nssh_repl_flag {
	NSSH_REPL_SANDBOX = 1,
};

/**
 * nssh_repl() - read lines and run them until the user leaves
 *
 * With a terminal on standard input: line editing, completion, history. Without: lines are run as
 * they come, with no prompt. Return: the exit status: that of the last line, or of `exit`.
 */
int nssh_repl(struct nssh_session *session, unsigned int flags);

#endif
