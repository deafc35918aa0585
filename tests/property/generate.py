# SPDX-License-Identifier: MIT
"""Random files of changes, in ip's own words. A file is a list of lines, a line (NAMESPACE, WORDS):
written out by written() as nssh reads it, and in groups by for_ip() as `ip -batch` does.

A model of what there is makes most of them work; it need not be right, since what works is the kernel's
to say. @HOME@ is a process in the home namespace.
"""
import random

SPACES = ["a", "b", "c", "d"]
LINKS = ["veth0", "veth1", "veth2", "eth0", "lan", "br0", "br1", "x"]
MTUS = [68, 1280, 1400, 1400, 1500, 9000, 1200]


class Link:
    def __init__(self, kind, name, ns):
        self.kind, self.name, self.ns = kind, name, ns
        self.peer = self.master = None
        self.up, self.nets = False, []


class Maker:
    def __init__(self, rng):
        self.rng = rng
        self.spaces = {None: []}
        self.lines, self.lost = [], set()
        self.wrong = rng.choice([0, 0, 0, 0.03, 0.1])

    # Choosing

    def err(self):
        return self.rng.random() < self.wrong

    def chance(self, share):
        return self.rng.random() < share

    def links(self):
        return [link for links in self.spaces.values() for link in links]

    def space(self):
        if self.err():
            return self.rng.choice(SPACES + ["nowhere"])
        return self.rng.choice(list(self.spaces))

    def named_space(self):
        named = [ns for ns in self.spaces if ns]
        return self.rng.choice(named) if named and not self.err() else self.rng.choice(SPACES)

    def name_in(self, *spaces, but=()):
        """A name that is free in all of these."""
        used = {l.name for ns in spaces for l in self.spaces.get(ns, [])} | set(but)
        used |= {name for ns, name in self.lost if ns in spaces}
        free = [name for name in LINKS if name not in used]
        if self.err():
            return self.rng.choice(LINKS)
        return self.rng.choice(free) if free else f"n{len(self.lines)}x{len(but)}"

    def a_link(self, want=lambda link: True):
        links = [link for link in self.links() if want(link)]
        # What was made last is what fusing is about.
        if links and self.chance(0.5):
            links = links[-3:]
        return self.rng.choice(links) if links else None

    def lladdr(self):
        return "02:00:00:" + ":".join(f"{self.rng.randrange(256):02x}" for _ in range(3))

    def common(self):
        words = []
        if self.chance(0.25):
            words += ["mtu", str(self.rng.choice(MTUS))]
        if self.chance(0.25):
            words += ["address", self.lladdr()]
        if self.chance(0.1):
            words += ["group", str(self.rng.randrange(4))]
        if self.chance(0.1):
            words += ["txqueuelen", str(self.rng.choice([10, 500]))]
        return words

    # Writing

    def add(self, ns, *words):
        self.lines.append((ns, list(words)))

    def remember(self, link):
        self.spaces.setdefault(link.ns, []).append(link)

    def forget(self, link):
        if link in self.spaces.get(link.ns, []):
            self.spaces[link.ns].remove(link)

    # Lines

    def netns_add(self):
        free = [ns for ns in SPACES if ns not in self.spaces]
        ns = self.rng.choice(free) if free and not self.err() else self.rng.choice(SPACES)
        self.add(None, "netns", "add", ns)
        self.spaces.setdefault(ns, [])

    def netns_del(self):
        ns = self.named_space()
        self.add(None, "netns", "del", ns)
        for link in self.spaces.pop(ns, []):
            # The other end goes some time later, wherever it really is.
            if link.peer:
                self.lost |= {(space, link.peer.name) for space in [*self.spaces, ns]}
                self.forget(link.peer)

    def link_veth(self):
        ns = self.space()
        near_ns = self.space() if self.chance(0.2) else ns
        far_ns = self.space() if self.chance(0.25) else near_ns
        near = Link("veth", self.name_in(ns, near_ns), near_ns)
        far = Link("veth", self.name_in(ns, near_ns, far_ns, but=[near.name]), far_ns)
        words = ["link", "add", near.name] + self.common()
        if near_ns != ns:
            words += ["netns", near_ns or "@HOME@"]
        words += ["type", "veth"]
        end = self.common()
        if far_ns != near_ns:
            end += ["netns", far_ns or "@HOME@"]
        words += ["peer", "name", far.name] + end
        self.add(ns, *words)
        near.peer, far.peer = far, near
        self.remember(near)
        self.remember(far)

    def link_other(self, kind):
        ns = self.space()
        link = Link(kind, self.name_in(ns), ns)
        words = ["link", "add", link.name] + self.common()
        if self.chance(0.1):
            link.ns = self.space()
            if link.ns != ns:
                words += ["netns", link.ns or "@HOME@"]
        self.add(ns, *words, "type", kind)
        self.remember(link)

    def link_bridge(self):
        self.link_other("bridge")

    def link_ifb(self):
        self.link_other("ifb")

    def link_move(self):
        link = self.a_link(lambda l: l.kind != "bridge") or self.a_link()
        if not link:
            return self.link_veth()
        ns, to = link.ns, self.space()
        words = ["netns", to or "@HOME@"]
        if link.name in {l.name for l in self.spaces.get(to, [])} and not self.err() and to != ns:
            name = self.name_in(ns, to)
            words += ["name", name]
            self.add(ns, "link", "set", link.name, *words)
            link.name = name
        else:
            self.add(ns, "link", "set", link.name, *words)
        self.forget(link)
        link.ns, link.master, link.up, link.nets = to, None, False, []
        self.remember(link)

    def link_name(self):
        link = self.a_link(lambda l: not l.up)
        if not link:
            return self.link_veth()
        name = self.name_in(link.ns)
        self.add(link.ns, "link", "set", link.name, "name", name)
        link.name = name

    def link_master(self):
        bridge = self.a_link(lambda l: l.kind == "bridge")
        if not bridge:
            return self.link_bridge()
        link = self.a_link(lambda l: l.ns == bridge.ns and l is not bridge and l.kind != "bridge")
        if not link:
            return self.link_move()
        words = ["link", "set", link.name, "master", bridge.name]
        if self.chance(0.2):
            words += ["up"]
            link.up = True
        self.add(link.ns, *words)
        link.master = bridge

    def link_nomaster(self):
        link = self.a_link(lambda l: l.master) or self.a_link()
        if link:
            self.add(link.ns, "link", "set", link.name, "nomaster")
            link.master = None

    def link_set(self):
        link = self.a_link()
        if not link:
            return self.link_veth()
        words = self.common() or ["alias", self.rng.choice(["one", "two words", "x"])]
        if self.chance(0.2):
            words += ["alias", "both"] if "alias" not in words else []
        self.add(link.ns, "link", "set", *self.rng.choice([[], ["dev"]]), link.name, *words)

    def link_up(self):
        link = self.a_link(lambda l: not l.up) or self.a_link()
        if not link:
            return self.link_veth()
        word = "up" if self.chance(0.85) else "down"
        self.add(link.ns, "link", "set", link.name, word)
        link.up = word == "up"

    def lo_up(self):
        self.add(self.space(), "link", "set", "lo", "up")

    def link_del(self):
        link = self.a_link()
        if not link:
            return self.link_veth()
        self.add(link.ns, "link", "del", link.name)
        self.forget(link)
        if link.peer:
            self.forget(link.peer)

    def addr_add(self):
        link = self.a_link()
        if not link:
            return self.link_veth()
        net = self.rng.randrange(1, 5)
        host = self.rng.randrange(1, 200)
        if self.chance(0.6):
            words = [f"10.0.{net}.{host}/24"]
            if self.chance(0.2):
                words += ["broadcast", "+"]
        else:
            words = [f"2001:db8:{net}::{host:x}/64"]
        link.nets.append(words[0])
        nodad = ["nodad"] if ":" in words[0] else []
        self.add(link.ns, "addr", "add", *words, "dev", link.name, *nodad)

    def addr_del(self):
        link = self.a_link(lambda l: l.nets)
        if not link:
            return self.addr_add()
        prefix = self.rng.choice(link.nets)
        link.nets.remove(prefix)
        self.add(link.ns, "addr", "del", prefix, "dev", link.name)

    def route_add(self):
        link = self.a_link(lambda l: l.nets and l.up)
        if not link:
            return self.link_up()
        prefix = self.rng.choice(link.nets)
        if ":" in prefix:
            to = self.rng.choice(["default", f"2001:db8:{self.rng.randrange(100, 999)}::/48"])
            gateway = prefix.split("::")[0] + "::fe"
            words = ["-6", "route", "add", to]
        else:
            to = self.rng.choice(["default", f"10.{self.rng.randrange(1, 200)}.0.0/16"])
            gateway = prefix.rsplit(".", 1)[0] + ".254"
            words = ["route", "add", to]
        words += ["via", gateway] if self.chance(0.6) else []
        self.add(link.ns, *words, "dev", link.name)

    def missing(self):
        self.add(self.space(), "link", "set", "missing", self.rng.choice(["up", "down", "nomaster"]))

    def pattern(self):
        """A pair is made under the same names again and again, and its ends leave."""
        home = self.rng.choice([None, None, self.space()])
        near, far = Link("veth", "veth0", home), Link("veth", "veth1", home)
        used = {l.name for l in self.spaces.get(home, [])} | {name for ns, name in self.lost if ns == home}
        if {near.name, far.name} & used and not self.err():
            return self.link_veth()
        near.peer, far.peer = far, near
        self.add(home, "link", "add", "veth0", *self.common(), "type", "veth", "peer", "name", "veth1",
                 *self.common())
        for end in self.rng.sample([near, far], self.rng.choice([1, 2, 2, 2])):
            to = self.space()
            name = self.name_in(to, home)
            if self.chance(0.3):
                self.add(end.ns, "link", "set", end.name, "name", name)
                end.name = name
                self.add(end.ns, "link", "set", end.name, "netns", to or "@HOME@")
            else:
                self.add(end.ns, "link", "set", end.name, "netns", to or "@HOME@")
                if self.chance(0.5):
                    self.add(to, "link", "set", end.name, "name", name)
                    end.name = name
            end.ns = to
        for end in (near, far):
            self.remember(end)
            if self.chance(0.5):
                self.add(end.ns, "link", "set", end.name, "up")
                end.up = True

    def step(self):
        kinds = [(self.netns_add, 8 if len(self.spaces) < 3 else 3), (self.netns_del, 1),
                 (self.link_veth, 6), (self.link_bridge, 3), (self.link_ifb, 2), (self.pattern, 4),
                 (self.link_move, 8), (self.link_name, 3), (self.link_master, 5),
                 (self.link_nomaster, 1), (self.link_set, 5), (self.link_up, 8), (self.lo_up, 1),
                 (self.link_del, 2), (self.addr_add, 5), (self.addr_del, 1), (self.route_add, 3)]
        if self.err():
            kinds.append((self.missing, 10))
        self.rng.choices([k for k, _ in kinds], [w for _, w in kinds])[0]()


