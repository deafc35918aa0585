/* SPDX-License-Identifier: MIT */
/* Telling what a plan would ask of the kernel (--plan). */
#ifndef NSSH_NET_PLAN_TELL_H
#define NSSH_NET_PLAN_TELL_H

#include <nssh/error.h>

struct nssh_out;
struct nssh_plan;

/* Around all that one run tells. */
void nssh_plan_tell_begin(struct nssh_out *out);
int nssh_plan_tell_end(struct nssh_out *out, struct nssh_error *err);

/* The requests that would be sent, in order, each with its lines. The plan is empty then. */
int nssh_plan_tell(struct nssh_plan *plan, struct nssh_out *out, struct nssh_error *err);

#endif
