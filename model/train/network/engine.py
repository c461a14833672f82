# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""What the C engine computes, by other means: a whole clip at once.

int8 networks give the same integers to the bit: products and sums of small
whole numbers are exact in floating point while they stay below 2^24 (2^53 in
double precision), in whatever order they are added.
"""

import numpy as np
import torch
from torch.nn import functional

from .constants import U7_MAX, U12_MAX

EXACT_IN_SINGLE = 2**24


def columns(folded, frames):
    """Per branch and level, the columns [filters, n] of frames [n, bands]; the
    timbre, if there is one, comes first, as a branch of one level."""
    x = torch.from_numpy(np.ascontiguousarray(frames, np.float32).T)[None]
    if folded.is_int8:
        scale = torch.tensor(folded.input_scale, dtype=torch.float32)
        x = (x * scale).round().clamp(0, U7_MAX)
    parts = []
    if folded.timbre:
        filters = _timbre_columns(folded, x)
        x = torch.cat([x[:, :, folded.shape.late :], filters], 1)
        parts.append([filters[0]])
    return parts + [
        _branch_columns(convs, shape, x)
        for convs, shape in zip(folded.branches, folded.shape.branches)
    ]


def _timbre_columns(folded, x):
    """The filters [1, filters, n] of bands [1, bands, n]."""
    timbre = folded.shape.timbre
    if x.shape[2] < timbre.frames:
        return torch.zeros(1, timbre.filters, 0)
    found = []
    for conv, bank in zip(folded.timbre, timbre.banks):
        sums = _exact(
            functional.conv2d,
            x[:, None, :, timbre.frames - bank.frames :],
            torch.from_numpy(conv.weight)[:, None],
            stride=(bank.stride, 1),
        )
        found.append(_activate(conv, sums.amax(2)))
    return torch.cat(found, 1)


def _branch_columns(convs, shape, x):
    levels = []
    for conv, level in zip(convs, shape.levels):
        if x.shape[2] < level.length + level.pool - 1:
            x = torch.zeros(1, level.filters, 0)
        else:
            x = functional.max_pool1d(_conv(conv, x), level.pool)
        levels.append(x[0])
    return levels


def _conv(conv, x):
    weight = torch.from_numpy(conv.weight)
    if conv.scale is None:
        bias = torch.from_numpy(conv.bias)
        return functional.relu(functional.conv1d(x, weight, bias))
    return _activate(conv, _exact(functional.conv1d, x, weight))


def _exact(conv, x, weight, **options):
    """The sums of an int8 network, then rounded to single precision."""
    if U7_MAX * U7_MAX * weight[0].numel() < EXACT_IN_SINGLE:
        return conv(x, weight, **options)
    return conv(x.double(), weight.double(), **options).float()


def _activate(conv, sums):
    bias = torch.from_numpy(conv.bias)[:, None]
    if conv.scale is None:
        return functional.relu(sums + bias)
    y = sums * torch.from_numpy(conv.scale)[:, None]
    return (y + bias).round().clamp(0, U7_MAX)


def column_counts(branch, n_inputs):
    """Columns that each level has made of the branch's first `n_inputs`."""
    counts, n = [], np.asarray(n_inputs)
    for level in branch.levels:
        n = np.maximum(n - level.length + 1, 0) // level.pool
        counts.append(n)
    return counts


def _levels(shape, n_frames):
    """(stride, window, columns so far) of every level after so many frames, in
    the order of the features."""
    n = np.maximum(np.asarray(n_frames) - shape.late, 0)
    found = [(1, shape.timbre.window, n)] if shape.timbre else []
    for branch in shape.branches:
        found += zip(branch.strides, branch.windows, column_counts(branch, n))
    return found


def features(folded, levels, times, memory):
    """Features [times, features] after so many frames; memory in frames."""
    parts = []
    columns_of = [x for part in levels for x in part]
    for x, (stride, window, count) in zip(columns_of, _levels(folded.shape, times)):
        n = max(1, int(np.rint(memory / stride)))
        parts.append(_rolling(x, window, count, n))
    return np.concatenate(parts, 1)


def _rolling(x, window, count, n):
    """Mean of the newest `n` sliding maxima once `count` columns exist."""
    if x.shape[1] < window:
        return np.zeros((len(count), x.shape[0]), np.float32)
    maxima = functional.max_pool1d(x[None], window, 1)[0].numpy()
    sums = np.zeros((maxima.shape[1] + 1, x.shape[0]))
    np.cumsum(maxima.T, 0, np.float64, sums[1:])
    end = np.maximum(count - window + 1, 0)
    begin = np.maximum(end - n, 0)
    total = (sums[end] - sums[begin]).astype(np.float32)
    return total / np.maximum(end - begin, 1).astype(np.float32)[:, None]


def logits(folded, x):
    """Logits [n, outputs] of features [n, features]."""
    x = np.asarray(x, np.float32)
    for i, layer in enumerate(folded.head):
        if i > 0:
            x = np.maximum(x, np.float32(0))
        if layer.scale is None:
            x = x @ layer.weight.T + layer.bias
        else:
            x = np.clip(np.rint(x * layer.input_scale), 0, U12_MAX)
            sums = x.astype(np.float64) @ layer.weight.T.astype(np.float64)
            x = sums.astype(np.float32) * layer.scale + layer.bias
    return x


def levelled_logits(folded, x, gains):
    """The same of a stream whose newest frames had these gains [n]."""
    y = logits(folded, x)
    for output, slope in folded.level_outputs:
        y[:, output] += np.float32(slope) * -20 * np.log10(gains)
    return y


def peaks(frames, gains):
    """The largest band of each frame as it was before its gain."""
    largest = frames.max(1)
    before = np.log10(1 + (10 ** largest.astype(np.float64) - 1) / gains)
    return np.where(gains == 1, largest, before)


def is_silent(largest, times, memory, level):
    """Is the whole memory (in frames) silence after so many frames?"""
    loud = largest > level
    index = np.where(loud, np.arange(len(loud)), -np.inf)
    last = np.maximum.accumulate(index)[np.asarray(times) - 1]
    return times - 1 - last >= memory


def updates(folded, frames, memory, gains=None):
    """Probabilities [updates, outputs] of frames [n, bands], as the engine
    publishes them; memory in seconds, the gains [n] those that brought the
    frames to the network's level."""
    gains = np.ones(len(frames), np.float32) if gains is None else gains
    step = folded.shape.update_frames
    first = -(-folded.shape.warm_up // step) * step
    times = np.arange(first, len(frames) + 1, step)
    n = memory * folded.shape.frame_rate
    x = features(folded, columns(folded, frames), times, n)
    p = 1 / (1 + np.exp(-levelled_logits(folded, x, gains[times - 1])))
    silence = folded.silence
    if silence:
        rest = is_silent(peaks(frames, gains), times, n, silence["level"])
        p[rest, silence["output"]] = 1
    return p
