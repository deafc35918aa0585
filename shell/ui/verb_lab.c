/* SPDX-License-Identifier: MIT */
/* `lab list`, `lab show`, `lab down`, `lab recover`: what files made, and what was cut off. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <nssh/netns.h>
#include <nssh/output.h>

#include "base/text.h"
#include "lang/command.h"
#include "lang/report.h"
#include "lang/session.h"
#include "lang/transact.h"
#include "net/plan/lab.h"
#include "net/plan/recover.h"
#include "net/plan/run_dir.h"
#include "net/plan/txn.h"
#include "net/plan/undo_subject.h"
#include "ui/builtins.h"

struct lab_args {
	struct nssh_value name;
	struct nssh_value all;
};

static void complete_lab(const struct nssh_complete *req)
{
	char **names;
	size_t count;

	if (nssh_run_names(NSSH_LABS, &names, &count, NULL) < 0)
		return;
	for (size_t i = 0; i < count; i++)
		req->offer(req, names[i], "a lab");
	nssh_netns_names_free(names, count);
}

static const struct nssh_arg name_rows[] = {
	{ .name = "NAME",
	  .type = "name",
	  .help = "the lab's name",
	  .offset = NSSH_AT(struct lab_args, name),
	  .complete = complete_lab },
	{ .name = NULL },
};

static const struct nssh_arg down_rows[] = {
	{ .name = "NAME",
	  .type = "name",
	  .help = "the lab's name",
	  .offset = NSSH_AT(struct lab_args, name),
	  .complete = complete_lab },
	{ .name = "--all", .help = "every lab", .offset = NSSH_AT(struct lab_args, all) },
	{ .name = NULL },
};

static size_t count_kind(const struct nssh_record *record, enum nssh_undo_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < record->undos.count; i++)
		count += record->undos.at[i].kind == kind;
	return count;
}

static const char *state_of(struct nssh_net *net, const struct nssh_record *record)
{
	static const char *const names[] = {
		[NSSH_LAB_GONE] = "gone",
		[NSSH_LAB_PERHAPS] = "perhaps there",
		[NSSH_LAB_PARTLY] = "partly there",
		[NSSH_LAB_UP] = "up",
		[NSSH_LAB_ELSEWHERE] = "in another home namespace",
	};

	if (record->rebooted)
		return "gone with the last start of the system";
	return names[nssh_lab_state(net, record)];
}

static const char *when(const struct nssh_record *record, char text[static 32])
{
	const time_t at = (time_t)record->seconds;
	struct tm local;

	if (!localtime_r(&at, &local) || !strftime(text, 32, "%F %T", &local))
		text[0] = '\0';
	return text;
}

static void tell_lab(struct nssh_net *net, const char *name, const struct nssh_record *record,
		     struct nssh_out *out)
{
	const size_t namespaces = count_kind(record, NSSH_UNDO_NETNS);
	const size_t links = count_kind(record, NSSH_UNDO_LINK);
	char text[32];

	nssh_out_str(out, "name", "%s", name);
	nssh_out_str(out, "state", "\t%s", state_of(net, record));
	nssh_out_uint(out, "namespaces", namespaces == 1 ? "\t%s namespace" : "\t%s namespaces",
		      namespaces);
	nssh_out_uint(out, "links", links == 1 ? ", %s link" : ", %s links", links);
	nssh_out_str(out, "made", "\t%s", when(record, text));
	nssh_out_str(out, "file", "\t%s\n", record->source);
}

/* What went wrong with labs: it is told before the next such thing, and the last makes the verb fail. */
static void keep_error(int *rc, struct nssh_error *err, int code, const struct nssh_error *own)
{
	if (*rc < 0)
		nssh_report(err);
	*rc = code;
	if (err)
		*err = *own;
}

/* One that cannot be read does not keep from the others. Return: whether it is there. */
static bool read_each(struct nssh_cmd *cmd, const char *name, struct nssh_record *ret, int *rc,
		      struct nssh_error *err)
{
	struct nssh_error own = NSSH_ERROR_INIT;
	int code = nssh_lab_read(nssh_cmd_net(cmd), name, ret, &own);

	/* It has gone since. */
	if (code < 0 && code != -ENOENT)
		keep_error(rc, err, code, &own);
	return code == 0;
}

static int list_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	struct nssh_out *out = nssh_cmd_out(cmd);
	struct nssh_record record;
	char **names;
	size_t count;
	int rc = nssh_run_names(NSSH_LABS, &names, &count, err);

	if (rc < 0)
		return rc;
	nssh_session_warn_cut_off(nssh_cmd_session(cmd));
	nssh_out_open_array(out, NULL);
	for (size_t i = 0; i < count; i++) {
		if (!read_each(cmd, names[i], &record, &rc, err))
			continue;
		nssh_out_open_object(out, NULL);
		tell_lab(nssh_cmd_net(cmd), names[i], &record, out);
		nssh_out_close_object(out);
		nssh_record_done(&record);
	}
	nssh_out_close_array(out);
	nssh_netns_names_free(names, count);
	return rc;
}

