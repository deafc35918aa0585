/* SPDX-License-Identifier: MIT */
/*
 * A table of lines against what they would do, with sending stubbed: this program's own plan records
 * ops instead of making them. Each row of the table: the exit status, the line, and behind `=>` the
 * ops in the words of their errors, separated by `; `. Prints TAP.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/rtnetlink.h>

#include "base/output.h"
#include "base/source.h"
#include "base/text.h"
#include "lang/session.h"
#include "lang/types/types.h"
#include "net/message.h"
#include "net/net.h"
#include "plugin/loader.h"
#include "ui/builtins.h"

/* The stub: it stands in for shell/net/plan.c, whose names it defines again. */
struct nssh_plan {
	size_t count;
	bool scratch;
};

static struct nssh_text record;

struct nssh_plan *nssh_plan_new(struct nssh_net *net)
{
	(void)net;
	return calloc(1, sizeof(struct nssh_plan));
}

void nssh_plan_free(struct nssh_plan *plan)
{
	free(plan);
}

void nssh_plan_set_scratch(struct nssh_plan *plan)
{
	plan->scratch = true;
}

size_t nssh_plan_count(const struct nssh_plan *plan)
{
	return plan->count;
}

/* What is dropped would not be done. */
void nssh_plan_clear(struct nssh_plan *plan)
{
	plan->count = 0;
	nssh_text_clear(&record);
}

int nssh_plan_flush(struct nssh_plan *plan, struct nssh_error *err)
{
	(void)err;
	plan->count = 0;
	return 0;
}

static void NSSH_PRINTF(3, 0)
	note(struct nssh_plan *plan, struct nssh_ns *ns, const char *fmt, va_list ap)
{
	char text[512];

	if (plan->scratch)
		return;
	plan->count++;
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	nssh_text_printf(&record, "%s", record.size ? "; " : "");
	if (ns && nssh_ns_name(ns))
		nssh_text_printf(&record, "[%s] ", nssh_ns_name(ns));
	nssh_text_str(&record, text);
}

int nssh_plan_barrier(struct nssh_plan *plan, const struct nssh_word *word, const char *doing,
		      struct nssh_error *err)
{
	(void)plan;
	(void)word;
	(void)doing;
	(void)err;
	return 0;
}

int nssh_plan_need_ns(struct nssh_plan *plan, struct nssh_ns *ns, const struct nssh_word *word,
		      struct nssh_error *err)
{
	(void)plan;
	(void)ns;
	(void)word;
	(void)err;
	return 0;
}

int nssh_plan_request(struct nssh_plan *plan, struct nssh_ns *ns, struct nssh_msg *msg,
		      const struct nssh_word *word, struct nssh_error *err, const char *fmt, ...)
{
	int rc = nssh_msg_check(msg, err);
	va_list ap;

	(void)word;
	va_start(ap, fmt);
	note(plan, ns, fmt, ap);
	va_end(ap);
	nssh_msg_free(msg);
	return rc;
}

int nssh_plan_call(struct nssh_plan *plan, const struct nssh_op_type *type, void *data,
		   const struct nssh_word *word, struct nssh_error *err, const char *fmt, ...)
{
	va_list ap;

	(void)word;
	(void)err;
	va_start(ap, fmt);
	note(plan, NULL, fmt, ap);
	va_end(ap);
	if (type->done)
		type->done(data);
	return 0;
}

static int note_netns(struct nssh_plan *plan, const char *what, const struct nssh_ns *ns)
{
	if (plan->scratch)
		return 0;
	plan->count++;
	nssh_text_printf(&record, "%s%s %s", record.size ? "; " : "", what, nssh_ns_name(ns));
	return 0;
}

int nssh_plan_netns_add(struct nssh_plan *plan, struct nssh_ns *ns, const struct nssh_word *word,
			struct nssh_error *err)
{
	(void)word;
	(void)err;
	return note_netns(plan, "netns add", ns);
}

int nssh_plan_netns_attach(struct nssh_plan *plan, struct nssh_ns *ns, struct nssh_ns *source,
			   const struct nssh_word *word, const struct nssh_word *source_word,
			   struct nssh_error *err)
{
	(void)word;
	(void)source_word;
	(void)err;
	(void)source;
	return note_netns(plan, "netns attach", ns);
}

int nssh_plan_netns_del(struct nssh_plan *plan, struct nssh_ns *ns, const struct nssh_word *word,
			struct nssh_error *err)
{
	(void)word;
	(void)err;
	return note_netns(plan, "netns del", ns);
}

static void complain(const struct nssh_error *err)
{
	(void)fprintf(stderr, "%s: %s\n", err->what, err->why);
	exit(1);
}

/* What a session stands on. */
struct setting {
	struct nssh_registry *registry;
	struct nssh_net *net;
	struct nssh_out *out;
	struct nssh_session *session;
};

static void set_up(struct setting *s)
{
	struct nssh_error err = NSSH_ERROR_INIT;

	s->registry = nssh_registry_new();
	s->out = nssh_out_new(stderr);
	if (nssh_registry_add_types(s->registry, nssh_builtin_types, &err) < 0 ||
	    nssh_registry_add(s->registry, &nssh_builtins, NULL, &err) < 0 ||
	    nssh_net_new(&s->net, &err) < 0 ||
	    nssh_session_new(s->registry, s->net, s->out, &s->session, &err) < 0)
		complain(&err);
	nssh_load_folder(s->registry, NSSH_TEST_PLUGINS, complain);
}

static void tear_down(struct setting *s)
{
	nssh_session_free(s->session);
	nssh_net_free(s->net);
	nssh_out_free(s->out);
	nssh_registry_free(s->registry);
	nssh_text_done(&record);
}

/* One row. Return: whether it came out as wanted. */
static bool check_row(struct nssh_session *session, char *row, unsigned int number)
{
	char *line = row + 2, *want = strstr(line, " => ");
	struct nssh_source *source;
	unsigned int flags = 0;
	int status;
	bool ok;

	if (want) {
		*want = '\0';
		want += 4;
	} else {
		/* Lines that read or run programs are read only: there is nothing to record. */
		flags = NSSH_RUN_CHECK;
	}
	nssh_text_clear(&record);
	source = nssh_source_new(NULL, line, strlen(line));
	status = nssh_session_run(session, source, flags);
	nssh_source_free(source);
	ok = status == row[0] - '0' && (!want || strcmp(nssh_text_get(&record), want) == 0);
	(void)printf("%s %u - %s\n", ok ? "ok" : "not ok", number, line);
	if (!ok)
		(void)printf("# status %d, ops: %s\n", status, nssh_text_get(&record));
	return ok;
}

int main(int argc, char **argv)
{
	FILE *table = argc == 2 ? fopen(argv[1], "re") : NULL;
	struct setting setting = { 0 };
	unsigned int number = 0, failed = 0;
	char *row = NULL;
	size_t room = 0;
	ssize_t size;

	if (!table) {
		(void)fprintf(stderr, "usage: words TABLE\n");
		return 2;
	}
	/* What lines complain of goes to the same pipe, and must not come amid one of these. */
	(void)setvbuf(stdout, NULL, _IOLBF, 0);
	set_up(&setting);
	while ((size = getline(&row, &room, table)) > 0) {
		if (row[size - 1] == '\n')
			row[size - 1] = '\0';
		if (row[0] < '0' || row[0] > '9')
			continue;
		number++;
		failed += !check_row(setting.session, row, number);
	}
	(void)printf("1..%u\n", number);
	free(row);
	(void)fclose(table);
	tear_down(&setting);
	return failed ? 1 : 0;
}
