/* SPDX-License-Identifier: MIT */
/* The program when it is called by the name of another: `ip`, or `bridge` and `tc`. */
#ifndef NSSH_LANG_AS_IP_H
#define NSSH_LANG_AS_IP_H

#include <stdbool.h>
#include <stddef.h>

struct nssh_as_ip;
struct nssh_session;

/* What to do when the program is called so. */
enum nssh_called {
	NSSH_CALLED_NSSH,
	NSSH_CALLED_IP,
	NSSH_CALLED_OTHER, /* nssh_call_other() */
};

/* @argv0: NULL is fine */
enum nssh_called nssh_called_as(const char *argv0);

/* Become the system's program of the name that nssh is called by. Return: the exit status of failure. */
int nssh_call_other(char **argv);

/**
 * nssh_as_ip_new() - read the options of a call of `ip`
 * @argv:       all of it; argv[0] becomes "ip", and it stays the caller's
 * @ret_status: the exit status, when it is over already
 *
 * What nssh does not know goes to the system's `ip` here and now, before anything is loaded. Return: NULL
 * when it is over.
 */
struct nssh_as_ip *nssh_as_ip_new(char **argv, int *ret_status);
void nssh_as_ip_free(struct nssh_as_ip *ip);

/* The words of which plugins have to know; none when there is no telling. */
char *const *nssh_as_ip_words(const struct nssh_as_ip *ip, size_t *ret_count);

/* Run it. Return: the exit status. */
int nssh_as_ip_run(struct nssh_as_ip *ip, struct nssh_session *session);

#endif
