/* SPDX-License-Identifier: MIT */
/* What adding and setting links have in common: the kind, and the namespace that they end up in. */
#include "link.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include <linux/if_link.h>

#include <nssh/option.h>

/* `bridge_slave` and the like are about the port that a link is, not about its own kind. */
static size_t port_kind_size(const char *kind)
{
	size_t size = strlen(kind);

	return size > 6 && strcmp(kind + size - 6, "_slave") == 0 ? size - 6 : 0;
}

static int put_data(struct nssh_cmd *cmd, const struct nssh_value *kind, uint16_t type,
		    struct nssh_ns *ns, struct nssh_msg *msg, struct nssh_error *err)
{
	const struct nssh_option_put to = { .cmd = cmd, .ns = ns, .msg = msg };
	const struct nssh_link_kind *impl = kind->sub.ext->impl;
	const size_t nest = nssh_msg_nest(msg, type);
	int rc = 0;

	if (kind->sub.ext->options)
		rc = nssh_options_put(kind->sub.ext->options, kind->sub.args, &to, err);
	if (rc == 0 && impl->fill)
		rc = impl->fill(cmd, ns, kind->sub.args, msg, err);
	nssh_msg_nest_end(msg, nest);
	return rc;
}

int link_put_kind(struct nssh_cmd *cmd, const struct nssh_value *kind, struct nssh_ns *ns,
		  struct nssh_msg *msg, struct nssh_error *err)
{
	const struct nssh_link_kind *impl;
	const char *name;
	size_t info, port;
	int rc = 0;

	if (!nssh_given(kind))
		return 0;
	impl = kind->sub.ext->impl;
	name = nssh_link_kind_name(kind);
	port = port_kind_size(name);
	nssh_msg_word(msg, kind->word);
	info = nssh_msg_nest(msg, IFLA_LINKINFO);
	if (port)
		nssh_msg_put(msg, IFLA_INFO_SLAVE_KIND, name, port);
	else
		nssh_msg_put(msg, IFLA_INFO_KIND, name, strlen(name));
	if (kind->sub.ext->options ? nssh_options_given(kind->sub.ext->options, kind->sub.args)
				   : impl->fill != NULL)
		rc = put_data(cmd, kind, port ? IFLA_INFO_SLAVE_DATA : IFLA_INFO_DATA, ns, msg,
			      err);
	nssh_msg_nest_end(msg, info);
	nssh_msg_word(msg, NULL);
	return rc;
}

int link_target(struct nssh_cmd *cmd, const struct nssh_value *attrs, const struct nssh_value *name,
		struct nssh_ns *ns, struct nssh_ns **ret_ns, const struct nssh_word **ret_word,
		struct nssh_error *err)
{
	const struct nssh_link_attrs *given = nssh_link_attrs_of(attrs);
	const struct nssh_value *netns = given ? &given->netns : NULL;
	const bool named = name && nssh_given(name) && name->link.ns;
	struct nssh_ns *of_name = named ? nssh_cmd_link_ns(cmd, name) : NULL;
	struct nssh_ns *of_word = NULL;

	*ret_ns = NULL;
	*ret_word = NULL;
	if (netns && nssh_given(netns))
		of_word = nssh_ns_get(nssh_cmd_net(cmd), netns->str);
	if (of_name && of_word && of_name != of_word) {
		(void)nssh_fail(err, -EINVAL, netns->word, "\"%s\" says another namespace already",
				name->word->text);
		nssh_hint(err, "leave out `netns`, or the namespace in front of the colon");
		return -EINVAL;
	}
	if (of_word && of_word != ns) {
		*ret_ns = of_word;
		*ret_word = netns->word;
	} else if (of_name && of_name != ns) {
		*ret_ns = of_name;
		*ret_word = name->word;
	}
	return 0;
}
