/* SPDX-License-Identifier: MIT */
/* The plugin bridge: the kind of link, and what a link is as a port of one. */
#include "bridge.h"

#include <stddef.h>

static const struct nssh_extension *const extensions[] = { &bridge_kind, &bridge_port_kind, NULL };

NSSH_PLUGIN(.name = "bridge", .version = "0.1", .summary = "Ethernet bridges and their ports",
	    .extensions = extensions);
