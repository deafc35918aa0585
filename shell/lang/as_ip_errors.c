/* SPDX-License-Identifier: MIT */
/*
 * nssh's error objects in the words of ip (iproute2 6.1), for who called nssh by that name. All that is known of
 * ip's texts is here. Where it is not known how ip tells something, nothing is told: then ip itself does.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "lang/as_ip_about.h"
#include "lang/as_ip_state.h"
#include "net/explain.h"

/* In ip's own order, which decides between abbreviations (ip/ip.c). */
static const struct {
	const char *name;
	enum nssh_ip_which object;
	const char *help; /* what it calls itself in "try ... help" */
} objects[] = {
	{ "address", NSSH_IP_ADDR, "address" },
	{ "addrlabel", NSSH_IP_OTHERS, "addrlabel" },
	{ "maddress", NSSH_IP_OTHERS, "maddress" },
	{ "route", NSSH_IP_ROUTE, "route" },
	{ "rule", NSSH_IP_OTHERS, "rule" },
	{ "neighbor", NSSH_IP_OTHERS, "neigh" },
	{ "neighbour", NSSH_IP_OTHERS, "neigh" },
	{ "ntable", NSSH_IP_OTHERS, "ntable" },
	{ "ntbl", NSSH_IP_OTHERS, "ntable" },
	{ "link", NSSH_IP_LINK, "link" },
	{ "l2tp", NSSH_IP_OTHERS, "l2tp" },
	{ "fou", NSSH_IP_OTHERS, "fou" },
	{ "ila", NSSH_IP_OTHERS, "ila" },
	{ "macsec", NSSH_IP_OTHERS, "macsec" },
	{ "tunnel", NSSH_IP_OTHERS, "tunnel" },
	{ "tunl", NSSH_IP_OTHERS, "tunnel" },
	{ "tuntap", NSSH_IP_OTHERS, "tuntap" },
	{ "tap", NSSH_IP_OTHERS, "tuntap" },
	{ "token", NSSH_IP_OTHERS, "token" },
	{ "tcpmetrics", NSSH_IP_OTHERS, "tcp_metrics" },
	{ "tcp_metrics", NSSH_IP_OTHERS, "tcp_metrics" },
	{ "monitor", NSSH_IP_OTHERS, "monitor" },
	{ "xfrm", NSSH_IP_OTHERS, "xfrm" },
	{ "mroute", NSSH_IP_OTHERS, "mroute" },
	{ "mrule", NSSH_IP_OTHERS, "mrule" },
	{ "netns", NSSH_IP_NETNS, "netns" },
	{ "netconf", NSSH_IP_OTHERS, "netconf" },
	{ "vrf", NSSH_IP_OTHERS, "vrf" },
	{ "sr", NSSH_IP_OTHERS, "sr" },
	{ "nexthop", NSSH_IP_OTHERS, "nexthop" },
	{ "mptcp", NSSH_IP_OTHERS, "mptcp" },
	{ "ioam", NSSH_IP_OTHERS, "ioam" },
	{ "stats", NSSH_IP_OTHERS, "stats" },
	{ "help", NSSH_IP_OTHERS, "" },
};

#define NOBJECTS (sizeof(objects) / sizeof(*objects))

bool nssh_ip_begins(const char *whole, const char *word)
{
	return *word && strncmp(whole, word, strlen(word)) == 0;
}

static size_t find_object(const char *word)
{
	size_t i = 0;

	while (i < NOBJECTS && !nssh_ip_begins(objects[i].name, word))
		i++;
	return i;
}

enum nssh_ip_object nssh_ip_object(const char *word)
{
	size_t i = find_object(word);

	if (i == NOBJECTS)
		return NSSH_IP_UNKNOWN;
	return strcmp(objects[i].name, "help") == 0 ? NSSH_IP_HELP : NSSH_IP_KNOWN;
}

