# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Random networks as the trainer makes them, without training."""

import dataclasses

import numpy as np
import torch

from model.train.network import engine, folded, quantise, shape
from model.train.training import model


# One whose inputs are padded, one taller than half of the bands
TIMBRE = shape.Timbre((shape.Bank(70, 5, 3, 20), shape.Bank(13, 3, 1, 5)), 18)

LEVEL = {
    "target": -23.0,
    "seconds": 3.0,
    "gate": -65.0,
    "range": 25.0,
    "fall": 2.0,
    "max_gain": 40.0,
    "min_gain": -30.0,
}


def levelled(net):
    """The same network with a level, which its first output means."""
    front_end = {**net.shape.front_end, "level": LEVEL}
    net_shape = dataclasses.replace(net.shape, front_end=front_end)
    return dataclasses.replace(net, shape=net_shape, level_outputs=[(0, 0.125)])


def network(seed, names, branches, timbre):
    """A torch network of random weights; with a timbre, whose branches take its
    filters, too."""
    torch.manual_seed(seed)
    made = shape.Shape(branches, (24,), names, timbre=timbre)
    net = model.Network(made, 0.3, 0.4)
    for module in net.modules():
        if isinstance(module, torch.nn.BatchNorm1d):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.2, 0.6)
            module.weight.data.uniform_(0.5, 1.5)
            module.bias.data.normal_(0, 0.3)
    return net.eval()


def build(seed, scales=(18, 27, 54), filters=(20, 32, 24, 40), outputs=7, timbre=None):
    """(int8 network, float network) that compute about the same."""
    rng = np.random.default_rng(seed)
    names = tuple(f"tags:t{i}" for i in range(outputs))
    branches = tuple(shape.branch(n, filters[: len(shape.POOLS[n])]) for n in scales)
    net = network(seed, names, branches, timbre)
    plain = folded.fold(net)
    clips = [frames(rng, 400) for _ in range(4)]
    int8, quanta = quantise.quantise_branches(plain, clips)
    times = np.arange(100, 401, 20)
    rows = np.concatenate(
        [engine.features(int8, engine.columns(int8, c), times, 129) for c in clips]
    )
    head = [folded.Dense(layer.weight.copy(), layer.bias) for layer in plain.head]
    head[0].weight *= quanta.astype(np.float32)
    int8.head = quantise.quantise_head(head, rows)
    return int8, plain


def frames(rng, n):
    """Something like log-mel frames: smooth in time, 0 and up."""
    x = rng.normal(0, 1, (n + 8, 128)).cumsum(0)
    x = x[8:] - x[:-8]
    return (np.abs(x) * 0.15).astype(np.float32)
