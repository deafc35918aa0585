/* SPDX-License-Identifier: MIT */
/* Failing on purpose, for tests: only in builds with NSSH_INJECT, else nothing at all. */
#ifndef NSSH_BASE_INJECT_H
#define NSSH_BASE_INJECT_H

/* Where something can be made to fail. */
enum nssh_inject_point {
	NSSH_INJECT_SEND,   /* before a request that changes something is sent */
	NSSH_INJECT_SENT,   /* when the kernel has done it, and before that is known */
	NSSH_INJECT_MOUNT,  /* before a mount */
	NSSH_INJECT_NOTE,   /* before a note is written */
	NSSH_INJECT_NAME,   /* before a namespace's name is made, unmounted or removed */
	NSSH_INJECT_DISK,   /* before a file of ours appears, is cut, renamed or removed */
	NSSH_INJECT_UNDO,   /* before a request that takes a change back is sent */
	NSSH_INJECT_UNDONE, /* when the kernel has done it */
};

/**
 * nssh_inject() - is this the place and the time?
 *
 * NSSH_INJECT=POINT:N:HOW in the environment: the N-th time that POINT (send, sent, mount, note, name, disk, undo, undone) comes,
 * HOW happens: the name of an errno, or of a signal, which is raised. A `@` on standard error says that
 * the time has come; N is 0: each time, so that they can be counted. Return: 0 or a negative errno.
 */
#ifdef NSSH_INJECT
int nssh_inject(enum nssh_inject_point point);
#else
static inline int nssh_inject(enum nssh_inject_point point)
{
	(void)point;
	return 0;
}
#endif

#endif
