/* SPDX-License-Identifier: MIT */
/* Trying what is to be run in a sandbox that is thrown away. */
#ifndef NSSH_LANG_DRY_RUN_H
#define NSSH_LANG_DRY_RUN_H

#include <stdbool.h>

struct nssh_out;
struct nssh_registry;
struct nssh_session;

/**
 * struct nssh_dry_run - what is tried
 * @run:     runs it in a session and returns its status; called twice, first with one that only surveys
 * @name:    of the file, or NULL
 * @sandbox: this is a sandbox already, where there is nothing to be stood in for
 * @quiet:   how it went is not summed up
 */
struct nssh_dry_run {
	struct nssh_registry *registry;
	struct nssh_out *out;
	int (*run)(struct nssh_session *session, bool survey, void *arg);
	void *arg;
	const char *name;
	bool sandbox, no_fuse, quiet;
};

/**
 * nssh_dry_run() - run it for real where it does no harm
 *
 * What it builds on is looked at, this process goes into a sandbox for good, and stand-ins are made
 * there. Return: the status that the run would have.
 */
int nssh_dry_run(const struct nssh_dry_run *dry);

#endif
