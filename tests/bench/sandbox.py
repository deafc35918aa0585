# SPDX-License-Identifier: MIT
"""Where the benchmarks run, how a run is timed, and how the kernel gets rid of what it made."""
import os
import socket
import statistics
import subprocess
import sys
import time


def enter():
    """Go on in namespaces of our own, with an empty /run/netns."""
    if os.environ.get("NSSH_BENCH_SANDBOX") != str(os.getpid()):
        os.environ["NSSH_BENCH_SANDBOX"] = str(os.getpid())
        os.execvp("unshare", ["unshare", "--user", "--map-root-user", "--net", "--mount",
                              sys.executable, *sys.argv])
    fresh_run()


def fresh_run():
    """A /run without namespaces and without the labs that nssh remembers there."""
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/run"], check=True)
    os.mkdir("/run/netns")


def run_once(command):
    """Run a command without a shell: the seconds it took and the KiB it had in memory at most
    (never less than this program's own, which the kernel counts in)."""
    null = [(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]
    begin = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=null)
    _, status, usage = os.wait4(pid, 0)
    took = time.perf_counter() - begin
    if status != 0:
        sys.exit(f"{' '.join(command)}: status {os.waitstatus_to_exitcode(status)}")
    return took, usage.ru_maxrss


def seconds(command, times=1):
    """The time that one run of a command takes."""
    return sum(run_once(command)[0] for _ in range(times)) / times


def take_turns(commands, runs, times=1, before=None, afterwards=None):
    """Medians of several runs of each command, in turns; every second round the other way round."""
    measured = [[] for _ in commands]
    for turn in range(runs):
        order = list(zip(commands, measured))
        for command, figures in order if turn % 2 == 0 else reversed(order):
            if before:
                before()
            figures.append(seconds(command, times))
            if afterwards:
                afterwards()
    return [statistics.median(figures) for figures in measured]


def link_exists(name):
    try:
        socket.if_nametoindex(name)
    except OSError:
        return False
    return True


def wait_for_destruction():
    """The kernel destroys namespaces later, one batch after another: a link whose other end was in
    one that was removed last goes with the last batch. That of a second one goes when the batch
    of the first has been dealt with wholly."""
    for _ in range(2):
        for words in ("netns add canary",
                      "link add canary type veth peer name end netns canary",
                      "netns del canary"):
            subprocess.run(["ip", *words.split()], check=True)
        end = time.monotonic() + 300
        while link_exists("canary"):
            if time.monotonic() > end:
                sys.exit("the kernel does not destroy namespaces")
            time.sleep(0.002)


def processor_times():
    with open("/proc/stat", encoding="ascii") as file:
        times = [int(word) for word in file.readline().split()[1:9]]
    return times[3] + times[4], sum(times)


def wait_for_quiet():
    """Until the processors have nothing else to do, but not for long."""
    for _ in range(25):
        idle, everything = processor_times()
        time.sleep(0.08)
        idle_now, everything_now = processor_times()
        if idle_now - idle >= 0.93 * (everything_now - everything):
            return


def clean():
    """Remove all that a benchmark made, and let the kernel finish."""
    for link in ("br0", "end"):
        if link_exists(link):
            subprocess.run(["ip", "link", "del", link], check=True)
    subprocess.run(["ip", "-all", "netns", "del"], check=True)
    wait_for_destruction()
    subprocess.run(["umount", "--lazy", "/run"], check=True)
    fresh_run()
    wait_for_quiet()


def write(folder, name, text):
    """A file of that text, or of those pieces of text; its path."""
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.writelines([text] if isinstance(text, str) else text)
    return path
