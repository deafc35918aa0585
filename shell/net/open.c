/* SPDX-License-Identifier: MIT */
/*
 * What is open in a namespace: its descriptor and its socket.
 *
 * The thread is in another namespace only between enter() and go_home(), a few system calls long.
 */
#define _GNU_SOURCE
#include "net/context.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net/explain.h"
#include "net/netns_ops.h"

/* Descriptors that the rest of the program and plugins may need. */
#define OTHER_FILES 64
/* Each handle has two: the namespace and a socket in it. */
#define FILES_EACH  2
#define MOST_FILES  16384
/* With less than these nothing works. */
#define FEWEST      ((size_t)4)

static void unlist(struct nssh_ns *ns)
{
	struct nssh_net *net = ns->net;

	*(ns->newer ? &ns->newer->older : &net->newest) = ns->older;
	*(ns->older ? &ns->older->newer : &net->oldest) = ns->newer;
	ns->newer = ns->older = NULL;
}

static void list(struct nssh_ns *ns)
{
	struct nssh_net *net = ns->net;

	ns->older = net->newest;
	*(net->newest ? &net->newest->newer : &net->oldest) = ns;
	net->newest = ns;
}

static bool is_home(const struct nssh_ns *ns)
{
	return !ns->ref;
}

void nssh_ns_drop_socket(struct nssh_ns *ns)
{
	nssh_socket_close(&ns->socket);
}

void nssh_ns_forget(struct nssh_ns *ns)
{
	nssh_ns_drop_socket(ns);
	if (is_home(ns) || ns->fd < 0)
		return;
	(void)close(ns->fd);
	ns->fd = -1;
	ns->cookie = 0;
	ns->net->open--;
	unlist(ns);
}

static void touch(struct nssh_ns *ns)
{
	ns->used = ++ns->net->tick;
	if (ns->newer) {
		unlist(ns);
		list(ns);
	}
}

static void adopt(struct nssh_ns *ns, int fd)
{
	ns->fd = fd;
	ns->epoch = ns->net->epoch;
	ns->used = ++ns->net->tick;
	ns->net->open++;
	list(ns);
}

static size_t handles_in(rlim_t files)
{
	size_t most = files > OTHER_FILES ? (size_t)(files - OTHER_FILES) / FILES_EACH : 0;

	return most > FEWEST ? most : FEWEST;
}

void nssh_net_limit(struct nssh_net *net)
{
	(void)getrlimit(RLIMIT_NOFILE, &net->limit);
	net->open_most =
		handles_in(net->limit.rlim_cur < MOST_FILES ? net->limit.rlim_cur : MOST_FILES);
}

/* Only when it must be: programs that are started later should not see it. */
static void raise_limit(struct nssh_net *net)
{
	struct rlimit limit = net->limit;

	if (limit.rlim_cur < MOST_FILES && limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max < MOST_FILES ? limit.rlim_max : MOST_FILES;
		net->raised = setrlimit(RLIMIT_NOFILE, &limit) == 0;
	}
	if (net->raised)
		net->open_most = handles_in(limit.rlim_cur);
}

/* Close what was not used for longest. Return: false when all that is open is needed now. */
static bool close_oldest(struct nssh_net *net)
{
	if (!net->oldest || (net->hold && net->oldest->used >= net->hold))
		return false;
	nssh_ns_forget(net->oldest);
	return true;
}

static void make_room(struct nssh_net *net)
{
	if (net->open >= net->open_most && !net->raised)
		raise_limit(net);
	while (net->open >= net->open_most && close_oldest(net))
		;
}

static bool is_number(const char *text)
{
	return *text && text[strspn(text, "0123456789")] == '\0';
}

static int path_of(const struct nssh_ns *ns, char path[static PATH_MAX])
{
	const char *dir = strchr(ns->ref, '/') ? "" : ns->by_pid ? "/proc/" : NSSH_NETNS_DIR "/";
	int n = snprintf(path, PATH_MAX, "%s%s%s", dir, ns->ref, ns->by_pid ? "/ns/net" : "");

	return n < PATH_MAX ? 0 : -ENAMETOOLONG;
}

