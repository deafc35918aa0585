/* SPDX-License-Identifier: MIT */
/* Reading attributes of replies, never past their ends. */
#include "net/message.h"

#include <nssh/netlink.h>

#include <string.h>

static void sort(const char *at, size_t left, const struct nlattr **table, uint16_t max)
{
	for (size_t i = 0; i <= max; i++)
		table[i] = NULL;
	while (left >= sizeof(struct nlattr)) {
		const struct nlattr *attr = (const void *)at;
		size_t step = NLA_ALIGN(attr->nla_len);
		uint16_t type = mnl_attr_get_type(attr);

		if (attr->nla_len < sizeof(*attr) || attr->nla_len > left)
			return;
		if (type <= max)
			table[type] = attr;
		if (step >= left)
			return;
		at += step;
		left -= step;
	}
}

void nssh_attrs(const struct nlmsghdr *nlh, size_t size, const struct nlattr **table, uint16_t max)
{
	size_t skip = NLMSG_HDRLEN + NLMSG_ALIGN(size);

	sort((const char *)nlh + skip, nlh->nlmsg_len > skip ? nlh->nlmsg_len - skip : 0, table,
	     max);
}

void nssh_attrs_nested(const struct nlattr *nest, const struct nlattr **table, uint16_t max)
{
	sort(mnl_attr_get_payload(nest), mnl_attr_get_payload_len(nest), table, max);
}

/* The value, or nothing when the attribute is not there or too short for it. */
static void take(const struct nlattr *attr, void *value, size_t size)
{
	if (attr && mnl_attr_get_payload_len(attr) >= size)
		memcpy(value, mnl_attr_get_payload(attr), size);
}

uint8_t nssh_attr_u8(const struct nlattr *attr)
{
	uint8_t value = 0;

	take(attr, &value, sizeof(value));
	return value;
}

uint16_t nssh_attr_u16(const struct nlattr *attr)
{
	uint16_t value = 0;

	take(attr, &value, sizeof(value));
	return value;
}

uint32_t nssh_attr_u32(const struct nlattr *attr)
{
	uint32_t value = 0;

	take(attr, &value, sizeof(value));
	return value;
}

uint64_t nssh_attr_u64(const struct nlattr *attr)
{
	uint64_t value = 0;

	take(attr, &value, sizeof(value));
	return value;
}

const char *nssh_attr_str(const struct nlattr *attr)
{
	if (!attr || !memchr(mnl_attr_get_payload(attr), '\0', mnl_attr_get_payload_len(attr)))
		return NULL;
	return mnl_attr_get_payload(attr);
}

static const struct nlattr *attr_at(const struct nlattr *nest, size_t offset)
{
	const struct nlattr *attr = (const void *)((const char *)nest + offset);

	if (offset + sizeof(*attr) > nest->nla_len || attr->nla_len < sizeof(*attr) ||
	    offset + attr->nla_len > nest->nla_len)
		return NULL;
	return attr;
}

const struct nlattr *nssh_attr_first(const struct nlattr *nest)
{
	return attr_at(nest, NLA_HDRLEN);
}

const struct nlattr *nssh_attr_next(const struct nlattr *nest, const struct nlattr *attr)
{
	return attr_at(nest, (size_t)((const char *)attr - (const char *)nest) +
				     NLA_ALIGN(attr->nla_len));
}
