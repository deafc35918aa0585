/* SPDX-License-Identifier: MIT */
/* The system's own `ip` and its like, for what nssh does not know itself. */
#define _GNU_SOURCE
#include <nssh/system.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <nssh/plan.h>

#include "base/text.h"
#include "lang/command.h"
#include "sdk/process.h"
#include "sdk/system_find.h"

/**
 * struct system_ip - a call of `ip`; everything is its own
 * @count: how many strings @argv holds
 */
struct system_ip {
	struct nssh_ns *ns;
	const struct nssh_word *word;
	char **argv;
	size_t count, room;
	bool failed;
};

static void add(struct system_ip *call, const char *text)
{
	char **argv = call->argv;

	if (call->count + 1 >= call->room) {
		size_t room = call->room ? 2 * call->room : 16;

		argv = reallocarray(call->argv, room, sizeof(*argv));
		if (!argv) {
			call->failed = true;
			return;
		}
		call->argv = argv;
		call->room = room;
	}
	argv[call->count] = strdup(text);
	if (!argv[call->count]) {
		call->failed = true;
		return;
	}
	argv[++call->count] = NULL;
}

static void call_free(void *data)
{
	struct system_ip *call = data;

	for (size_t i = 0; i < call->count; i++)
		free(call->argv[i]);
	free(call->argv);
	free(call);
}

static int find_program(struct nssh_text *path, const char *program, const struct nssh_word *word,
			struct nssh_error *err)
{
	if (nssh_system_find(path, program) == 0)
		return 0;
	(void)nssh_fail(err, -ENOENT, word, "nssh does not know \"%s\" itself", word->text);
	nssh_why(err, "and there is no `%s` on this system to hand it to", program);
	nssh_hint(err, "install iproute2, or see that `%s` is in PATH", program);
	return -ENOENT;
}

static const struct {
	int family;
	const char *option;
} families[] = {
	{ AF_INET, "-4" }, { AF_INET6, "-6" },  { AF_BRIDGE, "-B" },
	{ AF_MPLS, "-M" }, { AF_PACKET, "-0" },
};

/* Those that tc and bridge have, too. The namespace is left out: the process is started in it. */
static void add_common_options(struct system_ip *call, const struct nssh_options *o)
{
	const struct {
		unsigned int times;
		const char *option;
	} options[] = {
		{ o->stats, "-s" }, { o->details, "-d" }, { o->oneline, "-o" },
		{ o->json, "-j" },  { o->pretty, "-p" },
	};

	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
		for (unsigned int k = 0; k < options[i].times; k++)
			add(call, options[i].option);
	}
}

static void add_family(struct system_ip *call, const struct nssh_options *o)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
		if (families[i].family == o->family)
			add(call, families[i].option);
	}
}

static void add_options(struct system_ip *call, const struct nssh_options *o)
{
	const struct {
		bool given;
		const char *option;
	} options[] = {
		{ o->all, "-a" },       { o->brief, "-br" },  { o->resolve, "-r" },
		{ o->numeric, "-N" },   { o->human, "-h" },   { o->iec, "-iec" },
		{ o->timestamp, "-t" }, { o->tshort, "-ts" }, { o->force, "-force" },
		{ o->echo, "-echo" },   { o->color, "-c" },
	};

	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
		if (options[i].given)
			add(call, options[i].option);
	}
}

/* @program: what runs the command; NULL: the one that its first word names */
static int make_call(struct nssh_cmd *cmd, const char *program, struct system_ip **ret,
		     struct nssh_error *err)
{
	struct system_ip *call = calloc(1, sizeof(*call));
	struct nssh_text path = { 0 };
	const struct nssh_word *words;
	size_t count;
	int rc;