/* Is @fd still what the name stands for? Others may have removed it, and made it anew. */
static bool still_there(struct nssh_ns *ns)
{
	char path[PATH_MAX];
	struct stat named, opened;

	if (ns->epoch == ns->net->epoch)
		return true;
	/* A name would come before the process id. */
	if (ns->by_pid || path_of(ns, path) < 0)
		return false;
	if (stat(path, &named) < 0 || fstat(ns->fd, &opened) < 0 || named.st_ino != opened.st_ino ||
	    named.st_dev != opened.st_dev)
		return false;
	ns->epoch = ns->net->epoch;
	return true;
}

static int open_path(struct nssh_ns *ns)
{
	/* A user may write the path of anything: a FIFO must not block, a terminal not be taken. */
	const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
	char path[PATH_MAX];
	int code = path_of(ns, path);
	int fd = -1;

	if (code < 0)
		return code;
	do {
		fd = open(path, flags);
	} while (fd < 0 && (errno == EMFILE || errno == ENFILE) && close_oldest(ns->net));
	return fd < 0 ? -errno : fd;
}

void nssh_ns_hint_add(const struct nssh_ns *ns, struct nssh_error *err)
{
	if (strcmp(ns->ref, "home") == 0)
		nssh_hint(err,
			  "the namespace that nssh was started in is /proc/self/ns/net; `use home` "
			  "goes there");
	else
		nssh_hint(err, "make it with: netns add %s", ns->ref);
}

static int fail_stale(const struct nssh_ns *ns, struct nssh_error *err)
{
	if (strchr(ns->ref, '/'))
		return nssh_fail(err, -ESTALE, NULL, "%s is not a network namespace", ns->ref);
	(void)nssh_fail(err, -ESTALE, NULL, "namespace %s is stale: nothing is bound to the name",
			ns->ref);
	nssh_hint(err, "remove the name with: netns del %s", ns->ref);
	return -ESTALE;
}

static int fail_open(struct nssh_ns *ns, int code, struct nssh_error *err)
{
	static const char proc[] = "/proc/";
	size_t digits = 0;
	char path[PATH_MAX];
	struct stat st;

	if (code != -ENOENT) {
		(void)nssh_fail_errno(err, code, NULL, "cannot open namespace %s", ns->ref);
		nssh_hint_capability(err, CAP_SYS_ADMIN);
		return code;
	}
	/* The dangling symbolic link that the end of a container leaves. */
	if (!ns->by_pid && path_of(ns, path) == 0 && lstat(path, &st) == 0)
		return fail_stale(ns, err);
	if (strncmp(ns->ref, proc, sizeof(proc) - 1) == 0)
		digits = strspn(ns->ref + sizeof(proc) - 1, "0123456789");
	if (digits && strcmp(ns->ref + sizeof(proc) - 1 + digits, "/ns/net") == 0)
		return nssh_fail(err, code, NULL, "no process %.*s", (int)digits,
				 ns->ref + sizeof(proc) - 1);
	(void)nssh_fail(err, code, NULL, "no namespace \"%s\"", ns->ref);
	nssh_kind(err, NSSH_ERROR_NO_NETNS);
	if (ns->by_pid)
		nssh_hint(err, "there is no process %s either", ns->ref);
	else if (!strchr(ns->ref, '/'))
		nssh_ns_hint_add(ns, err);
	return code;
}

