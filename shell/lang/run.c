/* SPDX-License-Identifier: MIT */
/* The runner: a source that was read whole, its commands in order. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nssh/netns.h>
#include <nssh/process.h>

#include "base/interrupt.h"
#include "lang/about.h"
#include "lang/progress.h"
#include "lang/report.h"
#include "lang/state.h"
#include "lang/transact.h"
#include "net/net.h"
#include "net/plan/lab.h"
#include "net/plan/tell.h"

/* Files that run files that run files. */
#define MAX_DEPTH 16

/* How this line wants its data. */
static void set_form(struct nssh_session *session, const struct nssh_options *options)
{
	struct nssh_out_form form = session->form;

	form.json = form.json || options->json;
	form.pretty = form.pretty || options->pretty;
	form.oneline = options->oneline;
	form.color = form.color || options->color;
	nssh_out_set_form(session->out, &form);
}

/* What is planned is done. With --plan all is one plan, which is told behind the last line. */
static int flush(struct nssh_session *session, struct nssh_error *err)
{
	return session->policy.plan ? 0 : nssh_plan_flush(session->plan, err);
}

static int run_escape(struct nssh_cmd *cmd, const char *text, struct nssh_error *err)
{
	const char *const argv[] = { "sh", "-c", text, NULL };
	const struct nssh_exec exec = { .argv = argv, .mounts = true };
	int rc = flush(cmd->session, err);

	return rc < 0 ? rc : nssh_exec_wait(cmd, cmd->ns, &exec, err);
}

/* Namespaces that are named are looked at before the verb is: then the word is known. */
static int check_ns(struct nssh_ns *ns, const struct nssh_word *word, void *arg,
		    struct nssh_error *err)
{
	int fd = nssh_ns_fd(ns, err);

	(void)arg;
	if (fd < 0 && err && !err->word)
		err->word = word;
	return fd < 0 ? fd : 0;
}

static int run_verb(struct nssh_cmd *cmd, const struct nssh_line *line, struct nssh_error *err)
{
	const struct nssh_verb *verb = line->match.verb->verb;
	struct nssh_session *session = cmd->session;
	int rc, end;

	if (verb->effect == NSSH_READS || verb->effect == NSSH_RUNS || (verb->flags & NSSH_TURNS)) {
		rc = flush(session, err);
		if (rc == 0 && !session->policy.plan)
			rc = nssh_cmd_each_ns(cmd, line, check_ns, NULL, err);
		if (rc < 0)
			return rc;
	}
	/* All of a plan is one list. */
	if (!session->policy.plan)
		set_form(session, cmd->options);
	if (verb->effect != NSSH_CHANGES)
		nssh_progress_hide();
	if (verb->effect == NSSH_RUNS && !session->policy.plan) {
		rc = nssh_out_finish(session->out, err);
		if (rc < 0)
			return rc;
	}
	rc = verb->run(cmd, err);
	end = session->policy.plan ? 0 : nssh_out_finish(session->out, rc < 0 ? NULL : err);
	if (rc < 0 && err && !err->word)
		err->word = nssh_cmd_word(cmd);
	return rc < 0 ? rc : (end < 0 ? end : rc);
}

static int run_line(struct nssh_run *run, const struct nssh_line *line, bool last,
		    struct nssh_error *err)
{
	struct nssh_cmd cmd;
	int rc = nssh_run_prepare(run, line, &cmd, err);

	if (rc < 0)
		return rc;
	if (line->shell || line->match.verb->verb->effect == NSSH_RUNS) {
		rc = flush(run->session, err);
		cmd.last = last && (run->flags & NSSH_RUN_LAST) &&
			   nssh_transact_is_clean(run->session);
	} else if (run->session->policy.plan && line->match.verb->verb->effect == NSSH_READS &&
		   !(line->match.verb->verb->flags & NSSH_TURNS)) {
		return 0;
	}
	if (rc < 0)
		return rc;
	if (line->shell)
		return run_escape(&cmd, line->shell, err);
	return run_verb(&cmd, line, err);
}

int nssh_cmd_run_line(struct nssh_cmd *cmd, struct nssh_ns *ns, const struct nssh_word *words,
		      size_t count, struct nssh_error *err)
{
	const struct nssh_words all = { words, count };
	struct nssh_line line;
	struct nssh_cmd inner = *cmd;
	int rc = nssh_line_read(cmd->session, &all, false, cmd->arena, &line, err);

	if (rc < 0)
		return rc;
	inner.words = line.words;
	inner.options = &line.front.options;
	inner.ns = line.front.ns ? nssh_line_ns(cmd->session, &line.front) : ns;
	inner.last = false;
	inner.ip = line.front.ip;
	inner.args = nssh_match_args(&line.match, 0, cmd->arena);
	if (!inner.args)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to run a line");
	if (cmd->session->policy.plan && line.match.verb->verb->effect == NSSH_READS)
		return 0;
	rc = run_verb(&inner, &line, err);
	if (rc == 0)
		rc = flush(cmd->session, err);
	set_form(cmd->session, cmd->options);
	return rc;
}

