/* SPDX-License-Identifier: MIT */
/* The runner: a source is read whole, and then its commands run in order. */
#define _GNU_SOURCE
#include "lang/session.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nssh/netns.h>
#include <nssh/process.h>

#include "base/interrupt.h"
#include "lang/command.h"
#include "lang/report.h"
#include "net/net.h"

/* More mistakes than this in one file are counted, not shown. */
#define MAX_REPORTS 100

/* Files that run files that run files. */
#define MAX_DEPTH 16

struct nssh_session {
	struct nssh_registry *registry;
	struct nssh_net *net;
	struct nssh_out *out;
	struct nssh_plan *plan;
	struct nssh_plan *scratch; /* of lines that are only checked */
	struct nssh_arena *scrap;  /* what the last of them needed */
	bool checking;
	struct nssh_out_form form;
	struct nssh_ns *ns, *ns_before;
	bool leaving;
	int status;
	int depth;
};

/* A source being run. */
struct run {
	struct nssh_session *session;
	struct nssh_arena *arena;
	unsigned int flags;
	struct nssh_line **lines;
	size_t count, room;
	size_t mistakes;
};

static void on_warning(const struct nssh_word *word, const char *text, void *arg)
{
	(void)arg;
	nssh_report_warning(word, text);
}

int nssh_session_new(struct nssh_registry *registry, struct nssh_net *net, struct nssh_out *out,
		     struct nssh_session **ret_session, struct nssh_error *err)
{
	struct nssh_session *session = calloc(1, sizeof(*session));

	if (session) {
		session->registry = registry;
		session->net = net;
		session->out = out;
		session->ns = nssh_ns_home(net);
		session->ns_before = session->ns;
		session->plan = nssh_plan_new(net);
		session->scratch = nssh_plan_new(net);
		session->scrap = nssh_arena_new();
	}
	if (!session || !session->plan || !session->scratch || !session->scrap) {
		nssh_session_free(session);
		return nssh_fail(err, -ENOMEM, NULL, "no memory to start");
	}
	nssh_plan_set_scratch(session->scratch);
	nssh_net_set_warn(net, on_warning, NULL);
	*ret_session = session;
	return 0;
}

void nssh_session_free(struct nssh_session *session)
{
	if (!session)
		return;
	nssh_plan_free(session->plan);
	nssh_plan_free(session->scratch);
	nssh_arena_free(session->scrap);
	free(session);
}

void nssh_session_set_form(struct nssh_session *session, const struct nssh_out_form *form)
{
	session->form = *form;
}

bool nssh_session_leaving(const struct nssh_session *session, int *ret_status)
{
	*ret_status = session->status;
	return session->leaving;
}

void nssh_session_leave(struct nssh_session *session, int status)
{
	session->leaving = true;
	session->status = status;
}

struct nssh_registry *nssh_session_registry(struct nssh_session *session)
{
	return session->registry;
}

struct nssh_net *nssh_session_net(struct nssh_session *session)
{
	return session->net;
}

struct nssh_ns *nssh_session_ns(const struct nssh_session *session)
{
	return session->ns;
}

void nssh_session_use(struct nssh_session *session, struct nssh_ns *ns)
{
	session->ns_before = session->ns;
	session->ns = ns;
}

struct nssh_ns *nssh_session_ns_before(const struct nssh_session *session)
{
	return session->ns_before;
}

struct nssh_plan *nssh_session_plan(const struct nssh_session *session)
{
	return session->checking ? session->scratch : session->plan;
}

bool nssh_session_checking(const struct nssh_session *session)
{
	return session->checking;
}

struct nssh_out *nssh_session_out(const struct nssh_session *session)
{
	return session->out;
}

struct nssh_ns *nssh_line_ns(const struct nssh_session *session, const struct nssh_front *front)
{
	return front->ns ? nssh_ns_get(session->net, front->ns->text) : session->ns;
}

