/* SPDX-License-Identifier: MIT */
/* Types `file` and `command`. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lang/types/types.h"

/**
 * struct listing - which entries of a folder to offer
 * @begin:  what their names begin with; hidden files only when it begins with a dot
 * @before: what stands in front of the names
 * @folders: offer folders too, with a slash behind
 * @runnable: only what may be executed
 */
struct listing {
	const char *begin;
	const char *before;
	bool folders;
	bool runnable;
};

static void offer_entry(const struct nssh_complete *req, int folder, const char *name,
			const struct listing *listing)
{
	struct stat st;
	bool is_folder;
	char *text;

	if (fstatat(folder, name, &st, 0) < 0)
		return;
	is_folder = S_ISDIR(st.st_mode);
	if (is_folder ? !listing->folders
		      : listing->runnable && faccessat(folder, name, X_OK, 0) < 0)
		return;
	if (asprintf(&text, "%s%s%s", listing->before, name, is_folder ? "/" : "") < 0)
		return;
	req->offer(req, text, NULL);
	free(text);
}

static void offer_folder(const struct nssh_complete *req, const char *path,
			 const struct listing *listing)
{
	const size_t size = strlen(listing->begin);
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;

	if (!dir) {
		if (fd >= 0)
			(void)close(fd);
		return;
	}
	while ((entry = readdir(dir))) {
		const char *name = entry->d_name;

		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
		    (name[0] == '.' && listing->begin[0] != '.') ||
		    strncmp(name, listing->begin, size) != 0)
			continue;
		offer_entry(req, fd, name, listing);
	}
	(void)closedir(dir);
}

static void complete_path(const struct nssh_complete *req, bool runnable)
{
	const char *slash = strrchr(req->prefix, '/');
	size_t size = slash ? (size_t)(slash + 1 - req->prefix) : 0;
	char *before = strndup(req->prefix, size);
	struct listing listing = {
		.begin = req->prefix + size,
		.before = before,
		.folders = true,
		.runnable = runnable,
	};

	if (before)
		offer_folder(req, size ? before : ".", &listing);
	free(before);
}

void nssh_type_complete_files(const struct nssh_complete *req)
{
	complete_path(req, false);
}

static void complete_command(const struct nssh_complete *req)
{
	const struct listing listing = { .begin = req->prefix, .before = "", .runnable = true };
	const char *path = getenv("PATH");
	char *copy, *rest, *folder;

	if (strchr(req->prefix, '/')) {
		complete_path(req, true);
		return;
	}
	copy = strdup(path ? path : "/usr/bin:/bin");
	for (rest = copy; rest && (folder = strsep(&rest, ":"));)
		offer_folder(req, *folder ? folder : ".", &listing);
	free(copy);
}

static int parse_file(const struct nssh_arg *arg, struct nssh_arena *arena,
		      struct nssh_value *value, struct nssh_error *err)
{
	(void)arg;
	(void)arena;
	if (!value->word->text[0])
		return nssh_type_refuse(value, err, "a file");
	value->str = value->word->text;
	return 0;
}

static int parse_command(const struct nssh_arg *arg, struct nssh_arena *arena,
			 struct nssh_value *value, struct nssh_error *err)
{
	(void)arg;
	(void)arena;
	if (!value->word->text[0])
		return nssh_type_refuse(value, err, "a program");
	value->str = value->word->text;
	return 0;
}

const struct nssh_type nssh_type_file = {
	.name = "file",
	.help = "a file",
	.parse = parse_file,
	.complete = nssh_type_complete_files,
};

const struct nssh_type nssh_type_command = {
	.name = "command",
	.help = "a program",
	.parse = parse_command,
	.complete = complete_command,
};
