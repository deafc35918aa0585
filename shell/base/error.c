/* SPDX-License-Identifier: MIT */
/* The error object. */
#include <nssh/error.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int nssh_fail(struct nssh_error *err, int code, const struct nssh_word *word, const char *fmt, ...)
{
	va_list ap;

	if (!err || err->code)
		return code;
	err->code = code;
	err->word = word;
	va_start(ap, fmt);
	(void)vsnprintf(err->what, sizeof(err->what), fmt, ap);
	va_end(ap);
	return code;
}

void nssh_why(struct nssh_error *err, const char *fmt, ...)
{
	va_list ap;

	if (!err || !err->code || err->why[0])
		return;
	va_start(ap, fmt);
	(void)vsnprintf(err->why, sizeof(err->why), fmt, ap);
	va_end(ap);
}

void nssh_hint(struct nssh_error *err, const char *fmt, ...)
{
	va_list ap;

	if (!err || !err->code || err->hint[0])
		return;
	va_start(ap, fmt);
	(void)vsnprintf(err->hint, sizeof(err->hint), fmt, ap);
	va_end(ap);
}

void nssh_kind(struct nssh_error *err, enum nssh_error_kind kind)
{
	if (err && err->code && err->kind == NSSH_ERROR_OTHER)
		err->kind = kind;
}

void nssh_error_clear(struct nssh_error *err)
{
	if (err && (err->code || err->word))
		memset(err, 0, sizeof(*err));
}
