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

/* Of each row there is a slot, also of those that are only shown. */
static const struct nssh_value *slot(const void *args, size_t index)
{
	return (const struct nssh_value *)args + index;
}

const struct nssh_value *nssh_option_value(const struct nssh_option *options, const void *args,
					   const char *keyword)
{
	static const struct nssh_value none;

	for (size_t i = 0; !nssh_option_is_end(&options[i]); i++) {
		size_t size = keyword_size(&options[i]);

		if (size == strlen(keyword) && memcmp(options[i].name, keyword, size) == 0)
			return slot(args, i);
	}
	return &none;
}

bool nssh_options_given(const struct nssh_option *options, const void *args)
{
	for (size_t i = 0; !nssh_option_is_end(&options[i]); i++) {
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

/* All bits of one attribute, when the first that was written comes. */
static void put_bits(const struct nssh_option *options, size_t index, const void *args,
		     struct nssh_msg *msg)
{
	uint32_t bits[2] = { 0, 0 };

	for (size_t i = 0; !nssh_option_is_end(&options[i]); i++) {
		const struct nssh_value *value = slot(args, i);

		if (!options[i].name || options[i].form != NSSH_FORM_BIT ||
		    options[i].attr != options[index].attr || !nssh_given(value))
			continue;
		if (value->word < slot(args, index)->word)
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

static int check_once(const struct nssh_option *options, size_t index, const void *args,
		      struct nssh_error *err)
{
	for (size_t i = 0; options[index].once && !nssh_option_is_end(&options[i]); i++) {
		const struct nssh_value *other = slot(args, i), *own = slot(args, index);

		if (i == index || !options[i].name || options[i].attr != options[index].attr ||
		    !nssh_given(other) || other->word > own->word)
			continue;
		return nssh_fail(err, -EINVAL, own->word, "\"%.*s\" does not go with \"%.*s\"",
				 (int)keyword_size(&options[index]), options[index].name,
				 (int)keyword_size(&options[i]), options[i].name);
	}
	return 0;
}

/* The options in the order in which they were written: of two for one attribute the last one holds. */
static bool next_given(const struct nssh_option *options, const void *args, size_t *index,
		       const struct nssh_word **last)
{
	const struct nssh_word *next = NULL;

	for (size_t i = 0; !nssh_option_is_end(&options[i]); i++) {
		const struct nssh_word *word = options[i].name ? slot(args, i)->word : NULL;

		if (!word || (*last && word <= *last) || (next && word > next))
			continue;
		next = word;
		*index = i;
	}
	*last = next;
	return next != NULL;
}

static int put(const struct nssh_option *options, size_t index, const void *args,
	       const struct nssh_option_put *to, struct nssh_error *err)
{
	const struct nssh_option *option = &options[index];
	const struct nssh_value *value = slot(args, index);
	int rc = check_once(options, index, args, err);

	if (rc < 0)
		return rc;
	nssh_msg_word(to->msg, value->word);
	if (option->put)
		return option->put(option, value, to, err);
	if (option->form != NSSH_FORM_BIT)
		return put_form(option, value, to, err);
	put_bits(options, index, args, to->msg);
	return 0;
}

int nssh_options_put(const struct nssh_option *options, const void *args,
		     const struct nssh_option_put *to, struct nssh_error *err)
{
	const struct nssh_word *last = NULL;
	size_t index;
	int rc = 0;

	while (rc == 0 && next_given(options, args, &index, &last))
		rc = put(options, index, args, to, err);
	nssh_msg_word(to->msg, NULL);
	return rc;
}
