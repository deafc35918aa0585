/* SPDX-License-Identifier: MIT */
/* Whose packets a macvlan of mode source takes. */
#include "macvlan.h"

#include <errno.h>
#include <string.h>

#include <linux/if_ether.h>
#include <linux/if_link.h>

#include <nssh/names.h>

/**
 * struct addresses - what `macaddr` says
 * @mode: MACVLAN_MACADDR_*
 */
struct addresses {
	uint32_t mode;
	uint32_t count;
	struct nssh_lladdr at[];
};

static const struct nssh_choice actions[] = {
	{ "add", MACVLAN_MACADDR_ADD },
	{ "del", MACVLAN_MACADDR_DEL },
	{ "set", MACVLAN_MACADDR_SET },
	{ "flush", MACVLAN_MACADDR_FLUSH },
	{ 0 },
};

static const struct nssh_choice *find_action(const char *text)
{
	const struct nssh_choice *action = actions;

	while (action->word && strcmp(action->word, text) != 0)
		action++;
	return action->word ? action : NULL;
}

/* The words behind the action that are addresses, at most @limit of them. */
static void read_addresses(const struct nssh_value *value, uint32_t limit, struct addresses *found)
{
	for (uint32_t i = 1; i < value->count && found->count < limit; i++) {
		struct nssh_value address = { .word = &value->word[i], .count = 1 };

		if (nssh_type_parse_lladdr(NULL, NULL, &address, NULL) < 0 ||
		    address.lladdr.len != ETH_ALEN)
			return;
		found->at[found->count++] = address.lladdr;
	}
}

static int parse(const struct nssh_arg *arg, struct nssh_arena *arena, struct nssh_value *value,
		 struct nssh_error *err)
{
	const struct nssh_choice *action = find_action(value->word->text);
	const bool one = action && action->number <= MACVLAN_MACADDR_DEL;
	const size_t room = value->count * sizeof(struct nssh_lladdr);
	struct addresses *found;

	(void)arg;
	if (!action) {
		(void)nssh_fail(err, -EINVAL, value->word, "\"%s\" is not add, del, set or flush",
				value->word->text);
		return -EINVAL;
	}
	found = nssh_type_alloc(arena, sizeof(*found) + room);
	if (!found)
		return nssh_fail(err, -ENOMEM, value->word, "no memory");
	found->mode = (uint32_t)action->number;
	if (found->mode != MACVLAN_MACADDR_FLUSH)
		read_addresses(value, one ? 1 : UINT32_MAX, found);
	if (one && found->count == 0)
		return nssh_fail(err, -EINVAL, value->word, "an address is missing behind \"%s\"",
				 value->word->text);
	value->count = 1 + found->count;
	value->data = found;
	return 0;
}

static void complete(const struct nssh_complete *req)
{
	for (const struct nssh_choice *action = actions; action->word; action++)
		req->offer(req, action->word, NULL);
}

const struct nssh_type macvlan_addresses_type = {
	.name = "macvlan-addresses",
	.help = "add or del with an address, set with any number of them, or flush",
	.parse = parse,
	.complete = complete,
};

int macvlan_put_addresses(const struct nssh_option *option, const struct nssh_value *value,
			  const struct nssh_option_put *to, struct nssh_error *err)
{
	const struct addresses *found = value->data;
	size_t list;

	(void)err;
	nssh_msg_put_u32(to->msg, option->attr, found->mode);
	if (found->mode == MACVLAN_MACADDR_FLUSH)
		return 0;
	if (found->mode != MACVLAN_MACADDR_SET) {
		nssh_msg_put(to->msg, IFLA_MACVLAN_MACADDR, found->at[0].bytes, found->at[0].len);
		return 0;
	}
	list = nssh_msg_nest(to->msg, IFLA_MACVLAN_MACADDR_DATA);
	for (uint32_t i = 0; i < found->count; i++)
		nssh_msg_put(to->msg, IFLA_MACVLAN_MACADDR, found->at[i].bytes, found->at[i].len);
	nssh_msg_nest_end(to->msg, list);
	return 0;
}

/* All of them at once, whatever was done to them. */
void macvlan_restore_addresses(const struct nssh_option *option, const struct nlattr *const *was,
			       bool asked, struct nssh_msg *msg)
{
	const struct nlattr *list = was[IFLA_MACVLAN_MACADDR_DATA];

	if (!asked && !nssh_attr_u32(was[IFLA_MACVLAN_MACADDR_COUNT]))
		return;
	nssh_msg_put_u32(msg, option->attr, MACVLAN_MACADDR_SET);
	nssh_msg_put(msg, IFLA_MACVLAN_MACADDR_DATA, list ? mnl_attr_get_payload(list) : NULL,
		     list ? mnl_attr_get_payload_len(list) : 0);
}

static int print_address(const struct nlattr *attr, void *arg)
{
	char text[NSSH_ADDR_TEXT];

	nssh_out_str(arg, NULL, "%s ",
		     nssh_lladdr_text(mnl_attr_get_payload(attr), mnl_attr_get_payload_len(attr), 1,
				      text, sizeof(text)));
	return MNL_CB_OK;
}

bool macvlan_print_addresses(const struct nssh_option *option, const struct nssh_option_view *view)
{
	const struct nlattr *count = view->attrs[IFLA_MACVLAN_MACADDR_COUNT];
	const struct nlattr *list = view->attrs[IFLA_MACVLAN_MACADDR_DATA];

	(void)option;
	if (nssh_attr_u32(view->attrs[IFLA_MACVLAN_MODE]) != MACVLAN_MODE_SOURCE || !count)
		return true;
	nssh_out_uint(view->out, "macaddr_count", "remotes (%s) ", nssh_attr_u32(count));
	if (!list)
		return true;
	nssh_out_open_array(view->out, "macaddr_data");
	(void)mnl_attr_parse_nested(list, print_address, view->out);
	nssh_out_close_array(view->out);
	return true;
}
