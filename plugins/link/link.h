/* SPDX-License-Identifier: MIT */
/* The verbs of the plugin link, and what they share. */
#ifndef NSSH_PLUGIN_LINK_H
#define NSSH_PLUGIN_LINK_H

#include <nssh/link.h>
#include <nssh/plan.h>
#include <nssh/plugin.h>

extern const struct nssh_verb link_add, link_replace, link_set, link_del, link_show;
extern const struct nssh_verb link_property_add, link_property_del;

/**
 * link_put_kind() - IFLA_LINKINFO with the kind's name and data
 * @kind: the value of the row "<kind>"; nothing is put when it was not given
 * @ns:   the namespace that the request is sent in
 */
int link_put_kind(struct nssh_cmd *cmd, const struct nssh_value *kind, struct nssh_ns *ns,
		  struct nssh_msg *msg, struct nssh_error *err);

/**
 * link_target() - where a link is to be, when not where the request is sent
 * @attrs: of the rule <link-attrs>, for its `netns`
 * @name:  the new name, which may say NS: too; or NULL
 * @ret_word: the word that says so
 *
 * Return: 0 with @ret_ns NULL when neither says anything but @ns, or -EINVAL when they disagree.
 */
int link_target(struct nssh_cmd *cmd, const struct nssh_value *attrs, const struct nssh_value *name,
		struct nssh_ns *ns, struct nssh_ns **ret_ns, const struct nssh_word **ret_word,
		struct nssh_error *err);

#endif
