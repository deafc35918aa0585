/* SPDX-License-Identifier: MIT */
/* The family that an address has to be of. */
#include <nssh/command.h>

#include <errno.h>
#include <sys/socket.h>

static const char *family_name(int family)
{
	return family == AF_INET ? "IPv4" : family == AF_INET6 ? "IPv6" : "neither IPv4 nor IPv6";
}

int nssh_cmd_check_family(const struct nssh_cmd *cmd, const struct nssh_value *addr,
			  struct nssh_error *err)
{
	const int wanted = nssh_cmd_options(cmd)->family, family = addr->addr.family;

	if (!nssh_given(addr) || wanted == AF_UNSPEC || family == AF_UNSPEC || family == wanted)
		return 0;
	(void)nssh_fail(err, -EINVAL, addr->word, "%s is an %s address, but %s was asked for",
			addr->word->text, family_name(family), family_name(wanted));
	nssh_kind(err, NSSH_ERROR_VALUE);
	return -EINVAL;
}
