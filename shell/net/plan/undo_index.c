/* SPDX-License-Identifier: MIT */
/* An index of notes. */
#include "net/plan/undo_index.h"

/* What is told of the namespace of that cookie; @link: the index of a link, or 0. */
struct entry {
	enum nssh_undo_kind kind;
	int link;
	uint64_t cookie;
};

static bool is_entry(const void *item, const void *key)
{
	const struct entry *entry = item, *wanted = key;

	return entry->cookie == wanted->cookie && entry->link == wanted->link &&
	       entry->kind == wanted->kind;
}

static uint64_t hash_of(const struct entry *entry)
{
	uint64_t hash = nssh_hash(NSSH_HASH_START, &entry->cookie, sizeof(entry->cookie));

	hash = nssh_hash(hash, &entry->link, sizeof(entry->link));
	return nssh_hash(hash, &entry->kind, sizeof(entry->kind));
}

static bool has(const struct nssh_undo_index *index, enum nssh_undo_kind kind, uint64_t cookie,
		int link)
{
	const struct entry entry = { .kind = kind, .link = link, .cookie = cookie };

	return cookie && nssh_table_find(&index->notes, hash_of(&entry), &entry);
}

/* Without memory it is not known of a link that it goes with its namespace: then it goes by itself. */
static void add(struct nssh_undo_index *index, enum nssh_undo_kind kind, uint64_t cookie, int link)
{
	const struct entry entry = { .kind = kind, .link = link, .cookie = cookie };

	if (cookie && !has(index, kind, cookie, link))
		(void)nssh_table_add(&index->notes, hash_of(&entry), &entry);
}

void nssh_undo_index_init(struct nssh_undo_index *index, const struct nssh_undos *undos)
{
	index->notes = (struct nssh_table){ .size = sizeof(struct entry), .same = is_entry };
	for (size_t i = 0; i < undos->count; i++) {
		const struct nssh_undo *undo = &undos->at[i];

		const bool brings_back = undo->kind == NSSH_UNDO_REQUEST && undo->index;

		if ((undo->kind == NSSH_UNDO_NETNS && !undo->stays) || brings_back)
			add(index, undo->kind, undo->cookie, 0);
		if (undo->kind == NSSH_UNDO_LINK || brings_back)
			add(index, undo->kind, undo->cookie, undo->index);
	}
}

void nssh_undo_index_done(struct nssh_undo_index *index)
{
	nssh_table_clear(&index->notes);
}

bool nssh_undo_index_made(const struct nssh_undo_index *index, uint64_t cookie)
{
	return has(index, NSSH_UNDO_NETNS, cookie, 0);
}

bool nssh_undo_index_visited(const struct nssh_undo_index *index, uint64_t cookie)
{
	return has(index, NSSH_UNDO_REQUEST, cookie, 0);
}

bool nssh_undo_index_has_link(const struct nssh_undo_index *index, uint64_t cookie, int link)
{
	/* Of one that the kernel made, the index may not be known. */
	return has(index, NSSH_UNDO_LINK, cookie, link) || has(index, NSSH_UNDO_LINK, cookie, 0) ||
	       has(index, NSSH_UNDO_REQUEST, cookie, link);
}
