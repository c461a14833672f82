#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark learn` from clips of any length."""

import os
import tempfile

import numpy as np

from learning import RATE, areas, learn_of, sound
from program import tag_json, write_wav


def check_kinds(folder, network, lengths):
    """Sounds of other lengths than those learnt are known, too."""
    rng = np.random.default_rng(10)
    path = os.path.join(folder, "new.wav")
    for seconds in lengths:
        for kind, tag in enumerate("xyz"):
            write_wav(path, sound(kind, rng, seconds), RATE)
            tags = tag_json("--network", network, path)[0]["tags"]
            assert max(tags, key=tags.get) == tag and tags[tag] > 0.5, (
                seconds,
                tag,
                tags,
            )


def test_lengths(folder):
    """Short clips are learnt from as well as long ones, for files and streams
    of any length; and their length is not what is learnt."""
    for seconds in (0.7, 1), (2, 3.1), (8, 14):
        rows = [(seconds[i % 2], i % 3, "xyz"[i % 3]) for i in range(12)]
        (out, err), network = learn_of(folder, rows)
        assert not err and min(areas(out).values()) > 0.97, (seconds, out, err)
        check_kinds(folder, network, (0.7, 1.5, 4, 10))

    for short, long in (2, 5), (0.7, 1.2), (1.5, 9):
        rows = [((short, long)[i % 2], 0, "ab"[i % 2]) for i in range(16)]
        (out, err), _ = learn_of(folder, rows)
        assert max(areas(out).values()) < 0.85, (short, long, out)
    (out, err), _ = learn_of(folder, [(2, 0, "ab"[i // 2 % 2]) for i in range(16)])
    assert err.count("is near chance") == 2 and '"a" is not recognised' in err, err


def test_too_short(folder):
    """What is too short for any features is named and left out."""
    rows = [(1, i % 3, "xyz"[i % 3]) for i in range(12)]
    rows[4:4] = [(0.4, 1, "y"), (0.05, 2, "z")]
    (out, err), _ = learn_of(folder, rows, status=1)
    assert "t4.wav: 0.40 s of audio are too short" in err, err
    assert "t5.wav: 0.05 s of audio are too short" in err, err
    assert "mean                         12" in out, out
    rows = [(0.3, i % 3, "xyz"[i % 3]) for i in range(6)]
    (out, err), _ = learn_of(folder, rows, status=1, name="s")
    assert not out and err.count("too short") == 6 and "no tag is left" in err
    assert not os.path.exists(folder + "/s.earmark")


with tempfile.TemporaryDirectory() as temporary:
    test_lengths(temporary)
    test_too_short(temporary)
