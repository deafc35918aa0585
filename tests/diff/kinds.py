#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Kinds of link against iproute2, also those that this kernel does not have: the same random options to
`ip` and to nssh, whose requests must say the same; and the same random attributes, told to both as if by
the kernel, which they must show by the same bytes, as text and as JSON.

    tests/diff/kinds.py --count 2000 --seed 1 [KIND...]

A file in tests/diff/kinds/ says what a kind has; wire.c stands between the programs and the kernel. All
goes on in a sandbox. $NSSH is the program, $WIRE the library. What nssh hands to the system's ip proves
nothing: it is listed as open, not as passed.
"""
import argparse
import os
import random
import re
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True

import sandbox  # noqa: E402

CREATE = 0x400
FORMS = {"u8": 8, "u16": 16, "u32": 32, "u64": 64}
SHOWS = ["-d", "-d", "-d -j", "-d -j", "-d -o", "-d -j -p", "-d -s", "-d -N"]


def constants():
    """The enumerators of the kernel's headers; their numbers only follow one another."""
    table = {}
    for name in ("if_link.h",):
        with open(f"/usr/include/linux/{name}", encoding="utf-8") as file:
            text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
        for body in re.findall(r"enum\s*\w*\s*\{(.*?)\}", text, re.S):
            number = 0
            for item in body.split(","):
                words = item.split()
                if not words:
                    continue
                if len(words) > 2 and words[1] == "=":
                    number = int(words[2], 0) if re.fullmatch(r"\w*\d\w*", words[2]) else number
                table[words[0]] = number
                number += 1
    return table


class Kind:
    """What a file of tests/diff/kinds/ says; its words are in the head of kinds/bridge."""

    def __init__(self, name, numbers):
        self.name, self.below, self.need, self.need_attrs = name, None, [], []
        self.options, self.attrs = [], []
        prefix = ""
        with open(f"{HERE}/kinds/{name}", encoding="utf-8") as file:
            for line in file:
                words = line.split("#")[0].split()
                if not words:
                    continue
                if words[0] == "prefix":
                    prefix = words[1]
                elif words[0] == "below":
                    self.below = words[1]
                elif words[0] == "need":
                    self.need = words[1:]
                elif words[0] == "option":
                    self.options.append((words[1], words[2:]))
                elif words[0] in ("attr", "attr!"):
                    attr = (numbers[prefix + words[1]], words[2:])
                    self.attrs.append(attr)
                    if words[0] == "attr!":
                        self.need_attrs.append(attr)

    def port(self):
        return self.name.removesuffix("_slave") if self.name.endswith("_slave") else None


# Words

def number_word(rng, bits):
    value = rng.choice([0, 1, 2, 3, (1 << bits) - 1, rng.randrange(1 << bits), rng.randrange(16)])
    return rng.choice([str, str, hex])(value)


def wrong_number(rng, bits):
    return rng.choice([str(1 << bits), "-1", "x", "1x", "0x"])


def mac(rng):
    return ":".join(f"{rng.randrange(256):02x}" for _ in range(6))


def address(rng, family):
    if family == 4:
        return ".".join(str(rng.randrange(1, 224)) for _ in range(4))
    return f"2001:db8::{rng.randrange(1, 65536):x}"


def word(rng, form, wrong):
    """The words that an argument of this form is written with."""
    if form in FORMS:
        return [wrong_number(rng, FORMS[form]) if wrong else number_word(rng, FORMS[form])]
    if re.fullmatch(r"\d+-\d+", form):
        low, high = map(int, form.split("-"))
        return [str(high + 1) if wrong else str(rng.choice([low, high, rng.randint(low, high)]))]
    if form == "onoff":
        return [rng.choice(["yes", "0", "ON"]) if wrong else rng.choice(["on", "off"])]
    if form == "mac":
        return [rng.choice(["02:00", "g", "1.2"]) if wrong else mac(rng)]
    if form == "link":
        return ["nosuch" if wrong else rng.choice(["v0", "v1", "lo"])]
    if form == "ip4":
        return ["1.2.3" if wrong else address(rng, 4)]
    if form == "ip6":
        return ["zz::1" if wrong else address(rng, 6)]
    if form == "addr":
        return ["nosuch" if wrong else address(rng, rng.choice([4, 6]))]
    if form == "maps":
        maps = [f"{rng.randrange(8)}:{rng.randrange(8)}" for _ in range(rng.randrange(1, 4))]
        return ["1:x"] if wrong else maps
    return [form + "x" if wrong else form]


