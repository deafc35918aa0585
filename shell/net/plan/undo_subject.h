/* SPDX-License-Identifier: MIT */
/* What a request that takes a change back is about, for people. */
#ifndef NSSH_NET_PLAN_UNDO_SUBJECT_H
#define NSSH_NET_PLAN_UNDO_SUBJECT_H

#include <stdbool.h>

#include "base/text.h"
#include "net/plan/undo.h"

/* Add the address, route, neighbour or name. Return: whether there is more to be said than the note says itself. */
bool nssh_undo_subject(const struct nssh_undo *undo, struct nssh_text *ret);

#endif
