/* SPDX-License-Identifier: MIT */
/* What a source is about, told without running any of it. */
#include <string.h>

#include <nssh/netns.h>

#include "lang/state.h"
#include "lang/transact.h"

static void mention_words(const struct nssh_survey *survey, const struct nssh_line *line)
{
	bool names = line->words.count && strcmp(line->words.at[0].text, "netns") == 0;

	for (size_t i = 0; i < line->words.count; i++) {
		const char *text = line->words.at[i].text;

		survey->mention(text, survey->arg);
		if (names && strcmp(text, "all") == 0)
			survey->mention(NULL, survey->arg);
	}
	if (line->front.ns)
		survey->mention(line->front.ns->text, survey->arg);
	if (names && line->front.options.all)
		survey->mention(NULL, survey->arg);
}

/* `source` reads another one, and `use` is as good as a word. */
static void follow(struct nssh_run *run, const struct nssh_line *line)
{
	const struct nssh_verb *verb = line->shell ? NULL : line->match.verb->verb;
	struct nssh_error err = NSSH_ERROR_INIT;
	struct nssh_cmd cmd;

	if (verb && verb->effect == NSSH_SHELL && (verb->flags & NSSH_TURNS) &&
	    nssh_run_prepare(run, line, &cmd, &err) == 0)
		/* What is wrong with it is told when its turn comes. */
		(void)verb->run(&cmd, &err);
}

int nssh_run_survey(struct nssh_run *run, struct nssh_error *err)
{
	const struct nssh_session *session = run->session;
	const char *ns = nssh_ns_name(session->ns);
	int rc = 0;

	if (session->depth == 1 && ns)
		session->survey->mention(ns, session->survey->arg);
	if (session->depth == 1 && run->lab)
		rc = nssh_transact_survey_lab(run, err);
	for (size_t i = 0; rc == 0 && i < run->count; i++) {
		mention_words(session->survey, run->lines[i]);
		follow(run, run->lines[i]);
	}
	return rc;
}
