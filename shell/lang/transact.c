/* SPDX-License-Identifier: MIT */
/* Transactions of the runner: what a run did is kept or taken back, as a whole. */
#define _GNU_SOURCE
#include "lang/transact.h"

#include <errno.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <nssh/netns.h>

#include "base/text.h"
#include "lang/past.h"
#include "lang/report.h"
#include "lang/state.h"
#include "net/plan/journal.h"
#include "net/plan/lab.h"
#include "net/plan/recover.h"
#include "net/plan/txn.h"

/**
 * struct nssh_transactions
 * @block: between `begin` and `commit`; @closing: the line that runs ends it
 * @spared: what was done stays, whatever became of other lines
 * @mark:  how much was noted before the line that runs, @steps: and done; @room_mark: when a lab had
 *         made room
 * @text:  the commands of the transaction that have been run, and @text_mark how much of it there was
 *         before the line that runs
 * @first: where the prompt was before the transaction, @from: before the line that runs
 * @lock:  of the lab that is being made, or -1
 * @before: what one of that name changed, and nobody has taken back
 */
struct nssh_transactions {
	bool block, closing, spared;
	size_t mark, steps, room_mark;
	struct nssh_text text;
	size_t text_mark;
	struct nssh_chosen first, from;
	struct nssh_past *past;
	int lock;
	struct nssh_undos before;
};

struct nssh_transactions *nssh_transactions_new(void)
{
	struct nssh_transactions *all = calloc(1, sizeof(*all));

	if (!all)
		return NULL;
	all->lock = -1;
	all->past = nssh_past_new();
	if (all->past)
		return all;
	free(all);
	return NULL;
}

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

void nssh_tell_left(const char *what, void *arg)
{
	void **told = arg;
	char **found, *copy = strdup(what);

	found = copy ? tsearch(copy, told, compare) : NULL;
	if (found && *found != copy) {
		free(copy);
		return;
	}
	(void)fputs("nssh: left as it is: ", stderr);
	nssh_put_escaped(stderr, what);
	(void)fputc('\n', stderr);
}

void nssh_told_done(void *told)
{
	tdestroy(told, free);
}

/* @mark: how much was noted before, @steps: and done */
static void take_back(struct nssh_txn *txn, size_t mark, size_t steps)
{
	bool changes = nssh_has_changes(txn, mark) && nssh_txn_steps(txn) > steps;
	struct nssh_error err = NSSH_ERROR_INIT;
	void *told = NULL;
	int rc = nssh_txn_rollback(txn, mark, changes ? nssh_tell_left : NULL, &told, &err);

	nssh_told_done(told);
	if (changes && rc == 0)
		(void)fputs("nssh: what was done before that has been undone\n", stderr);
	else if (rc < 0)
		(void)fputs("nssh: not all of what was done before that could be undone\n", stderr);
}

void nssh_transactions_free(struct nssh_transactions *all, struct nssh_session *session)
{
	if (!all)
		return;
	if (all->block) {
		/* Whoever leaves in the middle did not commit. */
		take_back(nssh_net_txn(session->net), 0, 0);
		nssh_txn_free(nssh_net_txn(session->net));
		nssh_net_set_txn(session->net, NULL);
	}
	nssh_past_free(all->past);
	nssh_text_done(&all->text);
	free(all);
}

static int fail_up(const char *lab, struct nssh_error *err)
{
	(void)nssh_fail(err, -EEXIST, NULL, "lab %s is up already", lab);
	nssh_hint(
		err,
		"--replace takes it down and makes it anew; nssh lab down %s takes it down; --lab "
		"NAME is for a file that makes others under other names",
		lab);
	return -EEXIST;
}

static int fail_left(const char *lab, struct nssh_error *err)
{
	(void)nssh_fail(err, -EBUSY, NULL, "lab %s cannot be replaced", lab);
	nssh_why(err, "not all of it can be removed");
	nssh_hint(err, "nssh lab down %s removes the rest", lab);
	return -EBUSY;
}

