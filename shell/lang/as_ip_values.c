/* SPDX-License-Identifier: MIT */
/* What ip (iproute2 6.1) says of values that do not read as what they have to be. */
#include <string.h>
#include <sys/socket.h>

#include "lang/as_ip_about.h"

/* Behind which word it says what of a value that does not read; %s is the value. */
static const struct {
	enum nssh_ip_which object;
	const char *keyword;
	const char *why;
} values[] = {
	{ NSSH_IP_LINK, "mtu", "Invalid \"mtu\" value\n" },
	{ NSSH_IP_LINK, "txqueuelen", "Invalid \"txqueuelen\" value\n" },
	{ NSSH_IP_LINK, "qlen", "Invalid \"txqueuelen\" value\n" },
	{ NSSH_IP_LINK, "group", "Invalid \"group\" value\n" },
	{ NSSH_IP_LINK, "index", "Invalid \"index\" value" },
	{ NSSH_IP_LINK, "name", "\"name\" not a valid ifname" },
	{ NSSH_IP_LINK, "netns", "Invalid \"netns\" value\n" },
	{ NSSH_IP_LINK, "addrgenmode", "Invalid address generation mode\n" },
	{ NSSH_IP_ADDR, "scope", "invalid scope value." },
	{ NSSH_IP_ADDR, "metric", "\"metric\" value is invalid\n" },
	{ NSSH_IP_ADDR, "priority", "\"metric\" value is invalid\n" },
	{ NSSH_IP_ADDR, "valid_lft", "valid_lft value" },
	{ NSSH_IP_ADDR, "preferred_lft", "preferred_lft value" },
	{ NSSH_IP_ROUTE, "mtu", "\"mtu\" value is invalid\n" },
	{ NSSH_IP_ROUTE, "tos", "\"tos\" value is invalid\n" },
	{ NSSH_IP_ROUTE, "nhid", "\"id\" value is invalid\n" },
	{ NSSH_IP_ROUTE, "mark", "invalid mark value" },
	{ NSSH_IP_ROUTE, "table", "\"table\" value is invalid\n" },
	{ NSSH_IP_ROUTE, "protocol", "\"protocol\" value is invalid\n" },
	{ NSSH_IP_ROUTE, "scope", "invalid \"scope\" value\n" },
	{ NSSH_IP_ROUTE, "metric", "\"metric\" value is invalid\n" },
	{ NSSH_IP_ROUTE, "priority", "\"metric\" value is invalid\n" },
	{ NSSH_IP_ROUTE, "preference", "\"metric\" value is invalid\n" },
	{ NSSH_IP_ROUTE, "weight", "\"weight\" is invalid\n" },
};

static const char *why_wrong(const struct nssh_ip_about *about)
{
	const char *keyword = nssh_ip_before(about);

	if (nssh_ip_selects(about) &&
	    (about->object == NSSH_IP_ADDR || about->object == NSSH_IP_ROUTE))
		return nssh_ip_begins("scope", keyword)      ? "invalid \"scope\"\n"
		       : about->object == NSSH_IP_ADDR       ? NULL
		       : nssh_ip_begins("table", keyword)    ? "table id value is invalid\n"
		       : nssh_ip_begins("type", keyword)     ? "node type value is invalid\n"
		       : nssh_ip_begins("protocol", keyword) ? "invalid \"protocol\"\n"
							     : NULL;
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		if (values[i].object == about->object && nssh_ip_begins(values[i].keyword, keyword))
			return values[i].why;
	}
	return NULL;
}

static const char *family_name(int family)
{
	return family == AF_INET ? "inet" : family == AF_INET6 ? "inet6" : "any valid";
}

/* Addresses of which no option tells the family are of that of the prefix before them. */
static int family_of(const struct nssh_ip_about *about)
{
	int family = about->front->options.family;

	for (size_t i = about->at + 2; family == AF_UNSPEC && i < about->word; i++) {
		const char *text = nssh_ip_word(about, i);
		size_t digits = strspn(text, "0123456789abcdefABCDEF");

		if (digits < strlen(text) && text[digits] == ':')
			family = AF_INET6;
		else if (digits && text[digits] == '.')
			family = AF_INET;
	}
	return family;
}

/* Does a prefix come behind the word before it? What nothing else takes is one, too, in some places. */
static bool takes_prefix(const struct nssh_ip_about *about)
{
	static const char *const prefixes[] = { "local", "peer",  "to",    "from",
						"root",  "match", "exact", "via" };

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
		if (strcmp(prefixes[i], nssh_ip_before(about)) == 0)
			return true;
	}
	return about->object == NSSH_IP_ROUTE &&
	       (nssh_ip_selects(about) || nssh_ip_action_is(about, "get"));
}

bool nssh_ip_wrong_address(const struct nssh_ip_about *about)
{
	static const char *const addresses[] = { "via", "src", "broadcast", "brd", "anycast" };
	const char *keyword = nssh_ip_before(about), *name;
	bool address = false;

	if (about->object != NSSH_IP_ADDR && about->object != NSSH_IP_ROUTE)
		return false;
	for (size_t i = 0; i < sizeof(addresses) / sizeof(*addresses) && !nssh_ip_selects(about);
	     i++)
		address = address || strcmp(addresses[i], keyword) == 0;
	if (!address && about->word > about->at + 2 && !takes_prefix(about))
		return false;
	name = family_name(address || strcmp(keyword, "peer") == 0 ||
					   nssh_ip_action_is(about, "get")
				   ? family_of(about)
				   : about->front->options.family);
	nssh_text_printf(about->text, "Error: %s %s is expected rather than \"%s\".\n", name,
			 address ? "address" : "prefix", nssh_ip_blamed(about));
	return nssh_ip_ends(about, NSSH_IP_FAILED);
}

