#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""A folded network computes what the trained one does: normalisation and batch
norms are in its weights, those of the timbre behind its maximum, too."""

import common
import numpy as np
import random_folded
import torch
from torch.nn import functional

from model.train.network import engine, folded, shape
from model.train.training import model

assert common.ROOT


def timbre(module, x):
    """Filters [1, filters, time] of normalised frames [1, bands, time]."""
    late = max(conv.kernel_size[1] for conv in module.convs)
    found = []
    for conv, norm in zip(module.convs, module.norms):
        y = conv(x[:, None, :, late - conv.kernel_size[1] :]).amax(2)
        deviation = (norm.running_var + norm.eps).sqrt()
        y = (y - norm.running_mean[:, None]) / deviation[:, None]
        y = y * norm.weight.abs()[:, None] + norm.bias[:, None]
        found.append(functional.relu(y))
    return torch.cat(found, 1), x[:, :, late - 1 :]


def features(net, frames):
    """What the head gets of a whole clip."""
    x = (torch.from_numpy(frames.T)[None] - net.mean) / net.deviation
    parts = []
    if net.timbre:
        filters, x = timbre(net.timbre, x)
        parts.append(model.aggregate(filters, net.shape.timbre.window))
        x = torch.cat([x, filters], 1)
    return torch.cat(parts + [branch(x) for branch in net.branches], 1)


def main():
    """With a timbre and without; some of its norms have negative weights."""
    names = ("tags:a", "tags:b")
    branches = (shape.branch(18, (20, 32, 24)), shape.branch(27, (7, 8, 9)))
    for seed, kind in enumerate((None, random_folded.TIMBRE)):
        net = random_folded.network(seed, names, branches, kind)
        if kind:
            net.timbre.norms[0].weight.data[::2] *= -1
        frames = random_folded.frames(np.random.default_rng(seed), 200)
        plain = folded.fold(net)
        with torch.no_grad():
            wanted = features(net, frames).numpy()
        times = np.array([len(frames)])
        found = engine.features(plain, engine.columns(plain, frames), times, 9999)
        assert found.shape == wanted.shape == (1, net.shape.n_features)
        worst = np.abs(found - wanted).max()
        print(f"{net.shape.n_features} features differ by {worst:.1e} at most")
        assert worst < 1e-4, worst
        parameters = sum(
            p.numel()
            for name, p in net.named_parameters()
            if name.endswith("weight") and "convs" in name
        )
        biases = sum(len(conv.bias) for conv in plain.convs)
        head = sum(v.weight.size + v.bias.size for v in plain.head)
        assert plain.n_parameters == parameters + biases + head


common.run(main)
