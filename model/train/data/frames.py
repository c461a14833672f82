# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Log-mel frames of clips, kept in the work folder.

frames.f16 holds them one clip after the other, with the loudness of each as one
column more; frames.tsv says where.  They are at their true level, and brought
to the network's when they are read, so that one cache serves all levels.  A
line is written after its frames, so that an interrupted run goes on where it
was.
"""

import json
import pathlib

import numpy as np

from . import frontend

OFFSET = -0.691  # LUFS of a mean square of 1
LEAST_POWER = 1e-12
LOG10 = np.float32(np.log(10))
COLUMNS = "clip\tbegin\tframes\n"


def _lufs(powers):
    return OFFSET + 10 * np.log10(np.maximum(powers, LEAST_POWER))


class Frames:
    """Memory-mapped frames of many clips."""

    def __init__(self, work, front_end):
        self.front_end = front_end
        self.data = np.memmap(work / "frames.f16", np.float16, "r")
        self.data = self.data.reshape(-1, front_end["bands"] + 1)
        self.where = _read_table(work / "frames.tsv")
        self.known_gains = {}

    def __contains__(self, name):
        return name in self.where

    def count(self, name):
        """Frames of a clip."""
        return self.where[name][1]

    def gains(self, name):
        """The level follower's, of all frames of a clip."""
        if name not in self.known_gains:
            first, count = self.where[name]
            lufs = self.data[first : first + count, -1].astype(np.float32)
            powers = 10 ** ((lufs - OFFSET) / 10)
            self.known_gains[name] = frontend.gains(powers, self.front_end)
        return self.known_gains[name]

    def get(self, name, begin=0, n=None):
        """Frames [n, bands], float32, from `begin` on, at the network's level."""
        first, count = self.where[name]
        end = count if n is None else min(begin + n, count)
        x = self.data[first + begin : first + end, :-1].astype(np.float32)
        if not self.front_end.get("level"):
            return x
        gains = self.gains(name)[begin:end, None]
        return np.log1p(gains * np.expm1(x * LOG10)) / LOG10

    def level(self, name, begin=0, n=None):
        """Mean dB by which a stretch is louder than the network's level."""
        end = None if n is None else begin + n
        return float(-20 * np.log10(self.gains(name)[begin:end]).mean())


def _read_table(path):
    where = {}
    with open(path, encoding="utf-8") as file:
        for line in file.readlines()[1:]:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 3 and line.endswith("\n"):
                where[fields[0]] = (int(fields[1]), int(fields[2]))
    return where


class Writer:
    """Appends to the cache, which it makes, or empties if it was made with
    other settings."""

    def __init__(self, work, front_end):
        work = pathlib.Path(work)
        work.mkdir(parents=True, exist_ok=True)
        settings = work / "frames.json"
        kept = {k: v for k, v in front_end.items() if k != "level"}
        text = json.dumps({**kept, "loudness": True}, sort_keys=True)
        if not settings.exists() or settings.read_text() != text:
            (work / "frames.tsv").write_text(COLUMNS)
            (work / "frames.f16").write_bytes(b"")
            settings.write_text(text)
        where = _read_table(work / "frames.tsv")
        self.names = set(where)
        self.at = sum(count for _, count in where.values())
        self.data = open(work / "frames.f16", "r+b")
        self.table = open(work / "frames.tsv", "r+", encoding="utf-8")
        text = self.table.read()
        self.table.truncate(text.rfind("\n") + 1)  # A line was cut short
        self.table.seek(0, 2)
        self.data.truncate(self.at * (front_end["bands"] + 1) * 2)
        self.data.seek(0, 2)

    def add(self, name, frames, powers):
        """Keep a clip's frames [n, bands] and their powers [n]."""
        rows = np.hstack([frames, _lufs(powers)[:, None]])
        self.data.write(rows.astype("<f2").tobytes())
        self.data.flush()
        self.table.write(f"{name}\t{self.at}\t{len(frames)}\n")
        self.table.flush()
        self.names.add(name)
        self.at += len(frames)

    def close(self):
        """Nothing more comes."""
        self.data.close()
        self.table.close()
