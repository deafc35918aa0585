/* SPDX-License-Identifier: MIT */
/* The parser of grammar strings (their notation: nssh/plugin.h). */
#define _GNU_SOURCE
#include "plugin/grammar.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "plugin/registry.h"

#define MAX_DEPTH 16
#define MAX_ROWS  256

/* A node that any word may begin. */
#define ANY_INITIAL UINT32_MAX

/* One string under the parser. */
struct parser {
	const struct nssh_grammar_context *ctx;
	const char *grammar;
	const char *at;      /* behind the current token */
	const char *token;   /* the current token; empty at the end */
	size_t size;         /* of the current token */
	const char *keyword; /* the keyword directly before, or NULL */
	size_t keyword_size;
	struct nssh_node *keyword_node;
	struct nssh_node *lead; /* the last of the keywords that it begins with, or NULL */
	bool led;               /* those are over */
	const struct nssh_arg *args;
	size_t rows;
	bool used[MAX_ROWS];
	int depth;
	struct nssh_error *err;
};

static int parse_sequence(struct parser *p, const struct nssh_node **ret);

static void advance(struct parser *p)
{
	while (*p->at == ' ')
		p->at++;
	p->token = p->at;
	while (*p->at && *p->at != ' ')
		p->at++;
	p->size = (size_t)(p->at - p->token);
}

static bool token_is(const struct parser *p, const char *text)
{
	return p->size == strlen(text) && memcmp(p->token, text, p->size) == 0;
}

static int complain(struct parser *p, const char *what)
{
	return nssh_fail(p->err, -EINVAL, NULL, "grammar \"%s\": %s at \"%.*s\"", p->grammar, what,
			 (int)p->size, p->token);
}

static struct nssh_node *new_node(struct parser *p, enum nssh_node_kind kind)
{
	struct nssh_node *node = nssh_arena_alloc(p->ctx->arena, sizeof(*node));

	if (!node)
		(void)nssh_fail(p->err, -ENOMEM, NULL, "no memory for a grammar");
	else
		node->kind = kind;
	return node;
}

static int add_kid(struct parser *p, struct nssh_node *node, const struct nssh_node *kid)
{
	/* Room doubles: 4, 8, 16 ... and the count tells where it is. */
	if (node->count == 0 || (node->count >= 4 && (node->count & (node->count - 1)) == 0)) {
		size_t room = node->count ? 2 * node->count : 4;
		const struct nssh_node **kids =
			nssh_arena_alloc(p->ctx->arena, room * sizeof(*kids));

		if (!kids)
			return nssh_fail(p->err, -ENOMEM, NULL, "no memory for a grammar");
		if (node->count)
			memcpy(kids, node->kids, node->count * sizeof(*kids));
		node->kids = kids;
	}
	node->kids[node->count++] = kid;
	return 0;
}

/* The row named "NAME", or "keyword NAME" when @keyword is not NULL. */
static const struct nssh_arg *find_row(struct parser *p, const char *keyword, size_t keyword_size,
				       const char *name, size_t size)
{
	for (size_t i = 0; i < p->rows; i++) {
		const char *row = p->args[i].name;

		if (keyword) {
			if (*row != *keyword || strncmp(row, keyword, keyword_size) != 0 ||
			    row[keyword_size] != ' ')
				continue;
			row += keyword_size + 1;
		}
		if (*row == *name && strncmp(row, name, size) == 0 && row[size] == '\0') {
			p->used[i] = true;
			return &p->args[i];
		}
	}
	return NULL;
}

static const struct nssh_keyword *find_shared(const struct parser *p)
{
	const struct nssh_keyword *k = p->ctx->keywords;

	for (; k && k->name; k++) {
		if (*k->name == *p->token && strncmp(k->name, p->token, p->size) == 0 &&
		    k->name[p->size] == '\0')
			return k;
	}
	return NULL;
}

/* A token as a string of its own, or of the grammar when nothing follows. */
static const char *copy_token(struct parser *p, const char *text, size_t size)
{
	const char *copy = text[size] ? nssh_arena_strndup(p->ctx->arena, text, size) : text;

	if (!copy)
		(void)nssh_fail(p->err, -ENOMEM, NULL, "no memory for a grammar");
	return copy;
}

/* The initials of all words in a list that spaces separate. */
static uint32_t initials_of(const char *list)
{
	uint32_t initials = 0;

	while (list && *list) {
		initials |= nssh_initial(list);
		list = strchrnul(list, ' ');
		list += *list == ' ';
	}
	return initials;
}