static int take_down(struct nssh_session *session, const char *lab, struct nssh_record *record,
		     struct nssh_error *err)
{
	void *told = NULL;
	int rc = nssh_lab_down(session->net, record, nssh_tell_left, &told, err);

	nssh_told_done(told);
	if (rc < 0)
		return rc;
	return nssh_lab_has_parts(&record->undos) ? fail_left(lab, err) : 0;
}

/* Of one that is gone but for that, it is taken back with the new one, behind what that one changes. */
static void keep_changes(struct nssh_session *session, struct nssh_record *record)
{
	nssh_lab_keep_changes(session->net, record);
	session->transactions->before = record->undos;
	record->undos = (struct nssh_undos){ 0 };
}

/* Where links are in doubt, the file fails that makes them: it finds their names taken. */
static bool is_in_the_way(const struct nssh_session *session, const struct nssh_record *record)
{
	const enum nssh_lab_state state = nssh_lab_state(session->net, record);

	return state != NSSH_LAB_GONE && state != NSSH_LAB_PERHAPS;
}

/* The lab that is up under that name, if there is one, is in the way or makes room. */
static int make_room(struct nssh_run *run, struct nssh_error *err)
{
	struct nssh_session *session = run->session;
	struct nssh_record record;
	int rc = nssh_lab_read(session->net, run->lab, &record, err);

	if (rc == -ENOENT)
		return 0;
	if (rc < 0)
		return rc;
	if (session->policy.replace)
		rc = take_down(session, run->lab, &record, err);
	else if (is_in_the_way(session, &record))
		rc = fail_up(run->lab, err);
	else
		keep_changes(session, &record);
	nssh_record_done(&record);
	return rc;
}

void nssh_session_warn_cut_off(struct nssh_session *session)
{
	int count = nssh_recover(session->net, NULL, NULL, NULL, NULL);

	if (count > 0)
		nssh_report_warning(NULL, "nssh was killed in the middle of a run: `nssh lab "
					  "recover` takes back what was done");
}

int nssh_transact_survey_lab(struct nssh_run *run, struct nssh_error *err)
{
	struct nssh_session *session = run->session;
	struct nssh_record record;
	int rc = 0;

	/* Who may not look there is told when a run that counts comes to that. */
	if (nssh_lab_read(session->net, run->lab, &record, NULL) < 0)
		return 0;
	if (!is_in_the_way(session, &record))
		rc = 0;
	else if (session->policy.replace)
		session->survey->replaces(run->lab, session->survey->arg);
	else
		rc = fail_up(run->lab, err);
	nssh_record_done(&record);
	return rc;
}

static int lock_lab(struct nssh_transactions *all, const char *lab, struct nssh_error *err)
{
	struct nssh_error own = NSSH_ERROR_INIT;
	int fd = nssh_lab_lock(lab, &own);

	/* Who may not write there may not change anything either, and is told when it comes to that. */
	if (fd < 0 && fd != -EACCES && fd != -EPERM && fd != -EROFS) {
		if (err)
			*err = own;
		return fd;
	}
	all->lock = fd < 0 ? -1 : fd;
	return 0;
}

static void unlock_lab(struct nssh_transactions *all)
{
	if (all->lock >= 0)
		(void)close(all->lock);
	all->lock = -1;
}

