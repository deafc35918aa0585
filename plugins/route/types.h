/* SPDX-License-Identifier: MIT */
/* What the values of this plugin's own kinds of argument hold. */
#ifndef NSSH_ROUTE_TYPES_H
#define NSSH_ROUTE_TYPES_H

#include <stdint.h>

/* In the num of an rtt: it was written without a unit, so it is in the kernel's own. Else in ms. */
#define ROUTE_RTT_RAW (UINT64_C(1) << 32)

/* The num of the table `cache`, beside NSSH_NAME_ALL. */
#define ROUTE_CACHE (UINT64_C(2) << 32)

/* nssh_route_pref_name() - the word for a preference of routers, or NULL */
const char *nssh_route_pref_name(unsigned int pref);

#endif
