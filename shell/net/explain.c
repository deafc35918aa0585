/* SPDX-License-Identifier: MIT */
/* The kernel's refusals, told to a person: reasons, and hints for the common ones. */
#define _GNU_SOURCE
#include "net/explain.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/capability.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>

#include "net/ack.h"
#include "net/context.h"
#include "net/message.h"

/* The kernel's own code that leaks out of some drivers (include/linux/errno.h). */
#define ENOTSUPP 524

const char *nssh_errno_text(int code)
{
	return strerror(code == -ENOTSUPP ? EOPNOTSUPP : -code);
}

int nssh_fail_errno(struct nssh_error *err, int code, const struct nssh_word *word, const char *fmt,
		    ...)
{
	char what[sizeof(err->what)];
	va_list ap;

	/* What was noticed first has its own reason. */
	if (!err || err->code)
		return code;
	va_start(ap, fmt);
	(void)vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	(void)nssh_fail(err, code, word, "%s", what);
	nssh_why(err, "%s", nssh_errno_text(code));
	return code;
}

static bool has_capability(int capability)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { 0 };

	if (syscall(SYS_capget, &head, data) < 0)
		return false;
	return data[CAP_TO_INDEX(capability)].effective & CAP_TO_MASK(capability);
}

void nssh_hint_capability(struct nssh_error *err, int capability)
{
	const char *name = capability == CAP_NET_ADMIN ? "CAP_NET_ADMIN" : "CAP_SYS_ADMIN";

	if (!err || (err->code != -EPERM && err->code != -EACCES))
		return;
	if (has_capability(capability))
		nssh_hint(
			err,
			"%s is needed in the user namespace that owns this; nssh --sandbox has its own",
			name);
	else
		nssh_hint(err, "this needs %s (be root); nssh --sandbox needs no privilege", name);
}

/**
 * struct about_link - what a request says of the link that it makes or changes
 * @name: the name that it is given, or NULL
 * @kind: the kind of link that is made, or ""
 * @peer: the name of the far end of a pair, or NULL
 * @near_ns, @far_ns: where they go
 */
struct about_link {
	const struct nlattr *name;
	const char *peer;
	const struct nssh_ns *near_ns, *far_ns;
	char kind[32];
};

/* The far end is described as a link is in a request of its own. */
static const char *peer_of(const struct nlattr *data)
{
	const struct nlattr *table[VETH_INFO_PEER + 1], *attr;
	const int head = NLMSG_ALIGN(sizeof(struct ifinfomsg));
	const char *far, *end;

	nssh_attrs_nested(data, table, VETH_INFO_PEER);
	if (!table[VETH_INFO_PEER] || mnl_attr_get_payload_len(table[VETH_INFO_PEER]) < head)
		return NULL;
	far = mnl_attr_get_payload(table[VETH_INFO_PEER]);
	end = far + mnl_attr_get_payload_len(table[VETH_INFO_PEER]);
	for (attr = (const void *)(far + head); mnl_attr_ok(attr, (int)(end - (const char *)attr));
	     attr = mnl_attr_next(attr)) {
		if (mnl_attr_get_type(attr) == IFLA_IFNAME)
			return nssh_attr_str(attr);
	}
	return NULL;
}

static void read_link(const struct nssh_msg *msg, const struct nssh_ns *ns, struct about_link *ret)
{
	const struct nlattr *table[IFLA_LINKINFO + 1], *info[IFLA_INFO_DATA + 1];

	*ret = (struct about_link){ .near_ns = ns, .far_ns = ns };
	if (nssh_msg_type(msg) != RTM_NEWLINK)
		return;
	nssh_attrs((const void *)msg->bytes, sizeof(struct ifinfomsg), table, IFLA_LINKINFO);
	ret->name = table[IFLA_IFNAME];
	if (!table[IFLA_LINKINFO])
		return;
	nssh_attrs_nested(table[IFLA_LINKINFO], info, IFLA_INFO_DATA);
	/* As iproute2 sends it, without a NUL. */
	if (info[IFLA_INFO_KIND])
		(void)snprintf(ret->kind, sizeof(ret->kind), "%.*s",
			       (int)mnl_attr_get_payload_len(info[IFLA_INFO_KIND]),
			       (const char *)mnl_attr_get_payload(info[IFLA_INFO_KIND]));
	if (strcmp(ret->kind, "veth") == 0 && info[IFLA_INFO_DATA])
		ret->peer = peer_of(info[IFLA_INFO_DATA]);
	for (size_t i = 0; i < msg->ref_count; i++) {
		const struct nssh_ref *ref = &msg->refs[i];
		const char *at = (const char *)msg->bytes + ref->offset;
		const char *data = (const char *)info[IFLA_INFO_DATA];

		if (ref->kind != NSSH_REF_NSFD)
			continue;
		if (ret->peer && at > data && at < data + info[IFLA_INFO_DATA]->nla_len)
			ret->far_ns = ref->ns;
		else
			ret->near_ns = ref->ns;
	}
}