static int open_ref(struct nssh_ns *ns, struct nssh_error *err)
{
	struct stat st;
	int fd, type;

	ns->by_pid = false;
	if (!strchr(ns->ref, '/') && !nssh_netns_valid_name(ns->ref))
		return nssh_fail(err, -EINVAL, NULL, "invalid namespace name \"%s\"", ns->ref);
	make_room(ns->net);
	fd = open_path(ns);
	if (fd == -ENOENT && is_number(ns->ref)) {
		ns->by_pid = true;
		fd = open_path(ns);
	}
	if (fd < 0)
		return fail_open(ns, fd, err);
	type = ioctl(fd, NS_GET_NSTYPE);
	if (type != CLONE_NEWNET || fstat(fd, &st) < 0) {
		(void)close(fd);
		return fail_stale(ns, err);
	}
	adopt(ns, fd);
	if (ns->maker && (ns->dev != st.st_dev || ns->ino != st.st_ino))
		ns->maker = 0;
	ns->dev = st.st_dev;
	ns->ino = st.st_ino;
	return 0;
}

/* The main thread is never elsewhere for longer than a visit, so this can wait until it is needed. */
static int open_home(struct nssh_net *net, struct nssh_error *err)
{
	struct stat st;
	int code;

	if (net->home.fd < 0)
		net->home.fd = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
	if (net->home.fd >= 0) {
		if (!net->home.ino && fstat(net->home.fd, &st) == 0) {
			net->home.dev = st.st_dev;
			net->home.ino = st.st_ino;
		}
		return net->home.fd;
	}
	code = nssh_fail_errno(err, -errno, NULL,
			       "cannot open the network namespace that this runs in");
	nssh_hint(err, "is /proc mounted?");
	return code;
}

int nssh_ns_open(struct nssh_ns *ns, struct nssh_error *err)
{
	int rc;

	if (is_home(ns))
		return open_home(ns->net, err);
	if (ns->fd >= 0 && !still_there(ns))
		nssh_ns_forget(ns);
	if (ns->fd >= 0) {
		touch(ns);
		return ns->fd;
	}
	rc = open_ref(ns, err);
	return rc < 0 ? rc : ns->fd;
}

bool nssh_ns_same(const struct nssh_ns *a, const struct nssh_ns *b)
{
	return a->ino && a->ino == b->ino && a->dev == b->dev;
}

int nssh_ns_fd(struct nssh_ns *ns, struct nssh_error *err)
{
	nssh_net_look_again(ns->net);
	return nssh_ns_open(ns, err);
}

/* There is nothing sensible to do in a wrong namespace. */
static void go_home(const struct nssh_net *net)
{
	if (setns(net->home.fd, CLONE_NEWNET) < 0)
		abort();
}

/* Going nowhere needs the same permission as coming home. */
static int check_return(struct nssh_net *net)
{
	int fd = open_home(net, NULL);

	if (fd < 0)
		return fd;
	if (!net->can_return && setns(fd, CLONE_NEWNET) < 0)
		return -errno;
	net->can_return = true;
	return 0;
}

static int enter(const struct nssh_ns *ns)
{
	int rc = check_return(ns->net);

	if (rc < 0)
		return rc;
	return setns(ns->fd, CLONE_NEWNET) < 0 ? -errno : 0;
}

int nssh_ns_visit(struct nssh_ns *ns, int (*inside)(void *arg), void *arg, struct nssh_error *err)
{
	int rc = nssh_ns_open(ns, err);
	char buf[320];

	if (rc < 0)
		return rc;
	if (is_home(ns))
		return inside(arg);
	rc = enter(ns);
	if (rc < 0) {
		(void)nssh_fail_errno(err, rc, NULL, "cannot enter %s",
				      nssh_ns_describe(ns, buf, sizeof(buf)));
		nssh_hint_capability(err, CAP_SYS_ADMIN);
		return rc;
	}
	rc = inside(arg);
	go_home(ns->net);
	return rc;
}

static int open_inside(void *arg)
{
	return nssh_socket_open(arg);
}

