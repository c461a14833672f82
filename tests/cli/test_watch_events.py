#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Events of `earmark watch`: each is told once, whatever the stream does."""

import os
import sys
import tempfile

import numpy as np

from on_air import RATE, Programme, programme, seconds, try_on, write
from program import write_wav
from watching import Watch


def test_flapping(folder):
    """What dances about its limit is said once, and then as one until it is calm"""
    path = os.path.join(folder, "dance.wav")
    dance, calm = programme((6, 1, 1), (6, 0.001, 0.001)), programme((80, 0.001, 0.001))
    sound = np.concatenate([np.resize(dance, (120 * RATE, 2)), calm])
    write_wav(path, sound, RATE)
    text = "[station air]\nurl = x\nprofile = none\n[rule loud]\non = level-high\n"
    text += "raise = -30\nclear = -35\nfor = 2s\nclear-for = 2s\n"
    wild = [x["event"] for x in try_on(folder, text, "air=" + path)]
    assert wild == 10 * ["raised", "cleared"], wild
    rows = try_on(folder, text + "flap = 3 in 1m\nrepeat = 40s\n", "air=" + path)
    found = [(x["event"], round(seconds(x["time"]))) for x in rows]
    wanted = [("raised", 2), ("cleared", 8), ("flapping", 14)]
    wanted += [("repeated", 62), ("repeated", 110), ("cleared", 177)]
    for (event, time), (word, then) in zip(found, wanted, strict=True):
        assert event == word and abs(time - then) < 6, found


def check_events(silence, down):
    """One event each, from its beginning to its end, with its evidence"""
    for told in (silence, down):
        assert [change for change, _ in told] == ["raised", "resolved"], told
        (_, raised), (_, resolved) = told
        assert raised["id"] == resolved["id"] and raised["ended_at"] is None, told
        assert (raised["state"], resolved["state"]) == ("firing", "resolved"), told
        begin, end = raised["started_at"], resolved["ended_at"]
        assert begin == resolved["started_at"] < raised["raised_at"] < end, told
    assert silence[0][1]["id"] != down[0][1]["id"]
    silent, gone = silence[1][1], down[1][1]
    assert silent["value"] <= -50 == silent["limit"] and silent["unit"] == "LUFS"
    assert gone["limit"] is gone["unit"] is None and gone["on"] == "down", gone
    assert silent["started_at"] < gone["started_at"] < gone["ended_at"], (silent, gone)
    assert gone["ended_at"] < silent["ended_at"], (silent, gone)


def test_on_air(folder):
    """A rule that fires stays as it is while the stream is away, and `down` fires"""
    air = Programme(folder)
    text = "[station air]\nurl = %s\n" % air.server.url("live")
    text += "[rule silence]\nfor = 3s\nclear-for = 2s\n[rule down]\nfor = 4s\n"
    with Watch("-i1", "--config", write(folder, "air.ini", text)) as watch:
        watch.wait(lambda w: any(x["state"] == "live" for x in w.lines))
        air.now = "quiet"
        watch.wait(lambda w: "air: silence fires: " in w.log())
        air.now = "gone"
        watch.wait(lambda w: "air: down fires: for 4 s" in w.log())
        assert "silence is over" not in watch.log()
        air.now = "quiet"
        watch.wait(lambda w: "air: down is over" in w.log())
        air.now = "loud"
        watch.wait(lambda w: "air: silence is over" in w.log())
        lines = watch.end()
        log = watch.log()
        silence, down = watch.told("air", "silence"), watch.told("air", "down")
    assert log.count("silence fires") == 1, log
    check_events(silence, down[:2])  # It is down again on the way to loud
    firing = [r for x in lines for r in x["rules"] if r["state"] == "firing"]
    assert {r["rule"] for r in firing} == {"silence", "down"}, firing
    silence = [r for r in firing if r["rule"] == "silence"][0]
    assert silence["limit"] == -47 and silence["needed_seconds"] == 2, silence
    pending = [r for x in lines for r in x["rules"] if r["state"] == "pending"]
    assert any(r["needed_seconds"] == 3 for r in pending), pending
    air.server.close()


def main():
    with tempfile.TemporaryDirectory() as folder:
        test_flapping(folder)
        test_on_air(folder)


if __name__ == "__main__":
    sys.exit(main())
