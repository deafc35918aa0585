/* SPDX-License-Identifier: MIT */
/* Which names the kernel takes for a new link. */
#include <nssh/link.h>

#include <string.h>

#include <linux/if.h>

/* The kernel's isspace() is that of Latin-1: a byte 0xa0 is a space to it, also within UTF-8. */
#define FORBIDDEN "/: \t\n\v\f\r\xa0"

bool nssh_link_valid_name(const char *name)
{
	size_t size = strcspn(name, FORBIDDEN);

	return size && !name[size] && size < IFNAMSIZ && strcmp(name, ".") != 0 &&
	       strcmp(name, "..") != 0;
}
