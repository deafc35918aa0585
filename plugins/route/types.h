/* SPDX-License-Identifier: MIT */
/* What the values of this plugin's own kinds of argument hold. */
#ifndef NSSH_ROUTE_TYPES_H
#define NSSH_ROUTE_TYPES_H

#include <stdint.h>

/* In the num of an rtt: it was written without a unit, so it is in the kernel's own. Else in ms. */
#define ROUTE_RTT_RAW (UINT64_C(1) << 32)

#endif
