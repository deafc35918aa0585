/* SPDX-License-Identifier: MIT */
/*
 * The output writer: text and JSON from the same calls.
 *
 * A value is written with its JSON key and its place in the text: nssh_out_uint(out, "mtu",
 * "mtu %s ", 1500) writes `"mtu":1500` or `mtu 1500 `. The text format holds at most one `%s`, where
 * the value goes, and no other conversion (`%` stands for itself elsewhere). A NULL key leaves the
 * value out of JSON, a NULL format out of the text. Strings are escaped: in JSON by RFC 8259, with
 * bytes that are not UTF-8 written as U+FFFD; in text, control bytes are shown as `\xHH` when it
 * goes to a terminal and left alone when it does not.
 *
 * Directly in an array of JSON every value is a member, and its key is passed over; NULL is as good.
 */
#ifndef NSSH_OUTPUT_H
#define NSSH_OUTPUT_H

#include <stdbool.h>
#include <stdint.h>

#include <nssh/error.h>

struct nssh_out;

/*
 * Colours of `ip -c`; they hold for the next value only, and only on a terminal. They cover the value
 * and what stands behind it in the format.
 */
enum nssh_color {
	NSSH_COLOR_NONE,
	NSSH_COLOR_IFNAME,
	NSSH_COLOR_MAC,
	NSSH_COLOR_INET,
	NSSH_COLOR_INET6,
	NSSH_COLOR_UP,
	NSSH_COLOR_DOWN,
};

/** nssh_out_is_json() - for what differs in more than its form */
bool nssh_out_is_json(const struct nssh_out *out);

/*
 * Objects and arrays of JSON; nothing in text. @key is NULL for the members of an array. A verb that
 * writes JSON opens one array or object around all it writes.
 */
void nssh_out_open_object(struct nssh_out *out, const char *key);
void nssh_out_close_object(struct nssh_out *out);
void nssh_out_open_array(struct nssh_out *out, const char *key);
void nssh_out_close_array(struct nssh_out *out);

/* Values. A string that is NULL is null in JSON and empty in the text. */
void nssh_out_str(struct nssh_out *out, const char *key, const char *fmt, const char *value);
void nssh_out_uint(struct nssh_out *out, const char *key, const char *fmt, uint64_t value);
void nssh_out_int(struct nssh_out *out, const char *key, const char *fmt, int64_t value);
/* `0x1f`; in JSON it is a string */
void nssh_out_hex(struct nssh_out *out, const char *key, const char *fmt, uint64_t value);
void nssh_out_float(struct nssh_out *out, const char *key, const char *fmt, double value);
/* A number of 1/100 with two decimals; in text at least seven characters wide */
void nssh_out_hundredths(struct nssh_out *out, const char *key, const char *fmt, uint64_t value);
/* true and false in JSON; in text @fmt stands when true, with no %s in it */
void nssh_out_bool(struct nssh_out *out, const char *key, const char *fmt, bool value);
/* true and false in JSON, `on` and `off` in text */
void nssh_out_onoff(struct nssh_out *out, const char *key, const char *fmt, bool value);
void nssh_out_null(struct nssh_out *out, const char *key, const char *text);

/** nssh_out_color() - the colour of the next value in the text */
void nssh_out_color(struct nssh_out *out, enum nssh_color color);

/** nssh_out_text() - text that has no counterpart in JSON; strings from the kernel are escaped */
void nssh_out_text(struct nssh_out *out, const char *fmt, ...) NSSH_PRINTF(2, 3);

/** nssh_out_line_end() - the end of a line; with -o, a backslash, as `ip` has between its lines */
void nssh_out_line_end(struct nssh_out *out);

/**
 * nssh_out_flush() - hand over what is written so far: for verbs that wait between their lines
 *
 * Return: 0, or a negative errno when nobody takes the output any more. The runner reports it.
 */
int nssh_out_flush(struct nssh_out *out);

#endif
