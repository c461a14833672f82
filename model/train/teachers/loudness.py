# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""How loud a recording is changes what its teachers say.

A network that hears everything at one level cannot know.  It learns what a
teacher would say at that level, and its file says how the outputs follow the
true one (`level_outputs`), which the published views show.
"""

import dataclasses
import functools
import pathlib

import numpy as np

from ..base import table
from ..network.shape import FRONT_END
from ..network.views import AT_LEVEL
from .labels import CEILING

# Printed by model.train.reports.loudness
TABLE = pathlib.Path(__file__).with_name("loudness.tsv")
RATE = FRONT_END["rate"] / FRONT_END["hop"]


@functools.lru_cache(maxsize=None)
def _table():
    return {row["output"]: float(row["slope"]) for row in table.read(TABLE)}


def slopes(outputs):
    """Change of the logits [outputs] for each dB; 0 where it is not known."""
    return np.array([_table().get(name, 0.0) for name in outputs], np.float32)


def _levels(frames, name, labels):
    """How much louder than the network's level each patch is, in dB."""
    count = frames.count(name)
    n = max(1, int(min(labels.seconds * RATE, count)))
    patches = len(labels.probabilities(name))
    return [frames.level(name, min(k * n, count - 1), n) for k in range(patches)]


def undo(labels, frames):
    """Bring labels to the level of the frames, in place."""
    slope = slopes(labels.outputs)
    for name, p in labels.by_clip.items():
        if name in frames:
            levels = np.float32(_levels(frames, name, labels))
            known = (p > 1e-6) & (p < 1 - 1e-6) & (slope != 0)  # Neither silence
            limited = np.where(known, p, 0.5)
            logits = np.log(limited / (1 - limited)) - levels[:, None] * slope
            moved = 1 / (1 + np.exp(-np.clip(logits, -CEILING, CEILING)))
            labels.by_clip[name] = np.where(known, moved, p)


def follow(net):
    """Have a network's outputs follow the volume of a stream as the teachers'
    words do, beside ones of their own that do not."""
    slope, last = slopes(net.shape.outputs), net.head[-1]
    moving = np.flatnonzero(slope)
    steady = tuple(f"{AT_LEVEL}{net.shape.outputs[i]}" for i in moving)
    net.shape = dataclasses.replace(net.shape, outputs=net.shape.outputs + steady)
    net.level_outputs = [(int(i), float(slope[i])) for i in moving]
    rows = np.concatenate([np.arange(len(slope)), moving])
    last.weight, last.bias = last.weight[rows], last.bias[rows]
    if last.scale is not None:
        last.scale = last.scale[rows]
