/* SPDX-License-Identifier: MIT */
/* What a route does with packets: RTN_* and its names. */
#ifndef NSSH_ROUTE_KINDS_H
#define NSSH_ROUTE_KINDS_H

#include <nssh/plugin.h>

/* nssh_route_kind_of() - the RTN_* of a value of the row "<route-type>"; -1 when not given */
int nssh_route_kind_of(const struct nssh_value *kind);

#endif