int nssh_transact_begin(struct nssh_run *run, struct nssh_error *err)
{
	struct nssh_session *session = run->session;
	struct nssh_transactions *all = session->transactions;
	struct nssh_net *net = session->net;
	struct nssh_txn *txn;
	int rc = 0;

	if (session->policy.keep_going || session->policy.no_rollback || session->policy.plan)
		return 0;
	all->spared = false;
	all->mark = all->block ? nssh_txn_undos(nssh_net_txn(net))->count : 0;
	all->steps = all->block ? nssh_txn_steps(nssh_net_txn(net)) : 0;
	all->text_mark = all->block ? all->text.size : 0;
	all->from = nssh_chosen(session);
	if (all->block)
		return 0;
	nssh_text_clear(&all->text);
	all->first = all->from;
	txn = nssh_txn_new(net, nssh_journal_new(run->source ? run->source->name : NULL, run->lab));
	nssh_net_set_txn(net, txn);
	if (!txn)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to begin");
	if (run->lab)
		rc = lock_lab(all, run->lab, err);
	if (rc == 0 && run->lab)
		rc = make_room(run, err);
	all->room_mark = nssh_txn_undos(txn)->count;
	return rc;
}

/* Nothing of it is there. As long as there is the journal, the one that made room may come back. */
static void forget_lab(const struct nssh_run *run, struct nssh_txn *txn)
{
	nssh_txn_close_journal(txn);
	nssh_lab_forget(run->lab);
}

/* What brings the one back that made room is no part of this one. */
static int keep_lab(const struct nssh_run *run, struct nssh_txn *txn)
{
	const struct nssh_undos *all = nssh_txn_undos(txn);
	const size_t mark = run->session->transactions->room_mark;
	const struct nssh_undos own = { .at = all->at + mark, .count = all->count - mark };
	const struct nssh_undos *before = &run->session->transactions->before;
	struct nssh_error err = NSSH_ERROR_INIT;
	int rc = 0;

	if (nssh_lab_has_parts(&own))
		rc = nssh_journal_keep(nssh_txn_journal(txn), before, &own, &err);
	else if (!before->count)
		forget_lab(run, txn);
	if (rc < 0)
		nssh_report(&err);
	return rc;
}

static void keep(struct nssh_run *run, struct nssh_txn *txn)
{
	struct nssh_transactions *all = run->session->transactions;

	if (run->flags & NSSH_RUN_PROMPT)
		nssh_past_add(all->past, txn, nssh_text_get(&all->text), &all->first, run->session);
	else
		nssh_txn_free(txn);
}

void nssh_transact_ran(struct nssh_run *run, const struct nssh_line *line)
{
	struct nssh_text *text = &run->session->transactions->text;
	const struct nssh_word *first, *last;

	if (!(run->flags & NSSH_RUN_PROMPT) || run->session->depth > 1)
		return;
	/* All behind it is the system shell's: other commands cannot follow. */
	if (line->shell && !run->session->transactions->block)
		nssh_text_printf(text, "!%s", line->shell);
	if (line->shell || (line->match.verb->verb->flags & NSSH_PROMPT_ONLY))
		return;
	first = line->whole.at;
	last = first + line->whole.count - 1;
	nssh_text_str(text, text->size ? "; " : "");
	nssh_text_add(text, first->source->text + first->offset,
		      last->offset + last->width - first->offset);
}

void nssh_transact_spare(struct nssh_session *session)
{
	session->transactions->spared = true;
}

/* Without notes there is nothing to make a record of. */
static void tell_no_lab(const struct nssh_run *run)
{
	const struct nssh_policy *policy = &run->session->policy;
	bool changes = false;

	for (size_t i = 0; !policy->plan && i < run->count; i++)
		changes = changes || (!run->lines[i]->shell &&
				      run->lines[i]->match.verb->verb->effect == NSSH_CHANGES);
	if (run->lab && changes)
		(void)fprintf(stderr, "nssh: with %s there is no lab\n",
			      policy->keep_going ? "--keep-going" : "--no-rollback");
}

