# SPDX-License-Identifier: MIT
"""The hosts on one bridge as a user of pyroute2 makes them: pyroute2_hosts.py COUNT"""
import sys

from pyroute2 import IPRoute, NetNS, netns

with IPRoute() as home:
    home.link("add", ifname="br0", kind="bridge")
    bridge = home.link_lookup(ifname="br0")[0]
    home.link("set", index=bridge, state="up")
    for number in range(int(sys.argv[1])):
        name = f"h{number}"
        netns.create(name)
        home.link("add", ifname=f"p{number}", kind="veth",
                  peer={"ifname": "eth0", "net_ns_fd": name})
        port = home.link_lookup(ifname=f"p{number}")[0]
        home.link("set", index=port, master=bridge)
        home.link("set", index=port, state="up")
        with NetNS(name) as host:
            host.link("set", index=1, state="up")
            eth0 = host.link_lookup(ifname="eth0")[0]
            host.addr("add", index=eth0, prefixlen=16,
                      address=f"10.0.{number // 250}.{number % 250 + 2}")
            host.link("set", index=eth0, state="up")
            host.route("add", gateway="10.0.0.1")
