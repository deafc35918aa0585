/* SPDX-License-Identifier: MIT */
/* Notes as lines of text. */
#ifndef NSSH_NET_PLAN_RECORD_H
#define NSSH_NET_PLAN_RECORD_H

#include "base/text.h"
#include "net/plan/journal.h"

/* Which start of the system this is (random(4), boot_id). */
#define NSSH_BOOT_ID 64
const char *nssh_boot_id(char id[static NSSH_BOOT_ID]);

/*
 * Add the first line of a record, for this start of the system, the line of a note, or one that says of a link
 * that was noted how it is told from others.
 */
void nssh_record_put_head(struct nssh_text *text, const struct nssh_record *head);
void nssh_record_put(struct nssh_text *text, const struct nssh_undo *undo);
void nssh_record_put_identity(struct nssh_text *text, const struct nssh_undo *undo);

#endif
