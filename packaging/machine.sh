# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# For tests/run and batch-examples/run: building, and seeing that the machine stays as it was.

# An ordinary user's PATH lacks where ip is.
PATH=$PATH:/usr/sbin:/sbin

# What could be left behind: namespaces, links, addresses, mounts, files under /run.
machine_state()
{
	echo "namespaces:" && ip netns list | sort
	echo "links:" && ip -o link show | awk -F ': ' '{ print $2 }' | sort
	echo "addresses:" && ip -o addr show | awk '{ print $2, $4 }' | sort
	echo "mounts:" && awk '{ print $5 }' /proc/self/mountinfo | sort
	echo "files:" && find /run/netns /run/nssh 2> /dev/null | sort
}

# build_preset PRESET FOLDER ELSEWHERE: build into FOLDER, or ELSEWHERE when FOLDER is not ours;
# $build is where
build_preset()
{
	build=$2
	if ! mkdir -p "$build" 2> /dev/null ||
	   [ -n "$(find "$build" -maxdepth 1 ! -writable -print -quit)" ]; then
		build=$3
		echo "$2 cannot be written; building in $build"
	fi
	cmake --preset "$1" -B "$build" && cmake --build "$build" -j 2
}
