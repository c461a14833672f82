#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Rules of `earmark watch`: configurations, and recordings that are tried on them."""

import os
import sys
import tempfile

import numpy as np

from on_air import RATE, long_music, programme, seconds, try_on, write
from program import earmark, write_wav

GOOD = """[watch]
interval = 5s

# All stations
[station one]
url = http://127.0.0.1:1/?token=c4n4ry
profile = talk
charset = CP1251
[station two]
url = %s
true-peak = yes

[rule silence]
raise = -40 LUFS
for = 10s
clear-for = 2s
repeat = 1h
flap = 3 in 15m
[rule rock]
on = tag-present
tag = rock
stations = one, two
[rule loud]
on = too-loud
raise = -9
[mute remembrance]
stations = one
rules = silence, no-programme
weekly = Sun 10:59-11:03
timezone = Europe/London
"""
BAD = """url = x
[station one]
url = x
url = y
profile = jazz
charset = NONE
colour = blue
[station two]
[station a b]
url = x
[rule silence]
raise = 5 LUFS
clear = -60
for = 10
[rule x]
on = noise
[rule tag]
on = tag-present
tag = polka
stations = one, three
[rule down]
raise = 1
[plan x]
[watch]
interval = 90s
weather = fine
[rule flaps]
on = silence
flap = 1 in 15m
[rule flaps2]
on = silence
flap = 3 at 15m
repeat = often
"""


def test_check_config(folder):
    good = write(folder, "good.ini", GOOD % "music.wav")
    out, err = earmark("watch", "--config", good, "--check-config")
    assert out == f"{good}: 2 stations, 3 rules\n" and not err, (out, err)

    bad = write(folder, "bad.ini", BAD)
    out, err = earmark("watch", "--config", bad, "--check-config", status=2)
    wanted = {1, 4, 5, 6, 7, 8, 9, 12, 13, 14, 16, 17, 19, 22, 23, 25, 26, 29, 32, 33}
    prefix = f"earmark: {bad}:"
    found = [int(x.removeprefix(prefix).split(":")[0]) for x in err.splitlines()]
    assert set(found) == wanted, (sorted(wanted ^ set(found)), err)
    assert not out
    assert earmark("watch", "--config", bad, status=2)[1] == err
    for line in err.splitlines():
        assert "c4n4ry" not in line

    none = os.path.join(folder, "none.ini")
    _, err = earmark("watch", "--config", none, status=2)
    assert err == f"earmark: {none}: No such file or directory\n", err
    _, err = earmark("watch", "--config", write(folder, "e.ini", "\n"), status=2)
    assert "no [station" in err, err
    for wrong in (["--check-config"], ["--config", good, "x"], [], ["-k", good]):
        earmark("watch", *wrong, status=2)


def test_recordings(folder):
    """Each fault of a recording is found when it is there, with its evidence"""
    path = os.path.join(folder, "faults.wav")
    parts = [(30, 1, 1), (40, 0, 0), (30, 1, 0.5), (80, 1, 0.0005)]
    parts += [(20, 1, 0.5), (50, 1, -1), (30, 1, 0.5)]
    write_wav(path, programme(*parts), RATE)
    found = try_on(folder, "[rule mono]\nfor = 25s\n", "air=" + path)
    rows = [(x["rule"], x["event"]) for x in found]
    wanted = {
        ("mono", "raised"): 25,  # The first part's channels are the same
        ("silence", "raised"): 50,
        ("silence", "cleared"): 75,
        ("channel-lost", "raised"): 160,
        ("channel-lost", "cleared"): 185,
        ("phase", "raised"): 230,
        ("phase", "cleared"): 260,
    }
    by = {row: x for row, x in reversed(list(zip(rows, found)))}  # The first of each
    times = {row: seconds(x["time"]) for row, x in by.items()}
    for row, time in wanted.items():
        assert row in times and abs(times[row] - time) < 2.1, (row, found)
    raised = by["silence", "raised"]
    assert raised["station"] == "air" and raised["unit"] == "LUFS", raised
    assert float(raised["value"]) < -50 == float(raised["limit"]) + 0, raised
    assert raised["seconds"] == "20", raised
    assert abs(seconds(raised["began"]) - 30) < 1.5, raised
    assert float(by["phase", "raised"]["value"]) < -0.9


def test_no_programme(folder):
    """Dead air that is not silent: tone, hum, noise, pilot; but not music"""
    t = np.arange(90 * RATE) / RATE
    random = np.random.default_rng(1)
    white = random.standard_normal(len(t))
    pink = np.fft.irfft(np.fft.rfft(white) / np.sqrt(1 + np.arange(len(t) // 2 + 1)))
    sounds = {
        "tone": 0.3 * np.sin(2 * np.pi * 1000 * t),
        "hum": 0.3 * np.sin(2 * np.pi * 50 * t) + 0.1 * np.sin(2 * np.pi * 150 * t),
        "pilot": 0.1 * np.sin(2 * np.pi * 19000 * t),
        "hiss": 0.1 * white / np.abs(white).max(),
        "pink": 0.3 * pink / np.abs(pink).max(),
        "music": long_music(90),
    }
    sources = []
    for name, sound in sounds.items():
        path = os.path.join(folder, name + ".wav")
        write_wav(path, sound, RATE)
        sources.append(f"{name}={path}")
    found = try_on(folder, "", *sources)
    fired = {x["station"] for x in found if x["rule"] == "no-programme"}
    assert fired == set(sounds) - {"music"}, fired


def test_tags(folder):
    path = os.path.join(folder, "tags.wav")
    sound = np.concatenate([long_music(20), np.zeros(25 * RATE), long_music(20)])
    write_wav(path, sound, RATE)
    text = """[rule piano]
on = tag-present
tag = piano
for = 5s
clear-for = 5s
[rule no_music]
on = tag-absent
tag = music
for = 10s
clear-for = 3s
[rule other]
on = tag-absent
tag = music
for = 1s
stations = other
[station other]
url = x
[station air]
url = x
profile = none
"""
    found = try_on(folder, text, "air=" + path)
    rows = [(x["rule"], x["event"]) for x in found]
    assert rows[0] == ("piano", "raised") and abs(seconds(found[0]["time"]) - 6) < 2
    assert ("no_music", "raised") in rows and ("no_music", "cleared") in rows, rows
    assert {rule for rule, _ in rows} == {"piano", "no_music"}, rows
    _, err = earmark("watch", "-k", write(folder, "n.ini", ""), "gone", status=1)
    assert "there is no such thing" in err, err


def main():
    with tempfile.TemporaryDirectory() as folder:
        test_check_config(folder)
        test_tags(folder)
        test_recordings(folder)
        test_no_programme(folder)


if __name__ == "__main__":
    sys.exit(main())
