/* SPDX-License-Identifier: MIT */
/* Kinds of arguments that only addresses have. */
#include "addr.h"

#include <errno.h>
#include <string.h>

#include <linux/if.h>

#include <nssh/names.h>

static int parse_label(const struct nssh_arg *arg, struct nssh_arena *arena,
		       struct nssh_value *value, struct nssh_error *err)
{
	(void)arg;
	(void)arena;
	value->str = value->word->text;
	if (*value->str == '\0')
		return nssh_fail(err, -EINVAL, value->word, "the label is empty");
	if (strlen(value->str) >= IFNAMSIZ)
		return nssh_fail(err, -EINVAL, value->word,
				 "the label %.64s is longer than %d bytes", value->str,
				 IFNAMSIZ - 1);
	return 0;
}

const struct nssh_type nssh_addr_label_type = {
	.name = "address-label",
	.help = "a label of at most 15 bytes, as eth0:1",
	.parse = parse_label,
};

static int parse_proto(const struct nssh_arg *arg, struct nssh_arena *arena,
		       struct nssh_value *value, struct nssh_error *err)
{
	uint32_t number;

	(void)arg;
	(void)arena;
	if (nssh_number_of(NSSH_RT_ADDRPROTOS, value->word->text, &number) < 0) {
		(void)nssh_fail(err, -EINVAL, value->word, "\"%.64s\" is not an address protocol",
				value->word->text);
		nssh_hint(err, "a number from 0 to 255, or a name from rt_addrprotos as kernel_ra");
		return -EINVAL;
	}
	value->num = number;
	return 0;
}

static void offer_proto(const char *name, uint32_t number, void *arg)
{
	const struct nssh_complete *req = arg;

	(void)number;
	req->offer(req, name, NULL);
}

static void complete_proto(const struct nssh_complete *req)
{
	struct nssh_complete copy = *req;

	nssh_name_each(NSSH_RT_ADDRPROTOS, offer_proto, &copy);
}

const struct nssh_type nssh_addr_proto_type = {
	.name = "address-proto",
	.help = "an address protocol: a name or a number",
	.parse = parse_proto,
	.complete = complete_proto,
};
