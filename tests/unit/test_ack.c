/* SPDX-License-Identifier: MIT */
/* Acknowledgements: recorded ones, and what a kernel would never send. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/ack.h"

/* Recorded (Linux 6.18): RTM_NEWLINK whose IFLA_MTU has one byte; with NETLINK_CAP_ACK. */
static const unsigned char capped[] = {
	0x78, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x03, 0x08, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00,
	0x00, 0xde, 0xff, 0xff, 0xff, 0x30, 0x00, 0x00, 0x00, 0x10, 0x00, 0x05, 0x06, 0x08, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x27, 0x00, 0x01, 0x00, 0x41, 0x74, 0x74, 0x72, 0x69,
	0x62, 0x75, 0x74, 0x65, 0x20, 0x66, 0x61, 0x69, 0x6c, 0x65, 0x64, 0x20, 0x70, 0x6f, 0x6c,
	0x69, 0x63, 0x79, 0x20, 0x76, 0x61, 0x6c, 0x69, 0x64, 0x61, 0x74, 0x69, 0x6f, 0x6e, 0x00,
	0x00, 0x08, 0x00, 0x02, 0x00, 0x28, 0x00, 0x00, 0x00, 0x24, 0x00, 0x04, 0x80, 0x0c, 0x00,
	0x04, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x0c, 0x00, 0x05, 0x00, 0xff,
	0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0x08, 0x00, 0x01, 0x00, 0x04, 0x00, 0x00, 0x00,
};

/* Recorded: RTM_NEWADDR of 10.0.0.1/33, sent back whole. */
static const unsigned char whole[] = {
	0x5c, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x02, 0x0d, 0x00, 0x00, 0x00, 0x39, 0x30,
	0x00, 0x00, 0xea, 0xff, 0xff, 0xff, 0x28, 0x00, 0x00, 0x00, 0x14, 0x00, 0x05, 0x06,
	0x0d, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x21, 0x00, 0x00, 0x01, 0x00,
	0x00, 0x00, 0x08, 0x00, 0x02, 0x00, 0x0a, 0x00, 0x00, 0x01, 0x08, 0x00, 0x01, 0x00,
	0x0a, 0x00, 0x00, 0x01, 0x20, 0x00, 0x01, 0x00, 0x69, 0x70, 0x76, 0x34, 0x3a, 0x20,
	0x49, 0x6e, 0x76, 0x61, 0x6c, 0x69, 0x64, 0x20, 0x70, 0x72, 0x65, 0x66, 0x69, 0x78,
	0x20, 0x6c, 0x65, 0x6e, 0x67, 0x74, 0x68, 0x00,
};

/* Recorded: a list of addresses of a scope, which is no filter. */
static const unsigned char done[] = {
	0x50, 0x00, 0x00, 0x00, 0x03, 0x00, 0x02, 0x02, 0x0a, 0x00, 0x00, 0x00, 0x39, 0x30,
	0x00, 0x00, 0xea, 0xff, 0xff, 0xff, 0x3c, 0x00, 0x01, 0x00, 0x69, 0x70, 0x76, 0x34,
	0x3a, 0x20, 0x49, 0x6e, 0x76, 0x61, 0x6c, 0x69, 0x64, 0x20, 0x76, 0x61, 0x6c, 0x75,
	0x65, 0x73, 0x20, 0x69, 0x6e, 0x20, 0x68, 0x65, 0x61, 0x64, 0x65, 0x72, 0x20, 0x66,
	0x6f, 0x72, 0x20, 0x61, 0x64, 0x64, 0x72, 0x65, 0x73, 0x73, 0x20, 0x64, 0x75, 0x6d,
	0x70, 0x20, 0x72, 0x65, 0x71, 0x75, 0x65, 0x73, 0x74, 0x00,
};

/* A message of its own size on the heap, so that the sanitizer sees every byte beyond it. */
static struct nlmsghdr *copy(const void *bytes, size_t size)
{
	struct nlmsghdr *nlh = malloc(size);

	assert_non_null(nlh);
	memcpy(nlh, bytes, size);
	return nlh;
}

static int parse(const void *bytes, size_t size, struct nssh_ack *ack)
{
	struct nlmsghdr *nlh = copy(bytes, size);
	int rc;

	nlh->nlmsg_len = (uint32_t)size;
	rc = nssh_ack_parse(nlh, ack);
	free(nlh);
	return rc;
}