static const struct nssh_line *line_of(const struct nssh_run *run, const struct nssh_word *word)
{
	for (size_t i = 0; word && i < run->count; i++) {
		const struct nssh_words *whole = &run->lines[i]->whole;

		if (whole->count && word->source == whole->at->source &&
		    word->offset >= whole->at->offset &&
		    word->offset <= whole->at[whole->count - 1].offset)
			return run->lines[i];
	}
	return NULL;
}

/* What `-n` names is to blame for what is wrong with that namespace, not a word behind it. */
static int report(const struct nssh_run *run, struct nssh_error *err)
{
	const struct nssh_teller *teller = run->session->policy.teller;
	const struct nssh_line *line = line_of(run, err->word);
	struct nssh_error own = NSSH_ERROR_INIT;

	if (line && line->front.ns &&
	    nssh_ns_fd(nssh_line_ns(run->session, &line->front), &own) < 0 &&
	    strcmp(own.what, err->what) == 0)
		err->word = line->front.ns;
	if (teller)
		return teller->failed(err, false, teller->arg);
	nssh_report(err);
	return 1;
}

/* The status of a line that did not succeed: what is left undone of the plan is dropped. */
static int failed(struct nssh_run *run, int rc, const struct nssh_line *line,
		  struct nssh_error *err)
{
	const struct nssh_word *word = line && line->words.count ? &line->words.at[0] : NULL;
	struct nssh_error ended = NSSH_ERROR_INIT;

	nssh_plan_clear(run->session->plan);
	/* A file that this one ran has said it already. */
	if (rc > 0 && run->session->told) {
		run->session->told = false;
		return rc;
	}
	if (rc < 0)
		return report(run, err);
	/* A program alone has its own word, and its status is that of the whole. */
	if (!word || (!word->source->name && run->count == 1))
		return rc;
	(void)nssh_fail(&ended, -ECANCELED, word, "the program ended with status %d", rc);
	nssh_report(&ended);
	return word->source->name ? 1 : rc;
}

static bool keeps_going(const struct nssh_run *run)
{
	return run->session->policy.keep_going || (run->flags & NSSH_RUN_FORCE);
}

/* A line failed: is the next one run all the same? */
static bool goes_on(struct nssh_run *run)
{
	if (!keeps_going(run) || nssh_interrupt_signal())
		return false;
	nssh_transact_spare(run->session);
	return true;
}

static int run_one(struct nssh_run *run, size_t i, struct nssh_error *err)
{
	const struct nssh_line *line = run->lines[i];
	int rc;

	if (nssh_interrupt_signal())
		return nssh_fail(err, -EINTR, line->words.at, "interrupted");
	rc = run_line(run, line, i + 1 == run->count, err);
	/* Where it goes on, each line is done before the next. */
	if (rc == 0 && keeps_going(run))
		rc = flush(run->session, err);
	if (rc == 0)
		nssh_transact_ran(run, line);
	return rc;
}

static int run_lines(struct nssh_run *run)
{
	struct nssh_session *session = run->session;
	const struct nssh_line *line = NULL;
	struct nssh_error err = NSSH_ERROR_INIT;
	int status = 0, rc;

	for (size_t i = 0; i < run->count && !session->leaving; i++) {
		line = run->lines[i];
		rc = run_one(run, i, &err);
		session->lines++;
		if (rc == 0)
			continue;
		status = failed(run, rc, line, &err);
		if (!goes_on(run))
			return status;
		nssh_error_clear(&err);
	}
	rc = flush(session, &err);
	return rc != 0 ? failed(run, rc, line, &err) : status;
}

/* All of it, and what its lines had to say of it is needed no more. */
static int tell_plan(struct nssh_run *run, int status)
{
	struct nssh_session *session = run->session;
	struct nssh_error err = NSSH_ERROR_INIT;
	int rc;

	nssh_out_set_form(session->out, &session->form);
	nssh_plan_tell_begin(session->out);
	rc = nssh_plan_tell(session->plan, session->out, run->source, &err);
	if (nssh_plan_tell_end(session->out, &err) < 0 || rc < 0)
		status = report(run, &err);
	nssh_session_let_go(session);
	return status;
}

static int run_all(struct nssh_run *run)
{
	struct nssh_session *session = run->session;
	struct nssh_error err = NSSH_ERROR_INIT;
	struct nssh_progress progress;
	int status;

	if (session->depth > 1) {
		if (session->progress)
			session->progress->total += run->count;
		status = run_lines(run);
		session->told = status != 0;
		return status;
	}
	if (nssh_transact_begin(run, &err) < 0 || nssh_run_look_ahead(run, &err) < 0)
		return nssh_transact_end(run, report(run, &err));
	nssh_progress_start(&progress, session->net, run->count);
	session->progress = &progress;
	status = run_lines(run);
	if (session->policy.plan)
		status = tell_plan(run, status);
	nssh_progress_stop(&progress);
	session->progress = NULL;
	return nssh_transact_end(run, status);
}

