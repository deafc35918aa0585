/* SPDX-License-Identifier: MIT */
/* A command as it runs: the inside of what verbs see as struct nssh_cmd. */
#ifndef NSSH_LANG_COMMAND_H
#define NSSH_LANG_COMMAND_H

#include <stdbool.h>

#include <nssh/command.h>

#include "lang/front.h"
#include "lang/matcher.h"
#include "lang/session.h"

/**
 * struct nssh_line - a command that has been read and not yet run
 * @words: from the verb on; @whole: with what is in front of it
 * @shell: the text behind `!`, for the system's shell; then there is no match
 */
struct nssh_line {
	struct nssh_words words, whole;
	struct nssh_front front;
	struct nssh_match match;
	const char *shell;
};

/**
 * struct nssh_cmd - a command that runs, or is being completed
 * @words: from the verb on
 * @last:  nothing comes after it: see nssh_cmd_is_last()
 * @ip:    it began with `ip`
 */
struct nssh_cmd {
	struct nssh_session *session;
	struct nssh_arena *arena;
	struct nssh_words words;
	const struct nssh_options *options;
	const void *args;
	struct nssh_ns *ns;
	bool last, ip;
};

/* Who tells of failures in nssh's place; or NULL. */
const struct nssh_teller *nssh_cmd_teller(const struct nssh_cmd *cmd);

/* The session that a command runs in; for the verbs that are the program's own. */
struct nssh_session *nssh_cmd_session(const struct nssh_cmd *cmd);

/**
 * nssh_line_read() - make a command of words
 * @prompt: as in nssh_match()
 */
int nssh_line_read(struct nssh_session *session, const struct nssh_words *words, bool prompt,
		   struct nssh_arena *arena, struct nssh_line *ret, struct nssh_error *err);

/* The namespace that a line is about. */
struct nssh_ns *nssh_line_ns(const struct nssh_session *session, const struct nssh_front *front);

struct nssh_plan *nssh_session_plan(const struct nssh_session *session);
/* The command that runs is only being checked: nothing is to be said or done. */
bool nssh_session_checking(const struct nssh_session *session);
struct nssh_out *nssh_session_out(const struct nssh_session *session);

#endif
