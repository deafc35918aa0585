/* SPDX-License-Identifier: MIT */
/*
 * How the index is written. A header; for each plugin a line `plugin FILE SIZE`, then a line for each
 * fact: the word, a name, and for an extension its head. No name has a blank in it.
 */
#ifndef NSSH_PLUGIN_INDEX_FORMAT_H
#define NSSH_PLUGIN_INDEX_FORMAT_H

#define NSSH_INDEX_FILE   "index"
#define NSSH_INDEX_HEADER "nssh-index 1 %08x"
#define NSSH_INDEX_PLUGIN "plugin"

/* By enum nssh_index_what. */
static const char *const nssh_index_words[] = {
	"verb", "owns", "uses", "extends", "type", "needs",
};

#define NSSH_INDEX_WORDS (sizeof(nssh_index_words) / sizeof(*nssh_index_words))

#endif