/* The word at an index, or "". */
const char *nssh_ip_word(const struct nssh_ip_about *about, size_t index)
{
	return index < about->words->count ? about->words->at[index].text : "";
}

const char *nssh_ip_blamed(const struct nssh_ip_about *about)
{
	return nssh_ip_word(about, about->word);
}

const char *nssh_ip_before(const struct nssh_ip_about *about)
{
	return about->word != NSSH_IP_NO_WORD && about->word > about->at + 2
		       ? nssh_ip_word(about, about->word - 1)
		       : "";
}

bool nssh_ip_action_is(const struct nssh_ip_about *about, const char *whole)
{
	return nssh_ip_begins(whole, nssh_ip_word(about, about->at + 1));
}

/* The words that begin an action which shows; none shows, too. */
bool nssh_ip_shows(const struct nssh_ip_about *about)
{
	return about->words->count == about->at + 1 || nssh_ip_action_is(about, "show") ||
	       nssh_ip_action_is(about, "list") || nssh_ip_action_is(about, "lst");
}

bool nssh_ip_selects(const struct nssh_ip_about *about)
{
	return nssh_ip_shows(about) || nssh_ip_action_is(about, "flush");
}

bool nssh_ip_ends(const struct nssh_ip_about *about, int status)
{
	*about->end = (struct nssh_ip_end){ .status = status, .over = status == NSSH_IP_ENDS };
	return true;
}

/* ip's invarg() */
bool nssh_ip_wrong_argument(const struct nssh_ip_about *about, const char *why)
{
	nssh_text_printf(about->text, "Error: argument \"%s\" is wrong: %s\n",
			 nssh_ip_blamed(about), why);
	return nssh_ip_ends(about, NSSH_IP_ENDS);
}

static bool refused(struct nssh_ip_about *about)
{
	const struct nssh_error *err = about->err;
	size_t size = strlen(err->why);

	if (strcmp(err->why, nssh_errno_text(err->code)) == 0)
		nssh_text_printf(about->text, "RTNETLINK answers: %s\n", err->why);
	else
		nssh_text_printf(about->text, "Error: %s%s\n", err->why,
				 size && err->why[size - 1] == '.' ? "" : ".");
	if (err->kind != NSSH_ERROR_LIST)
		return nssh_ip_ends(about, NSSH_IP_REFUSED);
	nssh_text_str(about->text, "Dump terminated\n");
	return nssh_ip_ends(about, NSSH_IP_FAILED);
}

/* What a verb looked for itself may stand in its words only. */
static size_t find_quoted(const struct nssh_ip_about *about)
{
	const char *quoted = strchr(about->err->what, '"');
	size_t found = NSSH_IP_NO_WORD;

	for (size_t i = about->at + 1; quoted && i < about->words->count; i++) {
		size_t size = strlen(nssh_ip_word(about, i));

		if (strncmp(quoted + 1, nssh_ip_word(about, i), size) == 0 &&
		    quoted[1 + size] == '"')
			found = i;
	}
	return found;
}

static bool no_link(struct nssh_ip_about *about)
{
	const char *keyword;

	if (about->word == about->at)
		about->word = find_quoted(about);
	if (about->word == NSSH_IP_NO_WORD)
		return false;
	keyword = nssh_ip_before(about);
	if (nssh_ip_begins("master", keyword) &&
	    (about->object == NSSH_IP_LINK || nssh_ip_shows(about)))
		return nssh_ip_wrong_argument(about, "Device does not exist\n");
	if (nssh_ip_begins("vrf", keyword))
		return nssh_ip_wrong_argument(about, about->object == NSSH_IP_ROUTE
							     ? "Invalid VRF\n"
							     : "Not a valid VRF name\n");
	if (about->object == NSSH_IP_LINK ? nssh_ip_shows(about)
					  : about->object == NSSH_IP_ADDR && nssh_ip_selects(about))
		nssh_text_printf(about->text, "Device \"%s\" does not exist.\n",
				 nssh_ip_blamed(about));
	else
		nssh_text_printf(about->text, "Cannot find device \"%s\"\n", nssh_ip_blamed(about));
	return nssh_ip_ends(about, NSSH_IP_FAILED);
}

