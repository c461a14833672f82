# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Log-mel frames of clips, kept in the work folder.

frames.f16 holds them one clip after the other; frames.tsv says where.  A line
is written after its frames, so that an interrupted run goes on where it was.
"""

import json
import pathlib

import numpy as np

COLUMNS = "clip\tbegin\tframes\n"


class Frames:
    """Memory-mapped frames of many clips."""

    def __init__(self, work, bands):
        self.data = np.memmap(work / "frames.f16", np.float16, "r").reshape(-1, bands)
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


class Writer:
    """Appends to the cache, which it makes, or empties if it was made with
    other settings."""

    def __init__(self, work, front_end):
        work = pathlib.Path(work)
        work.mkdir(parents=True, exist_ok=True)
        settings = work / "frames.json"
        text = json.dumps(front_end, sort_keys=True)
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
        self.data.truncate(self.at * front_end["bands"] * 2)
        self.data.seek(0, 2)

    def add(self, name, frames):
        """Keep a clip's frames [n, bands]."""
        self.data.write(frames.astype("<f2").tobytes())
        self.data.flush()
        self.table.write(f"{name}\t{self.at}\t{len(frames)}\n")
        self.table.flush()
        self.names.add(name)
        self.at += len(frames)

    def close(self):
        """Nothing more comes."""
        self.data.close()
        self.table.close()
