/* SPDX-License-Identifier: MIT */
/* Holding a source against the system before its first line runs. */
#include "lang/state.h"

#include <errno.h>

#include "net/net.h"

/* Behind such a line, others are about something that is not known yet. */
static bool is_certain_behind(const struct nssh_line *line)
{
	return !line->shell && line->match.verb->verb->effect != NSSH_RUNS &&
	       !(line->match.verb->verb->flags & NSSH_TURNS);
}

/* Without a line between that looks, the plan itself is looked at in time. */
static bool is_worth_it(const struct nssh_run *run)
{
	bool looks = false, changes = false;

	for (size_t i = 0; i < run->count && is_certain_behind(run->lines[i]); i++) {
		enum nssh_effect effect = run->lines[i]->match.verb->verb->effect;

		looks = looks || effect == NSSH_READS;
		changes = changes || (looks && effect == NSSH_CHANGES);
	}
	return changes;
}

static int add_ops(struct nssh_run *run, struct nssh_plan *ahead, struct nssh_error *err)
{
	struct nssh_session *session = run->session;
	struct nssh_plan *plan = session->plan;
	int rc = 0;

	session->plan = ahead;
	for (size_t i = 0; rc == 0 && i < run->count && is_certain_behind(run->lines[i]); i++) {
		const struct nssh_verb *verb = run->lines[i]->match.verb->verb;
		struct nssh_cmd cmd;

		if (verb->effect != NSSH_CHANGES)
			continue;
		rc = nssh_run_prepare(run, run->lines[i], &cmd, err);
		if (rc == 0)
			rc = verb->run(&cmd, err);
	}
	session->plan = plan;
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
