#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""What `earmark watch` says of files and pipes."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import time

import numpy as np

from program import EARMARK, earmark, ffmpeg, music, write_wav
from watching import Watch, check_sequence

RATE = 44100


def fill(folder):
    """Files of three seconds, by name."""
    sound = music(3, RATE)
    t = np.arange(3 * RATE) / RATE
    tone = np.sin(2 * np.pi * 1000 * t) * 10 ** (-23 / 20)
    made = {
        "music": np.stack([sound, 0.5 * sound], 1),
        "reversed": np.stack([sound, -sound], 1),
        "lost": np.stack([sound, 0 * sound], 1),
        "one": sound,
        "tone": np.stack([tone, tone], 1),
        "zeros": np.zeros((3 * RATE, 2)),
        "clipped": np.clip(np.stack([20 * sound, sound], 1), -1, 32766 / 32767),
    }
    paths = {}
    for name, samples in made.items():
        paths[name] = os.path.join(folder, name + ".wav")
        write_wav(paths[name], samples, RATE)
    bad = made["tone"].astype("<f4")
    bad[100:200, 0] = np.nan
    bad[200:250, 1] = np.inf
    paths["bad"] = os.path.join(folder, "bad.wav")
    raw = os.path.join(folder, "bad.f32")
    bad.tofile(raw)
    input_format = ["-f", "f32le", "-ar", str(RATE), "-ac", "2"]
    ffmpeg(*input_format, "-i", raw, "-c:a", "pcm_f32le", paths["bad"])
    return paths


def test_values(paths):
    """Each file at once, in real time; one interval of each."""
    begin = time.monotonic()
    sources = [f"{name}={path}" for name, path in paths.items()]
    with Watch("--interval", "3", "--true-peak", *sources) as watch:
        lines = watch.end(kind=None)
        log = watch.log()
    assert time.monotonic() - begin > 2.5, "faster than they play"
    by = {line["station"]: line for line in lines if line["state"] == "live"}
    assert set(by) == set(paths), by
    for name, line in by.items():
        assert line["schema"] == 1 and line["sequence"] == 0, line
        assert abs(line["seconds"] - 3) < 0.01, line
        assert line["reason"] is None and line["lag_seconds"] < 2, line
        assert f"earmark: {name}: live\n" in log, log
        assert f"earmark: {name}: ended: it has ended\n" in log, log
        assert line["bad_samples"] == (150 if name == "bad" else 0), line
        assert line["dropped_seconds"] == 0, line
    check_stereo(by)
    for name in ("tone", "bad"):
        assert abs(by[name]["lufs_short_term"] + 23) < 0.1, by[name]
        assert abs(by[name]["lufs_integrated"] + 23) < 0.1, by[name]
        assert abs(by[name]["dbfs_left"] + 26.01) < 0.1, by[name]
    assert abs(by["tone"]["dbtp_max"] + 23) < 0.1, by["tone"]
    assert by["zeros"]["silence"] > 0.9, by["zeros"]
    for member in ("lufs_short_term", "dbfs_left", "correlation", "dbtp_max"):
        assert by["zeros"][member] is None, by["zeros"]
    assert by["music"]["music"] > 0.5, by["music"]


def check_stereo(by):
    assert abs(by["music"]["dbfs_left"] - by["music"]["dbfs_right"] - 6.02) < 0.1
    assert by["music"]["correlation"] > 0.99
    assert by["reversed"]["correlation"] < -0.99
    assert by["lost"]["dbfs_right"] is None and by["lost"]["correlation"] is None
    assert by["one"]["dbfs_left"] == by["one"]["dbfs_right"]
    assert by["one"]["correlation"] is None
    assert by["clipped"]["clipped_samples"] > 1000
    assert by["music"]["clipped_samples"] == 0


def test_tags(paths):
    """The same as those of `earmark tag`, but for where updates are averaged"""
    [wanted] = [
        json.loads(s) for s in earmark("tag", "-j", paths["music"])[0].split("\n")[:1]
    ]
    with Watch("--all-tags", paths["music"], paths["music"]) as watch:
        lines = [line for line in watch.end(kind=None) if line["state"] == "live"]
    names = sorted(line["station"] for line in lines)
    assert names == ["music.wav", "music.wav-2"], lines
    for line in lines:
        tags = {t: p for group in line["tags"].values() for t, p in group.items()}
        assert set(tags) == set(wanted["tags"])
        for tag, value in tags.items():
            assert abs(value - wanted["tags"][tag]) < 0.05, (tag, value)


def test_pipe(paths):
    """Standard input waits: nothing is lost, however fast it comes"""
    with open(paths["music"], "rb") as source:
        with Watch("-i1", "air=-", stdin=source) as watch:
            lines = watch.end(kind=None)
    assert [line["station"] for line in lines] == ["air"] * 3, lines
    check_sequence(lines)
    assert sum(line["seconds"] for line in lines) > 2.99, lines


def test_loop_and_signal(paths):
    """A file goes on at its end, and a signal loses nothing that was heard"""
    for kind in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with Watch("--loop", "-i2", paths["music"]) as watch:
            watch.wait(lambda w: len(w.lines) > 1)
            lines = watch.end(kind=kind)
        check_sequence(lines)
        heard = sum(line["seconds"] for line in lines)
        assert heard > 4, lines


def test_failures(folder):
    """Files that are none end at once, and the program says so"""
    text = os.path.join(folder, "text.mp3")
    with open(text, "w") as out:
        out.write("no audio\n" * 100)
    with Watch(text, os.path.join(folder, "none.mp3")) as watch:
        watch.end(status=1, kind=None)
        log = watch.log()
    assert "none.mp3: ended: there is no such thing" in log, log
    assert "text.mp3: ended: what comes is no audio" in log, log
    for wrong in (["watch"], ["watch", "-i0.5", "a"], ["watch", "-Nnone", text]):
        earmark(*wrong, status=2)


def test_table(paths):
    """On a terminal: a table with what plays, and it leaves the terminal as it was"""
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [EARMARK, "watch", "air=" + paths["music"]], stdout=child, stderr=child
    )
    os.close(child)
    text = b""
    while select.select([parent], [], [], 20)[0]:
        try:
            part = os.read(parent, 65536)
        except OSError:  # Nobody writes to it any more
            break
        text += part
    assert process.wait(20) == 0
    os.close(parent)
    shown = text.decode()
    assert "earmark watch: 1 of 1 live" in shown, shown
    assert "air " in shown and "live" in shown and "LUFS" in shown
    assert "earmark: air: live" in shown, shown
    assert '"schema"' not in shown
    assert shown.index("\x1b[?1049h") < shown.index("\x1b[?1049l")


def main():
    with tempfile.TemporaryDirectory() as folder:
        paths = fill(folder)
        test_values(paths)
        test_tags(paths)
        test_pipe(paths)
        test_loop_and_signal(paths)
        test_failures(folder)
        test_table(paths)


if __name__ == "__main__":
    sys.exit(main())
