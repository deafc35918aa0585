/* SPDX-License-Identifier: MIT */
/* Trying what is to be run in a sandbox that is thrown away. */
#include "lang/dry_run.h"

#include <errno.h>
#include <stdio.h>

#include <nssh/netns.h>

#include "base/text.h"
#include "lang/report.h"
#include "lang/session.h"
#include "net/net.h"
#include "net/plan/standin.h"
#include "net/sandbox.h"

/* A context and a session in it. */
struct ground {
	struct nssh_net *net;
	struct nssh_session *session;
};

static int open_ground(const struct nssh_dry_run *dry, struct ground *ret, struct nssh_error *err)
{
	int rc = nssh_net_new(&ret->net, err);

	if (rc == 0 && dry->no_fuse)
		nssh_net_set_no_fuse(ret->net);
	if (rc == 0)
		rc = nssh_session_new(dry->registry, ret->net, dry->out, &ret->session, err);
	return rc;
}

static void close_ground(struct ground *ground)
{
	nssh_session_free(ground->session);
	nssh_net_free(ground->net);
	*ground = (struct ground){ NULL, NULL };
}

/* @arg: how often it was called */
static void tell(const char *what, void *arg)
{
	++*(size_t *)arg;
	nssh_report_warning(NULL, what);
}

static void on_mention(const char *text, void *arg)
{
	if (text)
		nssh_standins_mention(arg, text);
	else
		nssh_standins_mention_all(arg);
}

static void on_replaces(const char *lab, void *arg)
{
	nssh_standins_without(arg, lab);
}

/* Return: the status; with 0 there are @ret_standins. */
static int look(const struct nssh_dry_run *dry, struct nssh_standins **ret_standins, size_t *told)
{
	struct nssh_survey survey = { .mention = on_mention, .replaces = on_replaces };
	struct nssh_error err = NSSH_ERROR_INIT;
	struct ground ground = { NULL, NULL };
	int status = 1;

	if (open_ground(dry, &ground, &err) == 0) {
		survey.arg = *ret_standins = nssh_standins_new(ground.net, tell, told);
		if (!survey.arg)
			(void)nssh_fail(&err, -ENOMEM, NULL, "no memory for stand-ins");
	}
	if (!err.code) {
		nssh_session_set_survey(ground.session, &survey);
		status = dry->run(ground.session, true, dry->arg);
		if (status == 0 && nssh_standins_look(*ret_standins, &err) < 0)
			status = 1;
	}
	if (err.code)
		nssh_report(&err);
	close_ground(&ground);
	return status;
}

static void summarize(const struct nssh_dry_run *dry, const struct nssh_session *session)
{
	size_t lines, left_out;

	nssh_session_tally(session, &lines, &left_out);
	nssh_put_escaped(stderr, dry->name ? dry->name : "nssh");
	(void)fprintf(stderr, ": would work: %zu %s", lines, lines == 1 ? "line" : "lines");
	if (left_out)
		(void)fprintf(stderr, ", %zu %s left out", left_out,
			      left_out == 1 ? "program" : "programs");
	(void)fputc('\n', stderr);
}

static int try(const struct nssh_dry_run *dry, struct nssh_standins *standins)
{
	struct nssh_error err = NSSH_ERROR_INIT;
	struct ground ground = { NULL, NULL };
	int status = 1;
	int rc = dry->sandbox ? 0 : nssh_sandbox_enter_apart(&err);

	if (rc == 0)
		rc = open_ground(dry, &ground, &err);
	if (rc == 0 && standins)
		rc = nssh_standins_make(standins, ground.net, &err);
	if (rc < 0)
		nssh_report(&err);
	else
		status = dry->run(ground.session, false, dry->arg);
	if (rc == 0 && status == 0 && !dry->quiet)
		summarize(dry, ground.session);
	close_ground(&ground);
	return status;
}

int nssh_dry_run(const struct nssh_dry_run *dry)
{
	struct nssh_standins *standins = NULL;
	size_t told = 0;
	int status = dry->sandbox ? 0 : look(dry, &standins, &told);

	if (status == 0) {
		status = try(dry, standins);
		/* What fails here may have had what it needs there. */
		if (status == 1 && told)
			(void)fputs(
				"nssh: so it cannot be judged whether it would work: not all of "
				"this system could be stood in for\n",
				stderr);
	}
	nssh_standins_free(standins);
	return status;
}
