# SPDX-License-Identifier: MIT
"""The whole state of a sandbox's network namespaces, read by netlink and made comparable.

What the kernel says is taken as it is, attribute by attribute, but for these:
 - link indexes become names; random MACs (all that do not begin with 02:00:00) are "random";
   link-local addresses are made from the MAC that a link has when its carrier is seen, which may be
   before or after another one is set; the ids of bridges, multicast groups of their ports, counters, timers
   and times are left out;
 - of the numbers that namespaces have for each other, only which there are: several moves that are
   fused may give them in another order. They are read behind the links, since the kernel gives a number
   to where the other end of a link is when anybody first looks at the link: before that, which are there
   tells only who has looked;
 - after a failure, what a bridge has from its ports and keeps or loses with them is not compared: its
   mtu; its address, unless it was set, with the link-local one that is made from it; and when it is down, or
   none of its ports has a carrier, whether it has one. A bridge without ports has the zero address when it
   has ever had one, and to set the one from before would be more of a change: the bridge would never again
   follow its ports. It has a carrier until it has had a port, and nobody can give it that back;
 - nor the order of addresses: one that was removed comes back behind those that stayed; nor the numbers in
   their labels, which the kernel gives those behind the first when a link is renamed: only without the
   addresses it would be rid of them;
 - link-local addresses of links without a carrier are left out, with their routes;
 - a link that was up once has a qdisc, which going down leaves it: only that of links that are up;
 - whether an address is tentative still, or somebody else has it (itself, in a loop of bridges) is left
   out, and the routes that come when it is no longer;
 - of the neighbours, those that somebody has set: permanent ones, and those that are answered for;
 - a link in operation is UP. The kernel says UNKNOWN of an end of a pair whose other end happens to have
   the same index, and which indexes there are is by chance (net/core/link_watch.c,
   default_operstate()). Without a carrier it is DOWN, also where the kernel says LOWERLAYERDOWN, which
   depends on the same comparison.
"""
import ctypes
import os
import socket
import struct

HOME = "(home)"
NAMES = "/run/netns"
CLONE_NEWNET = 0x40000000
libc = ctypes.CDLL(None, use_errno=True)

IFF_UP, IFF_RUNNING, IFF_LOWER_UP, IFF_DORMANT = 1, 0x40, 0x10000, 0x20000
IFA_F_DADFAILED, IFA_F_TENTATIVE = 8, 0x40
NTF_PROXY, NUD_PERMANENT = 8, 0x80
UNKNOWN, DOWN, LOWERLAYERDOWN, UP = 0, 2, 3, 6

LINK = {1: "address", 2: "broadcast", 3: "name", 4: "mtu", 5: "link", 6: "qdisc", 10: "master",
        13: "txqlen", 16: "operstate", 17: "linkmode", 18: "linkinfo", 20: "alias", 27: "group",
        33: "carrier", 37: "link_netnsid", 52: "altnames", 54: "perm_address"}
# stats, map, vfinfo, af_spec, stats64, carrier changes, event, carrier up and down, min and max mtu
LINK_CHANCE = {7, 14, 26, 23, 35, 44, 47, 48, 50, 51}
# Ids, timers, whether one of them runs, and how many addresses have been learned.
BRIDGE_CHANCE = {10, 11, 14, 15, 16, 17, 18, 19, 48}
PORT_CHANCE = {13, 14, 19, 20, 21, 22, 23, 41}


class Failure(Exception):
    pass


def check(result, what):
    if result < 0:
        raise Failure(f"{what}: {os.strerror(ctypes.get_errno())}")
    return result


def enter(fd):
    check(libc.setns(fd, CLONE_NEWNET), "setns")


def attributes(data, at=0):
    table = {}
    while at + 4 <= len(data):
        size, kind = struct.unpack_from("=HH", data, at)
        if size < 4:
            break
        table[kind & 0x3FFF] = data[at + 4:at + size]
        at += (size + 3) & ~3
    return table


