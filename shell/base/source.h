/* SPDX-License-Identifier: MIT */
/* A text that words are read from: a file, a prompt line, the program's own arguments. */
#ifndef NSSH_BASE_SOURCE_H
#define NSSH_BASE_SOURCE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <nssh/error.h>
#include <nssh/value.h>

/**
 * struct nssh_source - a text and what to call it
 * @name: the file's name for errors; NULL for a line at the prompt or in an option, whose errors are
 *        shown without a position
 * @text: @size bytes, not necessarily ended by a NUL
 * @dev, @ino: which file it is; 0 for what is none, as a pipe
 */
struct nssh_source {
	char *name;
	char *text;
	size_t size;
	dev_t dev;
	ino_t ino;
};

/* A copy of both; NULL when there is no memory. */
struct nssh_source *nssh_source_new(const char *name, const char *text, size_t size);

/**
 * nssh_source_read() - a file, or standard input when @path is "-"
 *
 * Return: 0, or a negative errno with @err filled; it refuses directories and files with a NUL byte.
 */
int nssh_source_read(const char *path, struct nssh_source **ret_source, struct nssh_error *err);

/**
 * nssh_source_path() - a path that stands in a source
 *
 * One that is relative is so to the folder of the file that it stands in, or to the current one when it
 * stands in none. Return: the path, which the caller frees, or NULL when there is no memory.
 */
char *nssh_source_path(const struct nssh_source *source, const char *path);

/* NULL is fine. */
void nssh_source_free(struct nssh_source *source);

/**
 * nssh_word_column() - the column of a word, counted in characters from 1
 * @ret_start, @ret_size: the bytes of its whole line in the source
 */
size_t nssh_word_column(const struct nssh_word *word, size_t *ret_start, size_t *ret_size);

#endif
