/* SPDX-License-Identifier: MIT */
/*
 * nssh's error objects in the words of ip (iproute2 6.1), for who called nssh by that name. All that is known of
 * ip's texts is here. Where it is not known how ip tells something, nothing is told: then ip itself does.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "lang/as_ip_state.h"
#include "net/explain.h"

#define NO_WORD ((size_t)-1)

/* ip's exit statuses. */
enum { FAILED = 1, REFUSED = 2, ENDS = 255 };

enum object { LINK, ADDR, ROUTE, NETNS, OTHERS };

/* In ip's own order, which decides between abbreviations (ip/ip.c). */
static const struct {
	const char *name;
	enum object object;
	const char *help; /* what it calls itself in "try ... help" */
} objects[] = {
	{ "address", ADDR, "address" },
	{ "addrlabel", OTHERS, "addrlabel" },
	{ "maddress", OTHERS, "maddress" },
	{ "route", ROUTE, "route" },
	{ "rule", OTHERS, "rule" },
	{ "neighbor", OTHERS, "neigh" },
	{ "neighbour", OTHERS, "neigh" },
	{ "ntable", OTHERS, "ntable" },
	{ "ntbl", OTHERS, "ntable" },
	{ "link", LINK, "link" },
	{ "l2tp", OTHERS, "l2tp" },
	{ "fou", OTHERS, "fou" },
	{ "ila", OTHERS, "ila" },
	{ "macsec", OTHERS, "macsec" },
	{ "tunnel", OTHERS, "tunnel" },
	{ "tunl", OTHERS, "tunnel" },
	{ "tuntap", OTHERS, "tuntap" },
	{ "tap", OTHERS, "tuntap" },
	{ "token", OTHERS, "token" },
	{ "tcpmetrics", OTHERS, "tcp_metrics" },
	{ "tcp_metrics", OTHERS, "tcp_metrics" },
	{ "monitor", OTHERS, "monitor" },
	{ "xfrm", OTHERS, "xfrm" },
	{ "mroute", OTHERS, "mroute" },
	{ "mrule", OTHERS, "mrule" },
	{ "netns", NETNS, "netns" },
	{ "netconf", OTHERS, "netconf" },
	{ "vrf", OTHERS, "vrf" },
	{ "sr", OTHERS, "sr" },
	{ "nexthop", OTHERS, "nexthop" },
	{ "mptcp", OTHERS, "mptcp" },
	{ "ioam", OTHERS, "ioam" },
	{ "stats", OTHERS, "stats" },
	{ "help", OTHERS, "" },
};

#define NOBJECTS (sizeof(objects) / sizeof(*objects))

/**
 * struct about - what the line is about
 * @at: the index of the object's word; @word: of the word to blame, or NO_WORD
 */
struct about {
	const struct nssh_words *words;
	const struct nssh_front *front;
	const struct nssh_error *err;
	enum object object;
	const char *help;
	size_t at, word;
	struct nssh_text *text;
	struct nssh_ip_end *end;
};

static bool begins(const char *whole, const char *word)
{
	return *word && strncmp(whole, word, strlen(word)) == 0;
}

static size_t find_object(const char *word)
{
	size_t i = 0;

	while (i < NOBJECTS && !begins(objects[i].name, word))
		i++;
	return i;
}

bool nssh_ip_has_object(const char *word)
{
	return find_object(word) < NOBJECTS;
}

/* The word at an index, or "". */
static const char *word_at(const struct about *about, size_t index)
{
	return index < about->words->count ? about->words->at[index].text : "";
}

static const char *blamed(const struct about *about)
{
	return word_at(about, about->word);
}

/* The word before it, unless that is the action's. */
static const char *before(const struct about *about)
{
	return about->word != NO_WORD && about->word > about->at + 2
		       ? word_at(about, about->word - 1)
		       : "";
}

