#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""The history of `earmark watch`: whatever was printed is in it, wherever the program is
killed.  With a number as argument, so many kills."""

import os
import random
import sqlite3
import sys
import tempfile
import time

from on_air import RATE, programme, write
from program import earmark, write_wav
from watching import Watch, seconds_of

CONFIG = """[watch]
history = {0}/history.db
interval = 1s
[station dances]
url = {0}/dance.wav
loop = yes
[station silent]
url = {0}/silence.wav
loop = yes
[station gone]
url = http://127.0.0.1:1/x
profile = none
[rule silence]
for = 1s
clear-for = 1s
[rule down]
for = 1s
"""
FIND_INTERVAL = """SELECT interval.began_at, seconds, state, music FROM interval
    JOIN station ON station.id = station
    WHERE run = (SELECT max(id) FROM run) AND name = ? AND sequence = ?"""


def check_printed(watch, history):
    """All that was printed is in the database"""
    for line in watch.lines:
        key = line["station"], line["sequence"]
        rows = history.execute(FIND_INTERVAL, key).fetchall()
        assert len(rows) == 1, (line, rows)
        began_at, seconds, state, music = rows[0]
        assert abs(began_at - seconds_of(line["time"])) < 0.0011, (line, rows)
        assert abs(seconds - line["seconds"]) < 1e-3 and state == line["state"]
        assert music == line["music"] or abs(music - line["music"]) < 1e-3
    for line in watch.events:
        event = line["event"]
        find = "SELECT ended_at, started_at FROM event WHERE id = ?"
        rows = history.execute(find, (event["id"],)).fetchall()
        assert len(rows) == 1, (line, rows)
        assert event["ended_at"] is None or rows[0][0], (line, rows)
        assert abs(rows[0][1] - seconds_of(event["started_at"])) < 1e-3, (line, rows)


def open_events(history):
    find = "SELECT station, rule, id FROM event WHERE ended_at IS NULL ORDER BY 1, 2"
    return history.execute(find).fetchall()


def test_kills(folder, n):
    path = os.path.join(folder, "history.db")
    for name, parts in (("dance", [(4, 1, 1), (3, 0, 0)]), ("silence", [(5, 0, 0)])):
        write_wav(os.path.join(folder, name + ".wav"), programme(*parts), RATE)
    config = write(folder, "kills.ini", CONFIG.format(folder))
    chance = random.Random(n)
    n_lines = n_events = 0
    before, lasting = [], set()
    for i in range(n):
        with Watch("--config", config) as watch:
            time.sleep(chance.uniform(1, 5))
            watch.process.kill()
            watch.process.wait()
            watch.reader.join()
            lost = [x["event"] for x in watch.events if x["change"] == "resolved"]
        history = sqlite3.connect(path)
        assert history.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        check_printed(watch, history)
        n_lines += len(watch.lines)
        n_events += len(watch.events)
        now = open_events(history)
        lost = {(x["station"], x["rule"], x["id"]) for x in lost}
        # What was open goes on, or ended with a word
        ended = [x for x in before if x not in now and x not in lost]
        assert not ended or not watch.lines, (ended, watch.events)
        before = now
        lasting |= {x for x in now if x[0] != "dances"}
    assert len(lasting) == 2, lasting  # One each, all the time
    runs = history.execute("SELECT count(*) FROM run WHERE ended_at IS NULL").fetchone()
    assert n_lines > 3 * n and n_events > 1 and runs[0] <= n, (n_lines, n_events, runs)
    print(f"{n} kills, {n_lines} intervals, {n_events} changes of events: all there")
    check_end(config, history)


def check_end(config, history):
    """Rules and stations that are no more have no open events"""
    text = open(config).read().replace("[rule down]", "[rule off]\non = down")
    text = text.replace("[station silent]", "[station other]")
    with Watch("--config", write(os.path.dirname(config), "end.ini", text)) as watch:
        watch.wait(lambda w: len(w.told("silent", "silence")) == 1)
        watch.wait(lambda w: w.told("gone", "down"))
        watch.wait(lambda w: w.told("gone", "off"))
        assert watch.told("gone", "down")[0][0] == "resolved"
        watch.end()
    check_printed(watch, history)
    assert [x for x in open_events(history) if x[0] == "silent"] == []
    find = "SELECT ended_at FROM run WHERE id = (SELECT max(id) FROM run)"
    assert history.execute(find).fetchone()[0] > time.time() - 60


def test_refused(folder):
    """No file that is not a history is touched, and none is made where none can be"""
    wav = os.path.join(folder, "dance.wav")
    size = os.path.getsize(wav)
    _, err = earmark("watch", "--history", wav, wav, status=1)
    assert err == f"earmark: watch: {wav}: file is not a database\n", err
    assert os.path.getsize(wav) == size
    none = os.path.join(folder, "none", "x.db")
    _, err = earmark("watch", "--history", none, wav, status=1)
    assert "unable to open" in err, err


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    with tempfile.TemporaryDirectory() as folder:
        test_kills(folder, n)
        test_refused(folder)


if __name__ == "__main__":
    sys.exit(main())