int nssh_transact_end(struct nssh_run *run, int status)
{
	struct nssh_transactions *all = run->session->transactions;
	struct nssh_net *net = run->session->net;
	struct nssh_txn *txn = nssh_net_txn(net);

	if (!txn) {
		tell_no_lab(run);
		return status;
	}
	if (all->block && !all->closing) {
		if (status && !all->spared) {
			take_back(txn, all->mark, all->steps);
			nssh_choose(run->session, &all->from);
			nssh_text_cut(&all->text, all->text_mark);
		}
		return status;
	}
	if (status == 0)
		nssh_txn_finish(txn, run->lab ? all->room_mark : 0);
	if (status == 0 && run->lab && keep_lab(run, txn) < 0)
		status = 1;
	all->block = all->closing = false;
	if (status && !all->spared) {
		take_back(txn, 0, 0);
		nssh_choose(run->session, &all->first);
	}
	nssh_net_set_txn(net, NULL);
	keep(run, txn);
	nssh_undos_done(&all->before);
	unlock_lab(all);
	return status;
}

bool nssh_transact_is_clean(const struct nssh_session *session)
{
	return !nssh_net_txn(session->net) || !nssh_has_changes(nssh_net_txn(session->net), 0);
}

int nssh_transact_program(struct nssh_session *session, struct nssh_ns *ns, const char *const *argv,
			  struct nssh_error *err)
{
	struct nssh_text text = { 0 };
	int rc;

	if (!nssh_net_txn(session->net))
		return 0;
	nssh_text_str(&text, "what a program did:");
	for (; *argv; argv++)
		nssh_text_printf(&text, " %s", *argv);
	rc = nssh_txn_lost(nssh_net_txn(session->net), ns, nssh_text_get(&text), err);
	nssh_text_done(&text);
	return rc;
}

void nssh_transact_no_program(struct nssh_session *session)
{
	struct nssh_txn *txn = nssh_net_txn(session->net);

	if (txn)
		(void)nssh_txn_rollback(txn, nssh_txn_undos(txn)->count - 1, NULL, NULL, NULL);
}

bool nssh_transact_in_block(const struct nssh_session *session)
{
	return session->transactions->block;
}

static int fail_block(const struct nssh_session *session, bool wanted, struct nssh_error *err)
{
	if (session->transactions->block == wanted)
		return 0;
	if (!wanted) {
		(void)nssh_fail(err, -EBUSY, NULL, "a transaction is under way");
		nssh_hint(err, "end it with commit or rollback");
		return -EBUSY;
	}
	(void)nssh_fail(err, -EINVAL, NULL, "no transaction is under way");
	nssh_hint(err, "begin opens one");
	return -EINVAL;
}

int nssh_transact_open_block(struct nssh_session *session, struct nssh_error *err)
{
	int rc = fail_block(session, false, err);

	if (rc < 0)
		return rc;
	if (!nssh_net_txn(session->net))
		return nssh_fail(err, -EOPNOTSUPP, NULL,
				 "there are no transactions with --no-rollback and --keep-going");
	session->transactions->block = true;
	session->transactions->mark = session->transactions->steps = 0;
	return 0;
}

int nssh_transact_commit_block(struct nssh_session *session, struct nssh_error *err)
{
	int rc = fail_block(session, true, err);

	if (rc == 0)
		session->transactions->closing = true;
	return rc;
}

int nssh_transact_rollback_block(struct nssh_session *session, struct nssh_error *err)
{
	int rc = fail_block(session, true, err);
	void *told = NULL;

	if (rc < 0)
		return rc;
	session->transactions->closing = true;
	nssh_choose(session, &session->transactions->first);
	rc = nssh_txn_rollback(nssh_net_txn(session->net), 0, nssh_tell_left, &told, err);
	nssh_told_done(told);
	return rc;
}

int nssh_transact_undo(struct nssh_session *session, struct nssh_error *err)
{
	int rc = fail_block(session, false, err);

	return rc < 0 ? rc : nssh_past_undo(session->transactions->past, session, err);
}

int nssh_transact_redo(struct nssh_session *session, struct nssh_error *err)
{
	int rc = fail_block(session, false, err);

	return rc < 0 ? rc : nssh_past_redo(session->transactions->past, session, err);
}
