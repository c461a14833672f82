#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark tag --resume`: killed at any moment and started again, the file of lines is
that of a run that nobody disturbed."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time

from program import EARMARK, earmark, music, write_wav

RATE = 22050
N_FILES = 12
N_KILLS = 10
SETTINGS = {"network", "view", "memory"}


def read(path):
    with open(path, "rb") as file:
        return file.read()


def run(out, folder, *options, status=1):
    return earmark("tag", "--resume", out, *options, folder, status=status)


def make(folder):
    for i in range(N_FILES):
        path = os.path.join(folder, f"{i}.wav")
        write_wav(path, music(3 + 5 * (i % 3), RATE), RATE)
    with open(os.path.join(folder, "broken.mp3"), "w") as file:
        file.write("no music")
    os.rename(path, os.fsencode(folder) + b"/\xfe.wav")


def test_lines(folder, out):
    """One for each file, failures as well; a second run has nothing to do."""
    run(out, folder)
    lines = [json.loads(line) for line in read(out).splitlines()]
    assert len(lines) == N_FILES + 1 and all(SETTINGS <= set(x) for x in lines)
    assert [x["file"] for x in lines if "error" in x] == [folder + "/broken.mp3"]
    for line in lines[:-1]:
        status = os.stat(line["file"])
        assert line["size"] == status.st_size
        utc = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(status.st_mtime))
        assert line["modified"].startswith(utc), line["modified"]
    assert lines[-1]["uri"] == folder + "/%FE.wav"
    before = read(out)
    _, error = run(out, folder, status=0)
    assert read(out) == before and f"done before: {N_FILES + 1}" in error, error
    return before


def test_killed(folder, out, wanted):
    """At random moments, ten times."""
    chance = random.Random(7)
    os.remove(out)
    began = time.monotonic()
    run(out, folder)
    duration = time.monotonic() - began
    os.remove(out)
    command = [EARMARK, "tag", "--resume", out, folder]
    for _ in range(N_KILLS):
        running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, duration / 3))
        running.kill()
        running.wait()
        now = read(out) if os.path.exists(out) else b""
        assert wanted.startswith(now), now[-200:]
    earmark(*command[1:], status=None)
    assert read(out) == wanted


def test_torn(folder, out, wanted):
    """Cut anywhere, within a line or behind one."""
    ends = [i for i, c in enumerate(wanted) if c == ord("\n")]
    places = [0, 1, 5, 30, ends[0], ends[0] + 1, ends[4] + 2, ends[4] + 900]
    for n in places + [len(wanted) - 1]:
        with open(out, "wb") as file:
            file.write(wanted[:n])
        earmark("tag", "--resume", out, "--jobs=2", folder, status=None)
        assert read(out) == wanted, n
    with open(out, "ab") as file:  # As a crash may leave it
        file.write(bytes(100))
    run(out, folder, status=0)
    assert read(out) == wanted


def test_changed(folder, out):
    """A file that is another now is heard again, and no other."""
    path = os.path.join(folder, "1.wav")
    write_wav(path, music(4, RATE), RATE)
    n = len(read(out).splitlines())
    run(out, folder, status=0)
    lines = read(out).splitlines()
    assert len(lines) == n + 1 and json.loads(lines[-1])["file"] == path


def test_refused(folder, out):
    """What is something else stays as it is; so do lines of other settings."""
    before = read(out)
    _, error = run(out, folder, "--view=msd")
    assert "another network, view" in error and read(out) == before
    _, error = run(out, folder, "--memory=1.5")
    assert "another network, view" in error and read(out) == before
    for content in (b"Dear diary", b"{}\n", b'{"file":1}\n', b"1\n2\n", bytes(9)):
        other = os.path.join(folder, "other")
        with open(other, "wb") as file:
            file.write(content)
        _, error = run(other, folder)
        assert "it is not what --resume writes" in error, content
        assert read(other) == content
    _, error = run("/dev/null", folder)
    assert "no file" in error
    for option in ("--csv", "--live", "--over-time"):
        run(out, folder, option, status=2)


def main():
    with tempfile.TemporaryDirectory() as base:
        folder, out = os.path.join(base, "music"), os.path.join(base, "out.jsonl")
        os.mkdir(folder)
        make(folder)
        wanted = test_lines(folder, out)
        test_killed(folder, out, wanted)
        test_torn(folder, out, wanted)
        test_changed(folder, out)
        test_refused(folder, out)


if __name__ == "__main__":
    sys.exit(main())