def written(rng, option, wrong=False, short=True):
    """An option with its argument, its name sometimes as a prefix."""
    name, forms = option
    if short and rng.random() < 0.4:
        name = name[:rng.randrange(1, len(name) + 1)]
    words = [name]
    if forms and not forms[0].startswith("+"):
        words += word(rng, rng.choice(forms), wrong)
    for form in forms:
        if form.startswith("+"):
            words += word(rng, form[1:], wrong)
    return words


def options_of(rng, kind, making):
    chosen = rng.sample(kind.options, rng.randrange(0, min(len(kind.options), 6) + 1))
    wrong = rng.random() < 0.15
    words = [] if not making or rng.random() < 0.1 else list(kind.need)
    for option in chosen:
        if option[0] not in words:
            words += written(rng, option, wrong and rng.random() < 0.5)
    return words


def a_line(rng, kind):
    if kind.port() or rng.random() < 0.3:
        return ["link", "set", "v0", "type", kind.name] + options_of(rng, kind, False)
    below = ["link", kind.below] if kind.below else []
    return ["link", "add", "x"] + below + ["type", kind.name] + options_of(rng, kind, True)


# Requests

def attributes(data, nested=True):
    """As pairs, sorted: their order means nothing, but that of lists, which are of one type."""
    pairs, at = [], 0
    while at + 4 <= len(data):
        size, kind = struct.unpack_from("=HH", data, at)
        if size < 4 or at + size > len(data):
            return data.hex()
        pairs.append((kind & 0x3FFF, data[at + 4:at + size]))
        at += (size + 3) & ~3
    return pairs


def info(number, part):
    """Of ports ip names the kind as "bridge_slave", which the kernel passes over: it knows."""
    if number in (2, 5):
        return number, sorted(attributes(part), key=lambda pair: pair[0])
    part = part.rstrip(b"\0")
    return (4, part[:-6]) if part.endswith(b"_slave") else (number, part)


def meaning(line):
    """A request as what it says; nssh may choose the index of a new link."""
    data = bytes.fromhex(line)
    kind, flags = struct.unpack_from("=HH", data, 4)
    table = []
    for number, value in attributes(data[32:]):
        if number == 18:
            value = sorted(info(i, part) for i, part in attributes(value))
        elif number == 3:
            value = value.rstrip(b"\0")
        table.append((number, value))
    head = data[16:20] + data[24:32] if flags & CREATE else data[16:32]
    return kind, flags & 0xF00, head, sorted(table, key=lambda pair: pair[0])


# Replies