static void test_recorded(void **state)
{
	struct nssh_ack ack;

	(void)state;
	assert_int_equal(parse(capped, sizeof(capped), &ack), 0);
	assert_int_equal(ack.code, -ERANGE);
	assert_string_equal(ack.text, "Attribute failed policy validation");
	assert_true(ack.has_offset);
	assert_int_equal(ack.offset, 40);
	assert_false(ack.has_missing);

	assert_int_equal(parse(whole, sizeof(whole), &ack), 0);
	assert_int_equal(ack.code, -EINVAL);
	assert_string_equal(ack.text, "ipv4: Invalid prefix length");
	assert_false(ack.has_offset);

	assert_int_equal(parse(done, sizeof(done), &ack), 0);
	assert_int_equal(ack.code, -EINVAL);
	assert_string_equal(ack.text, "ipv4: Invalid values in header for address dump request");
}

/* Cut anywhere, it is an answer with less in it or no answer at all, and nothing worse. */
static void test_cut(void **state)
{
	struct nssh_ack ack;

	(void)state;
	for (size_t size = NLMSG_HDRLEN; size < sizeof(capped); size++) {
		int rc = parse(capped, size, &ack);

		assert_int_equal(rc, size < NLMSG_HDRLEN + sizeof(int) ? -EBADMSG : 0);
		if (rc == 0)
			assert_int_equal(ack.code, -ERANGE);
	}
}

/* Any one byte changed: no crash, and no code that is not an errno. */
static void test_flipped(void **state)
{
	unsigned char bytes[sizeof(capped)];
	struct nssh_ack ack;

	(void)state;
	for (size_t i = 4; i < sizeof(capped); i++) {
		for (unsigned int value = 0; value < 256; value += 5) {
			memcpy(bytes, capped, sizeof(bytes));
			bytes[i] = (unsigned char)value;
			if (parse(bytes, sizeof(bytes), &ack) == 0)
				assert_in_range(-ack.code, 0, 4095);
		}
	}
}

/* Put the parts of an answer together. */
struct answer {
	struct nlmsghdr head;
	int code;
	struct nlmsghdr request;
	unsigned char rest[600];
};

static struct answer answer(uint16_t type, uint16_t flags, int code)
{
	struct answer made = { .head = { .nlmsg_type = type, .nlmsg_flags = flags },
			       .code = code,
			       .request = { .nlmsg_len = NLMSG_HDRLEN } };

	return made;
}

#define HEAD offsetof(struct answer, rest)

static size_t put(unsigned char *at, uint16_t type, const void *data, size_t size)
{
	struct nlattr attr = { .nla_len = (uint16_t)(NLA_HDRLEN + size), .nla_type = type };

	memcpy(at, &attr, sizeof(attr));
	memcpy(at + NLA_HDRLEN, data, size);
	return NLA_ALIGN(attr.nla_len);
}

static void test_success(void **state)
{
	struct answer made = answer(NLMSG_ERROR, NLM_F_CAPPED, 0);
	struct nssh_ack ack;

	(void)state;
	assert_int_equal(parse(&made, HEAD, &ack), 0);
	assert_int_equal(ack.code, 0);
	assert_string_equal(ack.text, "");
	assert_false(ack.has_offset);
}

static void test_warning(void **state)
{
	struct answer made = answer(NLMSG_ERROR, NLM_F_CAPPED | NLM_F_ACK_TLVS, 0);
	struct nssh_ack ack;
	size_t size = put(made.rest, NLMSGERR_ATTR_MSG, "take care \n", 12);

	(void)state;
	assert_int_equal(parse(&made, HEAD + size, &ack), 0);
	assert_int_equal(ack.code, 0);
	assert_string_equal(ack.text, "take care");
}

/* Without NLM_F_CAPPED the request stands between the header and the attributes. */
static void test_with_request(void **state)
{
	struct answer made = answer(NLMSG_ERROR, NLM_F_ACK_TLVS, -EPERM);
	struct nssh_ack ack;
	size_t size;

	(void)state;
	made.request.nlmsg_len = NLMSG_HDRLEN + 21;
	memset(made.rest, 0xff, 24);
	size = put(made.rest + 24, NLMSGERR_ATTR_MSG, "no", 3);
	assert_int_equal(parse(&made, HEAD + 24 + size, &ack), 0);
	assert_int_equal(ack.code, -EPERM);
	assert_string_equal(ack.text, "no");

	/* A request that claims to be longer than the answer, or shorter than its own header. */
	made.request.nlmsg_len = UINT32_MAX;
	assert_int_equal(parse(&made, HEAD + 24 + size, &ack), 0);
	assert_string_equal(ack.text, "");
	made.request.nlmsg_len = 3;
	assert_int_equal(parse(&made, HEAD + 24 + size, &ack), 0);
	assert_string_equal(ack.text, "");
	assert_int_equal(ack.code, -EPERM);
}

