/* SPDX-License-Identifier: MIT */
/* netns list: the names under /run/netns, with the numbers that they have here. */
#include "netns.h"

/* In the order of the directory, as iproute2 shows them. */
static void list_one(const struct nssh_cmd *cmd, const char *name)
{
	struct nssh_out *out = nssh_cmd_out(cmd);
	int id = nssh_ns_id(nssh_cmd_ns(cmd), nssh_ns_get(nssh_cmd_net(cmd), name), NULL);

	nssh_out_open_object(out, NULL);
	nssh_out_str(out, "name", "%s", name);
	if (id >= 0)
		nssh_out_int(out, "id", " (id: %s)", id);
	else if (id < -1 && nssh_netns_is_stale(name))
		netns_warn_stale(cmd, name);
	nssh_out_text(out, "\n");
	nssh_out_close_object(out);
}

static int list_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	struct nssh_out *out = nssh_cmd_out(cmd);
	char **names;
	size_t count;
	int rc = nssh_netns_names_unsorted(&names, &count, err);

	if (rc < 0)
		return rc;
	nssh_out_open_array(out, NULL);
	for (size_t i = 0; i < count && !nssh_cmd_interrupted(cmd); i++)
		list_one(cmd, names[i]);
	nssh_out_close_array(out);
	nssh_netns_names_free(names, count);
	return 0;
}

const struct nssh_verb netns_list = {
	.grammar = "netns [ list ]",
	.effect = NSSH_READS,
	.help = "list the names of network namespaces",
	.text = "A number behind a name, `(id: 3)`, is what links here call that namespace by; see "
		"`netns set`.",
	.run = list_run,
};
