/* SPDX-License-Identifier: MIT */
/* A plugin by somebody else: a verb, a kind of link and a type of argument, from the SDK alone. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <linux/if_link.h>

#include <nssh/link.h>
#include <nssh/plugin.h>

/* A type of argument: a colour by name, or as #rrggbb. */

struct color {
	unsigned int red, green, blue;
};

static const struct {
	const char *name;
	struct color color;
} names[] = {
	{ "blue", { 0, 0, 255 } },
	{ "green", { 0, 255, 0 } },
	{ "red", { 255, 0, 0 } },
};

#define NAMES (sizeof(names) / sizeof(names[0]))

static int color_parse(const struct nssh_arg *arg, struct nssh_arena *arena,
		       struct nssh_value *value, struct nssh_error *err)
{
	const char *text = value->word->text;
	struct color *color = nssh_type_alloc(arena, sizeof(*color));
	char end;

	(void)arg;
	if (!color)
		return nssh_fail(err, -ENOMEM, NULL, "no memory");
	value->data = color;
	for (size_t i = 0; i < NAMES; i++) {
		if (strcmp(text, names[i].name) == 0) {
			*color = names[i].color;
			return 0;
		}
	}
	if (strlen(text) == 7 &&
	    sscanf(text, "#%2x%2x%2x%c", &color->red, &color->green, &color->blue, &end) == 3)
		return 0;
	return nssh_fail(err, -EINVAL, value->word, "\"%s\" is not a colour", text);
}

static void color_complete(const struct nssh_complete *req)
{
	for (size_t i = 0; i < NAMES; i++)
		req->offer(req, names[i].name, "a colour");
}

static const struct nssh_type color_type = {
	.name = "color",
	.help = "a colour: a name, or #rrggbb",
	.parse = color_parse,
	.complete = color_complete,
};

/* A verb that has an argument of that type. */

struct hello_args {
	struct nssh_value color;
	struct nssh_value times;
};

static int hello_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct hello_args *args = nssh_cmd_args(cmd);
	const struct color *color = args->color.data;
	uint64_t times = nssh_given(&args->times) ? args->times.num : 1;
	struct nssh_out *out = nssh_cmd_out(cmd);

	(void)err;
	nssh_out_open_array(out, NULL);
	for (uint64_t i = 0; i < times; i++) {
		nssh_out_open_object(out, NULL);
		nssh_out_str(out, "color", "hello, %s: ", args->color.word->text);
		nssh_out_uint(out, "red", "%s ", color->red);
		nssh_out_uint(out, "green", "%s ", color->green);
		nssh_out_uint(out, "blue", "%s", color->blue);
		nssh_out_line_end(out);
		nssh_out_close_object(out);
	}
	nssh_out_close_array(out);
	return 0;
}

static const struct nssh_arg hello_table[] = {
	{ .name = "COLOR",
	  .type = "color",
	  .help = "what to greet",
	  .offset = NSSH_AT(struct hello_args, color) },
	{ .name = "times COUNT",
	  .type = "number",
	  .help = "how often",
	  .offset = NSSH_AT(struct hello_args, times),
	  .lo = 1,
	  .hi = 10 },
	{ 0 },
};

static const struct nssh_verb hello = {
	.grammar = "hello COLOR [ times COUNT ]",
	.args = hello_table,
	.args_size = sizeof(struct hello_args),
	.effect = NSSH_READS,
	.help = "greet a colour",
	.run = hello_run,
};

/* A kind of link, for `link add NAME type hello-switch`: a bridge that forgets quickly. */

struct switch_args {
	struct nssh_value ageing;
};

/* The kernel counts in hundredths of a second. */
static int switch_fill(struct nssh_cmd *cmd, struct nssh_ns *ns, const void *data,
		       struct nssh_msg *msg, struct nssh_error *err)
{
	const struct switch_args *args = data;
	uint64_t ageing = nssh_given(&args->ageing) ? args->ageing.num : 5;

	(void)cmd;
	(void)ns;
	(void)err;
	nssh_msg_word(msg, args->ageing.word);
	nssh_msg_put_u32(msg, IFLA_BR_AGEING_TIME, (uint32_t)ageing * 100);
	return 0;
}

static const struct nssh_link_kind switch_kind = {
	.kind = "bridge",
	.fill = switch_fill,
};

static const struct nssh_arg switch_table[] = {
	{ .name = "ageing SECONDS",
	  .type = "number",
	  .help = "how long an address is remembered",
	  .offset = NSSH_AT(struct switch_args, ageing),
	  .lo = 1,
	  .hi = 1000 },
	{ 0 },
};

static const struct nssh_extension hello_switch = {
	.rule = "kind",
	.grammar = "hello-switch [ ageing SECONDS ]",
	.args = switch_table,
	.args_size = sizeof(struct switch_args),
	.help = "a bridge that forgets quickly",
	.impl = &switch_kind,
};

static const struct nssh_verb *const verbs[] = { &hello, NULL };
static const struct nssh_extension *const extensions[] = { &hello_switch, NULL };
static const struct nssh_type *const types[] = { &color_type, NULL };

NSSH_PLUGIN(.name = "hello", .version = "1.0", .summary = "greets colours", .verbs = verbs,
	    .extensions = extensions, .types = types);
