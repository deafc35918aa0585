# SPDX-License-Identifier: MIT
"""The hosts as a user of Mininet makes them: mininet_hosts.py COUNT [stop]

Hosts and links only: each host has a link to a node that stands for the bridge, and nobody makes
the bridge. With `stop`, says how many seconds stop() takes; without, leaves without it.
"""
import os
import sys
import time

from mininet.log import setLogLevel
from mininet.net import Mininet

setLogLevel("critical")
net = Mininet(controller=None, ipBase="10.0.0.0/16", build=False)
bridge = net.addHost("p", inNamespace=False)
for number in range(int(sys.argv[1])):
    host = net.addHost(f"h{number}", ip=f"10.0.{number // 250}.{number % 250 + 2}/16",
                       defaultRoute="gw 10.0.0.1")
    net.addLink(host, bridge, intfName1="eth0", intfName2=f"p{number}")
net.build()
if sys.argv[2:] == ["stop"]:
    begin = time.perf_counter()
    net.stop()
    print(time.perf_counter() - begin)
else:
    sys.stdout.flush()
    os._exit(0)  # its shells see the end of their input, and their namespaces go with them
