# SPDX-License-Identifier: MIT
"""Making labs and taking them down, next to others and to the least that the kernel asks for."""
import os
import shutil
import statistics
import subprocess

import labs
import sandbox
import table

PEERS = os.path.join(os.path.dirname(os.path.realpath(__file__)), "peers")
DEBIAN_PYTHON = "/usr/bin/python3"  # has Debian's packages, whatever `python3` is


def why_not(module):
    """Why a peer cannot be measured, if so."""
    if subprocess.run([DEBIAN_PYTHON, "-c", f"import {module}"], check=False,
                      stderr=subprocess.DEVNULL).returncode != 0:
        return "not installed (packaging/install-missing bench)"
    if module == "mininet" and not shutil.which("mnexec"):
        return "mnexec is not installed (packaging/install-missing bench)"
    return None


def nssh_file(bench, name, lines):
    return [bench.nssh, "-f", sandbox.write(bench.folder, f"{name}.nsb", labs.script(lines))]


def pairs(bench):
    for count, runs in ((20, 1),) if bench.quick else ((100, 5), (1000, 3)):
        lines = labs.pairs(count)
        floor, nssh, ip = sandbox.take_turns(
            [[bench.floor, "pairs", str(count)], nssh_file(bench, "pairs", lines),
             ["ip", "-batch", sandbox.write(bench.folder, "pairs.ip", lines)]],
            runs, before=sandbox.wait_for_quiet, afterwards=sandbox.clean)
        name = f"{count:,} pairs of the notes"
        table.times(name, nssh, "ip -batch", ip, 35)
        table.share(name, nssh, "floor, one thread", floor, 0.9)


def hosts(bench):
    count = 20 if bench.quick else 500
    lines = labs.hosts(count)
    name = f"{count} hosts on one bridge"
    rows = [("sh script of ip", 14, ["sh", sandbox.write(bench.folder, "hosts.sh",
                                                         labs.script(lines))])]
    for peer, module in (("pyroute2", "pyroute2"), ("Mininet", "mininet")):
        why = why_not(module)
        if why:
            table.missing(name, peer, why)
        else:
            rows.append((peer, 20, [DEBIAN_PYTHON, os.path.join(PEERS, f"{module}_hosts.py"),
                                    str(count)]))
    # The long ones are far apart from nssh: a few runs of them do.
    quick = [[bench.floor, "hosts", str(count)], nssh_file(bench, "hosts", lines)]
    floor, nssh, *others = sandbox.take_turns(quick + [row[2] for row in rows],
                                              1 if bench.quick else 3,
                                              before=sandbox.wait_for_quiet,
                                              afterwards=sandbox.clean)
    for (peer, wanted, _), other in zip(rows, others):
        table.times(name, nssh, peer, other, wanted)
    table.share(name, nssh, "floor, one thread", floor, 0.95)


def has_labs(bench):
    return subprocess.run([bench.nssh, "lab", "list"], check=False, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode == 0


def take_down(build, commands, runs):
    """Medians of several runs of each command, each for a lab that was built just before."""
    return sandbox.take_turns(commands, runs, afterwards=sandbox.clean,
                              before=lambda: (sandbox.run_once(build), sandbox.wait_for_quiet()))


def mininet_stop(count):
    """The time that Mininet takes to stop; it says it on standard output."""
    done = subprocess.run([DEBIAN_PYTHON, os.path.join(PEERS, "mininet_hosts.py"), str(count),
                           "stop"], check=True, stdout=subprocess.PIPE, text=True)
    sandbox.clean()
    return float(done.stdout.split()[-1])


def down(bench):
    runs = 1 if bench.quick else 3
    pair_count, host_count = (20, 20) if bench.quick else (1000, 500)
    with_labs = has_labs(bench)
    works = ((f"down: {pair_count:,} pairs", "pairs", labs.pairs(pair_count), ""),
             (f"down: {host_count} hosts", "hosts", labs.hosts(host_count), "ip link del br0\n"))
    for name, lab, lines, more in works:
        script = sandbox.write(bench.folder, "down.sh", f"ip -all netns del\n{more}")
        commands = [["sh", script]] + ([[bench.nssh, "lab", "down", lab]] if with_labs else [])
        ip, *nssh = take_down(nssh_file(bench, lab, lines), commands, runs)
        stop = None
        if lab == "hosts" and not why_not("mininet"):
            stop = statistics.median(mininet_stop(host_count) for _ in range(runs))
        if nssh:
            table.share(name, nssh[0], "ip -all netns del", ip, 1)
            if stop:
                table.times(name, nssh[0], "Mininet's stop", stop, 5)
            continue
        for peer, took in (("ip -all netns del", ip), ("Mininet's stop", stop)):
            if took:
                table.line((name, "-", peer, table.span(took), "-", "-"))
        table.missing(name, "nssh lab down", "this nssh has no `lab`")


def growth(bench):
    """Time per pair as there are more of them, next to how the kernel's own grows."""
    counts = (10, 20) if bench.quick else (100, 1000, 3000)
    first = None
    for count in counts:
        floor, nssh = sandbox.take_turns(
            [[bench.floor, "pairs", str(count)], nssh_file(bench, "pairs", labs.pairs(count))],
            1 if bench.quick else 3, before=sandbox.wait_for_quiet, afterwards=sandbox.clean)
        first = first or (nssh, floor)
        ratio = nssh / first[0] / (floor / first[1])
        table.line((f"growth: {count:,} pairs, for each", table.span(nssh / count),
                    "floor, one thread", table.span(floor / count), f"{ratio:.2f}", "<= 1.1"))
