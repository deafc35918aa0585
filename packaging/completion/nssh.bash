# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Completion for bash: nssh itself knows what may come next (nssh complete -- WORDS).

# readline takes a colon for the end of a word and would complete only what is behind it, but
# client:eth0 is one word here. So the line is split at blanks alone, and what readline will not
# replace is taken off the candidates.
_nssh()
{
	local options='-c -f -h -j -n -p -V --check --command --dry-run --file --help --json --keep-going'
	options+=' --lab --netns --no-fuse --no-rollback --plan --plugin --plugin-dir --pretty --replace'
	options+=' --run-programs --sandbox --version'
	local words current line candidate kept
	local -a asked=()

	COMPREPLY=()
	read -ra words <<< "${COMP_LINE:0:COMP_POINT}"
	[[ ${COMP_LINE:0:COMP_POINT} == *[[:blank:]] ]] && words+=('')
	current=${words[-1]}

	# The options of the program come first; only -n says something about what comes after.
	while [[ ${#words[@]} -gt 2 && ${words[1]} == -* ]]; do
		case ${words[1]} in
		-n | --netns)
			asked+=(-n "${words[2]}")
			[[ ${#words[@]} -gt 3 ]] || break
			words=("${words[0]}" "${words[@]:3}")
			;;
		-f | --file | --plugin | --plugin-dir)
			# A file: bash's own completion serves (complete -o default).
			[[ ${#words[@]} -gt 3 ]] || return
			words=("${words[0]}" "${words[@]:3}")
			;;
		--dry-run)
			# Files, and words for more than one.
			[[ ${#words[@]} -gt 3 || $current == -* ]] || return
			words=("${words[0]}" "${words[@]:2}")
			;;
		--lab)
			# A name that is not there yet: `lab list` tells those that are.
			[[ ${#words[@]} -gt 3 ]] || return
			words=("${words[0]}" "${words[@]:3}")
			;;
		-c | --command)
			return
			;;
		*)
			words=("${words[0]}" "${words[@]:2}")
			;;
		esac
	done
	if [[ ${#words[@]} -eq 2 && $current == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
		return
	fi

	kept=''
	[[ $current == *:* ]] && kept=${current%:*}:
	while IFS= read -r line; do
		candidate=${line%%$'\t'*}
		[[ $candidate == "$current"* ]] && COMPREPLY+=("${candidate#"$kept"}")
	done < <("${words[0]}" complete -- "${asked[@]}" "${words[@]:1}" 2> /dev/null)
}
complete -o default -F _nssh nssh
