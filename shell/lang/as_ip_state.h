/* SPDX-License-Identifier: MIT */
/* The inside of a call by the name `ip`, which its lines and its errors share. */
#ifndef NSSH_LANG_AS_IP_STATE_H
#define NSSH_LANG_AS_IP_STATE_H

#include <nssh/error.h>

#include "base/text.h"
#include "lang/front.h"

/**
 * struct nssh_as_ip
 * @argv, @count:   the whole call, with "ip" in front
 * @options:        how many of them stand before the object, "ip" counted
 * @file, @force, @netns: -batch, -force and -n of a batch; @file is NULL for a call of one command
 * @line:           what runs: "ip", the options and the words of this line
 * @line_count, @room: how many, and for how many there is room
 * @session:        NULL before it has begun
 * @over:           ip ends here, whatever lines there are still
 */
struct nssh_as_ip {
	char **argv;
	size_t count, options;
	const char *file, *netns;
	bool force;
	char **line;
	size_t line_count, room;
	struct nssh_session *session;
	bool over;
};

/**
 * struct nssh_ip_line - a line of ip's, to be told what is wrong with it
 * @words: all, with "ip" and options in front; @front: what these say
 */
struct nssh_ip_line {
	const struct nssh_words *words;
	const struct nssh_front *front;
};

/**
 * struct nssh_ip_end - how ip ends on an error
 * @over: at once, also in the middle of a batch
 */
struct nssh_ip_end {
	int status;
	bool over;
};

/* What ip makes of the word in an object's place, which may be short for one. */
enum nssh_ip_object { NSSH_IP_UNKNOWN, NSSH_IP_HELP, NSSH_IP_KNOWN };
enum nssh_ip_object nssh_ip_object(const char *word);

/**
 * nssh_ip_error() - an error in the words of ip
 *
 * Return: whether it is known how ip tells it; else nothing is filled.
 */
bool nssh_ip_error(const struct nssh_ip_line *line, const struct nssh_error *err,
		   struct nssh_text *ret_text, struct nssh_ip_end *ret_end);

/* The same for options, which ip reads before all else. */
bool nssh_ip_option_error(const struct nssh_ip_line *line, const struct nssh_error *err,
			  struct nssh_text *ret_text);

/**
 * nssh_ip_hand_over() - the line that runs, to the system's ip
 *
 * A call of one command becomes it and does not return. Return: its exit status, or a negative errno when
 * there is none.
 */
int nssh_ip_hand_over(struct nssh_as_ip *ip);

/* The same, and say so when there is nothing to hand it to. Return: the exit status. */
int nssh_ip_pass_on(struct nssh_as_ip *ip);

/* Run the line. Return: its exit status. */
int nssh_ip_run_line(struct nssh_as_ip *ip, unsigned int flags);

/* Run the lines of -batch. Return: the exit status. */
int nssh_ip_run_batch(struct nssh_as_ip *ip);

#endif
