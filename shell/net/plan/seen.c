/* SPDX-License-Identifier: MIT */
/* Which routes or addresses a namespace has. */
#include "net/plan/seen.h"

#include <errno.h>

#include "net/plan/prior.h"

static bool is_key(const void *item, const void *key)
{
	return *(const uint64_t *)item == *(const uint64_t *)key;
}

void nssh_seen_init(struct nssh_seen *seen, uint16_t type,
		    uint64_t (*key)(const struct nlmsghdr *nlh))
{
	*seen = (struct nssh_seen){ .type = type, .key = key };
	seen->keys = (struct nssh_table){ .size = sizeof(uint64_t), .same = is_key };
}

void nssh_seen_forget(struct nssh_seen *seen)
{
	nssh_table_clear(&seen->keys);
	seen->ns = NULL;
}

/* Return: 1 when it is new, 0 when it is there, -ENOMEM. */
static int add(struct nssh_seen *seen, uint64_t key)
{
	if (nssh_table_find(&seen->keys, key, &key))
		return 0;
	return nssh_table_add(&seen->keys, key, &key) ? 1 : -ENOMEM;
}

static int learn(struct nssh_seen *seen, struct nssh_ns *ns, struct nssh_error *err)
{
	struct nssh_kept list = { 0 };
	int rc;

	if (seen->ns == ns)
		return 0;
	nssh_seen_forget(seen);
	rc = nssh_kept_list(&list, ns, seen->type, err);
	for (size_t i = 0; rc >= 0 && i < list.count; i++)
		rc = add(seen, seen->key(list.at[i]));
	nssh_kept_done(&list);
	if (rc >= 0)
		seen->ns = ns;
	return rc < 0 ? rc : 0;
}

int nssh_seen_add(struct nssh_seen *seen, struct nssh_ns *ns, const struct nlmsghdr *asked,
		  struct nssh_error *err)
{
	int rc = learn(seen, ns, err);

	if (rc == 0)
		rc = add(seen, seen->key(asked));
	return rc == -ENOMEM ? nssh_fail(err, rc, NULL, "no memory to note how to take this back")
			     : rc;
}
