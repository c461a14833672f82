# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""A network as it runs: batch norms and normalisation folded into weights.

Conv weights are [out, in, length], dense weights [out, in]; int8 networks
hold whole numbers in the same float32 arrays, and their scales.
"""

from dataclasses import dataclass, field
from typing import Optional

import numpy as np


@dataclass
class Conv:
    """A level's conv; `scale` only in int8."""

    weight: np.ndarray
    bias: np.ndarray
    scale: Optional[np.ndarray] = None


@dataclass
class Dense:
    """A dense layer of the head; the scales only in int8."""

    weight: np.ndarray
    bias: np.ndarray
    scale: Optional[np.ndarray] = None
    input_scale: Optional[np.ndarray] = None


@dataclass
class Folded:
    """A network without batch norms; `input_scale` only in int8.  `silence` is
    the output that says so and the largest value of a silent frame, or None.
    To the logits of `level_outputs`, [(output, slope)], comes the slope for each
    dB by which a stream is louder than the network's level."""

    shape: object
    branches: list
    head: list
    input_scale: Optional[float] = None
    silence: Optional[dict] = None
    level_outputs: list = field(default_factory=list)

    @property
    def is_int8(self):
        """True for integer weights."""
        return self.input_scale is not None

    @property
    def n_parameters(self):
        """Weights and biases."""
        layers = [conv for branch in self.branches for conv in branch]
        return sum(v.weight.size + v.bias.size for v in layers + self.head)


def _affine(norm):
    """Batch norm as (scale, offset), double precision."""
    deviation = np.sqrt(norm.running_var.double().numpy() + norm.eps)
    scale = norm.weight.detach().double().numpy() / deviation
    mean = norm.running_mean.double().numpy()
    return scale, norm.bias.detach().double().numpy() - mean * scale


def _fold_branch(branch, mean, deviation):
    convs = []
    for i, (conv, norm) in enumerate(zip(branch.convs, branch.norms)):
        scale, offset = _affine(norm)
        weight = conv.weight.detach().double().numpy() * scale[:, None, None]
        if i == 0:  # The input is normalised: exact, as nothing is padded
            weight = weight / deviation
            offset = offset - weight.sum((1, 2)) * mean
        convs.append(Conv(weight.astype(np.float32), offset.astype(np.float32)))
    return convs


def fold_head(head):
    """The dense layers of a trained head."""
    layers = []
    for i, layer in enumerate(head.layers):
        weight = layer.weight.detach().double().numpy()
        bias = layer.bias.detach().double().numpy()
        if i == 0:
            scale, offset = _affine(head.norm)
            bias = bias + weight @ offset
            weight = weight * scale[None, :]
        layers.append(Dense(weight.astype(np.float32), bias.astype(np.float32)))
    return layers


def fold(network):
    """The folded form of a trained network."""
    mean, deviation = float(network.mean), float(network.deviation)
    branches = [_fold_branch(b, mean, deviation) for b in network.branches]
    return Folded(network.shape, branches, fold_head(network.head))
