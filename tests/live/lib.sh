# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# A sandbox for each test, and comparing what is in namespaces. A test begins with:
#
#	#!/usr/bin/env bash
#	. "$(dirname "$0")/lib.sh"
#
# and goes on in user, network and mount namespaces of its own as their root, with an empty /run and
# an empty /run/netns. $NSSH is the program; the rest is in tests/tap.sh.
#
#	nssh WORDS...		the program
#	state_of NS		links, addresses and IPv4 routes as text, without what is by chance:
#				indexes, random MACs, numbers of namespaces, lifetimes
#	same_state A B NAME	passes when two namespaces hold the same; `home` is the test's own
#	is_up NS LINK		the link can carry packets (wait_for is_up client eth0)
#	$T_SYSFS		1 when /sys shows the test's own network namespace
#
# A MAC that a test sets should begin with 02:00:00, to be compared.

if [ "${NSSH_TEST_SANDBOX-}" != $$ ]; then
	export NSSH_TEST_SANDBOX=$$
	exec unshare --user --map-root-user --net --mount "$BASH" "$0" "$@"
fi

# shellcheck source=../tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/../tap.sh"

NSSH=${NSSH:-$T_SOURCE/build-sanitize/nssh}
export NSSH
export HOME=$T_DIR
unset XDG_STATE_HOME XDG_DATA_HOME XDG_CONFIG_HOME NSSH_PLUGIN_PATH

mount -t tmpfs -o mode=755 tmpfs /run || exit 1
mkdir /run/netns
# shellcheck disable=SC2034 # for the test
if mount -t sysfs sysfs /sys 2> /dev/null; then
	T_SYSFS=1
else
	T_SYSFS=0
fi

nssh()
{
	"$NSSH" "$@"
}

ip_in()
{
	local ns=$1

	shift
	if [ "$ns" = home ]; then
		ip "$@"
	else
		ip -n "$ns" "$@"
	fi
}

state_of()
{
	ip_in "$1" -d -j addr show | jq -S '
		def mac: if type == "string" and (startswith("02:00:00:") | not)
			and . != "00:00:00:00:00:00" and . != "ff:ff:ff:ff:ff:ff"
			then "random" else . end;
		def chance_address: .scope == "link" and .family == "inet6"
			and (.local | test("^fe80::ff:fe") | not);
		def lifetime: if . == 4294967295 then "forever" else "limited" end;
		def no_timers: if type == "object"
			then with_entries(select(.key | endswith("_timer") | not)) else . end;
		[ .[] | del(.ifindex, .link_index, .min_mtu, .max_mtu)
		| if has("link_netnsid") then .link_netnsid = "some" else . end
		| if has("link") and (.link | startswith("if")) then .link = "elsewhere" else . end
		| if has("address") then .address |= mac else . end
		| if has("broadcast") then .broadcast |= mac else . end
		| if has("linkinfo") then .linkinfo |= walk(mac | no_timers) else . end
		| .addr_info |= [ .[]
			| del(.tentative)
			| if chance_address then .local = "random" else . end
			| .valid_life_time |= lifetime | .preferred_life_time |= lifetime ]
		] | sort_by(.ifname)'
	ip_in "$1" -4 route show table all
}

same_state()
{
	local left right

	if ! left=$(state_of "$1") || ! right=$(state_of "$2"); then
		t_fail "$3" "the state of $1 or $2 cannot be read"
	elif [ "$left" = "$right" ]; then
		t_pass "$3"
	else
		t_fail "$3" "$(diff <(echo "$left") <(echo "$right"))"
	fi
}

is_up()
{
	ip_in "$1" -j link show dev "$2" up | jq -e '.[0].operstate == "UP" or .[0].link_type == "loopback"'
}
