/* SPDX-License-Identifier: MIT */
/* Words of the user's text, and the values that argument types make of them. */
#ifndef NSSH_VALUE_H
#define NSSH_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nssh_source;
struct nssh_extension;

/**
 * struct nssh_word - one word of a command line
 * @text:   the word with its quotes and escapes taken away, ended by a NUL (it holds no other)
 * @source: the file, prompt line or option that it stands in
 * @offset: its first byte in the source
 * @width:  how many bytes of the source it covers, quotes included
 * @line:   its line in the source, counted from 1
 * @quoted: some of it was quoted, so it is never a keyword's abbreviation
 */
struct nssh_word {
	const char *text;
	const struct nssh_source *source;
	uint32_t offset;
	uint32_t width;
	uint32_t line;
	bool quoted;
};

/**
 * struct nssh_addr - a network address or a prefix
 * @family:   AF_INET or AF_INET6; AF_UNSPEC for `any`
 * @len:      bytes of the address: 4, 16, or 0
 * @bits:     prefix length; 8 * @len when none was written
 * @has_bits: a prefix length was written
 * @bytes:    the address in network order, host bits as they were written
 */
struct nssh_addr {
	uint8_t family;
	uint8_t len;
	uint8_t bits;
	bool has_bits;
	uint8_t bytes[16];
};

/** struct nssh_lladdr - a link-layer address (MAC): @len bytes */
struct nssh_lladdr {
	uint8_t len;
	uint8_t bytes[20];
};

/**
 * struct nssh_link_name - a link, by name
 * @ns:   the namespace in front of the colon of `NS:LINK`, or NULL for the command's namespace
 * @name: the link's name (or an alternative name, up to 127 bytes)
 */
struct nssh_link_name {
	const char *ns;
	const char *name;
};

/**
 * struct nssh_sub - what matched a rule: an extension of it, with its own arguments
 * @ext:  the extension (which plugin, which keyword), with @ext->impl for the rule's owner
 * @args: the extension's own args struct, filled from its argument table
 */
struct nssh_sub {
	const struct nssh_extension *ext;
	const void *args;
};

/**
 * struct nssh_value - one argument of a command
 * @word:  the word it was read from (for a flag, the keyword itself); NULL when it was not given
 * @count: how many words it covers: 1, or more for an argument with `...`; they follow @word
 * @num:   number, time (microseconds), rate (bits a second), flag, index of an on/off word (1 or 0)
 * @addr:  types address and prefix
 * @lladdr: type lladdr
 * @link:  types link and new-link
 * @str:   types that are text: netns, name, file, command ...; the same as @word->text
 * @sub:   a rule
 * @data:  whatever a plugin's own type made; allocated with nssh_type_alloc()
 *
 * All that a value points to belongs to the command and lives as long as it.
 */
struct nssh_value {
	const struct nssh_word *word;
	uint32_t count;
	union {
		uint64_t num;
		struct nssh_addr addr;
		struct nssh_lladdr lladdr;
		struct nssh_link_name link;
		const char *str;
		struct nssh_sub sub;
		void *data;
	};
};

/** nssh_given() - was this argument written? */
static inline bool nssh_given(const struct nssh_value *value)
{
	return value->word != NULL;
}

#endif
