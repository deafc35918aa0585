/* SPDX-License-Identifier: MIT */
/* What a link's kind tells of itself, brought back by who knows that kind. */
#define _GNU_SOURCE
#include <stdio.h>

#include <linux/if_link.h>

#include "net/context.h"
#include "net/message.h"
#include "net/plan/prior.h"

static bool restore(const struct nssh_net *net, const char *kind, const struct nlattr *was,
		    const struct nlattr *asked, struct nssh_msg *msg)
{
	return kind && net->restore && net->restore(kind, was, asked, msg, net->restore_arg);
}

bool nssh_prior_kind_data(const struct nssh_net *net, const char *kind, const struct nlattr *was,
			  struct nssh_msg *msg)
{
	return restore(net, kind, was, NULL, msg);
}

bool nssh_prior_kind(const struct nssh_net *net, const struct nlattr *was,
		     const struct nlattr *asked, struct nssh_msg *msg)
{
	const struct nlattr *had[IFLA_INFO_SLAVE_DATA + 1], *wanted[IFLA_INFO_SLAVE_DATA + 1];
	const struct nlattr *name, *data;
	char kind[64];
	size_t info, nest;
	bool port;

	nssh_attrs_nested(was, had, IFLA_INFO_SLAVE_DATA);
	nssh_attrs_nested(asked, wanted, IFLA_INFO_SLAVE_DATA);
	port = wanted[IFLA_INFO_SLAVE_KIND] != NULL;
	name = had[port ? IFLA_INFO_SLAVE_KIND : IFLA_INFO_KIND];
	data = wanted[port ? IFLA_INFO_SLAVE_DATA : IFLA_INFO_DATA];
	if (!data || !nssh_attr_str(name))
		return false;
	(void)snprintf(kind, sizeof(kind), "%s%s", nssh_attr_str(name), port ? "_slave" : "");
	if (!restore(net, kind, NULL, NULL, NULL))
		return false;
	info = nssh_msg_nest(msg, IFLA_LINKINFO);
	nssh_prior_put(msg, name);
	nest = nssh_msg_nest(msg, port ? IFLA_INFO_SLAVE_DATA : IFLA_INFO_DATA);
	(void)restore(net, kind, had[port ? IFLA_INFO_SLAVE_DATA : IFLA_INFO_DATA], data, msg);
	nssh_msg_nest_end(msg, nest);
	nssh_msg_nest_end(msg, info);
	return true;
}
