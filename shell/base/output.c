/* SPDX-License-Identifier: MIT */
/* The output writer: text and JSON from the same calls, gathered into large writes. */
#include "base/output.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "base/json.h"
#include "base/stream.h"
#include "base/text.h"

#define SPILL_SIZE ((size_t)64 * 1024)
#define MAX_DEPTH  32

/**
 * struct level - an object or an array that is open
 * @filled: it has a member already
 */
struct level {
	bool array;
	bool filled;
};

/**
 * struct nssh_out - the writer
 * @dark:  the terminal says that its background is dark
 * @error: the first failure since the last finish, a negative errno
 */
struct nssh_out {
	FILE *to;
	struct nssh_out_form form;
	struct nssh_text buffer;
	enum nssh_color color;
	bool dark;
	struct level levels[MAX_DEPTH];
	unsigned int depth;
	int error;
};

/* SGR numbers of iproute2's two palettes: the dark one is the same in bold. */
static const char color_codes[] = {
	[NSSH_COLOR_IFNAME] = '6', [NSSH_COLOR_MAC] = '3', [NSSH_COLOR_INET] = '5',
	[NSSH_COLOR_INET6] = '4',  [NSSH_COLOR_UP] = '2',  [NSSH_COLOR_DOWN] = '1',
};

/* rxvt's convention, which iproute2 follows: "foreground;background", 0..6 and 8 are dark. */
static bool background_is_dark(void)
{
	const char *colors = getenv("COLORFGBG");
	const char *last = colors ? strrchr(colors, ';') : NULL;

	return last && last[1] && !last[2] && strchr("01234568", last[1]);
}

struct nssh_out *nssh_out_new(FILE *to)
{
	struct nssh_out *out = calloc(1, sizeof(*out));

	if (!out)
		return NULL;
	out->to = to;
	out->dark = background_is_dark();
	return out;
}

void nssh_out_free(struct nssh_out *out)
{
	if (!out)
		return;
	nssh_text_done(&out->buffer);
	free(out);
}

void nssh_out_set_form(struct nssh_out *out, const struct nssh_out_form *form)
{
	out->form = *form;
}

bool nssh_out_is_json(const struct nssh_out *out)
{
	return out->form.json;
}

static void spill(struct nssh_out *out)
{
	if (out->buffer.failed && !out->error)
		out->error = -ENOMEM;
	if (out->buffer.size && !out->error)
		out->error = nssh_stream_write(out->to, out->buffer.bytes, out->buffer.size);
	nssh_text_clear(&out->buffer);
}

static void spill_if_large(struct nssh_out *out)
{
	if (out->buffer.size >= SPILL_SIZE || out->buffer.failed)
		spill(out);
}

int nssh_out_flush(struct nssh_out *out)
{
	spill(out);
	return out->error;
}

/* JSON */

static void new_line(struct nssh_out *out)
{
	static const char indent[] = "                                ";

	if (!out->form.pretty)
		return;
	nssh_text_str(&out->buffer, "\n");
	for (size_t left = (size_t)out->depth * 4, n; left; left -= n) {
		n = left < sizeof(indent) - 1 ? left : sizeof(indent) - 1;
		nssh_text_add(&out->buffer, indent, n);
	}
}

/* What goes before a member. Return: false when no value may stand here. */
static bool begin_member(struct nssh_out *out, const char *key)
{
	struct level *level = out->depth ? &out->levels[out->depth - 1] : NULL;

	if (!level || (!level->array && !key))
		return false;
	if (level->filled)
		nssh_text_str(&out->buffer, ",");
	level->filled = true;
	if (level->array)
		return true;
	new_line(out);
	nssh_json_string(&out->buffer, key);
	nssh_text_str(&out->buffer, out->form.pretty ? ": " : ":");
	return true;
}

static void open_level(struct nssh_out *out, const char *key, bool array)
{
	if (!out->form.json)
		return;
	if (out->depth == MAX_DEPTH) {
		out->error = out->error ? out->error : -EOVERFLOW;
		return;
	}
	if (out->depth)
		(void)begin_member(out, key ? key : "");
	nssh_text_str(&out->buffer, array ? "[" : "{");
	if (array && out->form.pretty)
		nssh_text_str(&out->buffer, " ");
	out->levels[out->depth++] = (struct level){ .array = array };
}

static void close_level(struct nssh_out *out)
{
	const struct level level = out->levels[--out->depth];

	if (level.filled && !level.array)
		new_line(out);
	if (level.filled && level.array && out->form.pretty)
		nssh_text_str(&out->buffer, " ");
	nssh_text_str(&out->buffer, level.array ? "]" : "}");
	if (!out->depth)
		nssh_text_str(&out->buffer, "\n");
	spill_if_large(out);
}

void nssh_out_open_object(struct nssh_out *out, const char *key)
{
	open_level(out, key, false);
}

void nssh_out_open_array(struct nssh_out *out, const char *key)
{
	open_level(out, key, true);
}

void nssh_out_close_object(struct nssh_out *out)
{
	if (out->depth && !out->levels[out->depth - 1].array)
		close_level(out);
}

