# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Points in TAP for test scripts, and running commands; sourced, also by tests/live/lib.sh.
#
#	t_plan N		the plan, first; or t_done, last, which counts
#	t_ok NAME COMMAND...	passes when the command succeeds
#	t_not NAME COMMAND...	passes when it fails
#	t_is GOT WANT NAME	the same text
#	t_like TEXT REGEX NAME	an extended regular expression matches somewhere in it
#	t_unlike TEXT REGEX NAME
#	t_run COMMAND...	run it: $out, $err and $status hold what came
#	t_status WANT NAME	that of the last t_run
#	t_skip NAME WHY		must be listed in tests/skips.txt
#	t_pass NAME, t_fail NAME [LINE...]
#	wait_for COMMAND...	until it succeeds, at most $T_BOUND seconds (10)
#
# $T_DIR is a folder of the test's own; it is removed when the test ends, and what it left running
# in the background is ended.

set -u
export LC_ALL=C.UTF-8
PATH=$PATH:/usr/sbin:/sbin
unset CDPATH

# shellcheck disable=SC2034 # for the test
T_SOURCE=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
T_DIR=$(mktemp -d "${TMPDIR:-/tmp}/nssh-test.XXXXXX") || exit 1
T_BOUND=${T_BOUND:-10}
t_points=0
t_failures=0
out='' err='' status=0

t_cleanup()
{
	local jobs

	jobs=$(jobs -p)
	# shellcheck disable=SC2086 # one word for each process
	[ -z "$jobs" ] || kill $jobs 2> /dev/null
	rm -rf "$T_DIR"
}
trap t_cleanup EXIT

t_plan()
{
	echo "1..$1"
}

t_done()
{
	echo "1..$t_points"
	[ "$t_failures" -eq 0 ]
	exit
}

t_pass()
{
	t_points=$((t_points + 1))
	echo "ok $t_points - $1"
}

t_fail()
{
	t_points=$((t_points + 1))
	t_failures=$((t_failures + 1))
	echo "not ok $t_points - $1"
	shift
	[ $# -eq 0 ] || printf '%s\n' "$@" | sed 's/^/#   /'
	return 1
}

t_skip()
{
	t_points=$((t_points + 1))
	echo "ok $t_points - $1 # SKIP $2"
}

t_ok()
{
	local name=$1 said code

	shift
	said=$("$@" 2>&1)
	code=$?
	if [ "$code" -eq 0 ]; then
		t_pass "$name"
	else
		t_fail "$name" "$* ended with $code" "$said"
	fi
}

t_not()
{
	local name=$1 said

	shift
	said=$("$@" 2>&1)
	case $? in
	0) t_fail "$name" "$* succeeded" "$said" ;;
	99) t_fail "$name" "a sanitizer ended $*" "$said" ;;
	*) t_pass "$name" ;;
	esac
}

t_is()
{
	if [ "$1" = "$2" ]; then
		t_pass "$3"
	else
		t_fail "$3" "got:" "$1" "wanted:" "$2"
	fi
}

t_like()
{
	if [[ $1 =~ $2 ]]; then
		t_pass "$3"
	else
		t_fail "$3" "got:" "$1" "wanted something like: $2"
	fi
}

t_unlike()
{
	if [[ $1 =~ $2 ]]; then
		t_fail "$3" "got:" "$1" "wanted nothing like: $2"
	else
		t_pass "$3"
	fi
}

# The command's standard input is the test's; output with NUL bytes is not kept whole.
# shellcheck disable=SC2034 # out and err are for the test
t_run()
{
	"$@" > "$T_DIR/.out" 2> "$T_DIR/.err"
	status=$?
	out=$(cat "$T_DIR/.out")
	err=$(cat "$T_DIR/.err")
	# gcc's UBSan reports to standard error only, which the test may not look at.
	[[ $err != *': runtime error: '* ]] || t_fail "no undefined behaviour" "$err"
}

t_status()
{
	if [ "$status" -eq "$1" ]; then
		t_pass "$2"
	else
		t_fail "$2" "status $status, wanted $1" "its output:" "$out" "its errors:" "$err"
	fi
}

wait_for()
{
	local end=$((SECONDS + T_BOUND))

	until "$@" > /dev/null 2>&1; do
		if [ "$SECONDS" -ge "$end" ]; then
			echo "# waited $T_BOUND s in vain for: $*"
			return 1
		fi
		sleep 0.02
	done
}
