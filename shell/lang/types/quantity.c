/* SPDX-License-Identifier: MIT */
/* Numbers as people write them: whole ones, and decimal ones with a unit. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lang/types/types.h"

/* Digits behind the point that count: times the largest unit they still fit in 64 bits. */
#define FRACTION_DIGITS 6

int nssh_type_digits(const char *text, uint64_t *ret_number)
{
	unsigned long long number;
	char *end;

	if (!isdigit((unsigned char)text[0]))
		return -EINVAL;
	errno = 0;
	number = strtoull(text, &end, 0);
	if (*end)
		return -EINVAL;
	if (errno)
		return -ERANGE;
	*ret_number = number;
	return 0;
}

static bool add_product(uint64_t *sum, uint64_t a, uint64_t b)
{
	uint64_t product;

	return !__builtin_mul_overflow(a, b, &product) &&
	       !__builtin_add_overflow(*sum, product, sum);
}

static const struct nssh_unit *find_unit(const struct nssh_unit *units, const char *name)
{
	if (!*name)
		return units;
	for (; units->name; units++) {
		if (strcasecmp(units->name, name) == 0)
			return units;
	}
	return NULL;
}

int nssh_type_quantity(const char *text, const struct nssh_unit *units, uint64_t *ret_number)
{
	const size_t whole = strspn(text, "0123456789");
	const char *fraction = text + whole + (text[whole] == '.');
	const size_t digits = text[whole] == '.' ? strspn(fraction, "0123456789") : 0;
	const struct nssh_unit *unit = find_unit(units, fraction + digits);
	uint64_t number = 0, sum = 0, scale = 1, part = 0;

	if (!unit || !whole || (text[whole] == '.' && !digits))
		return -EINVAL;
	for (size_t i = 0; i < whole; i++) {
		uint64_t next = (uint64_t)(text[i] - '0');

		if (!add_product(&next, number, 10))
			return -ERANGE;
		number = next;
	}
	for (size_t i = 0; i < digits && i < FRACTION_DIGITS; i++) {
		part = part * 10 + (uint64_t)(fraction[i] - '0');
		scale *= 10;
	}
	sum = part * unit->size / scale;
	if (!add_product(&sum, number, unit->size))
		return -ERANGE;
	*ret_number = sum;
	return 0;
}
