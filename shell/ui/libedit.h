/* SPDX-License-Identifier: MIT */
/*
 * libedit, loaded when there is somebody to type: it and what it needs are half of the program's start
 * otherwise, and most starts have no prompt.
 */
#ifndef NSSH_UI_LIBEDIT_H
#define NSSH_UI_LIBEDIT_H

#include <histedit.h>
#include <stdbool.h>

/* Its functions that are used here (editline(3)), by their names without el_. */
#define NSSH_LIBEDIT(X) \
	X(cursor)       \
	X(end)          \
	X(get)          \
	X(init)         \
	X(resize)       \
	X(source)       \
	X(deletestr)    \
	X(wget)         \
	X(wgets)        \
	X(winsertstr)   \
	X(wline)        \
	X(wpush)        \
	X(wset)

struct nssh_libedit {
#define NSSH_LIBEDIT_MEMBER(name) __typeof__(el_##name) *name;
	NSSH_LIBEDIT(NSSH_LIBEDIT_MEMBER)
#undef NSSH_LIBEDIT_MEMBER
};

/* Good once nssh_libedit_load() has returned true. */
extern struct nssh_libedit nssh_el;

/* Return: whether the library is there and has all of them. Cheap the second time. */
bool nssh_libedit_load(void);

#endif
