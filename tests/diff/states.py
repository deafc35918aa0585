# SPDX-License-Identifier: MIT
"""Random states, as lines of `ip`, and random lines about them: (NAMESPACE, WORDS)."""

NAMES = ["eth0", "v0", "a", "x-y.z", "up", "dev", "5", "br.100", "longest-name-15", "p@q", "äö"]
SPACES = ["n1", "red", "with space"]
TYPES = ["unreachable", "blackhole", "prohibit", "throw"]


class State:
    def __init__(self, rng):
        self.rng, self.lines, self.spaces = rng, [], []
        self.links = []  # (namespace, name, kind)
        self.nets = []   # (namespace, link, prefix)

    def add(self, ns, *words):
        self.lines.append((ns, list(words)))

    def chance(self, share):
        return self.rng.random() < share

    def free_name(self, *spaces):
        used = {name for ns, name, _ in self.links if ns in spaces}
        free = [name for name in NAMES if name not in used]
        return self.rng.choice(free) if free else f"l{len(self.links)}"

    def mac(self):
        return "02:00:00:" + ":".join(f"{self.rng.randrange(256):02x}" for _ in range(3))

    def space(self):
        return self.rng.choice([None, None, *self.spaces])

    # Links

    def veth(self):
        near_ns, far_ns = self.space(), self.space()
        near = self.free_name(near_ns)
        self.links.append((near_ns, near, "veth"))
        far = self.free_name(far_ns)
        words = ["link", "add", "dev", near, "address", self.mac(), "type", "veth", "peer", "name", far,
                 "address", self.mac()]
        place = self.rng.choice(["named", "named", "named", "unnamed"])
        if place == "unnamed":
            words += ["netns", "@UNNAMED@"]
        else:
            words += ["netns", far_ns or "@HOME@"]
            self.links.append((far_ns, far, "veth"))
        self.add(near_ns, *words)

    def other(self, kind):
        ns = self.space()
        name = self.free_name(ns)
        words = ["link", "add", "dev", name, "address", self.mac()]
        if kind.startswith("mac"):
            below = [link for space, link, other in self.links if space == ns and other == "veth"]
            if not below:
                return
            words += ["link", self.rng.choice(below)]
        words += ["type", kind]
        if kind == "vxlan":
            words += ["id", str(len(self.links) + 7), "dstport", "4789", "local", "10.0.0.1"]
        elif kind.startswith("mac"):
            words += ["mode", self.rng.choice(["bridge", "private", "vepa"])]
        self.links.append((ns, name, kind))
        self.add(ns, *words)

    def settings(self, ns, name, kind):
        rng = self.rng
        for share, words in ((0.2, ["mtu", str(rng.choice([1280, 1400, 1500]))]),
                             (0.2, ["alias", rng.choice(["one", "two words", 'quo"te', "ä"])]),
                             (0.2, ["group", str(rng.choice([0, 7, 42]))]),
                             (0.2, ["txqueuelen", str(rng.choice([0, 10, 1000]))]),
                             (0.1, ["promisc", "on"]), (0.1, ["arp", "off"]), (0.1, ["allmulticast", "on"]),
                             (0.1, ["multicast", "off"]),
                             (0.1, ["addrgenmode", rng.choice(["none", "eui64", "random"])])):
            if self.chance(share):
                self.add(ns, "link", "set", "dev", name, *words)
        if self.chance(0.25):
            self.add(ns, "link", "property", "add", "dev", name, "altname", f"alt-{len(self.lines)}-of-it",
                     *(["altname", "another name"] if self.chance(0.3) and ns is None else []))
        bridges = [link for space, link, other in self.links if space == ns and other == "bridge"]
        if kind in ("veth", "ifb") and bridges and self.chance(0.3):
            self.add(ns, "link", "set", "dev", name, "master", rng.choice(bridges))
        if self.chance(0.8):
            self.add(ns, "link", "set", "dev", name, "up")

    # Addresses

    def address4(self, ns, name):
        rng = self.rng
        net, host = rng.randrange(1, 250), rng.randrange(1, 250)
        prefix = f"10.{rng.randrange(4)}.{net}.{host}/{rng.choice([8, 24, 24, 30, 32])}"
        words = [prefix]
        if self.chance(0.15):
            words = [prefix.split("/")[0], "peer", f"10.9.{net}.{host}/32"]
        for share, more in ((0.3, ["brd", "+"]), (0.2, ["label", f"{name[:8]}:x"]),
                            (0.1, ["scope", rng.choice(["link", "host", "55"])]),
                            (0.15, ["valid_lft", "90000", "preferred_lft", rng.choice(["0", "80000"])]),
                            (0.1, ["metric", "77"]), (0.1, ["noprefixroute"])):
            if self.chance(share):
                words += more
        self.nets.append((ns, name, prefix))
        self.add(ns, "addr", "add", *words, "dev", name)

    def address6(self, ns, name):
        rng = self.rng
        prefix = f"2001:db8:{rng.randrange(1, 9)}::{rng.randrange(1, 4000):x}/{rng.choice([64, 64, 128, 48])}"
        words = [prefix]
        for share, more in ((0.2, ["valid_lft", "90000", "preferred_lft", rng.choice(["0", "80000"])]),
                            (0.1, ["home"]), (0.1, ["metric", "77"]), (0.1, ["noprefixroute"])):
            if self.chance(share):
                words += more
        self.nets.append((ns, name, prefix))
        self.add(ns, "addr", "add", *words, "dev", name, "nodad")

    # Routes

    def route4(self, ns, name, prefix):
        rng = self.rng
        gateway = prefix.split("/")[0].rsplit(".", 1)[0] + ".254"
        to = rng.choice(["default", f"10.{rng.randrange(100, 200)}.0.0/16", f"192.0.2.{rng.randrange(250)}"])
        kind = rng.random()
        if kind < 0.2:
            words = [rng.choice(TYPES), to]
        elif kind < 0.3:
            words = [rng.choice(["local", "broadcast", "multicast"]), to, "dev", name]
        elif kind < 0.45:
            words = [to, "nexthop", "via", gateway, "dev", name, "weight", "3", "nexthop", "via", gateway, "dev",
                     name, "onlink"]
        else:
            words = [to, "via", gateway, "dev", name] if self.chance(0.5) else [to, "dev", name]
        for share, more in ((0.2, ["metric", str(rng.randrange(1, 900))]), (0.2, ["table", rng.choice(["100", "7777"])]),
                            (0.2, ["proto", rng.choice(["static", "bird", "200"])]), (0.1, ["realms", "3/4"]),
                            (0.15, ["mtu", rng.choice(["1300", "lock 1200"])]), (0.1, ["advmss", "900"]),
                            (0.1, ["rto_min", "20ms"]), (0.1, ["tos", "0x10"]), (0.1, ["initcwnd", "9"])):
            if self.chance(share):
                words += " ".join(more).split()
        self.add(ns, "route", "add", *words)

    def route6(self, ns, name, prefix):
        rng = self.rng
        gateway = prefix.split("::")[0] + "::fe"
        to = rng.choice(["default", f"2001:db8:{rng.randrange(100, 999)}::/48", "2001:db8:ffff::1"])
        kind = rng.random()
        if kind < 0.2:
            words = [rng.choice(TYPES), to]
        elif kind < 0.35:
            words = [to, "nexthop", "via", gateway, "dev", name, "nexthop", "via", gateway + "1", "dev", name]
        else:
            words = [to, "via", gateway, "dev", name] if self.chance(0.5) else [to, "dev", name]
        for share, more in ((0.2, ["metric", str(rng.randrange(1, 900))]), (0.2, ["table", "100"]),
                            (0.2, ["proto", "static"]), (0.1, ["pref", "high"]), (0.1, ["expires", "9000"]),
                            (0.15, ["mtu", "1400"]), (0.1, ["hoplimit", "9"])):
            if self.chance(share):
                words += more
        self.add(ns, "-6", "route", "add", *words)

    # Neighbours and rules

    def neighbour(self, ns, name, verb="add"):
        rng = self.rng
        to = rng.choice([f"10.0.0.{rng.randrange(1, 9)}", f"10.0.0.{rng.randrange(1, 9)}", "2001:db8::9"])
        if self.chance(0.15):
            self.add(ns, "neigh", verb, "proxy", to, "dev", name)
            return
        words = [to, "lladdr", self.mac(), "dev", name, "nud", rng.choice(["permanent", "permanent", "noarp", "stale"])]
        for share, more in ((0.2, ["router"]), (0.2, ["protocol", rng.choice(["bird", "200"])]), (0.1, ["extern_learn"])):
            if self.chance(share):
                words += more
        self.add(ns, "neigh", verb, *words)

    def rule(self, ns, name, verb="add"):
        rng = self.rng
        words = []
        six = self.chance(0.25)
        for share, more in ((0.1, ["not"]), (0.4, ["from", "2001:db8::/48" if six else f"10.{rng.randrange(9)}.0.0/16"]),
                            (0.2, ["to", "2001:db8::1" if six else rng.choice(["192.0.2.7", "10.0.0.0/8"])]),
                            (0.1, ["tos", "0x10"]), (0.2, ["fwmark", rng.choice(["7", "0x10/0xff", "0/3"])]),
                            (0.2, ["iif", name]), (0.1, ["oif", "nosuch"]), (0.1, ["ipproto", rng.choice(["tcp", "200"])]),
                            (0.1, ["sport", "80"]), (0.1, ["dport", "8000-8080"]), (0.1, ["uidrange", "0-0"]),
                            (0.1, ["tun_id", "77"]), (0.1, ["realms", rng.choice(["3/4", "7"])]),
                            (0.2, ["protocol", rng.choice(["bird", "static", "200"])]),
                            (0.6, ["pref", str(rng.choice([100, 101, 102, 500]))])):
            if self.chance(share):
                words += more
        words += rng.choice([["table", "100"], ["lookup", "7777"], ["lookup", "main", "suppress_prefixlength", "0"],
                             ["table", "main", "suppress_ifgroup", "7"], ["blackhole"], ["type", "prohibit"],
                             ["unreachable"], ["goto", "32766"], ["nop"], ["l3mdev"], ["goto", "600"]])
        self.add(ns, *(["-6"] if six else []), "rule", verb, *words)

    def more(self, ns, name):
        self.neighbour(ns, name)
        self.rule(ns, name)

    def make(self):
        rng = self.rng
        for ns in SPACES[:rng.randrange(len(SPACES) + 1)]:
            self.spaces.append(ns)
            self.add(None, "netns", "add", ns)
        for ns in [None, *self.spaces]:
            if self.chance(0.7):
                self.add(ns, "link", "set", "lo", "up")
        for _ in range(rng.randrange(1, 4)):
            self.veth()
        for kind in ("bridge", "bridge", "ifb", "macvlan", "macvtap", "vxlan"):
            if self.chance(0.4):
                self.other(kind)
        for link in list(self.links):
            self.settings(*link)
            for _ in range(rng.randrange(3)):
                self.address4(*link[:2])
            for _ in range(rng.randrange(2)):
                self.address6(*link[:2])
        for ns, name, prefix in rng.sample(self.nets, min(4, len(self.nets))):
            (self.route6 if ":" in prefix else self.route4)(ns, name, prefix)
            if self.chance(0.6):
                self.more(ns, name)
        return self


