#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""The rule `same-sound` of `earmark watch`: loops are found, through a codec and
between the fingerprints' steps; jingles, music that goes on and what stands still are
not."""

import csv
import glob
import os
import shutil
import sys
import tempfile

import numpy as np

from program import earmark, ffmpeg, write_wav

RATE = 22050
SONGS = os.path.join(os.environ.get("EARMARK_ROOT", "."), "../shared/data/songs")


def improvise(seconds, seed):
    """Music that never comes again: notes of a scale, as chance has it."""
    random = np.random.default_rng(seed)
    sound = np.zeros(int(seconds * RATE))
    begin = 0
    while begin < len(sound):
        length = int(RATE * random.choice([0.2, 0.3, 0.45, 0.6]))
        t = np.arange(length) / RATE
        for hz in 110 * 2 ** (random.choice([0, 2, 4, 5, 7, 9, 11], 3) / 12 + 1):
            for h in range(1, 6):
                note = np.sin(2 * np.pi * hz * h * t) * np.exp(-3 * t) * 0.1 / h
                end = min(begin + length, len(sound))
                sound[begin:end] += note[: end - begin]
        begin += length
    return sound


def write_mp3(folder, name, sound):
    wav, mp3 = (os.path.join(folder, name + ending) for ending in (".wav", ".mp3"))
    write_wav(wav, sound, RATE)
    ffmpeg("-i", wav, "-b:a", "64k", mp3)
    return f"{name}={mp3}"


def try_on(folder, text, sources):
    """What --check prints of each source: dictionaries."""
    rules = os.path.join(folder, "rules.ini")
    with open(rules, "w") as out:
        out.write(text)
    out, _ = earmark("watch", "--check", rules, *sources)
    found = csv.DictReader(out.splitlines())
    return [row for row in found if row["rule"] == "same-sound"]


def seconds(text):
    hours, minutes, rest = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def test_loops(folder):
    """Each fires soon after the third time that it comes again"""
    lengths = {"loop": 20.0, "odd": 20.031, "long": 45.0}
    sources = []
    for name, length in lengths.items():
        once = improvise(length, len(name))
        whole = np.concatenate([improvise(60, 99), *[once] * 6, improvise(60, 98)])
        sources.append(write_mp3(folder, name, whole))
    found = try_on(folder, "[rule same-sound]\n", sources)
    assert len(found) == 2 * len(lengths), found
    for name, length in lengths.items():
        raised, cleared = [row for row in found if row["station"] == name]
        assert raised["event"] == "raised" and cleared["event"] == "cleared"
        late = seconds(raised["time"]) - (60 + 3 * length)
        assert 30 < late < 50, (late, raised)
        assert float(raised["value"]) >= 3 and float(raised["limit"]) == 2.5, raised
        late = seconds(cleared["time"]) - (60 + 6 * length)
        assert 0 < late < 40, (late, cleared)


def test_others(folder):
    """What is heard twice again, music, and what stands still"""
    jingle = improvise(25, 5)
    parts = [improvise(50, 1), jingle, improvise(60, 2), jingle, improvise(40, 3)]
    t = np.arange(150 * RATE) / RATE
    sounds = {
        "jingles": np.concatenate([*parts, jingle, improvise(20, 4)]),
        "tone": 0.3 * np.sin(2 * np.pi * 1000 * t),
        "silence": 0 * t,
        "noise": 0.1 * np.random.default_rng(1).standard_normal(len(t)),
        "song": improvise(200, 7),
    }
    sources = [write_mp3(folder, name, sound) for name, sound in sounds.items()]
    assert not try_on(folder, "[rule same-sound]\n", sources)
    # But a rule may ask for less
    text = "[rule same-sound]\nraise = 0.5\nfor = 5s\nclear-for = 5s\n"
    found = try_on(folder, text, sources)
    rows = [(row["station"], row["event"]) for row in found]
    assert rows == [("jingles", "raised"), ("jingles", "cleared")] * 2, found
    again = seconds(found[0]["time"])
    assert 50 + 25 + 60 + 16 < again < 50 + 25 + 60 + 25 + 10, found


def test_songs(folder):
    songs = sorted(glob.glob(os.path.join(SONGS, "*.opus")))[:20]
    if not songs:
        print("no songs")
        return
    joined = os.path.join(folder, "list.txt")
    with open(joined, "w") as out:
        out.writelines(f"file '{os.path.abspath(song)}'\n" for song in songs)
    radio = os.path.join(folder, "radio.flac")
    ffmpeg("-f", "concat", "-safe", "0", "-i", joined, "-ar", "22050", radio)
    assert not try_on(folder, "[rule same-sound]\n", ["radio=" + radio])


def main():
    if not shutil.which("ffmpeg"):
        print("no ffmpeg")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        test_loops(folder)
        test_others(folder)
        test_songs(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
