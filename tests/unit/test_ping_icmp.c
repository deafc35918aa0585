/* SPDX-License-Identifier: MIT */
/* Echo requests and answers of the plugin ping, byte by byte. */
#include "../../plugins/ping/icmp.c" /* plugins are not in the library */

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* The sum over a whole message with a right checksum is all ones, so its complement is 0. */
static void test_checksum(void **state)
{
	uint8_t packet[ICMP_HEAD + 57];

	(void)state;
	for (size_t i = 0; i < sizeof(packet); i++)
		packet[i] = (uint8_t)(i * 37);
	for (size_t size = ICMP_HEAD; size <= sizeof(packet); size++) {
		nssh_icmp_request(AF_INET, 0xfffe, 0x1234, packet, size);
		assert_int_equal(checksum(packet, size), 0);
	}
}

static void test_request(void **state)
{
	/* id 0x1234, sequence 1; the checksum worked out by hand */
	static const uint8_t expected[] = { 0x08, 0x00, 0x6e, 0x31, 0x12, 0x34,
					    0x00, 0x01, 0xaa, 0xbb, 0xcc, 0xdd };
	uint8_t packet[12] = { [8] = 0xaa, 0xbb, 0xcc, 0xdd };

	(void)state;
	nssh_icmp_request(AF_INET, 0x1234, 1, packet, sizeof(packet));
	assert_memory_equal(packet, expected, sizeof(packet));
	nssh_icmp_request(AF_INET6, 0x1234, 1, packet, sizeof(packet));
	assert_int_equal(packet[0], 128);
	assert_int_equal(packet[2] | packet[3], 0);
}

static void test_replies(void **state)
{
	uint8_t reply[] = { 0, 0, 0, 0, 0x12, 0x34, 0x00, 0x07, 1, 2 };
	uint16_t sequence = 0;

	(void)state;
	assert_true(nssh_icmp_is_reply(AF_INET, reply, sizeof(reply), 0x1234, &sequence));
	assert_int_equal(sequence, 7);
	assert_false(nssh_icmp_is_reply(AF_INET, reply, sizeof(reply), 0x1235, &sequence));
	assert_false(nssh_icmp_is_reply(AF_INET6, reply, sizeof(reply), 0x1234, &sequence));
	assert_false(nssh_icmp_is_request(AF_INET, reply, sizeof(reply), 0x1234, &sequence));
	for (size_t size = 0; size < ICMP_HEAD; size++)
		assert_false(nssh_icmp_is_reply(AF_INET, reply, size, 0x1234, &sequence));
	reply[1] = 1;
	assert_false(nssh_icmp_is_reply(AF_INET, reply, sizeof(reply), 0x1234, &sequence));
}

static void test_after_ip(void **state)
{
	uint8_t packet[64] = { 0x45 };

	(void)state;
	assert_int_equal(nssh_icmp_after_ip(packet, sizeof(packet)), 20);
	packet[0] = 0x4f;
	assert_int_equal(nssh_icmp_after_ip(packet, sizeof(packet)), 60);
	assert_int_equal(nssh_icmp_after_ip(packet, 59), 59);
	packet[0] = 0x41;
	assert_int_equal(nssh_icmp_after_ip(packet, sizeof(packet)), sizeof(packet));
	assert_int_equal(nssh_icmp_after_ip(packet, 0), 0);
}

static void test_error_texts(void **state)
{
	char buf[48];

	(void)state;
	assert_string_equal(nssh_icmp_error_text(AF_INET, 3, 1, buf, sizeof(buf)),
			    "Destination Host Unreachable");
	assert_string_equal(nssh_icmp_error_text(AF_INET, 3, 99, buf, sizeof(buf)),
			    "Destination Unreachable");
	assert_string_equal(nssh_icmp_error_text(AF_INET6, 3, 0, buf, sizeof(buf)),
			    "Time exceeded: Hop limit");
	assert_string_equal(nssh_icmp_error_text(AF_INET6, 77, 5, buf, sizeof(buf)),
			    "ICMP type 77, code 5");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_checksum),    cmocka_unit_test(test_request),
		cmocka_unit_test(test_replies),     cmocka_unit_test(test_after_ip),
		cmocka_unit_test(test_error_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