void nssh_out_close_array(struct nssh_out *out)
{
	if (out->depth && out->levels[out->depth - 1].array)
		close_level(out);
}

/* Text */

static void put_string(struct nssh_out *out, const char *bytes, size_t size)
{
	if (out->form.escape)
		nssh_text_escaped(&out->buffer, bytes, size);
	else
		nssh_text_add(&out->buffer, bytes, size);
}

/* As in iproute2 the colour covers the value and what is behind it, not what is in front. */
static void put_text(struct nssh_out *out, const char *fmt, const char *value)
{
	const char *place = fmt ? strstr(fmt, "%s") : NULL;
	const enum nssh_color color = out->form.color ? out->color : NSSH_COLOR_NONE;

	out->color = NSSH_COLOR_NONE;
	if (!fmt)
		return;
	if (place)
		nssh_text_add(&out->buffer, fmt, (size_t)(place - fmt));
	if (color)
		nssh_text_printf(&out->buffer, "\033[%s3%cm", out->dark ? "1;" : "",
				 color_codes[color]);
	if (place) {
		put_string(out, value, strlen(value));
		fmt = place + strlen("%s");
	}
	nssh_text_str(&out->buffer, fmt);
	if (color)
		nssh_text_str(&out->buffer, "\033[0m");
	spill_if_large(out);
}

void nssh_out_text(struct nssh_out *out, const char *fmt, ...)
{
	va_list ap;

	if (out->form.json)
		return;
	va_start(ap, fmt);
	nssh_format(&out->buffer, out->form.escape, fmt, ap);
	va_end(ap);
	spill_if_large(out);
}

void nssh_out_line_end(struct nssh_out *out)
{
	if (!out->form.json)
		nssh_text_str(&out->buffer, out->form.oneline ? "\\" : "\n");
}

void nssh_out_color(struct nssh_out *out, enum nssh_color color)
{
	out->color = (size_t)color < sizeof(color_codes) ? color : NSSH_COLOR_NONE;
}

/* Values */

/* @token: as it stands in JSON. @value: as it stands in the text. */
static void put_token(struct nssh_out *out, const char *key, const char *fmt, const char *token,
		      const char *value)
{
	if (!out->form.json) {
		put_text(out, fmt, value);
		return;
	}
	if (begin_member(out, key))
		nssh_text_str(&out->buffer, token);
	spill_if_large(out);
}

void nssh_out_str(struct nssh_out *out, const char *key, const char *fmt, const char *value)
{
	if (!value) {
		put_token(out, key, fmt, "null", "");
	} else if (!out->form.json) {
		put_text(out, fmt, value);
	} else if (begin_member(out, key)) {
		nssh_json_string(&out->buffer, value);
		spill_if_large(out);
	}
}

void nssh_out_uint(struct nssh_out *out, const char *key, const char *fmt, uint64_t value)
{
	char buf[24];

	(void)snprintf(buf, sizeof(buf), "%" PRIu64, value);
	put_token(out, key, fmt, buf, buf);
}

void nssh_out_int(struct nssh_out *out, const char *key, const char *fmt, int64_t value)
{
	char buf[24];

	(void)snprintf(buf, sizeof(buf), "%" PRId64, value);
	put_token(out, key, fmt, buf, buf);
}

void nssh_out_hex(struct nssh_out *out, const char *key, const char *fmt, uint64_t value)
{
	char buf[24], token[28];

	(void)snprintf(buf, sizeof(buf), "0x%" PRIx64, value);
	(void)snprintf(token, sizeof(token), "\"%s\"", buf);
	put_token(out, key, fmt, token, buf);
}

void nssh_out_float(struct nssh_out *out, const char *key, const char *fmt, double value)
{
	char buf[32];

	(void)snprintf(buf, sizeof(buf), "%g", value);
	put_token(out, key, fmt, isfinite(value) ? buf : "null", buf);
}

void nssh_out_hundredths(struct nssh_out *out, const char *key, const char *fmt, uint64_t value)
{
	char token[32], text[32];

	(void)snprintf(token, sizeof(token), "%" PRIu64 ".%.2u", value / 100,
		       (unsigned int)(value % 100));
	(void)snprintf(text, sizeof(text), "%7s", token);
	put_token(out, key, fmt, token, text);
}

void nssh_out_bool(struct nssh_out *out, const char *key, const char *fmt, bool value)
{
	put_token(out, key, value ? fmt : NULL, value ? "true" : "false", "");
}

void nssh_out_onoff(struct nssh_out *out, const char *key, const char *fmt, bool value)
{
	put_token(out, key, fmt, value ? "true" : "false", value ? "on" : "off");
}

void nssh_out_null(struct nssh_out *out, const char *key, const char *text)
{
	put_token(out, key, text, "null", "");
}

int nssh_out_finish(struct nssh_out *out, struct nssh_error *err)
{
	int ret;

	while (out->depth)
		close_level(out);
	spill(out);
	out->color = NSSH_COLOR_NONE;
	ret = out->error;
	out->error = 0;
	if (!ret)
		return 0;
	(void)nssh_fail(err, ret, NULL, "the output cannot be written");
	nssh_why(err, "%s", strerror(-ret));
	return ret;
}
