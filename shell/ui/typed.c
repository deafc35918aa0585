/* SPDX-License-Identifier: MIT */
/* What has been typed, and what can be said of it without a terminal. */
#include "ui/typed.h"

#include <string.h>

#include "base/arena.h"
#include "base/source.h"
#include "lang/lexer.h"
#include "ui/candidates.h"

size_t nssh_typed_common(const struct nssh_suggestions *list)
{
	const char *first = list->items[0].text;
	size_t size = strlen(first);

	for (size_t i = 1; i < list->count; i++) {
		size_t same = 0;

		while (same < size && first[same] == list->items[i].text[same])
			same++;
		size = same;
	}
	while (size && ((unsigned char)first[size] & 0xc0) == 0x80)
		size--;
	return size;
}

bool nssh_typed_is_foreign(const char *text)
{
	return text[strspn(text, " \t")] == '!';
}

bool nssh_typed_is_plain(const char *text)
{
	struct nssh_source *source = nssh_source_new(NULL, text, strlen(text));
	struct nssh_arena *arena = nssh_arena_new();
	enum nssh_open open = NSSH_OPEN_NOTHING;
	struct nssh_words words;
	struct nssh_word last;
	bool plain = nssh_typed_is_foreign(text);

	if (source && arena && nssh_lexer_partial(source, arena, &words, &last, &open) == 0)
		plain = plain || open != NSSH_OPEN_NOTHING;
	nssh_arena_free(arena);
	nssh_source_free(source);
	return plain;
}