static int survey(struct nssh_run *run)
{
	struct nssh_error err = NSSH_ERROR_INIT;

	if (nssh_run_survey(run, &err) == 0)
		return 0;
	nssh_report(&err);
	return 1;
}

static int finish_run(struct nssh_run *run)
{
	int status;

	if (run->mistakes > NSSH_MAX_REPORTS)
		(void)fprintf(stderr, "nssh: %zu more mistakes\n",
			      run->mistakes - NSSH_MAX_REPORTS);
	if (run->mistakes || run->bad) {
		status = run->session->policy.teller ? run->status : 2;
		run->session->told = run->session->depth > 1;
	} else if (run->flags & NSSH_RUN_CHECK) {
		status = 0;
	} else if (run->session->survey) {
		status = survey(run);
	} else {
		status = run_all(run);
	}
	if (run->flags & NSSH_RUN_PROMPT)
		nssh_net_rest(run->session->net);
	free(run->lines);
	free(run->lab);
	run->session->depth--;
	run->session->run = run->outer;
	if (!run->session->policy.plan || !run->outer ||
	    nssh_session_keep(run->session, NULL, run->arena) < 0)
		nssh_arena_free(run->arena);
	return status;
}

/* What the policy says, or the name of the file without what is before and behind it. */
static char *name_lab(const struct nssh_run *run)
{
	const char *asked = run->session->policy.lab, *name = run->source->name, *slash;
	size_t size;

	if (!(run->flags & NSSH_RUN_LAB) || (asked && strcmp(asked, "-") == 0))
		return NULL;
	if (asked || !name)
		return asked ? strdup(asked) : NULL;
	slash = strrchr(name, '/');
	name = slash ? slash + 1 : name;
	size = strlen(name);
	if (size > 4 && strcmp(name + size - 4, ".nsb") == 0)
		size -= 4;
	return strndup(name, size);
}

/* Before anything is run. */
static bool may_be_called(const struct nssh_run *run)
{
	const char *asked = run->session->policy.lab;
	struct nssh_error err = NSSH_ERROR_INIT;

	if (!run->lab || nssh_lab_check_name(run->lab, &err) == 0)
		return true;
	if (!asked)
		nssh_hint(
			&err,
			"the lab is called as the file is: --lab NAME calls it otherwise, --lab - "
			"makes none");
	nssh_report(&err);
	return false;
}

static bool start_run(struct nssh_run *run, struct nssh_session *session, unsigned int flags)
{
	struct nssh_error err = NSSH_ERROR_INIT;

	*run = (struct nssh_run){ .session = session, .flags = flags };
	if (session->depth >= MAX_DEPTH) {
		(void)nssh_fail(&err, -ELOOP, NULL, "files run each other without end");
	} else {
		run->arena = nssh_arena_new();
		if (!run->arena)
			(void)nssh_fail(&err, -ENOMEM, NULL, "no memory to read a line");
	}
	if (err.code) {
		nssh_report(&err);
		session->told = session->depth > 0;
		return false;
	}
	session->depth++;
	run->outer = session->run;
	session->run = run;
	return true;
}

int nssh_session_run(struct nssh_session *session, const struct nssh_source *source,
		     unsigned int flags)
{
	struct nssh_run run;

	if (!start_run(&run, session, flags))
		return 1;
	run.source = source;
	run.lab = name_lab(&run);
	if (may_be_called(&run))
		nssh_run_read(&run, source);
	else
		run.bad = true;
	return finish_run(&run);
}

/* The words of a command line as a text of their own, so that errors can underline them. */
static struct nssh_source *join_words(char *const *argv, size_t count, struct nssh_word *words)
{
	struct nssh_text text = { 0 };
	struct nssh_source *source;

	for (size_t i = 0; i < count; i++) {
		nssh_text_str(&text, i ? " " : "");
		words[i] = (struct nssh_word){
			.text = argv[i],
			.offset = (uint32_t)text.size,
			.line = 1,
		};
		nssh_lexer_quote(&text, argv[i]);
		words[i].width = (uint32_t)(text.size - words[i].offset);
	}
	source = nssh_source_new(NULL, nssh_text_get(&text), text.size);
	for (size_t i = 0; i < count; i++)
		words[i].source = source;
	nssh_text_done(&text);
	return source;
}

int nssh_session_run_words(struct nssh_session *session, char *const *argv, size_t count,
			   unsigned int flags)
{
	struct nssh_word *words = calloc(count ? count : 1, sizeof(*words));
	struct nssh_source *source = words ? join_words(argv, count, words) : NULL;
	const struct nssh_words all = { words, count };
	struct nssh_run run;
	int status = 1;

	if (source && start_run(&run, session, flags)) {
		run.source = source;
		run.lab = name_lab(&run);
		if (may_be_called(&run))
			nssh_run_read_words(&run, &all);
		else
			run.bad = true;
		status = finish_run(&run);
	}
	nssh_source_free(source);
	free(words);
	return status;
}
