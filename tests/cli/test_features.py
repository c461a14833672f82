#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark features`: rows and columns, means over time, any number of jobs, what made
them; and the example that finds the nearest songs."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile

import numpy as np

from program import earmark, ffmpeg, music, write_wav

RATE = 44100
SECONDS = 11
EVERY = 2.5
ROOT = os.environ["EARMARK_ROOT"]


def make_songs(folder):
    """Three pieces, each as WAV and, softer, as Ogg; and what fails."""
    tone = np.sin(2 * np.pi * 440 * np.arange(SECONDS * RATE) / RATE)
    noise = np.random.default_rng(1).normal(0, 0.2, SECONDS * RATE)
    pieces = {"music": music(SECONDS, RATE), "noise": noise, "tone": 0.5 * tone}
    for name, samples in pieces.items():
        path = os.path.join(folder, name)
        write_wav(path + ".wav", samples, RATE)
        ffmpeg("-i", path + ".wav", "-filter:a", "volume=0.7", path + ".ogg")
    with open(os.path.join(folder, "text.txt"), "w") as file:
        file.write("no music")


def features(out, *args, status=0):
    """[rows, features], and what is said of them"""
    _, error = earmark("features", "-o", out, *args, status=status)
    with open(out.removesuffix(".npy") + ".json", encoding="utf-8") as file:
        about = json.load(file)
    found = np.load(out)
    assert found.dtype == np.float32 and np.isfinite(found).all()
    assert found.shape == (len(about["rows"]), len(about["columns"]))
    return found, about, error


def test_files(folder, songs):
    """A row each, in order, whatever the jobs."""
    out = os.path.join(folder, "songs.npy")
    whole, about, error = features(out, songs)
    assert [os.path.basename(row["file"]) for row in about["rows"]] == [
        f"{name}.{kind}"
        for name in ("music", "noise", "tone")
        for kind in ("ogg", "wav")
    ]
    assert "not audio: 1" in error
    network = os.path.join(os.environ["EARMARK_BUILD"], "earmark.lv2")
    with open(os.path.join(network, "network.safetensors"), "rb") as file:
        content = file.read()
    assert about["network"] == hashlib.sha256(content).hexdigest()
    columns = about["columns"]
    said, _ = earmark("info")
    assert len(set(columns)) == len(columns)
    assert f"{len(columns)} features" in said
    assert columns[0] == "18.level1.1" and len(set(map(bytes, whole))) == 6
    for jobs in (1, 5):
        again, other, _ = features(out, f"--jobs={jobs}", songs)
        assert np.array_equal(again, whole) and other == about
    return whole, about


def test_every(folder, songs, whole, about):
    """Rows of some seconds: their mean, each by its updates, is the file's."""
    out = os.path.join(folder, "parts.npy")
    parts, said, _ = features(out, f"--every={EVERY}", songs)
    assert said["every"] == EVERY and said["columns"] == about["columns"]
    for row, what in zip(whole, about["rows"], strict=True):
        mine = [i for i, r in enumerate(said["rows"]) if r["file"] == what["file"]]
        counts = [said["rows"][i]["updates"] for i in mine]
        times = [said["rows"][i]["time"] for i in mine]
        assert times == [EVERY * i for i in range(len(times))] and len(times) == 5
        assert sum(counts) == what["updates"]
        mean = np.average(parts[mine].astype(float), axis=0, weights=counts)
        assert np.allclose(mean, row, rtol=1e-5, atol=1e-6)
    slow, _, _ = features(out, "--memory=30", songs)
    assert not np.allclose(slow, whole)


def test_nearest(folder):
    """Each piece's nearest is itself in the other format."""
    script = os.path.join(ROOT, "examples", "nearest.py")
    table = os.path.join(folder, "songs.npy")
    done = subprocess.run([script, table], capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    found = [(a, lines[i + 1]) for i, a in enumerate(lines) if not a.startswith(" ")]
    assert len(found) == 6
    for name, first in found:
        piece = os.path.splitext(os.path.basename(name))[0]
        assert f"/{piece}." in first, found
    one = subprocess.run([script, table, found[0][0]], capture_output=True, text=True)
    assert one.stdout.splitlines() == lines[:6]


def test_errors(folder, songs):
    """Failures are named, and leave no half of a table."""
    out = os.path.join(folder, "bad.npy")
    short = os.path.join(folder, "short.wav")
    write_wav(short, music(0.2, RATE), RATE)
    found, about, error = features(out, short, songs + "/tone.wav", status=1)
    assert len(found) == 1 and "short.wav: there is too little sound" in error
    assert os.path.basename(about["rows"][0]["file"]) == "tone.wav"
    before = open(out, "rb").read()
    _, error = earmark("features", "-o", out, "-Nnone", short, status=2)
    earmark("features", short, status=2)
    earmark("features", "-o-", short, status=2)
    earmark("features", "-o", out, status=2)
    earmark("features", "-o", short, short, status=2)
    _, error = earmark("features", "-o", folder + "/no/x.npy", short, status=1)
    assert "no/x.npy: cannot write" in error and open(out, "rb").read() == before


def main():
    with tempfile.TemporaryDirectory() as folder:
        songs = os.path.join(folder, "songs")
        os.mkdir(songs)
        make_songs(songs)
        whole, about = test_files(folder, songs)
        test_every(folder, songs, whole, about)
        test_nearest(folder)
        test_errors(folder, songs)


if __name__ == "__main__":
    sys.exit(main())
