#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""The history of `earmark watch` where the disk is full, another locks the database, or
the clock is set: the watching goes on, an event says it, and nothing is lost."""

import glob
import os
import resource
import sqlite3
import sys
import tempfile

from on_air import RATE, programme, write
from program import write_wav
from watching import Watch, seconds_of

CONFIG = """[watch]
history = {0}/history.db
interval = 1s
[station air]
url = {0}/air.wav
loop = yes
profile = none
"""


def intervals(path):
    history = sqlite3.connect(path)
    find = "SELECT sequence, began_at FROM interval ORDER BY id"
    rows = history.execute(find).fetchall()
    history.close()
    return rows


def check_all(watch, path):
    """All that was printed is there, once, in order"""
    lines = [(x["sequence"], seconds_of(x["time"])) for x in watch.lines]
    rows = intervals(path)
    assert len(rows) == len(lines), (rows, lines)
    for row, line in zip(rows, lines):
        assert row[0] == line[0] and abs(row[1] - line[1]) < 0.0011, (row, line)


def test_full(folder, config, path):
    """As on a full disk: no file may grow beyond some size"""

    def limit():
        most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, most))

    with Watch("--config", config, preexec_fn=limit) as watch:
        watch.wait(lambda w: w.told(None, "history-full"))
        n = len(watch.lines)
        watch.wait(lambda w: len(w.lines) > n + 2)
        assert len(intervals(path)) < len(watch.lines)
        most = resource.prlimit(watch.process.pid, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(watch.process.pid, resource.RLIMIT_FSIZE, (most, most))
        watch.wait(lambda w: len(w.told(None, "history-full")) == 2)
        watch.end()
        assert "history: it pauses: " in watch.log() and "it goes on" in watch.log()
    assert [change for change, _ in watch.told(None, "history-full")] == [
        "raised",
        "resolved",
    ]
    check_all(watch, path)


def test_locked(folder, config, path):
    with Watch("--config", config) as watch:
        watch.wait(lambda w: len(w.lines) > 1)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        watch.wait(lambda w: w.told(None, "history-locked"))
        n = len(watch.lines)
        watch.wait(lambda w: len(w.lines) > n + 2)
        assert watch.arrivals[-1] - watch.arrivals[-2] < 2, watch.arrivals
        other.execute("ROLLBACK")
        watch.wait(lambda w: len(w.told(None, "history-locked")) == 2)
        watch.end()
    check_all(watch, path)
    kept = other.execute("SELECT rule, ended_at IS NULL FROM event").fetchall()
    assert kept == [("history-locked", 0)], kept


def test_locked_before(folder, config, path):
    """It begins as soon as it can"""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("BEGIN EXCLUSIVE")
    with Watch("--config", config) as watch:
        watch.wait(lambda w: w.told(None, "history-locked") and len(w.lines) > 2)
        other.execute("ROLLBACK")
        watch.wait(lambda w: len(w.told(None, "history-locked")) == 2)
        watch.end()
    check_all(watch, path)


def test_clock(folder, config, path):
    """Set back by an hour, and on by two: all is there, in order"""
    fake = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")
    if not fake:
        print("no libfaketime")
        return
    clock = write(folder, "clock", "+0")
    settings = dict(
        os.environ,
        LD_PRELOAD=fake[0],
        FAKETIME_TIMESTAMP_FILE=clock,
        FAKETIME_CACHE_DURATION="1",
        DONT_FAKE_MONOTONIC="1",
    )
    with Watch("--config", config, env=settings) as watch:
        for shift in ("-3600", "+3600", "+0"):
            n = len(watch.lines)
            watch.wait(lambda w: len(w.lines) > n + 2)
            write(folder, "clock.new", shift)
            os.rename(os.path.join(folder, "clock.new"), clock)
        n = len(watch.lines)
        watch.wait(lambda w: len(w.lines) > n + 2)
        watch.end()
    check_all(watch, path)
    begins = [seconds_of(x["time"]) for x in watch.lines]
    steps = [b - a for a, b in zip(begins, begins[1:])]
    jumps = [round(x / 3600) for x in steps if abs(x) > 10]
    assert jumps == [-1, 2, -1], steps
    # libfaketime lets threads oversleep, but none by a shift of the clock
    assert all(0.5 < x["seconds"] < 10 for x in watch.lines[1:-1])
    assert [x["sequence"] for x in watch.lines] == list(range(len(watch.lines)))


def main():
    for test in (test_full, test_locked, test_locked_before, test_clock):
        with tempfile.TemporaryDirectory() as folder:
            air = os.path.join(folder, "air.wav")
            write_wav(air, programme((5, 1, 0.5)), RATE)
            config = write(folder, "watch.ini", CONFIG.format(folder))
            test(folder, config, os.path.join(folder, "history.db"))
            print(test.__name__)


if __name__ == "__main__":
    sys.exit(main())
