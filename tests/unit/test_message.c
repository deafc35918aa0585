/* SPDX-License-Identifier: MIT */
/* Requests under construction, and reading attributes of replies. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <linux/rtnetlink.h>

#include "net/message.h"

static struct nssh_msg *new_link(void)
{
	struct ifinfomsg head = { .ifi_index = 7 };

	return nssh_msg_new(RTM_NEWLINK, NLM_F_CREATE, &head, sizeof(head));
}

static void test_layout(void **state)
{
	const struct nlattr *table[IFLA_MAX + 1], *info[IFLA_INFO_MAX + 1];
	struct nssh_msg *msg = new_link();
	const struct nlmsghdr *nlh;
	size_t nest;

	(void)state;
	nssh_msg_put_str(msg, IFLA_IFNAME, "eth0");
	nssh_msg_put_u32(msg, IFLA_MTU, 1400);
	nest = nssh_msg_nest(msg, IFLA_LINKINFO);
	nssh_msg_put_str(msg, IFLA_INFO_KIND, "veth");
	nssh_msg_put_raw(msg, NULL, 0);
	nssh_msg_nest_end(msg, nest);
	nssh_msg_put_u8(msg, IFLA_OPERSTATE, 3);
	nssh_msg_put_u16(msg, IFLA_MAX, 0x1234);
	nssh_msg_put_u64(msg, IFLA_NUM_VF, 5);
	nssh_msg_seal(msg, NLM_F_ACK, 99);
	nlh = (const void *)msg->bytes;
	assert_int_equal(nlh->nlmsg_type, RTM_NEWLINK);
	assert_int_equal(nlh->nlmsg_flags, NLM_F_REQUEST | NLM_F_CREATE | NLM_F_ACK);
	assert_int_equal(nlh->nlmsg_seq, 99);
	assert_int_equal(nlh->nlmsg_len, msg->size);
	assert_int_equal(msg->size % NLMSG_ALIGNTO, 0);
	assert_int_equal(((struct ifinfomsg *)nssh_msg_head(msg))->ifi_index, 7);
	nssh_attrs(nlh, sizeof(struct ifinfomsg), table, IFLA_MAX);
	assert_string_equal(nssh_attr_str(table[IFLA_IFNAME]), "eth0");
	assert_int_equal(nssh_attr_u32(table[IFLA_MTU]), 1400);
	assert_int_equal(nssh_attr_u8(table[IFLA_OPERSTATE]), 3);
	assert_int_equal(nssh_attr_u16(table[IFLA_MAX]), 0x1234);
	assert_int_equal(nssh_attr_u64(table[IFLA_NUM_VF]), 5);
	nssh_attrs_nested(table[IFLA_LINKINFO], info, IFLA_INFO_MAX);
	assert_string_equal(nssh_attr_str(info[IFLA_INFO_KIND]), "veth");
	assert_null(table[IFLA_ADDRESS]);
	nssh_msg_free(msg);
	nssh_msg_free(NULL);
}

/* More than it has room for at first. */
static void test_growth(void **state)
{
	struct nssh_msg *msg = new_link();
	unsigned char bytes[5000];

	(void)state;
	memset(bytes, 0xa5, sizeof(bytes));
	for (int i = 0; i < 100; i++)
		nssh_msg_put(msg, IFLA_IFALIAS, bytes, sizeof(bytes));
	assert_int_equal(nssh_msg_check(msg, NULL), 0);
	assert_int_equal(msg->size, 16 + 16 + 100 * (NLA_HDRLEN + sizeof(bytes)));
	nssh_msg_free(msg);
}

static void test_too_large(void **state)
{
	struct nssh_error err = NSSH_ERROR_INIT;
	struct nssh_msg *msg = new_link();
	unsigned char *bytes = calloc(1, UINT16_MAX);
	size_t size, nest;

	(void)state;
	assert_non_null(bytes);
	nssh_msg_put(msg, IFLA_IFALIAS, bytes, UINT16_MAX - NLA_HDRLEN);
	assert_int_equal(nssh_msg_check(msg, NULL), 0);
	nssh_msg_put(msg, IFLA_IFALIAS, bytes, UINT16_MAX - NLA_HDRLEN + 1);
	assert_int_equal(nssh_msg_check(msg, &err), -EMSGSIZE);
	assert_int_equal(err.code, -EMSGSIZE);
	/* It sticks, and nothing is put any more. */
	size = msg->size;
	nssh_msg_put_u32(msg, IFLA_MTU, 1);
	assert_int_equal(msg->size, size);
	nssh_msg_free(msg);

	msg = new_link();
	nest = nssh_msg_nest(msg, IFLA_LINKINFO);
	nssh_msg_put(msg, IFLA_INFO_DATA, bytes, 40000);
	nssh_msg_put(msg, IFLA_INFO_DATA, bytes, 40000);
	nssh_msg_nest_end(msg, nest);
	assert_int_equal(nssh_msg_check(msg, NULL), -EMSGSIZE);
	nssh_msg_free(msg);
	free(bytes);
}

