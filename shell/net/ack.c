/* SPDX-License-Identifier: MIT */
/* Reading acknowledgements; a pure function over bytes. */
#define _GNU_SOURCE
#include "net/ack.h"

#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>

/* The largest errno that the kernel hands to user space (include/linux/err.h). */
#define MAX_ERRNO 4095

static void take_text(struct nssh_ack *ack, const struct nlattr *attr)
{
	size_t size = strnlen(mnl_attr_get_payload(attr), mnl_attr_get_payload_len(attr));

	if (size >= sizeof(ack->text))
		size = sizeof(ack->text) - 1;
	memcpy(ack->text, mnl_attr_get_payload(attr), size);
	while (size > 0 && (ack->text[size - 1] == '\n' || ack->text[size - 1] == ' '))
		size--;
	ack->text[size] = '\0';
}

static void take_attr(struct nssh_ack *ack, const struct nlattr *attr)
{
	uint16_t type = mnl_attr_get_type(attr);

	if (type == NLMSGERR_ATTR_MSG) {
		take_text(ack, attr);
		return;
	}
	if (mnl_attr_get_payload_len(attr) < sizeof(uint32_t))
		return;
	if (type == NLMSGERR_ATTR_OFFS) {
		ack->offset = mnl_attr_get_u32(attr);
		ack->has_offset = true;
	} else if (type == NLMSGERR_ATTR_MISS_TYPE) {
		ack->missing = mnl_attr_get_u32(attr);
		ack->has_missing = true;
	} else if (type == NLMSGERR_ATTR_MISS_NEST) {
		ack->offset = mnl_attr_get_u32(attr);
		ack->has_offset = true;
	}
}

/*
 * Where the attributes begin: behind the code and, in NLMSG_ERROR, behind the request's header and
 * as much of the request as was sent back. Return: an offset from @nlh, or 0 when that is nonsense.
 */
static size_t attrs_offset(const struct nlmsghdr *nlh)
{
	size_t offset = NLMSG_HDRLEN + sizeof(int);
	const struct nlmsgerr *body = mnl_nlmsg_get_payload(nlh);

	if (nlh->nlmsg_type == NLMSG_DONE)
		return offset;
	offset += NLMSG_HDRLEN;
	if (nlh->nlmsg_len < offset)
		return 0;
	if (nlh->nlmsg_flags & NLM_F_CAPPED)
		return offset;
	if (body->msg.nlmsg_len < NLMSG_HDRLEN || body->msg.nlmsg_len > nlh->nlmsg_len)
		return 0;
	return offset + NLMSG_ALIGN(body->msg.nlmsg_len - NLMSG_HDRLEN);
}

static void take_attrs(struct nssh_ack *ack, const struct nlmsghdr *nlh)
{
	size_t offset = attrs_offset(nlh);
	const char *at = (const char *)nlh + offset;
	size_t left = nlh->nlmsg_len - offset;

	if (!offset || offset > nlh->nlmsg_len)
		return;
	while (left >= sizeof(struct nlattr)) {
		const struct nlattr *attr = (const void *)at;
		size_t step = NLA_ALIGN(attr->nla_len);

		if (attr->nla_len < sizeof(*attr) || attr->nla_len > left)
			return;
		take_attr(ack, attr);
		if (step >= left)
			return;
		at += step;
		left -= step;
	}
}

int nssh_ack_parse(const struct nlmsghdr *nlh, struct nssh_ack *ret_ack)
{
	memset(ret_ack, 0, sizeof(*ret_ack));
	if (nlh->nlmsg_type != NLMSG_ERROR && nlh->nlmsg_type != NLMSG_DONE)
		return -EBADMSG;
	if (nlh->nlmsg_len < NLMSG_HDRLEN + sizeof(int)) {
		/* Lists may end without a code. */
		return nlh->nlmsg_type == NLMSG_DONE && nlh->nlmsg_len == NLMSG_HDRLEN ? 0
										       : -EBADMSG;
	}
	memcpy(&ret_ack->code, mnl_nlmsg_get_payload(nlh), sizeof(ret_ack->code));
	/* NLMSG_DONE may carry a count, which is no failure. */
	if (ret_ack->code > 0 && nlh->nlmsg_type == NLMSG_DONE)
		ret_ack->code = 0;
	if (ret_ack->code > 0 || ret_ack->code < -MAX_ERRNO)
		return -EBADMSG;
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS)
		take_attrs(ret_ack, nlh);
	return 0;
}
