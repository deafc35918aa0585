/* SPDX-License-Identifier: MIT */
/* Programs that lines run, as the session wants it: left out, noted in the transaction, or just run. */
#define _GNU_SOURCE
#include <string.h>

#include <nssh/output.h>

#include "base/text.h"
#include "lang/report.h"
#include "lang/state.h"
#include "lang/transact.h"
#include "net/net.h"
#include "sdk/process.h"

/* A program that this run is not to start; it is told where that was not asked for. */
static bool is_left_out(const struct nssh_cmd *cmd, bool users)
{
	struct nssh_session *session = cmd->session;

	if (!session->policy.skip_programs || !users)
		return false;
	session->left_out++;
	nssh_report_warning(nssh_cmd_word(cmd),
			    "left out, as all programs: --run-programs runs them");
	return true;
}

/* What it would do is not known, so what the plan says of lines behind it is less. */
static int plan_program(const struct nssh_cmd *cmd, const char *const *argv, struct nssh_error *err)
{
	struct nssh_text doing = { 0 };
	int rc;

	nssh_text_str(&doing, "run");
	for (; *argv; argv++)
		nssh_text_printf(&doing, " %s", *argv);
	rc = nssh_plan_barrier(cmd->session->plan, nssh_cmd_word(cmd), nssh_text_get(&doing), err);
	nssh_text_done(&doing);
	return rc;
}

/* What was handed to a program of the system: an object, and what is done to it. */
static bool only_shows(const struct nssh_cmd *cmd)
{
	static const char *const words[] = {
		"show", "list", "lst", "ls", "get", "help", "monitor"
	};
	const struct nssh_words *all = &cmd->words;
	size_t at = 1;

	if (all->count &&
	    (strcmp(all->at[0].text, "tc") == 0 || strcmp(all->at[0].text, "bridge") == 0))
		at = 2;
	if (all->count <= at)
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strcmp(all->at[at].text, words[i]) == 0)
			return true;
	}
	return false;
}

int nssh_process_wait(struct nssh_cmd *cmd, struct nssh_ns *ns, const struct nssh_exec *exec,
		      bool users, struct nssh_error *err)
{
	int rc;

	if (cmd->session->policy.plan)
		return plan_program(cmd, exec->argv, err);
	if (is_left_out(cmd, users))
		return 0;
	rc = nssh_out_flush(nssh_cmd_out(cmd));
	if (rc < 0) {
		(void)nssh_fail(err, rc, nssh_cmd_word(cmd), "cannot write the output");
		nssh_why(err, "%s", strerror(-rc));
		return rc;
	}
	if (cmd->last || (!users && only_shows(cmd)))
		return nssh_process_run(cmd, ns, exec, err);
	rc = nssh_transact_program(cmd->session, ns, exec->argv, err);
	if (rc < 0)
		return rc;
	rc = nssh_process_run(cmd, ns, exec, err);
	if (rc < 0)
		nssh_transact_no_program(cmd->session);
	return rc;
}

int nssh_exec_wait(struct nssh_cmd *cmd, struct nssh_ns *ns, const struct nssh_exec *exec,
		   struct nssh_error *err)
{
	return nssh_process_wait(cmd, ns, exec, true, err);
}
