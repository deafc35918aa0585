/* SPDX-License-Identifier: MIT */
/* Running a program in a namespace, and learning what became of it. */
#define _GNU_SOURCE
#include "sdk/process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/interrupt.h"

/* Who hears of what goes wrong. */
struct listener {
	struct nssh_cmd *cmd;
	struct nssh_ns *ns;
	const struct nssh_exec *exec;
	struct nssh_error *err;
	int code;
	bool told;
};

/* The environment with some strings added; those of the same name go. The caller frees the array. */
static char **make_environment(const char *const *more)
{
	size_t count = 0, extra = 0, n = 0;
	const char **envp;

	while (environ && environ[count])
		count++;
	while (more && more[extra])
		extra++;
	envp = calloc(count + extra + 1, sizeof(*envp));
	if (!envp)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		bool replaced = false;

		for (size_t k = 0; k < extra && !replaced; k++) {
			size_t name = strcspn(more[k], "=") + 1;

			replaced = strncmp(environ[i], more[k], name) == 0;
		}
		if (!replaced)
			envp[n++] = environ[i];
	}
	for (size_t k = 0; k < extra; k++)
		envp[n++] = more[k];
	return (char **)(uintptr_t)envp;
}

static const char *ns_text(const struct listener *to)
{
	const char *name = nssh_ns_name(to->ns);

	return name ? name : "home";
}

/* The child got this far and no further. */
static int fail_step(struct listener *to, const struct nssh_process_report *report)
{
	if (report->step == NSSH_STEP_EXEC)
		(void)nssh_fail(to->err, report->code, to->exec->word, "cannot run \"%s\"",
				report->detail);
	else if (report->step == NSSH_STEP_SETNS)
		(void)nssh_fail(to->err, report->code, NULL, "cannot enter the namespace \"%s\"",
				ns_text(to));
	else
		(void)nssh_fail(to->err, report->code, NULL,
				"cannot make mounts of its own for a program in \"%s\"",
				ns_text(to));
	nssh_why(to->err, "%s", strerror(-report->code));
	if (report->step == NSSH_STEP_EXEC)
		nssh_kind(to->err, NSSH_ERROR_PROGRAM);
	if (report->code == -EPERM && report->step != NSSH_STEP_EXEC)
		nssh_hint(to->err, "it takes CAP_SYS_ADMIN; `nssh --sandbox` needs no privilege");
	return report->code;
}

static void warn_step(const struct listener *to, const struct nssh_process_report *report)
{
	const char *why = strerror(-report->code);

	switch (report->step) {
	case NSSH_STEP_SYS:
		nssh_cmd_warn(to->cmd,
			      "/sys does not show the namespace \"%s\": cannot mount it: %s",
			      ns_text(to), why);
		break;
	case NSSH_STEP_ETC:
		nssh_cmd_warn(to->cmd, "cannot bind /etc/netns/%s/%s over /etc/%s: %s", ns_text(to),
			      report->detail, report->detail, why);
		break;
	case NSSH_STEP_ETC_LIST:
		nssh_cmd_warn(to->cmd, "cannot read /etc/netns/%s: %s", ns_text(to), why);
		break;
	default:
		nssh_cmd_warn(to->cmd, "the program stays in its VRF: %s", why);
		break;
	}
}

static void take_report(void *arg, const struct nssh_process_report *report)
{
	struct listener *to = arg;

	if (report->step < NSSH_STEP_SYS)
		to->code = fail_step(to, report);
	else if (to->cmd)
		warn_step(to, report);
}

/* In the child: a report is smaller than what a pipe takes at once. */
static void send_report(void *arg, const struct nssh_process_report *report)
{
	const int *fd = arg;
	ssize_t n = write(*fd, report, sizeof(*report));

	(void)n;
}

/* Until the other end is closed: by exec, or because the child has ended. */
static void read_reports(int fd, struct listener *to)
{
	struct nssh_process_report report;
	ssize_t n;

	while ((n = read(fd, &report, sizeof(report))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n != (ssize_t)sizeof(report))
			return;
		report.detail[sizeof(report.detail) - 1] = '\0';
		take_report(to, &report);
	}
}

static void warn_stopped(void *arg)
{
	struct listener *to = arg;

	if (to->cmd && !to->told)
		nssh_cmd_warn(to->cmd, "there are no jobs here: \"%s\" goes on", to->exec->argv[0]);
	to->told = true;
}

_Noreturn static void child(struct nssh_process *process, const struct nssh_foreground *foreground,
			    int fd)
{
	process->report = send_report;
	process->arg = &fd;
	if (nssh_process_enter(process) == 0) {
		nssh_foreground_child(foreground);
		(void)nssh_process_exec(process);
	}
	_exit(127);
}

static int exit_status(int status)
{
	if (status < 0)
		return status;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static int run_child(struct nssh_process *process, struct listener *to)
{
	struct nssh_foreground foreground;
	int fds[2], status;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC) < 0) {
		(void)nssh_fail(to->err, -errno, to->exec->word, "cannot make a pipe");
		nssh_why(to->err, "%s", strerror(errno));
		return to->err ? to->err->code : -EMFILE;
	}
	nssh_foreground_prepare(&foreground);
	pid = fork();
	if (pid == 0)
		child(process, &foreground, fds[1]);
	status = pid < 0 ? -errno : 0;
	(void)close(fds[1]);
	if (pid < 0) {
		(void)nssh_fail(to->err, status, to->exec->word, "cannot make a process");
		nssh_why(to->err, "%s", strerror(-status));
	} else {
		if (foreground.own)
			(void)setpgid(pid, pid);
		read_reports(fds[0], to);
		status = exit_status(nssh_foreground_wait(&foreground, pid, warn_stopped, to));
		if (status < 0)
			(void)nssh_fail(to->err, status, NULL, "lost sight of the program");
	}
	(void)close(fds[0]);
	nssh_foreground_done(&foreground);
	return to->code ? to->code : status;
}

/* The caller's process is all that is left to do: become the program. */
static int replace(struct nssh_process *process, struct listener *to)
{
	process->report = take_report;
	process->arg = to;
	if (nssh_process_enter(process) < 0)
		return to->code;
	nssh_interrupt_restore();
	(void)nssh_process_exec(process);
	return to->code;
}

int nssh_process_run(struct nssh_cmd *cmd, struct nssh_ns *ns, const struct nssh_exec *exec,
		     struct nssh_error *err)
{
	const char *name = nssh_ns_name(ns);
	struct listener to = { .cmd = cmd, .ns = ns, .exec = exec, .err = err };
	struct nssh_process process = {
		.nsfd = -1,
		.etc = name && nssh_netns_valid_name(name) ? name : NULL,
		.mounts = exec->mounts,
		.argv = exec->argv,
	};
	char **envp;
	int rc;

	if (name) {
		process.nsfd = nssh_ns_fd(ns, err);
		if (process.nsfd < 0)
			return process.nsfd;
	}
	envp = make_environment(exec->env);
	if (!envp)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to run a program");
	process.envp = envp;
	if (cmd)
		process.net = nssh_cmd_net(cmd);
	if (cmd && nssh_cmd_is_last(cmd) && !exec->stay)
		rc = replace(&process, &to);
	else
		rc = run_child(&process, &to);
	free(envp);
	return rc;
}
