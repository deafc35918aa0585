/* SPDX-License-Identifier: MIT */
/* libedit, loaded when there is somebody to type. */
#include "ui/libedit.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

/* The version of its interface in its file's name; Debian's package libedit2. */
#define FILE_NAME "libedit.so.2"

struct nssh_libedit nssh_el;

/* A pointer to a function out of one to an object: POSIX lets dlsym(3) mean that, C has no words. */
static bool find(void *library, const char *symbol, void *ret, size_t size)
{
	void *at = dlsym(library, symbol);

	memcpy(ret, &at, size);
	return at != NULL;
}

bool nssh_libedit_load(void)
{
	struct nssh_libedit all;
	bool good = true;
	void *library;

	if (nssh_el.init)
		return true;
	library = dlopen(FILE_NAME, RTLD_NOW | RTLD_LOCAL);
	if (!library)
		return false;
#define FIND(name) good = find(library, "el_" #name, &all.name, sizeof(all.name)) && good;
	NSSH_LIBEDIT(FIND)
#undef FIND
	if (good)
		nssh_el = all;
	else
		(void)dlclose(library);
	return good;
}
