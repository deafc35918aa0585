/* SPDX-License-Identifier: MIT */
/* Showing an error or a warning to a person, on standard error. */
#ifndef NSSH_LANG_REPORT_H
#define NSSH_LANG_REPORT_H

#include <nssh/error.h>

/* FILE:LINE:COL: what: why, the line with the word underlined, and the hint. */
void nssh_report(const struct nssh_error *err);

/* A warning; @word may be NULL. */
void nssh_report_warning(const struct nssh_word *word, const char *text);

#endif