/* What an action has to have: for a line that is too short, or with nothing behind the action. */
static const struct {
	enum nssh_ip_which object;
	unsigned int words;
	const char *action;
	const char *text;
	int status;
} needs[] = {
	{ NSSH_IP_LINK, 0, "add", "Not enough information: \"type\" argument is required",
	  NSSH_IP_FAILED },
	{ NSSH_IP_LINK, 0, "set", "Not enough information: \"dev\" argument is required.",
	  NSSH_IP_ENDS },
	{ NSSH_IP_LINK, 0, "delete", "Not enough information: \"dev\" argument is required.",
	  NSSH_IP_ENDS },
	{ NSSH_IP_ADDR, 0, "flush", "Flush requires arguments.", NSSH_IP_FAILED },
	{ NSSH_IP_ROUTE, 0, "flush", "\"ip route flush\" requires arguments.", NSSH_IP_FAILED },
	{ NSSH_IP_ROUTE, 0, "get", "need at least a destination address", NSSH_IP_FAILED },
	{ NSSH_IP_NETNS, 0, "add", "No netns name specified", NSSH_IP_FAILED },
	{ NSSH_IP_NETNS, 0, "delete", "No netns name specified", NSSH_IP_FAILED },
	{ NSSH_IP_NETNS, 0, "exec", "No netns name specified", NSSH_IP_FAILED },
	{ NSSH_IP_NETNS, 1, "exec", "No command specified", NSSH_IP_FAILED },
	{ NSSH_IP_NETNS, 0, "set", "No netns name specified", NSSH_IP_FAILED },
	{ NSSH_IP_NETNS, 1, "set", "No nsid specified", NSSH_IP_FAILED },
	{ NSSH_IP_NETNS, 0, "pids", "No netns name specified", NSSH_IP_FAILED },
	{ NSSH_IP_NETNS, 0, "attach", "No netns name and PID specified", NSSH_IP_FAILED },
	{ NSSH_IP_NETNS, 1, "attach", "No netns name and PID specified", NSSH_IP_FAILED },
};

/* @exact: the line has no words but the action's and those that are counted */
static bool needs_more(const struct nssh_ip_about *about, bool exact)
{
	size_t behind = about->words->count - about->at - 2;

	for (size_t i = 0; i < sizeof(needs) / sizeof(*needs); i++) {
		if (needs[i].object != about->object ||
		    !nssh_ip_action_is(about, needs[i].action) ||
		    (behind != needs[i].words && (exact || needs[i].object != NSSH_IP_LINK)))
			continue;
		nssh_text_printf(about->text, "%s\n", needs[i].text);
		return nssh_ip_ends(about, needs[i].status);
	}
	return false;
}

static bool no_netns(struct nssh_ip_about *about)
{
	static const char absent[] = "No such file or directory";

	if (about->word == NSSH_IP_NO_WORD)
		return false;
	if (about->object == NSSH_IP_LINK && about->word > about->at)
		return nssh_ip_begins("netns", nssh_ip_before(about)) &&
		       nssh_ip_wrong_argument(about, "Invalid \"netns\" value\n");
	if (about->object != NSSH_IP_NETNS || about->word < about->at) {
		nssh_text_printf(about->text, "Cannot open network namespace \"%s\": %s\n",
				 nssh_ip_blamed(about), absent);
		return nssh_ip_ends(about, NSSH_IP_ENDS);
	}
	if (nssh_ip_action_is(about, "exec") && about->words->count == about->at + 3)
		return needs_more(about, true);
	if (nssh_ip_action_is(about, "delete")) {
		nssh_text_printf(about->text,
				 "Cannot remove namespace file \"/run/netns/%s\": %s\n",
				 nssh_ip_blamed(about), absent);
	} else if (nssh_ip_action_is(about, "pids")) {
		nssh_text_printf(about->text, "Cannot open network namespace: %s\n", absent);
	} else if (nssh_ip_action_is(about, "exec") || nssh_ip_action_is(about, "set")) {
		nssh_text_printf(about->text, "Cannot open network namespace \"%s\": %s\n",
				 nssh_ip_blamed(about), absent);
		/* One of a batch is a process of its own, which ends alone. */
		*about->end = (struct nssh_ip_end){
			nssh_ip_action_is(about, "exec") ? NSSH_IP_ENDS : NSSH_IP_FAILED, false
		};
		return true;
	} else {
		return false;
	}
	return nssh_ip_ends(about, NSSH_IP_FAILED);
}

