/* SPDX-License-Identifier: MIT */
/* `complete -- WORDS`: candidates for the completion scripts of other shells. */
#define _GNU_SOURCE
#include <errno.h>
#include <time.h>

#include <nssh/output.h>

#include "base/text.h"
#include "lang/command.h"
#include "ui/builtins.h"
#include "ui/candidates.h"

struct complete_args {
	struct nssh_value time;
	struct nssh_value words;
};

static double now_ms(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

/* The words as a line; the last one is what the cursor is in. */
static void join(struct nssh_text *line, const struct nssh_value *words)
{
	for (uint32_t i = 0; i < words->count; i++) {
		nssh_text_str(line, i ? " " : "");
		if (*words->word[i].text)
			nssh_lexer_quote(line, words->word[i].text);
	}
	/* An open quote at the end, so that what follows completes inside it. */
	if (line->size && words->count && (line->bytes[line->size - 1] == '\''))
		line->size--;
}

static void print(struct nssh_out *out, const struct nssh_suggestions *list)
{
	nssh_out_open_array(out, NULL);
	for (size_t i = 0; i < list->count; i++) {
		if (!list->items[i].literal)
			continue;
		nssh_out_open_object(out, NULL);
		nssh_out_str(out, "word", "%s", list->items[i].text);
		nssh_out_str(out, "help", "\t%s", list->items[i].help ? list->items[i].help : "");
		nssh_out_text(out, "\n");
		nssh_out_close_object(out);
	}
	nssh_out_close_array(out);
}

static int complete_run(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct complete_args *args = nssh_cmd_args(cmd);
	struct nssh_text line = { 0 };
	struct nssh_suggestions list;
	double start = now_ms();
	int rc;

	if (nssh_given(&args->words))
		join(&line, &args->words);
	rc = nssh_suggest(nssh_cmd_session(cmd), nssh_text_get(&line), line.size, false, &list);
	nssh_text_done(&line);
	if (rc < 0)
		return nssh_fail(err, rc, NULL, "no memory to complete");
	if (nssh_given(&args->time))
		nssh_cmd_warn(cmd, "%.3f ms", now_ms() - start);
	print(nssh_cmd_out(cmd), &list);
	nssh_suggestions_done(&list);
	return 0;
}

static const struct nssh_arg complete_rows[] = {
	{ .name = "time",
	  .help = "say how long it took, on standard error",
	  .offset = NSSH_AT(struct complete_args, time) },
	{ .name = "--", .help = "the words follow" },
	{ .name = "WORD",
	  .type = "text",
	  .help = "the line so far; the last word is completed",
	  .offset = NSSH_AT(struct complete_args, words) },
	{ .name = NULL },
};

const struct nssh_verb nssh_verb_complete = {
	.grammar = "complete [ time ] -- [ WORD... ]",
	.args = complete_rows,
	.args_size = sizeof(struct complete_args),
	.effect = NSSH_READS,
	.flags = NSSH_HIDDEN,
	.help = "candidates for the completion scripts of other shells",
	.run = complete_run,
};
