/* SPDX-License-Identifier: MIT */
/* Strings of JSON (RFC 8259, section 7). */
#ifndef NSSH_BASE_JSON_H
#define NSSH_BASE_JSON_H

#include "base/text.h"

/**
 * nssh_json_string() - add a string with its quotes
 *
 * Bytes that are not UTF-8 become U+FFFD, one for each. Controls beyond those that must be escaped
 * (DEL, C1, and what reorders text) are escaped too: the text may be shown on a terminal.
 */
void nssh_json_string(struct nssh_text *text, const char *str);

#endif
