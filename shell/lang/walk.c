/* SPDX-License-Identifier: MIT */
/* The walk through one grammar. */
#include "lang/walk.h"

#include <errno.h>
#include <string.h>

#define MAX_MEMBERS 96
#define MAX_LENT    8

/* A rule whose members an any-order group has borrowed; its scope is made by its first word. */
struct lent {
	const struct nssh_node *rule;
	const struct nssh_extension_entry *ext;
	uint32_t scope;
};

struct member {
	const struct nssh_node *node;
	struct lent *lent; /* NULL: the group's own */
	bool required;
	bool used;
	const struct nssh_word *word; /* where it was used */
};

struct group {
	struct member members[MAX_MEMBERS];
	size_t count;
	struct lent lent[MAX_LENT];
	size_t nlent;
};

/* What comes after a node: the rest of a sequence, or the other members of a group. */
struct follow {
	const struct nssh_node *sequence;
	size_t next;
	const struct group *group;
	const struct follow *up;
};

static int walk_node(struct nssh_walk *walk, const struct nssh_node *node, uint32_t scope,
		     const struct follow *follow);

static bool at_end(const struct nssh_walk *walk)
{
	return walk->pos >= walk->words.count;
}

static int no_memory(struct nssh_walk *walk)
{
	return nssh_fail(walk->err, -ENOMEM, NULL, "no memory to read a line");
}

/* Parse the word at the walk's place, or recall what came of it. */
static int try_arg(struct nssh_walk *walk, const struct nssh_node *node, struct nssh_error *err)
{
	struct nssh_value *value = &walk->tried_value;

	if (walk->tried == node && walk->tried_pos == walk->pos && (walk->tried_rc == 0 || !err))
		return walk->tried_rc;
	memset(value, 0, sizeof(*value));
	value->word = &walk->words.at[walk->pos];
	value->count = node->rest ? (uint32_t)(walk->words.count - walk->pos) : 1;
	walk->tried = node;
	walk->tried_pos = walk->pos;
	walk->tried_rc = node->type->parse(node->row, walk->arena, value, err);
	if (walk->tried_rc < 0)
		nssh_kind(err, NSSH_ERROR_VALUE);
	return walk->tried_rc;
}

static enum nssh_level best_of(struct nssh_walk *walk, const struct nssh_node *node)
{
	enum nssh_level best = NSSH_LEVEL_NOT;

	for (size_t i = 0; i < node->count && best < NSSH_LEVEL_KEYWORD; i++) {
		enum nssh_level level = nssh_walk_level(walk, node->kids[i]);

		best = level > best ? level : best;
		if (node->kind == NSSH_NODE_SEQUENCE && !nssh_node_nullable(node->kids[i]))
			break;
	}
	return best;
}

enum nssh_level nssh_walk_level_of(struct nssh_walk *walk, const struct nssh_node *node)
{
	enum nssh_level best = NSSH_LEVEL_NOT;

	switch (node->kind) {
	case NSSH_NODE_KEYWORD:
		switch (nssh_keyword_fit(node, &walk->words.at[walk->pos])) {
		case NSSH_FIT_EXACT:
			return NSSH_LEVEL_KEYWORD;
		case NSSH_FIT_SHORT:
			return NSSH_LEVEL_SHORT;
		default:
			return NSSH_LEVEL_NOT;
		}
	case NSSH_NODE_ARG:
		return try_arg(walk, node, NULL) == 0 ? NSSH_LEVEL_ARG : NSSH_LEVEL_BAD;
	case NSSH_NODE_RULE:
		for (size_t i = 0; i < node->rule->count && best < NSSH_LEVEL_KEYWORD; i++) {
			enum nssh_level level = nssh_walk_level(walk, node->rule->exts[i].root);

			best = level > best ? level : best;
		}
		return best;
	default:
		return best_of(walk, node);
	}
}

static enum nssh_level group_level(struct nssh_walk *walk, const struct group *group)
{
	enum nssh_level best = NSSH_LEVEL_NOT;

	for (size_t i = 0; i < group->count; i++) {
		if (!group->members[i].used) {
			enum nssh_level level = nssh_walk_level(walk, group->members[i].node);

			best = level > best ? level : best;
		}
	}
	return best;
}

/* How well the word fits something that may come after a node. */
static enum nssh_level follow_level(struct nssh_walk *walk, const struct follow *follow)
{
	enum nssh_level best = NSSH_LEVEL_NOT;

