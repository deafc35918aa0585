/* SPDX-License-Identifier: MIT */
/* What was done at the prompt, line by line: undone, and done again. */
#define _GNU_SOURCE
#include "lang/past.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nssh/netns.h>

#include "base/text.h"
#include "lang/state.h"
#include "lang/transact.h"
#include "net/plan/txn.h"

/*
 * A line that was done, and can be taken back.
 * @fixed: not this one: all that it did was to run programs
 * @from, @to: the namespaces of the prompt before and behind it
 */
struct done {
	struct nssh_txn *txn;
	char *text;
	bool fixed;
	struct nssh_chosen from, to;
};

/**
 * struct nssh_past
 * @done:  lines that can be undone, the last one last
 * @undone: their texts, to be done again; @again: the one that is
 */
struct nssh_past {
	struct done *done;
	size_t count, room;
	char **undone;
	size_t undone_count, undone_room;
	char *again;
};

struct nssh_past *nssh_past_new(void)
{
	return calloc(1, sizeof(struct nssh_past));
}

static void forget_undone(struct nssh_past *all)
{
	for (size_t i = 0; i < all->undone_count; i++)
		free(all->undone[i]);
	all->undone_count = 0;
}

void nssh_past_free(struct nssh_past *all)
{
	if (!all)
		return;
	for (size_t i = 0; i < all->count; i++) {
		nssh_txn_free(all->done[i].txn);
		free(all->done[i].text);
	}
	forget_undone(all);
	free(all->done);
	free(all->undone);
	free(all->again);
	free(all);
}

struct nssh_chosen nssh_chosen(const struct nssh_session *session)
{
	return (struct nssh_chosen){ session->ns, session->ns_before };
}

void nssh_choose(struct nssh_session *session, const struct nssh_chosen *chosen)
{
	session->ns = chosen->ns;
	session->ns_before = chosen->before;
}

bool nssh_has_changes(const struct nssh_txn *txn, size_t mark)
{
	const struct nssh_undos *undos = nssh_txn_undos(txn);

	for (size_t i = mark; i < undos->count; i++) {
		if (undos->at[i].kind != NSSH_UNDO_LOST)
			return true;
	}
	return false;
}

/* A namespace that was removed is let go when the next line changes something. */
static void settle(struct nssh_past *all)
{
	size_t i = all->count;

	while (i > 0 && all->done[i - 1].fixed)
		i--;
	if (i > 0)
		nssh_txn_settle(all->done[i - 1].txn);
}

static void push_done(struct nssh_past *all, struct nssh_txn *txn, const char *text,
		      const struct nssh_chosen *from, const struct nssh_session *session)
{
	const bool fixed = !nssh_has_changes(txn, 0);

	if (!fixed)
		settle(all);
	if (all->count == all->room) {
		size_t room = all->room ? all->room * 2 : 16;
		struct done *done = reallocarray(all->done, room, sizeof(*done));

		if (!done) {
			nssh_txn_free(txn);
			return;
		}
		all->done = done;
		all->room = room;
	}
	nssh_txn_close_journal(txn);
	all->done[all->count++] = (struct done){
		.txn = txn,
		.text = strdup(text),
		.fixed = fixed,
		.from = *from,
		.to = nssh_chosen(session),
	};
}

void nssh_past_add(struct nssh_past *all, struct nssh_txn *txn, const char *text,
		   const struct nssh_chosen *from, const struct nssh_session *session)
{
	if (!nssh_txn_undos(txn)->count) {
		nssh_txn_free(txn);
	} else if (all->again) {
		push_done(all, txn, all->again, from, session);
	} else {
		if (nssh_has_changes(txn, 0))
			forget_undone(all);
		push_done(all, txn, text, from, session);
	}
	free(all->again);
	all->again = NULL;
}

static int push_undone(struct nssh_past *all, char *text)
{
	if (all->undone_count == all->undone_room) {
		size_t room = all->undone_room ? all->undone_room * 2 : 16;
		char **undone = reallocarray(all->undone, room, sizeof(*undone));

		if (!undone) {
			free(text);
			return -ENOMEM;
		}
		all->undone = undone;
		all->undone_room = room;
	}
	all->undone[all->undone_count++] = text;
	return 0;
}

static void tell_text(const char *what, const char *text)
{
	(void)fputs(what, stderr);
	nssh_put_escaped(stderr, text ? text : "");
	(void)fputc('\n', stderr);
}

static int fail_program(const struct nssh_past *all, const struct done *done,
			struct nssh_error *err)
{
	(void)nssh_fail(err, -EOPNOTSUPP, NULL, "what a program did cannot be undone");
	nssh_why(err, "%s", done->text ? done->text : "");
	if (all->count && !all->done[all->count - 1].fixed)
		nssh_hint(err, "once more takes back the line before it: %s",
			  all->done[all->count - 1].text);
	return -EOPNOTSUPP;
}

/* The prompt is not left where it was if the line that is undone led there, or has made the place. */
static void take_back_use(struct nssh_session *session, const struct done *done)
{
	if (done->to.ns != done->from.ns && session->ns == done->to.ns)
		nssh_choose(session, &done->from);
	if (nssh_ns_fd(session->ns, NULL) < 0)
		nssh_session_use(session, nssh_ns_home(session->net));
}

int nssh_past_undo(struct nssh_past *all, struct nssh_session *session, struct nssh_error *err)
{
	struct done done;
	void *told = NULL;
	int rc;

	if (!all->count)
		return nssh_fail(err, -ENOENT, NULL, "there is nothing to undo");
	done = all->done[--all->count];
	if (done.fixed) {
		rc = fail_program(all, &done, err);
		nssh_txn_free(done.txn);
		free(done.text);
		return rc;
	}
	tell_text("undone: ", done.text);
	rc = nssh_txn_rollback(done.txn, 0, nssh_tell_left, &told, err);
	nssh_told_done(told);
	nssh_txn_free(done.txn);
	take_back_use(session, &done);
	if (done.text)
		(void)push_undone(all, done.text);
	return rc;
}

int nssh_past_redo(struct nssh_past *all, struct nssh_session *session, struct nssh_error *err)
{
	struct nssh_source *source;
	int rc;

	if (!all->undone_count)
		return nssh_fail(err, -ENOENT, NULL, "there is nothing to redo");
	free(all->again);
	all->again = all->undone[--all->undone_count];
	source = nssh_source_new(NULL, all->again, strlen(all->again));
	if (!source)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to redo this");
	rc = nssh_session_run(session, source, NSSH_RUN_PROMPT);
	nssh_source_free(source);
	if (rc == 0)
		tell_text("done again: ", all->again);
	return rc;
}
