/* SPDX-License-Identifier: MIT */
/*
 * The lines that were entered.
 *
 * In the file each line is one line; a newline inside of one has a backslash in front of it. Lines
 * are appended by one write each, so that several shells can share the file; it is only rewritten
 * to be tidied up, into a new file that takes its place.
 */
#define _GNU_SOURCE
#include "ui/history.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

/* A bigger file is not read: it is not ours, or somebody plays tricks. */
#define FILE_LIMIT 67108864u

#define FILE_NAME "history"

/*
 * @lines: from the oldest to the newest
 * @folder: descriptor of the folder with the file, or -1
 */
struct nssh_history {
	char **lines;
	size_t count;
	int folder;
};

struct nssh_history *nssh_history_new(void)
{
	struct nssh_history *history = calloc(1, sizeof(*history));

	if (!history)
		return NULL;
	history->lines = calloc(NSSH_HISTORY_LINES, sizeof(*history->lines));
	history->folder = -1;
	if (!history->lines) {
		free(history);
		return NULL;
	}
	return history;
}

size_t nssh_history_count(const struct nssh_history *history)
{
	return history->count;
}

const char *nssh_history_line(const struct nssh_history *history, size_t age)
{
	return age < history->count ? history->lines[history->count - 1 - age] : NULL;
}

static void drop(struct nssh_history *history, size_t at)
{
	free(history->lines[at]);
	history->count--;
	memmove(history->lines + at, history->lines + at + 1,
		(history->count - at) * sizeof(*history->lines));
}

static void drop_all(struct nssh_history *history)
{
	while (history->count)
		free(history->lines[--history->count]);
}

/* Return: something in memory has changed that is not simply one line more. */
static bool remember(struct nssh_history *history, const char *line, size_t size)
{
	size_t before = history->count;
	char *copy = strndup(line, size);

	if (!copy)
		return false;
	for (size_t at = 0; at < history->count; at++) {
		if (strcmp(history->lines[at], copy) == 0) {
			drop(history, at);
			break;
		}
	}
	if (history->count == NSSH_HISTORY_LINES)
		drop(history, 0);
	history->lines[history->count++] = copy;
	return history->count == before;
}

static bool wanted(const char *line, size_t size)
{
	return size && size <= NSSH_HISTORY_WIDTH && *line != ' ' && *line != '\n' &&
	       !memchr(line, '\0', size);
}

static void encode(struct nssh_text *to, const char *line)
{
	char last = '\0';

	for (; *line; last = *line++) {
		if (*line == '\n')
			nssh_text_str(to, "\\");
		nssh_text_add(to, line, 1);
	}
	/* Or the end of the line would look like one inside of it. */
	if (last == '\\')
		nssh_text_str(to, " ");
	nssh_text_str(to, "\n");
}

/* Take one line from @bytes; return how many bytes it covers. */
static size_t decode(struct nssh_text *line, const char *bytes, size_t size)
{
	size_t used = 0;

	nssh_text_clear(line);
	while (used < size) {
		const char *start = bytes + used;
		const char *end = memchr(start, '\n', size - used);
		size_t length = end ? (size_t)(end - start) : size - used;
		bool more = end && length && start[length - 1] == '\\';

		used += length + (end != NULL);
		nssh_text_add(line, start, length - more);
		if (!more)
			break;
		nssh_text_str(line, "\n");
	}
	return used;
}