const struct nssh_verb nssh_verb_lab_list = {
	.grammar = "lab list",
	.effect = NSSH_READS,
	.help = "the labs that files made",
	.text = "Each is up, partly there when somebody has removed or changed some of it, perhaps "
		"there when only links of its names with other addresses are, or gone. "
		"`lab down` removes what is there, and the record.",
	.run = list_run,
};

static int fail_no_lab(struct nssh_cmd *cmd, const char *name, const struct nssh_word *word,
		       struct nssh_error *err)
{
	if (nssh_lab_is_busy(name))
		return nssh_fail(err, -EBUSY, word, "another nssh is at work on lab %s", name);
	(void)nssh_fail(err, -ENOENT, word, "no lab \"%s\"", name);
	if (nssh_recover(nssh_cmd_net(cmd), NULL, NULL, NULL, NULL) > 0)
		nssh_hint(err,
			  "nssh was killed in the middle of a run: lab recover takes back what was "
			  "done");
	else
		nssh_hint(err, "lab list shows which there are");
	return -ENOENT;
}

static int read_lab(struct nssh_cmd *cmd, const struct nssh_value *name, struct nssh_record *ret,
		    struct nssh_error *err)
{
	int rc = nssh_lab_read(nssh_cmd_net(cmd), name->str, ret, err);

	return rc == -ENOENT ? fail_no_lab(cmd, name->str, name->word, err) : rc;
}

static void tell_note(const struct nssh_undo *undo, struct nssh_out *out)
{
	static const char *const kinds[] = { "namespace", "name", NULL, "link", "undo", "lost" };
	const char *ns = nssh_ns_name(undo->ns);
	bool named = undo->kind == NSSH_UNDO_NETNS || undo->kind == NSSH_UNDO_NAME ||
		     undo->kind == NSSH_UNDO_LINK;
	struct nssh_text subject = { 0 };

	if (!kinds[undo->kind])
		return;
	nssh_out_open_object(out, NULL);
	nssh_out_str(out, "kind", "%s ", kinds[undo->kind]);
	if (named && ns)
		nssh_out_str(out, "namespace", "%s", ns);
	if (undo->kind == NSSH_UNDO_LINK)
		nssh_out_str(out, "name", ns ? ":%s" : "%s", undo->text);
	else if (!named)
		nssh_out_str(out, "what", "%s", undo->text);
	if (undo->kind == NSSH_UNDO_REQUEST && nssh_undo_subject(undo, &subject))
		nssh_out_str(out, "subject", ": %s", nssh_text_get(&subject));
	nssh_text_done(&subject);
	nssh_out_text(out, "\n");
	nssh_out_close_object(out);
}

static int show_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct lab_args *args = nssh_cmd_args(cmd);
	struct nssh_out *out = nssh_cmd_out(cmd);
	struct nssh_record record;
	int rc = read_lab(cmd, &args->name, &record, err);

	if (rc < 0)
		return rc;
	nssh_out_open_object(out, NULL);
	tell_lab(nssh_cmd_net(cmd), args->name.str, &record, out);
	nssh_out_open_array(out, "parts");
	for (size_t i = 0; i < record.undos.count; i++)
		tell_note(&record.undos.at[i], out);
	nssh_out_close_array(out);
	nssh_out_close_object(out);
	nssh_record_done(&record);
	return 0;
}

const struct nssh_verb nssh_verb_lab_show = {
	.grammar = "lab show NAME",
	.args = name_rows,
	.args_size = sizeof(struct lab_args),
	.effect = NSSH_READS,
	.help = "what a lab is made of",
	.run = show_run,
};

static int fail_left(const char *name, struct nssh_error *err)
{
	(void)nssh_fail(err, -EBUSY, NULL, "lab %s is not wholly down", name);
	nssh_hint(
		err,
		"what is named above stays, and lab show %s lists it; when it is as it was made, or "
		"removed, lab down %s does the rest",
		name, name);
	return -EBUSY;
}

/*
 * It cannot be noted how to bring all of it back; who wants it again runs the file. What is left of it
 * stays a lab.
 */
static int take_down_locked(struct nssh_net *net, const char *name, struct nssh_record *record,
			    struct nssh_error *err)
{
	struct nssh_txn *txn = nssh_net_txn(net);
	void *told = NULL;
	int rc;

	nssh_net_set_txn(net, NULL);
	rc = nssh_lab_down(net, record, nssh_tell_left, &told, err);
	nssh_net_set_txn(net, txn);
	nssh_told_done(told);
	if (!nssh_lab_has_parts(&record->undos)) {
		nssh_lab_forget(name);
		return rc;
	}
	if (rc < 0)
		(void)nssh_lab_rewrite(name, record, NULL);
	else
		rc = nssh_lab_rewrite(name, record, err);
	return rc < 0 ? rc : fail_left(name, err);
}

