/* SPDX-License-Identifier: MIT */
/* `ip` and its options, by one table (ip(8), OPTIONS; the order decides between abbreviations). */
#include "lang/front.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum action { FLAG, COUNT, FAMILY, VALUE, SPECIAL, COLOR };

/**
 * struct option - an option of `ip`
 * @min:    bytes of the shortest abbreviation, the dash counted; 0: only whole
 * @offset: of the flag or counter in struct nssh_options
 * @number: the family, the kind of value, or the special
 */
struct option {
	const char *name;
	unsigned int min;
	enum action action;
	size_t offset;
	int number;
	const char *help;
};

#define AT(member) offsetof(struct nssh_options, member)

static const struct option options[] = {
	{ "-loops", 2, VALUE, 0, NSSH_FRONT_NUMBER, "rounds of a flush at most" },
	{ "-family", 2, VALUE, 0, NSSH_FRONT_FAMILY, "address family: inet, inet6, link ..." },
	{ "-4", 0, FAMILY, 0, AF_INET, "IPv4 only" },
	{ "-6", 0, FAMILY, 0, AF_INET6, "IPv6 only" },
	{ "-0", 0, FAMILY, 0, AF_PACKET, "links only" },
	{ "-M", 0, FAMILY, 0, AF_MPLS, "MPLS only" },
	{ "-B", 0, FAMILY, 0, AF_BRIDGE, "bridges only" },
	{ "-human", 2, FLAG, AT(human), 0, "statistics with units" },
	{ "-human-readable", 7, FLAG, AT(human), 0, "statistics with units" },
	{ "-iec", 2, FLAG, AT(iec), 0, "units of 1024" },
	{ "-statistics", 2, COUNT, AT(stats), 0, "statistics; twice for more" },
	{ "-stats", 2, COUNT, AT(stats), 0, "statistics; twice for more" },
	{ "-details", 2, COUNT, AT(details), 0, "details" },
	{ "-resolve", 2, FLAG, AT(resolve), 0, "names of hosts instead of addresses" },
	{ "-oneline", 2, FLAG, AT(oneline), 0, "one line for each record" },
	{ "-timestamp", 2, FLAG, AT(timestamp), 0, "the time before each event" },
	{ "-tshort", 3, FLAG, AT(tshort), 0, "a short time before each event" },
	{ "-Version", 2, SPECIAL, 0, NSSH_FRONT_VERSION, "print the version" },
	{ "-force", 3, FLAG, AT(force), 0, "go on after errors" },
	{ "-batch", 2, VALUE, 0, NSSH_FRONT_FILE, "run the lines of a file" },
	{ "-brief", 3, FLAG, AT(brief), 0, "a short table" },
	{ "-json", 2, FLAG, AT(json), 0, "JSON" },
	{ "-rcvbuf", 3, VALUE, 0, NSSH_FRONT_NUMBER, "size of the receive buffer" },
	{ "-color", 2, COLOR, AT(color), 0, "colours" },
	{ "-netns", 2, VALUE, 0, NSSH_FRONT_NETNS, "the namespace that the command is about" },
	{ "-Numeric", 2, FLAG, AT(numeric), 0, "numbers instead of names" },
	{ "-all", 2, FLAG, AT(all), 0, "all namespaces" },
	{ "-echo", 2, FLAG, AT(echo), 0, "ask the kernel to echo what was done" },
	{ "-pretty", 2, FLAG, AT(pretty), 0, "JSON to be read by people" },
};

#define NOPTIONS (sizeof(options) / sizeof(*options))

void nssh_front_each(void (*each)(const char *option, const char *help, void *arg), void *arg)
{
	for (size_t i = 0; i < NOPTIONS; i++)
		each(options[i].name, options[i].help, arg);
}

static bool is_color_mode(const char *mode)
{
	return strcmp(mode, "=always") == 0 || strcmp(mode, "=auto") == 0 ||
	       strcmp(mode, "=never") == 0;
}

/* `--details` is `-details`; `-color=always` has its value behind. */
static const struct option *find_option(const char *text)
{
	size_t size;

	if (text[0] == '-' && text[1] == '-' && text[2])
		text++;
	size = strcspn(text, "=");
	for (size_t i = 0; i < NOPTIONS; i++) {
		const struct option *o = &options[i];

		if (text[size] == '=' && (o->action != COLOR || !is_color_mode(text + size)))
			continue;
		if (strlen(o->name) < size || strncmp(o->name, text, size) != 0)
			continue;
		if (o->name[size] == '\0' || (o->min && size >= o->min))
			return o;
	}
	return NULL;
}

static const struct {
	const char *name;
	int family;
} families[] = {
	{ "inet", AF_INET },     { "inet6", AF_INET6 }, { "link", AF_PACKET },
	{ "bridge", AF_BRIDGE }, { "mpls", AF_MPLS },   { "any", AF_UNSPEC },
};

