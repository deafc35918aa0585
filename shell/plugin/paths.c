/* SPDX-License-Identifier: MIT */
/* Paths: the keywords that a grammar begins with. */
#define _GNU_SOURCE
#include "plugin/paths.h"

#include <string.h>

#include "base/text.h"

/* Longer than any line of keywords; what does not fit is not told apart. */
#define MAX_PATH_TEXT 256

/* A path under construction, and the list that it goes into. */
struct front {
	char text[MAX_PATH_TEXT];
	struct nssh_text *list;
};

static void put(struct front *front, size_t size)
{
	nssh_text_add(front->list, front->text, size);
	nssh_text_add(front->list, "\n", 1);
}

/* Write the path on with a word. Return: its new size. */
static size_t extend(struct front *front, size_t size, const char *word)
{
	size_t n = strlen(word);

	if (size + 1 + n > sizeof(front->text))
		return size;
	if (size)
		front->text[size++] = ' ';
	memcpy(front->text + size, word, n);
	return size + n;
}

/* A keyword, or braces around keywords only. */
static bool is_words(const struct nssh_node *node)
{
	if (node->kind == NSSH_NODE_KEYWORD)
		return true;
	for (size_t i = 0; i < node->count; i++) {
		if (node->kids[i]->kind != NSSH_NODE_KEYWORD)
			return false;
	}
	return node->kind == NSSH_NODE_ONE;
}

static size_t word_count(const struct nssh_node *node)
{
	return node->kind == NSSH_NODE_KEYWORD ? 1 : node->count;
}

static const char *word_at(const struct nssh_node *node, size_t index)
{
	return node->kind == NSSH_NODE_KEYWORD ? node->text : node->kids[index]->text;
}

/* `[ show ... ]`: the word that may be left out, or NULL. */
static const struct nssh_node *optional_words(const struct nssh_node *node)
{
	if (node->kind != NSSH_NODE_OPTIONAL)
		return NULL;
	while (node->kind == NSSH_NODE_SEQUENCE || node->kind == NSSH_NODE_OPTIONAL)
		node = node->kids[0];
	return is_words(node) ? node : NULL;
}

/* All paths that begin with the @size bytes so far and go on with the pieces of the grammar. */
static void put_paths(struct front *front, size_t size, const struct nssh_node *const *pieces,
		      size_t count)
{
	const struct nssh_node *words = NULL;

	if (count && is_words(pieces[0])) {
		for (size_t i = 0; i < word_count(pieces[0]); i++)
			put_paths(front, extend(front, size, word_at(pieces[0], i)), pieces + 1,
				  count - 1);
		return;
	}
	put(front, size);
	if (count && size)
		words = optional_words(pieces[0]);
	for (size_t i = 0; words && i < word_count(words); i++)
		put(front, extend(front, size, word_at(words, i)));
}

char *nssh_paths_of(const struct nssh_node *root)
{
	bool sequence = root->kind == NSSH_NODE_SEQUENCE;
	struct nssh_text list = { 0 };
	struct front front = { .list = &list };

	put_paths(&front, 0, sequence ? root->kids : &root, sequence ? root->count : 1);
	if (list.failed) {
		nssh_text_done(&list);
		return NULL;
	}
	return list.bytes;
}

static size_t path_size(const char *path)
{
	return (size_t)(strchrnul(path, '\n') - path);
}

bool nssh_paths_common(const char *a, const char *b, char *ret_path, size_t size)
{
	while (*a) {
		size_t n = path_size(a);

		for (const char *other = b; *other; other += path_size(other) + 1) {
			/* With its newline, so that no path is taken for the beginning of another. */
			if (!n || *a != *other || strncmp(a, other, n + 1) != 0)
				continue;
			n = n < size ? n : size - 1;
			memcpy(ret_path, a, n);
			ret_path[n] = '\0';
			return true;
		}
		a += n + 1;
	}
	return false;
}