static bool no_program(struct nssh_ip_about *about)
{
	if (about->word == NSSH_IP_NO_WORD)
		return false;
	nssh_text_printf(about->text, "exec of \"%s\" failed: %s\n", nssh_ip_blamed(about),
			 about->err->why);
	return nssh_ip_ends(about, NSSH_IP_FAILED);
}

static bool unknown_action(const struct nssh_ip_about *about)
{
	nssh_text_printf(about->text, "Command \"%s\" is unknown, try \"ip %s help\".\n",
			 nssh_ip_blamed(about), about->help);
	return nssh_ip_ends(about, NSSH_IP_ENDS);
}

static bool has_word(const struct nssh_ip_about *about, const char *word)
{
	for (size_t i = about->at + 1; i < about->words->count; i++) {
		if (strcmp(nssh_ip_word(about, i), word) == 0)
			return true;
	}
	return false;
}

static bool no_value(struct nssh_ip_about *about)
{
	const char *last = nssh_ip_word(about, about->words->count - 1);

	if (about->object > NSSH_IP_ROUTE || strcmp(last, "nexthop") == 0)
		return false;
	nssh_text_str(about->text, "Command line is not complete. Try option \"help\"\n");
	return nssh_ip_ends(about, NSSH_IP_ENDS);
}

static bool missing(struct nssh_ip_about *about)
{
	if (about->object != NSSH_IP_ADDR || nssh_ip_shows(about) ||
	    nssh_ip_action_is(about, "flush"))
		return needs_more(about, false);
	if (has_word(about, "dev"))
		return false;
	nssh_text_str(about->text, "Not enough information: \"dev\" argument is required.\n");
	return nssh_ip_ends(about, NSSH_IP_FAILED);
}

/* What takes the place of an argument that is there already is ip's garbage. */
static bool unexpected(struct nssh_ip_about *about)
{
	static const char *const names[] = { "dev", "local", "to" };

	/* Without the plugin of an object it is ip's to do. */
	if (about->word == NSSH_IP_NO_WORD || about->word <= about->at)
		return false;
	if (about->word == about->at + 1)
		return unknown_action(about);
	if (about->object == NSSH_IP_ROUTE &&
	    (nssh_ip_selects(about) || nssh_ip_action_is(about, "get")))
		return nssh_ip_wrong_address(about);
	if (about->object > NSSH_IP_ROUTE || has_word(about, "type") ||
	    has_word(about, "nexthop") ||
	    (about->object == NSSH_IP_LINK && !nssh_ip_action_is(about, "set") &&
	     !nssh_ip_shows(about)))
		return false;
	nssh_text_printf(
		about->text, "Error: either \"%s\" is duplicate, or \"%s\" is a garbage.\n",
		about->object == NSSH_IP_ADDR && nssh_ip_shows(about) ? "dev"
								      : names[about->object],
		nssh_ip_blamed(about));
	return nssh_ip_ends(about, NSSH_IP_ENDS);
}

static bool is_flag(const char *word)
{
	return strcmp(word, "up") == 0 || strcmp(word, "down") == 0 ||
	       strcmp(word, "onlink") == 0 || strcmp(word, "nodad") == 0;
}

