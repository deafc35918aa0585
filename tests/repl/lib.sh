# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Keystrokes in a real terminal: a private tmux server with one window of 100 by 30, nssh in it, in a
# sandbox and with a home of the test's own. A test begins with:
#
#	#!/usr/bin/env bash
#	. "$(dirname "$0")/lib.sh"
#
# $NSSH is the program; the rest is in tests/tap.sh.
#
#	start [NAME=VALUE...]	nssh on a fresh screen; when it ends, "left with STATUS" is shown
#	press KEY...		keys by tmux's names: Enter, Tab, C-c, Up ...; other words are typed
#	enter LINE		type a line, and Enter
#	paste TEXT		what a terminal sends for a paste
#	screen			what the screen shows, without blanks at the ends
#	colored			the same with the sequences that colour it
#	shows TEXT		it is on the screen (for wait_for)
#	at_prompt [TEXT]	the last line is the prompt, with TEXT behind it (for wait_for)
#	fresh			a clear screen with a prompt at its top
#
# Points, each waiting for what it wants:
#
#	t_shows TEXT NAME
#	t_prompt TEXT NAME	the last line is the prompt with TEXT behind it
#	t_screen NAME		the whole screen is standard input

# shellcheck source=../tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/../tap.sh"

NSSH=${NSSH:-$T_SOURCE/build-sanitize/nssh}
PROMPT='nssh(sandbox)#'
export HOME=$T_DIR/home
# shellcheck disable=SC2034 # for the test
HISTORY=$HOME/.local/state/nssh/history
mkdir "$HOME"
unset XDG_STATE_HOME XDG_DATA_HOME XDG_CONFIG_HOME NSSH_PLUGIN_PATH EDITRC NO_COLOR TMUX

windows=0

in_tmux()
{
	tmux -u -S "$T_DIR/tmux.$windows" -f /dev/null "$@"
}

# The program in the window, or nothing.
program()
{
	local pane

	pane=$(in_tmux display-message -p '#{pane_pid}' 2> /dev/null) || return 0
	cat "/proc/$pane/task/$pane/children" 2> /dev/null
}

is_gone()
{
	[ ! -d "/proc/$1" ]
}

# Leave the program by its own door: the leak sanitizer, at work while the terminal is taken away, can
# wait for ever. What stays all the same is ended.
close_window()
{
	local pid

	for pid in $(program); do
		in_tmux send-keys C-c C-c 2> /dev/null
		in_tmux send-keys -l ' exit' 2> /dev/null
		in_tmux send-keys Enter 2> /dev/null
		T_BOUND=5 wait_for is_gone "$pid" || kill -KILL "$pid" 2> /dev/null
	done
	in_tmux kill-server 2> /dev/null
}

repl_cleanup()
{
	close_window
	t_cleanup
}
trap repl_cleanup EXIT

# The window outlives the program, so that what it left is seen.
start()
{
	local vars=''

	[ $# -eq 0 ] || vars=$(printf ' %q' "$@")
	cat > "$T_DIR/window" <<-END
		# As from a shell that people use: in a process group of its own, no signal ignored.
		set -m
		stty -a > $T_DIR/modes.before
		env TERM=screen-256color$vars '$NSSH' --sandbox
		echo "left with \$?"
		stty -a > $T_DIR/modes.after
		exec sleep 1000
	END
	close_window
	# One that is still ending would take no new session.
	windows=$((windows + 1))
	in_tmux new-session -d -x 100 -y 30 "bash --norc -i $T_DIR/window"
	if ! wait_for shows "$PROMPT"; then
		screen | sed 's/^/# /'
		echo "Bail out! no prompt"
		exit 1
	fi
}

press()
{
	in_tmux send-keys -- "$@"
}

enter()
{
	in_tmux send-keys -l -- "$1"
	in_tmux send-keys Enter
}

paste()
{
	in_tmux set-buffer "$1"
	in_tmux paste-buffer -p -r
}

# Blanks at the ends of lines go, and so do empty lines at the end of the screen.
screen()
{
	in_tmux capture-pane -p | sed -e 's/ *$//' | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'
}

colored()
{
	in_tmux capture-pane -p -e
}

shows()
{
	[[ $(screen) == *"$1"* ]]
}

last_is()
{
	[ "$(screen | tail -n 1)" = "$1" ]
}

at_prompt()
{
	last_is "$PROMPT${1:+ $1}"
}

screen_is()
{
	[ "$(screen)" = "$1" ]
}

fresh()
{
	wait_for at_prompt ''
	press C-l
	wait_for screen_is "$PROMPT"
}

t_shows()
{
	if wait_for shows "$1"; then
		t_pass "$2"
	else
		t_fail "$2" "wanted: $1" "on the screen:" "$(screen)"
	fi
}

t_prompt()
{
	if wait_for at_prompt "$1"; then
		t_pass "$2"
	else
		t_fail "$2" "wanted behind the prompt: $1" "on the screen:" "$(screen)"
	fi
}

t_screen()
{
	local wanted

	wanted=$(cat)
	if wait_for screen_is "$wanted"; then
		t_pass "$1"
	else
		t_fail "$1" "$(diff <(screen) <(echo "$wanted"))" "on the screen:" "$(screen)"
	fi
}
