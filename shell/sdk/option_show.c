/* SPDX-License-Identifier: MIT */
/* Attributes of the kernel, shown by a table of options. */
#include <nssh/option.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <arpa/inet.h>
#include <sys/socket.h>

#include <linux/if.h>

#include <nssh/link.h>
#include <nssh/names.h>

/* The keyword, or what stands for it. */
static const char *text_label(const struct nssh_option *option, int *ret_size)
{
	const char *label = option->label  ? option->label
			    : option->name ? option->name
					   : option->key;

	*ret_size = (int)(option->label ? strlen(label) : strcspn(label, " "));
	return label;
}

static const char *json_key(const struct nssh_option *option, char *buf, size_t size)
{
	const char *label;
	int width;

	if (option->only_text)
		return NULL;
	if (option->key)
		return option->key;
	label = text_label(option, &width);
	(void)snprintf(buf, size, "%.*s", width, label);
	return buf;
}

static const char *label_then(const struct nssh_option *option, const char *then, char *buf,
			      size_t size)
{
	const char *label;
	int width;

	label = text_label(option, &width);
	(void)snprintf(buf, size, "%.*s%s ", width, label, then);
	return buf;
}

const char *nssh_option_label(const struct nssh_option *option, char *buf, size_t size)
{
	return label_then(option, " %s", buf, size);
}

static uint64_t number_of(const struct nssh_option *option, const struct nlattr *attr)
{
	switch (option->form) {
	case NSSH_FORM_NONE:
		return 1;
	case NSSH_FORM_U8:
		return nssh_attr_u8(attr);
	case NSSH_FORM_U16:
		return nssh_attr_u16(attr);
	case NSSH_FORM_BE16:
		return ntohs(nssh_attr_u16(attr));
	case NSSH_FORM_BE32:
		return ntohl(nssh_attr_u32(attr));
	case NSSH_FORM_BIT:
		return (nssh_attr_u32(attr) & option->value) != 0;
	case NSSH_FORM_U64:
		return nssh_attr_u64(attr);
	default:
		return nssh_attr_u32(attr);
	}
}

/* NULL when it is shown as a number. */
static const char *word_of(const struct nssh_option *option, uint64_t number, bool numeric,
			   char *buf, size_t size)
{
	const char *hole = option->other ? strstr(option->other, "%s") : NULL;

	for (const struct nssh_choice *w = option->words; w->word; w++) {
		if (w->number == number && !(numeric && hole))
			return w->word;
	}
	if (!option->other)
		return NULL;
	if (!hole)
		return option->other;
	(void)snprintf(buf, size, "%.*s%" PRIu64 "%s", (int)(hole - option->other), option->other,
		       number, hole + 2);
	return buf;
}

/* Bits without a word are one number. */
static void show_bits(const struct nssh_option *option, const struct nssh_option_view *view,
		      const char *key, uint64_t left)
{
	const char *label;
	char text[24];
	int size;

	label = text_label(option, &size);
	nssh_out_open_array(view->out, key);
	nssh_out_text(view->out, "%.*s%s<", size, label, size ? " " : "");
	for (const struct nssh_choice *w = option->words; w->word; w++) {
		if (!(left & w->number))
			continue;
		left &= ~w->number;
		nssh_out_str(view->out, NULL, left ? "%s," : "%s", w->word);
	}
	(void)snprintf(text, sizeof(text), "%" PRIx64, left);
	if (left)
		nssh_out_str(view->out, NULL, "%s", text);
	nssh_out_close_array(view->out);
	nssh_out_text(view->out, "> ");
}

static void show_number(const struct nssh_option *option, const struct nssh_option_view *view,
			uint64_t number)
{
	char key[64], fmt[64], text[64];
	const char *k = json_key(option, key, sizeof(key));
	const char *f = nssh_option_label(option, fmt, sizeof(fmt)), *word;

	switch (option->look) {
	case NSSH_LOOK_SIGNED:
		nssh_out_int(view->out, k, f, (int32_t)number);
		break;
	case NSSH_LOOK_ONOFF:
		nssh_out_onoff(view->out, k, f, number != 0);
		break;
	case NSSH_LOOK_HEX:
		nssh_out_hex(view->out, k, f, number);
		break;
	case NSSH_LOOK_ALT_HEX:
		(void)snprintf(text, sizeof(text), "%#" PRIx64, number);
		nssh_out_str(view->out, k, f, text);
		break;
	case NSSH_LOOK_BITS:
		show_bits(option, view, k, number);
		break;
	case NSSH_LOOK_FLAG:
		nssh_out_bool(view->out, k, label_then(option, "", fmt, sizeof(fmt)), number != 0);
		break;
	default:
		word = option->words
			       ? word_of(option, number, view->options->numeric, text, sizeof(text))
			       : NULL;
		if (word)
			nssh_out_str(view->out, k, f, word);
		else
			nssh_out_uint(view->out, k, f, number);
	}
}