def make(seed):
    """What is there before, and the file."""
    rng = random.Random(seed)
    maker = Maker(rng)
    before = []
    if rng.random() < 0.4:
        maker.wrong = 0
        while len(maker.lines) < rng.randrange(2, 12):
            maker.step()
        before, maker.lines = maker.lines, []
        if rng.random() < 0.15:
            before.append((None, ["netns", "attach", "h", "@HOME@"]))
            maker.spaces["h"] = maker.spaces[None]
        maker.wrong = rng.choice([0, 0, 0.03, 0.1])
    size = rng.randrange(3, 31)
    while len(maker.lines) < size:
        maker.step()
    return before, [(ns, words, rng.randrange(4)) for ns, words in maker.lines]


def quoted(words):
    return " ".join(f'"{word}"' if " " in word else word for word in words)


def written(line):
    ns, words, style = line
    if ns is None:
        return ("ip " if style % 2 else "") + quoted(words)
    return [f"ip -n {ns} ", f"netns exec {ns} ip ", f"ip netns exec {ns} ip ",
            f"-n {ns} "][style] + quoted(words)


def for_ip(lines):
    """In groups of one namespace each, with what it is called. `ip -batch` remembers which link has a name,
    also when it has gone: none of it runs on behind that."""
    groups, gone = [], True
    for line in lines:
        ns, words = line[:2]
        options = ["-6"] if words[0] == "-6" else []
        if gone or groups[-1][:2] != (ns, options):
            groups.append((ns, options, []))
        groups[-1][2].append(quoted(words[len(options):]))
        gone = words[:2] == ["link", "del"] or (words[:2] == ["link", "set"] and
                                                ("netns" in words or "name" in words))
    return groups
