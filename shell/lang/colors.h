/* SPDX-License-Identifier: MIT */
/* Colours of what goes to standard error: on a terminal that wants them, else nothing. */
#ifndef NSSH_LANG_COLORS_H
#define NSSH_LANG_COLORS_H

struct nssh_colors {
	const char *error;
	const char *mark;
	const char *reset;
};

/* Empty strings when standard error is no terminal, TERM is dumb, or NO_COLOR is set. */
const struct nssh_colors *nssh_colors_stderr(void);

#endif