OPTIONS = ["", "", "", "-br", "-o", "-d", "-s", "-s -s", "-j", "-j -p", "-d -j", "-s -j", "-br -j", "-4", "-6",
           "-4 -j", "-6 -d", "-0", "-N", "-r", "-h -s", "-iec -h -s", "-c=always", "-c", "-c=always -br", "-o -d",
           "-o -4", "-o -6 -j", "-d -s -s -o", "-f inet", "-family inet6", "-details", "--json", "-stats",
           "-oneline", "-brief", "-pretty -json", "-human-readable -s", "-a", "-d -br", "-B", "-M"]


def link_words(state, ns):
    rng = state.rng
    here = [name for space, name, _ in state.links if space == ns] or ["lo"]
    return rng.choice([[], [], ["dev", rng.choice(here)], ["up"], ["group", "7"], ["nomaster"],
                       ["type", rng.choice(["veth", "bridge", "ifb", "vxlan", "bridge_slave", "nosuch"])],
                       ["master", rng.choice(here)], ["dev", "lo"], ["up", "type", "veth"]])


def show_line(state):
    """A command that shows something, with options."""
    rng = state.rng
    ns = state.space()
    kind = rng.random()
    some = [p for space, _, p in state.nets if space == ns] or ["10.0.0.1/8"]
    prefix = rng.choice(some)
    if kind < 0.22:
        words = [rng.choice(["link", "l"]), rng.choice(["show", "list", "sh", "ls"]), *link_words(state, ns)]
    elif kind < 0.42:
        words = [rng.choice(["addr", "address", "a"]), rng.choice(["show", "list"]), *link_words(state, ns)]
        words += rng.choice([[], [], ["scope", "global"], ["to", prefix], ["permanent"], ["dynamic"],
                             ["deprecated"], ["label", "*:x"], ["primary"], ["-tentative"], ["secondary"]])
    elif kind < 0.68:
        words = ["route", "show"] + rng.choice(
            [[], [], ["table", "all"], ["table", "100"], ["table", "local"], ["default"], ["root", "10.0.0.0/8"],
             ["match", prefix.split("/")[0]], ["exact", "default"], ["type", "unreachable"], ["proto", "static"],
             ["proto", "kernel"], ["scope", "link"], ["dev", "lo"], ["table", "all", "type", "local"], ["cache"],
             ["table", "main", "metric", "77"]])
    elif kind < 0.75:
        words = ["route", "get", rng.choice([prefix.split("/")[0], "127.0.0.1", "::1", "192.0.2.9"])]
    elif kind < 0.8:
        ns, words = None, rng.choice([["netns"], ["netns", "list"], ["netns", "list-id"], ["netns", "identify"]])
    elif kind < 0.88:
        words = ["neigh", rng.choice(["show", "list"])] + rng.choice(
            [[], [], ["dev", "lo"], ["nud", "all"], ["nud", "permanent"], ["nud", "noarp", "nud", "stale"], ["proxy"],
             ["to", "10.0.0.0/29"], ["unused"], ["nomaster"], ["protocol", "bird"], ["10.0.0.1"]])
        if rng.random() < 0.15:
            words = ["neigh", "get", "10.0.0.3", "dev", "lo"]
    elif kind < 0.97:
        words = ["rule", rng.choice(["show", "list"])] + rng.choice(
            [[], [], [], ["from", "10.0.0.0/8"], ["to", "10.0.0.0/8"], ["10.0.0.0/8"], ["table", "100"], ["lookup", "main"],
             ["pref", "100"], ["not"], ["fwmark", "0x10"], ["fwmark", "0x10/0xff"], ["iif", "lo"], ["oif", "nosuch"],
             ["protocol", "bird"], ["tos", "0x10"], ["sport", "80"], ["dport", "8000-8080"], ["uidrange", "0-0"],
             ["tun_id", "77"], ["ipproto", "tcp"], ["l3mdev"], ["from", "default"]])
    else:
        words = [rng.choice(["neigh", "rule", "maddr", "netconf", "tunnel", "nexthop", "addrlabel", "ntable",
                             "token", "mroute", "tuntap"]), "show"]
    options = rng.choice(OPTIONS).split()
    return (["-n", ns] if ns else []) + options + words


