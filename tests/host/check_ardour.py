# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""What Ardour's scripts and exports must have said.

Usage: check_ardour.py FOLDER
"""

import os
import pathlib
import re
import subprocess
import sys

FOLDER = pathlib.Path(sys.argv[1])
ROOT = pathlib.Path(__file__).resolve().parents[2]
PRESET_DJ = [1.0, 0.2]
PRESET_MOOD = [10.0, 2.0]
LOW, HIGH = 20.0, 20000.0  # Hz, of the equaliser's "Frequency L"


def lines(name, key):
    """The values of all lines "@key value..." of an output."""
    text = (FOLDER / (name + ".txt")).read_text(errors="replace")
    return [
        [float(x) for x in line.split()[1:]]
        for line in text.splitlines()
        if line.split()[:1] == ["@" + key]
    ]


def near(a, b, tolerance=1e-4):
    return all(abs(x - y) <= tolerance for x, y in zip(a, b))


def check_settings():
    """Presets by name; what was saved is there again."""
    (preset,) = lines("make", "preset")
    assert near(preset, PRESET_DJ), preset
    (saved,), (loaded,) = lines("make", "settings"), lines("play", "settings")
    assert saved == loaded and len(saved) == 48, (saved, loaded)
    (running,) = lines("play", "preset")
    assert near(running, PRESET_MOOD + [30]), running
    print("settings:", len(saved), "as they were")


def check_parameter():
    """The tag moved the equaliser, and its lane has points."""
    tags = lines("play", "tag")
    points = lines("play", "point")
    assert all(found == 1 and dropped == 0 for _, _, found, _, dropped in tags), tags
    assert max(tag for _, tag, *_ in tags) > 0.3
    assert len(points) > 10
    assert all(LOW <= value <= HIGH for _, value in points)
    assert max(v for _, v in points) > LOW + 0.3 * (HIGH - LOW)
    for _, tag, _, frequency, _ in tags[2:4]:  # The steady part
        assert abs((frequency - LOW) / (HIGH - LOW) - tag) < 0.15, tags
    print("lane:", len(points), "points")


def check_midi():
    """The recorded controller follows the tag."""
    recorded = lines("play", "cc")
    tags = lines("play", "tag")
    assert len(recorded) > 10 and all(0 <= v <= 127 for _, v in recorded)
    for sample, tag, *_ in tags[2:4]:
        heard = [v for t, v in recorded if t <= sample / 48000]
        assert abs(heard[-1] / 127 - tag) < 0.15, (heard[-1], tag)
    print(
        "recorded:",
        len(recorded),
        "controller values, up to",
        max(v for _, v in recorded),
    )


def check_automation():
    """Points from the file are what the program says of it."""
    points = lines("automation", "point")
    said = subprocess.run(
        [
            os.environ["EARMARK_PROGRAM"],
            "tag",
            "--over-time",
            "--json",
            FOLDER / "music.wav",
        ],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    ).stdout
    expected = [float(x) for x in re.findall(r'"relaxing":([\d.e+-]+)', said)]
    assert len(points) > 10 and max(v for _, v in points) > 0.3
    assert near([max(v for _, v in points)], [max(expected)], 1e-3)
    assert max(t for t, _ in points) < 8 * 48000
    print("from the file:", len(points), "points")


def check_exports():
    """Two exports are alike, and have tags in them."""
    samples = [
        subprocess.run(
            ["sox", FOLDER / name, "-t", "f32", "-"], stdout=subprocess.PIPE, check=True
        ).stdout
        for name in ("first.wav", "second.wav")
    ]
    assert samples[0] == samples[1]
    values = memoryview(samples[0]).cast("f")
    assert max(values) > 0.3 and len(values) >= 7 * 48000 * 2
    print(
        "exports: alike,",
        len(set(values)),
        "different values of tags, up to %.2f" % max(values),
    )


def check_names():
    """The script's tags and scales are those of the plugin."""
    script = (ROOT / "presets/ardour/earmark_tag_to_parameter.lua").read_text(
        encoding="utf-8"
    )
    listed = re.findall(
        r'"([^"]+)"', re.search(r"local tags = \{(.*?)\n\}", script, re.S)[1]
    )
    turtle = (FOLDER / "lv2/earmark.lv2/stereo.ttl").read_text(encoding="utf-8")
    outputs = turtle[turtle.index('lv2:symbol "dropped"') :].split("\n\t.\n")[0]
    names = re.findall(r'lv2:name "([^"]+)"', outputs)[1:]
    assert listed == [n for n in names if not n.startswith("Strongest ")], names


if __name__ == "__main__":
    check_names()
    check_settings()
    check_parameter()
    check_midi()
    check_automation()
    check_exports()
