# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""What a training begins with: the weights of an earlier one, from its
checkpoint or from the float network file that came of it.

What the new network has more of comes behind what it shares with the earlier
one, but for the timbre's features, which come before; it starts without
influence.
"""

import json

import numpy as np
import torch
from torch.nn import functional

from ..network import network_file
from .model import aggregate


def is_network(path):
    """Whether it is a network file, not a checkpoint."""
    return path.suffix == ".safetensors"


def provenance_of(path):
    """What a checkpoint or network file says of where it comes from."""
    if is_network(path):
        provenance = network_file.load(path)[1]["provenance"]
        return json.loads(provenance) if isinstance(provenance, str) else provenance
    return torch.load(path, map_location="cpu").get("provenance") or "not known"


def begin_with(network, path, sample):
    """Take over an earlier training's weights; `sample` are some frames
    [batch, bands, time], to adapt to."""
    with torch.no_grad():
        if is_network(path):
            _from_file(network, network_file.load(path)[0], sample)
        else:
            _from_checkpoint(network, path)


def _take_over(name, mine, value):
    """Put an earlier parameter or statistic where it belongs in a larger one."""
    if mine.dim() != value.dim() or any(m < v for m, v in zip(mine.shape, value.shape)):
        return
    if mine.dim() == 0:
        mine.copy_(value)
        return
    rows = slice(len(value))
    if name.startswith("head.norm."):  # The timbre's features come first
        rows = slice(len(mine) - len(value), None)
    if mine.dim() == 1:
        mine[rows] = value
        return
    n = value.shape[1]
    columns = slice(-n, None) if name == "head.layers.0.weight" else slice(n)
    mine[rows] = 0
    mine[rows, columns] = value


def _from_checkpoint(network, path):
    """Where it had fewer outputs, those come first, and the others stay as
    they are."""
    earlier = torch.load(path, map_location="cpu")["network"]
    ours = network.state_dict()
    for name, value in earlier.items():
        if name in ours:
            _take_over(name, ours[name], value)


def _imitate(norm, y, bias):
    """Have a batch norm add just `bias` to values like y [batch, channels, ...]."""
    axes = [i for i in range(y.dim()) if i != 1]
    mean, var = y.mean(axes), y.var(axes, unbiased=False)
    norm.running_mean.copy_(mean)
    norm.running_var.copy_(var)
    norm.weight.copy_((var + norm.eps).sqrt())
    norm.bias.copy_(mean + bias)


def _branch(branch, convs, x, mean, deviation):
    """Take over a branch; its features of the normalised frames x."""
    features = []
    for i, (conv, norm, level, window, earlier) in enumerate(
        zip(
            branch.convs, branch.norms, branch.shape.levels, branch.shape.windows, convs
        )
    ):
        weight = torch.from_numpy(np.float32(earlier.weight))
        bias = torch.from_numpy(np.float32(earlier.bias))
        if i == 0:  # Its input is not normalised
            bias = bias + mean * weight.sum((1, 2))
            weight = weight * deviation
        conv.weight.zero_()
        conv.weight[:, : weight.shape[1]] = weight
        y = conv(x)
        _imitate(norm, y, bias)
        x = functional.max_pool1d(functional.relu(norm(y)), level.pool)
        features.append(aggregate(x, window))
    return torch.cat(features, 1)


def _from_file(network, earlier, sample):
    network.eval()
    x = (sample - network.mean) / network.deviation
    parts, channels = [], x
    if network.timbre:
        timbre = network.timbre(x)
        parts.append(aggregate(timbre, network.timbre.shape.window))
        channels = torch.cat([x[:, :, -timbre.shape[2] :], timbre], 1)
    for branch, convs in zip(network.branches, earlier.branches):
        parts.append(_branch(branch, convs, channels, network.mean, network.deviation))
    features = torch.cat(parts, 1)
    _imitate(network.head.norm, features, torch.zeros(features.shape[1]))
    for layer, dense in zip(network.head.layers, earlier.head):
        weight = torch.from_numpy(np.float32(dense.weight))
        layer.weight.zero_()
        layer.weight[: len(weight), -weight.shape[1] :] = weight
        layer.bias[: len(weight)] = torch.from_numpy(np.float32(dense.bias))
