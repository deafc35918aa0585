/* SPDX-License-Identifier: MIT */
/* `lab list`, `lab show`, `lab down`, `lab recover`: what files made, and what was cut off. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <nssh/netns.h>
#include <nssh/output.h>

#include "base/text.h"
#include "lang/command.h"
#include "lang/transact.h"
#include "net/plan/lab.h"
#include "net/plan/recover.h"
#include "net/plan/run_dir.h"
#include "net/plan/txn.h"
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
	if (record->rebooted)
		return "gone with the last start of the system";
	return nssh_lab_is_there(net, record) ? "up" : "gone";
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
	char text[32];

	nssh_out_str(out, "name", "%s", name);
	nssh_out_str(out, "state", "\t%s", state_of(net, record));
	nssh_out_uint(out, "namespaces", "\t%s namespaces", count_kind(record, NSSH_UNDO_NETNS));
	nssh_out_uint(out, "links", ", %s links", count_kind(record, NSSH_UNDO_LINK));
	nssh_out_str(out, "made", "\t%s", when(record, text));
	nssh_out_str(out, "file", "\t%s\n", record->source);
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
	nssh_out_open_array(out, NULL);
	for (size_t i = 0; rc == 0 && i < count; i++) {
		rc = nssh_lab_read(nssh_cmd_net(cmd), names[i], &record, err);
		if (rc < 0)
			break;
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
	.run = list_run,
};

static int read_lab(struct nssh_cmd *cmd, const char *name, struct nssh_record *ret,
		    struct nssh_error *err)
{
	int rc = nssh_lab_read(nssh_cmd_net(cmd), name, ret, err);

	if (rc == -ENOENT) {
		(void)nssh_fail(err, rc, NULL, "no lab \"%s\"", name);
		nssh_hint(err, "lab list shows which there are");
	}
	return rc;
}

static void tell_note(const struct nssh_undo *undo, struct nssh_out *out)
{
	static const char *const kinds[] = { "namespace", "name", NULL, "link", "undo", "lost" };
	const char *ns = nssh_ns_name(undo->ns);
	bool named = undo->kind == NSSH_UNDO_NETNS || undo->kind == NSSH_UNDO_NAME ||
		     undo->kind == NSSH_UNDO_LINK;

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
	nssh_out_text(out, "\n");
	nssh_out_close_object(out);
}

static int show_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct lab_args *args = nssh_cmd_args(cmd);
	struct nssh_out *out = nssh_cmd_out(cmd);
	struct nssh_record record;
	int rc = read_lab(cmd, args->name.str, &record, err);

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

/*
 * It cannot be noted how to bring all of it back; who wants it again runs the file. What is left of it
 * stays a lab.
 */
static int take_down_locked(struct nssh_net *net, const char *name, struct nssh_record *record,
			    struct nssh_error *err)
{
	struct nssh_txn *txn = nssh_net_txn(net);
	struct nssh_record left;
	int rc;

	nssh_net_set_txn(net, NULL);
	rc = nssh_lab_down(net, record, nssh_tell_left, NULL, err);
	nssh_net_set_txn(net, txn);
	if (rc < 0 || nssh_lab_read(net, name, &left, err) < 0)
		return rc;
	if (!nssh_lab_is_there(net, &left))
		nssh_lab_forget(name);
	nssh_record_done(&left);
	return 0;
}

static int take_down(struct nssh_cmd *cmd, const char *name, struct nssh_error *err)
{
	struct nssh_record record;
	int rc = read_lab(cmd, name, &record, err), lock;

	if (rc < 0)
		return rc;
	lock = nssh_lab_lock(name, err);
	rc = lock < 0 ? lock : take_down_locked(nssh_cmd_net(cmd), name, &record, err);
	if (lock >= 0)
		(void)close(lock);
	nssh_record_done(&record);
	return rc;
}

static int down_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct lab_args *args = nssh_cmd_args(cmd);
	char **names;
	size_t count;
	int rc;

	if (nssh_given(&args->name)) {
		rc = take_down(cmd, args->name.str, err);
		if (rc < 0 && err && !err->word)
			err->word = args->name.word;
		return rc;
	}
	rc = nssh_run_names(NSSH_LABS, &names, &count, err);
	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = take_down(cmd, names[i], err);
	nssh_netns_names_free(names, count);
	return rc;
}

const struct nssh_verb nssh_verb_lab_down = {
	.grammar = "lab down { NAME | --all }",
	.args = down_rows,
	.args_size = sizeof(struct lab_args),
	.effect = NSSH_READS,
	.help = "remove what a file made, and nothing else",
	.text = "The file is not needed. What somebody else has changed or put there stays, and is "
		"named. Programs are not ended.",
	.run = down_run,
};

struct recovery {
	struct nssh_out *out;
	size_t left;
};

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
	rc = nssh_recover(net, on_cut_off, nssh_tell_left, &recovery, err);
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
