/* SPDX-License-Identifier: MIT */
/* The kind of argument `nexthops`: VIA, LINK, weight ... of each hop, with `nexthop` between them. */
#include "hops.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/rtnetlink.h>

#include <nssh/link.h>

#include "family.h"
#include "route.h"

/* There is no word left for what should come. */
#define NOTHING 1

/* The words under the parser: @at is the keyword's, then that of its value. */
struct reader {
	const struct nssh_word *begin, *at, *end;
	struct nssh_arena *arena;
	struct route_hops *hops;
	struct route_hop *hop;
	struct nssh_error *err;
};

static int complain(struct nssh_error *err, const struct nssh_word *word, const char *what)
{
	return nssh_fail(err, -EINVAL, word, "something is missing behind \"%s\": %s", word->text,
			 what);
}

/* The line may end here while it is still being written, so this is told only when it is run. */
static int missing(struct reader *r, const char *what)
{
	if (r->at + 1 < r->end)
		return complain(r->err, r->at, what);
	r->hops->unfinished = r->at;
	r->hops->missing = what;
	return NOTHING;
}

/* Step on to the value of a keyword. Return: 0, NOTHING, or a negative errno. */
static int next(struct reader *r, struct nssh_value *value, const char *what)
{
	if (r->at + 1 == r->end)
		return missing(r, what);
	*value = (struct nssh_value){ .word = ++r->at, .count = 1 };
	return 0;
}

static int read_via(struct reader *r)
{
	struct nssh_value *via = &r->hop->via;
	int rc = next(r, via, "ADDRESS");

	if (rc != 0)
		return rc;
	r->hop->family = nssh_route_family_of(r->at->text);
	if (r->hop->family != AF_UNSPEC)
		rc = next(r, via, "ADDRESS");
	if (rc != 0)
		return rc;
	if (r->hop->family != AF_UNSPEC && r->hop->family != AF_INET &&
	    r->hop->family != AF_INET6) {
		r->hops->foreign = true;
		return 0;
	}
	return nssh_type_parse_address(NULL, r->arena, via, r->err);
}

static int read_dev(struct reader *r)
{
	int rc = next(r, &r->hop->dev, "LINK");

	return rc != 0 ? rc : nssh_type_parse_link(NULL, r->arena, &r->hop->dev, r->err);
}

static int read_weight(struct reader *r)
{
	const struct nssh_arg range = { .lo = 1, .hi = 256 };
	struct nssh_value weight;
	int rc = next(r, &weight, "WEIGHT");

	if (rc == 0)
		rc = nssh_type_parse_number(&range, r->arena, &weight, r->err);
	if (rc == 0)
		r->hop->weight = (uint8_t)(weight.num - 1);
	return rc;
}

static int read_onlink(struct reader *r)
{
	r->hop->flags |= RTNH_F_ONLINK;
	return 0;
}

static int read_pervasive(struct reader *r)
{
	r->hop->flags |= RTNH_F_PERVASIVE;
	return 0;
}

static int read_realms(struct reader *r)
{
	int rc = next(r, &r->hop->realms, "REALMS");

	return rc != 0 ? rc : nssh_type_parse_realms(NULL, r->arena, &r->hop->realms, r->err);
}

static int read_as(struct reader *r)
{
	int rc = next(r, &r->hop->as, "ADDRESS");

	if (rc == 0 && strcmp(r->at->text, "to") == 0)
		rc = next(r, &r->hop->as, "ADDRESS");
	return rc != 0 ? rc : nssh_type_parse_address(NULL, r->arena, &r->hop->as, r->err);
}

/* What it is, and where it ends, only the system's `ip` knows. */
static int read_encap(struct reader *r)
{
	r->hops->foreign = true;
	r->at = r->end - 1;
	return 0;
}

static const struct {
	const char *word;
	const char *help;
	size_t min;
	int (*read)(struct reader *r);
} keywords[] = {
	{ "via", "its address", 3, read_via },
	{ "dev", "the link that it is on", 3, read_dev },
	{ "weight", "its share, 1 to 256", 6, read_weight },
	{ "onlink", "it is on the link, whatever the prefixes say", 6, read_onlink },
	{ "pervasive", "look it up in the routes", 9, read_pervasive },
	{ "realms", "realms of the packets", 1, read_realms },
	{ "encap", "wrap packets up; the system's ip reads it", 5, read_encap },
	{ "as", "the label that packets get", 2, read_as },
	{ "nexthop", "one more hop", 7, NULL },
};

#define NKEYWORDS (sizeof(keywords) / sizeof(*keywords))

static int begin_hop(struct reader *r)
{
	if (r->at + 1 == r->end || strcmp(r->at[1].text, "nexthop") == 0 || r->at == r->begin)
		return missing(r, "via ADDRESS or dev LINK");
	r->hop = &r->hops->at[r->hops->count++];
	return 0;
}

static int read_word(struct reader *r)
{
	size_t size = strlen(r->at->text);

	for (size_t i = 0; i < NKEYWORDS; i++) {
		if (size < keywords[i].min || strncmp(keywords[i].word, r->at->text, size) != 0)
			continue;
		return keywords[i].read ? keywords[i].read(r) : begin_hop(r);
	}
	(void)nssh_fail(r->err, -EINVAL, r->at, "unexpected word \"%s\"", r->at->text);
	nssh_why(r->err, "expected via, dev, weight, onlink, realms or nexthop");
	nssh_hint(r->err, "what is about the whole route stands before the first nexthop");
	return -EINVAL;
}

