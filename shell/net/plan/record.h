/* SPDX-License-Identifier: MIT */
/* Notes as lines of text. */
#ifndef NSSH_NET_PLAN_RECORD_H
#define NSSH_NET_PLAN_RECORD_H

#include "base/text.h"
#include "net/plan/journal.h"

/* Which start of the system this is (random(4), boot_id). */
#define NSSH_BOOT_ID 64
const char *nssh_boot_id(char id[static NSSH_BOOT_ID]);

/* Add the first line of a record, or the line of a note. */
void nssh_record_put_head(struct nssh_text *text, const char *source, const char *lab);
void nssh_record_put(struct nssh_text *text, const struct nssh_undo *undo);

/* Return: 0 when all of it is written, or a negative errno. */
int nssh_write_all(int fd, const char *bytes, size_t size);

#endif
