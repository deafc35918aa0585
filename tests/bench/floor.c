// SPDX-License-Identifier: MIT
/*
 * The least that the kernel asks for: the benchmark's labs made by the fewest requests, written out
 * by hand. What nssh does is measured against it. The options vary how it is done, to find out what
 * is worth doing; without any it does what was found to be the fastest with one thread.
 *
 *	floor [OPTION]... pairs|hosts COUNT
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <libmnl/libmnl.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <linux/veth.h>
#include <net/if.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define DIR_NETNS   "/run/netns"
#define MAX_THREADS 16

enum acks { ACK_NONE, ACK_LAST, ACK_EACH };

static struct {
	int threads;       /* that make namespaces before there are links; 0: each with its links */
	int makers;        /* threads that make links, and namespaces where none are made before */
	enum acks acks;    /* which requests are to be acknowledged */
	bool single;       /* each request in a datagram of its own */
	bool up_later;     /* no IFF_UP at creation */
	bool one_queue;    /* links with one queue, where the kernel would give one per processor */
	bool bridge_first; /* the bridge is set up before it has its ports */
	bool times;        /* say how long each part took */
} opt = { .makers = 1 };

/* A namespace: its name, the descriptor that holds it and a socket opened inside. */
struct space {
	char name[32];
	int fd;
	int sock;
};

/* Requests that go to one socket together. */
struct batch {
	union {
		char bytes[8192];
		struct nlmsghdr align;
	} u;
	size_t used;
	struct nlmsghdr *last;
	int sock;
};

static struct space *spaces;
static int space_count;
static int dir = -1;
static int home_sock = -1;

static void die(const char *what)
{
	fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
	exit(1);
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static int open_socket(void)
{
	int sock = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	if (sock < 0)
		die("socket");
	return sock;
}

/* Errors are there when send(2) returns: the kernel works in it. Acknowledgements are, too. */
static void read_answers(int sock)
{
	char buffer[8192];
	ssize_t size;

	while ((size = recv(sock, buffer, sizeof(buffer), MSG_DONTWAIT)) > 0) {
		struct nlmsghdr *nlh = (struct nlmsghdr *)buffer;
		int left = (int)size;

		for (; mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left)) {
			struct nlmsgerr *answer = mnl_nlmsg_get_payload(nlh);

			if (nlh->nlmsg_type == NLMSG_ERROR && answer->error) {
				fprintf(stderr, "request of type %d: ", answer->msg.nlmsg_type);
				errno = -answer->error;
				die("refused");
			}
		}
	}
	if (size < 0 && errno != EAGAIN)
		die("recv");
}

static void flush(struct batch *batch)
{
	if (!batch->last)
		return;
	if (opt.acks == ACK_LAST)
		batch->last->nlmsg_flags |= NLM_F_ACK;
	if (send(batch->sock, batch->u.bytes, batch->used, 0) < 0)
		die("send");
	batch->used = 0;
	batch->last = NULL;
	read_answers(batch->sock);
}

static struct nlmsghdr *begin(struct batch *batch, uint16_t type, uint16_t flags)
{
	static _Thread_local uint32_t sequence;
	struct nlmsghdr *nlh;

	if (opt.single || batch->used > sizeof(batch->u.bytes) / 2)
		flush(batch);
	nlh = mnl_nlmsg_put_header(batch->u.bytes + batch->used);
	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags | (opt.acks == ACK_EACH ? NLM_F_ACK : 0);
	nlh->nlmsg_seq = ++sequence;
	batch->last = nlh;
	return nlh;
}

static void end(struct batch *batch, const struct nlmsghdr *nlh)
{
	batch->used += NLMSG_ALIGN(nlh->nlmsg_len);
}

static struct ifinfomsg *put_ifinfo(struct nlmsghdr *nlh, int index, unsigned int flags)
{
	struct ifinfomsg *ifi = mnl_nlmsg_put_extra_header(nlh, sizeof(*ifi));

	ifi->ifi_index = index;
	ifi->ifi_flags = flags;
	ifi->ifi_change = flags;
	return ifi;
}

