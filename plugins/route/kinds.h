/* SPDX-License-Identifier: MIT */
/* What a route does with packets: RTN_* and its names. */
#ifndef NSSH_ROUTE_KINDS_H
#define NSSH_ROUTE_KINDS_H

#include <stdbool.h>
#include <stddef.h>

#include <nssh/plugin.h>

/* nssh_route_kind_of() - the RTN_* of a value of the row "<route-type>"; -1 when not given */
int nssh_route_kind_of(const struct nssh_value *kind);

/*
 * nssh_route_kind_name() - the name of an RTN_*
 * @buf: holds it as a number when it has none, or when @numeric
 */
const char *nssh_route_kind_name(int kind, bool numeric, char *buf, size_t size);

#endif
