/* SPDX-License-Identifier: MIT */
/* The tables of names under /etc/iproute2, each read when it is first asked for. */
#define _GNU_SOURCE
#include <nssh/names.h>

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A name is what fits in a line of iproute2's own reader. */
#define NAME_ROOM 512

struct entry {
	uint32_t number;
	const char *name;
};

/**
 * struct table_form - what a table is like
 * @file:     its name in a folder
 * @defaults: what iproute2 has built in, ended by an entry without a name; files add and override
 * @limit:    the highest number
 * @base:     of a number that a user writes, as for strtoul(3)
 * @folder:   FILE.d/ *.conf is read too
 * @hex:      a number without a name is shown so
 */
struct table_form {
	const char *file;
	const struct entry *defaults;
	uint32_t limit;
	int base;
	bool folder;
	bool hex;
};

struct table {
	bool loaded;
	struct entry *entries;
	size_t count, room;
};

static const struct entry scopes[] = {
	{ 0, "global" }, { 255, "nowhere" }, { 254, "host" },
	{ 253, "link" }, { 200, "site" },    { 0, NULL },
};

static const struct entry route_tables[] = {
	{ 255, "local" },
	{ 254, "main" },
	{ 253, "default" },
	{ 0, NULL },
};

static const struct entry protos[] = {
	{ 0, "unspec" },  { 1, "redirect" }, { 2, "kernel" },      { 3, "boot" },
	{ 4, "static" },  { 8, "gated" },    { 9, "ra" },          { 10, "mrt" },
	{ 11, "zebra" },  { 12, "bird" },    { 13, "dnrouted" },   { 14, "xorp" },
	{ 15, "ntk" },    { 16, "dhcp" },    { 18, "keepalived" }, { 42, "babel" },
	{ 186, "bgp" },   { 187, "isis" },   { 188, "ospf" },      { 189, "rip" },
	{ 192, "eigrp" }, { 0, NULL },
};

static const struct entry realms[] = { { 0, "unknown" }, { 0, NULL } };

static const struct entry dsfields[] = { { 0, "0" }, { 0, NULL } };

static const struct entry address_protos[] = {
	{ 0, "unspec" }, { 1, "kernel_lo" }, { 2, "kernel_ra" }, { 3, "kernel_ll" }, { 0, NULL },
};

static const struct entry groups[] = { { 0, "default" }, { 0, NULL } };

static const struct table_form forms[NSSH_TABLE_MAX] = {
	[NSSH_RT_SCOPES] = { "rt_scopes", scopes, 255, 0, false, false },
	[NSSH_RT_TABLES] = { "rt_tables", route_tables, UINT32_MAX, 0, true, false },
	[NSSH_RT_PROTOS] = { "rt_protos", protos, 255, 0, true, false },
	[NSSH_RT_REALMS] = { "rt_realms", realms, 255, 0, false, false },
	[NSSH_RT_DSFIELD] = { "rt_dsfield", dsfields, 255, 16, false, true },
	[NSSH_RT_ADDRPROTOS] = { "rt_addrprotos", address_protos, 255, 0, true, false },
	[NSSH_GROUP] = { "group", groups, INT32_MAX, 0, false, false },
};

static struct table tables[NSSH_TABLE_MAX];

/* Newer releases keep what the administrator has not changed in the second one. */
static const char *const folders[] = { "/etc/iproute2", "/usr/share/iproute2" };

static void add_entry(struct table *table, uint32_t number, const char *name)
{
	struct entry *entry;

	if (table->count == table->room) {
		size_t room = table->room ? table->room * 2 : 32;
		struct entry *entries = reallocarray(table->entries, room, sizeof(*entries));

		if (!entries)
			return;
		table->entries = entries;
		table->room = room;
	}
	entry = &table->entries[table->count];
	entry->number = number;
	entry->name = strdup(name);
	table->count += entry->name != NULL;
}

/* All digits, no sign, nothing behind. */
static bool read_number(const char *text, int base, uint32_t limit, uint32_t *ret_number)
{
	unsigned long number;
	char *end;

	if (!isxdigit((unsigned char)text[0]))
		return false;
	errno = 0;
	number = strtoul(text, &end, base);
	if (errno || *end || number > limit)
		return false;
	*ret_number = (uint32_t)number;
	return true;
}

