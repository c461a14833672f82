# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Run the program `earmark` and make audio files for it."""

import json
import os
import subprocess
import wave

import numpy as np

EARMARK = os.path.join(os.environ["EARMARK_BUILD"], "earmark")


def earmark(*args, status=0, **options):
    """Standard output and error of a run that must end with that status, if any."""
    done = subprocess.run(
        [EARMARK, *map(os.fsencode, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        timeout=300,
        **options,
    )
    assert status in (None, done.returncode), (args, done.returncode, done.stderr)
    return done.stdout.decode(errors="surrogateescape"), done.stderr.decode(
        errors="replace"
    )


def tag_json(*args, status=0, **options):
    """The JSON objects that `earmark tag --json` prints."""
    out, _ = earmark("tag", "--json", *args, status=status, **options)
    return [json.loads(line) for line in out.splitlines()]


def largest_difference(a, b):
    """Between the tags of two JSON objects."""
    assert list(a["tags"]) == list(b["tags"])
    return max(abs(a["tags"][t] - b["tags"][t]) for t in a["tags"])


def music(seconds, rate):
    """Something like music [samples], float64: chords, bass, beat."""
    t = np.arange(int(seconds * rate)) / rate
    root = np.array([220.0, 174.61, 261.63, 196.0])[(t // 2).astype(int) % 4]
    beat = t % 0.5
    x = 0.25 * np.sin(2 * np.pi * root / 4 * t)
    for ratio in (1, 1.25, 1.5, 2):
        for h in range(1, 7):
            hz = root * ratio * h
            x += 0.08 / h * np.exp(-4 * h * beat) * np.sin(2 * np.pi * hz * t)
    x += 0.3 * np.exp(-60 * beat) * np.sin(2 * np.pi * 90 * t)
    return 0.6 * x


def write_wav(path, samples, rate):
    """16-bit WAV of [samples] or [samples, channels]."""
    samples = samples.reshape(len(samples), -1)
    with wave.open(path, "wb") as out:
        out.setnchannels(samples.shape[1])
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes((samples * 32767).astype("<i2").tobytes())


def ffmpeg(*args):
    """Run ffmpeg quietly."""
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-nostdin", *args], check=True)
