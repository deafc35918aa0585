/* SPDX-License-Identifier: MIT */
/* Telling what a plan would ask of the kernel (--plan). */
#ifndef NSSH_NET_PLAN_TELL_H
#define NSSH_NET_PLAN_TELL_H

#include <nssh/error.h>

struct nssh_out;
struct nssh_plan;
struct nssh_source;

/* Around all that one run tells. */
void nssh_plan_tell_begin(struct nssh_out *out);
int nssh_plan_tell_end(struct nssh_out *out, struct nssh_error *err);

/**
 * nssh_plan_tell() - the requests that would be sent, in order, each with its lines
 * @main: lines of other files are told with the file's name
 *
 * The plan is empty then. Return: 0, or a negative errno with @err filled and nothing told when an op is
 * sure to fail.
 */
int nssh_plan_tell(struct nssh_plan *plan, struct nssh_out *out, const struct nssh_source *main,
		   struct nssh_error *err);

#endif