static size_t count_hops(const struct nssh_value *value)
{
	size_t count = 1;

	for (uint32_t i = 0; i < value->count; i++)
		count += strcmp(value->word[i].text, "nexthop") == 0;
	return count;
}

static int parse(const struct nssh_arg *arg, struct nssh_arena *arena, struct nssh_value *value,
		 struct nssh_error *err)
{
	struct reader r = {
		.begin = value->word,
		.at = value->word,
		.end = value->word + value->count,
		.arena = arena,
		.err = err,
	};

	(void)arg;
	r.hops = nssh_type_alloc(arena, sizeof(*r.hops) + count_hops(value) * sizeof(*r.hop));
	if (!r.hops)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to read a route");
	r.hop = &r.hops->at[r.hops->count++];
	for (; r.at < r.end; r.at++) {
		int rc = read_word(&r);

		if (rc < 0)
			return rc;
		if (rc == NOTHING)
			break;
	}
	value->data = r.hops;
	return 0;
}

/* The words of a hop, or the links behind `dev`. */
static int offer_link(const char *name, int index, void *arg)
{
	const struct nssh_complete *const *req = arg;

	(void)index;
	(*req)->offer(*req, name, NULL);
	return 0;
}

void nssh_route_hops_complete(const struct nssh_complete *req)
{
	size_t count;
	const struct nssh_word *words = nssh_cmd_words(req->cmd, &count);
	const char *last = count ? words[count - 1].text : "";

	if (strcmp(last, "dev") == 0) {
		(void)nssh_link_names(nssh_cmd_ns(req->cmd), offer_link, &req, NULL);
		return;
	}
	if (strcmp(last, "via") == 0 || strcmp(last, "weight") == 0 || strcmp(last, "realms") == 0)
		return;
	for (size_t i = 0; i < NKEYWORDS; i++)
		req->offer(req, keywords[i].word, keywords[i].help);
}

const struct nssh_type nssh_route_hops_type = {
	.name = "nexthops",
	.help = "via ADDRESS dev LINK weight NUMBER, and nexthop before each further one",
	.parse = parse,
};

static int check_hop(const struct route_hop *hop, int *family, struct nssh_error *err)
{
	int own = hop->family;

	if (own == AF_UNSPEC)
		return nssh_route_family_add(family, &hop->via, err);
	if (*family == AF_UNSPEC)
		*family = own;
	return nssh_route_family_add(&own, &hop->via, err);
}

int nssh_route_hops_check(const struct route_hops *hops, int *family, struct nssh_error *err)
{
	if (hops->unfinished)
		return complain(err, hops->unfinished, hops->missing);
	for (size_t i = 0; i < hops->count; i++) {
		int rc = check_hop(&hops->at[i], family, err);

		if (rc < 0)
			return rc;
	}
	return 0;
}

static uint16_t hop_size(const struct route_hop *hop, int family)
{
	size_t size = sizeof(struct rtnexthop);

	if (nssh_given(&hop->via))
		size += nssh_route_via_size(&hop->via, family);
	if (nssh_given(&hop->as))
		size += NLA_HDRLEN + hop->as.addr.len;
	if (nssh_given(&hop->realms))
		size += NLA_HDRLEN + sizeof(uint32_t);
	return (uint16_t)size;
}

static void put_hop(struct nssh_cmd *cmd, struct nssh_msg *msg, struct nssh_ns *ns,
		    const struct route_hop *hop, int family)
{
	struct rtnexthop head = {
		.rtnh_len = hop_size(hop, family),
		.rtnh_flags = hop->flags,
		.rtnh_hops = hop->weight,
	};

	nssh_msg_word(msg, nssh_given(&hop->via) ? hop->via.word : hop->dev.word);
	if (nssh_given(&hop->dev)) {
		struct nssh_ns *link_ns = hop->dev.link.ns ? nssh_cmd_link_ns(cmd, &hop->dev) : ns;

		nssh_msg_put_raw(msg, &head, offsetof(struct rtnexthop, rtnh_ifindex));
		nssh_msg_raw_ifindex(msg, link_ns, hop->dev.link.name, hop->dev.word);
	} else {
		nssh_msg_put_raw(msg, &head, sizeof(head));
	}
	if (nssh_given(&hop->via))
		nssh_route_via_put(msg, &hop->via, family);
	if (nssh_given(&hop->as))
		nssh_msg_put(msg, RTA_NEWDST, hop->as.addr.bytes, hop->as.addr.len);
	if (nssh_given(&hop->realms)) {
		nssh_msg_word(msg, hop->realms.word);
		nssh_msg_put_u32(msg, RTA_FLOW, (uint32_t)hop->realms.num);
	}
	nssh_msg_word(msg, NULL);
}

void nssh_route_hops_put(struct nssh_cmd *cmd, struct nssh_msg *msg, struct nssh_ns *ns,
			 const struct nssh_value *value, int family)
{
	const struct route_hops *hops = value->data;
	size_t nest = nssh_msg_nest(msg, RTA_MULTIPATH);

	for (size_t i = 0; i < hops->count; i++)
		put_hop(cmd, msg, ns, &hops->at[i], family);
	nssh_msg_nest_end(msg, nest);
}
