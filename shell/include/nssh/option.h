/* SPDX-License-Identifier: MIT */
/*
 * Options: one table that is grammar, netlink attributes and output at once. An extension has one in
 * its `options`, and with it needs neither a grammar for them nor rows, nor code for most of them.
 *
 * Each row is an option that may be written, an attribute that is shown, or both. Rows stand in the
 * order in which they are shown. An option without an argument ("nolearning") is a flag.
 */
#ifndef NSSH_OPTION_H
#define NSSH_OPTION_H

#include <stdbool.h>
#include <stdint.h>

#include <libmnl/libmnl.h>

#include <nssh/command.h>
#include <nssh/error.h>
#include <nssh/netlink.h>
#include <nssh/output.h>
#include <nssh/plugin.h>
#include <nssh/value.h>

/** enum nssh_form - what the bytes of an attribute are */
enum nssh_form {
	NSSH_FORM_NONE, /* there are none: that it is there says it */
	NSSH_FORM_U8,
	NSSH_FORM_U16,
	NSSH_FORM_U32,
	NSSH_FORM_U64,
	NSSH_FORM_BE16, /* in network order */
	NSSH_FORM_BE32,
	NSSH_FORM_BIT, /* one of two 32 bits: what is set, then what is meant; rows of one attribute share it */
	NSSH_FORM_LLADDR,
	NSSH_FORM_LINK,    /* the index of a link in the namespace of the request */
	NSSH_FORM_ADDRESS, /* IPv4, or IPv6 in attr6 */
	NSSH_FORM_OWN,     /* the row's put and print know */
};

/** enum nssh_look - how it is shown */
enum nssh_look {
	NSSH_LOOK_PLAIN, /* a number, or its word; an address; a name */
	NSSH_LOOK_SIGNED,
	NSSH_LOOK_ONOFF,   /* and written so */
	NSSH_LOOK_HEX,     /* 0x1f */
	NSSH_LOOK_ALT_HEX, /* the same, but 0 is 0 */
	NSSH_LOOK_FLAG,    /* the label alone, when it is not 0 */
	NSSH_LOOK_BITS,    /* <A,B>: the words of the bits that are set; an empty label is none */
	NSSH_LOOK_NOT,
};

/**
 * struct nssh_option_put - a request that options are put into
 * @ns: the namespace that it is sent in
 */
struct nssh_option_put {
	struct nssh_cmd *cmd;
	struct nssh_ns *ns;
	struct nssh_msg *msg;
};

/**
 * struct nssh_option_view - attributes that are being shown
 * @attrs: by type; NULL where there is none. Types up to NSSH_OPTION_ATTRS are there.
 */
struct nssh_option_view {
	const struct nssh_options *options;
	struct nssh_out *out;
	struct nssh_ns *ns;
	const struct nlattr *const *attrs;
};

#define NSSH_OPTION_ATTRS 255

/**
 * struct nssh_option - a row
 * @name:  "forward_delay TIME", "nolearning", "ports PORT..." as in a grammar; NULL: only shown
 * @help:  one line, no full stop; needed with @name
 * @attr:  type of the attribute
 * @attr6: the same for an IPv6 address
 * @form, @look: what its bytes are, and how they are shown
 * @key:   in JSON; NULL: @label
 * @label: in text, in front of the value; NULL: the keyword of @name, else @key. A row with neither
 *         @name, @key nor @label ends the table.
 * @only_text: not shown in JSON
 * @unless_zero: shown when it is not 0 (no address, no link)
 * @also, @min, @lo, @hi: as in struct nssh_arg; without @hi, what the form holds
 * @words: words that stand for numbers; with @hi, numbers are taken too
 * @any_case: their case does not matter
 * @other: how a number without a word is shown, "%s" standing for it, and with -N any; NULL: as the
 *         number
 * @value: what a flag puts; of a bit, which one it is
 * @once:  it does not go with another option of the same attribute; else the last one holds
 * @type:  type of the argument, when it is not the form's
 * @put:   puts it instead of the form. Return: 0 or a negative errno with @err filled.
 * @restore: puts what it was, when it was changed (@asked) or the link is made again, instead of its
 *         attribute as @was has it, or of 0
 * @print: shows it instead of the form, also when the attribute is not there. Return: false to show
 *         nothing more of the table.
 */
struct nssh_option {
	const char *name;
	const char *help;
	uint16_t attr, attr6;
	enum nssh_form form;
	enum nssh_look look;
	unsigned int min;
	const char *key, *label;
	const char *also;
	uint64_t lo, hi;
	const struct nssh_choice *words;
	const char *other;
	uint64_t value;
	const char *type;
	int (*put)(const struct nssh_option *option, const struct nssh_value *value,
		   const struct nssh_option_put *to, struct nssh_error *err);
	bool (*print)(const struct nssh_option *option, const struct nssh_option_view *view);
	void (*restore)(const struct nssh_option *option, const struct nlattr *const *was,
			bool asked, struct nssh_msg *msg);
	bool only_text, unless_zero, any_case, once;
};

/*
 * A row that is written, NSSH_OPTION("forward_delay TIME", IFLA_BR_FORWARD_DELAY, NSSH_FORM_U32, "its
 * help", .min = 1), and one that is only shown, NSSH_SHOWN("root_id", IFLA_BR_ROOT_ID, NSSH_FORM_OWN,
 * .print = print_id): behind what all have come the other fields.
 */
#define NSSH_OPTION(name_, attr_, form_, ...)                                           \
	{                                                                               \
		.name = (name_), .attr = (attr_), .form = (form_), .help = __VA_ARGS__, \
	}
#define NSSH_SHOWN(key_, attr_, ...)                                 \
	{                                                            \
		.key = (key_), .attr = (attr_), .form = __VA_ARGS__, \
	}

/** nssh_option_is_end() - is it the empty row behind a table? */
static inline bool nssh_option_is_end(const struct nssh_option *option)
{
	return !option->name && !option->key && !option->label;
}

/** nssh_option_value() - the value of the option @keyword in the args of an extension with @options */
const struct nssh_value *nssh_option_value(const struct nssh_option *options, const void *args,
					   const char *keyword);

/** nssh_options_given() - was any of them written? */
bool nssh_options_given(const struct nssh_option *options, const void *args);

/**
 * nssh_options_put() - put what was written into a request, whose nest for it is open
 *
 * Return: 0 or a negative errno with @err filled.
 */
int nssh_options_put(const struct nssh_option *options, const void *args,
		     const struct nssh_option_put *to, struct nssh_error *err);

/**
 * nssh_options_restore() - put what brings options back
 * @was:   what the kernel told of them, or NULL
 * @asked: what was going to be changed: only that is brought back; NULL: all that can be written
 */
void nssh_options_restore(const struct nssh_option *options, const struct nlattr *was,
			  const struct nlattr *asked, struct nssh_msg *msg);

/** nssh_options_show() - the attributes in @nest as text and JSON, in an object that is open */
void nssh_options_show(const struct nssh_option *options, const struct nlattr *nest,
		       const struct nssh_options *shown, struct nssh_out *out, struct nssh_ns *ns);

/** nssh_option_show() - one row as it is usually shown; for a print of a row's own */
void nssh_option_show(const struct nssh_option *option, const struct nssh_option_view *view);

/** nssh_option_label() - its label followed by "%s ", as the format of a value; in @buf */
const char *nssh_option_label(const struct nssh_option *option, char *buf, size_t size);

/** nssh_options_shown() - has the table any row that is shown? */
bool nssh_options_shown(const struct nssh_option *options);

#endif
