/* SPDX-License-Identifier: MIT */
/* The plugin bond: several links as one, and what a link is as a port of it. */
#include "bond.h"

static const struct nssh_extension *const extensions[] = { &bond_kind, &bond_port_kind, NULL };

static const struct nssh_type *const types[] = {
	&bond_targets_type,
	&bond_targets6_type,
	&bond_signed_type,
	NULL,
};

NSSH_PLUGIN(.name = "bond", .version = "0.1", .summary = "several links as one",
	    .extensions = extensions, .types = types);
