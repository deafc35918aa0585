/* SPDX-License-Identifier: MIT */
/*
 * The lines of `ip -batch`: one after the other, as ip cuts them into words (its own way, not nssh's), and
 * what one line did stays whatever becomes of the next.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/interrupt.h"
#include "lang/as_ip_state.h"
#include "lang/session.h"

/* Of a batch that cannot be read on. */
#define UNREADABLE (-2)

/* The most words of a line, as in ip. */
#define MOST_WORDS 99

/**
 * struct batch
 * @line:  a line with those that it goes on in; @number: of the last of them
 * @piece: what was read last
 */
struct batch {
	FILE *file;
	struct nssh_text line;
	char *piece;
	size_t size;
	unsigned int number;
};

/* Return: whether there is one. A comment goes as far as its line. */
static bool read_piece(struct batch *batch)
{
	char *comment;

	if (getline(&batch->piece, &batch->size, batch->file) < 0)
		return false;
	batch->number++;
	comment = strchr(batch->piece, '#');
	if (comment)
		*comment = '\0';
	return true;
}

/* A backslash at the end of the line goes on in the next one. Return: whether there is a line. */
static bool read_line(struct batch *batch)
{
	nssh_text_clear(&batch->line);
	if (!read_piece(batch))
		return false;
	for (;;) {
		char *end = strstr(batch->piece, "\\\n");

		if (!end) {
			nssh_text_str(&batch->line, batch->piece);
			return true;
		}
		*end = '\0';
		nssh_text_str(&batch->line, batch->piece);
		if (!read_piece(batch)) {
			(void)fputs("Missing continuation line\n", stderr);
			return false;
		}
	}
}

static bool add_word(struct nssh_as_ip *ip, char *word)
{
	if (ip->line_count + 1 >= ip->room) {
		size_t room = ip->room ? 2 * ip->room : 32;
		char **line = reallocarray(ip->line, room, sizeof(*line));

		if (!line)
			return false;
		ip->line = line;
		ip->room = room;
	}
	ip->line[ip->line_count++] = word;
	ip->line[ip->line_count] = NULL;
	return true;
}

/* "ip" and the options of the call, without those that make it a batch. */
static bool add_options(struct nssh_as_ip *ip)
{
	bool good = true;

	ip->line_count = 0;
	for (size_t i = 0; good && i < ip->options; i++) {
		const char *option = ip->argv[i] + (strncmp(ip->argv[i], "--", 2) == 0);
		size_t size = strlen(option);

		if (i + 1 < ip->options && size > 1 && strncmp("-batch", option, size) == 0)
			i++;
		else if (size < 3 || strncmp("-force", option, size) != 0)
			good = add_word(ip, ip->argv[i]);
	}
	return good;
}

/* Cut the text, in place. Return: how many words, or UNREADABLE after a word about it. */
static int cut(struct nssh_as_ip *ip, char *text)
{
	static const char blanks[] = " \t\r\n";
	int count = 0;

	while (*(text += strspn(text, blanks))) {
		bool quoted = *text == '\'' || *text == '"';
		char *end = quoted ? strchr(text + 1, *text) : text + strcspn(text, blanks);

		if (!end) {
			(void)fputs("Unterminated quoted string\n", stderr);
			return UNREADABLE;
		}
		if (count++ == MOST_WORDS) {
			(void)fputs("Too many arguments to command\n", stderr);
			return UNREADABLE;
		}
		if (!add_word(ip, text + quoted))
			return UNREADABLE;
		text = end + (*end != '\0');
		*end = '\0';
	}
	return count;
}

/* Return: the line's exit status. Options do not stand in lines. */
static int run(struct nssh_as_ip *ip, const char *object)
{
	switch (nssh_ip_object(object)) {
	case NSSH_IP_KNOWN:
		return nssh_ip_run_line(ip, 0);
	case NSSH_IP_HELP:
		return nssh_ip_pass_on(ip);
	default:
		(void)fprintf(stderr, "Object \"%s\" is unknown, try \"ip help\".\n", object);
		return 1;
	}
}

static int run_lines(struct nssh_as_ip *ip, struct batch *batch)
{
	int status = 0;

	while (read_line(batch) && !nssh_interrupt_signal()) {
		char *text = strdup(nssh_text_get(&batch->line));
		int count, rc = 0;

		if (!text || !add_options(ip)) {
			free(text);
			return 1;
		}
		count = cut(ip, text);
		if (count > 0)
			rc = run(ip, ip->line[ip->line_count - (size_t)count]);
		free(text);
		if (count == UNREADABLE)
			return 1;
		if (ip->over)
			return rc;
		if (rc == 0)
			continue;
		(void)fprintf(stderr, "Command failed %s:%u\n", ip->file, batch->number);
		status = 1;
		if (!ip->force)
			break;
	}
	return status;
}

int nssh_ip_run_batch(struct nssh_as_ip *ip)
{
	struct batch batch = { .file = stdin };
	int status;

	/* As ip does it: what a line runs reads there, too. */
	if (strcmp(ip->file, "-") != 0 && !freopen(ip->file, "r", stdin)) {
		(void)fprintf(stderr, "Cannot open file \"%s\" for reading: %s\n", ip->file,
			      strerror(errno));
		return 1;
	}
	status = run_lines(ip, &batch);
	nssh_text_done(&batch.line);
	free(batch.piece);
	return status;
}