	for (; follow; follow = follow->up) {
		if (follow->group) {
			enum nssh_level level = group_level(walk, follow->group);

			best = level > best ? level : best;
			continue;
		}
		for (size_t i = follow->next; i < follow->sequence->count; i++) {
			enum nssh_level level = nssh_walk_level(walk, follow->sequence->kids[i]);

			best = level > best ? level : best;
			if (!nssh_node_nullable(follow->sequence->kids[i]))
				return best;
		}
	}
	return best;
}

static void note(struct nssh_walk *walk, const struct nssh_node *node, uint32_t scope,
		 bool required, bool again)
{
	struct nssh_expectation *e = walk->expectation;

	if (e->count == e->room) {
		size_t room = e->room ? 2 * e->room : 32;
		struct nssh_expected *items = nssh_arena_alloc(walk->arena, room * sizeof(*items));

		if (!items)
			return;
		if (e->count)
			memcpy(items, e->items, e->count * sizeof(*items));
		e->items = items;
		e->room = room;
	}
	e->items[e->count++] = (struct nssh_expected){ node, scope, required, again };
}

void nssh_walk_expect(struct nssh_walk *walk, const struct nssh_node *node, uint32_t scope,
		      bool required)
{
	bool optional = node->kind == NSSH_NODE_OPTIONAL || node->kind == NSSH_NODE_ANY;

	switch (node->kind) {
	case NSSH_NODE_KEYWORD:
	case NSSH_NODE_ARG:
		note(walk, node, scope, required, false);
		return;
	case NSSH_NODE_RULE:
		for (size_t i = 0; i < node->rule->count; i++)
			nssh_walk_expect(walk, node->rule->exts[i].root, NSSH_NO_SCOPE, required);
		if (!node->rule->count)
			note(walk, node, scope, required, false);
		return;
	default:
		for (size_t i = 0; i < node->count; i++) {
			nssh_walk_expect(walk, node->kids[i], scope, required && !optional);
			if (node->kind == NSSH_NODE_SEQUENCE && !nssh_node_nullable(node->kids[i]))
				break;
		}
	}
}

/* Something must come, and there are no more words. */
static int need(struct nssh_walk *walk, const struct nssh_node *node, uint32_t scope)
{
	if (!walk->expectation)
		return NSSH_WALK_MISFIT;
	nssh_walk_expect(walk, node, scope, true);
	return NSSH_WALK_STOPPED;
}

static int bind(struct nssh_walk *walk, const struct nssh_arg *row, uint32_t scope,
		const struct nssh_value *value)
{
	struct nssh_match *match = walk->match;

	if (match->nbound == match->bound_room) {
		size_t room = match->bound_room ? 2 * match->bound_room : 4;
		struct nssh_bound *bound = nssh_arena_alloc(walk->arena, room * sizeof(*bound));

		if (!bound)
			return no_memory(walk);
		if (match->nbound)
			memcpy(bound, match->bound, match->nbound * sizeof(*bound));
		match->bound = bound;
		match->bound_room = room;
	}
	match->bound[match->nbound++] = (struct nssh_bound){ row, scope, *value };
	return 0;
}

static int open_scope(struct nssh_walk *walk, const struct nssh_extension *ext,
		      const struct nssh_arg *row, uint32_t parent, uint32_t *ret)
{
	struct nssh_match *match = walk->match;

	if (match->nscopes == match->scope_room) {
		size_t room = match->scope_room ? 2 * match->scope_room : 2;
		struct nssh_scope *scopes = nssh_arena_alloc(walk->arena, room * sizeof(*scopes));

		if (!scopes)
			return no_memory(walk);
		if (match->nscopes)
			memcpy(scopes, match->scopes, match->nscopes * sizeof(*scopes));
		match->scopes = scopes;
		match->scope_room = room;
	}
	*ret = (uint32_t)match->nscopes++;
	match->scopes[*ret] = (struct nssh_scope){
		.ext = ext,
		.row = row,
		.parent = parent,
		.word = at_end(walk) ? NULL : &walk->words.at[walk->pos],
	};
	return 0;
}

static int walk_keyword(struct nssh_walk *walk, const struct nssh_node *node, uint32_t scope)
{
	const struct nssh_value value = {
		.word = &walk->words.at[walk->pos],
		.count = 1,
		.num = 1,
	};

	if (nssh_keyword_fit(node, value.word) == NSSH_FIT_NOT)
		return NSSH_WALK_MISFIT;
	walk->pos++;
	walk->keyword = walk->pos;
	if (!node->row || node->row->type || node->row->offset == NSSH_UNSTORED)
		return 0;
	return bind(walk, node->row, scope, &value);
}

