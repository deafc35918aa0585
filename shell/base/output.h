/* SPDX-License-Identifier: MIT */
/* The writer's own side: where it writes and in which form; verbs see include/nssh/output.h. */
#ifndef NSSH_BASE_OUTPUT_H
#define NSSH_BASE_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include <nssh/output.h>

/**
 * struct nssh_out_form - how to write
 * @escape: control bytes are made visible (it goes to a terminal)
 */
struct nssh_out_form {
	bool json;
	bool pretty;
	bool oneline;
	bool color;
	bool escape;
};

/* A writer to a stream, which stays the caller's. */
struct nssh_out *nssh_out_new(FILE *to);
void nssh_out_free(struct nssh_out *out);
/* Between commands only. */
void nssh_out_set_form(struct nssh_out *out, const struct nssh_out_form *form);
/**
 * nssh_out_finish() - the end of a command: close what is open, end a JSON text with a newline,
 * write all of it
 *
 * Return: 0, or a negative errno when the stream would not take it (a full disk, a closed pipe).
 */
int nssh_out_finish(struct nssh_out *out, struct nssh_error *err);

#endif
