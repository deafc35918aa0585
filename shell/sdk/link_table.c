/* SPDX-License-Identifier: MIT */
/* What links are called by their indexes, for lists of what goes by them: read when first wanted. */
#include <nssh/link.h>

#include <stdio.h>
#include <stdlib.h>

#include <linux/if.h>

#include "sdk/link_list.h"

struct nssh_link_table {
	struct nssh_ns *ns;
	struct nssh_link_list list;
	bool loaded;
};

struct nssh_link_table *nssh_link_table_new(struct nssh_ns *ns)
{
	struct nssh_link_table *table = calloc(1, sizeof(*table));

	if (table)
		table->ns = ns;
	return table;
}

void nssh_link_table_free(struct nssh_link_table *table)
{
	if (table && table->loaded)
		nssh_link_list_done(&table->list);
	free(table);
}

static bool find(struct nssh_link_table *table, uint32_t index, struct nssh_link_entry *ret)
{
	const struct nssh_link_select everything = { .stats = false };

	if (!table)
		return false;
	if (!table->loaded)
		(void)nssh_link_list_all(&table->list, table->ns, &everything, NULL);
	table->loaded = true;
	return nssh_link_list_find(&table->list, (int)index, ret);
}

const char *nssh_link_table_name(struct nssh_link_table *table, uint32_t index, char *buf)
{
	struct nssh_link_entry link;

	if (find(table, index, &link))
		return link.name;
	(void)snprintf(buf, IFNAMSIZ, "if%u", index);
	return buf;
}

int nssh_link_table_type(struct nssh_link_table *table, uint32_t index)
{
	struct nssh_link_entry link;
	const struct ifinfomsg *head;

	if (!find(table, index, &link))
		return -1;
	head = mnl_nlmsg_get_payload(link.nlh);
	return head->ifi_type;
}