/* How a keyword may be written, now that something is known of its rows. */
static void set_spellings(struct nssh_node *keyword)
{
	if (keyword->row && (keyword->row->also || keyword->row->min)) {
		keyword->also = keyword->row->also;
		keyword->min = keyword->row->min;
	} else if (keyword->shared) {
		keyword->also = keyword->shared->also;
		keyword->min = keyword->shared->min;
	}
	keyword->initials = initials_of(keyword->text) | initials_of(keyword->also);
}

bool nssh_node_nullable(const struct nssh_node *node)
{
	switch (node->kind) {
	case NSSH_NODE_OPTIONAL:
	case NSSH_NODE_ANY:
		return true;
	case NSSH_NODE_SEQUENCE:
	case NSSH_NODE_ALL:
		for (size_t i = 0; i < node->count; i++) {
			if (!nssh_node_nullable(node->kids[i]))
				return false;
		}
		return true;
	case NSSH_NODE_ONE:
		for (size_t i = 0; i < node->count; i++) {
			if (nssh_node_nullable(node->kids[i]))
				return true;
		}
		return false;
	case NSSH_NODE_RULE:
		for (size_t i = 0; i < node->rule->count; i++) {
			if (nssh_node_nullable(node->rule->exts[i].root))
				return true;
		}
		return false;
	default:
		return false;
	}
}

/* What a node begins with, when all its kids are there. */
static void set_initials(struct nssh_node *node)
{
	for (size_t i = 0; i < node->count; i++) {
		node->initials |= node->kids[i]->initials;
		if (node->kind == NSSH_NODE_SEQUENCE && !nssh_node_nullable(node->kids[i]))
			break;
	}
}

static int parse_keyword(struct parser *p, const struct nssh_node **ret)
{
	struct nssh_node *node = new_node(p, NSSH_NODE_KEYWORD);

	if (!node)
		return -ENOMEM;
	node->text = copy_token(p, p->token, p->size);
	if (!node->text)
		return -ENOMEM;
	node->row = find_row(p, NULL, 0, p->token, p->size);
	node->shared = find_shared(p);
	if (node->row && node->row->type)
		return complain(p, "the row of a keyword alone has a type");
	set_spellings(node);
	p->keyword = p->token;
	p->keyword_size = p->size;
	p->keyword_node = node;
	if (!p->led)
		p->lead = node;
	*ret = node;
	advance(p);
	return 0;
}

/* The row of an argument or a rule: shared with the keyword before it, or its own. */
static const struct nssh_arg *row_of(struct parser *p, const char *name, size_t size)
{
	const struct nssh_arg *row = NULL;

	if (p->keyword)
		row = find_row(p, p->keyword, p->keyword_size, name, size);
	if (row && p->keyword_node && !p->keyword_node->row) {
		p->keyword_node->row = row;
		set_spellings(p->keyword_node);
	}
	return row ? row : find_row(p, NULL, 0, name, size);
}

static int parse_arg(struct parser *p, const struct nssh_node **ret)
{
	struct nssh_node *node = new_node(p, NSSH_NODE_ARG);
	size_t size = p->size;

	if (!node)
		return -ENOMEM;
	if (size > 3 && memcmp(p->token + size - 3, "...", 3) == 0) {
		node->rest = true;
		size -= 3;
	}
	node->text = copy_token(p, p->token, size);
	if (!node->text)
		return -ENOMEM;
	node->row = row_of(p, p->token, size);
	if (!node->row)
		return complain(p, "no row in the argument table");
	if (!node->row->type)
		return complain(p, "the row has no type");
	node->type = p->ctx->type(p->ctx->data, node->row->type);
	if (!node->type)
		return nssh_fail(p->err, -EINVAL, NULL, "grammar \"%s\": no such type \"%s\"",
				 p->grammar, node->row->type);
	node->initials = ANY_INITIAL;
	*ret = node;
	advance(p);
	return 0;
}

static int parse_rule(struct parser *p, const struct nssh_node **ret)
{
	struct nssh_node *node = new_node(p, NSSH_NODE_RULE);

	if (!node)
		return -ENOMEM;
	if (p->size < 3 || p->token[p->size - 1] != '>')
		return complain(p, "a rule ends in >");
	node->text = nssh_arena_strndup(p->ctx->arena, p->token + 1, p->size - 2);
	if (!node->text)
		return nssh_fail(p->err, -ENOMEM, NULL, "no memory for a grammar");
	node->row = row_of(p, p->token, p->size);
	if (!node->row)
		return complain(p, "no row in the argument table");
	node->rule = p->ctx->rule(p->ctx->data, node->text);
	if (!node->rule)
		return complain(p, "no such rule");
	/* Extensions of it may still come. */
	node->initials = ANY_INITIAL;
	*ret = node;
	advance(p);
	return 0;
}

