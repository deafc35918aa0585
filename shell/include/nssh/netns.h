/* SPDX-License-Identifier: MIT */
/* Namespaces: handles of the shared context, and the directory of names that iproute2 shares. */
#ifndef NSSH_NETNS_H
#define NSSH_NETNS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include <nssh/error.h>

struct nssh_net;
struct nssh_ns;
struct nssh_value;

/* Where names are bound, as in iproute2 (include/namespace.h, NETNS_RUN_DIR). */
#define NSSH_NETNS_DIR "/run/netns"

/**
 * nssh_ns_home() - the namespace that the program started in
 *
 * Handles are made once for each name and stay until the program ends; they open nothing until
 * they are used, so there can be one for a namespace that is yet to be made. NULL is never
 * returned (without memory the program ends).
 */
struct nssh_ns *nssh_ns_home(struct nssh_net *net);

/**
 * nssh_ns_get() - the handle of a namespace by the text a user writes
 * @ref: a name under NSSH_NETNS_DIR; a path when there is a `/` in it; else, when there is no such
 *       name at the time of use and it is a number, a process id. Copied.
 */
struct nssh_ns *nssh_ns_get(struct nssh_net *net, const char *ref);

/** nssh_ns_name() - what the user calls it; NULL for home */
const char *nssh_ns_name(const struct nssh_ns *ns);

/** nssh_ns_context() - the context that a handle belongs to */
struct nssh_net *nssh_ns_context(const struct nssh_ns *ns);

/**
 * nssh_ns_fd() - the open namespace
 *
 * Opened on first use, O_CLOEXEC, and checked to be a network namespace. Return: a descriptor that
 * belongs to the handle (do not close it, do not keep it beyond the next call that may open
 * another), or -ENOENT when there is none, or another negative errno with @err filled.
 */
int nssh_ns_fd(struct nssh_ns *ns, struct nssh_error *err);

/**
 * nssh_ns_socket() - a socket that lives in a namespace
 * @domain, @type, @protocol: as for socket(2); SOCK_CLOEXEC is added
 *
 * Return: a descriptor that is the caller's to close, or a negative errno with @err filled.
 */
int nssh_ns_socket(struct nssh_ns *ns, int domain, int type, int protocol, struct nssh_error *err);

/** nssh_ns_forget() - close what is open: its name has been removed or given to another */
void nssh_ns_forget(struct nssh_ns *ns);

/**
 * nssh_ns_link_index() - the index of a link, by name or alternative name, as it is now
 *
 * Return: an index above 0; -ENODEV with @err filled when there is none; another negative errno.
 */
int nssh_ns_link_index(struct nssh_ns *ns, const char *name, struct nssh_error *err);

/**
 * nssh_ns_id() - the number that namespace @ns has for @other (RTM_GETNSID)
 *
 * Numbers are local to the asking namespace. Return: the number, -1 when none is assigned, or
 * another negative errno below -1 with @err filled.
 */
int nssh_ns_id(struct nssh_ns *ns, struct nssh_ns *other, struct nssh_error *err);

/**
 * nssh_ns_name_of_id() - the name of the namespace that @ns calls by number @id
 *
 * Return: the handle, or NULL when no named namespace has that number.
 */
struct nssh_ns *nssh_ns_name_of_id(struct nssh_ns *ns, int id);

/** nssh_netns_valid_name() - not empty, no `/`, not `.` or `..`, at most NAME_MAX bytes */
bool nssh_netns_valid_name(const char *name);

/**
 * nssh_netns_names() - all names under NSSH_NETNS_DIR, sorted by bytes
 * @ret_names: an array of @ret_count strings, to be freed with nssh_netns_names_free()
 *
 * A directory that is not there is an empty list. Entries that are not namespaces (stale files) are
 * in the list too: see nssh_netns_is_stale(). Return: 0 or a negative errno.
 */
int nssh_netns_names(char ***ret_names, size_t *ret_count, struct nssh_error *err);

/**
 * nssh_netns_names_unsorted() - the same in the directory's own order, which `ip netns list` shows
 */
int nssh_netns_names_unsorted(char ***ret_names, size_t *ret_count, struct nssh_error *err);

/** nssh_netns_names_free() - free such a list; NULL is fine */
void nssh_netns_names_free(char **names, size_t count);

/** nssh_netns_is_stale() - the entry is there but no network namespace is bound to it */
bool nssh_netns_is_stale(const char *name);

#endif
