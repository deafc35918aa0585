/* SPDX-License-Identifier: MIT */
/* The verbs of the plugin, and what they share. */
#ifndef NSSH_PLUGINS_NETNS_H
#define NSSH_PLUGINS_NETNS_H

#include <nssh/netns.h>
#include <nssh/plugin.h>

extern const struct nssh_verb netns_add;
extern const struct nssh_verb netns_attach;
extern const struct nssh_verb netns_del;
extern const struct nssh_verb netns_exec;
extern const struct nssh_verb netns_identify;
extern const struct nssh_verb netns_list;
extern const struct nssh_verb netns_list_id;
extern const struct nssh_verb netns_pids;
extern const struct nssh_verb netns_set;
extern const struct nssh_verb netns_shell;

/* The handle that an argument of the type netns or new-netns names. */
struct nssh_ns *netns_of(const struct nssh_cmd *cmd, const struct nssh_value *value);

/* Was `all` written? It means every namespace, unless there is one of that name. */
bool netns_means_all(const struct nssh_value *value);

/* An error about a namespace, and no word of the user in it yet: it is this one. Return: @rc. */
int netns_blame(struct nssh_error *err, const struct nssh_value *value, int rc);

/* Words as what a program is started with; the caller frees the array. NULL without memory. */
const char **netns_argv(const struct nssh_word *words, size_t count);

/* Say that an entry of /run/netns is no namespace, and what to do. */
void netns_warn_stale(const struct nssh_cmd *cmd, const char *name);

/**
 * struct netns_key - which namespace it is: two are one when their keys are equal
 *
 * Keys are good as long as something holds the namespaces: numbers are used again.
 */
struct netns_key {
	dev_t dev;
	ino_t ino;
};

/* Return: 0 or a negative errno with @err filled. */
int netns_key_of(struct nssh_ns *ns, struct netns_key *ret_key, struct nssh_error *err);
/* The same for /proc/PID/ns/net, silently; @proc is the open /proc. */
int netns_key_of_process(int proc, const char *pid, struct netns_key *ret_key);
bool netns_key_equal(const struct netns_key *a, const struct netns_key *b);

#endif
