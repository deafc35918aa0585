/* SPDX-License-Identifier: MIT */
/* Completion of the preferences of rules that are there. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <nssh/names.h>

#include "rule.h"

static int offer_entry(const struct nlmsghdr *nlh, void *arg)
{
	const struct nssh_complete *req = *(const struct nssh_complete *const *)arg;
	char text[16], table[16];
	struct rule_entry entry;

	if (!nssh_rule_entry_read(nlh, &entry))
		return 0;
	(void)snprintf(text, sizeof(text), "%" PRIu32, entry.preference);
	req->offer(req, text,
		   entry.table ? nssh_name_of(NSSH_RT_TABLES, entry.table, table, sizeof(table))
			       : NULL);
	return 0;
}

/* `rule add preference` wants one that is free; only what it jumps to is there. */
static bool is_free(const struct nssh_complete *req)
{
	size_t count;
	const struct nssh_word *words = nssh_cmd_words(req->cmd, &count);

	return count > 1 && *words[1].text == 'a' && req->arg &&
	       strncmp(req->arg->name, "goto", 4) != 0;
}

void nssh_rule_complete(const struct nssh_complete *req)
{
	if (!is_free(req))
		(void)nssh_rule_dump(nssh_cmd_ns(req->cmd), nssh_rule_family(req->cmd), offer_entry,
				     &req, NULL);
}
