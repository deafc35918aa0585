/* SPDX-License-Identifier: MIT */
/* Kinds of arguments that only rules have. */
#include "rule.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <nssh/link.h>

static int refuse(const struct nssh_value *value, struct nssh_error *err, const char *wanted,
		  const char *hint)
{
	(void)nssh_fail(err, -EINVAL, value->word, "\"%.64s\" is not %s", value->word->text,
			wanted);
	nssh_hint(err, "%s", hint);
	return -EINVAL;
}

/* A number that ends in @stop, in any base of C when @base is 0. */
static bool read_number(const char **text, int base, char stop, unsigned long most, uint32_t *ret)
{
	unsigned long number;
	char *end;

	if (!isdigit((unsigned char)**text))
		return false;
	errno = 0;
	number = strtoul(*text, &end, base);
	if (errno || number > most || (*end && *end != stop))
		return false;
	*text = *end ? end + 1 : end;
	*ret = (uint32_t)number;
	return true;
}

static int parse_mark(const struct nssh_arg *arg, struct nssh_arena *arena,
		      struct nssh_value *value, struct nssh_error *err)
{
	struct rule_mark *mark = nssh_type_alloc(arena, sizeof(*mark));
	const char *text = value->word->text;

	(void)arg;
	if (!mark)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to read a line");
	value->data = mark;
	mark->has_mask = strchr(text, '/') != NULL;
	if (!read_number(&text, 0, '/', UINT32_MAX, &mark->mark) ||
	    (mark->has_mask && (!read_number(&text, 0, '\0', UINT32_MAX, &mark->mask) || *text)))
		return refuse(value, err, "a mark", "a number, or MARK/MASK as 0x10/0xff");
	return 0;
}

const struct nssh_type nssh_rule_mark_type = {
	.name = "fwmark",
	.help = "a mark of packets: MARK or MARK/MASK",
	.parse = parse_mark,
};

static int parse_range(struct nssh_arena *arena, struct nssh_value *value, unsigned long most,
		       bool may_be_one, struct nssh_error *err, const char *wanted,
		       const char *hint)
{
	struct rule_range *range = nssh_type_alloc(arena, sizeof(*range));
	const char *text = value->word->text;
	const bool one = may_be_one && !strchr(text, '-');

	if (!range)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to read a line");
	value->data = range;
	if (!read_number(&text, 10, '-', most, &range->start) ||
	    (!one && !read_number(&text, 10, '\0', most, &range->end)) || *text)
		return refuse(value, err, wanted, hint);
	if (one)
		range->end = range->start;
	return 0;
}

static int parse_uids(const struct nssh_arg *arg, struct nssh_arena *arena,
		      struct nssh_value *value, struct nssh_error *err)
{
	(void)arg;
	return parse_range(arena, value, UINT32_MAX, false, err, "a range of users",
			   "two numbers, as 1000-1999");
}

const struct nssh_type nssh_rule_range_type = {
	.name = "uid-range",
	.help = "user ids, as 1000-1999",
	.parse = parse_uids,
};

static int parse_ports(const struct nssh_arg *arg, struct nssh_arena *arena,
		       struct nssh_value *value, struct nssh_error *err)
{
	(void)arg;
	return parse_range(arena, value, UINT16_MAX, true, err, "a port or a range of them",
			   "a number up to 65535, or two as 8000-8080");
}

const struct nssh_type nssh_rule_ports_type = {
	.name = "port-range",
	.help = "a port, or several as 8000-8080",
	.parse = parse_ports,
};

/* A rule may speak of a link that is not there yet, so any name will do. */
static int parse_link(const struct nssh_arg *arg, struct nssh_arena *arena,
		      struct nssh_value *value, struct nssh_error *err)
{
	(void)arg;
	(void)arena;
	value->str = value->word->text;
	return nssh_link_valid_name(value->str)
		       ? 0
		       : refuse(value, err, "a name of a link", "at most 15 bytes, no / and no :");
}

static int offer_link(const char *name, int index, void *arg)
{
	const struct nssh_complete *const *req = arg;

	(void)index;
	(*req)->offer(*req, name, NULL);
	return 0;
}

static void complete_link(const struct nssh_complete *req)
{
	(void)nssh_link_names(nssh_cmd_ns(req->cmd), offer_link, &req, NULL);
}

const struct nssh_type nssh_rule_link_type = {
	.name = "rule-link",
	.help = "a name of a link, there or not",
	.parse = parse_link,
	.complete = complete_link,
};
