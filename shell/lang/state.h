/* SPDX-License-Identifier: MIT */
/* The inside of a session and of one run in it, which reading, running and transactions share. */
#ifndef NSSH_LANG_STATE_H
#define NSSH_LANG_STATE_H

#include "base/arena.h"
#include "lang/command.h"

struct nssh_plan;
struct nssh_progress;
struct nssh_transactions;

struct nssh_file_id {
	dev_t dev;
	ino_t ino;
};

struct nssh_kept {
	struct nssh_source *source;
	struct nssh_arena *arena;
	struct nssh_kept *next;
};

/**
 * struct nssh_session
 * @scratch: of lines that are only checked; @scrap: what the last of them needed
 * @transactions: what can be taken back
 * @told: why the file that a line ran did not succeed has been told
 * @lines: how many were run, and how many of them were programs that were @left_out
 * @survey: sources are not run, it is told of them
 * @run: the innermost that is under way
 * @checked: which files have been checked
 * @kept: what runs that are over have left to the plan that is still to be told
 * @only_looks: verbs run to see what the lines behind them are about: `use` looks for nothing
 * @progress: of the outermost run, which those inside it add their lines to; or NULL
 */
struct nssh_session {
	struct nssh_registry *registry;
	struct nssh_net *net;
	struct nssh_out *out;
	struct nssh_plan *plan;
	struct nssh_plan *scratch;
	struct nssh_arena *scrap;
	struct nssh_transactions *transactions;
	struct nssh_policy policy;
	bool checking;
	struct nssh_out_form form;
	struct nssh_ns *ns, *ns_before;
	bool leaving, told;
	int status;
	int depth;
	size_t lines, left_out;
	const struct nssh_survey *survey;
	struct nssh_run *run;
	struct nssh_file_id *checked;
	size_t checked_count;
	struct nssh_kept *kept;
	bool only_looks;
	struct nssh_progress *progress;
};

/**
 * struct nssh_run - a source being run
 * @source:   it; @lab: the name of the lab that it makes, or NULL
 * @mistakes: how many there are in it; @bad: there are some in a file that it runs
 * @status:   what the teller says that a mistake ends in
 * @outer:    the run that one of whose lines runs this one
 */
struct nssh_run {
	struct nssh_session *session;
	const struct nssh_source *source;
	char *lab;
	struct nssh_arena *arena;
	unsigned int flags;
	struct nssh_line **lines;
	size_t count, room;
	size_t mistakes;
	bool bad;
	int status;
	struct nssh_run *outer;
};

/* More mistakes than this in one file are counted, not shown. */
#define NSSH_MAX_REPORTS 100

/* Read all of a source, or one command that is words already, into the run. */
void nssh_run_read(struct nssh_run *run, const struct nssh_source *source);
void nssh_run_read_words(struct nssh_run *run, const struct nssh_words *words);

/**
 * nssh_run_look_ahead() - hold the whole source against the system, before its first line runs
 *
 * As far as it can be known: behind a program, and behind `source`, nothing is certain. Return: 0, or a
 * negative errno with @err filled when a line is sure to fail.
 */
int nssh_run_look_ahead(struct nssh_run *run, struct nssh_error *err);

/* Instead of running it: tell what it is about. Return: 0, or a negative errno with @err filled. */
int nssh_run_survey(struct nssh_run *run, struct nssh_error *err);

/* Make a line ready to be run. Return: 0 or -ENOMEM with @err filled. */
int nssh_run_prepare(struct nssh_run *run, const struct nssh_line *line, struct nssh_cmd *ret,
		     struct nssh_error *err);

/* What the lines of a run that is over are made of has to live on, until nssh_session_let_go(). */
int nssh_session_keep(struct nssh_session *session, struct nssh_source *source,
		      struct nssh_arena *arena);
void nssh_session_let_go(struct nssh_session *session);

#endif
