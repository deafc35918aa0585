/* SPDX-License-Identifier: MIT */
/* The pieces of running a program: what the child does, and how its parent waits. */
#ifndef NSSH_SDK_PROCESS_H
#define NSSH_SDK_PROCESS_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>
#include <termios.h>

#include <nssh/process.h>

/* What can go wrong between fork and exec. */
enum nssh_process_step {
	NSSH_STEP_SETNS,
	NSSH_STEP_MOUNT_NS,
	NSSH_STEP_PROPAGATION,
	NSSH_STEP_EXEC,
	/* From here on: the program runs all the same. */
	NSSH_STEP_SYS,
	NSSH_STEP_ETC,
	NSSH_STEP_ETC_LIST,
	NSSH_STEP_VRF,
};

/**
 * struct nssh_process_report - one thing that went wrong; goes through a pipe as it is
 * @code:   a negative errno
 * @detail: a name, for steps that are about one
 */
struct nssh_process_report {
	int code;
	enum nssh_process_step step;
	char detail[256];
};

/**
 * struct nssh_process - a program to be run
 * @nsfd:   the open namespace, or -1 for where this process is
 * @etc:    the name whose files under /etc/netns are bound; NULL when it has no name
 * @envp:   the whole environment
 * @net:    the context, which may have raised the limit of open files; or NULL
 * @report: told of everything that goes wrong; may be called in the child
 */
struct nssh_process {
	int nsfd;
	const char *etc;
	bool mounts;
	const char *const *argv;
	char *const *envp;
	const struct nssh_net *net;
	void (*report)(void *arg, const struct nssh_process_report *report);
	void *arg;
};

/**
 * nssh_process_enter() - move this process into the namespace, with the mounts that belong to it
 *
 * Calls only what may be called between fork and exec. Return: 0, or a negative errno after @report.
 */
int nssh_process_enter(const struct nssh_process *process);

/* Become the program. Returns only on failure, after @report. */
int nssh_process_exec(const struct nssh_process *process);

/* Leave the VRF that this process is bound to by its control group, if it is in one (ip-vrf(8)). */
void nssh_process_leave_vrf(const struct nssh_process *process);

/**
 * nssh_vrf_parent() - the control group outside of all VRFs
 * @path: from /proc/self/cgroup; cut in place
 *
 * Return: whether it was inside of one.
 */
bool nssh_vrf_parent(char *path);

/**
 * struct nssh_foreground - the terminal, while a program has it
 * @own:  the program gets a process group of its own, in the foreground
 * @mask: the signals that were blocked before
 */
struct nssh_foreground {
	bool own;
	struct termios modes;
	sigset_t mask;
};

/* Before fork: look at the terminal, and block signals until both sides are ready. */
void nssh_foreground_prepare(struct nssh_foreground *foreground);
/* In the child: take the terminal, and get all signals back as they are for any program. */
void nssh_foreground_child(const struct nssh_foreground *foreground);
/* In the parent: wait until it has ended, without a word when @warn is NULL. Return: as waitpid(). */
int nssh_foreground_wait(const struct nssh_foreground *foreground, pid_t pid,
			 void (*warn)(void *arg), void *arg);
/* The terminal comes back, and the signals; also when there was no child. */
void nssh_foreground_done(const struct nssh_foreground *foreground);

/**
 * nssh_process_run() - run a program and wait for it, come what may
 * @cmd: for warnings and whether to take its place; or NULL
 */
int nssh_process_run(struct nssh_cmd *cmd, struct nssh_ns *ns, const struct nssh_exec *exec,
		     struct nssh_error *err);

/**
 * nssh_process_wait() - nssh_exec_wait() for a program that may be nssh's own choice
 * @users: the user named it, so it is one of those that a run may leave out
 */
int nssh_process_wait(struct nssh_cmd *cmd, struct nssh_ns *ns, const struct nssh_exec *exec,
		      bool users, struct nssh_error *err);

#endif
