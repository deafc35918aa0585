/* SPDX-License-Identifier: MIT */
/* Settings of a link that somebody else has changed since they were put. */
#define _GNU_SOURCE
#include "net/plan/theirs.h"

#include <stdio.h>
#include <string.h>

#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "net/context.h"
#include "net/message.h"
#include "net/plan/again.h"
#include "net/plan/prior.h"
#include "net/plan/undo.h"
#include "net/request.h"

/* What the kernel keeps as it was asked for, and how it is written. */
static const struct setting {
	uint16_t type;
	enum { NUMBER, TEXT, BYTES, NEST } form;
	const char *name;
} settings[] = {
	{ IFLA_IFNAME, TEXT, "name" },
	{ IFLA_ADDRESS, BYTES, "address" },
	{ IFLA_BROADCAST, BYTES, "broadcast address" },
	{ IFLA_MTU, NUMBER, "MTU" },
	{ IFLA_TXQLEN, NUMBER, "queue length" },
	{ IFLA_GROUP, NUMBER, "group" },
	{ IFLA_MASTER, NUMBER, "master" },
	{ IFLA_IFALIAS, TEXT, "alias" },
	{ IFLA_LINKINFO, NEST, "settings of its kind" },
	{ IFLA_AF_SPEC, NEST, "address settings" },
};

/* @now: the link; @back, @put: what it is restored to, and what was put; @msg: what is left of @back */
struct sparing {
	const struct nssh_undo *undo;
	struct nssh_was now;
	const struct nlattr *put[IFLA_MAX + 1];
	void (*theirs)(const char *what, void *arg);
	void *arg;
	struct nssh_msg *msg;
};

static void tell(const struct sparing *sparing, const char *setting)
{
	const char *ns = sparing->undo->ns->ref;
	char text[256];

	(void)snprintf(text, sizeof(text), "the %s of link %s%s%s, which somebody else has changed",
		       setting, ns ? ns : "", ns ? ":" : "", sparing->now.name);
	sparing->theirs(text, sparing->arg);
}

static size_t length_of(const struct nlattr *attr, bool text)
{
	size_t size = attr ? mnl_attr_get_payload_len(attr) : 0;

	return size && text ? strnlen(mnl_attr_get_payload(attr), size) : size;
}

/* What is not listed is 0, or empty. */
static bool is_same(const struct setting *setting, const struct nlattr *a, const struct nlattr *b)
{
	size_t size = length_of(a, setting->form == TEXT);

	if (setting->form == NUMBER)
		return nssh_attr_u32(a) == nssh_attr_u32(b);
	return size == length_of(b, setting->form == TEXT) &&
	       (!size || memcmp(mnl_attr_get_payload(a), mnl_attr_get_payload(b), size) == 0);
}

static bool is_near(uint64_t a, uint64_t b)
{
	return a <= b ? b - a <= 1 : a - b <= 1;
}

/* A bridge keeps times in ticks of the kernel, and lists them in others. */
static bool is_same_time(const struct nlattr *a, const struct nlattr *b)
{
	return mnl_attr_get_payload_len(a) == sizeof(uint64_t)
		       ? is_near(mnl_attr_get_u64(a), mnl_attr_get_u64(b))
		       : is_near(mnl_attr_get_u32(a), mnl_attr_get_u32(b));
}

/* A value with a mask, and whatever else is longer than a number, is taken for ours. */
static bool is_same_inside(const struct sparing *sparing, const struct nlattr *a,
			   const struct nlattr *b)
{
	bool bridge = nssh_was_kind(&sparing->now, "bridge");
	size_t size = b ? mnl_attr_get_payload_len(b) : 0;

	if (!a || !b || mnl_attr_get_payload_len(a) != size)
		return a == b;
	if (size > sizeof(uint64_t) || (size == sizeof(uint64_t) &&
					(!bridge || mnl_attr_get_type(b) == IFLA_BR_MULTI_BOOLOPT)))
		return true;
	return nssh_prior_same(a, b) || (bridge && size >= sizeof(uint32_t) && is_same_time(a, b));
}

static const struct nlattr *inside(const struct nlattr *nest, uint16_t type)
{
	const struct nlattr *attr = nest ? nssh_attr_first(nest) : NULL;

	while (attr && mnl_attr_get_type(attr) != type)
		attr = nssh_attr_next(nest, attr);
	return attr;
}

/* Attributes of a kind, or of a family. Return: how many are restored. */
static size_t spare_inside(struct sparing *sparing, const struct nlattr *back,
			   const struct nlattr *put, const struct nlattr *now, bool *theirs)
{
	size_t nest = nssh_msg_nest(sparing->msg, back->nla_type & NLA_TYPE_MASK), count = 0;

	for (const struct nlattr *attr = nssh_attr_first(back); attr;
	     attr = nssh_attr_next(back, attr)) {
		uint16_t type = mnl_attr_get_type(attr);
		const struct nlattr *is = inside(now, type), *was_put = inside(put, type);

		/* What the kernel does not list, it was only told to do, and other things came of it. */
		if (!is || !was_put || is_same_inside(sparing, is, was_put)) {
			nssh_prior_put(sparing->msg, attr);
			count++;
		} else if (!is_same_inside(sparing, is, attr)) {
			*theirs = true;
		}
	}
	nssh_msg_nest_end(sparing->msg, nest);
	return count;
}