def ask(sock, kind, body, dump=True):
    """The replies to one request, as (type, payload)."""
    flags = 0x301 if dump else 1
    sock.send(struct.pack("=IHHII", 16 + len(body), kind, flags, 1, 0) + body)
    while True:
        data = sock.recv(1 << 18)
        at = 0
        while at + 16 <= len(data):
            size, reply, _, _, _ = struct.unpack_from("=IHHII", data, at)
            if reply == 3:
                return
            if reply == 2:
                if struct.unpack_from("=i", data, at + 16)[0]:
                    raise Failure(f"request {kind} is refused")
                return
            yield reply, data[at + 16:at + size]
            if not dump:
                return
            at += (size + 3) & ~3


def mac(value):
    if value[:3] == b"\2\0\0" or not any(value) or value == b"\xff" * 6:
        return value.hex(":")
    return "random"


def text(value):
    return value.rstrip(b"\0").decode("utf-8", "backslashreplace")


class Namespace:
    """An open namespace: what is in it as the kernel says it."""

    def __init__(self, name, fd):
        self.name, self.fd = name, fd
        enter(fd)
        self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
        self.numbers, self.links, self.addresses, self.routes = {}, {}, [], []
        self.neighbours, self.rules = [], []

    def close(self):
        self.sock.close()
        os.close(self.fd)

    def read_numbers(self, others):
        for other in others:
            body = struct.pack("=BxxxHHI", 0, 8, 3, other.fd)
            for _, reply in ask(self.sock, 90, body, dump=False):
                number = struct.unpack("=i", attributes(reply, 4)[1])[0]
                if number >= 0:
                    self.numbers[number] = other.name

    def read(self):
        for _, body in ask(self.sock, 18, struct.pack("=BxHiII", 0, 0, 0, 0, 0)):
            _, kind, index, flags, _ = struct.unpack_from("=BxHiII", body)
            self.links[index] = (kind, flags, attributes(body, 16))
        for _, body in ask(self.sock, 22, struct.pack("=BBBBi", 0, 0, 0, 0, 0)):
            self.addresses.append((struct.unpack_from("=BBBBi", body), attributes(body, 8)))
        for family in (socket.AF_INET, socket.AF_INET6):
            for _, body in ask(self.sock, 26, struct.pack("=BBBBBBBBI", family, *[0] * 8)):
                self.routes.append((struct.unpack_from("=BBBBBBBBI", body), attributes(body, 12)))
            for _, body in ask(self.sock, 34, struct.pack("=BBBBBBBBI", family, *[0] * 8)):
                self.rules.append((struct.unpack_from("=BBBBBBBBI", body), attributes(body, 12)))
            for flags in (0, NTF_PROXY):
                for _, body in ask(self.sock, 30, struct.pack("=BxxxiHBB", family, 0, 0, flags, 0)):
                    self.neighbours.append((struct.unpack_from("=BxxxiHBB", body), attributes(body, 12)))

    def is_heard(self, index):
        _, flags, table = self.links[index]
        return bool(flags & IFF_UP and table[33][0])

    def is_idle_bridge(self, index):
        """Is it a bridge, and may its carrier be one from before it had ports?"""
        _, flags, table = self.links[index]
        ports = [i for i, (_, _, t) in self.links.items() if 10 in t and struct.unpack("=i", t[10])[0] == index]
        return is_bridge(table) and not (flags & IFF_UP and any(map(self.is_heard, ports)))

    def leave_out_chance(self, exact):
        """A link gets its link-local address when it has a carrier for long enough to be seen, and
        keeps it when that goes."""
        silent = {i for i in self.links if not self.is_heard(i) or (exact and self.is_idle_bridge(i))}
        self.addresses = [(h, t) for h, t in self.addresses
                          if h[4] not in silent or t[1][:2] != b"\xfe\x80"]
        self.routes = [(h, t) for h, t in self.routes
                       if h[0] != socket.AF_INET6 or 4 not in t or 1 not in t
                       or struct.unpack("=i", t[4])[0] not in silent
                       or t[1][:2] not in (b"\xfe\x80", b"\xff\0")]

    def name_of(self, index):
        link = self.links.get(index)
        return text(link[2][3]) if link else f"#{index}"


