# SPDX-License-Identifier: MIT
"""Start-up, listing and completion."""
import re
import statistics
import subprocess
import sys

import labs
import sandbox
import table


def make_namespaces(bench, count):
    path = sandbox.write(bench.folder, "many", labs.namespaces(count))
    subprocess.run(["ip", "-batch", path], check=True)


def start_up(bench):
    nssh, ip = sandbox.take_turns([[bench.nssh, "netns", "list"], ["ip", "netns", "list"]],
                                  runs=5 if bench.quick else 15, times=20)
    table.times("start-up: netns list", nssh, "ip netns list", ip, 1)


def listing(bench):
    make_namespaces(bench, 200)
    loop = sandbox.write(bench.folder, "loop",
                         "ip netns list | while read -r ns _; do ip -n $ns addr; done\n")
    nssh, ip = sandbox.take_turns([[bench.nssh, "ip", "-all", "netns", "exec", "ip", "addr"],
                                   ["sh", loop]], runs=3 if bench.quick else 7)
    sandbox.clean()
    table.times("addresses in 200 namespaces", nssh, "sh loop of ip -n", ip, 20)


def completion(bench):
    make_namespaces(bench, 1000)
    figures = []
    for _ in range(15):
        done = subprocess.run([bench.nssh, "complete", "time", "--", "link", "set", "ns500:e"],
                              capture_output=True, text=True, check=True)
        if "ns500:eth0" not in done.stdout:
            sys.exit(f"completion offers: {done.stdout}")
        figures.append(float(re.search(r"([0-9.]+) ms", done.stderr)[1]) / 1000)
    sandbox.clean()
    table.times("a link's name, 1,000 namespaces", statistics.median(figures),
                "wanted at most", 0.010, 1)


def check(bench):
    """Reading a long file: lines a second, and what memory it takes."""
    counts = (25000, 50000, 100000) if bench.quick else (250000, 500000, 1000000)
    before = None
    for count in counts:
        path = sandbox.write(bench.folder, "long.nsb", labs.many_lines(count))
        runs = [sandbox.run_once([bench.nssh, "--check", "-f", path])
                for _ in range(1 if bench.quick else 3)]
        took = statistics.median(run[0] for run in runs)
        memory = statistics.median(run[1] for run in runs) / 1024
        name = f"--check of {count:,} lines"
        table.line((name, table.span(took), "lines a second", f"{count / took:,.0f}",
                    f"{count / took / 500000:.2f}", ">= 1"))
        if before:
            table.line((name, f"{memory:.1f} MiB", "memory for half of them",
                        f"{before:.1f} MiB", f"{memory / before:.2f}", "<= 2"))
        before = memory