/* "NUMBER NAME", decimal or 0x; what is no entry is passed over. */
static void read_line(struct table *table, uint32_t limit, char *line)
{
	char *rest = NULL;
	const char *number_text = strtok_r(line, " \t\n", &rest);
	const char *name = number_text ? strtok_r(NULL, " \t\n", &rest) : NULL;
	bool hex = number_text && strncmp(number_text, "0x", 2) == 0;
	uint32_t number;

	if (!name || number_text[0] == '#' || name[0] == '#' || strlen(name) >= NAME_ROOM ||
	    !read_number(number_text, hex ? 16 : 10, limit, &number))
		return;
	add_entry(table, number, name);
}

static bool read_table_file(struct table *table, uint32_t limit, const char *path)
{
	FILE *from = fopen(path, "re");
	char *line = NULL;
	size_t room = 0;

	if (!from)
		return false;
	while (getline(&line, &room, from) >= 0)
		read_line(table, limit, line);
	free(line);
	(void)fclose(from);
	return true;
}

static int is_conf(const struct dirent *entry)
{
	size_t size = strlen(entry->d_name);

	return entry->d_name[0] != '.' && size > 5 &&
	       strcmp(entry->d_name + size - 5, ".conf") == 0;
}

static void read_folder(struct table *table, uint32_t limit, const char *folder)
{
	struct dirent **list = NULL;
	char *path;
	int n = scandir(folder, &list, is_conf, alphasort);

	for (int i = 0; i < n; i++) {
		if (asprintf(&path, "%s/%s", folder, list[i]->d_name) >= 0) {
			(void)read_table_file(table, limit, path);
			free(path);
		}
		free(list[i]);
	}
	free(list);
}

static void load(struct table *table, const struct table_form *form)
{
	const size_t count = sizeof(folders) / sizeof(folders[0]);
	bool found = false;
	char *path;

	table->loaded = true;
	for (const struct entry *e = form->defaults; e->name; e++)
		add_entry(table, e->number, e->name);
	for (size_t i = 0; i < count && !found; i++) {
		if (asprintf(&path, "%s/%s", folders[i], form->file) < 0)
			return;
		found = read_table_file(table, form->limit, path);
		free(path);
	}
	for (size_t i = count; form->folder && i--;) {
		if (asprintf(&path, "%s/%s.d", folders[i], form->file) < 0)
			return;
		read_folder(table, form->limit, path);
		free(path);
	}
}

static const struct table *get_table(enum nssh_table table)
{
	if (!tables[table].loaded)
		load(&tables[table], &forms[table]);
	return &tables[table];
}

const char *nssh_name_of(enum nssh_table table, uint32_t number, char *buf, size_t size)
{
	const struct table *t = get_table(table);

	for (size_t i = t->count; i--;) {
		if (t->entries[i].number == number)
			return t->entries[i].name;
	}
	(void)snprintf(buf, size, forms[table].hex ? "0x%02x" : "%u", number);
	return buf;
}

const char *nssh_name_shown(const struct nssh_options *options, enum nssh_table table,
			    uint32_t number, char *buf, size_t size)
{
	if (!options->numeric)
		return nssh_name_of(table, number, buf, size);
	(void)snprintf(buf, size, forms[table].hex ? "0x%02x" : "%u", number);
	return buf;
}

int nssh_number_of(enum nssh_table table, const char *name, uint32_t *ret_number)
{
	const struct table *t = get_table(table);

	for (size_t i = t->count; i--;) {
		if (strcmp(t->entries[i].name, name) == 0) {
			*ret_number = t->entries[i].number;
			return 0;
		}
	}
	return read_number(name, forms[table].base, forms[table].limit, ret_number) ? 0 : -EINVAL;
}

/* An entry is hidden when a later one gives its number another name. */
static bool is_hidden(const struct table *table, size_t index)
{
	for (size_t i = index + 1; i < table->count; i++) {
		if (table->entries[i].number == table->entries[index].number)
			return true;
	}
	return false;
}

void nssh_name_each(enum nssh_table table,
		    void (*each)(const char *name, uint32_t number, void *arg), void *arg)
{
	const struct table *t = get_table(table);

	for (size_t i = 0; i < t->count; i++) {
		if (!is_hidden(t, i))
			each(t->entries[i].name, t->entries[i].number, arg);
	}
}
