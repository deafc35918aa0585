/* SPDX-License-Identifier: MIT */
/* The prompt: read a command, run it, again. */
#define _GNU_SOURCE
#include "ui/repl.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/source.h"
#include "base/text.h"
#include "lang/report.h"
#include "lang/session.h"
#include "ui/candidates.h"
#include "ui/editor.h"
#include "ui/history.h"
#include "ui/terminal.h"

#include <nssh/netns.h>

#define STATUS_SIGNAL    128
#define STATUS_BAD_WORDS 2

/*
 * @editor: NULL on a dumb terminal, and where there is none
 * @status: of the last command
 */
struct repl {
	struct nssh_session *session;
	struct nssh_terminal terminal;
	struct nssh_history *history;
	struct nssh_editor *editor;
	unsigned int flags;
	int status;
};

static void prompt_text(const struct repl *repl, bool more, struct nssh_text *prompt)
{
	struct nssh_ns *ns = nssh_session_ns(repl->session);
	const char *name = ns ? nssh_ns_name(ns) : NULL;

	nssh_text_str(prompt, "nssh");
	if (repl->flags & NSSH_REPL_SANDBOX)
		nssh_text_str(prompt, "(sandbox)");
	if (name) {
		nssh_text_str(prompt, ":");
		nssh_text_escaped(prompt, name, strlen(name));
	}
	/* A line that goes on is marked so that the words stand one below the other. */
	if (more) {
		size_t columns = nssh_text_columns(nssh_text_get(prompt), prompt->size);

		nssh_text_clear(prompt);
		nssh_text_printf(prompt, "%*s", (int)columns, "");
	}
	nssh_text_str(prompt, more ? "> " : geteuid() == 0 ? "# " : "> ");
}

/*
 * A line without an editor: from a pipe, a file or a dumb terminal. Byte by byte, since what comes
 * behind the line belongs to the program that it may start. Return: as nssh_editor_read().
 */
static int read_plain(const struct repl *repl, const char *prompt, struct nssh_text *line)
{
	size_t before = line->size;
	char byte;

	if (repl->terminal.interactive) {
		(void)fputs(prompt, repl->terminal.out);
		(void)fflush(repl->terminal.out);
	}
	for (;;) {
		ssize_t n = nssh_interrupt_signal() ? -1 : read(repl->terminal.in, &byte, 1);

		if (n < 0 && nssh_interrupt_signal())
			return nssh_interrupt_signal() == SIGINT ? -ECANCELED : -EINTR;
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return line->size > before;
		if (byte == '\n')
			return 1;
		nssh_text_add(line, &byte, 1);
	}
}

static int read_line(struct repl *repl, bool more, struct nssh_text *text)
{
	struct nssh_text prompt = { 0 }, line = { 0 };
	int ret;

	prompt_text(repl, more, &prompt);
	if (repl->editor)
		ret = nssh_editor_read(repl->editor, nssh_text_get(&prompt), text, &line);
	else
		ret = read_plain(repl, nssh_text_get(&prompt), &line);
	nssh_text_add(text, nssh_text_get(&line), line.size);
	nssh_text_done(&line);
	nssh_text_done(&prompt);
	return ret;
}

static bool is_text(const struct nssh_text *text)
{
	return !memchr(nssh_text_get(text), '\0', text->size);
}

static bool goes_on(const struct nssh_text *text)
{
	return is_text(text) && nssh_line_unfinished(nssh_text_get(text), text->size);
}

/* One command, which may be several lines. Return: as nssh_editor_read(). */
static int read_command(struct repl *repl, struct nssh_text *text)
{
	int ret = read_line(repl, false, text);

	while (ret > 0 && goes_on(text)) {
		nssh_text_str(text, "\n");
		ret = read_line(repl, true, text);
		/* The end in the middle of a command: what is missing is the command's own error. */
		if (!ret)
			return 1;
	}
	return ret;
}

