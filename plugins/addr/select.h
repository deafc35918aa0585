/* SPDX-License-Identifier: MIT */
/* Which addresses of a namespace are meant, and finding them. */
#ifndef NSSH_ADDR_SELECT_H
#define NSSH_ADDR_SELECT_H

#include <stdbool.h>
#include <stddef.h>

#include "entry.h"

/**
 * struct addr_selection - what an address must be; all empty selects all
 * @link:  on this link, or NULL; owned
 * @word:  to blame when the link is not there
 * @up:    on a link that is up
 * @family: AF_UNSPEC for any
 * @to:    in this prefix; when its family is not AF_UNSPEC
 * @label: its label, or its link's name when it has none, fits this pattern; or NULL; owned
 * @scope: of this scope; -1 for any
 * @flags, @mask: its IFA_F_* flags, masked, are these
 */
struct addr_selection {
	char *link;
	const struct nssh_word *word;
	bool up;
	int family;
	struct nssh_addr to;
	char *label;
	int scope;
	uint32_t flags, mask;
};

void nssh_addr_selection_done(struct addr_selection *selection);

/**
 * nssh_addr_find() - all addresses that are meant, in the kernel's order
 * @ret: @ret_count of them, to be freed with free()
 */
int nssh_addr_find(struct nssh_ns *ns, const struct addr_selection *selection,
		   struct addr_entry **ret, size_t *ret_count, struct nssh_error *err);

#endif
