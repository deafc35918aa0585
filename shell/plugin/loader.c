/* SPDX-License-Identifier: MIT */
/* Loading plugins: who may write them, then their version, then all the rest. */
#define _GNU_SOURCE
#include "plugin/loader.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#define SYMBOL "nssh_plugin"

/**
 * struct trust - who may have written a plugin
 * @needed:  the program has privilege; else a plugin can do no more than its user could anyway
 * @owner:   of the program itself: he has it in his hands already
 * @program: the program's folder, whose own place in the tree is trusted as the program is
 */
struct trust {
	bool needed;
	uid_t owner;
	size_t size;
	char program[PATH_MAX];
};

static void learn_trust(struct trust *trust)
{
	struct stat st;
	ssize_t n;
	char *slash;

	*trust = (struct trust){ .needed = geteuid() == 0 || getauxval(AT_SECURE) != 0 };
	n = trust->needed ? readlink("/proc/self/exe", trust->program, PATH_MAX - 1) : 0;
	slash = n > 0 ? strrchr(trust->program, '/') : NULL;
	if (slash && stat("/proc/self/exe", &st) == 0) {
		trust->size = (size_t)(slash - trust->program);
		trust->owner = st.st_uid;
	}
}

static int check_writer(const struct trust *trust, const char *path, const struct stat *st,
			struct nssh_error *err)
{
	if (st->st_uid != 0 && st->st_uid != geteuid() && st->st_uid != trust->owner)
		return nssh_fail(err, -EPERM, NULL, "%s belongs to another user", path);
	/* In a sticky folder (/tmp) nobody can replace what is not theirs. */
	if ((st->st_mode & (S_IWGRP | S_IWOTH)) &&
	    !(S_ISDIR(st->st_mode) && (st->st_mode & S_ISVTX)))
		return nssh_fail(err, -EPERM, NULL, "%s can be written by others", path);
	return 0;
}

/* A folder and each one above it, up to the root or to the program's own. */
static int check_folder(const struct trust *trust, const char *folder, struct nssh_error *err)
{
	char path[PATH_MAX];
	size_t stop = trust->size;

	(void)snprintf(path, sizeof(path), "%s", folder);
	if (strncmp(path, trust->program, stop) != 0 || path[stop] != '/')
		stop = 0;
	while (trust->needed) {
		const char *name = *path ? path : "/";
		struct stat st;
		char *slash;
		int rc;

		if (stat(name, &st) < 0)
			return nssh_fail(err, -errno, NULL, "%s: %s", name, strerror(errno));
		rc = check_writer(trust, name, &st, err);
		slash = strrchr(path, '/');
		if (rc < 0 || !*path || !slash || (stop && (size_t)(slash - path) <= stop))
			return rc;
		*slash = '\0';
	}
	return 0;
}

static const char *dl_problem(void)
{
	const char *text = dlerror();

	return text ? text : "unknown reason";
}

/* Nothing behind abi and size is read before those two are found good. */
static int check_descriptor(const struct nssh_plugin *plugin, struct nssh_error *err)
{
	const uint32_t major = NSSH_ABI >> 16, minor = NSSH_ABI & 0xffff;

	if (plugin->abi >> 16 != major || (plugin->abi & 0xffff) > minor)
		return nssh_fail(err, -EPROTONOSUPPORT, NULL,
				 "it is for version %u.%u of the plugin interface, this is %u.%u",
				 plugin->abi >> 16, plugin->abi & 0xffff, major, minor);
	if (plugin->size < sizeof(*plugin))
		return nssh_fail(err, -EPROTONOSUPPORT, NULL,
				 "its descriptor has %u bytes, %zu are needed", plugin->size,
				 sizeof(*plugin));
	if (!plugin->name || !*plugin->name || !plugin->version || !plugin->summary)
		return nssh_fail(err, -EINVAL, NULL, "it lacks name, version or summary");
	return 0;
}

/* A file whose folder is good. @real: its path, without links. */
static int open_plugin(struct nssh_registry *registry, const struct trust *trust, const char *real,
		       struct nssh_error *err)
{
	const struct nssh_plugin *plugin;
	struct stat st;
	void *handle;
	int rc;