/* Verbs that stand for options: the words are made here, and blamed on the option. */
static int read_special(struct nssh_session *session, const struct nssh_front *front, bool prompt,
			const struct nssh_word *at, struct nssh_arena *arena, struct nssh_line *ret,
			struct nssh_error *err)
{
	struct nssh_word *words = nssh_arena_alloc(arena, 2 * sizeof(*words));

	if (!words)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to read a line");
	words[0] = *at;
	words[0].text = front->special == NSSH_FRONT_BATCH     ? "source"
			: front->special == NSSH_FRONT_VERSION ? "version"
							       : "help";
	words[0].quoted = true;
	if (front->file)
		words[1] = *front->file;
	ret->words = (struct nssh_words){ words, front->file ? 2 : 1 };
	return nssh_match(session->registry, &ret->words, prompt, arena, &ret->match, err);
}

int nssh_line_read(struct nssh_session *session, const struct nssh_words *words, bool prompt,
		   struct nssh_arena *arena, struct nssh_line *ret, struct nssh_error *err)
{
	struct nssh_front *front = &ret->front;
	int rc;

	memset(ret, 0, sizeof(*ret));
	rc = nssh_front_read(words, front, err);
	if (rc < 0)
		return rc;
	/* `nssh -j` counts for each of its lines. */
	front->options.json = front->options.json || session->form.json;
	front->options.pretty = front->options.pretty || session->form.pretty;
	if (front->wants != NSSH_FRONT_NONE)
		return nssh_fail(err, -EINVAL, &words->at[words->count - 1],
				 "the option \"%s\" needs a value",
				 words->at[words->count - 1].text);
	if (front->special != NSSH_FRONT_VERB || front->first == words->count)
		return read_special(session, front, prompt, &words->at[0], arena, ret, err);
	ret->words.at = words->at + front->first;
	ret->words.count = words->count - front->first;
	return nssh_match(session->registry, &ret->words, prompt, arena, &ret->match, err);
}

static int add_line(struct run *run, const struct nssh_line *line)
{
	struct nssh_line *copy = nssh_arena_alloc(run->arena, sizeof(*copy));

	if (run->count == run->room) {
		size_t room = run->room ? 2 * run->room : 64;
		struct nssh_line **lines = reallocarray(run->lines, room, sizeof(*lines));

		if (!lines)
			return -ENOMEM;
		run->lines = lines;
		run->room = room;
	}
	if (!copy)
		return -ENOMEM;
	*copy = *line;
	run->lines[run->count++] = copy;
	return 0;
}

static void report_mistake(struct run *run, const struct nssh_error *err)
{
	if (++run->mistakes <= MAX_REPORTS)
		nssh_report(err);
}

static int check_prompt_only(const struct run *run, const struct nssh_line *line,
			     struct nssh_error *err)
{
	if (!(line->match.verb->verb->flags & NSSH_PROMPT_ONLY) || (run->flags & NSSH_RUN_PROMPT))
		return 0;
	return nssh_fail(err, -EINVAL, &line->words.at[0], "\"%s\" is for the prompt only",
			 line->words.at[0].text);
}

static int prepare(struct run *run, const struct nssh_line *line, struct nssh_cmd *ret,
		   struct nssh_error *err)
{
	struct nssh_session *session = run->session;
	struct nssh_arena *arena = session->checking ? session->scrap : run->arena;

	*ret = (struct nssh_cmd){
		.session = session,
		.arena = arena,
		.words = line->words,
		.options = &line->front.options,
		.ns = nssh_line_ns(session, &line->front),
	};
	if (line->shell)
		return 0;
	ret->args = nssh_match_args(&line->match, 0, arena);
	return ret->args ? 0 : nssh_fail(err, -ENOMEM, NULL, "no memory to run a line");
}

/*
 * A verb that changes only adds ops, so it can run to see whether it would: what it says against its
 * words is a mistake of the source like any other, found before the first change.
 */
