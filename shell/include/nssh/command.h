/* SPDX-License-Identifier: MIT */
/* What a verb's function is handed: its arguments, the namespace it is about, plan and output. */
#ifndef NSSH_COMMAND_H
#define NSSH_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include <nssh/error.h>
#include <nssh/value.h>

struct nssh_net;
struct nssh_ns;
struct nssh_out;
struct nssh_plan;
struct nssh_cmd;

/**
 * struct nssh_options - the options of `ip` that stand before the object, for one command
 * @family:  AF_UNSPEC, AF_INET, AF_INET6, AF_BRIDGE, AF_MPLS or AF_PACKET (-f, -4, -6, -B, -M, -0)
 * @stats:   how many -s
 * @details: how many -d
 * @netns:   the value of the last -n, or not given
 */
struct nssh_options {
	int family;
	unsigned int stats;
	unsigned int details;
	bool all;
	bool brief;
	bool oneline;
	bool json;
	bool pretty;
	bool resolve;
	bool numeric;
	bool human;
	bool iec;
	bool timestamp;
	bool tshort;
	bool force;
	bool echo;
	bool color;
	struct nssh_value netns;
};

/** nssh_cmd_args() - the args struct of the verb, filled from its argument table */
const void *nssh_cmd_args(const struct nssh_cmd *cmd);

/** nssh_cmd_options() - the options of `ip` on this line; all empty where there were none */
const struct nssh_options *nssh_cmd_options(const struct nssh_cmd *cmd);

/**
 * nssh_cmd_check_family() - is an address of the family that -4 or -6 asks for?
 * @addr: a value of type address or prefix; may be one that was not given
 *
 * Return: 0, also when none is asked for and for `any`; or -EINVAL with @err filled.
 */
int nssh_cmd_check_family(const struct nssh_cmd *cmd, const struct nssh_value *addr,
			  struct nssh_error *err);

/** nssh_cmd_word() - the word that stands for the whole command: its first */
const struct nssh_word *nssh_cmd_word(const struct nssh_cmd *cmd);

/**
 * nssh_cmd_words() - all words of the command as they were written, from the verb's first on
 * @ret_count: how many there are
 */
const struct nssh_word *nssh_cmd_words(const struct nssh_cmd *cmd, size_t *ret_count);

/** nssh_cmd_net() - the netlink context that everybody shares */
struct nssh_net *nssh_cmd_net(const struct nssh_cmd *cmd);

/** nssh_cmd_ns() - the namespace that the command is about: `use`, `-n`, `netns exec NS ip` */
struct nssh_ns *nssh_cmd_ns(const struct nssh_cmd *cmd);

/**
 * nssh_cmd_link_ns() - the namespace of a link argument: the NS of `NS:LINK`, or the command's
 * @cmd:  the command
 * @link: a value of type link or new-link; may be one that was not given
 */
struct nssh_ns *nssh_cmd_link_ns(const struct nssh_cmd *cmd, const struct nssh_value *link);

/** nssh_cmd_plan() - where a verb that changes adds its ops */
struct nssh_plan *nssh_cmd_plan(const struct nssh_cmd *cmd);

/** nssh_cmd_out() - where a verb writes its data; text or JSON as the user asked */
struct nssh_out *nssh_cmd_out(const struct nssh_cmd *cmd);

/** nssh_cmd_warn() - tell the user something that is no failure; goes to standard error */
void nssh_cmd_warn(const struct nssh_cmd *cmd, const char *fmt, ...) NSSH_PRINTF(2, 3);

/** nssh_cmd_interrupted() - has the user pressed Ctrl-C since the command began? */
bool nssh_cmd_interrupted(const struct nssh_cmd *cmd);

/**
 * nssh_cmd_is_last() - nothing runs after this command and it was given on the program's command
 * line, so that a program can take the place of nssh instead of being waited for
 */
bool nssh_cmd_is_last(const struct nssh_cmd *cmd);

/** nssh_cmd_is_ip() - did the line begin with `ip`, so that its words are those of ip(8)? */
bool nssh_cmd_is_ip(const struct nssh_cmd *cmd);

/**
 * nssh_cmd_run_line() - run other words as a command, natively, as if they stood on this line
 * @cmd:   the command that asks
 * @ns:    the namespace that they are about
 * @words: the words, from `ip` or a verb on; they are not copied and must outlive the call
 * @count: how many
 *
 * For `-all netns exec ip ...`. Return: as a verb's run().
 */
int nssh_cmd_run_line(struct nssh_cmd *cmd, struct nssh_ns *ns, const struct nssh_word *words,
		      size_t count, struct nssh_error *err);

#endif
