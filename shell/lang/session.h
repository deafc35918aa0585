/* SPDX-License-Identifier: MIT */
/* The runner: text in, commands run; one for the prompt, files, options and arguments alike. */
#ifndef NSSH_LANG_SESSION_H
#define NSSH_LANG_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/output.h"
#include "base/source.h"

#include <nssh/error.h>

struct nssh_net;
struct nssh_registry;
struct nssh_session;
struct nssh_word;

/**
 * enum nssh_run_flag - how to run a source
 * @NSSH_RUN_CHECK:  read all of it, report all mistakes, run nothing
 * @NSSH_RUN_PROMPT: it was typed: abbreviations of any word that are unique are taken, verbs for the
 *                   prompt are allowed, errors are shown under the line without a file name
 * @NSSH_RUN_LAB:    what it makes is a lab, of the file's name if the policy says no other
 * @NSSH_RUN_FORCE:  it goes on after a line that failed, and what was done stays, as `ip -force`
 * @NSSH_RUN_LAST:   nothing comes after it: a program may take nssh's place
 */
enum nssh_run_flag {
	NSSH_RUN_CHECK = 1,
	NSSH_RUN_PROMPT = 2,
	NSSH_RUN_LAST = 4,
	NSSH_RUN_LAB = 8,
	NSSH_RUN_FORCE = 16,
};

/**
 * struct nssh_teller - who tells of failures in nssh's place
 * @failed:    a command failed; @reading: before anything was done. Return: the exit status
 * @hand_over: the command that runs is not known here. Return: as a verb's run()
 * @warn:      the kernel or a verb has a warning
 */
struct nssh_teller {
	int (*failed)(const struct nssh_error *err, bool reading, void *arg);
	int (*hand_over)(void *arg, struct nssh_error *err);
	void (*warn)(const char *text, void *arg);
	void *arg;
};

/**
 * struct nssh_policy - what becomes of what was done
 * @keep_going:  go on after a line that failed, and take nothing back
 * @no_rollback: stop there, and take nothing back
 * @replace:     a lab of the same name makes room
 * @plan:        tell what would be asked of the kernel, and ask nothing
 * @skip_programs: leave programs out
 * @lab:         the name of the lab, "-" for none, NULL for the file's name
 * @teller:      NULL: errors are nssh's
 */
struct nssh_policy {
	bool keep_going, no_rollback, replace, plan, skip_programs;
	const char *lab;
	const struct nssh_teller *teller;
};

/* What all commands of a program share. The arguments stay the caller's. */
int nssh_session_new(struct nssh_registry *registry, struct nssh_net *net, struct nssh_out *out,
		     struct nssh_session **ret_session, struct nssh_error *err);
void nssh_session_free(struct nssh_session *session);

void nssh_session_set_policy(struct nssh_session *session, const struct nssh_policy *policy);

/**
 * struct nssh_survey - who wants to know what a source is about
 * @mention:  called with each word that may name a namespace; NULL: all namespaces are meant
 * @replaces: called with the name of a lab that makes room for what the source makes
 */
struct nssh_survey {
	void (*mention)(const char *text, void *arg);
	void (*replaces)(const char *lab, void *arg);
	void *arg;
};

const struct nssh_teller *nssh_session_teller(const struct nssh_session *session);
/* Tell a warning about a word, which may be NULL. */
void nssh_session_warn(const struct nssh_session *session, const struct nssh_word *word,
		       const char *text);

/* From here on sources are read and their mistakes told, and instead of being run they are surveyed. */
void nssh_session_set_survey(struct nssh_session *session, const struct nssh_survey *survey);

/* How many lines were run, and how many of them were programs that were left out. */
void nssh_session_tally(const struct nssh_session *session, size_t *ret_lines,
			size_t *ret_left_out);

/* How data is written where a line does not say (nssh -j, -p ...). */
void nssh_session_set_form(struct nssh_session *session, const struct nssh_out_form *form);

/**
 * nssh_session_run() - read a source whole, then run its commands in order
 *
 * Mistakes are printed to standard error, all of them, and then nothing runs. A command that fails
 * is printed too, and nothing after it runs. Return: the exit status: 0 done, 1 a command failed, 2
 * bad words; for a source that is one program, the program's.
 */
int nssh_session_run(struct nssh_session *session, const struct nssh_source *source,
		     unsigned int flags);

/**
 * nssh_session_run_words() - the same for words that are separate already (nssh WORDS...)
 */
int nssh_session_run_words(struct nssh_session *session, char *const *words, size_t count,
			   unsigned int flags);

/**
 * nssh_session_run_nested() - run the lines of a file, from a line
 * @word: where the path stands; relative, it is so to the folder of the file that the line is in
 *
 * Return: the exit status; why it is not 0 has been told then. Or a negative errno with @err filled: the
 * file cannot be read, or it is running already.
 */
int nssh_session_run_nested(struct nssh_session *session, const struct nssh_word *word,
			    unsigned int flags, struct nssh_error *err);

/* Say so when a run was cut off in the middle, and what it did is still there. */
void nssh_session_warn_cut_off(struct nssh_session *session);

/* Has `exit` been run? @ret_status: with which status. */
bool nssh_session_leaving(const struct nssh_session *session, int *ret_status);

/* `exit`: no more lines are run. */
void nssh_session_leave(struct nssh_session *session, int status);

struct nssh_registry *nssh_session_registry(struct nssh_session *session);
/* The extension of the rule <kind> for what the kernel calls so, or NULL. */
const struct nssh_extension *nssh_session_link_kind(const struct nssh_session *session,
						    const char *kind);
struct nssh_net *nssh_session_net(struct nssh_session *session);

/* The namespace that lines are about where they do not say; NULL as name: home. */
struct nssh_ns *nssh_session_ns(const struct nssh_session *session);
void nssh_session_use(struct nssh_session *session, struct nssh_ns *ns);
/* Do lines run only to see what those behind them are about? */
bool nssh_session_only_looks(const struct nssh_session *session);
/* The one before the last nssh_session_use(). */
struct nssh_ns *nssh_session_ns_before(const struct nssh_session *session);

#endif
