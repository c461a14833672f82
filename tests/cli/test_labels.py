#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The regions that `earmark labels` writes are those that follow from what
`earmark tag --over-time` says; both formats hold the same."""

import csv
import os
import tempfile

import numpy as np
from program import earmark, music, tag_json, write_wav

RATE = 44100
MEMORY = 2.0


def make(path):
    """Music, noise, music, silence."""
    rng = np.random.default_rng(1)
    parts = [
        music(8, RATE),
        rng.normal(0, 0.2, 6 * RATE),
        music(8, RATE),
        np.zeros(6 * RATE),
    ]
    write_wav(path, np.concatenate(parts), RATE)


def expected(path, threshold, hysteresis, shortest):
    """{(tag, begin, end)} by a second hand."""
    lines = tag_json("--over-time", "--memory", str(MEMORY), path)
    end = tag_json(path)[0]["seconds"]
    times = [line["time"] for line in lines] + [end]
    found = set()
    for tag in lines[0]["tags"]:
        values = [line["tags"][tag] for line in lines] + [0.0]
        begin, regions = None, []
        least = max(0, shortest - 0.1) if tag == "silence" else shortest
        for time, value in zip(times, values):
            if begin is None and value >= threshold:
                begin = time
            elif begin is not None and value < threshold - hysteresis:
                if regions and begin - regions[-1][1] < least:
                    regions[-1][1] = time
                elif time - begin >= least:
                    regions.append([begin, time])
                begin = None
        found |= {(tag, round(a, 3), round(b, 3)) for a, b in regions}
    return found


def test_regions(path, rule):
    options = ["-t", rule[0], "-y", rule[1], "-s", rule[2], "-m", MEMORY]
    out, _ = earmark("labels", *map(str, options), path)
    rows = [line.split("\t") for line in out.splitlines()]
    found = {(tag, round(float(a), 3), round(float(b), 3)) for a, b, tag in rows}
    wanted = expected(path, *rule)
    begins = [float(row[0]) for row in rows]
    assert begins == sorted(begins)
    near = {tag: 0 for tag, _, _ in found | wanted}
    for tag in near:  # Times are rounded by both
        ours = sorted(r[1:] for r in found if r[0] == tag)
        theirs = sorted(r[1:] for r in wanted if r[0] == tag)
        assert len(ours) == len(theirs) and np.allclose(ours, theirs, atol=0.002), (
            tag,
            ours,
            theirs,
        )
    return rows


def test_formats(folder, path, rows):
    target = os.path.join(folder, "layer.csv")
    out, _ = earmark(
        "labels",
        "-t0.3",
        "-y0.1",
        "-s1",
        "-m2",
        "-f",
        "sonic-visualiser",
        "-o",
        target,
        path,
    )
    assert out == ""
    with open(target, newline="") as file:
        layer = list(csv.reader(file))
    assert layer[0] == ["TIME", "VALUE", "DURATION", "LABEL"]
    assert [row[3] for row in layer[1:]] == [row[2] for row in rows]
    for (time, value, duration, _), (begin, end, _) in zip(layer[1:], rows):
        assert time == begin and abs(float(time) + float(duration) - float(end)) < 1e-5
        assert 0.2 <= float(value) <= 1.0


def test_errors(folder, path):
    for bad in (
        ["-f", "srt", path],
        ["-t", "2", path],
        ["-s", "x", path],
        [],
        [path, path],
        ["-v", "none", path],
    ):
        earmark("labels", *bad, status=2)
    _, error = earmark("labels", os.path.join(folder, "none.wav"), status=1)
    assert "none.wav" in error
    _, error = earmark(
        "labels", "-o", os.path.join(folder, "no", "where"), path, status=1
    )
    assert "where" in error


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "mixed.wav")
        make(path)
        rows = test_regions(path, (0.3, 0.1, 1.0))
        assert len(rows) > 5
        test_regions(path, (0.2, 0.0, 0.0))
        test_regions(path, (0.5, 0.05, 3.0))
        test_formats(folder, path, rows)
        test_errors(folder, path)
        out, _ = earmark("labels", path)  # Each tag's own threshold
        assert "music" in out and "silence" in out


main()
