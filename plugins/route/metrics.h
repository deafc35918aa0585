/* SPDX-License-Identifier: MIT */
/* Metrics of routes (RTAX_*): what TCP and IP make of a path. */
#ifndef NSSH_ROUTE_METRICS_H
#define NSSH_ROUTE_METRICS_H

#include <nssh/netlink.h>
#include <nssh/plugin.h>

/* nssh_route_metrics_put() - the attribute RTA_METRICS of a value of the row "<route-metrics>" */
void nssh_route_metrics_put(struct nssh_msg *msg, const struct nssh_value *rule);

#endif
