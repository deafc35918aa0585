/* SPDX-License-Identifier: MIT */
/* Showing candidates on a terminal, screen by screen. */
#ifndef NSSH_UI_PAGER_H
#define NSSH_UI_PAGER_H

#include <stdbool.h>
#include <wchar.h>

struct nssh_keys;
struct nssh_suggestions;

/**
 * nssh_pager_show() - show a list from the row of the cursor on
 * @help: say also that the line may end, or why it cannot be read
 *
 * Very many are asked about first. Return: a key that was pressed to go on typing, or 0.
 */
wchar_t nssh_pager_show(struct nssh_keys *keys, const struct nssh_suggestions *list, bool help);

#endif
