#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Notices of `earmark watch` about what happens on air: who hears what, also if others
who are told hang, fail and go away."""

import json
import os
import sys
import tempfile
import time

from on_air import Programme
from receiving import Receiver, program, write
from watching import Watch, check_sequence

RULES = """
[rule silence]
for = 2s
clear-for = 1s
"""


def told(folder, name):
    """Events that a program was told of, each with its notice's count"""
    path = os.path.join(folder, name + ".told")
    if not os.path.exists(path):
        return []
    with open(path) as source:
        notices = [json.loads(line) for line in source]
    return [dict(e, count=n["count"]) for n in notices for e in n["events"]]


def teller(folder, name):
    return program(folder, name, 'cat >>"$0.told"\n')


def changes(events, rule, station="air"):
    """(change, id) of events of a rule."""
    return [
        (e["change"], e["id"])
        for e in events
        if e["rule"] == rule and e["station"] == station
    ]


def check_return(watch, folder, port):
    """A receiver that comes back in trouble, and then well, hears of all that it
    missed"""
    with Receiver(port, 500) as receiver:
        receiver.wait(lambda r: r.requests)
        receiver.answer = 200
        receiver.wait(lambda r: "resolved" in dict(changes(r.events(), "silence")), 60)
        found = changes(receiver.events(), "silence")[-2:]
    watch.wait(lambda w: "post: works again" in w.log())
    watch.wait(lambda w: len(changes(told(folder, "hook"), "post-failing", None)) == 2)
    assert found == changes(told(folder, "hook"), "silence"), found
    assert [change for change, _ in found] == ["raised", "resolved"]
    assert found[0][1] == found[1][1]


def check_heartbeat(watch, air, receiver):
    """Where nothing is heard, nothing beats"""
    assert receiver.requests[0][:2] == ("GET", "/beat")
    air.now = "gone"
    watch.wait(lambda w: w.lines[-1]["state"] != "live")
    time.sleep(5)
    n_beats = len(receiver.requests)
    time.sleep(6)
    assert len(receiver.requests) == n_beats


def watch_air(watch, folder, air, bad, beat):
    """One who is told hangs, is gone, is in trouble, and works again"""
    watch.wait(lambda w: any(x["state"] == "live" for x in w.lines))
    beat.wait(lambda r: r.requests)
    air.now = "quiet"
    watch.wait(lambda w: "raised" in dict(changes(told(folder, "hook"), "silence")))
    # One that hangs is an event of its own, of which others hear
    watch.wait(lambda w: changes(told(folder, "hook"), "post-failing", None))
    watch.wait(lambda w: "post: does not work: Operation timed out" in w.log())
    assert bad.requests[0][0] == "POST"
    port = bad.port
    bad.close()
    air.now = "loud"
    watch.wait(lambda w: len(changes(told(folder, "hook"), "silence")) == 2)
    check_return(watch, folder, port)
    check_heartbeat(watch, air, beat)


def test_on_air(folder):
    """Beginning and end are told to all that there are, whatever becomes of others,
    and the watching does not notice"""
    air = Programme(folder)
    hook = teller(folder, "hook")
    with Receiver(answer="hang") as bad, Receiver() as beat:
        text = f"""[station air]
url = {air.server.url('live?token=c4n4ry')}
[watch]
run = {hook}
post = {bad.url('?token=c4n4ry')}
notice-timeout = 1s
notices-per-minute = 60
heartbeat = {beat.url('beat')}
heartbeat-every = 5s
{RULES}
run = {hook}
"""
        with Watch("-i1", "--config", write(folder, "air.ini", text)) as watch:
            watch_air(watch, folder, air, bad, beat)
            lines = watch.end()
            assert watch.log().count("post: ") == 2, watch.log()
            assert "c4n4ry" not in watch.log() + str(lines) + str(beat.requests)
        check_sequence(lines)
    air.server.close()


def test_many(folder):
    """All stations are gone at once: one notice lists them; what is muted is not
    told, but an event all the same"""
    hook = teller(folder, "many")
    text = f"[watch]\nrun = {hook}\n[rule down]\nfor = 1s\n"
    text += "[mute planned]\nstations = s3, s4\nweekly = daily 00:00-24:00\n"
    text += "[mute other]\nstations = s5\nrules = silence\nweekly = daily 0:00-24:00\n"
    for i in range(12):
        text += f"[station s{i}]\nurl = http://127.0.0.1:1/\n"
    with Watch("-i1", "--config", write(folder, "many.ini", text)) as watch:
        watch.wait(lambda w: told(folder, "many"))
        raised = {f"s{i}": watch.told(f"s{i}", "down") for i in range(12)}
        lines = watch.end()
    events = told(folder, "many")
    wanted = {f"s{i}" for i in range(12)} - {"s3", "s4"}
    assert {e["station"] for e in events if e["change"] == "raised"} == wanted
    assert {e["count"] for e in events if e["change"] == "raised"} == {10}, events
    assert len([e for e in events if e["change"] == "raised"]) == 10, events
    for station, changed in raised.items():
        (change, event), *_ = changed
        assert change == "raised" and event["muted"] == (station not in wanted)
    assert lines


def test_end(folder):
    """What is to be told is told before the end; who hangs does not hold it up"""
    hook = teller(folder, "end")
    with Receiver(answer="hang") as hangs:
        text = "[station s]\nurl = http://127.0.0.1:1/\n[rule down]\nfor = 1s\n"
        text += f"[watch]\nrun = {hook}\npost = {hangs.url()}\n"
        with Watch("-i1", "--config", write(folder, "end.ini", text)) as watch:
            watch.wait(lambda w: w.told("s", "down"))
            begin = time.monotonic()
            watch.end()
            assert time.monotonic() - begin < 9
            assert "post: 1 notices were not sent" in watch.log(), watch.log()
    assert changes(told(folder, "end"), "down", "s")[0][0] == "raised"


def main():
    with tempfile.TemporaryDirectory() as folder:
        test_many(folder)
        test_end(folder)
        test_on_air(folder)


if __name__ == "__main__":
    sys.exit(main())