/* A word behind a flag is as if there were no flag. */
static bool wrong_choice(struct nssh_ip_about *about)
{
	return is_flag(nssh_ip_before(about)) ? unexpected(about) : nssh_ip_wrong_value(about);
}

/* ip's duparg(), as far as nssh sees these twice, too. */
static bool twice(struct nssh_ip_about *about)
{
	static const char *const names[] = { "mtu", "txqueuelen", "netns", "index" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (about->object != NSSH_IP_LINK || about->word == NSSH_IP_NO_WORD ||
		    strcmp(names[i], nssh_ip_blamed(about)) != 0)
			continue;
		nssh_text_printf(about->text,
				 "Error: duplicate \"%s\": \"%s\" is the second value.\n", names[i],
				 nssh_ip_word(about, about->word + 1));
		return nssh_ip_ends(about, NSSH_IP_ENDS);
	}
	return false;
}

/* Also of files under /run/netns. */
static bool other(struct nssh_ip_about *about)
{
	static const char same[] = "preferred_lft is greater than valid_lft";

	if (about->object == NSSH_IP_ADDR && strcmp(about->err->what, same) == 0) {
		nssh_text_printf(about->text, "%s\n", same);
		return nssh_ip_ends(about, NSSH_IP_FAILED);
	}
	if (about->object == NSSH_IP_NETNS && nssh_ip_action_is(about, "delete") &&
	    strchr(nssh_ip_blamed(about), '/'))
		return nssh_ip_wrong_netns_value(about);
	if (about->err->code == -EINVAL && about->words->count > about->at + 1)
		return needs_more(about, true);
	if (about->object != NSSH_IP_NETNS || about->word == NSSH_IP_NO_WORD ||
	    !nssh_ip_action_is(about, "add") || about->err->code != -EEXIST)
		return false;
	nssh_text_printf(about->text, "Cannot create namespace file \"/run/netns/%s\": %s\n",
			 nssh_ip_blamed(about), about->err->why);
	return nssh_ip_ends(about, NSSH_IP_FAILED);
}

static bool (*const tellers[])(struct nssh_ip_about *about) = {
	[NSSH_ERROR_OTHER] = other,
	[NSSH_ERROR_REFUSED] = refused,
	[NSSH_ERROR_LIST] = refused,
	[NSSH_ERROR_NO_LINK] = no_link,
	[NSSH_ERROR_NO_NETNS] = no_netns,
	[NSSH_ERROR_UNEXPECTED] = unexpected,
	[NSSH_ERROR_CHOICE] = wrong_choice,
	[NSSH_ERROR_TWICE] = twice,
	[NSSH_ERROR_MISSING] = missing,
	[NSSH_ERROR_NO_VALUE] = no_value,
	[NSSH_ERROR_VALUE] = nssh_ip_wrong_value,
	[NSSH_ERROR_PROGRAM] = no_program,
};

/* The same string stands in the words of the line and in those that were read. */
static size_t index_of(const struct nssh_words *words, const struct nssh_word *word)
{
	for (size_t i = 0; word && i < words->count; i++) {
		if (words->at[i].text == word->text)
			return i;
	}
	return NSSH_IP_NO_WORD;
}

bool nssh_ip_error(const struct nssh_ip_line *line, const struct nssh_error *err,
		   struct nssh_text *ret_text, struct nssh_ip_end *ret_end)
{
	struct nssh_ip_about about = {
		.words = line->words,
		.front = line->front,
		.err = err,
		.at = line->front->first,
		.word = index_of(line->words, err->word),
		.text = ret_text,
		.end = ret_end,
	};
	size_t object = find_object(nssh_ip_word(&about, about.at));

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
	else if (word[0] && !nssh_ip_begins("-help", word) && !nssh_ip_begins("--help", word))
		nssh_text_printf(ret_text, "Option \"%s\" is unknown, try \"ip -help\".\n",
				 word + (word[1] == '-'));
	else
		return false;
	return true;
}