static int check_verb(struct run *run, const struct nssh_line *line, struct nssh_error *err)
{
	struct nssh_session *session = run->session;
	const struct nssh_verb *verb = line->match.verb->verb;
	struct nssh_cmd cmd;
	int rc;

	if (verb->effect != NSSH_CHANGES)
		return 0;
	session->checking = true;
	nssh_arena_reset(session->scrap);
	rc = prepare(run, line, &cmd, err);
	if (rc == 0)
		rc = verb->run(&cmd, err);
	session->checking = false;
	if (rc < 0 && !err->word)
		err->word = nssh_cmd_word(&cmd);
	return rc;
}

/* `!command` at the prompt: all of the line is the system shell's. */
static bool read_escape(struct run *run, const struct nssh_source *source, struct nssh_line *line)
{
	size_t i = 0;

	if (!(run->flags & NSSH_RUN_PROMPT))
		return false;
	while (i < source->size && isspace((unsigned char)source->text[i]))
		i++;
	if (i == source->size || source->text[i] != '!')
		return false;
	memset(line, 0, sizeof(*line));
	line->shell = source->text + i + 1;
	return true;
}

/* @err: an empty one */
static void read_words(struct run *run, const struct nssh_words *words, struct nssh_error *err)
{
	struct nssh_line line;
	int rc = nssh_line_read(run->session, words, run->flags & NSSH_RUN_PROMPT, run->arena,
				&line, err);

	if (rc == 0)
		rc = check_prompt_only(run, &line, err);
	if (rc == 0)
		rc = check_verb(run, &line, err);
	if (rc == 0 && !(run->flags & NSSH_RUN_CHECK) && add_line(run, &line) < 0)
		rc = nssh_fail(err, -ENOMEM, NULL, "no memory to read a line");
	if (rc < 0)
		report_mistake(run, err);
	if (run->flags & NSSH_RUN_CHECK)
		nssh_arena_reset(run->arena);
}

static void read_source(struct run *run, const struct nssh_source *source)
{
	struct nssh_lexer lexer;
	struct nssh_words words;
	struct nssh_error err = NSSH_ERROR_INIT;
	struct nssh_line line;
	int rc;

	if (read_escape(run, source, &line)) {
		(void)add_line(run, &line);
		return;
	}
	nssh_lexer_init(&lexer, source);
	while (!nssh_interrupt_signal()) {
		nssh_error_clear(&err);
		rc = nssh_lexer_next(&lexer, run->arena, &words, &err);
		if (rc == 0)
			break;
		if (rc > 0)
			read_words(run, &words, &err);
		else
			report_mistake(run, &err);
	}
	nssh_lexer_done(&lexer);
}

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

static int run_escape(struct nssh_cmd *cmd, const char *text, struct nssh_error *err)
{
	const char *const argv[] = { "sh", "-c", text, NULL };
	const struct nssh_exec exec = { .argv = argv, .mounts = true };
	int rc = nssh_plan_flush(cmd->session->plan, err);

	return rc < 0 ? rc : nssh_exec_wait(cmd, cmd->ns, &exec, err);
}

/* The namespace of `-n` and its like is looked at before the verb is: then the word is known. */
static int check_ns(const struct nssh_cmd *cmd, const struct nssh_word *word,
		    struct nssh_error *err)
{
	int fd = word ? nssh_ns_fd(cmd->ns, err) : 0;

	if (fd < 0 && err && !err->word)
		err->word = word;
	return fd < 0 ? fd : 0;
}

static int run_verb(struct nssh_cmd *cmd, const struct nssh_verb *verb,
		    const struct nssh_word *ns_word, struct nssh_error *err)
{
	struct nssh_session *session = cmd->session;
	int rc, end;

	if (verb->effect == NSSH_READS || verb->effect == NSSH_RUNS) {
		rc = nssh_plan_flush(session->plan, err);
		if (rc == 0)
			rc = check_ns(cmd, ns_word, err);
		if (rc < 0)
			return rc;
	}
	set_form(session, cmd->options);
	if (verb->effect == NSSH_RUNS) {
		rc = nssh_out_finish(session->out, err);
		if (rc < 0)
			return rc;
	}
	rc = verb->run(cmd, err);
	end = nssh_out_finish(session->out, rc < 0 ? NULL : err);
	if (rc < 0 && err && !err->word)
		err->word = nssh_cmd_word(cmd);
	return rc < 0 ? rc : (end < 0 ? end : rc);
}

