/* SPDX-License-Identifier: MIT */
/* The shared context: handles of namespaces, and what is open in them. */
#ifndef NSSH_NET_CONTEXT_H
#define NSSH_NET_CONTEXT_H

#include <stdint.h>
#include <sys/resource.h>

#include "base/table.h"
#include "net/net.h"
#include "net/nsid.h"
#include "net/socket.h"

/**
 * struct nssh_ns - a handle
 * @ref:    what the user calls it; NULL for home
 * @fd:     the open namespace, or -1
 * @socket: opened inside it, or its fd is -1
 * @epoch:  when it was last seen that @fd is what @ref stands for
 * @used:   when it was last used, counted by struct nssh_net.tick
 * @newer, @older: neighbours in the list of those that are open
 * @incomplete: its last list stayed inconsistent
 * @ids:    what it calls the other namespaces
 * @dev, @ino: which namespace it is, while @fd is open
 * @cookie: the same, never given to another (SO_NETNS_COOKIE, socket(7)); 0: not asked for yet
 * @maker:  the number of the transaction that made it, or 0
 * @top:    no link in it has a higher index; 0: not known
 * @model:  what the plan that is being prepared knows of it, or NULL
 * @birth:  which of struct nssh_net.births it is, from 1 on; 0: none
 */
struct nssh_ns {
	struct nssh_net *net;
	char *ref;
	int fd;
	struct nssh_socket socket;
	bool by_pid;
	uint64_t epoch, used;
	struct nssh_ns *newer, *older;
	bool incomplete;
	struct nssh_nsids ids;
	dev_t dev;
	ino_t ino;
	uint64_t cookie, maker;
	int top;
	struct nssh_wns *model;
	size_t birth;
};

/**
 * struct nssh_net - the context
 * @txn:    the transaction that changes belong to, or NULL; @txns: how many there have been
 * @births: namespaces that are being made by other threads, or NULL
 * @handles: those by @ref
 * @newest, @oldest: the list of open handles, home not among them
 * @hold:   handles used since then stay open: a request that is being sent needs them
 * @limit:  the limit of open files that the program was started with
 * @shared: a namespace has handles beside each other, so their tops are not trusted
 * @epoch:  counts the moments from which on others may have changed the names
 * @fixed:  a plan is being flushed, which is one such moment
 * @seq:    the last sequence number
 * @lists:  counts the lists that were asked for and the plans that were done
 * @spare:  memory for replies that nobody uses now
 * @dir:    the directory of names, or -1; @dir_epoch: when it was opened
 * @held:   the folder of namespaces that this process holds, or -1; @held_name: in NSSH_HELD
 * @undoing: changes are being taken back
 */
struct nssh_net {
	bool no_fuse;
	struct nssh_births *births;
	struct nssh_txn *txn;
	uint64_t txns;
	struct nssh_ns home;
	struct nssh_table handles;
	struct nssh_ns *newest, *oldest;
	size_t open, open_most;
	struct rlimit limit;
	bool raised, can_return, shared;
	uint64_t tick, hold, epoch;
	unsigned int fixed;
	uint32_t seq;
	uint64_t lists;
	struct nssh_replies spare;
	int dir;
	uint64_t dir_epoch;
	int held;
	char *held_name;
	unsigned int undoing;
	struct nssh_named named;
	void (*warn)(const struct nssh_word *word, const char *text, void *arg);
	void *warn_arg;
	void (*progress)(void *arg);
	void *progress_arg;
	bool (*restore)(const char *kind, const struct nlattr *was, const struct nlattr *asked,
			struct nssh_msg *msg, void *arg);
	void *restore_arg;
};

/* How many namespaces may be open at once. */
void nssh_net_limit(struct nssh_net *net);

/* Others may have made links since. */
void nssh_net_forget_tops(struct nssh_net *net);

/* Others may have renamed and removed since: look again at what handles stand for. */
void nssh_net_look_again(struct nssh_net *net);

/* There is none of that name: say how to come by it. */
void nssh_ns_hint_add(const struct nssh_ns *ns, struct nssh_error *err);

/* The open namespace, as nssh_ns_fd() but trusting what was seen since the last look. */
int nssh_ns_open(struct nssh_ns *ns, struct nssh_error *err);

/* Two handles that are open: are they of the same namespace? */
bool nssh_ns_same(const struct nssh_ns *a, const struct nssh_ns *b);

/*
 * Which namespace it is, until the system is started anew: an inode's number is another's as soon as a
 * namespace is gone. Return: 0 with @err filled when it cannot be opened.
 */
uint64_t nssh_ns_cookie(struct nssh_ns *ns, struct nssh_error *err);

/* Its netlink socket is open then. Return: 0 or a negative errno with @err filled. */
int nssh_ns_netlink(struct nssh_ns *ns, struct nssh_error *err);

/**
 * nssh_ns_visit() - call a function in a namespace, and come home
 * @inside: short and without other calls of the context. Return: 0 or more, or a negative errno.
 *
 * Return: what it returned, or a negative errno with @err filled when there was no entering.
 */
int nssh_ns_visit(struct nssh_ns *ns, int (*inside)(void *arg), void *arg, struct nssh_error *err);

/* As nssh_ns_link_index(). */
int nssh_ns_find_link(struct nssh_ns *ns, const char *name, struct nssh_error *err);

/* Forget the socket: it may have replies that nobody waits for any more. */
void nssh_ns_drop_socket(struct nssh_ns *ns);

/**
 * struct nssh_newborn - a namespace that was just made
 * @fd: the open namespace, or -1; @socket: opened inside it
 */
struct nssh_newborn {
	int fd;
	struct nssh_socket socket;
	dev_t dev;
	ino_t ino;
	uint64_t cookie;
};

/* The handle becomes the owner of it. */
void nssh_ns_adopt(struct nssh_ns *ns, const struct nssh_newborn *born);

/* Make room for so many more that are open. Return: for how many of them there is. */
size_t nssh_net_room(struct nssh_net *net, size_t wanted);

/**
 * nssh_ns_create() - make a network namespace; the handle becomes the owner of it
 *
 * Names are not touched. Return: 0 or a negative errno with @err filled.
 */
int nssh_ns_create(struct nssh_ns *ns, struct nssh_error *err);

/* "namespace red", or "the home namespace". */
const char *nssh_ns_describe(const struct nssh_ns *ns, char *buf, size_t size);

#endif