/* Do the words of a kind of link come before it? */
static bool is_behind_type(const struct nssh_ip_about *about)
{
	for (size_t i = about->at + 1; i + 1 < about->word; i++) {
		if (strcmp(nssh_ip_word(about, i), "type") == 0)
			return true;
	}
	return false;
}

/* What the plugin of a kind says of a value; others say it in ways of their own. */
static bool wrong_option(const struct nssh_ip_about *about)
{
	const char *option = nssh_ip_before(about), *kind = "";

	for (size_t i = about->at + 1; i + 1 < about->words->count; i++)
		kind = strcmp(nssh_ip_word(about, i), "type") == 0 ? nssh_ip_word(about, i + 1)
								   : kind;
	if (strcmp(kind, option) == 0)
		return false;
	if (strcmp(kind, "bridge") == 0 || (strcmp(kind, "vxlan") == 0 && !strcmp(option, "id")))
		nssh_text_printf(about->text, "Error: argument \"%s\" is wrong: invalid %s\n",
				 nssh_ip_blamed(about), option);
	else if (strcmp(kind, "bridge_slave") == 0)
		nssh_text_printf(about->text, "Error: argument \"%s\" is wrong: %s is invalid\n",
				 nssh_ip_blamed(about), option);
	else
		return false;
	return nssh_ip_ends(about, NSSH_IP_ENDS);
}

static bool wrong_link_value(const struct nssh_ip_about *about)
{
	if (nssh_ip_begins("address", nssh_ip_before(about)) ||
	    nssh_ip_begins("broadcast", nssh_ip_before(about))) {
		nssh_text_printf(about->text, "\"%s\" is invalid lladdr.\n", nssh_ip_blamed(about));
		return nssh_ip_ends(about, NSSH_IP_FAILED);
	}
	if (nssh_ip_begins("type", nssh_ip_before(about)) && nssh_ip_action_is(about, "add")) {
		nssh_text_str(about->text, "Error: Unknown device type.\n");
		return nssh_ip_ends(about, NSSH_IP_REFUSED);
	}
	if (is_behind_type(about))
		return wrong_option(about);
	if (!nssh_ip_before(about)[0] && nssh_ip_action_is(about, "add") &&
	    strchr(nssh_ip_blamed(about), '/'))
		return nssh_ip_wrong_argument(about, "\"dev\" not a valid ifname");
	if (strcmp(nssh_ip_before(about), "arp") == 0 ||
	    strcmp(nssh_ip_before(about), "multicast") == 0 ||
	    strcmp(nssh_ip_before(about), "promisc") == 0 ||
	    strcmp(nssh_ip_before(about), "allmulticast") == 0) {
		nssh_text_printf(
			about->text,
			"Error: argument of \"%s\" must be \"on\" or \"off\", not \"%s\"\n",
			nssh_ip_before(about), nssh_ip_blamed(about));
		return nssh_ip_ends(about, NSSH_IP_FAILED);
	}
	return false;
}

bool nssh_ip_wrong_netns_value(const struct nssh_ip_about *about)
{
	if (nssh_ip_action_is(about, "set") && about->word == about->at + 3)
		return nssh_ip_wrong_argument(about, nssh_ip_blamed(about)[0] == '-'
							     ? "\"netnsid\" value should be >= 0"
							     : "Invalid \"netnsid\" value");
	if (nssh_ip_action_is(about, "identify"))
		nssh_text_printf(about->text, "Specified string '%s' is not a pid\n",
				 nssh_ip_blamed(about));
	else if (nssh_ip_action_is(about, "attach") && about->word == about->at + 3)
		nssh_text_printf(about->text, "Invalid PID: %s\n", nssh_ip_blamed(about));
	else if (nssh_ip_action_is(about, "add") || nssh_ip_action_is(about, "delete"))
		nssh_text_printf(about->text, "Invalid netns name \"%s\"\n", nssh_ip_blamed(about));
	else
		return false;
	return nssh_ip_ends(about,
			    nssh_ip_action_is(about, "add") || nssh_ip_action_is(about, "delete")
				    ? NSSH_IP_ENDS
				    : NSSH_IP_FAILED);
}

bool nssh_ip_wrong_value(struct nssh_ip_about *about)
{
	const char *why;

	if (about->word == NSSH_IP_NO_WORD || about->word <= about->at + 1)
		return false;
	if (about->object == NSSH_IP_NETNS)
		return nssh_ip_wrong_netns_value(about);
	if (about->object == NSSH_IP_LINK && wrong_link_value(about))
		return true;
	if (about->object == NSSH_IP_LINK && is_behind_type(about))
		return false;
	why = why_wrong(about);
	return why ? nssh_ip_wrong_argument(about, why) : nssh_ip_wrong_address(about);
}