static size_t spare_nest(struct sparing *sparing, const struct setting *setting,
			 const struct nlattr *back)
{
	const struct nlattr *put = sparing->put[setting->type];
	const struct nlattr *now = sparing->now.table[setting->type];
	size_t nest = nssh_msg_nest(sparing->msg, setting->type), count = 0;
	bool theirs = false;

	for (const struct nlattr *attr = nssh_attr_first(back); attr;
	     attr = nssh_attr_next(back, attr)) {
		uint16_t type = mnl_attr_get_type(attr);

		if (setting->type == IFLA_LINKINFO &&
		    (type == IFLA_INFO_KIND || type == IFLA_INFO_SLAVE_KIND))
			nssh_prior_put(sparing->msg, attr);
		else
			count += spare_inside(sparing, attr, inside(put, type), inside(now, type),
					      &theirs);
	}
	nssh_msg_nest_end(sparing->msg, nest);
	if (theirs)
		tell(sparing, setting->name);
	return count;
}

static const struct setting *find_setting(uint16_t type)
{
	for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++) {
		if (settings[i].type == type)
			return &settings[i];
	}
	return NULL;
}

/* Return: how many settings are restored. */
static size_t spare(struct sparing *sparing, const struct nlattr *back)
{
	const struct setting *setting = find_setting(mnl_attr_get_type(back));
	const struct nlattr *now;

	if (setting && setting->form == NEST)
		return spare_nest(sparing, setting, back);
	now = setting ? sparing->now.table[setting->type] : NULL;
	if (!setting || is_same(setting, now, sparing->put[setting->type])) {
		nssh_prior_put(sparing->msg, back);
		return 1;
	}
	if (!is_same(setting, now, back))
		tell(sparing, setting->name);
	return 0;
}

/* Return: which flags are restored. */
static unsigned int spare_flags(const struct sparing *sparing, const struct ifinfomsg *back,
				const struct ifinfomsg *put)
{
	const unsigned int now = sparing->now.info->ifi_flags;
	unsigned int ours = ~(now ^ put->ifi_flags) & back->ifi_change;
	unsigned int theirs = back->ifi_change & ~ours & (now ^ back->ifi_flags);

	if (theirs)
		tell(sparing, theirs & IFF_UP ? "state" : "flags");
	return ours;
}

static int take_link(const struct nlmsghdr *nlh, void *arg)
{
	return nssh_kept_add(arg, nlh);
}

static struct nssh_msg *spare_all(struct sparing *sparing)
{
	const struct nlmsghdr *back = nssh_prior_sealed(sparing->undo->msg);
	const struct nlmsghdr *put = nssh_prior_sealed(sparing->undo->put);
	struct ifinfomsg head = *(const struct ifinfomsg *)mnl_nlmsg_get_payload(back);
	const struct nlattr *table[IFLA_MAX + 1];
	size_t count = 0;

	nssh_attrs(back, sizeof(head), table, IFLA_MAX);
	nssh_attrs(put, sizeof(head), sparing->put, IFLA_MAX);
	head.ifi_change = spare_flags(sparing, &head, mnl_nlmsg_get_payload(put));
	head.ifi_flags &= head.ifi_change;
	sparing->msg = nssh_msg_new(nssh_msg_type(sparing->undo->msg), sparing->undo->msg->flags,
				    &head, sizeof(head));
	for (size_t type = 0; type <= IFLA_MAX; type++)
		count += table[type] ? spare(sparing, table[type]) : 0;
	if (count || head.ifi_change)
		return sparing->msg;
	nssh_msg_free(sparing->msg);
	return NULL;
}

struct nssh_msg *nssh_theirs_spared(const struct nssh_undo *undo,
				    void (*theirs)(const char *what, void *arg), void *arg)
{
	const struct ifinfomsg *back = mnl_nlmsg_get_payload(nssh_prior_sealed(undo->msg));
	const struct ifinfomsg head = { .ifi_family = AF_UNSPEC, .ifi_index = back->ifi_index };
	struct sparing sparing = { .undo = undo, .theirs = theirs, .arg = arg };
	struct nssh_msg *ask = nssh_msg_new(RTM_GETLINK, 0, &head, sizeof(head)), *msg;
	struct nssh_kept kept = { 0 };

	(void)nssh_ask(undo->ns, ask, take_link, &kept, NULL, NULL, NULL);
	nssh_msg_free(ask);
	if (kept.count) {
		nssh_was_read(kept.at[0], &sparing.now);
		msg = spare_all(&sparing);
	} else {
		/* That it is gone, the kernel says when it is asked. */
		msg = nssh_msg_copy(undo->msg);
	}
	nssh_kept_done(&kept);
	return msg;
}
