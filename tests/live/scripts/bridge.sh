#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Hosts on a bridge: batches by a here-document, tc and bridge, a trap that cleans up.
set -eu

cleanup()
{
	for ns in sw a b c; do
		ip netns del "$ns" 2> /dev/null || true
	done
}
trap cleanup EXIT

ip -batch - << END
netns add sw
netns add a
netns add b # the second host
netns add c

END
ip -n sw -b - << END
link add br0 type bridge
link set br0 up
END
n=1
for ns in a b c; do
	ip link add "p$ns" type veth peer name eth0
	ip link set "p$ns" netns sw
	ip link set eth0 netns "$ns"
	ip -n sw link set "p$ns" master br0 up
	ip -n "$ns" addr add "192.168.7.$n/24" dev eth0
	ip -n "$ns" addr add "fd00:7::$n/64" dev eth0 nodad
	ip -n "$ns" link set eth0 up mtu 1400
	n=$((n + 1))
done
printf 'link set pa down\nlink set nope up\nlink set pb down\n' > /run/lines
ip -n sw -batch /run/lines 2>&1 || echo "batch: $?"
ip -n sw -force -batch /run/lines 2>&1 || echo "force: $?"
ip -n sw -br link show master br0 | awk '{ print $1 }' | cut -d@ -f1 | sort
ip -n sw -j -d link show br0 | jq -r '.[0].linkinfo.info_kind'
bridge -n sw -j link 2> /dev/null | jq -r '.[].ifname' | sort
tc -n a qdisc add dev eth0 root pfifo limit 9
tc -n a qdisc show dev eth0 | sed "s/ [0-9a-f]*:/ H:/"
ip -n b neigh add 192.168.7.9 lladdr 02:00:00:00:00:09 dev eth0 nud permanent
ip -n b neigh show 192.168.7.9
ip -n c -6 route show dev eth0 | grep -c fd00
ip -n a link show eth0 | grep -o 'mtu [0-9]*'
ip -n a addr show eth0 | grep -o 'inet6\? [0-9a-f.:/]* ' | grep -v fe80
ip link help 2>&1 | grep -c bridge_slave
ip -V > /dev/null && echo "there is an ip"