static bool action_is(const struct about *about, const char *whole)
{
	return begins(whole, word_at(about, about->at + 1));
}

/* The words that begin an action which shows; none shows, too. */
static bool shows(const struct about *about)
{
	return about->words->count == about->at + 1 || action_is(about, "show") ||
	       action_is(about, "list") || action_is(about, "lst");
}

static bool ends(const struct about *about, int status)
{
	*about->end = (struct nssh_ip_end){ .status = status, .over = status == ENDS };
	return true;
}

/* ip's invarg() */
static bool wrong_argument(const struct about *about, const char *why)
{
	nssh_text_printf(about->text, "Error: argument \"%s\" is wrong: %s\n", blamed(about), why);
	return ends(about, ENDS);
}

static bool refused(const struct about *about)
{
	const struct nssh_error *err = about->err;
	size_t size = strlen(err->why);

	if (strcmp(err->why, nssh_errno_text(err->code)) == 0)
		nssh_text_printf(about->text, "RTNETLINK answers: %s\n", err->why);
	else
		nssh_text_printf(about->text, "Error: %s%s\n", err->why,
				 size && err->why[size - 1] == '.' ? "" : ".");
	if (err->kind != NSSH_ERROR_LIST)
		return ends(about, REFUSED);
	nssh_text_str(about->text, "Dump terminated\n");
	return ends(about, FAILED);
}

static bool no_link(const struct about *about)
{
	const char *keyword = before(about);

	if (about->word == NO_WORD || strchr(blamed(about), ':'))
		return false;
	if (about->object == LINK && begins("master", keyword))
		return wrong_argument(about, "Device does not exist\n");
	if (about->object == ADDR && shows(about) && begins("master", keyword))
		return wrong_argument(about, "Device does not exist\n");
	if (begins("vrf", keyword))
		return wrong_argument(about, "Not a valid VRF name\n");
	if (about->object <= ADDR && shows(about))
		nssh_text_printf(about->text, "Device \"%s\" does not exist.\n", blamed(about));
	else
		nssh_text_printf(about->text, "Cannot find device \"%s\"\n", blamed(about));
	return ends(about, FAILED);
}

static bool no_netns(const struct about *about)
{
	static const char absent[] = "No such file or directory";

	if (about->word == NO_WORD)
		return false;
	if (about->object == LINK && about->word > about->at)
		return begins("netns", before(about)) &&
		       wrong_argument(about, "Invalid \"netns\" value\n");
	if (about->object != NETNS || about->word < about->at) {
		nssh_text_printf(about->text, "Cannot open network namespace \"%s\": %s\n",
				 blamed(about), absent);
		return ends(about, ENDS);
	}
	if (action_is(about, "delete")) {
		nssh_text_printf(about->text,
				 "Cannot remove namespace file \"/run/netns/%s\": %s\n",
				 blamed(about), absent);
	} else if (action_is(about, "pids")) {
		nssh_text_printf(about->text, "Cannot open network namespace: %s\n", absent);
	} else if (action_is(about, "exec") || action_is(about, "set")) {
		nssh_text_printf(about->text, "Cannot open network namespace \"%s\": %s\n",
				 blamed(about), absent);
		/* One of a batch is a process of its own, which ends alone. */
		*about->end =
			(struct nssh_ip_end){ action_is(about, "exec") ? ENDS : FAILED, false };
		return true;
	} else {
		return false;
	}
	return ends(about, FAILED);
}

static bool no_program(const struct about *about)
{
	if (about->word == NO_WORD)
		return false;
	nssh_text_printf(about->text, "exec of \"%s\" failed: %s\n", blamed(about),
			 about->err->why);
	return ends(about, FAILED);
}

static bool unknown_action(const struct about *about)
{
	nssh_text_printf(about->text, "Command \"%s\" is unknown, try \"ip %s help\".\n",
			 blamed(about), about->help);
	return ends(about, ENDS);
}