static int set_family(struct nssh_options *to, const struct nssh_word *word, struct nssh_error *err)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
		if (strcmp(word->text, families[i].name) == 0) {
			to->family = families[i].family;
			return 0;
		}
	}
	(void)nssh_fail(err, -EINVAL, word, "\"%s\" is not an address family", word->text);
	nssh_hint(err, "it is one of inet, inet6, link, bridge, mpls, any");
	return -EINVAL;
}

static int set_value(struct nssh_front *front, enum nssh_front_value kind,
		     const struct nssh_word *word, struct nssh_error *err)
{
	switch (kind) {
	case NSSH_FRONT_NETNS:
		front->ns = word;
		front->options.netns = (struct nssh_value){
			.word = word,
			.count = 1,
			.str = word->text,
		};
		return 0;
	case NSSH_FRONT_FAMILY:
		return set_family(&front->options, word, err);
	case NSSH_FRONT_FILE:
		front->special = NSSH_FRONT_BATCH;
		front->file = word;
		return 0;
	default:
		/* Sizes of buffers and rounds: nssh sets its own. */
		return 0;
	}
}

static void set_color(struct nssh_options *to, const char *text)
{
	const char *mode = strchr(text, '=');

	if (mode && strcmp(mode, "=auto") == 0)
		to->color = isatty(STDOUT_FILENO);
	else
		to->color = !mode || strcmp(mode, "=never") != 0;
}

static void set_flag(struct nssh_front *front, const struct option *option, const char *text)
{
	char *at = (char *)&front->options + option->offset;

	switch (option->action) {
	case FLAG:
		*(bool *)(void *)at = true;
		break;
	case COUNT:
		++*(unsigned int *)(void *)at;
		break;
	case FAMILY:
		front->options.family = option->number;
		break;
	case COLOR:
		set_color(&front->options, text);
		break;
	default:
		front->special = (enum nssh_front_special)option->number;
		break;
	}
}

static int read_options(const struct nssh_words *words, struct nssh_front *front,
			struct nssh_error *err)
{
	while (front->first < words->count && front->wants == NSSH_FRONT_NONE) {
		const struct nssh_word *word = &words->at[front->first];
		const struct option *option;
		int rc;

		if (word->text[0] != '-' || !word->text[1] || word->quoted)
			return 0;
		front->first++;
		if (strcmp(word->text, "--") == 0)
			return 0;
		option = find_option(word->text);
		if (!option) {
			(void)nssh_fail(err, -EINVAL, word, "unknown option \"%s\"", word->text);
			nssh_hint(
				err,
				"those of ip are -n NETNS -4 -6 -br -o -d -s -j -p -a ...; nssh --help "
				"lists its own");
			return -EINVAL;
		}
		if (option->action != VALUE) {
			set_flag(front, option, word->text);
			continue;
		}
		front->wants = (enum nssh_front_value)option->number;
		if (front->first == words->count)
			return 0;
		rc = set_value(front, front->wants, &words->at[front->first++], err);
		if (rc < 0)
			return rc;
		front->wants = NSSH_FRONT_NONE;
	}
	return 0;
}

static bool abbreviates(const struct nssh_word *word, const char *whole, size_t min)
{
	size_t size = strlen(word->text);

	return size >= min && strncmp(whole, word->text, size) == 0;
}

/*
 * `netns exec NS ip`: the rest is about NS, and no process is needed. `netns exec all ip` is the
 * verb's to read.
 */
static bool is_native_exec(const struct nssh_words *words, const struct nssh_front *front)
{
	const struct nssh_word *at = words->at + front->first;

	return words->count - front->first >= 4 && !front->options.all &&
	       abbreviates(&at[0], "netns", 3) && abbreviates(&at[1], "exec", 1) &&
	       strcmp(at[3].text, "ip") == 0 && strcmp(at[2].text, "all") != 0;
}

int nssh_front_read(const struct nssh_words *words, struct nssh_front *ret, struct nssh_error *err)
{
	bool behind_ip = false;

	memset(ret, 0, sizeof(*ret));
	while (ret->first < words->count) {
		int rc;

		if (strcmp(words->at[ret->first].text, "ip") == 0 && !behind_ip) {
			ret->ip = behind_ip = true;
			ret->first++;
		} else if (is_native_exec(words, ret)) {
			ret->ns = &words->at[ret->first + 2];
			ret->first += 3;
			behind_ip = false;
			continue;
		} else if (words->at[ret->first].text[0] != '-' || ret->first > 0) {
			break;
		}
		rc = read_options(words, ret, err);
		if (rc < 0)
			return rc;
		if (ret->first < words->count && ret->special != NSSH_FRONT_VERB)
			break;
		/* Options without `ip` before them: the verb follows, or `ip`. */
		if (!ret->ip && ret->first < words->count &&
		    strcmp(words->at[ret->first].text, "ip") != 0 && !is_native_exec(words, ret))
			break;
	}
	return 0;
}