static int walk_arg(struct nssh_walk *walk, const struct nssh_node *node, uint32_t scope)
{
	int rc = try_arg(walk, node, walk->err);

	if (rc < 0)
		return rc;
	walk->pos += walk->tried_value.count;
	if (node->row->offset != NSSH_UNSTORED)
		rc = bind(walk, node->row, scope, &walk->tried_value);
	if (rc == 0 && node->rest && walk->expectation)
		note(walk, node, scope, false, true);
	return rc;
}

static int walk_rule(struct nssh_walk *walk, const struct nssh_node *node, uint32_t scope,
		     const struct follow *follow)
{
	const struct nssh_extension_entry *best = NULL;
	enum nssh_level best_level = NSSH_LEVEL_NOT;
	uint32_t inner = 0;
	int rc;

	for (size_t i = 0; i < node->rule->count && best_level < NSSH_LEVEL_KEYWORD; i++) {
		enum nssh_level level = nssh_walk_level(walk, node->rule->exts[i].root);

		if (level > best_level) {
			best_level = level;
			best = &node->rule->exts[i];
		}
	}
	if (!best)
		return NSSH_WALK_MISFIT;
	rc = open_scope(walk, best->ext, node->row, scope, &inner);
	return rc < 0 ? rc : walk_node(walk, best->root, inner, follow);
}

static int walk_one(struct nssh_walk *walk, const struct nssh_node *node, uint32_t scope,
		    const struct follow *follow)
{
	const struct nssh_node *best = NULL;
	enum nssh_level best_level = NSSH_LEVEL_NOT;

	for (size_t i = 0; i < node->count; i++) {
		enum nssh_level level = nssh_walk_level(walk, node->kids[i]);

		if (level > best_level) {
			best_level = level;
			best = node->kids[i];
		}
	}
	return best ? walk_node(walk, best, scope, follow) : NSSH_WALK_MISFIT;
}

static int walk_sequence(struct nssh_walk *walk, const struct nssh_node *node, uint32_t scope,
			 const struct follow *up)
{
	for (size_t i = 0; i < node->count; i++) {
		const struct nssh_node *kid = node->kids[i];
		const struct follow follow = { .sequence = node, .next = i + 1, .up = up };
		int rc;

		if (nssh_node_nullable(kid)) {
			enum nssh_level level;

			if (at_end(walk)) {
				if (walk->expectation)
					nssh_walk_expect(walk, kid, scope, false);
				continue;
			}
			level = nssh_walk_level(walk, kid);
			if (level == NSSH_LEVEL_NOT)
				continue;
			/* A word that a later keyword wants is no argument here. */
			if (level <= NSSH_LEVEL_ARG && follow_level(walk, &follow) > NSSH_LEVEL_ARG)
				continue;
		}
		rc = walk_node(walk, kid, scope, &follow);
		if (rc != 0)
			return rc;
	}
	return 0;
}

static int add_members(struct nssh_walk *walk, struct group *group, const struct nssh_node *node,
		       struct lent *lent);

/* The members of a rule that is one any-order group are as good as the group's own. */
static int lend_members(struct nssh_walk *walk, struct group *group, const struct nssh_node *node)
{
	struct lent *lent;

	if (group->nlent == MAX_LENT)
		return nssh_fail(walk->err, -E2BIG, NULL, "too many rules in one group");
	lent = &group->lent[group->nlent++];
	*lent = (struct lent){ node, &node->rule->exts[0], NSSH_NO_SCOPE };
	return add_members(walk, group, lent->ext->root, lent);
}

static bool lends(const struct nssh_node *node)
{
	return node->kind == NSSH_NODE_RULE && node->rule->count == 1 &&
	       node->rule->exts[0].root->kind == NSSH_NODE_ANY;
}

static int add_members(struct nssh_walk *walk, struct group *group, const struct nssh_node *node,
		       struct lent *lent)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < node->nmembers; i++) {
		const struct nssh_member *member = &node->members[i];

		if (!lent && lends(member->node))
			rc = lend_members(walk, group, member->node);
		else if (group->count == MAX_MEMBERS)
			rc = nssh_fail(walk->err, -E2BIG, NULL, "too many members in one group");
		else
			group->members[group->count++] = (struct member){
				.node = member->node,
				.lent = lent,
				.required = member->required && !nssh_node_nullable(member->node),
			};
	}
	return rc;
}