	if (lstat(real, &st) < 0)
		return nssh_fail(err, -errno, NULL, "%s", strerror(errno));
	if (!S_ISREG(st.st_mode))
		return nssh_fail(err, -EINVAL, NULL, "it is not a regular file");
	rc = trust->needed ? check_writer(trust, real, &st, err) : 0;
	if (rc < 0)
		return rc;
	handle = dlopen(real, RTLD_NOW | RTLD_LOCAL);
	if (!handle)
		return nssh_fail(err, -ENOEXEC, NULL, "%s", dl_problem());
	plugin = dlsym(handle, SYMBOL);
	rc = plugin ? check_descriptor(plugin, err)
		    : nssh_fail(err, -ENOEXEC, NULL, "it has no symbol " SYMBOL);
	if (rc == 0)
		rc = nssh_registry_add(registry, plugin, real, err);
	/* Nothing of a refused plugin is kept; @err holds copies. What is registered stays loaded. */
	if (rc < 0)
		(void)dlclose(handle);
	return rc;
}

/* A file anywhere: its folder is looked at too. */
static int open_anywhere(struct nssh_registry *registry, const struct trust *trust,
			 const char *path, struct nssh_error *err)
{
	char *real = realpath(path, NULL);
	char *slash = real ? strrchr(real, '/') : NULL;
	int rc;

	if (!slash) {
		free(real);
		return nssh_fail(err, -errno, NULL, "%s", strerror(errno));
	}
	*slash = '\0';
	rc = check_folder(trust, real, err);
	*slash = '/';
	if (rc == 0)
		rc = open_plugin(registry, trust, real, err);
	free(real);
	return rc;
}

static int refuse(struct nssh_registry *registry, const char *path, const struct nssh_error *why,
		  struct nssh_error *err)
{
	nssh_registry_refuse(registry, path, why->what);
	(void)nssh_fail(err, why->code, NULL, "plugin %s is not loaded", path);
	nssh_why(err, "%s", why->what);
	return why->code;
}

int nssh_load_file(struct nssh_registry *registry, const char *path, struct nssh_error *err)
{
	struct nssh_error why = NSSH_ERROR_INIT;
	struct trust trust;

	learn_trust(&trust);
	if (open_anywhere(registry, &trust, path, &why) < 0)
		return refuse(registry, path, &why, err);
	return 0;
}

static int is_plugin(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 3 && entry->d_name[0] != '.' && strcmp(entry->d_name + n - 3, ".so") == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* @real: the folder, without links, and found good. */
static int load_entry(struct nssh_registry *registry, const struct trust *trust, const char *real,
		      const struct dirent *entry, struct nssh_error *err)
{
	struct nssh_error why = NSSH_ERROR_INIT;
	char path[PATH_MAX];
	int rc;

	if (snprintf(path, sizeof(path), "%s/%s", real, entry->d_name) >= (int)sizeof(path))
		rc = nssh_fail(&why, -ENAMETOOLONG, NULL, "its path is too long");
	else if (entry->d_type == DT_REG)
		rc = open_plugin(registry, trust, path, &why);
	else
		rc = open_anywhere(registry, trust, path, &why);
	return rc < 0 ? refuse(registry, path, &why, err) : 0;
}

static void load_entries(struct nssh_registry *registry, const struct trust *trust,
			 const char *real, void (*complain)(const struct nssh_error *err))
{
	struct dirent **entries = NULL;
	int count = scandir(real, &entries, is_plugin, by_name);

	for (int i = 0; i < count; i++) {
		struct nssh_error err = NSSH_ERROR_INIT;

		if (load_entry(registry, trust, real, entries[i], &err) < 0)
			complain(&err);
		free(entries[i]);
	}
	free(entries);
}

void nssh_load_folder(struct nssh_registry *registry, const char *folder,
		      void (*complain)(const struct nssh_error *err))
{
	struct nssh_error why = NSSH_ERROR_INIT, err = NSSH_ERROR_INIT;
	char *real = realpath(folder, NULL);
	struct trust trust;

	if (!real)
		return;
	learn_trust(&trust);
	if (check_folder(&trust, real, &why) < 0) {
		(void)nssh_fail(&err, why.code, NULL, "no plugin of %s is loaded", folder);
		nssh_why(&err, "%s", why.what);
		complain(&err);
	} else {
		load_entries(registry, &trust, real, complain);
	}
	free(real);
}
