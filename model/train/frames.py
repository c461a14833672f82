# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Log-mel frames of all clips, computed once and kept in the work folder.

frames.f16 holds them one clip after the other; frames.tsv says where.  A line
is written after its frames, so that an interrupted run goes on where it was.
"""

import json
import multiprocessing
import pathlib

import numpy as np

from . import audio, frontend

COLUMNS = "clip\tbegin\tframes\n"


class Frames:
    """Memory-mapped frames of many clips."""

    def __init__(self, work, bands):
        self.data = np.memmap(
            work / "frames.f16", np.float16, "r"
        ).reshape(-1, bands)
        self.where = _read_table(work / "frames.tsv")

    def __contains__(self, name):
        return name in self.where

    def count(self, name):
        """Frames of a clip."""
        return self.where[name][1]

    def get(self, name, begin=0, n=None):
        """Frames [n, bands], float16, from `begin` on."""
        first, count = self.where[name]
        end = count if n is None else min(begin + n, count)
        return self.data[first + begin : first + end]


def _read_table(path):
    where = {}
    with open(path, encoding="utf-8") as file:
        for line in file.readlines()[1:]:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 3 and line.endswith("\n"):
                where[fields[0]] = (int(fields[1]), int(fields[2]))
    return where


def _compute(job):
    name, path, front_end = job
    try:
        samples, rate = audio.decode(path)
        return name, frontend.frames(samples, rate, front_end), ""
    except ValueError as error:
        return name, None, str(error)


def _open(work, front_end):
    """Make the cache, or empty it if it was made with other settings."""
    settings = work / "frames.json"
    text = json.dumps(front_end, sort_keys=True)
    if not settings.exists() or settings.read_text() != text:
        (work / "frames.tsv").write_text(COLUMNS)
        (work / "frames.f16").write_bytes(b"")
        settings.write_text(text)
    where = _read_table(work / "frames.tsv")
    return where, sum(count for _, count in where.values())


def cache(work, clips, front_end, report):
    """Frames of the clips; those that are missing are computed first."""
    work = pathlib.Path(work)
    work.mkdir(parents=True, exist_ok=True)
    where, at = _open(work, front_end)
    jobs = [(c.name, c.path, front_end) for c in clips if c.name not in where]
    bands = front_end["bands"]
    if jobs:
        frontend.frames(np.zeros(1), front_end["rate"], front_end)  # Builds
    with open(work / "frames.f16", "r+b") as data, open(
        work / "frames.tsv", "a", encoding="utf-8"
    ) as table, multiprocessing.Pool() as pool:
        data.truncate(at * bands * 2)
        data.seek(0, 2)
        for i, (name, frames, message) in enumerate(
            pool.imap(_compute, jobs, 4)
        ):
            report("frames", i, len(jobs))
            if frames is None:
                print(f"\nleft out: {message}")
                continue
            data.write(frames.astype("<f2").tobytes())
            data.flush()
            table.write(f"{name}\t{at}\t{len(frames)}\n")
            table.flush()
            at += len(frames)
    report("frames", len(jobs), len(jobs))
    return Frames(work, bands)
