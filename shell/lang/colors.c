/* SPDX-License-Identifier: MIT */
/* Colours of what goes to standard error (NO_COLOR: no-color.org). */
#include "lang/colors.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool wanted(void)
{
	const char *term = getenv("TERM");
	const char *no = getenv("NO_COLOR");

	return isatty(STDERR_FILENO) && term && *term && strcmp(term, "dumb") != 0 && !(no && *no);
}

const struct nssh_colors *nssh_colors_stderr(void)
{
	static const struct nssh_colors plain = { "", "", "" };
	static const struct nssh_colors colored = { "\033[1m", "\033[31m", "\033[0m" };

	return wanted() ? &colored : &plain;
}