static int read_all(int fd, struct nssh_text *text)
{
	char buf[8192];
	ssize_t n;

	while ((n = read(fd, buf, sizeof(buf))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		nssh_text_add(text, buf, (size_t)n);
		if (text->failed || text->size > FILE_LIMIT)
			return -EFBIG;
	}
	return 0;
}

static int write_all(int fd, const struct nssh_text *text)
{
	for (size_t at = 0; at < text->size;) {
		ssize_t n = write(fd, text->bytes + at, text->size - at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		at += (size_t)n;
	}
	return 0;
}

/* Ours, a plain file, and for nobody else to read. */
static int check_file(int fd, struct stat *ret_st)
{
	if (fstat(fd, ret_st))
		return -errno;
	if (!S_ISREG(ret_st->st_mode))
		return -EINVAL;
	if (ret_st->st_uid != geteuid())
		return -EPERM;
	if ((ret_st->st_mode & 07777) != 0600 && fchmod(fd, 0600))
		return -errno;
	return 0;
}

/* The file, locked; it is opened again when it was replaced while we waited for the lock. */
static int open_locked(const struct nssh_history *history)
{
	struct stat st;
	int fd, ret;

	for (;;) {
		fd = openat(history->folder, FILE_NAME,
			    O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
			    0600);
		if (fd < 0)
			return -errno;
		while (flock(fd, LOCK_EX) && errno == EINTR)
			;
		ret = check_file(fd, &st);
		if (!ret && st.st_nlink)
			return fd;
		(void)close(fd);
		if (ret)
			return ret;
	}
}

/* Return: the lines in the file are not those in memory, since some were repeated or too many. */
static bool take_in(struct nssh_history *history, const struct nssh_text *text)
{
	struct nssh_text line = { 0 };
	bool untidy = false;

	for (size_t at = 0; at < text->size;) {
		at += decode(&line, text->bytes + at, text->size - at);
		while (line.size && line.bytes[line.size - 1] == ' ')
			line.size--;
		if (!wanted(nssh_text_get(&line), line.size) ||
		    remember(history, line.bytes, line.size))
			untidy = true;
	}
	nssh_text_done(&line);
	return untidy;
}

static int replace(const struct nssh_history *history)
{
	struct nssh_text text = { 0 };
	char name[32];
	int fd, ret;

	(void)snprintf(name, sizeof(name), FILE_NAME ".%ld", (long)getpid());
	(void)unlinkat(history->folder, name, 0);
	fd = openat(history->folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		    0600);
	if (fd < 0)
		return -errno;
	for (size_t at = 0; at < history->count; at++)
		encode(&text, history->lines[at]);
	ret = text.failed ? -ENOMEM : write_all(fd, &text);
	if (close(fd) && !ret)
		ret = -errno;
	if (!ret && renameat(history->folder, name, history->folder, FILE_NAME))
		ret = -errno;
	if (ret)
		(void)unlinkat(history->folder, name, 0);
	nssh_text_done(&text);
	return ret;
}

/* Memory becomes what is in the file, which other shells may have added to; the file, tidy. */
static int reload(struct nssh_history *history)
{
	struct nssh_text text = { 0 };
	int fd = open_locked(history);
	int ret;

	if (fd < 0)
		return fd;
	ret = read_all(fd, &text);
	if (!ret) {
		drop_all(history);
		if (take_in(history, &text))
			ret = replace(history);
	}
	nssh_text_done(&text);
	(void)close(fd);
	return ret;
}

/* Make the folders of @path that are not there; return a descriptor of the last, which is ours. */
static int open_folder(char *path)
{
	struct stat st;
	int fd;

	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		(void)mkdir(path, 0700);
		*slash = '/';
	}
	if (mkdir(path, 0700) && errno != EEXIST)
		return -errno;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (fstat(fd, &st) || st.st_uid != geteuid()) {
		(void)close(fd);
		return -EPERM;
	}
	if ((st.st_mode & 077) && fchmod(fd, 0700)) {
		(void)close(fd);
		return -EPERM;
	}
	return fd;
}

/* Return: false when the environment names no place. */
static bool folder_name(struct nssh_text *path)
{
	const char *state = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");

	/* The XDG base directory specification: a path that is not absolute is to be ignored. */
	if (state && *state == '/')
		nssh_text_printf(path, "%s/nssh", state);
	else if (home && *home == '/')
		nssh_text_printf(path, "%s/.local/state/nssh", home);
	return path->size && !path->failed;
}

int nssh_history_open(struct nssh_history *history, struct nssh_error *err)
{
	struct nssh_text path = { 0 };
	int ret = 0;

	if (!folder_name(&path))
		goto done;
	ret = open_folder(path.bytes);
	if (ret >= 0) {
		history->folder = ret;
		ret = reload(history);
	}
	if (ret < 0) {
		(void)nssh_fail(err, ret, NULL, "lines are not kept in %s/" FILE_NAME, path.bytes);
		nssh_why(err, "%s", strerror(-ret));
		if (history->folder >= 0)
			(void)close(history->folder);
		history->folder = -1;
	}
done:
	nssh_text_done(&path);
	return ret;
}

void nssh_history_add(struct nssh_history *history, const char *line, size_t size)
{
	struct nssh_text text = { 0 };
	int fd;

	while (size && (line[size - 1] == ' ' || line[size - 1] == '\n'))
		size--;
	if (!wanted(line, size))
		return;
	(void)remember(history, line, size);
	if (history->folder < 0)
		return;
	fd = open_locked(history);
	if (fd < 0)
		return;
	encode(&text, nssh_history_line(history, 0));
	if (!text.failed)
		(void)write_all(fd, &text);
	nssh_text_done(&text);
	(void)close(fd);
}

void nssh_history_free(struct nssh_history *history)
{
	if (!history)
		return;
	if (history->folder >= 0) {
		(void)reload(history);
		(void)close(history->folder);
	}
	drop_all(history);
	free(history->lines);
	free(history);
}
