/* SPDX-License-Identifier: MIT */
/* Holding a source against the system before its first line runs. */
#include "lang/state.h"

#include <errno.h>

#include "lang/about.h"
#include "lang/past.h"
#include "net/net.h"

/* Behind such a line, others are about something that is not known yet. */
static bool is_certain_behind(const struct nssh_line *line)
{
	const struct nssh_verb *verb = line->shell ? NULL : line->match.verb->verb;

	return verb && verb->effect != NSSH_RUNS && verb->effect != NSSH_SHELL;
}

/* Without a line between that looks, the plan itself is looked at in time. */
static bool is_worth_it(const struct nssh_run *run)
{
	bool looks = false, changes = false;

	for (size_t i = 0; i < run->count && !run->lines[i]->shell; i++) {
		enum nssh_effect effect = run->lines[i]->match.verb->verb->effect;

		if (effect == NSSH_CHANGES && looks)
			return true;
		/* What it is about may be a namespace that is not there. */
		if (effect != NSSH_CHANGES && changes)
			return true;
		looks = looks || effect == NSSH_READS;
		changes = changes || effect == NSSH_CHANGES;
		if (!is_certain_behind(run->lines[i]))
			return false;
	}
	return false;
}

static int add_need(struct nssh_ns *ns, const struct nssh_word *word, void *arg,
		    struct nssh_error *err)
{
	return nssh_plan_need_ns(arg, ns, word, err);
}

static int add_line(struct nssh_run *run, const struct nssh_line *line, struct nssh_plan *ahead,
		    struct nssh_error *err)
{
	const struct nssh_verb *verb = line->match.verb->verb;
	struct nssh_cmd cmd;
	int rc = nssh_run_prepare(run, line, &cmd, err);

	if (rc == 0 && verb->effect != NSSH_CHANGES)
		rc = nssh_cmd_each_ns(&cmd, line, add_need, ahead, err);
	if (rc == 0 && (verb->effect == NSSH_CHANGES ||
			(verb->effect == NSSH_READS && (verb->flags & NSSH_TURNS))))
		rc = verb->run(&cmd, err);
	return rc;
}

static int add_ops(struct nssh_run *run, struct nssh_plan *ahead, struct nssh_error *err)
{
	struct nssh_session *session = run->session;
	const struct nssh_chosen chosen = nssh_chosen(session);
	struct nssh_plan *plan = session->plan;
	bool certain = true;
	int rc = 0;

	session->plan = ahead;
	session->only_looks = true;
	for (size_t i = 0; rc == 0 && certain && i < run->count && !run->lines[i]->shell; i++) {
		rc = add_line(run, run->lines[i], ahead, err);
		certain = is_certain_behind(run->lines[i]);
	}
	session->only_looks = false;
	session->plan = plan;
	nssh_choose(session, &chosen);
	return rc;
}

int nssh_run_look_ahead(struct nssh_run *run, struct nssh_error *err)
{
	struct nssh_session *session = run->session;
	struct nssh_plan *ahead;
	int rc;

	if (session->policy.keep_going || !is_worth_it(run))
		return 0;
	ahead = nssh_plan_new(session->net);
	if (!ahead)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to look at the plan");
	rc = add_ops(run, ahead, err);
	if (rc == 0)
		rc = nssh_plan_look(ahead, err);
	nssh_plan_free(ahead);
	return rc;
}