static bool is_blank(const struct nssh_text *text)
{
	const char *bytes = nssh_text_get(text);

	return strspn(bytes, " \t\r\n") == text->size;
}

static int run_text(struct repl *repl, const struct nssh_text *text)
{
	struct nssh_source *source;
	int status;

	if (!is_text(text)) {
		(void)fputs("nssh: a NUL byte in the line; is the input a text?\n", stderr);
		return STATUS_BAD_WORDS;
	}
	source = nssh_source_new(NULL, nssh_text_get(text), text->size);
	if (!source)
		return 1;
	status = nssh_session_run(repl->session, source, NSSH_RUN_PROMPT);
	nssh_source_free(source);
	return status;
}

static void run_command(struct repl *repl, const struct nssh_text *text)
{
	nssh_history_add(repl->history, nssh_text_get(text), text->size);
	repl->status = run_text(repl, text);
	(void)fflush(stdout);
	nssh_terminal_reclaim(&repl->terminal);
	nssh_terminal_new_line(&repl->terminal);
	/* Behind the ^C that the terminal shows. */
	if (repl->terminal.interactive && repl->terminal.dumb &&
	    repl->status == STATUS_SIGNAL + SIGINT)
		(void)fputc('\n', repl->terminal.out);
	if (repl->editor && (nssh_interrupt_signal() || repl->status == STATUS_SIGNAL + SIGINT))
		nssh_editor_drop_paste(repl->editor);
}

/* Ctrl-C where no command runs. Return: the shell goes on. */
static bool cancelled(struct repl *repl)
{
	repl->status = STATUS_SIGNAL + SIGINT;
	if (!repl->terminal.interactive)
		return false;
	if (!repl->editor)
		(void)fputc('\n', repl->terminal.out);
	return true;
}

/* Has a signal said that the shell must end? That of Ctrl-C is done with. */
static bool must_end(struct repl *repl)
{
	int number = nssh_interrupt_signal();

	if (number && number != SIGINT) {
		repl->status = STATUS_SIGNAL + number;
		return true;
	}
	if (repl->terminal.interactive)
		nssh_interrupt_clear();
	return false;
}

/* Has `exit` been run? */
static bool leaving(struct repl *repl)
{
	int status;

	if (!nssh_session_leaving(repl->session, &status))
		return false;
	repl->status = status;
	return true;
}

static void run_all(struct repl *repl)
{
	struct nssh_text text = { 0 };
	int ret;

	do {
		nssh_text_clear(&text);
		ret = read_command(repl, &text);
		if (ret == -ECANCELED) {
			ret = cancelled(repl);
		} else if (ret > 0 && text.failed) {
			(void)fputs("nssh: no memory for the line\n", stderr);
			repl->status = 1;
		} else if (ret > 0 && !is_blank(&text)) {
			run_command(repl, &text);
		} else if (ret == 0 && repl->terminal.interactive) {
			(void)fputc('\n', repl->terminal.out);
		}
	} while (!must_end(repl) && !leaving(repl) && ret > 0);
	nssh_text_done(&text);
}

static void open_history(struct repl *repl)
{
	struct nssh_error err = NSSH_ERROR_INIT;

	if (nssh_history_open(repl->history, &err) < 0)
		nssh_report(&err);
}

int nssh_repl(struct nssh_session *session, unsigned int flags)
{
	struct repl repl = { .session = session, .flags = flags };

	nssh_terminal_init(&repl.terminal);
	repl.history = nssh_history_new();
	if (!repl.history)
		return 1;
	if (repl.terminal.interactive && !repl.terminal.dumb) {
		open_history(&repl);
		/* Without an editor there is still the terminal's own way to enter a line. */
		if (nssh_editor_new(session, repl.history, &repl.terminal, &repl.editor) < 0)
			repl.terminal.dumb = true;
	}
	run_all(&repl);
	nssh_editor_free(repl.editor);
	nssh_history_free(repl.history);
	return repl.status;
}
