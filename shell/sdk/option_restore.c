/* SPDX-License-Identifier: MIT */
/* Options as they were, for taking changes back and for making again what was removed. */
#include <nssh/option.h>

#include <string.h>

/* How many bytes say "none"; 0: that cannot be said so. */
static size_t none_size(enum nssh_form form)
{
	switch (form) {
	case NSSH_FORM_U8:
		return 1;
	case NSSH_FORM_U16:
	case NSSH_FORM_BE16:
		return 2;
	case NSSH_FORM_U32:
	case NSSH_FORM_BE32:
	case NSSH_FORM_LINK:
		return 4;
	case NSSH_FORM_U64:
		return 8;
	default:
		return 0;
	}
}

static void put_was(struct nssh_msg *msg, const struct nlattr *attr)
{
	nssh_msg_put(msg, attr->nla_type, mnl_attr_get_payload(attr),
		     mnl_attr_get_payload_len(attr));
}

/* The bits that were meant, as they were. */
static void put_bits(struct nssh_msg *msg, const struct nlattr *was, const struct nlattr *asked)
{
	uint32_t bits[2], meant[2];

	if (mnl_attr_get_payload_len(was) < sizeof(bits) ||
	    mnl_attr_get_payload_len(asked) < sizeof(meant))
		return;
	memcpy(bits, mnl_attr_get_payload(was), sizeof(bits));
	memcpy(meant, mnl_attr_get_payload(asked), sizeof(meant));
	bits[1] = meant[1];
	nssh_msg_put(msg, was->nla_type, bits, sizeof(bits));
}

static void put_address(const struct nssh_option *option, const struct nlattr *const *was,
			const struct nlattr *const *asked, struct nssh_msg *msg)
{
	static const uint8_t none[16];

	if (was[option->attr])
		put_was(msg, was[option->attr]);
	else if (option->attr6 && was[option->attr6])
		put_was(msg, was[option->attr6]);
	else if (asked && asked[option->attr])
		nssh_msg_put(msg, option->attr, none, 4);
	else if (asked)
		nssh_msg_put(msg, option->attr6, none, sizeof(none));
}

static void put(const struct nssh_option *option, const struct nlattr *const *was,
		const struct nlattr *const *asked, struct nssh_msg *msg)
{
	static const uint8_t none[8];
	const struct nlattr *attr = was[option->attr];

	if (option->restore)
		option->restore(option, was, asked != NULL, msg);
	else if (option->form == NSSH_FORM_ADDRESS)
		put_address(option, was, asked, msg);
	else if (attr && asked && option->form == NSSH_FORM_BIT)
		put_bits(msg, attr, asked[option->attr]);
	else if (attr)
		put_was(msg, attr);
	else if (asked && none_size(option->form))
		nssh_msg_put(msg, option->attr, none, none_size(option->form));
}

/* Several rows may be about one attribute. */
static bool is_done(const struct nssh_option *options, size_t index)
{
	for (size_t i = 0; i < index; i++) {
		if (options[i].name && options[i].attr == options[index].attr)
			return true;
	}
	return false;
}

static bool is_asked(const struct nssh_option *option, const struct nlattr *const *asked)
{
	return asked[option->attr] || (option->attr6 && asked[option->attr6]);
}

void nssh_options_restore(const struct nssh_option *options, const struct nlattr *was,
			  const struct nlattr *asked, struct nssh_msg *msg)
{
	const struct nlattr *had[NSSH_OPTION_ATTRS + 1] = { NULL };
	const struct nlattr *wanted[NSSH_OPTION_ATTRS + 1] = { NULL };

	if (was)
		nssh_attrs_nested(was, had, NSSH_OPTION_ATTRS);
	if (asked)
		nssh_attrs_nested(asked, wanted, NSSH_OPTION_ATTRS);
	for (size_t i = 0; !nssh_option_is_end(&options[i]); i++) {
		if (!options[i].name || is_done(options, i) ||
		    (asked && !is_asked(&options[i], wanted)))
			continue;
		put(&options[i], had, asked ? wanted : NULL, msg);
	}
}