static struct member *best_member(struct nssh_walk *walk, struct group *group, bool used,
				  enum nssh_level *ret_level)
{
	struct member *best = NULL;

	*ret_level = NSSH_LEVEL_NOT;
	for (size_t i = 0; i < group->count && *ret_level < NSSH_LEVEL_KEYWORD; i++) {
		struct member *member = &group->members[i];
		enum nssh_level level;

		if (member->used != used)
			continue;
		level = nssh_walk_level(walk, member->node);
		if (level > *ret_level) {
			*ret_level = level;
			best = member;
		}
	}
	return best;
}

static bool misses_required(const struct group *group)
{
	for (size_t i = 0; i < group->count; i++) {
		if (group->members[i].required && !group->members[i].used)
			return true;
	}
	return false;
}

static int end_group(struct nssh_walk *walk, const struct group *group, uint32_t scope)
{
	bool missing = misses_required(group);

	if (!walk->expectation)
		return missing ? NSSH_WALK_MISFIT : 0;
	for (size_t i = 0; i < group->count; i++) {
		const struct member *member = &group->members[i];

		if (!member->used)
			nssh_walk_expect(walk, member->node,
					 member->lent ? member->lent->scope : scope,
					 member->required);
	}
	return missing ? NSSH_WALK_STOPPED : 0;
}

static int walk_member(struct nssh_walk *walk, struct member *member, uint32_t scope,
		       const struct follow *follow)
{
	struct lent *lent = member->lent;

	member->used = true;
	member->word = &walk->words.at[walk->pos];
	if (lent && lent->scope == NSSH_NO_SCOPE) {
		int rc = open_scope(walk, lent->ext->ext, lent->rule->row, scope, &lent->scope);

		if (rc < 0)
			return rc;
	}
	return walk_node(walk, member->node, lent ? lent->scope : scope, follow);
}

static int walk_group(struct nssh_walk *walk, const struct nssh_node *node, uint32_t scope,
		      const struct follow *up)
{
	struct group group;
	const struct follow follow = { .group = &group, .up = up };
	int rc;

	group.count = 0;
	group.nlent = 0;
	rc = add_members(walk, &group, node, NULL);
	while (rc == 0) {
		enum nssh_level level;
		struct member *member;

		if (at_end(walk))
			return end_group(walk, &group, scope);
		member = best_member(walk, &group, false, &level);
		if (level <= NSSH_LEVEL_ARG && !misses_required(&group) &&
		    follow_level(walk, up) > NSSH_LEVEL_ARG)
			return 0;
		if (!member) {
			if (follow_level(walk, up) > NSSH_LEVEL_NOT)
				return misses_required(&group) ? NSSH_WALK_MISFIT : 0;
			member = best_member(walk, &group, true, &level);
			if (level > NSSH_LEVEL_ARG) {
				walk->first = member->word;
				return NSSH_WALK_TWICE;
			}
			return misses_required(&group) ? NSSH_WALK_MISFIT : 0;
		}
		rc = walk_member(walk, member, scope, &follow);
	}
	return rc;
}

static int walk_node(struct nssh_walk *walk, const struct nssh_node *node, uint32_t scope,
		     const struct follow *follow)
{
	if (at_end(walk) && node->kind != NSSH_NODE_SEQUENCE && !nssh_node_nullable(node) &&
	    node->kind != NSSH_NODE_ALL)
		return need(walk, node, scope);
	switch (node->kind) {
	case NSSH_NODE_KEYWORD:
		return walk_keyword(walk, node, scope);
	case NSSH_NODE_ARG:
		return walk_arg(walk, node, scope);
	case NSSH_NODE_RULE:
		return walk_rule(walk, node, scope, follow);
	case NSSH_NODE_SEQUENCE:
		return walk_sequence(walk, node, scope, follow);
	case NSSH_NODE_ONE:
		return walk_one(walk, node, scope, follow);
	case NSSH_NODE_OPTIONAL:
		return walk_node(walk, node->kids[0], scope, follow);
	default:
		return walk_group(walk, node, scope, follow);
	}
}

int nssh_walk_all(struct nssh_walk *walk, const struct nssh_node *root)
{
	uint32_t scope = 0;
	int rc = open_scope(walk, NULL, NULL, 0, &scope);

	if (rc == 0)
		rc = walk_node(walk, root, scope, NULL);
	if (rc == 0 && !at_end(walk))
		return NSSH_WALK_MISFIT;
	if (rc == 0 && walk->expectation)
		walk->expectation->may_end = true;
	return rc;
}