static int run_line(struct run *run, const struct nssh_line *line, bool last,
		    struct nssh_error *err)
{
	struct nssh_cmd cmd;
	int rc = prepare(run, line, &cmd, err);

	if (rc < 0)
		return rc;
	cmd.last = last && (run->flags & NSSH_RUN_LAST);
	if (line->shell)
		return run_escape(&cmd, line->shell, err);
	return run_verb(&cmd, line->match.verb->verb, line->front.ns, err);
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
	inner.args = nssh_match_args(&line.match, 0, cmd->arena);
	if (!inner.args)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to run a line");
	rc = run_verb(&inner, line.match.verb->verb, line.front.ns, err);
	if (rc == 0)
		rc = nssh_plan_flush(cmd->session->plan, err);
	set_form(cmd->session, cmd->options);
	return rc;
}

/* The status of a line that did not succeed: what is left undone of the plan is dropped. */
static int failed(struct run *run, int rc, const struct nssh_line *line,
		  const struct nssh_error *err)
{
	const struct nssh_word *word = line && line->words.count ? &line->words.at[0] : NULL;
	struct nssh_error ended = NSSH_ERROR_INIT;

	nssh_plan_clear(run->session->plan);
	if (rc < 0) {
		nssh_report(err);
		return 1;
	}
	if (!word || !word->source->name)
		return rc;
	(void)nssh_fail(&ended, -ECANCELED, word, "the program ended with status %d", rc);
	nssh_report(&ended);
	return 1;
}

static int run_lines(struct run *run)
{
	struct nssh_session *session = run->session;
	const struct nssh_line *line = NULL;
	struct nssh_error err = NSSH_ERROR_INIT;
	int rc = 0;

	for (size_t i = 0; i < run->count && !session->leaving; i++) {
		line = run->lines[i];
		if (nssh_interrupt_signal())
			rc = nssh_fail(&err, -EINTR, line->words.at, "interrupted");
		else
			rc = run_line(run, line, i + 1 == run->count, &err);
		if (rc != 0)
			return failed(run, rc, line, &err);
	}
	rc = nssh_plan_flush(session->plan, &err);
	return rc != 0 ? failed(run, rc, line, &err) : 0;
}

static int finish_run(struct run *run)
{
	int status;

	if (run->mistakes > MAX_REPORTS)
		(void)fprintf(stderr, "nssh: %zu more mistakes\n", run->mistakes - MAX_REPORTS);
	if (run->mistakes)
		status = 2;
	else if (run->flags & NSSH_RUN_CHECK)
		status = 0;
	else
		status = run_lines(run);
	if (run->flags & NSSH_RUN_PROMPT)
		nssh_net_rest(run->session->net);
	free(run->lines);
	nssh_arena_free(run->arena);
	run->session->depth--;
	return status;
}

static bool start_run(struct run *run, struct nssh_session *session, unsigned int flags)
{
	struct nssh_error err = NSSH_ERROR_INIT;

	*run = (struct run){ .session = session, .flags = flags };
	if (session->depth >= MAX_DEPTH) {
		(void)nssh_fail(&err, -ELOOP, NULL, "files run each other without end");
	} else {
		run->arena = nssh_arena_new();
		if (!run->arena)
			(void)nssh_fail(&err, -ENOMEM, NULL, "no memory to read a line");
	}
	if (err.code) {
		nssh_report(&err);
		return false;
	}
	session->depth++;
	return true;
}

int nssh_session_run(struct nssh_session *session, const struct nssh_source *source,
		     unsigned int flags)
{
	struct run run;

	if (!start_run(&run, session, flags))
		return 1;
	read_source(&run, source);
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
	struct nssh_error err = NSSH_ERROR_INIT;
	struct run run;
	int status = 1;

	if (source && start_run(&run, session, flags)) {
		read_words(&run, &all, &err);
		status = finish_run(&run);
	}
	nssh_source_free(source);
	free(words);
	return status;
}
