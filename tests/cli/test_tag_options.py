#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark tag`: which tags it prints, of which time, view and memory."""

import json
import os
import re
import struct
import subprocess
import sys
import tempfile

import numpy as np

from program import EARMARK, earmark, music, tag_json, write_wav

SECONDS = 12
COLOUR_VARIABLES = ("TERM", "COLORTERM", "NO_COLOR")


def test_over_time(wav):
    """Lines from the beginning to the end, at most an update apart."""
    lines = tag_json("--over-time", wav)
    times = [line["time"] for line in lines]
    assert times[0] == 0 and SECONDS - 0.2 < times[-1] < SECONDS
    steps = np.diff(times)
    assert 0 < steps.min() and steps.max() < 8 * 512 / 22050 + 2e-6
    text, _ = earmark("tag", "--over-time", wav)
    assert len(text.splitlines()) == len(lines)
    earmark("tag", "--over-time", "--live", wav, status=2)


def test_live(wav):
    """As a plugin shows them: the mean over all updates is what is printed for the
    file."""
    lines = tag_json("--live", wav)
    [whole] = tag_json(wav)
    assert len(lines) / SECONDS >= 5
    times = [line["time"] for line in lines]
    steps = np.diff(times)
    assert np.allclose(steps, 8 * 512 / 22050, atol=2e-6)
    for tag, mean in whole["tags"].items():
        assert abs(np.mean([x["tags"][tag] for x in lines]) - mean) < 2e-6


def test_views(wav):
    for view in ("msd", "mtat", "jamendo"):
        [line] = tag_json("--view", view, wav)
        assert len(line["tags"]) == 50
    [line] = tag_json("--view=msd", wav)
    assert list(line["tags"])[:3] == ["rock", "pop", "alternative"]
    _, error = earmark("tag", "--view", "nothing", wav, status=2)
    assert "default" in error and "jamendo" in error


def test_memory_and_top(wav):
    short = tag_json("--over-time", "--memory=0.5", wav)
    long = tag_json("--over-time", "--memory=30", wav)

    def motion(lines):
        rows = np.array([list(x["tags"].values()) for x in lines[20:]])
        return np.abs(np.diff(rows, axis=0)).mean()

    assert motion(short) > motion(long)
    out, _ = earmark("tag", "--top=3", wav)
    assert len(out.rsplit(":", 1)[1].split(",")) == 3


def thresholds():
    """{tag: threshold} of the default view in the network file, and those
    that are not named as the strongest."""
    path = os.path.join(
        os.environ["EARMARK_BUILD"], "earmark.lv2", "network.safetensors"
    )
    with open(path, "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        metadata = json.loads(file.read(size))["__metadata__"]
    tags = json.loads(metadata["views"])[0]["tags"]
    levels = {tag["name"]: tag.get("threshold", 0.5) for tag in tags}
    return levels, {tag["name"] for tag in tags if not tag.get("ranked", True)}


def said(line):
    """A line of text by group: [[tag, ...], ...]"""
    cells = line.rsplit(":", 1)[1].split("|")
    return [
        [part.strip().rsplit(" ", 1)[0] for part in cell.split(",")]
        for cell in cells
        if cell.strip()
    ]


def test_groups(folder, wav):
    """What is said of each group reaches the tags' thresholds, strongest first; text
    says the same, three of each, in aligned columns."""
    levels, unranked = thresholds()
    [whole] = tag_json(wav)
    wanted = [names[:3] for names in whole["groups"].values() if names]
    out, _ = earmark("tag", wav)
    assert said(out) == wanted and wanted, out
    for group, names in whole["groups"].items():
        values = [whole["tags"][name] for name in names]
        assert values == sorted(values, reverse=True) and not set(names) & unranked
        choice = group in ("genre", "era", "content")
        assert choice or all(whole["tags"][n] >= levels[n] for n in names), group
    there = {t for t, p in whole["tags"].items() if p >= levels[t]} - unranked
    assert there <= {name for names in whole["groups"].values() for name in names}
    for name in ("energy", "valence"):
        assert 0 <= whole["scales"][name] <= 1

    lines = tag_json("--live", wav)
    out, _ = earmark("tag", "--live", wav)
    for line, text in zip(lines, out.splitlines(), strict=True):
        assert said(text) == [n[:3] for n in line["groups"].values() if n], text

    longer = os.path.join(folder, "a longer name.wav")
    os.link(wav, longer)
    out, _ = earmark("tag", wav, longer)
    first, second = out.splitlines()
    assert first.index("|") == second.index("|")
    assert first[len(longer) :].split() == second[len(longer) + 1 :].split()


def on_terminal(*args, **variables):
    """What the program writes on a terminal"""
    ours, theirs = os.openpty()
    environ = {k: v for k, v in os.environ.items() if k not in COLOUR_VARIABLES}
    command = [EARMARK, "tag", *args]
    running = subprocess.Popen(command, stdout=theirs, env={**environ, **variables})
    os.close(theirs)
    text = b""
    try:
        while part := os.read(ours, 65536):
            text += part
    except OSError:  # Linux says so when the other end is closed
        pass
    assert running.wait() == 0
    os.close(ours)
    return text.decode()


def test_colours(wav):
    """In colour where there are some and nobody objects; but for that the same."""
    plain, _ = earmark("tag", wav)
    assert "\033" not in plain
    auto = on_terminal(wav, TERM="xterm-256color")
    assert "\033[38;5;" in auto
    assert "\033[38;2;" in on_terminal(wav, TERM="xterm", COLORTERM="truecolor")
    assert "\033[3" in on_terminal(wav, TERM="linux")
    for variables in (
        {"TERM": "dumb"},
        {"TERM": ""},
        {"TERM": "xterm", "NO_COLOR": "1"},
    ):
        assert "\033" not in on_terminal(wav, **variables), variables
    never = on_terminal("--color=never", wav, TERM="xterm")
    assert "\033" not in never
    always, _ = earmark("tag", "--color=always", wav)
    for text in (auto, never, always):
        found = re.sub(r"\033\[[0-9;]*m", "", text).split()
        assert found == plain.split(), text
    earmark("tag", "--color=maybe", wav, status=2)


def names_in(line):
    """Tags that a line of text shows, strongest first."""
    words = line.rsplit(":", 1)[1]
    return [part.strip().rsplit(" ", 1)[0] for part in words.split(",") if part]


def test_present(wav):
    levels, unranked = thresholds()
    lines = tag_json("--over-time", "--present", wav)
    for line in lines:
        there = [tag for tag, p in line["tags"].items() if p >= levels[tag]]
        assert set(line["present"]) == set(there), line
        values = [line["tags"][tag] for tag in line["present"]]
        assert values == sorted(values, reverse=True)
    out, _ = earmark("tag", "--over-time", "--present", "--top=100", wav)
    assert [names_in(line) for line in out.splitlines()] == [
        line["present"] for line in lines
    ]
    out, _ = earmark("tag", "--top=1000", wav)
    assert set(names_in(out.strip())) == set(levels) - unranked
    assert "present" not in tag_json(wav)[0]


def main():
    with tempfile.TemporaryDirectory() as folder:
        wav = os.path.join(folder, "music.wav")
        write_wav(wav, music(SECONDS, 44100), 44100)
        test_over_time(wav)
        test_live(wav)
        test_views(wav)
        test_present(wav)
        test_groups(folder, wav)
        test_colours(wav)
        test_memory_and_top(wav)


if __name__ == "__main__":
    sys.exit(main())