/* " in namespace red" */
static void put_ns(char text[static 300], const struct nssh_ns *ns)
{
	(void)snprintf(text, 300, "%s%s", ns->ref ? " in namespace " : " here",
		       ns->ref ? ns->ref : "");
}

/* The kernel does not say which of the two names is taken. */
static void hint_pair(struct nssh_error *err, const struct about_link *link, const char *name)
{
	char near_text[300], far_text[300];

	put_ns(near_text, link->near_ns);
	put_ns(far_text, link->far_ns);
	if (strcmp(name, link->peer) != 0 && link->near_ns == link->far_ns)
		nssh_hint(err, "there is a link \"%s\" already, or a \"%s\"%s", name, link->peer,
			  near_text);
	else if (strcmp(name, link->peer) != 0)
		nssh_hint(err, "there is a link \"%s\" already%s, or a \"%s\"%s", name, near_text,
			  link->peer, far_text);
	else if (link->near_ns == link->far_ns)
		nssh_hint(err, "both ends would be called \"%s\"%s", name, near_text);
	else
		nssh_hint(err, "there is a link \"%s\" already,%s or%s", name, near_text, far_text);
}

static bool hint_link(struct nssh_error *err, const struct about_link *link)
{
	const char *name = link->name ? nssh_attr_str(link->name) : NULL;

	if (err->code == -EOPNOTSUPP && link->kind[0])
		nssh_hint(err, "this kernel has no links of type %s, or their module is missing",
			  link->kind);
	else if (err->code == -EEXIST && name && link->peer)
		hint_pair(err, link, name);
	else if (err->code == -EEXIST && name)
		nssh_hint(err, "there is a link \"%s\" already", name);
	else
		return false;
	return true;
}

/* What helps when the kernel refuses a request of this type with this errno. */
static const struct {
	uint16_t type;
	int code;
	const char *hint;
} hints[] = {
	{ RTM_NEWLINK, -EEXIST, "a link with that name is there already" },
	{ RTM_NEWADDR, -EEXIST, "the address is there already; `addr replace` takes it as it is" },
	{ RTM_DELADDR, -EADDRNOTAVAIL, "the link has no such address: see `addr show`" },
	{ RTM_NEWROUTE, -EEXIST, "the route is there already; `route replace` changes it" },
	{ RTM_NEWROUTE, -ENETUNREACH, "the gateway must be on a network of a link that is up" },
	{ RTM_NEWROUTE, -EHOSTUNREACH, "the gateway must be on a network of a link that is up" },
	{ RTM_NEWROUTE, -ENETDOWN, "set the link up first" },
	{ RTM_DELROUTE, -ESRCH, "there is no such route: see `route show`" },
	{ RTM_DELNEIGH, -ENOENT, "there is no such neighbour: see `neigh show`" },
	{ RTM_DELRULE, -ENOENT, "there is no such rule: see `rule show`" },
};

static void hint_request(struct nssh_error *err, const struct nssh_msg *msg,
			 const struct about_link *link)
{
	if (!err || !err->code || hint_link(err, link))
		return;
	nssh_hint_capability(err, CAP_NET_ADMIN);
	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
		if (hints[i].type == nssh_msg_type(msg) && hints[i].code == err->code)
			nssh_hint(err, "%s", hints[i].hint);
	}
}

int nssh_fail_ack(struct nssh_error *err, const struct nssh_ack *ack, const struct nssh_ns *ns,
		  const struct nssh_msg *msg, const char *doing, const struct nssh_word *word)
{
	const struct nssh_word *at = ack->has_offset ? nssh_msg_word_at(msg, ack->offset) : NULL;
	struct about_link link;

	read_link(msg, ns, &link);
	/* The kernel does not say which name is taken, but there may be only one. */
	if (!at && ack->code == -EEXIST && link.name && !link.peer)
		at = nssh_msg_word_at(msg,
				      (size_t)((const char *)link.name - (const char *)msg->bytes));
	(void)nssh_fail(err, ack->code, at ? at : word, "cannot %s", doing);
	if (ack->has_missing)
		nssh_why(err, "%s (attribute %u is missing)",
			 ack->text[0] ? ack->text : nssh_errno_text(ack->code), ack->missing);
	else
		nssh_why(err, "%s", ack->text[0] ? ack->text : nssh_errno_text(ack->code));
	nssh_kind(err, NSSH_ERROR_REFUSED);
	hint_request(err, msg, &link);
	return ack->code;
}
