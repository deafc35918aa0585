/* SPDX-License-Identifier: MIT */
/* Options that were written, as attributes of a request. */
#include <nssh/option.h>

#include <errno.h>
#include <string.h>

#include <arpa/inet.h>
#include <sys/socket.h>

static size_t keyword_size(const struct nssh_option *option)
{
	return option->name ? strcspn(option->name, " ") : 0;
}

static bool is_last(const struct nssh_option *option)
{
	return !option->name && !option->key && !option->label;
}

/* Of each row there is a slot, also of those that are only shown. */
static const struct nssh_value *slot(const void *args, size_t index)
{
	return (const struct nssh_value *)args + index;
}

const struct nssh_value *nssh_option_value(const struct nssh_option *options, const void *args,
					   const char *keyword)
{
	static const struct nssh_value none;

	for (size_t i = 0; !is_last(&options[i]); i++) {
		size_t size = keyword_size(&options[i]);

		if (size == strlen(keyword) && memcmp(options[i].name, keyword, size) == 0)
			return slot(args, i);
	}
	return &none;
}

bool nssh_options_given(const struct nssh_option *options, const void *args)
{
	for (size_t i = 0; !is_last(&options[i]); i++) {
		if (options[i].name && nssh_given(slot(args, i)))
			return true;
	}
	return false;
}

static bool is_flag(const struct nssh_option *option)
{
	return !option->name[keyword_size(option)];
}

static uint64_t number_of(const struct nssh_option *option, const struct nssh_value *value)
{
	return is_flag(option) ? option->value : value->num;
}

static int put_link(const struct nssh_option *option, const struct nssh_value *value,
		    const struct nssh_option_put *to, struct nssh_error *err)
{
	if (is_flag(option)) {
		nssh_msg_put_u32(to->msg, option->attr, (uint32_t)option->value);
		return 0;
	}
	if (value->link.ns && nssh_cmd_link_ns(to->cmd, value) != to->ns) {
		(void)nssh_fail(err, -EXDEV, value->word, "\"%s\" is in another namespace",
				value->word->text);
		nssh_hint(err, "this link has to be where the command is");
		return -EXDEV;
	}
	nssh_msg_put_ifindex(to->msg, option->attr, to->ns, value->link.name, value->word);
	return 0;
}

static int put_address(const struct nssh_option *option, const struct nssh_value *value,
		       const struct nssh_option_put *to, struct nssh_error *err)
{
	const bool is_v6 = value->addr.family == AF_INET6;

	if (!value->addr.len || (is_v6 && !option->attr6))
		return nssh_fail(err, -EINVAL, value->word, "\"%s\" is not %s", value->word->text,
				 option->attr6 ? "an address" : "an IPv4 address");
	nssh_msg_put(to->msg, is_v6 ? option->attr6 : option->attr, value->addr.bytes,
		     value->addr.len);
	return 0;
}

/* All bits of one attribute, when its first one comes. */
static void put_bits(const struct nssh_option *options, size_t index, const void *args,
		     struct nssh_msg *msg)
{
	uint32_t bits[2] = { 0, 0 };

	for (size_t i = 0; !is_last(&options[i]); i++) {
		const struct nssh_value *value = slot(args, i);

		if (!options[i].name || options[i].form != NSSH_FORM_BIT ||
		    options[i].attr != options[index].attr || !nssh_given(value))
			continue;
		if (i < index)
			return;
		bits[1] |= (uint32_t)options[i].value;
		if (value->num)
			bits[0] |= (uint32_t)options[i].value;
	}
	nssh_msg_put(msg, options[index].attr, bits, sizeof(bits));
}

static int put_form(const struct nssh_option *option, const struct nssh_value *value,
		    const struct nssh_option_put *to, struct nssh_error *err)
{
	const uint64_t number = number_of(option, value);

	switch (option->form) {
	case NSSH_FORM_NONE:
		nssh_msg_put(to->msg, option->attr, NULL, 0);
		return 0;
	case NSSH_FORM_U8:
		nssh_msg_put_u8(to->msg, option->attr, (uint8_t)number);
		return 0;
	case NSSH_FORM_U16:
		nssh_msg_put_u16(to->msg, option->attr, (uint16_t)number);
		return 0;
	case NSSH_FORM_U32:
		nssh_msg_put_u32(to->msg, option->attr, (uint32_t)number);
		return 0;
	case NSSH_FORM_U64:
		nssh_msg_put_u64(to->msg, option->attr, number);
		return 0;
	case NSSH_FORM_BE16:
		nssh_msg_put_u16(to->msg, option->attr, htons((uint16_t)number));
		return 0;
	case NSSH_FORM_BE32:
		nssh_msg_put_u32(to->msg, option->attr, htonl((uint32_t)number));
		return 0;
	case NSSH_FORM_LLADDR:
		nssh_msg_put(to->msg, option->attr, value->lladdr.bytes, value->lladdr.len);
		return 0;
	case NSSH_FORM_LINK:
		return put_link(option, value, to, err);
	case NSSH_FORM_ADDRESS:
		return put_address(option, value, to, err);
	default:
		return nssh_fail(err, -ENOSYS, value->word, "\"%s\" cannot be set",
				 value->word->text);
	}
}

/* Two options for one attribute, as `learning` and `nolearning`. */
static int check_other(const struct nssh_option *options, size_t index, const void *args,
		       struct nssh_error *err)
{
	for (size_t i = 0; i < index; i++) {
		if (options[i].name && options[i].attr == options[index].attr &&
		    options[i].form != NSSH_FORM_BIT && nssh_given(slot(args, i)))
			return nssh_fail(err, -EINVAL, slot(args, index)->word,
					 "\"%.*s\" does not go with \"%.*s\"",
					 (int)keyword_size(&options[index]), options[index].name,
					 (int)keyword_size(&options[i]), options[i].name);
	}
	return 0;
}

int nssh_options_put(const struct nssh_option *options, const void *args,
		     const struct nssh_option_put *to, struct nssh_error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && !is_last(&options[i]); i++) {
		const struct nssh_option *option = &options[i];
		const struct nssh_value *value = slot(args, i);

		if (!option->name || !nssh_given(value))
			continue;
		rc = check_other(options, i, args, err);
		if (rc < 0)
			break;
		nssh_msg_word(to->msg, value->word);
		if (option->put)
			rc = option->put(option, value, to, err);
		else if (option->form == NSSH_FORM_BIT)
			put_bits(options, i, args, to->msg);
		else
			rc = put_form(option, value, to, err);
	}
	nssh_msg_word(to->msg, NULL);
	return rc;
}