	if (!call)
		return nssh_fail(err, -ENOMEM, NULL, "no memory to run a program");
	words = nssh_cmd_words(cmd, &count);
	call->ns = nssh_cmd_ns(cmd);
	call->word = nssh_cmd_word(cmd);
	rc = find_program(&path, program ? program : words[0].text, call->word, err);
	add(call, nssh_text_get(&path));
	nssh_text_done(&path);
	if (program)
		add_family(call, nssh_cmd_options(cmd));
	add_common_options(call, nssh_cmd_options(cmd));
	if (program)
		add_options(call, nssh_cmd_options(cmd));
	for (size_t i = program ? 0 : 1; i < count; i++)
		add(call, words[i].text);
	if (rc == 0 && call->failed)
		rc = nssh_fail(err, -ENOMEM, NULL, "no memory to run a program");
	if (rc < 0) {
		call_free(call);
		return rc;
	}
	*ret = call;
	return 0;
}

/* NSSH_TRACE=1: tell what was not done natively. */
static void trace(const struct nssh_cmd *cmd, const struct system_ip *call)
{
	struct nssh_text line = { 0 };

	if (!nssh_system_traced())
		return;
	for (size_t i = 0; i < call->count; i++)
		nssh_text_printf(&line, " %s", call->argv[i]);
	nssh_cmd_warn(cmd, "handed to the system:%s", nssh_text_get(&line));
	nssh_text_done(&line);
}

static int run_call(struct nssh_cmd *cmd, const struct system_ip *call, struct nssh_error *err)
{
	char guard[NSSH_SYSTEM_GUARD];
	const char *const env[] = { guard, NULL };
	const struct nssh_exec exec = {
		.argv = (const char *const *)call->argv,
		.env = env,
		.word = call->word,
	};

	if (nssh_system_guard(guard) < 0) {
		(void)nssh_fail(err, -ELOOP, call->word, "nssh does not know \"%s\" itself",
				call->word->text);
		nssh_why(err, "and %s, which does, comes back to nssh", call->argv[0]);
		return -ELOOP;
	}
	return cmd ? nssh_process_wait(cmd, call->ns, &exec, false, err)
		   : nssh_process_run(NULL, call->ns, &exec, err);
}

static int hand_over(struct nssh_cmd *cmd, const char *program, struct nssh_error *err)
{
	const struct nssh_teller *teller = nssh_cmd_teller(cmd);
	struct system_ip *call = NULL;
	int rc;

	if (teller)
		return teller->hand_over(teller->arg, err);
	rc = make_call(cmd, program, &call, err);
	if (rc < 0)
		return rc;
	trace(cmd, call);
	rc = run_call(cmd, call, err);
	call_free(call);
	return rc;
}

int nssh_system_ip(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return hand_over(cmd, "ip", err);
}

int nssh_system_program(struct nssh_cmd *cmd, struct nssh_error *err)
{
	return hand_over(cmd, nssh_cmd_is_ip(cmd) ? "ip" : NULL, err);
}

static int op_run(void *data, struct nssh_error *err)
{
	const struct system_ip *call = data;
	int rc = run_call(NULL, call, err);

	if (rc <= 0)
		return rc;
	(void)nssh_fail(err, -EREMOTEIO, call->word, "the system's `ip` could not do this");
	nssh_why(err, "it ended with exit status %d", rc);
	return -EREMOTEIO;
}

static const struct nssh_op_type system_ip_op = {
	.name = "system-ip",
	.run = op_run,
	.done = call_free,
	.makes_names = true,
	.lost = "what the system's `ip` did",
};

int nssh_plan_system_ip(struct nssh_cmd *cmd, struct nssh_error *err)
{
	const struct nssh_teller *teller = nssh_cmd_teller(cmd);
	struct system_ip *call = NULL;
	int rc;

	if (teller)
		return nssh_session_checking(nssh_cmd_session(cmd))
			       ? 0
			       : teller->hand_over(teller->arg, err);
	rc = make_call(cmd, "ip", &call, err);
	if (rc < 0)
		return rc;
	trace(cmd, call);
	return nssh_plan_call(nssh_cmd_plan(cmd), &system_ip_op, call, call->word, err,
			      "hand \"%s\" to the system's ip", call->word->text);
}