static void test_marks(void **state)
{
	const struct nssh_word name = { .text = "eth0" }, mtu = { .text = "99" }, to = { 0 };
	struct nssh_msg *msg = new_link();
	size_t at[5], nest;

	(void)state;
	at[0] = msg->size;
	nssh_msg_put_u8(msg, IFLA_OPERSTATE, 0);
	nssh_msg_word(msg, &name);
	at[1] = msg->size;
	nssh_msg_put_str(msg, IFLA_IFNAME, "eth0");
	nssh_msg_word(msg, &mtu);
	nest = nssh_msg_nest(msg, IFLA_LINKINFO);
	at[2] = msg->size;
	nssh_msg_put_u32(msg, IFLA_MTU, 99);
	nssh_msg_nest_end(msg, nest);
	at[3] = msg->size;
	/* A reference has a word of its own, and what comes behind it has not. */
	nssh_msg_put_nsfd(msg, IFLA_NET_NS_FD, NULL, &to);
	at[4] = msg->size;
	nssh_msg_put_u32(msg, IFLA_GROUP, 1);
	assert_null(nssh_msg_word_at(msg, 0));
	assert_null(nssh_msg_word_at(msg, at[0]));
	assert_ptr_equal(nssh_msg_word_at(msg, at[1]), &name);
	assert_ptr_equal(nssh_msg_word_at(msg, nest), &mtu);
	assert_ptr_equal(nssh_msg_word_at(msg, at[2]), &mtu);
	assert_ptr_equal(nssh_msg_word_at(msg, at[3]), &to);
	assert_ptr_equal(nssh_msg_word_at(msg, at[4]), &mtu);
	nssh_msg_free(msg);
}

/* Attributes of a reply that claim more than there is, or less than a header. */
static void test_hostile_attrs(void **state)
{
	const struct nlattr *table[IFLA_MTU + 1];
	struct {
		struct nlmsghdr head;
		struct ifinfomsg info;
		struct nlattr attr;
		unsigned char data[8];
	} reply = { .head = { .nlmsg_len = sizeof(reply) },
		    .attr = { .nla_type = IFLA_IFNAME },
		    .data = "abcdefg" };

	(void)state;
	reply.attr.nla_len = NLA_HDRLEN + 8;
	nssh_attrs(&reply.head, sizeof(reply.info), table, IFLA_MTU);
	assert_string_equal(nssh_attr_str(table[IFLA_IFNAME]), "abcdefg");
	reply.data[7] = 'h';
	assert_null(nssh_attr_str(table[IFLA_IFNAME]));
	reply.attr.nla_len = NLA_HDRLEN + 9;
	nssh_attrs(&reply.head, sizeof(reply.info), table, IFLA_MTU);
	assert_null(table[IFLA_IFNAME]);
	reply.attr.nla_len = 0;
	nssh_attrs(&reply.head, sizeof(reply.info), table, IFLA_MTU);
	assert_null(table[IFLA_IFNAME]);
	reply.attr.nla_len = NLA_HDRLEN + 2;
	nssh_attrs(&reply.head, sizeof(reply.info), table, IFLA_MTU);
	assert_int_equal(nssh_attr_u32(table[IFLA_IFNAME]), 0);
	assert_int_equal(nssh_attr_u64(NULL), 0);
	assert_null(nssh_attr_str(NULL));
	/* No room for the family's header. */
	reply.head.nlmsg_len = NLMSG_HDRLEN + 3;
	nssh_attrs(&reply.head, sizeof(reply.info), table, IFLA_MTU);
	assert_null(table[IFLA_IFNAME]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layout),        cmocka_unit_test(test_growth),
		cmocka_unit_test(test_too_large),     cmocka_unit_test(test_marks),
		cmocka_unit_test(test_hostile_attrs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
