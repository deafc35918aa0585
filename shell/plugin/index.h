/* SPDX-License-Identifier: MIT */
/*
 * The index of a folder of plugins: what each of them brings, so that a single line loads only those
 * that it may need. A text file beside them, made by `plugin index`; without it all are loaded.
 */
#ifndef NSSH_PLUGIN_INDEX_H
#define NSSH_PLUGIN_INDEX_H

#include <stddef.h>
#include <sys/types.h>
#include <time.h>

#include "plugin/registry.h"
#include "plugin/trust.h"

struct nssh_index;

enum nssh_index_what {
	NSSH_INDEX_VERB,    /* @name: a spelling of a verb's first keyword */
	NSSH_INDEX_OWNS,    /* @name: a rule */
	NSSH_INDEX_USES,    /* @name: a rule */
	NSSH_INDEX_EXTENDS, /* @name: a rule; @head: a spelling of the first keyword */
	NSSH_INDEX_TYPE,    /* @name: a type that it brings */
	NSSH_INDEX_NEEDS,   /* @name: a type that others bring */
};

struct nssh_index_fact {
	enum nssh_index_what what;
	const char *name;
	const char *head;
};

/* One plugin of a folder. @file: its name there; @size: of the file in bytes when it was read. */
struct nssh_index_entry {
	const char *file;
	off_t size;
	const struct nssh_index_fact *facts;
	size_t count;
};

/**
 * nssh_index_read() - the index of a folder
 * @folder: without links, and found good
 *
 * Return: NULL when there is none, or none that may be trusted, or not of this version of nssh: it
 * only saves time.
 */
struct nssh_index *nssh_index_read(const char *folder, const struct nssh_trust *trust);
void nssh_index_free(struct nssh_index *index);

/* The entry of a plugin as it lies there now, or NULL when it is not the one that was indexed. */
const struct nssh_index_entry *nssh_index_find(const struct nssh_index *index, const char *file,
					       const struct stat *st);

/**
 * nssh_index_write() - write the index of a folder
 * @registry: with the plugins of that folder loaded, and whatever else they need
 *
 * The old one stays until the new one is complete. Return: 0, or a negative errno with @err filled.
 */
int nssh_index_write(const struct nssh_registry *registry, const char *folder,
		     struct nssh_error *err);

#endif
