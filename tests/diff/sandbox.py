# SPDX-License-Identifier: MIT
"""A sandbox for comparing nssh with ip, and running both of them in it."""
import ctypes
import os
import pickle
import signal
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
NSSH = os.path.abspath(os.environ.get("NSSH", f"{HERE}/../../build-sanitize/nssh"))
WIRE = os.path.abspath(os.environ.get("WIRE", os.path.dirname(NSSH) + "/tests/wire.so"))
MARK = "NSSH_DIFF_OUTSIDE"
NAMED = None  # a link named `ip` that is nssh, to be run by this name
HANDED = "handed to the system:"
NEW_NET, NEW_NS = 0x40000000, 0x20000
libc = ctypes.CDLL(None, use_errno=True)


def enter():
    """Go on as root of a user namespace, with network, mounts and /run of its own."""
    inside = os.readlink("/proc/self/ns/net")
    if MARK not in os.environ:
        os.environ[MARK] = inside
        os.execvp("unshare", ["unshare", "--user", "--map-root-user", "--net", "--mount",
                              sys.executable] + sys.argv)
    if os.environ[MARK] == inside:
        sys.exit("no network namespace of its own")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run"], check=True)
    os.mkdir("/run/netns")
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    os.environ["NSSH_TRACE"] = "1"
    os.environ["LC_ALL"] = "C.UTF-8"
    os.environ.pop("NSSH_PLUGIN_PATH", None)


def leave(flags):
    if libc.unshare(flags) < 0:
        sys.exit(f"unshare: {os.strerror(ctypes.get_errno())}")


def other_namespace():
    """A process in a network namespace without a name; it ends with this one."""
    ready = os.pipe()
    pid = os.fork()
    if pid == 0:
        libc.prctl(1, signal.SIGKILL)
        leave(NEW_NET)
        os.close(ready[0])
        os.write(ready[1], b"!")
        while True:
            signal.pause()
    os.close(ready[1])
    os.read(ready[0], 1)
    os.close(ready[0])
    return pid


def apart(function, *args):
    """What a function returns when it is called in fresh namespaces, with a /run of their own."""
    sys.stdout.flush()
    pipe = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(pipe[0])
        leave(NEW_NET | NEW_NS)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run"], check=True)
        os.mkdir("/run/netns")
        with os.fdopen(pipe[1], "wb") as file:
            pickle.dump(function(*args), file)
        os._exit(0)
    os.close(pipe[1])
    with os.fdopen(pipe[0], "rb") as file:
        data = file.read()
    if os.waitpid(pid, 0)[1] != 0:
        sys.exit("a sandbox has ended")
    return pickle.loads(data)


def make_pair(near, far):
    subprocess.run(["ip", "link", "add", near, "type", "veth", "peer", "name", far], check=True)


def difference(ours, theirs):
    """Where two texts part, with what is around."""
    at = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), min(len(ours), len(theirs)))
    begin = max(0, at - 60)
    return [f"nssh ...{ours[begin:at + 60]!r}", f"ip   ...{theirs[begin:at + 60]!r}"]


class Ran:
    """What came of a command; @handed: nssh gave it to the system's ip."""

    def __init__(self, done, log):
        self.status, self.log = done.returncode, log
        self.out = done.stdout.decode("utf-8", "backslashreplace")
        err = done.stderr.decode("utf-8", "backslashreplace").splitlines(True)
        self.handed = any(HANDED in line for line in err)
        self.err = "".join(line for line in err if HANDED not in line)
        if "AddressSanitizer" in self.err or "runtime error:" in self.err:
            sys.exit(self.err)


def name_ip():
    """From here on nssh is run by the name `ip`."""
    global NAMED
    NAMED = "/run/nssh-name/ip"
    os.makedirs(os.path.dirname(NAMED), exist_ok=True)
    if not os.path.islink(NAMED):
        os.symlink(NSSH, NAMED)


def command(program):
    if program == "ip":
        return ["ip"]
    return [NAMED] if NAMED else [NSSH, "ip"]


def run(program, words, log=False, info=None, stdin=None):
    """`ip WORDS`, or `nssh ip WORDS`; with what went to the kernel, or with what it says of v0."""
    env = dict(os.environ)
    file = f"/run/wire.{os.getpid()}"
    if log or info is not None:
        env["LD_PRELOAD"] = WIRE
        env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
    if log:
        env["WIRE_LOG"] = file
    if info is not None:
        env["WIRE_LINK"], env["WIRE_INFO"] = "v0", info
    done = subprocess.run(command(program) + words, env=env, input=stdin,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    lines = []
    if log and os.path.exists(file):
        with open(file, encoding="ascii") as opened:
            lines = opened.read().split()
        os.unlink(file)
    return Ran(done, lines)