static int parse_optional(struct parser *p, const struct nssh_node **ret)
{
	struct nssh_node *node = new_node(p, NSSH_NODE_OPTIONAL);
	const struct nssh_node *kid = NULL;
	int rc;

	if (!node)
		return -ENOMEM;
	advance(p);
	rc = parse_sequence(p, &kid);
	if (rc < 0)
		return rc;
	if (!token_is(p, "]"))
		return complain(p, "expected ]");
	advance(p);
	*ret = node;
	rc = add_kid(p, node, kid);
	set_initials(node);
	return rc;
}

static bool is_group(const struct nssh_node *node)
{
	return node->kind == NSSH_NODE_ANY || node->kind == NSSH_NODE_ALL;
}

static const struct nssh_node *without_brackets(const struct nssh_node *node)
{
	while (node->kind == NSSH_NODE_OPTIONAL)
		node = node->kids[0];
	return node;
}

/* Groups inside a group, with brackets or without, add to its members. */
static int set_members(struct parser *p, struct nssh_node *group)
{
	size_t room = 0;

	for (size_t i = 0; i < group->count; i++) {
		const struct nssh_node *kid = without_brackets(group->kids[i]);

		room += is_group(kid) ? kid->nmembers : 1;
	}
	group->members = nssh_arena_alloc(p->ctx->arena, room * sizeof(*group->members));
	if (!group->members)
		return nssh_fail(p->err, -ENOMEM, NULL, "no memory for a grammar");
	for (size_t i = 0; i < group->count; i++) {
		const struct nssh_node *kid = without_brackets(group->kids[i]);

		for (size_t k = 0; is_group(kid) && k < kid->nmembers; k++)
			group->members[group->nmembers++] = kid->members[k];
		if (!is_group(kid))
			group->members[group->nmembers++] = (struct nssh_member){
				.node = kid,
				.required = group->kind == NSSH_NODE_ALL && kid == group->kids[i],
			};
	}
	return 0;
}

/* What stands between { and }, with its members separated by | or by &. */
static int parse_braces(struct parser *p, const struct nssh_node **ret)
{
	struct nssh_node *node = new_node(p, NSSH_NODE_ONE);
	const char *keyword = p->keyword;
	size_t keyword_size = p->keyword_size;
	struct nssh_node *keyword_node = p->keyword_node;
	char separator = 0;

	if (!node)
		return -ENOMEM;
	do {
		const struct nssh_node *kid = NULL;
		int rc;

		if (separator && *p->token != separator)
			return complain(p, "| and & in the same braces");
		separator = token_is(p, "|") || token_is(p, "&") ? *p->token : 0;
		advance(p);
		/* `peer { A | B }`: the keyword is the one of each member. */
		p->keyword = keyword;
		p->keyword_size = keyword_size;
		p->keyword_node = keyword_node;
		rc = parse_sequence(p, &kid);
		if (rc == 0)
			rc = add_kid(p, node, kid);
		if (rc < 0)
			return rc;
	} while (token_is(p, "|") || token_is(p, "&"));
	if (separator == '&')
		node->kind = NSSH_NODE_ALL;
	else if (token_is(p, "}*"))
		node->kind = NSSH_NODE_ANY;
	if (!token_is(p, node->kind == NSSH_NODE_ANY ? "}*" : "}"))
		return complain(p, "expected }");
	set_initials(node);
	advance(p);
	*ret = node;
	return is_group(node) ? set_members(p, node) : 0;
}

static int parse_element(struct parser *p, const struct nssh_node **ret)
{
	bool bracket = token_is(p, "[") || token_is(p, "{");
	int rc;

	if (!bracket && p->size == 1 && strchr("[]{}|&", *p->token))
		return complain(p, "something is missing");
	if (bracket || *p->token == '<' || isupper((unsigned char)*p->token))
		p->led = true;
	if (token_is(p, "["))
		rc = parse_optional(p, ret);
	else if (token_is(p, "{"))
		rc = parse_braces(p, ret);
	else if (*p->token == '<')
		rc = parse_rule(p, ret);
	else if (isupper((unsigned char)*p->token))
		rc = parse_arg(p, ret);
	else
		return parse_keyword(p, ret);
	p->keyword = NULL;
	p->keyword_node = NULL;
	return rc;
}

static bool ends_sequence(const struct parser *p)
{
	return p->size == 0 || token_is(p, "]") || token_is(p, "}") || token_is(p, "}*") ||
	       token_is(p, "|") || token_is(p, "&");
}

