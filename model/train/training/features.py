# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Stage 2: the branches' features of every clip, in blocks of time.

A block's features are what the engine has when its memory spans just that
block, so the mean of some blocks in a row is what it has with a memory of as
many.  The starts of clips are kept too: a listener's first tags come before
the memory is full.
"""

import os

import numpy as np

from ..network import engine

BLOCK = 64  # Frames
STARTS = (24, 48, 72, 104)  # Frames from the start of a clip


class Features:
    """Rows [n, features], and for each its clip and time in seconds."""

    def __init__(self, rows, clip, begin, end):
        self.rows = rows
        self.clip = clip
        self.begin = begin
        self.end = end


def _clip(folded, frames):
    """(rows, begin, end) of one clip; times in frames"""
    levels = engine.columns(folded, frames)
    ends = np.arange(BLOCK, len(frames) + 1, BLOCK)
    rows = engine.features(folded, levels, ends, BLOCK)
    return rows, ends - BLOCK, ends


def _starts(folded, frames):
    """The same for the first moments of a clip."""
    ends = np.array([n for n in STARTS if n <= len(frames)], int)
    levels = engine.columns(folded, frames[: max(STARTS)])
    rows = engine.features(folded, levels, ends, max(STARTS))
    return rows, np.zeros_like(ends), ends


def _collect(folded, frames, names, what, report):
    """Rows of all clips, and where each is."""
    parts, clip, begin, end = [], [], [], []
    for i, name in enumerate(names):
        report("features", i, len(names))
        rows, first, last = what(folded, frames.get(name))
        parts.append(rows.astype(np.float16))
        clip += [i] * len(rows)
        begin.append(first)
        end.append(last)
    report("features", len(names), len(names))
    rate = folded.shape.frame_rate
    return Features(
        np.concatenate(parts),
        np.array(clip),
        np.concatenate(begin) / rate,
        np.concatenate(end) / rate,
    )


def load(folded, frames, names, path, key, report):
    """(blocks, starts) of the clips, kept in the file `path` under a key that
    says what they were computed from."""
    if path.exists():
        with np.load(path) as file:
            if str(file["key"]) == key:
                return tuple(
                    Features(*(file[f"{n}{i}"] for i in range(4)))
                    for n in ("block", "start")
                )
    found = [_collect(folded, frames, names, what, report) for what in (_clip, _starts)]
    arrays = {"key": np.array(key)}
    for name, f in zip(("block", "start"), found):
        parts = (f.rows, f.clip, f.begin, f.end)
        arrays.update({f"{name}{i}": part for i, part in enumerate(parts)})
    partial = path.with_suffix(".part")
    with open(partial, "wb") as file:
        np.savez(file, **arrays)
    os.replace(partial, path)
    return tuple(found)
