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
#include <sys/stat.h>

#define SYMBOL "nssh_plugin"

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
static int open_plugin(struct nssh_registry *registry, const struct nssh_trust *trust,
		       const char *real, struct nssh_error *err)
{
	const struct nssh_plugin *plugin;
	struct stat st;
	void *handle;
	int rc;

	if (lstat(real, &st) < 0)
		return nssh_fail(err, -errno, NULL, "%s", strerror(errno));
	if (!S_ISREG(st.st_mode))
		return nssh_fail(err, -EINVAL, NULL, "it is not a regular file");
	rc = nssh_trust_check(trust, real, &st, err);
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
static int open_anywhere(struct nssh_registry *registry, const struct nssh_trust *trust,
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
	rc = nssh_trust_check_folder(trust, real, err);
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
	struct nssh_trust trust;

	nssh_trust_learn(&trust);
	if (open_anywhere(registry, &trust, path, &why) < 0)
		return refuse(registry, path, &why, err);
	return 0;
}

int nssh_load_entry(struct nssh_registry *registry, const struct nssh_trust *trust,
		    const char *path, struct nssh_error *err)
{
	struct nssh_error why = NSSH_ERROR_INIT;
	struct stat st;
	bool is_link = lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
	int rc = is_link ? open_anywhere(registry, trust, path, &why)
			 : open_plugin(registry, trust, path, &why);

	return rc < 0 ? refuse(registry, path, &why, err) : 0;
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

static void read_folder(const char *real,
			void (*each)(void *arg, const char *folder, const char *file), void *arg)
{
	struct dirent **entries = NULL;
	int count = scandir(real, &entries, is_plugin, by_name);

	for (int i = 0; i < count; i++) {
		each(arg, real, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
}

int nssh_plugin_folder(const char *folder, const struct nssh_trust *trust,
		       void (*each)(void *arg, const char *folder, const char *file), void *arg,
		       struct nssh_error *err)
{
	struct nssh_error why = NSSH_ERROR_INIT;
	char *real = realpath(folder, NULL);
	int rc = 0;

	if (!real)
		return 0;
	if (nssh_trust_check_folder(trust, real, &why) < 0) {
		rc = nssh_fail(err, why.code, NULL, "no plugin of %s is loaded", folder);
		nssh_why(err, "%s", why.what);
	} else {
		read_folder(real, each, arg);
	}
	free(real);
	return rc;
}

struct loading {
	struct nssh_registry *registry;
	const struct nssh_trust *trust;
	void (*complain)(const struct nssh_error *err);
};

static void load_one(void *arg, const char *folder, const char *file)
{
	struct loading *loading = arg;
	struct nssh_error err = NSSH_ERROR_INIT;
	char *path = NULL;

	if (asprintf(&path, "%s/%s", folder, file) < 0)
		return;
	if (nssh_load_entry(loading->registry, loading->trust, path, &err) < 0)
		loading->complain(&err);
	free(path);
}

void nssh_load_folder(struct nssh_registry *registry, const char *folder,
		      void (*complain)(const struct nssh_error *err))
{
	struct nssh_error err = NSSH_ERROR_INIT;
	struct nssh_trust trust;
	struct loading loading = { registry, &trust, complain };

	nssh_trust_learn(&trust);
	if (nssh_plugin_folder(folder, &trust, load_one, &loading, &err) < 0)
		complain(&err);
}