static int parse_sequence(struct parser *p, const struct nssh_node **ret)
{
	struct nssh_node *node;
	int rc = 0;

	if (++p->depth > MAX_DEPTH)
		return complain(p, "nested too deeply");
	node = new_node(p, NSSH_NODE_SEQUENCE);
	if (!node)
		return -ENOMEM;
	while (rc == 0 && !ends_sequence(p)) {
		const struct nssh_node *kid = NULL;

		rc = parse_element(p, &kid);
		if (rc == 0)
			rc = add_kid(p, node, kid);
	}
	if (rc < 0)
		return rc;
	if (node->count == 0)
		return complain(p, "nothing stands");
	set_initials(node);
	p->depth--;
	*ret = node->count == 1 ? node->kids[0] : node;
	return 0;
}

/* Every keyword needs a line of help, and every row a place in the grammar. */
static int check_help(struct parser *p, const struct nssh_node *node)
{
	if (node->kind == NSSH_NODE_KEYWORD && !nssh_keyword_help(node))
		return nssh_fail(p->err, -EINVAL, NULL,
				 "grammar \"%s\": no help for the keyword \"%s\"", p->grammar,
				 node->text);
	for (size_t i = 0; i < node->count; i++) {
		int rc = check_help(p, node->kids[i]);

		if (rc < 0)
			return rc;
	}
	return 0;
}

static int check_rows(struct parser *p)
{
	for (size_t i = 0; i < p->rows; i++) {
		if (!p->used[i])
			return nssh_fail(p->err, -EINVAL, NULL,
					 "grammar \"%s\": the row \"%s\" is not used", p->grammar,
					 p->args[i].name);
		if (!p->args[i].help)
			return nssh_fail(p->err, -EINVAL, NULL,
					 "grammar \"%s\": no help for \"%s\"", p->grammar,
					 p->args[i].name);
	}
	return 0;
}

int nssh_grammar_compile(const struct nssh_grammar_context *ctx, const char *grammar,
			 const struct nssh_arg *args, const struct nssh_node **ret_root,
			 struct nssh_error *err)
{
	struct parser p = {
		.ctx = ctx, .grammar = grammar, .at = grammar, .args = args, .err = err
	};
	int rc;

	while (args && args[p.rows].name)
		p.rows++;
	if (p.rows > MAX_ROWS)
		return nssh_fail(err, -E2BIG, NULL, "grammar \"%s\": too many rows", grammar);
	advance(&p);
	rc = parse_sequence(&p, ret_root);
	if (rc == 0 && p.size != 0)
		rc = complain(&p, "something is left over");
	if (p.lead)
		p.lead->help = ctx->help;
	if (rc == 0)
		rc = check_help(&p, *ret_root);
	return rc == 0 ? check_rows(&p) : rc;
}

const char *nssh_keyword_help(const struct nssh_node *keyword)
{
	if (keyword->row)
		return keyword->row->help;
	return keyword->shared ? keyword->shared->help : keyword->help;
}

/*
 * How well a word fits one of the spellings in @list, which spaces separate. Abbreviations count for
 * each of them: `addre` is one of `address`, whatever the usage line calls it.
 */
static enum nssh_fit fit_list(const char *list, const char *text, unsigned int min)
{
	enum nssh_fit best = NSSH_FIT_NOT;

	while (list && *list) {
		size_t n = 0;

		while (text[n] && text[n] != ' ' && text[n] == list[n])
			n++;
		if (!text[n] && (!list[n] || list[n] == ' '))
			return NSSH_FIT_EXACT;
		if (!text[n] && min && n >= min)
			best = NSSH_FIT_SHORT;
		while (list[n] && list[n] != ' ')
			n++;
		list += n + (list[n] == ' ');
	}
	return best;
}

const struct nssh_node *nssh_node_head(const struct nssh_node *root)
{
	return root->kind == NSSH_NODE_SEQUENCE ? root->kids[0] : root;
}

enum nssh_fit nssh_keyword_fit(const struct nssh_node *keyword, const struct nssh_word *word)
{
	unsigned int min = word->quoted ? 0 : keyword->min;
	enum nssh_fit fit;

	if (!nssh_node_may_begin(keyword, word))
		return NSSH_FIT_NOT;
	fit = fit_list(keyword->text, word->text, min);
	if (fit != NSSH_FIT_EXACT && keyword->also) {
		enum nssh_fit other = fit_list(keyword->also, word->text, min);

		fit = other > fit ? other : fit;
	}
	return fit;
}
