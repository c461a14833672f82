#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark watch` is killed at random moments, and who is told of its events is in
trouble now and then: every event is told at least once all the same.  With a number
as argument, it is killed so many times."""

import os
import random
import sqlite3
import sys
import tempfile
import threading
import time

from on_air import Programme
from receiving import Receiver, free_port, write
from watching import Watch

N_KILLS = 3


class Trouble:
    """A receiver that answers, fails, hangs and is gone, and what it heard."""

    def __init__(self, port):
        self.port = port
        self.heard = []  # Events, those of answers that were good alone
        self.receiver = None
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        chance = random.Random(1)
        while not self.stopped.is_set():
            answer = chance.choice([200, 200, 500, "hang", None])
            self.turn(answer)
            self.stopped.wait(chance.uniform(0.5, 3))
        self.turn(200)

    def turn(self, answer):
        """What it does from now on"""
        self.close()
        if answer:
            self.receiver = Receiver(self.port, answer)

    def close(self):
        if self.receiver:
            self.receiver.close()
            if self.receiver.answer == 200:
                self.heard += self.receiver.events()
            self.receiver = None


def change_air(air, stopped):
    """Silence comes and goes"""
    chance = random.Random(2)
    while not stopped.wait(chance.uniform(4, 7)):
        air.now = "quiet" if air.now == "loud" else "loud"
    air.now = "loud"


def kill_often(args, n):
    """What was printed before each kill"""
    chance = random.Random(3)
    printed = []
    for _ in range(n):
        with Watch(*args) as watch:
            watch.wait(lambda w: w.lines)
            time.sleep(chance.uniform(1, 10))
            watch.process.kill()
            watch.process.wait()
            watch.reader.join()
            printed += watch.events
    return printed


def wait_until_told(args, path):
    """One more run, until nothing waits"""
    with Watch(*args) as watch:

        def is_calm(_):
            database = sqlite3.connect(path)
            fires = database.execute(
                "SELECT count(*) FROM event WHERE ended_at IS NULL"
            ).fetchone()[0]
            waits = database.execute("SELECT count(*) FROM notice").fetchone()[0]
            database.close()
            return not fires and not waits

        watch.wait(lambda w: any(x["state"] == "live" for x in w.lines))
        watch.wait(is_calm, 120)
        watch.end()
        return watch.events


def check(heard, printed, path):
    """Each event and each end was told"""
    told = {(e["change"], e["id"]) for e in heard}
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    rows = database.execute("SELECT id, rule FROM event WHERE rule = 'silence'")
    events = [id for id, rule in rows]
    for id in events:
        for change in ("raised", "resolved"):
            assert (change, id) in told, (change, id, sorted(told))
    for line in printed:
        event = line["event"]
        if event["rule"] == "silence" and line["change"] != "changed":
            assert event["id"] in events, line
            assert (line["change"], event["id"]) in told, line
    database.close()
    again = len(heard) - len(told)
    return len(events), len(heard), again


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else N_KILLS
    with tempfile.TemporaryDirectory() as folder:
        air, port, stopped = Programme(folder), free_port(), threading.Event()
        trouble = Trouble(port)
        path = os.path.join(folder, "history.db")
        text = f"""[station air]
url = {air.server.url('live')}
profile = none
[rule silence]
for = 1s
clear-for = 1s
[watch]
post = http://127.0.0.1:{port}/
notice-timeout = 1s
notices-per-minute = 60
"""
        config = write(folder, "kills.ini", text)
        changing = threading.Thread(target=change_air, args=(air, stopped))
        changing.start()
        args = ["-i1", "-c", config, "--history", path]
        printed = kill_often(args, n)
        stopped.set()
        trouble.stopped.set()
        printed += wait_until_told(args, path)
        trouble.thread.join()
        trouble.close()
        changing.join()
        n_events, n_heard, n_again = check(trouble.heard, printed, path)
        print(f"{n} kills: {n_events} events, told {n_heard} times, {n_again} again")
        assert n_events
        air.server.close()


if __name__ == "__main__":
    sys.exit(main())
