/* SPDX-License-Identifier: MIT */
/* Who may have written a plugin: what a program with privilege loads, others may not be able to change. */
#ifndef NSSH_PLUGIN_TRUST_H
#define NSSH_PLUGIN_TRUST_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

#include <nssh/error.h>

/**
 * struct nssh_trust - what is trusted
 * @needed:  the program has privilege; else a plugin can do no more than its user could anyway
 * @owner:   of the program itself: he has it in his hands already
 * @program: the program's folder, whose own place in the tree is trusted as the program is
 * @size:    of that, in bytes
 */
struct nssh_trust {
	bool needed;
	uid_t owner;
	size_t size;
	char program[4096]; /* PATH_MAX */
};

void nssh_trust_learn(struct nssh_trust *trust);

/* A file or folder by itself. Return: 0, or -EPERM with @err filled with one line. */
int nssh_trust_check(const struct nssh_trust *trust, const char *path, const struct stat *st,
		     struct nssh_error *err);

/* A folder and each one above it, up to the root or to the program's own. Without links. */
int nssh_trust_check_folder(const struct nssh_trust *trust, const char *folder,
			    struct nssh_error *err);

#endif
