/* SPDX-License-Identifier: MIT */
/* The session: what all commands of a program share. */
#define _GNU_SOURCE
#include "lang/session.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nssh/link.h>
#include <nssh/netns.h>
#include <nssh/option.h>
#include <nssh/process.h>

#include "base/interrupt.h"
#include "lang/report.h"
#include "lang/state.h"
#include "lang/transact.h"
#include "net/net.h"

void nssh_session_warn(const struct nssh_session *session, const struct nssh_word *word,
		       const char *text)
{
	const struct nssh_teller *teller = session->policy.teller;

	if (teller)
		teller->warn(text, teller->arg);
	else
		nssh_report_warning(word, text);
}

static void on_warning(const struct nssh_word *word, const char *text, void *arg)
{
	nssh_session_warn(arg, word, text);
}

const struct nssh_teller *nssh_session_teller(const struct nssh_session *session)
{
	return session->policy.teller;
}

static const struct nssh_extension *find_link_kind(const struct nssh_registry *registry,
						   const char *kind)
{
	const struct nssh_rule_entry *rule = nssh_registry_rule(registry, "kind");

	for (size_t i = 0; rule && i < rule->count; i++) {
		const struct nssh_link_kind *impl = rule->exts[i].ext->impl;

		if (impl && impl->kind && strcmp(impl->kind, kind) == 0)
			return rule->exts[i].ext;
	}
	return NULL;
}

const struct nssh_extension *nssh_session_link_kind(const struct nssh_session *session,
						    const char *kind)
{
	const struct nssh_extension *found = find_link_kind(session->registry, kind);

	if (!found && nssh_registry_load_extension(session->registry, "kind", kind))
		found = find_link_kind(session->registry, kind);
	return found;
}

static bool restore_kind(const char *kind, const struct nlattr *was, const struct nlattr *asked,
			 struct nssh_msg *msg, void *arg)
{
	const struct nssh_extension *ext = nssh_session_link_kind(arg, kind);

	if (!ext || !ext->options)
		return false;
	if (msg)
		nssh_options_restore(ext->options, was, asked, msg);
	return true;
}

int nssh_session_new(struct nssh_registry *registry, struct nssh_net *net, struct nssh_out *out,
		     struct nssh_session **ret_session, struct nssh_error *err)
{
	struct nssh_session *session = calloc(1, sizeof(*session));

	if (session) {
		session->registry = registry;
		session->net = net;
		session->out = out;
		session->ns = nssh_ns_home(net);
		session->ns_before = session->ns;
		session->plan = nssh_plan_new(net);
		session->scratch = nssh_plan_new(net);
		session->scrap = nssh_arena_new();
		session->transactions = nssh_transactions_new();
	}
	if (!session || !session->plan || !session->scratch || !session->scrap ||
	    !session->transactions) {
		nssh_session_free(session);
		return nssh_fail(err, -ENOMEM, NULL, "no memory to start");
	}
	nssh_plan_set_scratch(session->scratch);
	nssh_net_set_warn(net, on_warning, session);
	nssh_net_set_restore(net, restore_kind, session);
	*ret_session = session;
	return 0;
}

void nssh_session_free(struct nssh_session *session)
{
	if (!session)
		return;
	nssh_transactions_free(session->transactions, session);
	nssh_net_set_restore(session->net, NULL, NULL);
	nssh_net_set_warn(session->net, NULL, NULL);
	nssh_plan_free(session->plan);
	nssh_plan_free(session->scratch);
	nssh_arena_free(session->scrap);
	nssh_session_let_go(session);
	free(session->checked);
	free(session);
}

void nssh_session_set_policy(struct nssh_session *session, const struct nssh_policy *policy)
{
	session->policy = *policy;
}

void nssh_session_set_survey(struct nssh_session *session, const struct nssh_survey *survey)
{
	session->survey = survey;
}

void nssh_session_tally(const struct nssh_session *session, size_t *ret_lines, size_t *ret_left_out)
{
	*ret_lines = session->lines;
	*ret_left_out = session->left_out;
}

void nssh_session_set_form(struct nssh_session *session, const struct nssh_out_form *form)
{
	session->form = *form;
}

bool nssh_session_leaving(const struct nssh_session *session, int *ret_status)
{
	*ret_status = session->status;
	return session->leaving;
}

void nssh_session_leave(struct nssh_session *session, int status)
{
	session->leaving = true;
	session->status = status;
}

struct nssh_registry *nssh_session_registry(struct nssh_session *session)
{
	return session->registry;
}

struct nssh_net *nssh_session_net(struct nssh_session *session)
{
	return session->net;
}

struct nssh_ns *nssh_session_ns(const struct nssh_session *session)
{
	return session->ns;
}

void nssh_session_use(struct nssh_session *session, struct nssh_ns *ns)
{
	session->ns_before = session->ns;
	session->ns = ns;
}

bool nssh_session_only_looks(const struct nssh_session *session)
{
	return session->only_looks || session->policy.plan;
}

struct nssh_ns *nssh_session_ns_before(const struct nssh_session *session)
{
	return session->ns_before;
}

struct nssh_plan *nssh_session_plan(const struct nssh_session *session)
{
	return session->checking ? session->scratch : session->plan;
}

bool nssh_session_checking(const struct nssh_session *session)
{
	return session->checking;
}

struct nssh_out *nssh_session_out(const struct nssh_session *session)
{
	return session->out;
}

struct nssh_ns *nssh_line_ns(const struct nssh_session *session, const struct nssh_front *front)
{
	return front->ns ? nssh_ns_get(session->net, front->ns->text) : session->ns;
}
