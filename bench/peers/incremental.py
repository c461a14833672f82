# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The same incremental graph in PyTorch, one thread, single precision: every
column is computed once, for all frames of an update together."""

import time

import numpy as np
import torch
from torch.nn import functional


class Rolling:
    """The newest n maxima over the columns of a window."""

    def __init__(self, filters, window, n):
        self.window, self.n = window, n
        self.columns = torch.zeros(1, filters, 0)
        self.maxima = torch.zeros(1, filters, 0)

    def push(self, y):
        """New columns [1, filters, n]."""
        self.columns = torch.cat([self.columns, y], 2)
        if self.columns.shape[2] >= self.window:
            fresh = functional.max_pool1d(self.columns, self.window, 1)
            self.maxima = torch.cat([self.maxima, fresh], 2)[:, :, -self.n :]
            self.columns = self.columns[:, :, fresh.shape[2] :]

    def feature(self):
        """Their mean."""
        if not self.maxima.shape[2]:
            return torch.zeros(1, self.maxima.shape[1])
        return self.maxima.mean(2)


class Timbre:
    """Banks of 2-D filters on a stream."""

    def __init__(self, net, memory):
        self.shape = net.shape.timbre
        self.banks = [
            (torch.from_numpy(c.weight)[:, None], torch.from_numpy(c.bias))
            for c in net.timbre
        ]
        self.inputs = torch.zeros(1, net.shape.front_end["bands"], 0)
        n = max(1, int(np.rint(memory)))
        self.rolling = Rolling(self.shape.filters, self.shape.window, n)

    def push(self, x):
        """Columns [1, bands and filters, n] from new frames [1, bands, n]."""
        x = torch.cat([self.inputs, x], 2)
        late = self.shape.frames - 1
        self.inputs = x[:, :, max(0, x.shape[2] - late) :]
        if x.shape[2] <= late:
            return torch.zeros(1, x.shape[1] + self.shape.filters, 0)
        found = []
        for bank, (weight, bias) in zip(self.shape.banks, self.banks):
            image = x[:, None, :, self.shape.frames - bank.frames :]
            y = functional.conv2d(image, weight, bias, stride=(bank.stride, 1))
            found.append(functional.relu(y.amax(2)))
        y = torch.cat(found, 1)
        self.rolling.push(y)
        return torch.cat([x[:, :, late:], y], 1)


class Level:
    """A conv layer on a stream: what it still needs of the past."""

    def __init__(self, conv, level, window, n):
        self.weight = torch.from_numpy(conv.weight)
        self.bias = torch.from_numpy(conv.bias)
        self.length, self.pool = level.length, level.pool
        self.inputs = torch.zeros(1, conv.weight.shape[1], 0)
        self.unpooled = torch.zeros(1, len(conv.bias), 0)
        self.rolling = Rolling(len(conv.bias), window, n)

    def push(self, x):
        """New columns [1, filters, n] from new columns of the level below."""
        x = torch.cat([self.inputs, x], 2)
        self.inputs = x[:, :, max(0, x.shape[2] - self.length + 1) :]
        if x.shape[2] >= self.length:
            y = functional.relu(functional.conv1d(x, self.weight, self.bias))
            self.unpooled = torch.cat([self.unpooled, y], 2)
        n = self.unpooled.shape[2] // self.pool
        whole = self.unpooled[:, :, : n * self.pool]
        self.unpooled = self.unpooled[:, :, n * self.pool :]
        if not n:
            return whole
        y = functional.max_pool1d(whole, self.pool)
        self.rolling.push(y)
        return y


class Stream:
    """Timbre, if there is one, all branches and the head."""

    def __init__(self, net, memory):
        self.timbre = Timbre(net, memory) if net.timbre else None
        self.branches = [
            [
                Level(conv, level, window, max(1, int(np.rint(memory / stride))))
                for conv, level, window, stride in zip(
                    convs, branch.levels, branch.windows, branch.strides
                )
            ]
            for convs, branch in zip(net.branches, net.shape.branches)
        ]
        self.head = [
            (torch.from_numpy(v.weight), torch.from_numpy(v.bias)) for v in net.head
        ]

    def update(self, frames):
        """Probabilities after more frames [1, bands, n]."""
        features = []
        if self.timbre:
            frames = self.timbre.push(frames)
            features.append(self.timbre.rolling.feature())
        for levels in self.branches:
            x = frames
            for level in levels:
                x = level.push(x) if x.shape[2] else x
                features.append(level.rolling.feature())
        x = torch.cat(features, 1)
        for i, (weight, bias) in enumerate(self.head):
            x = functional.linear(functional.relu(x) if i else x, weight, bias)
        return x.sigmoid()


def run(net, frames, memory, runs=3):
    """(nanoseconds of an update, probabilities [updates, outputs])"""
    torch.set_num_threads(1)
    step, best = net.shape.update_frames, float("inf")
    x = torch.from_numpy(np.ascontiguousarray(frames.T))[None]
    n = len(frames) // step
    for _ in range(runs):
        stream = Stream(net, memory)
        with torch.inference_mode():
            start = time.process_time_ns()
            rows = [stream.update(x[:, :, i * step : (i + 1) * step]) for i in range(n)]
            best = min(best, time.process_time_ns() - start)
    return best / n, torch.cat(rows).numpy()