static bool has_word(const struct about *about, const char *word)
{
	for (size_t i = about->at + 1; i < about->words->count; i++) {
		if (strcmp(word_at(about, i), word) == 0)
			return true;
	}
	return false;
}

/* What takes the place of an argument that is there already is ip's garbage. */
static bool unexpected(const struct about *about)
{
	static const char *const names[] = { "dev", "local", "to" };

	if (about->word == about->at + 1)
		return unknown_action(about);
	if (about->object > ROUTE || has_word(about, "type") || has_word(about, "nexthop") ||
	    (about->object == LINK && !action_is(about, "set") && !shows(about)))
		return false;
	nssh_text_printf(about->text,
			 "Error: either \"%s\" is duplicate, or \"%s\" is a garbage.\n",
			 about->object == ADDR && shows(about) ? "dev" : names[about->object],
			 blamed(about));
	return ends(about, ENDS);
}

static bool no_value(const struct about *about)
{
	const char *last = word_at(about, about->words->count - 1);

	if (about->object > ROUTE || strcmp(last, "nexthop") == 0)
		return false;
	nssh_text_str(about->text, "Command line is not complete. Try option \"help\"\n");
	return ends(about, ENDS);
}

/* What an action has to have: for a line that is too short, or with nothing behind the action. */
static const struct {
	enum object object;
	const char *action;
	size_t words;
	const char *text;
	int status;
} needs[] = {
	{ LINK, "add", 0, "Not enough information: \"type\" argument is required", FAILED },
	{ LINK, "set", 0, "Not enough information: \"dev\" argument is required.", ENDS },
	{ LINK, "delete", 0, "Not enough information: \"dev\" argument is required.", ENDS },
	{ ADDR, "flush", 0, "Flush requires arguments.", FAILED },
	{ ROUTE, "flush", 0, "\"ip route flush\" requires arguments.", FAILED },
	{ ROUTE, "get", 0, "need at least a destination address", FAILED },
	{ NETNS, "add", 0, "No netns name specified", FAILED },
	{ NETNS, "delete", 0, "No netns name specified", FAILED },
	{ NETNS, "exec", 0, "No netns name specified", FAILED },
	{ NETNS, "exec", 1, "No command specified", FAILED },
	{ NETNS, "set", 0, "No netns name specified", FAILED },
	{ NETNS, "set", 1, "No nsid specified", FAILED },
	{ NETNS, "pids", 0, "No netns name specified", FAILED },
	{ NETNS, "attach", 0, "No netns name specified", FAILED },
	{ NETNS, "attach", 1, "No PID specified", FAILED },
};

/* @exact: the line has no words but the action's and those that are counted */
static bool needs_more(const struct about *about, bool exact)
{
	size_t behind = about->words->count - about->at - 2;

	for (size_t i = 0; i < sizeof(needs) / sizeof(*needs); i++) {
		if (needs[i].object != about->object || !action_is(about, needs[i].action) ||
		    (behind != needs[i].words && (exact || needs[i].object != LINK)))
			continue;
		nssh_text_printf(about->text, "%s\n", needs[i].text);
		return ends(about, needs[i].status);
	}
	return false;
}

static bool missing(const struct about *about)
{
	if (about->object != ADDR || shows(about) || action_is(about, "flush"))
		return needs_more(about, false);
	if (has_word(about, "dev"))
		return false;
	nssh_text_str(about->text, "Not enough information: \"dev\" argument is required.\n");
	return ends(about, FAILED);
}

