#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""What `earmark watch` tells a service manager; and the unit for systemd."""

import ctypes
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

from program import music, write_wav
from watching import Watch

PATIENCE = 1.0  # Of the watchdog, in seconds
UNIT = os.path.join(os.environ["EARMARK_BUILD"], "systemd", "earmark-watch.service")
MOST_EXPOSED = 1.1  # Of 10, by systemd-analyze
PTRACE_SEIZE, PTRACE_INTERRUPT, PTRACE_DETACH = 0x4206, 0x4207, 17
ALL_THREADS = 0x40000000  # __WALL


class Manager:
    """The other end of NOTIFY_SOCKET: what was said, and when."""

    def __init__(self, folder):
        self.path = os.path.join(folder, "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.said = []
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            for line in self.socket.recv(4096).decode().splitlines():
                self.said.append((time.monotonic(), line))

    def words(self):
        return [line for _, line in list(self.said) if not line.startswith("WATCHDOG")]

    def count_fed(self, since):
        return sum(t > since for t, line in list(self.said) if line == "WATCHDOG=1")


class Stopped:
    """All threads of a process but the main one, held by ptrace."""

    def __init__(self, pid):
        self.threads = [int(t) for t in os.listdir(f"/proc/{pid}/task")]
        self.threads.remove(pid)
        self.libc = ctypes.CDLL(None, use_errno=True)
        self.libc.ptrace.argtypes = [ctypes.c_long] * 4

    def ptrace(self, request, thread):
        if self.libc.ptrace(request, thread, 0, 0):
            raise OSError(ctypes.get_errno(), "ptrace")

    def __enter__(self):
        for thread in self.threads:
            self.ptrace(PTRACE_SEIZE, thread)
            self.ptrace(PTRACE_INTERRUPT, thread)
            os.waitpid(thread, ALL_THREADS)
        return self

    def __exit__(self, *_):
        for thread in self.threads:
            self.ptrace(PTRACE_DETACH, thread)


def check_hanging(watch, manager):
    """Ticks go on, but nobody analyses: the watchdog starves"""
    begin = time.monotonic()
    watch.wait(lambda w: manager.count_fed(begin) > 3)
    try:
        with Stopped(watch.process.pid):
            begin = time.monotonic()
            time.sleep(2 * PATIENCE)
            assert not manager.count_fed(begin + 0.1), manager.said[-5:]
    except PermissionError:
        print("threads cannot be held here")
    begin = time.monotonic()
    watch.wait(lambda w: manager.count_fed(begin) > 3)


def test_notify(folder, wav):
    manager = Manager(folder)
    config = os.path.join(folder, "watch.ini")

    def write(*lines):
        with open(config, "w") as out:
            out.write("\n".join(lines) + "\n")

    def until(line):
        watch.wait(lambda w: line in manager.words())

    station = ["[station {}]", f"url = {wav}", "loop = yes"]
    write(*[line.format("one") for line in station])
    environment = dict(os.environ, NOTIFY_SOCKET=manager.path)
    environment["WATCHDOG_USEC"] = str(int(1e6 * PATIENCE))
    with Watch("-i1", "--config", config, env=environment) as watch:
        until("STATUS=1 of 1 live")
        assert manager.words()[0] == "READY=1", manager.said
        check_hanging(watch, manager)
        write(*[line.format(n) for n in ("one", "two") for line in station])
        watch.process.send_signal(signal.SIGHUP)
        until("STATUS=2 of 2 live")
        words = manager.words()
        at = words.index("RELOADING=1")
        assert re.fullmatch(r"MONOTONIC_USEC=\d+", words[at + 1]), words
        assert words[at + 2] == "READY=1", words
        write("[station one]")
        watch.process.send_signal(signal.SIGHUP)
        until("STATUS=2 of 2 live; the configuration on the disk is wrong")
        watch.end()
    assert manager.words()[-1] == "STOPPING=1", manager.words()


def test_unit(folder):
    """It is without fault, runs what is installed, and its sandbox is tight"""
    if not shutil.which("systemd-analyze"):
        print("no systemd-analyze")
        return
    with open(UNIT) as source:
        text = source.read()
    assert not re.search("@[A-Z]+@", text), text
    program = re.search(r"^ExecStart=(\S+/bin/earmark) watch", text, re.M)[1]
    unit = os.path.join(folder, os.path.basename(UNIT))
    with open(unit, "w") as out:  # As systemd-analyze looks for the program
        out.write(text.replace(program, "/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", unit], stderr=subprocess.PIPE
    )
    mine = [s for s in done.stderr.decode().splitlines() if "earmark" in s]
    assert not done.returncode and not mine, done.stderr.decode()
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", unit]
    shown = subprocess.run(command, stdout=subprocess.PIPE).stdout.decode()
    exposed = float(re.search(r"exposure level for \S+ ([\d.]+)", shown)[1])
    print(*[s for s in shown.splitlines() if s.startswith("✗")], sep="\n")
    print(f"exposed: {exposed} of 10")
    assert exposed <= MOST_EXPOSED, shown


def main():
    with tempfile.TemporaryDirectory() as folder:
        test_unit(folder)
        wav = os.path.join(folder, "piece.wav")
        write_wav(wav, music(8, 44100), 44100)
        test_notify(folder, wav)
    return 0


if __name__ == "__main__":
    sys.exit(main())