class Reader:
    def __init__(self):
        self.home = os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)

    def open_all(self):
        spaces = [Namespace(HOME, os.dup(self.home))]
        for name in sorted(os.listdir(NAMES)):
            try:
                spaces.append(Namespace(name, os.open(f"{NAMES}/{name}", os.O_RDONLY | os.O_CLOEXEC)))
            except Failure:
                pass
        enter(self.home)
        return spaces

    def read(self):
        """Return whether all links have settled, the state for comparison with another sandbox's,
        and the state for comparison with this one's before."""
        spaces = self.open_all()
        try:
            for space in spaces:
                space.read()
            for space in spaces:
                space.read_numbers(spaces)
                space.leave_out_chance(False)
            state = {s.name: describe(s, spaces, False) for s in spaces}
            for space in spaces:
                space.leave_out_chance(True)
            exact = {s.name: describe(s, spaces, True) for s in spaces}
            for space in spaces:
                state[space.name]["nsids"] = sorted(space.numbers.values())
            settled = all(is_settled(s) for s in spaces)
        finally:
            for space in spaces:
                space.close()
        return settled, state, exact


def is_settled(space):
    if not all(has_own_route(space, head, table) for head, table in space.addresses):
        return False
    for index, (_, flags, table) in space.links.items():
        oper, carrier = table[16][0], table[33][0]
        # Its other end was in a namespace that has been removed: it goes, too.
        if 37 in table and struct.unpack("=i", table[37])[0] not in space.numbers:
            return False
        if not flags & IFF_UP or flags & 8:
            continue
        other = struct.unpack("=i", table[5])[0] if 5 in table else index
        if other != index and oper not in ((UP,) if carrier else (DOWN, LOWERLAYERDOWN)):
            return False
    return True


def has_own_route(space, head, table):
    """A route to the address itself comes with it, but for one that is tentative, some time later."""
    flags = struct.unpack("=I", table[8])[0] if 8 in table else 0
    if head[0] != socket.AF_INET6 or flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED) or table[1][:2] == b"\xfe\x80":
        return True
    return any(r[0] == socket.AF_INET6 and r[1] == 128 and t.get(1) == table[1] and
               t.get(4) == struct.pack("=i", head[4]) for r, t in space.routes)


def describe(space, spaces, exact):
    links = {}
    for index, entry in space.links.items():
        links[space.name_of(index)] = describe_link(space, spaces, index, entry, exact)
    addresses = {}
    for head, table in space.addresses:
        # In their order, but for those of different links.
        addresses.setdefault(f"{space.name_of(head[4])} inet{'6' * (head[0] == socket.AF_INET6)}",
                             []).append(describe_address(space, head, table, exact))
    if exact:
        addresses = {of: sorted(said) for of, said in addresses.items()}
    routes = sorted(filter(None, (describe_route(space, h, t, exact) for h, t in space.routes)))
    neighbours = sorted(filter(None, (describe_neighbour(space, h, t) for h, t in space.neighbours)))
    rules = [describe_rule(head, table) for head, table in space.rules]
    return {"links": links, "addresses": addresses, "routes": routes, "neighbours": neighbours, "rules": rules}


def describe_link(space, spaces, index, entry, exact):
    kind, flags, table = entry
    said = {"kind": kind, "flags": flags & ~(IFF_RUNNING | IFF_LOWER_UP | IFF_DORMANT)}
    if exact:
        said["index"] = index
    for number, value in table.items():
        name = LINK.get(number, f"attribute {number}")
        if number in LINK_CHANCE or (exact and is_from_ports(space, index, number, value)):
            continue
        if number in (1, 54):
            said[name] = value.hex(":") if exact else mac(value)
        elif number == 6 and not flags & IFF_UP:
            continue
        elif number in (3, 6, 20):
            said[name] = text(value)
        elif number == 5:
            said[name] = other_end(space, spaces, struct.unpack("=i", value)[0], table)
        elif number == 37:
            continue
        elif number == 10:
            said[name] = space.name_of(struct.unpack("=i", value)[0])
        elif number == 16:
            said[name] = {UNKNOWN: "up", UP: "up"}.get(value[0], "down") if flags & IFF_UP else "off"
        elif number == 18:
            said[name] = describe_info(attributes(value), exact)
        elif len(value) == 4:
            said[name] = struct.unpack("=I", value)[0]
        else:
            said[name] = value.hex(":")
    return said


def is_bridge(table):
    return b"bridge" in table.get(18, b"")[:16]


