/* SPDX-License-Identifier: MIT */
/* Reading a source whole: every line bound, every mistake reported, before anything runs. */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nssh/netns.h>

#include "base/interrupt.h"
#include "lang/report.h"
#include "lang/state.h"
#include "net/net.h"

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
	ret->whole = *words;
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

static int add_line(struct nssh_run *run, const struct nssh_line *line)
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

static void report_mistake(struct nssh_run *run, const struct nssh_error *err)
{
	const struct nssh_teller *teller = run->session->policy.teller;

	if (teller) {
		run->mistakes++;
		run->status = teller->failed(err, true, teller->arg);
		return;
	}
	if (++run->mistakes <= NSSH_MAX_REPORTS)
		nssh_report(err);
}

static int check_prompt_only(const struct nssh_run *run, const struct nssh_line *line,
			     struct nssh_error *err)
{
	if (!(line->match.verb->verb->flags & NSSH_PROMPT_ONLY) || (run->flags & NSSH_RUN_PROMPT))
		return 0;
	return nssh_fail(err, -EINVAL, &line->words.at[0], "\"%s\" is for the prompt only",
			 line->words.at[0].text);
}

int nssh_run_prepare(struct nssh_run *run, const struct nssh_line *line, struct nssh_cmd *ret,
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
		.ip = line->front.ip,
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
static int check_verb(struct nssh_run *run, const struct nssh_line *line, struct nssh_error *err)
{
	struct nssh_session *session = run->session;
	const struct nssh_verb *verb = line->match.verb->verb;
	struct nssh_cmd cmd;
	int rc;

	if (verb->effect != NSSH_CHANGES)
		return 0;
	session->checking = true;
	nssh_arena_reset(session->scrap);
	rc = nssh_run_prepare(run, line, &cmd, err);
	if (rc == 0)
		rc = verb->run(&cmd, err);
	session->checking = false;
	if (rc < 0 && !err->word)
		err->word = nssh_cmd_word(&cmd);
	return rc;
}

/* `!command` at the prompt: all of the line is the system shell's. */
static bool read_escape(struct nssh_run *run, const struct nssh_source *source,
			struct nssh_line *line)
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

/* To check a file is to check those that it runs. */
static int check_nested(struct nssh_run *run, const struct nssh_line *line, struct nssh_error *err)
{
	const struct nssh_verb *verb = line->match.verb->verb;
	struct nssh_cmd cmd;
	int rc;

	if (verb->effect != NSSH_SHELL || !(verb->flags & NSSH_TURNS))
		return 0;
	rc = nssh_run_prepare(run, line, &cmd, err);
	if (rc == 0)
		rc = verb->run(&cmd, err);
	run->bad = run->bad || rc > 0;
	return rc < 0 ? rc : 0;
}

/* Who gives a file where a command is due means its lines. */
static void hint_file(const struct nssh_run *run, const struct nssh_words *words,
		      struct nssh_error *err)
{
	const struct nssh_word *word = &words->at[0];
	struct stat st;

	if (err->word != word || word->source->name || stat(word->text, &st) < 0 ||
	    !S_ISREG(st.st_mode) || access(word->text, R_OK) < 0)
		return;
	err->hint[0] = '\0';
	nssh_hint(err,
		  run->flags & NSSH_RUN_PROMPT ? "it is a file: `source %s` runs its lines"
					       : "it is a file: `nssh -f %s` runs its lines",
		  word->text);
}

/* `NS:LINK` is nssh's own, and to ip a name that no link has. */
static int check_names(const struct nssh_run *run, const struct nssh_line *line,
		       struct nssh_error *err)
{
	for (size_t i = 0; run->session->policy.teller && i < line->match.nbound; i++) {
		const struct nssh_bound *bound = &line->match.bound[i];

		if (!bound->row->type || strcmp(bound->row->type, "link") != 0 ||
		    !bound->value.link.ns)
			continue;
		(void)nssh_fail(err, -ENODEV, bound->value.word, "no link \"%s\" here",
				bound->value.word->text);
		nssh_kind(err, NSSH_ERROR_NO_LINK);
		return -ENODEV;
	}
	return 0;
}

/* @err: an empty one */
static void read_words(struct nssh_run *run, const struct nssh_words *words, struct nssh_error *err)
{
	struct nssh_line line;
	int rc = nssh_line_read(run->session, words, run->flags & NSSH_RUN_PROMPT, run->arena,
				&line, err);

	if (rc < 0)
		hint_file(run, words, err);
	if (rc == 0)
		rc = check_prompt_only(run, &line, err);
	if (rc == 0)
		rc = check_names(run, &line, err);
	if (rc == 0)
		rc = check_verb(run, &line, err);
	if (rc == 0 && (run->flags & NSSH_RUN_CHECK))
		rc = check_nested(run, &line, err);
	if (rc == 0 && !(run->flags & NSSH_RUN_CHECK) && add_line(run, &line) < 0)
		rc = nssh_fail(err, -ENOMEM, NULL, "no memory to read a line");
	if (rc < 0)
		report_mistake(run, err);
	if (run->flags & NSSH_RUN_CHECK)
		nssh_arena_reset(run->arena);
}

void nssh_run_read(struct nssh_run *run, const struct nssh_source *source)
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

void nssh_run_read_words(struct nssh_run *run, const struct nssh_words *words)
{
	struct nssh_error err = NSSH_ERROR_INIT;

	read_words(run, words, &err);
}
