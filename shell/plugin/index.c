/* SPDX-License-Identifier: MIT */
/* Reading the index of a folder of plugins. */
#define _GNU_SOURCE
#include "plugin/index.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plugin/index_format.h"

/* Far more than all plugins that anybody has. */
#define MAX_SIZE (1 << 20)

/* The strings are pieces of @text. */
struct nssh_index {
	char *text;
	struct timespec mtime;
	struct nssh_index_entry *entries;
	size_t count;
	struct nssh_index_fact *facts;
	size_t nfacts;
};

void nssh_index_free(struct nssh_index *index)
{
	if (!index)
		return;
	free(index->text);
	free(index->entries);
	free(index->facts);
	free(index);
}

static char *read_text(int fd, size_t size)
{
	char *text = calloc(1, size + 1);
	ssize_t n = text ? read(fd, text, size) : -1;

	if (n == (ssize_t)size && strlen(text) == size)
		return text;
	free(text);
	return NULL;
}

static char *open_text(const char *folder, const struct nssh_trust *trust,
		       struct timespec *ret_mtime)
{
	char path[PATH_MAX];
	char *text = NULL;
	struct stat st;
	int fd;

	if (snprintf(path, sizeof(path), "%s/" NSSH_INDEX_FILE, folder) >= (int)sizeof(path))
		return NULL;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= MAX_SIZE &&
	    nssh_trust_check(trust, path, &st, NULL) == 0) {
		text = read_text(fd, (size_t)st.st_size);
		*ret_mtime = st.st_mtim;
	}
	(void)close(fd);
	return text;
}

static int read_plugin(struct nssh_index *index, char *rest)
{
	const char *file = strsep(&rest, " ");
	char *end;
	long long size = rest ? strtoll(rest, &end, 10) : -1;

	if (size < 0 || *end)
		return -EINVAL;
	index->entries[index->count++] = (struct nssh_index_entry){
		.file = file,
		.size = (off_t)size,
		.facts = index->facts + index->nfacts,
	};
	return 0;
}

static int read_fact(struct nssh_index *index, const char *word, char *rest)
{
	struct nssh_index_fact fact = { .name = strsep(&rest, " "), .head = rest };

	for (size_t i = 0; i < NSSH_INDEX_WORDS; i++) {
		if (strcmp(word, nssh_index_words[i]) != 0)
			continue;
		fact.what = (enum nssh_index_what)i;
		if (!index->count || !fact.name || (fact.what == NSSH_INDEX_EXTENDS) != !!fact.head)
			return -EINVAL;
		index->facts[index->nfacts++] = fact;
		index->entries[index->count - 1].count++;
		return 0;
	}
	return -EINVAL;
}

static size_t count_lines(const char *text)
{
	size_t lines = 0;

	for (const char *p = text; *p; p++)
		lines += *p == '\n';
	return lines;
}

static int read_lines(struct nssh_index *index)
{
	char *rest = index->text, *line = strsep(&rest, "\n");
	char header[sizeof(NSSH_INDEX_HEADER) + 16];

	(void)snprintf(header, sizeof(header), NSSH_INDEX_HEADER, NSSH_ABI);
	if (strcmp(line, header) != 0)
		return -EINVAL;
	while (rest && *rest) {
		char *word;
		int rc;

		line = strsep(&rest, "\n");
		word = strsep(&line, " ");
		rc = strcmp(word, NSSH_INDEX_PLUGIN) == 0 ? read_plugin(index, line)
							  : read_fact(index, word, line);
		if (rc < 0)
			return rc;
	}
	return 0;
}

struct nssh_index *nssh_index_read(const char *folder, const struct nssh_trust *trust)
{
	struct nssh_index *index = calloc(1, sizeof(*index));
	size_t room;

	if (!index)
		return NULL;
	index->text = open_text(folder, trust, &index->mtime);
	room = index->text ? count_lines(index->text) + 1 : 1;
	index->entries = calloc(room, sizeof(*index->entries));
	index->facts = calloc(room, sizeof(*index->facts));
	if (index->text && index->entries && index->facts && read_lines(index) == 0)
		return index;
	nssh_index_free(index);
	return NULL;
}

static bool is_newer(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec > b->tv_sec || (a->tv_sec == b->tv_sec && a->tv_nsec > b->tv_nsec);
}

const struct nssh_index_entry *nssh_index_find(const struct nssh_index *index, const char *file,
					       const struct stat *st)
{
	for (size_t i = 0; i < index->count; i++) {
		if (strcmp(index->entries[i].file, file) == 0)
			return index->entries[i].size == st->st_size &&
					       !is_newer(&st->st_mtim, &index->mtime)
				       ? &index->entries[i]
				       : NULL;
	}
	return NULL;
}