static void test_done(void **state)
{
	struct answer made = answer(NLMSG_DONE, NLM_F_MULTI | NLM_F_ACK_TLVS, -ENODEV);
	struct nssh_ack ack;
	size_t size = put((unsigned char *)&made.request, NLMSGERR_ATTR_MSG, "gone", 5);

	(void)state;
	assert_int_equal(parse(&made, offsetof(struct answer, request) + size, &ack), 0);
	assert_int_equal(ack.code, -ENODEV);
	assert_string_equal(ack.text, "gone");

	/* Without a code; with a count in its place. */
	assert_int_equal(parse(&made, NLMSG_HDRLEN, &ack), 0);
	assert_int_equal(ack.code, 0);
	made.code = 12;
	assert_int_equal(parse(&made, NLMSG_HDRLEN + sizeof(int), &ack), 0);
	assert_int_equal(ack.code, 0);
	assert_int_equal(parse(&made, NLMSG_HDRLEN + 2, &ack), -EBADMSG);
}

/* The type of an attribute that is missing, and the nest where it should be. */
static void test_missing(void **state)
{
	struct answer made = answer(NLMSG_ERROR, NLM_F_CAPPED | NLM_F_ACK_TLVS, -EINVAL);
	const uint32_t type = 4, nest = 36;
	struct nssh_ack ack;
	size_t size = put(made.rest, NLMSGERR_ATTR_MISS_TYPE, &type, sizeof(type));

	(void)state;
	size += put(made.rest + size, NLMSGERR_ATTR_MISS_NEST, &nest, sizeof(nest));
	assert_int_equal(parse(&made, HEAD + size, &ack), 0);
	assert_true(ack.has_missing);
	assert_int_equal(ack.missing, 4);
	assert_true(ack.has_offset);
	assert_int_equal(ack.offset, 36);
}

static void test_texts(void **state)
{
	struct answer made = answer(NLMSG_ERROR, NLM_F_CAPPED | NLM_F_ACK_TLVS, -EINVAL);
	char longest[500];
	struct nssh_ack ack;
	size_t size;

	(void)state;
	/* Without a NUL, and longer than there is room for. */
	memset(longest, 'x', sizeof(longest));
	size = put(made.rest, NLMSGERR_ATTR_MSG, longest, sizeof(longest));
	assert_int_equal(parse(&made, HEAD + size, &ack), 0);
	assert_int_equal(strlen(ack.text), sizeof(ack.text) - 1);
	size = put(made.rest, NLMSGERR_ATTR_MSG, "", 0);
	assert_int_equal(parse(&made, HEAD + size, &ack), 0);
	assert_string_equal(ack.text, "");
	/* Numbers that are cut, and a length below that of a header. */
	size = put(made.rest, NLMSGERR_ATTR_OFFS, "ab", 2);
	assert_int_equal(parse(&made, HEAD + size, &ack), 0);
	assert_false(ack.has_offset);
	made.rest[0] = 1;
	assert_int_equal(parse(&made, HEAD + size, &ack), 0);
	assert_false(ack.has_offset);
}

static void test_nonsense(void **state)
{
	struct answer made = answer(NLMSG_ERROR, 0, 5);
	struct nssh_ack ack;

	(void)state;
	assert_int_equal(parse(&made, HEAD, &ack), -EBADMSG);
	made.code = -4096;
	assert_int_equal(parse(&made, HEAD, &ack), -EBADMSG);
	made.code = INT32_MIN;
	assert_int_equal(parse(&made, HEAD, &ack), -EBADMSG);
	made = answer(NLMSG_NOOP, 0, 0);
	assert_int_equal(parse(&made, HEAD, &ack), -EBADMSG);
	made = answer(NLMSG_ERROR, NLM_F_ACK_TLVS, 0);
	assert_int_equal(parse(&made, NLMSG_HDRLEN, &ack), -EBADMSG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_recorded), cmocka_unit_test(test_cut),
		cmocka_unit_test(test_flipped),  cmocka_unit_test(test_success),
		cmocka_unit_test(test_warning),  cmocka_unit_test(test_with_request),
		cmocka_unit_test(test_done),     cmocka_unit_test(test_texts),
		cmocka_unit_test(test_nonsense), cmocka_unit_test(test_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