def is_from_ports(space, index, number, value):
    if not is_bridge(space.links[index][2]):
        return False
    return (number in (4, 59) or (number in (16, 33) and space.is_idle_bridge(index)) or
            (number == 1 and (not any(value) or mac(value) == "random")))


def other_end(space, spaces, index, table):
    if 37 not in table:
        return space.name_of(index) if index else "none"
    number = struct.unpack("=i", table[37])[0]
    name = space.numbers.get(number)
    for other in spaces:
        if other.name == name:
            return f"{name}:{other.name_of(index)}"
    return "elsewhere"


def describe_info(table, exact):
    said = {}
    for number, value in table.items():
        kind = text(table.get(1 if number == 2 else 4, b""))
        if number in (1, 4):
            said[number] = text(value)
        elif number in (2, 5) and kind == "bridge":
            chance = BRIDGE_CHANCE if number == 2 else PORT_CHANCE
            said[number] = {k: v.hex() for k, v in attributes(value).items() if k not in chance}
        elif number != 3:
            said[number] = value.hex()
    return said


def address(value, space, index, exact):
    if len(value) != 16:
        return socket.inet_ntop(socket.AF_INET, value) if len(value) == 4 else value.hex()
    said = socket.inet_ntop(socket.AF_INET6, value)
    from_ports = index in space.links and is_bridge(space.links[index][2])
    if (not exact or from_ports) and said.startswith("fe80::") and said[6:]:
        return "link-local"
    return said


def describe_address(space, head, table, exact):
    family, size, _, scope, index = head
    flags = struct.unpack("=I", table[8])[0] & ~(IFA_F_TENTATIVE | IFA_F_DADFAILED) if 8 in table else 0
    said = [f"/{size} scope {scope} flags {flags:#x}"]
    for number, value in sorted(table.items()):
        if number == 3:
            said.append(f"label {text(value).split(':')[0] if exact else text(value)}")
        elif number not in (6, 8):
            said.append(f"{number}: {address(value, space, index, exact)}")
    return ", ".join(said)


def describe_route(space, head, table, exact):
    family, size, source, tos, number, protocol, scope, kind, flags = head
    if family == socket.AF_INET6 and size == 128 and table[1][:2] == b"\xfe\x80":
        return None
    # RTNH_F_LINKDOWN follows the link's carrier.
    flags &= ~0x10 if exact else ~0
    said = [f"{family} /{size} {source} {tos} table {number} protocol {protocol} scope {scope}"
            f" type {kind} flags {flags:#x}"]
    for attribute, value in sorted(table.items()):
        if attribute == 4:
            said.append(f"dev {space.name_of(struct.unpack('=i', value)[0])}")
        elif attribute in (1, 2, 5, 7):
            said.append(f"{attribute}: {address(value, space, 0, exact)}")
        elif attribute != 12:
            said.append(f"{attribute}: {value.hex()}")
    return ", ".join(said)


def describe_neighbour(space, head, table):
    family, index, state, flags, kind = head
    if not state & NUD_PERMANENT and not flags & NTF_PROXY:
        return None
    said = [f"{family} dev {space.name_of(index)} state {state:#x} flags {flags:#x} type {kind}"]
    return ", ".join(said + [f"{k}: {v.hex()}" for k, v in sorted(table.items()) if k not in (3, 4)])


def describe_rule(head, table):
    return f"{head}, " + ", ".join(f"{k}: {v.hex()}" for k, v in sorted(table.items()))


def differences(left, right, path=""):
    """Lines that say where two states differ."""
    if left == right:
        return []
    if isinstance(left, dict) and isinstance(right, dict):
        lines = []
        for key in sorted(set(left) | set(right), key=str):
            if key not in left:
                lines.append(f"{path}/{key}: missing | {right[key]}")
            elif key not in right:
                lines.append(f"{path}/{key}: {left[key]} | missing")
            else:
                lines += differences(left[key], right[key], f"{path}/{key}")
        return lines
    if isinstance(left, list) and isinstance(right, list):
        gone = [item for item in left if item not in right]
        come = [item for item in right if item not in left]
        if gone or come:
            return [f"{path}: {gone} | {come}"]
    return [f"{path}: {left} | {right}"]
