/* SPDX-License-Identifier: MIT */
/* A text that words are read from. */
#define _GNU_SOURCE
#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

struct nssh_source *nssh_source_new(const char *name, const char *text, size_t size)
{
	struct nssh_source *source = calloc(1, sizeof(*source));

	if (!source)
		return NULL;
	source->text = malloc(size + 1);
	source->name = name ? strdup(name) : NULL;
	if (!source->text || (name && !source->name)) {
		nssh_source_free(source);
		return NULL;
	}
	if (size)
		memcpy(source->text, text, size);
	source->text[size] = '\0';
	source->size = size;
	return source;
}

void nssh_source_free(struct nssh_source *source)
{
	if (!source)
		return;
	free(source->name);
	free(source->text);
	free(source);
}

static int read_all(int fd, struct nssh_text *text)
{
	char buf[65536];

	for (;;) {
		ssize_t n = read(fd, buf, sizeof(buf));

		if (n < 0)
			return -errno;
		if (n == 0)
			return text->failed ? -ENOMEM : 0;
		nssh_text_add(text, buf, (size_t)n);
	}
}

static int open_source(const char *path, struct nssh_error *err)
{
	int fd = strcmp(path, "-") == 0 ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
					: open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0) {
		int code = -errno;

		(void)nssh_fail(err, code, NULL, "cannot open %s", path);
		nssh_why(err, "%s", strerror(-code));
		return code;
	}
	return fd;
}

/* A source of a text that becomes its own; it is left empty. */
static struct nssh_source *own_text(const char *name, struct nssh_text *text)
{
	struct nssh_source *source = nssh_source_new(name, "", 0);

	if (source && text->bytes) {
		free(source->text);
		source->text = text->bytes;
		source->size = text->size;
		*text = (struct nssh_text){ 0 };
	}
	return source;
}

/* Which file it is, where that is the same whenever it is read. */
static void identify(struct nssh_source *source, int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return;
	source->dev = st.st_dev;
	source->ino = st.st_ino;
}

char *nssh_source_path(const struct nssh_source *source, const char *path)
{
	const char *slash = source && source->name ? strrchr(source->name, '/') : NULL;
	char *whole;

	if (!slash || *path == '/' || strcmp(path, "-") == 0)
		return strdup(path);
	if (asprintf(&whole, "%.*s/%s", (int)(slash - source->name), source->name, path) < 0)
		return NULL;
	return whole;
}

int nssh_source_read(const char *path, struct nssh_source **ret_source, struct nssh_error *err)
{
	const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
	struct nssh_text text = { 0 };
	int fd = open_source(path, err);
	int rc;

	if (fd < 0)
		return fd;
	rc = read_all(fd, &text);
	if (rc < 0) {
		(void)nssh_fail(err, rc, NULL, "cannot read %s", name);
		nssh_why(err, "%s", strerror(-rc));
	} else if (text.size >= UINT32_MAX) {
		rc = nssh_fail(err, -EFBIG, NULL, "%s is too large: 4 GiB is the most", name);
	} else if (memchr(nssh_text_get(&text), '\0', text.size)) {
		rc = nssh_fail(err, -EILSEQ, NULL, "%s is not a text file: it has a NUL byte",
			       name);
	} else {
		*ret_source = own_text(name, &text);
		if (!*ret_source)
			rc = nssh_fail(err, -ENOMEM, NULL, "no memory to read %s", name);
		else
			identify(*ret_source, fd);
	}
	(void)close(fd);
	nssh_text_done(&text);
	return rc;
}

size_t nssh_word_column(const struct nssh_word *word, size_t *ret_start, size_t *ret_size)
{
	const struct nssh_source *source = word->source;
	size_t at = word->offset < source->size ? word->offset : source->size;
	size_t start = at, end = at, column = 1;

	while (start > 0 && source->text[start - 1] != '\n')
		start--;
	while (end < source->size && source->text[end] != '\n')
		end++;
	for (size_t i = start; i < at; column++) {
		size_t n = nssh_utf8_length(source->text + i, at - i);

		i += n ? n : 1;
	}
	*ret_start = start;
	*ret_size = end - start;
	return column;
}