def attr_bytes(rng, forms):
    form = rng.choice(forms)
    if form in FORMS:
        bits = FORMS[form]
        value = rng.choice([0, 0, 1, 1, 2, 3, 4, 8, 16, (1 << bits) - 1, rng.randrange(1 << bits)])
        return (value & ((1 << bits) - 1)).to_bytes(bits // 8, sys.byteorder)
    if form.startswith("be16:"):
        return struct.pack(">H", int(form[5:], 0))
    if form.isdigit():
        return struct.pack("=B", int(form))
    if form.startswith("bytes:"):
        return bytes(rng.randrange(256) for _ in range(int(form[6:])))
    if form == "none":
        return b""
    if form == "centi":
        return struct.pack("=Q", rng.choice([0, 1, rng.randrange(400), rng.randrange(10 ** 8)]))
    if form == "ip4":
        return bytes(rng.choice([0, 10, 239, rng.randrange(256)]) for _ in range(4))
    if form == "ip6":
        return rng.choice([bytes(16), bytes([0x20, 1]) + bytes(13) + b"\1", bytes([0xff, 2]) + bytes(13) + b"\1"])
    if form == "link":
        return struct.pack("=I", rng.choice([0, 1, 2, 3, 77]))
    if form.startswith("list:"):
        first, inner, most = form[5:].split(",", 2)
        count = rng.randrange(1, int(most) + 1)
        step = 0 if first.endswith("=") else 1
        return b"".join(put(int(first.rstrip("=")) + step * i, attr_bytes(rng, [inner])) for i in range(count))
    if form.startswith("small"):
        size = int(form[5:])
        return b"".join(struct.pack("=I", rng.randrange(8)) for _ in range(size))
    raise ValueError(form)


def put(kind, data):
    return struct.pack("=HH", 4 + len(data), kind) + data + bytes(-len(data) % 4)


def told(rng, kind):
    chosen = [a for a in kind.attrs if rng.random() < 0.6]
    for need in kind.need_attrs:
        if need not in chosen:
            chosen.append(need)
    data = b"".join(put(n, attr_bytes(rng, forms)) for n, forms in chosen)
    number = 4 if kind.port() else 1
    name = (kind.port() or kind.name).encode() + b"\0"
    info = put(number, name)
    if chosen or rng.random() < 0.5:
        info += put(number + 1, data)
    return info.hex()


class Test:
    def __init__(self, args):
        self.args = args
        self.failures, self.open, self.passed = [], set(), 0

    def fail(self, seed, what, detail):
        self.failures.append(what)
        print(f"# seed {seed}: {what}")
        for line in detail:
            print("#     " + line)
        sys.stdout.flush()

    @staticmethod
    def run_and_undo(program, line):
        ran = sandbox.run(program, line, log=True)
        if ran.status == 0 and line[1] == "add":
            sandbox.run("ip", ["link", "del", "x"])
        return ran

    def requests(self, seed, kind, rng):
        line = a_line(rng, kind)
        ours, theirs = (self.run_and_undo(program, line) for program in ("nssh", "ip"))
        what = "ip " + " ".join(line)
        # An option is written once in nssh, whatever it is shortened to.
        if not ours.log and ("does not go with" in ours.err or "given twice" in ours.err):
            return
        if ours.handed:
            self.open.add(kind.name)
            return
        # What is refused nssh takes back, in case the kernel did some of it.
        count = len(theirs.log) if theirs.status else len(ours.log)
        said = [list(map(meaning, log)) for log in (ours.log[:count], theirs.log)]
        if said[0] == said[1] and (ours.status == 0) == (theirs.status == 0):
            self.passed += 1
        elif said[0] == said[1]:
            self.fail(seed, what, [f"nssh {ours.status}, ip {theirs.status}", ours.err, theirs.err])
        else:
            self.fail(seed, what, [f"nssh {said[0]}", f"ip   {said[1]}", ours.err, theirs.err])

    def replies(self, seed, kind, rng):
        info = told(rng, kind)
        line = rng.choice(SHOWS).split() + ["link", "show", "dev", "v0"]
        ours, theirs = (sandbox.run(program, line, info=info) for program in ("nssh", "ip"))
        if ours.handed:
            self.open.add(kind.name)
        elif (ours.out, ours.err, ours.status) == (theirs.out, theirs.err, theirs.status):
            self.passed += 1
        else:
            self.fail(seed, f"{kind.name} {info}: ip {' '.join(line)}",
                      sandbox.difference(ours.out, theirs.out) + [ours.err])

    def run(self, kinds):
        for seed in range(self.args.seed, self.args.seed + self.args.count):
            rng = random.Random(seed)
            kind = kinds[seed % len(kinds)]
            self.requests(seed, kind, rng)
            if kind.attrs:
                self.replies(seed, kind, rng)
            if len(self.failures) >= self.args.stop:
                break


def options(names):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=100, help="how many lines, and as many replies")
    parser.add_argument("--seed", type=int, default=1, help="the first one's")
    parser.add_argument("--stop", type=int, default=5, help="stop at so many failures (5)")
    parser.add_argument("kinds", nargs="*", default=names, metavar="KIND")
    return parser.parse_args()


def main():
    args = options(sorted(os.listdir(f"{HERE}/kinds")))
    sandbox.enter()
    sandbox.make_pair("v0", "v1")
    numbers = constants()
    test = Test(args)
    test.run([Kind(name, numbers) for name in args.kinds])
    for name in sorted(test.open):
        print(f"# open: type {name} is handed to the system's ip")
    good = not test.failures and test.passed
    print(f"{'ok' if good else 'not ok'} 1 - {test.passed} requests and replies of kinds are those of ip")
    print("1..1")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