/* What it is is read when nobody else is at work on it. Return: as nssh_lab_read(). */
static int take_down(struct nssh_net *net, const char *name, struct nssh_error *err)
{
	struct nssh_record record;
	int rc = nssh_lab_read(net, name, &record, err), lock;

	if (rc < 0)
		return rc;
	nssh_record_done(&record);
	lock = nssh_lab_lock(name, err);
	if (lock < 0)
		return lock;
	rc = nssh_lab_read(net, name, &record, err);
	if (rc == 0) {
		rc = take_down_locked(net, name, &record, err);
		nssh_record_done(&record);
	}
	(void)close(lock);
	return rc;
}

/* A lab, and when it was made. */
struct dated {
	const char *name;
	long long seconds;
	uint64_t begun;
};

static int by_age(const void *a, const void *b)
{
	const struct dated *one = a, *other = b;

	if (one->seconds != other->seconds)
		return one->seconds < other->seconds ? 1 : -1;
	return (one->begun < other->begun) - (one->begun > other->begun);
}

/* The last one first: it may lie on others. */
static int take_down_all(struct nssh_cmd *cmd, char *const *names, size_t count,
			 struct nssh_error *err)
{
	struct dated *labs = calloc(count + 1, sizeof(*labs));
	struct nssh_record record;
	size_t found = 0;
	int rc = 0;

	if (!labs)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to take labs down");
	for (size_t i = 0; i < count; i++) {
		if (!read_each(cmd, names[i], &record, &rc, err))
			continue;
		labs[found++] = (struct dated){ names[i], record.seconds, record.begun };
		nssh_record_done(&record);
	}
	qsort(labs, found, sizeof(*labs), by_age);
	for (size_t i = 0; i < found; i++) {
		struct nssh_error own = NSSH_ERROR_INIT;
		int code = take_down(nssh_cmd_net(cmd), labs[i].name, &own);

		if (code == 0 || code == -ENOENT)
			continue;
		keep_error(&rc, err, code, &own);
	}
	free(labs);
	return rc;
}

static int down_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct lab_args *args = nssh_cmd_args(cmd);
	char **names;
	size_t count;
	int rc;

	if (nssh_given(&args->name)) {
		rc = take_down(nssh_cmd_net(cmd), args->name.str, err);
		if (rc == -ENOENT)
			rc = fail_no_lab(cmd, args->name.str, args->name.word, err);
		if (rc < 0 && err && !err->word)
			err->word = args->name.word;
		return rc;
	}
	nssh_session_warn_cut_off(nssh_cmd_session(cmd));
	rc = nssh_run_names(NSSH_LABS, &names, &count, err);
	if (rc == 0)
		rc = take_down_all(cmd, names, count, err);
	nssh_netns_names_free(names, count);
	if (rc < 0 && err && !err->word)
		err->word = args->all.word;
	return rc;
}

const struct nssh_verb nssh_verb_lab_down = {
	.grammar = "lab down { NAME | --all }",
	.args = down_rows,
	.args_size = sizeof(struct lab_args),
	.effect = NSSH_READS,
	.help = "remove what a file made, and nothing else",
	.text = "The file is not needed. What somebody else has changed or put there stays, and is "
		"named; the rest of the lab stays in the list, and the status is 1 then. What the "
		"file removed comes back, but for namespaces. Programs are not ended.",
	.run = down_run,
};

/* @told: for nssh_tell_left() */
struct recovery {
	struct nssh_out *out;
	void *told;
};

static void on_left(const char *what, void *arg)
{
	struct recovery *recovery = arg;

	nssh_tell_left(what, &recovery->told);
}

static void on_cut_off(const struct nssh_record *record, void *arg)
{
	struct recovery *recovery = arg;
	char text[32];

	nssh_out_open_object(recovery->out, NULL);
	nssh_out_str(recovery->out, "file", "undoing %s",
		     *record->source ? record->source : "a line");
	nssh_out_str(recovery->out, "begun", ", begun %s\n", when(record, text));
	nssh_out_close_object(recovery->out);
	(void)nssh_out_flush(recovery->out);
}

static int recover_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	struct recovery recovery = { .out = nssh_cmd_out(cmd) };
	struct nssh_net *net = nssh_cmd_net(cmd);
	struct nssh_txn *txn = nssh_net_txn(net);
	int rc;

	nssh_net_set_txn(net, NULL);
	nssh_out_open_array(recovery.out, NULL);
	rc = nssh_recover(net, on_cut_off, on_left, &recovery, err);
	nssh_told_done(recovery.told);
	nssh_out_close_array(recovery.out);
	nssh_net_set_txn(net, txn);
	return rc < 0 ? rc : 0;
}

const struct nssh_verb nssh_verb_lab_recover = {
	.grammar = "lab recover",
	.effect = NSSH_READS,
	.help = "take back what runs did that were cut off in the middle",
	.text = "A run notes how to take a change back before it makes it. When the program was killed, "
		"the notes are still there.",
	.run = recover_run,
};
