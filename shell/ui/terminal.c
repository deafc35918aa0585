/* SPDX-License-Identifier: MIT */
/* What is known of the terminal that the prompt lives on. */
#define _GNU_SOURCE
#include "ui/terminal.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/interrupt.h"

/* A signal handler has nowhere else to leave its word. */
static volatile sig_atomic_t resized;

static void on_resize(int number)
{
	(void)number;
	resized = 1;
}

static void on_nothing(int number)
{
	(void)number;
}

/* Names and words are UTF-8 whatever the user's locale says, so the editor must take it. */
static void choose_locale(void)
{
	if (setlocale(LC_CTYPE, "") && strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
		return;
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		(void)setlocale(LC_CTYPE, "C.utf8");
}

static bool is_dumb(const char *name)
{
	return !name || !*name || strcmp(name, "dumb") == 0;
}

static bool colors_wanted(void)
{
	const char *refused = getenv("NO_COLOR");

	return !refused || !*refused;
}

/*
 * Keys that send signals must not end the shell while one of its own commands runs. A handler that
 * does nothing is set back to the default in the programs it starts; SIG_IGN would be inherited.
 */
static void catch_signals(void)
{
	struct sigaction sa = { .sa_handler = on_resize, .sa_flags = SA_RESTART };

	(void)sigemptyset(&sa.sa_mask);
	(void)sigaction(SIGWINCH, &sa, NULL);
	sa.sa_handler = on_nothing;
	(void)sigaction(SIGQUIT, &sa, NULL);
	(void)sigaction(SIGTSTP, &sa, NULL);
}

void nssh_terminal_init(struct nssh_terminal *terminal)
{
	memset(terminal, 0, sizeof(*terminal));
	choose_locale();
	terminal->in = STDIN_FILENO;
	terminal->out = isatty(STDOUT_FILENO) ? stdout : stderr;
	terminal->interactive = isatty(terminal->in) && isatty(fileno(terminal->out));
	terminal->dumb = is_dumb(getenv("TERM"));
	terminal->color = terminal->interactive && !terminal->dumb && colors_wanted();
	if (!terminal->interactive)
		return;
	terminal->has_modes = tcgetattr(terminal->in, &terminal->modes) == 0;
	terminal->group = getpgrp();
	catch_signals();
}

void nssh_terminal_size(const struct nssh_terminal *terminal, size_t *ret_rows, size_t *ret_columns)
{
	struct winsize size = { 0 };

	(void)ioctl(terminal->in, TIOCGWINSZ, &size);
	*ret_rows = size.ws_row ? size.ws_row : 24;
	*ret_columns = size.ws_col ? size.ws_col : 80;
}

bool nssh_terminal_resized(void)
{
	bool was = resized;

	resized = 0;
	return was;
}

int nssh_terminal_wait(const struct nssh_terminal *terminal, int milliseconds)
{
	struct pollfd pfd = { .fd = terminal->in, .events = POLLIN };
	struct timespec limit = { milliseconds / 1000, (milliseconds % 1000) * 1000000L };
	sigset_t watched, before;
	int ret;

	/* Blocked from before the look until ppoll() waits, so that none can slip in between. */
	(void)sigemptyset(&watched);
	(void)sigaddset(&watched, SIGINT);
	(void)sigaddset(&watched, SIGTERM);
	(void)sigaddset(&watched, SIGHUP);
	(void)sigaddset(&watched, SIGWINCH);
	(void)sigprocmask(SIG_BLOCK, &watched, &before);
	if (resized || nssh_interrupt_signal()) {
		ret = -EINTR;
	} else {
		ret = ppoll(&pfd, 1, milliseconds < 0 ? NULL : &limit, &before);
		ret = ret < 0 ? -errno : ret;
	}
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	return ret;
}

void nssh_terminal_new_line(const struct nssh_terminal *terminal)
{
	size_t rows, columns;

	if (!terminal->interactive || terminal->dumb)
		return;
	nssh_terminal_size(terminal, &rows, &columns);
	(void)fprintf(terminal->out, "%*s\r\033[K", (int)columns, "");
}

void nssh_terminal_reclaim(const struct nssh_terminal *terminal)
{
	sigset_t background, before;

	if (!terminal->interactive)
		return;
	/* Both calls would stop a process that is in the background, as it may be now. */
	(void)sigemptyset(&background);
	(void)sigaddset(&background, SIGTTOU);
	(void)sigprocmask(SIG_BLOCK, &background, &before);
	if (tcgetpgrp(terminal->in) != terminal->group)
		(void)tcsetpgrp(terminal->in, terminal->group);
	if (terminal->has_modes)
		(void)tcsetattr(terminal->in, TCSADRAIN, &terminal->modes);
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
}