int nssh_ns_netlink(struct nssh_ns *ns, struct nssh_error *err)
{
	char buf[320];
	int rc = nssh_ns_open(ns, err);

	if (rc < 0)
		return rc;
	if (ns->socket.fd >= 0)
		return 0;
	do {
		rc = nssh_ns_visit(ns, open_inside, &ns->socket, err);
	} while ((rc == -EMFILE || rc == -ENFILE) && close_oldest(ns->net));
	if (rc < 0)
		(void)nssh_fail_errno(err, rc, NULL, "cannot open a netlink socket in %s",
				      nssh_ns_describe(ns, buf, sizeof(buf)));
	return rc;
}

/* Before Linux 5.14 there are none, and the inode has to do. */
static uint64_t cookie_of(const struct nssh_socket *socket, ino_t inode)
{
	uint64_t cookie = 0;
	socklen_t size = sizeof(cookie);

	if (getsockopt(socket->fd, SOL_SOCKET, SO_NETNS_COOKIE, &cookie, &size) < 0)
		cookie = 0;
	return cookie ? cookie : inode;
}

uint64_t nssh_ns_cookie(struct nssh_ns *ns, struct nssh_error *err)
{
	/* Whether the name still stands for it is looked at first. */
	if (nssh_ns_netlink(ns, err) < 0)
		return 0;
	if (!ns->cookie)
		ns->cookie = cookie_of(&ns->socket, ns->ino);
	return ns->cookie;
}

static int identify(int fd, struct nssh_newborn *born)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -errno;
	born->dev = st.st_dev;
	born->ino = st.st_ino;
	return 0;
}

/* In a new namespace: its descriptor, and the socket that spares a later visit. */
static int open_new(struct nssh_newborn *born)
{
	int fd = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
	int rc;

	if (fd < 0)
		return -errno;
	rc = identify(fd, born);
	if (rc == 0)
		rc = nssh_socket_open(&born->socket);
	if (rc < 0) {
		(void)close(fd);
		return rc;
	}
	born->fd = fd;
	born->cookie = cookie_of(&born->socket, born->ino);
	return 0;
}

static int fail_create(const struct nssh_ns *ns, int code, struct nssh_error *err)
{
	(void)nssh_fail_errno(err, code, NULL, "cannot add namespace %s", ns->ref);
	nssh_hint_capability(err, CAP_SYS_ADMIN);
	if (code == -ENOSPC)
		nssh_hint(err, "sysctl user.max_net_namespaces allows no more");
	return code;
}

int nssh_netns_bear(const struct nssh_ns *ns, struct nssh_newborn *ret, struct nssh_error *err)
{
	int rc = unshare(CLONE_NEWNET) < 0 ? -errno : open_new(ret);

	return rc < 0 ? fail_create(ns, rc, err) : 0;
}

void nssh_ns_adopt(struct nssh_ns *ns, const struct nssh_newborn *born)
{
	nssh_ns_forget(ns);
	ns->by_pid = false;
	ns->socket = born->socket;
	adopt(ns, born->fd);
	ns->dev = born->dev;
	ns->ino = born->ino;
	ns->cookie = born->cookie;
	ns->maker = ns->net->txn ? ns->net->txns : 0;
	ns->top = 1;
}

size_t nssh_net_room(struct nssh_net *net, size_t wanted)
{
	if (net->open + wanted > net->open_most && !net->raised)
		raise_limit(net);
	while (net->open + wanted > net->open_most && close_oldest(net))
		;
	return net->open_most - net->open < wanted ? net->open_most - net->open : wanted;
}

static int create(struct nssh_net *net, struct nssh_newborn *born)
{
	int rc = check_return(net);

	if (rc < 0)
		return rc;
	if (unshare(CLONE_NEWNET) < 0)
		return -errno;
	rc = open_new(born);
	go_home(net);
	return rc;
}

int nssh_ns_create(struct nssh_ns *ns, struct nssh_error *err)
{
	struct nssh_newborn born = { .fd = -1, .socket.fd = -1 };
	int rc;

	nssh_ns_forget(ns);
	make_room(ns->net);
	rc = create(ns->net, &born);
	if (rc < 0)
		return fail_create(ns, rc, err);
	nssh_ns_adopt(ns, &born);
	return 0;
}