static void show_text(const struct nssh_option *option, const struct nssh_option_view *view,
		      const char *text)
{
	char key[64], fmt[64];

	nssh_out_str(view->out, json_key(option, key, sizeof(key)),
		     nssh_option_label(option, fmt, sizeof(fmt)), text);
}

static void show_link(const struct nssh_option *option, const struct nssh_option_view *view,
		      int index)
{
	char name[IFNAMSIZ];

	if (!nssh_link_name_of(view->ns, index, name))
		(void)snprintf(name, sizeof(name), index ? "if%d" : "*", index);
	show_text(option, view, name);
}

/* The address is the IPv4 attribute's, or the IPv6 one's when there is no other. */
static void show_address(const struct nssh_option *option, const struct nssh_option_view *view)
{
	static const uint8_t none[16];
	const struct nlattr *v4 = view->attrs[option->attr];
	const struct nlattr *attr = v4 || !option->attr6 ? v4 : view->attrs[option->attr6];
	const size_t size = v4 ? 4 : 16;
	char text[NSSH_ADDR_TEXT];

	if (!attr || mnl_attr_get_payload_len(attr) < size ||
	    (option->unless_zero && memcmp(mnl_attr_get_payload(attr), none, size) == 0))
		return;
	show_text(option, view,
		  nssh_addr_text(v4 ? AF_INET : AF_INET6, mnl_attr_get_payload(attr), size, text,
				 sizeof(text)));
}

/* A bit that is not meant is not told either. */
static bool is_told(const struct nssh_option *option, const struct nlattr *attr)
{
	uint32_t bits[2];

	if (option->form != NSSH_FORM_BIT)
		return true;
	if (mnl_attr_get_payload_len(attr) < sizeof(bits))
		return false;
	memcpy(bits, mnl_attr_get_payload(attr), sizeof(bits));
	return bits[1] & option->value;
}

void nssh_option_show(const struct nssh_option *option, const struct nssh_option_view *view)
{
	const struct nlattr *attr = view->attrs[option->attr];
	char text[NSSH_ADDR_TEXT];

	if (option->form == NSSH_FORM_ADDRESS) {
		show_address(option, view);
		return;
	}
	if (!attr || !is_told(option, attr))
		return;
	if (option->form == NSSH_FORM_LLADDR) {
		show_text(option, view,
			  nssh_lladdr_text(mnl_attr_get_payload(attr),
					   mnl_attr_get_payload_len(attr), 1, text, sizeof(text)));
		return;
	}
	if ((option->unless_zero || option->look == NSSH_LOOK_FLAG) && !number_of(option, attr))
		return;
	if (option->form == NSSH_FORM_LINK)
		show_link(option, view, (int)nssh_attr_u32(attr));
	else
		show_number(option, view, number_of(option, attr));
}

void nssh_options_show(const struct nssh_option *options, const struct nlattr *nest,
		       const struct nssh_options *shown, struct nssh_out *out, struct nssh_ns *ns)
{
	const struct nlattr *attrs[NSSH_OPTION_ATTRS + 1];
	const struct nssh_option_view view = {
		.options = shown,
		.out = out,
		.ns = ns,
		.attrs = attrs,
	};

	nssh_attrs_nested(nest, attrs, NSSH_OPTION_ATTRS);
	for (; !nssh_option_is_end(options); options++) {
		if (options->print) {
			if (!options->print(options, &view))
				return;
		} else if (options->look != NSSH_LOOK_NOT && options->form != NSSH_FORM_OWN) {
			nssh_option_show(options, &view);
		}
	}
}

bool nssh_options_shown(const struct nssh_option *options)
{
	for (; options && !nssh_option_is_end(options); options++) {
		if (options->print ||
		    (options->look != NSSH_LOOK_NOT && options->form != NSSH_FORM_OWN))
			return true;
	}
	return false;
}