/* Behind which word it says what of a value that does not read; %s is the value. */
static const struct {
	enum object object;
	const char *keyword;
	const char *why;
} values[] = {
	{ LINK, "mtu", "Invalid \"mtu\" value\n" },
	{ LINK, "txqueuelen", "Invalid \"txqueuelen\" value\n" },
	{ LINK, "qlen", "Invalid \"txqueuelen\" value\n" },
	{ LINK, "numtxqueues", "Invalid \"numtxqueues\" value\n" },
	{ LINK, "numrxqueues", "Invalid \"numrxqueues\" value\n" },
	{ LINK, "netns", "Invalid \"netns\" value\n" },
	{ LINK, "addrgenmode", "Invalid address generation mode\n" },
	{ ADDR, "scope", "invalid scope value." },
	{ ROUTE, "table", "\"table\" value is invalid\n" },
	{ ROUTE, "protocol", "\"protocol\" value is invalid\n" },
	{ ROUTE, "scope", "invalid \"scope\" value\n" },
	{ ROUTE, "metric", "\"metric\" value is invalid\n" },
	{ ROUTE, "priority", "\"metric\" value is invalid\n" },
	{ ROUTE, "preference", "\"metric\" value is invalid\n" },
	{ ROUTE, "weight", "\"weight\" is invalid\n" },
};

static const char *why_wrong(const struct about *about)
{
	const char *keyword = before(about);

	if (about->object == ADDR && shows(about) && begins("scope", keyword))
		return "invalid \"scope\"\n";
	if (about->object == ROUTE && shows(about))
		return begins("table", keyword)  ? "table id value is invalid\n"
		       : begins("type", keyword) ? "node type value is invalid\n"
						 : NULL;
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		if (values[i].object == about->object && begins(values[i].keyword, keyword))
			return values[i].why;
	}
	return NULL;
}

static const char *family_name(int family)
{
	return family == AF_INET ? "inet" : family == AF_INET6 ? "inet6" : "any valid";
}

/* Addresses of which no option tells the family are of that of the prefix before them. */
static int family_of(const struct about *about)
{
	int family = about->front->options.family;

	for (size_t i = about->at + 2; family == AF_UNSPEC && i < about->word; i++) {
		const char *text = word_at(about, i);
		size_t digits = strspn(text, "0123456789abcdefABCDEF");

		if (digits < strlen(text) && text[digits] == ':')
			family = AF_INET6;
		else if (digits && text[digits] == '.')
			family = AF_INET;
	}
	return family;
}

static bool wrong_address(const struct about *about)
{
	static const char *const addresses[] = { "via", "src", "broadcast", "brd", "anycast" };
	const char *keyword = before(about), *name;
	bool address = false;

	if (about->object != ADDR && about->object != ROUTE)
		return false;
	for (size_t i = 0; i < sizeof(addresses) / sizeof(*addresses); i++)
		address = address || strcmp(addresses[i], keyword) == 0;
	if (!address && about->word > about->at + 2 && strcmp(keyword, "local") != 0 &&
	    strcmp(keyword, "peer") != 0 && strcmp(keyword, "to") != 0)
		return false;
	name = family_name(address ? family_of(about) : about->front->options.family);
	nssh_text_printf(about->text, "Error: %s %s is expected rather than \"%s\".\n", name,
			 address ? "address" : "prefix", blamed(about));
	return ends(about, FAILED);
}

static bool wrong_link_value(const struct about *about)
{
	if (begins("address", before(about)) || begins("broadcast", before(about))) {
		nssh_text_printf(about->text, "\"%s\" is invalid lladdr.\n", blamed(about));
		return ends(about, FAILED);
	}
	if (begins("type", before(about)) && action_is(about, "add")) {
		nssh_text_str(about->text, "Error: Unknown device type.\n");
		return ends(about, REFUSED);
	}
	if (has_word(about, "type") || !about->word)
		return false;
	if (strcmp(before(about), "arp") == 0 || strcmp(before(about), "multicast") == 0 ||
	    strcmp(before(about), "promisc") == 0 || strcmp(before(about), "allmulticast") == 0) {
		nssh_text_printf(
			about->text,
			"Error: argument of \"%s\" must be \"on\" or \"off\", not \"%s\"\n",
			before(about), blamed(about));
		return ends(about, FAILED);
	}
	return false;
}