static void link_up(struct batch *batch, int index)
{
	struct nlmsghdr *nlh = begin(batch, RTM_NEWLINK, 0);

	put_ifinfo(nlh, index, IFF_UP);
	end(batch, nlh);
}

static void add_address(struct batch *batch, int index, uint32_t address, uint8_t length)
{
	struct nlmsghdr *nlh = begin(batch, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
	struct ifaddrmsg *ifa = mnl_nlmsg_put_extra_header(nlh, sizeof(*ifa));

	ifa->ifa_family = AF_INET;
	ifa->ifa_prefixlen = length;
	ifa->ifa_index = (uint32_t)index;
	mnl_attr_put_u32(nlh, IFA_LOCAL, htobe32(address));
	mnl_attr_put_u32(nlh, IFA_ADDRESS, htobe32(address));
	end(batch, nlh);
}

static void add_default_route(struct batch *batch, uint32_t gateway)
{
	struct nlmsghdr *nlh = begin(batch, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL);
	struct rtmsg *rtm = mnl_nlmsg_put_extra_header(nlh, sizeof(*rtm));

	rtm->rtm_family = AF_INET;
	rtm->rtm_table = RT_TABLE_MAIN;
	rtm->rtm_protocol = RTPROT_BOOT;
	rtm->rtm_scope = RT_SCOPE_UNIVERSE;
	rtm->rtm_type = RTN_UNICAST;
	mnl_attr_put_u32(nlh, RTA_GATEWAY, htobe32(gateway));
	end(batch, nlh);
}

/* One end of a pair: its name, index and namespace (-1: the socket's own), and the bridge it is in. */
struct link_end {
	const char *name;
	int index;
	int ns;
	int master;
};

static void put_end(struct nlmsghdr *nlh, const struct link_end *end)
{
	mnl_attr_put_strz(nlh, IFLA_IFNAME, end->name);
	if (end->ns >= 0)
		mnl_attr_put_u32(nlh, IFLA_NET_NS_FD, (uint32_t)end->ns);
	if (end->master)
		mnl_attr_put_u32(nlh, IFLA_MASTER, (uint32_t)end->master);
	if (opt.one_queue) {
		mnl_attr_put_u32(nlh, IFLA_NUM_TX_QUEUES, 1);
		mnl_attr_put_u32(nlh, IFLA_NUM_RX_QUEUES, 1);
	}
}

/* Both ends in one request. Only the near one can be set up by it. */
static void add_veth(struct batch *batch, const struct link_end *near, const struct link_end *peer,
		     unsigned int flags)
{
	struct nlmsghdr *nlh = begin(batch, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
	struct nlattr *info, *data, *far;

	put_ifinfo(nlh, near->index, flags);
	put_end(nlh, near);
	info = mnl_attr_nest_start(nlh, IFLA_LINKINFO);
	mnl_attr_put_strz(nlh, IFLA_INFO_KIND, "veth");
	data = mnl_attr_nest_start(nlh, IFLA_INFO_DATA);
	far = mnl_attr_nest_start(nlh, VETH_INFO_PEER);
	put_ifinfo(nlh, peer->index, 0);
	put_end(nlh, peer);
	mnl_attr_nest_end(nlh, far);
	mnl_attr_nest_end(nlh, data);
	mnl_attr_nest_end(nlh, info);
	end(batch, nlh);
}

static void add_bridge(struct batch *batch, const char *name, int index, unsigned int flags)
{
	struct nlmsghdr *nlh = begin(batch, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
	struct nlattr *info;

	put_ifinfo(nlh, index, flags);
	mnl_attr_put_strz(nlh, IFLA_IFNAME, name);
	info = mnl_attr_nest_start(nlh, IFLA_LINKINFO);
	mnl_attr_put_strz(nlh, IFLA_INFO_KIND, "bridge");
	mnl_attr_nest_end(nlh, info);
	end(batch, nlh);
}

static void bind_name(const struct space *space)
{
	char from[64], to[64];

	snprintf(from, sizeof(from), "/proc/self/fd/%d", space->fd);
	snprintf(to, sizeof(to), DIR_NETNS "/%s", space->name);
	if (mount(from, to, "none", MS_BIND, NULL) < 0)
		die("mount");
}

/* The thread is inside the new one afterwards. */
static void make_space(struct space *space)
{
	int file = openat(dir, space->name, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0);

	if (file < 0)
		die(space->name);
	close(file);
	if (unshare(CLONE_NEWNET) < 0)
		die("unshare");
	space->sock = open_socket();
	space->fd = ioctl(space->sock, SIOCGSKNS); /* with no walk through /proc */
	if (space->fd < 0)
		die("descriptor of a namespace");
	bind_name(space);
}

static void leave_space(struct space *space)
{
	close(space->sock);
	close(space->fd);
}

static int taken;

static void *make_spaces(void *unused)
{
	int i;

	while ((i = __atomic_fetch_add(&taken, 1, __ATOMIC_RELAXED)) < space_count)
		make_space(&spaces[i]);
	return unused;
}

static void in_threads(int count, void *(*work)(void *))
{
	pthread_t thread[MAX_THREADS];

	if (count == 1) {
		work(NULL);
		return;
	}
	for (int i = 0; i < count; i++) {
		if (pthread_create(&thread[i], NULL, work, NULL) != 0)
			die("thread");
	}
	for (int i = 0; i < count; i++)
		pthread_join(thread[i], NULL);
}

#define SERVER_END 2
#define CLIENT_END 3

/*
 * The notes' pair; its near end is the server's. Their indexes differ: where they are equal, the kernel
 * takes the far end for a link without a lower one, and its operational state stays unknown.
 */
static void join_pair(const struct space *client, const struct space *server, int number)
{
	char near_name[32], far_name[32];
	struct link_end near = { near_name, SERVER_END, -1, 0 };
	struct link_end far = { far_name, CLIENT_END, client->fd, 0 };
	struct batch batch = { .sock = server->sock };

	snprintf(near_name, sizeof(near_name), "server%d-eth", number);
	snprintf(far_name, sizeof(far_name), "client%d-eth", number);
	add_veth(&batch, &near, &far, opt.up_later ? 0 : IFF_UP);
	add_address(&batch, near.index, 0x0a000002, 24);
	if (opt.up_later)
		link_up(&batch, near.index);
	flush(&batch);
	batch.sock = client->sock;
	add_address(&batch, far.index, 0x0a000001, 24);
	link_up(&batch, far.index);
	flush(&batch);
}

static void *pairs(void *unused)
{
	static int next;
	int i;

	while ((i = __atomic_fetch_add(&next, 2, __ATOMIC_RELAXED)) < space_count) {
		if (!opt.threads) {
			make_space(&spaces[i]);
			make_space(&spaces[i + 1]);
		}
		join_pair(&spaces[i], &spaces[i + 1], i / 2);
		leave_space(&spaces[i]);
		leave_space(&spaces[i + 1]);
	}
	return unused;
}

#define BRIDGE     2
#define FIRST_PORT 3

static void join_host(const struct space *space, int number, struct batch *home)
{
	char port[32];
	struct link_end near = { port, FIRST_PORT + number, -1, BRIDGE };
	struct link_end far = { "eth0", 2, space->fd, 0 };
	struct batch batch = { .sock = space->sock };
	uint32_t address = 0x0a000000 + (uint32_t)(number / 250 * 256 + number % 250 + 2);

	snprintf(port, sizeof(port), "p%d", number);
	add_veth(home, &near, &far, opt.up_later ? 0 : IFF_UP);
	if (opt.up_later)
		link_up(home, near.index);
	flush(home);
	link_up(&batch, 1);
	add_address(&batch, 2, address, 16);
	link_up(&batch, 2);
	add_default_route(&batch, 0x0a000001);
	flush(&batch);
}

static void *hosts(void *unused)
{
	static int next;
	struct batch home = { .sock = home_sock };
	int i;

	while ((i = __atomic_fetch_add(&next, 1, __ATOMIC_RELAXED)) < space_count) {
		if (!opt.threads)
			make_space(&spaces[i]);
		join_host(&spaces[i], i, &home);
		leave_space(&spaces[i]);
	}
	return unused;
}

/* As `ip netns add` does it. */
static void make_directory(void)
{
	if (mkdir(DIR_NETNS, 0755) < 0 && errno != EEXIST)
		die(DIR_NETNS);
	if (mount(DIR_NETNS, DIR_NETNS, "none", MS_BIND | MS_REC, NULL) < 0 ||
	    mount("", DIR_NETNS, "none", MS_PRIVATE | MS_REC, NULL) < 0 ||
	    mount("", DIR_NETNS, "none", MS_SHARED | MS_REC, NULL) < 0)
		die("mount");
	dir = open(DIR_NETNS, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		die(DIR_NETNS);
}

static void prepare(bool is_pairs, int count)
{
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	make_directory();
	home_sock = open_socket();
	space_count = is_pairs ? 2 * count : count;
	spaces = calloc((size_t)space_count, sizeof(*spaces));
	if (!spaces)
		die("memory");
	for (int i = 0; i < space_count; i++) {
		const char *name = !is_pairs ? "h" : i % 2 ? "server" : "client";

		snprintf(spaces[i].name, sizeof(spaces[i].name), "%s%d", name,
			 is_pairs ? i / 2 : i);
	}
}

static void make_lab(bool is_pairs)
{
	struct batch home = { .sock = home_sock };
	double begun = now(), middle;

	if (!is_pairs) {
		add_bridge(&home, "br0", BRIDGE, opt.bridge_first ? IFF_UP : 0);
		flush(&home);
	}
	if (opt.threads)
		in_threads(opt.threads, make_spaces);
	middle = now();
	in_threads(opt.makers, is_pairs ? pairs : hosts);
	if (!is_pairs && !opt.bridge_first)
		link_up(&home, BRIDGE);
	flush(&home);
	if (opt.times)
		printf("%.6f %.6f\n", middle - begun, now() - middle);
}

static int usage(void)
{
	fputs("usage: floor [--threads N] [--makers N] [--acks none|last|each] [--single]\n"
	      "             [--up-later] [--one-queue] [--bridge-first] [--times] "
	      "pairs|hosts COUNT\n",
	      stderr);
	return 2;
}

/* -1 when it is none. */
static int read_number(const char *word)
{
	char *rest;
	long value = strtol(word, &rest, 10);

	return *word && !*rest && value >= 0 && value <= 100000 ? (int)value : -1;
}

static bool read_options(int argc, char **argv)
{
	int single = 0, up_later = 0, one_queue = 0, bridge_first = 0, times = 0;
	const struct option options[] = {
		{ "threads", required_argument, NULL, 't' },
		{ "makers", required_argument, NULL, 'm' },
		{ "acks", required_argument, NULL, 'a' },
		{ "single", no_argument, &single, 1 },
		{ "up-later", no_argument, &up_later, 1 },
		{ "one-queue", no_argument, &one_queue, 1 },
		{ "bridge-first", no_argument, &bridge_first, 1 },
		{ "times", no_argument, &times, 1 },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == 't')
			opt.threads = read_number(optarg);
		else if (c == 'm')
			opt.makers = read_number(optarg);
		else if (c == 'a')
			opt.acks = *optarg == 'n' ? ACK_NONE : *optarg == 'l' ? ACK_LAST : ACK_EACH;
		else if (c != 0)
			return false;
	}
	opt.single = single;
	opt.up_later = up_later;
	opt.one_queue = one_queue;
	opt.bridge_first = bridge_first;
	opt.times = times;
	return opt.threads >= 0 && opt.threads <= MAX_THREADS && opt.makers >= 1 &&
	       opt.makers <= MAX_THREADS && argc - optind == 2;
}

int main(int argc, char **argv)
{
	bool is_pairs;
	int count;

	if (!read_options(argc, argv))
		return usage();
	count = read_number(argv[optind + 1]);
	is_pairs = strcmp(argv[optind], "pairs") == 0;
	if (count < 1 || (!is_pairs && strcmp(argv[optind], "hosts") != 0))
		return usage();
	prepare(is_pairs, count);
	make_lab(is_pairs);
	/* The kernel lets go of what is left. */
	return 0;
}
