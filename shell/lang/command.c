/* SPDX-License-Identifier: MIT */
/* What verbs may ask of the command that they run for. */
#include "lang/command.h"

#include <stdarg.h>
#include <stdio.h>

#include <nssh/link.h>
#include <nssh/netns.h>

#include "base/interrupt.h"
#include "lang/report.h"

const void *nssh_cmd_args(const struct nssh_cmd *cmd)
{
	return cmd->args;
}

const struct nssh_options *nssh_cmd_options(const struct nssh_cmd *cmd)
{
	return cmd->options;
}

const struct nssh_word *nssh_cmd_word(const struct nssh_cmd *cmd)
{
	return cmd->words.count ? &cmd->words.at[0] : NULL;
}

const struct nssh_word *nssh_cmd_words(const struct nssh_cmd *cmd, size_t *ret_count)
{
	*ret_count = cmd->words.count;
	return cmd->words.at;
}

struct nssh_net *nssh_cmd_net(const struct nssh_cmd *cmd)
{
	return nssh_session_net(cmd->session);
}

struct nssh_ns *nssh_cmd_ns(const struct nssh_cmd *cmd)
{
	return cmd->ns;
}

struct nssh_ns *nssh_cmd_link_ns(const struct nssh_cmd *cmd, const struct nssh_value *link)
{
	if (!nssh_given(link) || !link->link.ns)
		return cmd->ns;
	return nssh_ns_get(nssh_cmd_net(cmd), link->link.ns);
}

struct nssh_plan *nssh_cmd_plan(const struct nssh_cmd *cmd)
{
	return nssh_session_plan(cmd->session);
}

struct nssh_out *nssh_cmd_out(const struct nssh_cmd *cmd)
{
	return nssh_session_out(cmd->session);
}

struct nssh_session *nssh_cmd_session(const struct nssh_cmd *cmd)
{
	return cmd->session;
}

const struct nssh_teller *nssh_cmd_teller(const struct nssh_cmd *cmd)
{
	return nssh_session_teller(cmd->session);
}

void nssh_cmd_warn(const struct nssh_cmd *cmd, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	if (nssh_session_checking(cmd->session))
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	nssh_session_warn(cmd->session, nssh_cmd_word(cmd), text);
}

bool nssh_cmd_interrupted(const struct nssh_cmd *cmd)
{
	(void)cmd;
	return nssh_interrupt_signal() != 0;
}

bool nssh_cmd_is_last(const struct nssh_cmd *cmd)
{
	return cmd->last;
}

bool nssh_cmd_is_ip(const struct nssh_cmd *cmd)
{
	return cmd->ip;
}

const struct nssh_extension *nssh_cmd_link_kind(const struct nssh_cmd *cmd, const char *kind)
{
	return nssh_session_link_kind(cmd->session, kind);
}