static bool wrong_value(const struct about *about)
{
	const char *why;

	if (about->word == NO_WORD || about->word <= about->at + 1)
		return false;
	if (about->object == NETNS && action_is(about, "add")) {
		nssh_text_printf(about->text, "Invalid netns name \"%s\"\n", blamed(about));
		return ends(about, ENDS);
	}
	if (about->object == NETNS && action_is(about, "set") && about->word == about->at + 3)
		return wrong_argument(about, "Invalid \"netnsid\" value");
	if (about->object == LINK && wrong_link_value(about))
		return true;
	if (about->object == LINK && has_word(about, "type") && !begins("mtu", before(about)))
		return false;
	why = why_wrong(about);
	return why ? wrong_argument(about, why) : wrong_address(about);
}

/* Also of files under /run/netns. */
static bool other(const struct about *about)
{
	if (about->err->code == -EINVAL && about->words->count > about->at + 1)
		return needs_more(about, true);
	if (about->object != NETNS || about->word == NO_WORD || !action_is(about, "add") ||
	    about->err->code != -EEXIST)
		return false;
	nssh_text_printf(about->text, "Cannot create namespace file \"/run/netns/%s\": %s\n",
			 blamed(about), about->err->why);
	return ends(about, FAILED);
}

static bool (*const tellers[])(const struct about *about) = {
	[NSSH_ERROR_OTHER] = other,        [NSSH_ERROR_REFUSED] = refused,
	[NSSH_ERROR_LIST] = refused,       [NSSH_ERROR_NO_LINK] = no_link,
	[NSSH_ERROR_NO_NETNS] = no_netns,  [NSSH_ERROR_UNEXPECTED] = unexpected,
	[NSSH_ERROR_CHOICE] = wrong_value, [NSSH_ERROR_MISSING] = missing,
	[NSSH_ERROR_NO_VALUE] = no_value,  [NSSH_ERROR_VALUE] = wrong_value,
	[NSSH_ERROR_PROGRAM] = no_program,
};

/* The same string stands in the words of the line and in those that were read. */
static size_t index_of(const struct nssh_words *words, const struct nssh_word *word)
{
	for (size_t i = 0; word && i < words->count; i++) {
		if (words->at[i].text == word->text)
			return i;
	}
	return NO_WORD;
}

bool nssh_ip_error(const struct nssh_ip_line *line, const struct nssh_error *err,
		   struct nssh_text *ret_text, struct nssh_ip_end *ret_end)
{
	struct about about = {
		.words = line->words,
		.front = line->front,
		.err = err,
		.at = line->front->first,
		.word = index_of(line->words, err->word),
		.text = ret_text,
		.end = ret_end,
	};
	size_t object = find_object(word_at(&about, about.at));

	if (object == NOBJECTS)
		return false;
	about.object = objects[object].object;
	about.help = objects[object].help;
	return err->kind < sizeof(tellers) / sizeof(*tellers) && tellers[err->kind] &&
	       tellers[err->kind](&about);
}

bool nssh_ip_option_error(const struct nssh_ip_line *line, const struct nssh_error *err,
			  struct nssh_text *ret_text)
{
	const char *word = err->word ? err->word->text : "";

	if (line->front->wants == NSSH_FRONT_NETNS) {
		nssh_text_str(ret_text, "Cannot open network namespace \"(null)\": "
					"No such file or directory\n");
		return true;
	}
	if (word[0] != '-' && word[0])
		nssh_text_printf(ret_text,
				 "Error: argument \"%s\" is wrong: invalid protocol family\n",
				 word);
	else if (word[0] && !begins("-help", word) && !begins("--help", word))
		nssh_text_printf(ret_text, "Option \"%s\" is unknown, try \"ip -help\".\n",
				 word + (word[1] == '-'));
	else
		return false;
	return true;
}
