/* SPDX-License-Identifier: MIT */
/* A program in the foreground: who has the terminal, and who gets the signals. */
#define _GNU_SOURCE
#include "sdk/process.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/interrupt.h"

/*
 * What stops those who use the terminal from the background: the foreground may have been somebody
 * else's for a moment.
 */
static bool is_background_stop(int number)
{
	return number == SIGTTIN || number == SIGTTOU;
}

/*
 * Only a job of its own may hand the terminal on: in `nssh | less`, or in a script that runs nssh,
 * others of the same group would lose it.
 */
static bool has_terminal(void)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && getpgrp() == getpid() &&
	       tcgetpgrp(STDIN_FILENO) == getpgrp();
}

void nssh_foreground_prepare(struct nssh_foreground *foreground)
{
	const struct sigaction def = { .sa_handler = SIG_DFL };
	sigset_t all;

	foreground->own = has_terminal() && tcgetattr(STDIN_FILENO, &foreground->modes) == 0;
	/* Who ignores SIGCHLD learns no exit status. */
	(void)sigaction(SIGCHLD, &def, NULL);
	(void)sigfillset(&all);
	(void)sigprocmask(SIG_SETMASK, &all, &foreground->mask);
}

void nssh_foreground_child(const struct nssh_foreground *foreground)
{
	if (foreground->own) {
		(void)setpgid(0, 0);
		/* SIGTTOU is blocked still, so a process in the background may do this. */
		(void)tcsetpgrp(STDIN_FILENO, getpgrp());
	}
	nssh_interrupt_restore();
	(void)sigprocmask(SIG_SETMASK, &foreground->mask, NULL);
}

/* Pass on what was sent to nssh. What the terminal sends for Ctrl-C goes to the program anyway. */
static void pass_on(const struct nssh_foreground *foreground, pid_t pid, const siginfo_t *info)
{
	if (info->si_signo == SIGCHLD || (info->si_signo == SIGINT && info->si_code > 0))
		return;
	(void)kill(foreground->own ? -pid : pid, info->si_signo);
}

/* Nobody else would continue it, nor could Ctrl-C end it. SIGSTOP comes from one who will. */
static bool continue_stopped(const struct nssh_foreground *foreground, pid_t pid, int number)
{
	if (number != SIGTSTP && !(foreground->own && is_background_stop(number)))
		return false;
	if (foreground->own)
		(void)tcsetpgrp(STDIN_FILENO, pid);
	/* Its own children have been stopped with it. */
	(void)kill(foreground->own ? -pid : 0, SIGCONT);
	return number == SIGTSTP;
}

int nssh_foreground_wait(const struct nssh_foreground *foreground, pid_t pid,
			 void (*warn)(void *arg), void *arg)
{
	int status = 0, pending = 0;
	sigset_t set, blocked;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGCHLD);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGHUP);
	/* While the program has the terminal, to hand it on or to warn would stop nssh itself. */
	blocked = set;
	(void)sigaddset(&blocked, SIGTTOU);
	(void)sigprocmask(SIG_SETMASK, &blocked, NULL);
	for (;;) {
		pid_t got = waitpid(pid, &status, WNOHANG | WUNTRACED);
		siginfo_t info;

		if (got < 0 && errno != EINTR) {
			status = -errno;
			break;
		}
		if (got == pid && !WIFSTOPPED(status))
			break;
		if (got == pid) {
			if (continue_stopped(foreground, pid, WSTOPSIG(status)) && warn)
				warn(arg);
		} else if (sigwaitinfo(&set, &info) > 0) {
			pass_on(foreground, pid, &info);
			if (info.si_signo != SIGCHLD)
				pending = info.si_signo;
		}
	}
	/* nssh itself was meant as well. */
	if (pending)
		(void)raise(pending);
	return status;
}

void nssh_foreground_done(const struct nssh_foreground *foreground)
{
	sigset_t ttou;

	if (foreground->own) {
		(void)sigemptyset(&ttou);
		(void)sigaddset(&ttou, SIGTTOU);
		(void)sigprocmask(SIG_BLOCK, &ttou, NULL);
		(void)tcsetpgrp(STDIN_FILENO, getpgrp());
		(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &foreground->modes);
	}
	(void)sigprocmask(SIG_SETMASK, &foreground->mask, NULL);
}
