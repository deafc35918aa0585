#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A lab as people write it: three hosts behind a router, addresses by a loop, questions by jq.
set -euo pipefail

for ns in router h1 h2 h3; do
	ip netns add "$ns"
	ip netns exec "$ns" ip link set lo up
done
for i in 1 2 3; do
	ip link add "r$i" netns router type veth peer name eth0 netns "h$i"
	ip -n router addr add "10.0.$i.1/24" dev "r$i"
	ip -n router link set dev "r$i" up
	ip -n "h$i" addr add "10.0.$i.2/24" brd + dev eth0
	ip netns exec "h$i" ip link set eth0 up
	ip netns exec "h$i" ip route add default via "10.0.$i.1"
done

# A second try of what is there is passed over, as scripts do it.
ip netns add h1 2> /dev/null || echo "h1 is there: $?"
ip -n h1 addr add 10.0.1.2/24 dev eth0 2>&1 || echo "address: $?"
ip -n h1 link show nope 2>&1 || echo "link: $?"
ip -n h1 route del 192.0.2.0/24 2>&1 || echo "route: $?"
ip netns exec nope true 2>&1 || echo "netns: $?"
ip netns exec h1 sh -c 'exit 7' || echo "program: $?"

for i in 1 2 3; do
	ip -n "h$i" -j addr show dev eth0 | jq -c '.[0].addr_info[] | select(.family == "inet") | [.local, .prefixlen]'
	ip -n "h$i" route | sed 's/ *$//'
	ip netns exec "h$i" ip -br link show lo
	ip -n "h$i" -o -4 addr show | awk '{ print $2, $4 }'
	ip -n "h$i" rule show | wc -l
done
ip -n router -6 route show table local 2>&1 | grep -c '^local ::1' || true
ip -n router -br -4 addr | awk '{ print $1, $3 }' | sort
ip netns list | awk '{ print $1 }' | sort | xargs
ip -n h2 route get 10.0.3.2 | head -n 1 | sed 's/ uid.*//'
for ns in router h1 h2 h3; do
	ip netns del "$ns"
done
ip netns list