def change_line(state):
    """A command that changes something."""
    rng = state.rng
    fresh = State(rng)
    fresh.spaces, fresh.links, fresh.nets = state.spaces, list(state.links), state.nets
    ns, name, kind = rng.choice(state.links)
    what = rng.choice(["settings", "settings", "address4", "address6", "route", "make", "del", "addr del", "down",
                       "kind", "flush", "neigh", "neigh", "rule", "rule"])
    if what == "settings":
        fresh.settings(ns, name, kind)
    elif what in ("address4", "address6"):
        getattr(fresh, what)(ns, name)
    elif what == "make":
        fresh.other(rng.choice(["bridge", "ifb", "vxlan", "macvlan"]))
    elif what == "del":
        # Where a name could be a word, ip takes `a` for `address`; nssh lets links be called so.
        plain = name in ("eth0", "v0", "br.100", "x-y.z")
        fresh.add(ns, "link", rng.choice(["del", "delete"]), *([] if plain and rng.random() < 0.5 else ["dev"]), name)
    elif what == "down":
        fresh.add(ns, "link", "set", "dev", name, "down")
    elif what == "kind":
        fresh.add(ns, "link", "set", "dev", name, "type", *rng.choice(
            [["bridge", "ageing_time", "100"], ["bridge", "priority", "9"], ["bridge_slave", "cost", "9"],
             ["bridge_slave", "hairpin", "on"], ["vxlan", "ageing", "9"], ["macvlan", "mode", "vepa"]]))
    elif what == "flush":
        fresh.add(ns, "addr", "flush", "dev", name, *rng.choice([[], ["scope", "global"], ["to", "10.0.0.0/8"]]))
    elif what == "neigh":
        if rng.random() < 0.2:
            fresh.add(ns, "neigh", "flush", *rng.choice([["dev", name], ["all"], ["nud", "all"], ["proxy", "dev", name],
                                                         ["nud", "permanent"], ["to", "10.0.0.0/30", "nud", "all"]]))
        else:
            fresh.neighbour(ns, name, rng.choice(["add", "add", "replace", "change", "del"]))
    elif what == "rule":
        if rng.random() < 0.25:
            fresh.add(ns, *rng.choice([[], ["-6"]]), "rule", "flush", *rng.choice(
                [[], ["table", "100"], ["protocol", "bird"], ["from", "10.0.0.0/8"], ["pref", "101"]]))
        elif rng.random() < 0.4:
            fresh.add(ns, "rule", "del", *rng.choice([["pref", "100"], ["table", "100"], ["lookup", "main"], ["nop"],
                                                      ["pref", "500"], ["from", "10.3.0.0/16"], ["blackhole"]]))
        else:
            fresh.rule(ns, name, rng.choice(["add", "add", "del"]))
    elif state.nets:
        ns, name, prefix = rng.choice(state.nets)
        if what == "addr del":
            fresh.add(ns, "addr", "del", prefix, "dev", name)
        else:
            (fresh.route6 if ":" in prefix else fresh.route4)(ns, name, prefix)
    lines = [(["-n", ns] if ns else []) + words for ns, words in fresh.lines]
    return rng.choice(lines) if lines else None
