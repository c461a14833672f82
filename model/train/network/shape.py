# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The shape of a network: everything about it but its numbers."""

import math
from dataclasses import dataclass, field
from typing import Optional

FRONT_END = {
    "rate": 22050,
    "window": 1024,
    "hop": 512,
    "bands": 128,
    "f_min": 0,
    "f_max": 11025,
    "gain": 10,
}

# Pools of the branches' levels: their product is the branch's frames
POOLS = {
    18: (3, 3, 2),
    27: (3, 3, 3),
    54: (3, 3, 3, 2),
    108: (3, 3, 3, 2, 2),
    216: (3, 3, 3, 2, 2, 2),
}


@dataclass(frozen=True)
class Level:
    """A conv layer with its max-pool."""

    filters: int
    length: int
    pool: int


@dataclass(frozen=True)
class Branch:
    """One CNN of the given scale in frames."""

    frames: int
    levels: tuple

    @property
    def strides(self):
        """Frames from column to column, level by level."""
        pools = [level.pool for level in self.levels]
        return [math.prod(pools[: i + 1]) for i in range(len(pools))]

    @property
    def windows(self):
        """Columns that span the branch's scale, level by level."""
        return [self.frames // stride for stride in self.strides]

    @property
    def reach(self):
        """Frames that the last level's first column is made of: more than the
        scale, as no conv is padded."""
        n = 1
        for level in reversed(self.levels):
            n = n * level.pool + level.length - 1
        return n


@dataclass(frozen=True)
class Bank:
    """2-D filters of so many bands and frames, laid on every `stride`th band."""

    bands: int
    frames: int
    stride: int
    filters: int

    def positions(self, bands):
        """How often a filter fits in the bands of a frame."""
        return (bands - self.bands) // self.stride + 1


@dataclass(frozen=True)
class Timbre:
    """Banks whose filters stand beside the bands, and are a level of their own
    with a window in frames."""

    banks: tuple
    window: int

    @property
    def frames(self):
        """Frames that the first column is made of."""
        return max(bank.frames for bank in self.banks)

    @property
    def filters(self):
        """Of all banks."""
        return sum(bank.filters for bank in self.banks)


@dataclass(frozen=True)
class Shape:
    """Timbre, branches, head and names of a network."""

    branches: tuple
    hidden: tuple
    outputs: tuple  # "set:tag"
    front_end: dict = field(default_factory=lambda: dict(FRONT_END))  # Maybe "level"
    update_frames: int = 8
    timbre: Optional[Timbre] = None

    @property
    def n_features(self):
        """Inputs of the head: the timbre's, then branch by branch."""
        levels = [level.filters for b in self.branches for level in b.levels]
        return sum(levels) + (self.timbre.filters if self.timbre else 0)

    @property
    def channels(self):
        """Inputs of the branches: the bands, then the timbre's filters."""
        return self.front_end["bands"] + (self.timbre.filters if self.timbre else 0)

    @property
    def late(self):
        """Frames before the one that makes the branches' first column."""
        return self.timbre.frames - 1 if self.timbre else 0

    @property
    def warm_up(self):
        """Frames until the first level of the shortest branch has a window."""
        first = min(b.frames + b.levels[0].length - 1 for b in self.branches)
        return self.late + first

    @property
    def frame_rate(self):
        """Frames a second."""
        return self.front_end["rate"] / self.front_end["hop"]


def branch(frames, filters):
    """The paper's branch of a scale, with the filters of each level."""
    pools = POOLS[frames]
    if len(pools) != len(filters):
        raise ValueError(f"scale {frames} has {len(pools)} levels")
    return Branch(frames, tuple(Level(f, 3, p) for f, p in zip(filters, pools)))
