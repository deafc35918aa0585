#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`nssh ip ARGS` against `ip ARGS`, in random states:

 - what is shown must be the same bytes on standard output, on standard error, and the same exit status.
   Where ip fails, nssh must fail too, and show as much; its words and exit status are its own;
 - commands that change something, run by the one and by the other, must end in the same state;
 - wrong lines (wrong.lines) must fail in both, and change nothing. With --named, nssh is called by the
   name `ip`, and has to say the same bytes and end with the same status.

    tests/diff/ip.py --count 500 --seed 1	the long run: so many states
    tests/diff/ip.py --seed 77 --count 1	one again

What nssh hands to the system's ip proves nothing: it is listed as open, not as passed, and so are exit
statuses that differ. All goes on in sandboxes. $NSSH is the program.
"""
import argparse
import os
import random
import re
import shlex
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "property")]
sys.dont_write_bytecode = True

import sandbox  # noqa: E402
import state    # noqa: E402
import states   # noqa: E402

BOUND = 3  # seconds until everything has settled


def build(made, unnamed):
    """The state, by ip. Lines that the kernel refuses are passed over: they are the same for both."""
    places = {"@HOME@": str(os.getpid()), "@UNNAMED@": str(unnamed)}
    for ns, words in made.lines:
        sandbox.run("ip", (["-n", ns] if ns else []) + [places.get(word, word) for word in words])


def settle(reader, steady=0):
    """The state when no link is on its way any more, and it has stayed so for @steady seconds."""
    begin, pause, last = time.monotonic(), 0.005, None
    while True:
        settled, said, exact = reader.read()
        now = time.monotonic()
        if last is None or said != last[0]:
            last = (said, now)
        if (settled and now - last[1] >= steady) or now - begin > BOUND + steady:
            return said, exact
        time.sleep(pause)
        pause = min(2 * pause, 0.1)


class Result:
    def __init__(self):
        self.passed, self.failed, self.open, self.states = 0, [], set(), 0

    def fail(self, what, *detail):
        self.failed.append((what, [line for text in detail for line in text.splitlines()]))

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.open |= other.open


def first_words(line):
    """The object and action of a line, without options and names."""
    words = [word for i, word in enumerate(line) if not word.startswith("-") and line[i - 1] not in ("-n", "-f", "-family")]
    return " ".join(words[:2])


def still(ran):
    """Without the timers of bridges and the ages of neighbours, which never stand still; kinds.py compares how the
    former look."""
    ran.out = re.sub(r'(_timer(?:": ?| +))[0-9.]+', r"\1-", ran.out)
    ran.out = re.sub(r"( used )[0-9]+/[0-9]+/[0-9]+", r"\1-/-/-", ran.out)
    ran.out = re.sub(r'("(?:used|confirmed|updated)": ?)[0-9]+', r"\1-", ran.out)
    return ran


def stable_pair(line):
    """What nssh and ip say of the same thing: asked again when it changed meanwhile."""
    for _ in range(6):
        before, ours, after = (still(sandbox.run(program, line)) for program in ("ip", "nssh", "ip"))
        if (before.out, before.err) == (after.out, after.err):
            break
    return ours, before


def is_json(line):
    """Of which ip, when it fails, leaves a beginning without an end."""
    return any(word in ("-j", "-json", "--json") for word in line)


def compare_show(result, line):
    ours, theirs = stable_pair(line)
    what = "ip " + shlex.join(line)
    if ours.handed:
        result.open.add(f"ip {first_words(line)}: handed to the system's ip")
    elif ours.out != theirs.out and not (theirs.status and is_json(line)):
        result.fail(what, *sandbox.difference(ours.out, theirs.out), ours.err, theirs.err)
    elif bool(ours.status) != bool(theirs.status) or (not theirs.status and ours.err != theirs.err):
        result.fail(what, f"nssh {ours.status}: {ours.err}", f"ip {theirs.status}: {theirs.err}")
    else:
        result.passed += 1
        if ours.status != theirs.status:
            result.open.add(f"ip {first_words(line)}: exit status {ours.status}, ip's {theirs.status}")


def show_all(seed, count):
    rng = random.Random(seed)
    made, result = states.State(rng).make(), Result()
    build(made, sandbox.other_namespace())
    settle(state.Reader())
    for _ in range(count):
        compare_show(result, states.show_line(made))
    return result


def run_changes(program, seed, count, steady):
    """Which lines failed, which were handed over, and the state at the end."""
    rng = random.Random(seed)
    made = states.State(rng).make()
    build(made, sandbox.other_namespace())
    reader = state.Reader()
    settle(reader)
    ended = []
    for _ in range(count):
        line = states.change_line(made)
        if not line or line[-3:] == ["link", "del", "lo"]:
            continue
        ran = sandbox.run(program, line)
        ended.append((line, bool(ran.status), ran.handed))
    return ended, settle(reader, steady)[0]


def compare_changes(seed, count):
    """Again with more patience when the states differ: links take their time to see a carrier."""
    result = Result()
    for steady in (0, 1.5):
        ours, theirs = (sandbox.apart(run_changes, program, seed, count, steady) for program in ("nssh", "ip"))
        if not state.differences(ours[1], theirs[1]):
            break
    lines = ["ip " + shlex.join(line) for line, _, _ in theirs[0]]
    for (line, failed, handed), (_, their_failed, _) in zip(ours[0], theirs[0]):
        if handed:
            result.open.add(f"ip {first_words(line)}: handed to the system's ip")
        elif failed != their_failed:
            result.fail("ip " + shlex.join(line), f"nssh {'fails' if failed else 'does it'}, ip does not agree", *lines)
            return result
        else:
            result.passed += 1
    found = state.differences(ours[1], theirs[1])
    if found:
        result.fail("the state after changes", *found, *lines)
    return result


def wrong_lines():
    with open(f"{HERE}/wrong.lines", encoding="utf-8") as file:
        return [shlex.split(line, comments=True) for line in file if line.strip() and not line.startswith("#")]


def is_same(result, what, ours, theirs):
    """Called as ip, all of it; else at least the same failure."""
    if ours.handed:
        result.open.add(f"{what}: handed to the system's ip")
    elif sandbox.NAMED and (ours.err, ours.out) != (theirs.err, theirs.out):
        result.open.add(f"{what}: it says {ours.err!r} [{ours.status}], ip {theirs.err!r} [{theirs.status}]")
    elif ours.status != theirs.status:
        result.open.add(f"{what}: exit status {ours.status}, ip's {theirs.status}")
        return not sandbox.NAMED
    else:
        return True
    return False


def compare_wrong(share, named):
    """In a state where everything that the lines name is there."""
    result = Result()
    if named:
        sandbox.name_ip()
    for line in ("link add e0 type veth peer name e1", "link add br0 type bridge", "link set e0 up",
                 "addr add 10.0.0.1/24 dev e0", "netns add red"):
        sandbox.run("ip", line.split())
    reader = state.Reader()
    before = settle(reader)[1]
    for line in wrong_lines()[::share]:
        ours, theirs = (sandbox.run(program, line) for program in ("nssh", "ip"))
        changed = state.differences(before, settle(reader)[1])
        what = "ip " + shlex.join(line)
        if not theirs.status or not ours.status or changed:
            result.fail(what, f"nssh {ours.status}, ip {theirs.status}", *changed)
            before = settle(reader)[1]
        elif is_same(result, what, ours, theirs):
            result.passed += 1
    return result


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=20, help="how many states")
    parser.add_argument("--seed", type=int, default=1, help="the first one's")
    parser.add_argument("--shows", type=int, default=25, help="how many commands in each (25)")
    parser.add_argument("--changes", type=int, default=6, help="and how many changes (6)")
    parser.add_argument("--wrong", type=int, default=1, metavar="N", help="every Nth wrong line; 0: none")
    parser.add_argument("--named", action="store_true", help="run them by the name `ip`, and compare all that is said")
    parser.add_argument("--stop", type=int, default=10, help="stop at so many failures (10)")
    return parser.parse_args()


def tell(result, seed):
    for what, detail in result.failed:
        print(f"# seed {seed}: {what}")
        for line in detail:
            print("#     " + line)
    sys.stdout.flush()


def main():
    args = options()
    sandbox.enter()
    total = Result()
    for seed in range(args.seed, args.seed + args.count):
        result = sandbox.apart(show_all, seed, args.shows)
        result.add(compare_changes(seed, args.changes))
        if result.failed:
            tell(result, seed)
        total.add(result)
        total.states += 1
        if len(total.failed) >= args.stop:
            break
    if args.wrong:
        result = sandbox.apart(compare_wrong, args.wrong, args.named)
        tell(result, "wrong lines")
        total.add(result)
    for line in sorted(total.open):
        print("# open: " + line)
    good = not total.failed and total.passed
    print(f"{'ok' if good else 'not ok'} 1 - {total.passed} commands are those of ip in {total.states} states")
    print("1..1")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
