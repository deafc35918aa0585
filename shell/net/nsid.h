/* SPDX-License-Identifier: MIT */
/* The numbers that namespaces have for each other. */
#ifndef NSSH_NET_NSID_H
#define NSSH_NET_NSID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include <nssh/error.h>

struct nssh_net;
struct nssh_ns;

struct nssh_nsid {
	int id;
	struct nssh_ns *ns;
};

/**
 * struct nssh_nsids - what one namespace calls the others, as far as it was asked for
 * @known:  numbers that were found
 * @tried:  how many of the named ones have been asked for
 * @list:   struct nssh_net.lists when that was; what is older does not count
 * @friend: the namespace that was found last
 */
struct nssh_nsids {
	struct nssh_nsid *known;
	size_t count, room, tried;
	uint64_t list;
	struct nssh_ns *friend;
};

/**
 * struct nssh_named - the named namespaces, in the order of the directory
 * @home:  the one that is the home namespace too, or NULL
 * @mtime: the directory's, when it was read
 * @last:  the one that was found last
 */
struct nssh_named {
	struct nssh_ns **ns;
	size_t count;
	struct nssh_ns *home, *last;
	bool read;
	struct timespec mtime;
	ino_t inode;
};

/* Is a number that is taken one of no namespace any more? */
bool nssh_nsid_is_dying(struct nssh_ns *ns, int id);

/* Let @ns have a number for @other, if it has none. Return: 0 or a negative errno. */
int nssh_nsid_make(struct nssh_ns *ns, struct nssh_ns *other);

/* The number that @ns has for @other, made when there is none. Return: it, or a negative errno. */
int nssh_nsid_assign(struct nssh_ns *ns, struct nssh_ns *other, struct nssh_error *err);

void nssh_nsids_done(struct nssh_nsids *ids);
void nssh_named_done(struct nssh_named *named);

#endif
