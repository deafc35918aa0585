# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Building the whole tree once more, in another way and with every warning an error.
. "$(dirname "${BASH_SOURCE[0]}")/../tap.sh"

# build_again FOLDER OPTION...: into FOLDER of the build folder, so that only changes are compiled
build_again()
{
	local folder=$NSSH_BUILD/$1

	shift
	t_ok "configure" cmake -S "$T_SOURCE" -B "$folder" -G Ninja -DNSSH_WERROR=ON "$@"
	t_ok "build without a warning" cmake --build "$folder" -j 1 -- --quiet
	t_done
}
