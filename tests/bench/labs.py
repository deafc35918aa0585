# SPDX-License-Identifier: MIT
"""The labs that are built, as lines of `ip` and of nssh."""

# The notes' lines for one pair; the names get a number.
PAIR = """\
netns add client{0}
netns add server{0}
link add server{0}-eth type veth peer name client{0}-eth
link set server{0}-eth netns server{0}
link set client{0}-eth netns client{0}
netns exec client{0} ip addr add 10.0.0.1/24 dev client{0}-eth
netns exec server{0} ip addr add 10.0.0.2/24 dev server{0}-eth
netns exec client{0} ip link set dev client{0}-eth up
netns exec server{0} ip link set dev server{0}-eth up
"""

BRIDGE = """\
link add br0 type bridge
link set br0 up
"""

# A host on the bridge.
HOST = """\
netns add h{0}
link add p{0} type veth peer name eth0 netns h{0}
link set p{0} master br0
link set p{0} up
-n h{0} link set lo up
-n h{0} addr add {1} dev eth0
-n h{0} link set eth0 up
-n h{0} route add default via 10.0.0.1
"""


def host_address(number):
    return f"10.0.{number // 250}.{number % 250 + 2}/16"


def pairs(count):
    """Lines of an `ip -batch` file."""
    return "".join(PAIR.format(i) for i in range(count))


def hosts(count):
    return BRIDGE + "".join(HOST.format(i, host_address(i)) for i in range(count))


def script(lines):
    """The same lines as `ip` commands: a file of nssh and a shell script in one."""
    return "".join(f"ip {line}\n" for line in lines.splitlines())


def many_lines(count):
    """So many lines, piece by piece, of hosts and nothing else that could repeat."""
    yield script(BRIDGE)
    left, number = count - 2, 0
    while left > 0:
        host = script(HOST.format(number, "10.0.0.2/8")).splitlines(keepends=True)[:left]
        yield "".join(host)
        left -= len(host)
        number += 1


def namespaces(count):
    """So many namespaces, each with both ends of a pair."""
    return "".join(f"netns add ns{i}\n"
                   f"link add eth0 netns ns{i} type veth peer name eth1 netns ns{i}\n"
                   for i in range(count))
