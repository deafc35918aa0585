/* SPDX-License-Identifier: MIT */
/* printf into a growing text, with what the arguments bring made safe to show. */
#ifndef NSSH_BASE_FORMAT_H
#define NSSH_BASE_FORMAT_H

#include <stdarg.h>
#include <stdbool.h>

#include "base/text.h"

/**
 * nssh_format() - add an expanded format
 * @escape: as nssh_text_escaped(), but line ends and tabs that the format itself has stay
 */
void nssh_format(struct nssh_text *text, bool escape, const char *fmt, va_list ap)
	NSSH_PRINTF(3, 0);

#endif
