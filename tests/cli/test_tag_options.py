#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark tag`: which tags it prints, of which time, view and memory."""

import json
import os
import struct
import sys
import tempfile

import numpy as np

from program import earmark, music, tag_json, write_wav

SECONDS = 12


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
        test_memory_and_top(wav)


if __name__ == "__main__":
    sys.exit(main())
