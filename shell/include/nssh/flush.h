/* SPDX-License-Identifier: MIT */
/* Deleting all that words select: in rounds, since more may come while some go. */
#ifndef NSSH_FLUSH_H
#define NSSH_FLUSH_H

#include <stddef.h>

#include <nssh/command.h>
#include <nssh/error.h>
#include <nssh/output.h>

/**
 * struct nssh_flush - how to flush
 * @things: what is deleted, for errors: "routes"
 * @word:   the word to blame
 * @out:    where to tell of it, as `ip -s` does; NULL: nowhere
 * @round:  delete what is there. @ret_count: how much that was; 0 ends it. Return: 0 or a negative
 *          errno with @err filled.
 */
struct nssh_flush {
	const char *things;
	const struct nssh_word *word;
	struct nssh_out *out;
	int (*round)(void *arg, size_t *ret_count, struct nssh_error *err);
};

/** nssh_flush_run() - rounds until there is nothing more; -EAGAIN after ten */
int nssh_flush_run(const struct nssh_flush *flush, void *arg, struct nssh_error *err);

#endif
