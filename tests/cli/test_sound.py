#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""What counts as sound: nothing is told before there was any to tell of, opposite
phase is heard, DC and rumble are not."""

import os
import sys
import tempfile

import numpy as np
from program import earmark, largest_difference, music, tag_json, write_wav

RATES = (8000, 22050, 44100, 48000, 96000)


def tags_of(folder, samples, rate, *options):
    """The object that `earmark tag` makes of samples."""
    path = os.path.join(folder, "sound.wav")
    write_wav(path, samples, rate)
    (found,) = tag_json(*options, path)
    return found


def noise(n, level=0.3):
    return np.random.default_rng(1).uniform(-level, level, n)


def test_nothing_yet(folder):
    """Too short is too short, whatever it is; a little longer is something."""
    for rate in RATES:
        t = np.arange(rate) / rate
        for sound in (music(1, rate), noise(rate), 0.4 * np.sin(2765 * t)):
            for seconds in (0.02, 0.3, 0.5):
                path = os.path.join(folder, "short.wav")
                write_wav(path, sound[: int(seconds * rate)], rate)
                out, error = earmark("tag", path, status=1)
                assert not out and "too short" in error, (rate, seconds, out, error)
    first = []
    for sound in (music(3, 48000), noise(3 * 48000)):
        path = os.path.join(folder, "long.wav")
        write_wav(path, sound, 48000)
        lines = tag_json("--live", path)
        assert 0.5 < lines[0]["time"] < 0.7, lines[0]["time"]
        first.append(lines[0])
        assert tags_of(folder, sound[:33600], 48000)["tags"]
    assert largest_difference(*first) > 0.1


def test_opposite_phase(folder):
    """As the channel alone, however loud each of the two is."""
    for rate in (44100, 48000):
        x = music(8, rate)
        alone = tags_of(folder, x, rate)
        for share in (1.0, 0.7):
            both = tags_of(folder, np.stack([x, -share * x], 1), rate)
            assert both["tags"]["silence"] < 0.1
            difference = largest_difference(alone, both)
            print(f"opposite phase, {share}: {difference:.4f}")
            assert difference < 0.05, (rate, share, difference)
        same = tags_of(folder, np.stack([x, x], 1), rate)
        assert largest_difference(alone, same) < 0.01


def test_dc(folder):
    """DC is silence by itself, and changes nothing beside music."""
    for rate in RATES:
        for level in (0.9, -0.1, 0.01):
            found = tags_of(folder, np.full(4 * rate, level), rate)
            assert found["tags"]["silence"] > 0.99, (rate, level)
    x = 0.1 * music(8, 48000)
    plain = tags_of(folder, x, 48000)
    for level in (0.5, -0.05):
        difference = largest_difference(plain, tags_of(folder, x + level, 48000))
        print(f"DC {level}: {difference:.4f}")
        assert difference < 0.02
    t = np.arange(len(x)) / 48000
    for hz in (1, 6):
        rumbling = x + 0.1 * np.sin(2 * np.pi * hz * t)
        difference = largest_difference(plain, tags_of(folder, rumbling, 48000))
        print(f"rumble of {hz} Hz: {difference:.4f}")
        assert difference < 0.05


def test_all_silent(folder):
    """The default view calls it silence; a published one has no such word, and says
    what the network makes of it, as a stream of it comes to."""
    path = os.path.join(folder, "silent.wav")
    write_wav(path, np.zeros(48000 * 9), 48000)
    [line] = tag_json(path)
    assert line["tags"].pop("silence") == 1 and max(line["tags"].values()) == 0
    assert line["silence"] == 1 and line["seconds_heard"] == 0
    for view in ("msd", "mtat", "jamendo"):
        [line] = tag_json("--view", view, path)
        last = tag_json("--view", view, "--live", path)[-1]
        assert max(line["tags"].values()) > 0.01
        assert largest_difference(line, last) < 1e-3, view


def main():
    with tempfile.TemporaryDirectory() as folder:
        test_nothing_yet(folder)
        test_opposite_phase(folder)
        test_dc(folder)
        test_all_silent(folder)


if __name__ == "__main__":
    sys.exit(main())
