# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""int8 networks from folded ones.

Columns become 7-bit, each filter with a quantum of its own, chosen on clips of
the training split; the next level's weights take the quantum in.  Weights are
8-bit with a scale per output, in convs a little less where that makes them light:
kernels are then faster.  Inputs of dense layers are 12-bit.
"""

import numpy as np

from . import engine, packing
from .constants import LIGHT, U7_MAX, U12_MAX
from .folded import Conv, Dense, Folded

WEIGHT_MAX = 127
KEPT = 99.99  # Percentile of a filter's columns that stays below the clamp
LEAST = 0.25  # No filter's range is below this share of its level's median
INPUT_KEPT = 99.999
ROOM = 1.2  # Dense inputs may exceed the largest one seen by this
STEPS = 400  # Steps of a dense input per standard deviation, if they fit


def _quantise_rows(weight, pack=None):
    """(whole numbers in -127..127, scale of each output); light if it is said how
    they will be packed"""
    flat = np.abs(weight).reshape(len(weight), -1).max(1).astype(np.float64)
    scale = np.where(flat > 0, flat / WEIGHT_MAX, 1.0)
    if pack:  # Each of the four may be rounded up
        four = packing.meetings(pack(weight))[: len(weight)].astype(np.float64)
        scale = np.maximum(scale, four / (LIGHT - 2))
    shape = [-1] + [1] * (weight.ndim - 1)
    whole = np.rint(weight / scale.reshape(shape))
    return np.clip(whole, -WEIGHT_MAX, WEIGHT_MAX).astype(np.float32), scale


def _ranges(folded, clips):
    """Per part (the timbre, if there is one, and each branch) and level, the value
    of each filter that fills 7 bits."""
    seen = [engine.columns(folded, frames) for frames in clips]
    ranges = []
    for part in zip(*seen):
        levels = [np.concatenate([x.numpy() for x in level], 1) for level in zip(*part)]
        tops = [np.percentile(level, KEPT, axis=1) for level in levels]
        ranges.append([np.maximum(t, LEAST * max(np.median(t), 1e-6)) for t in tops])
    return ranges


def _quantise_conv(conv, quantum_in, quantum, pack):
    """The conv in int8 for inputs and outputs of such quanta; that of the inputs
    fits the weights' shape."""
    whole, scale = _quantise_rows(conv.weight * quantum_in, pack)
    return Conv(
        whole,
        (conv.bias / quantum).astype(np.float32),
        (scale / quantum).astype(np.float32),
    )


def _quantise_timbre(convs, top, step):
    """(the banks in int8, the quantum of each filter); `step` is the bands'"""
    quanta = top / U7_MAX
    ends = np.cumsum([len(conv.bias) for conv in convs])[:-1]
    done = [
        _quantise_conv(conv, step, quantum, packing.bank)
        for conv, quantum in zip(convs, np.split(quanta, ends))
    ]
    return done, quanta


def quantise_branches(folded, clips):
    """(timbre and branches in int8, without a head; the quantum of each
    feature)"""
    top = max(np.percentile(frames, INPUT_KEPT) for frames in clips)
    input_scale = float(np.float32(U7_MAX / top))
    ranges, timbre, quanta = _ranges(folded, clips), [], []
    quantum_first = np.full(folded.shape.front_end["bands"], 1 / input_scale)
    if folded.timbre:
        (top,) = ranges.pop(0)
        timbre, quantum = _quantise_timbre(folded.timbre, top, 1 / input_scale)
        quantum_first = np.concatenate([quantum_first, quantum])
        quanta.append(quantum)
    branches = []
    for convs, tops in zip(folded.branches, ranges):
        quantum_in, done = quantum_first, []
        for conv, top in zip(convs, tops):
            quantum = top / U7_MAX
            weight_in = quantum_in[None, :, None]
            done.append(_quantise_conv(conv, weight_in, quantum, packing.level))
            quantum_in = quantum
            quanta.append(quantum)
        branches.append(done)
    int8 = Folded(folded.shape, branches, [], input_scale, timbre=timbre)
    return int8, np.concatenate(quanta)


def quantise_head(layers, x):
    """int8 dense layers from float ones, for inputs like x [n, features]."""
    done = []
    for i, layer in enumerate(layers):
        if i > 0:
            x = np.maximum(x, 0)
        spread = np.maximum(x.std(0), 1e-6)
        largest = np.maximum(x.max(0) * ROOM, 1e-6)
        input_scale = np.minimum(STEPS / spread, U12_MAX / largest)
        input_scale = input_scale.astype(np.float32)
        whole, scale = _quantise_rows(layer.weight / input_scale)
        done.append(
            Dense(
                whole,
                layer.bias.astype(np.float32),
                scale.astype(np.float32),
                input_scale,
            )
        )
        x = x @ layer.weight.T + layer.bias
    return done
