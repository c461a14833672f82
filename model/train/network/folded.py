# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""A network as it runs: batch norms and normalisation folded into weights.

Conv weights are [out, in, length], those of a timbre's banks [out, bands, frames],
dense weights [out, in]; int8 networks hold whole numbers in the same float32
arrays, and their scales.
"""

from dataclasses import dataclass, field
from typing import Optional

import numpy as np


@dataclass
class Conv:
    """A conv of a level or a bank; `scale` only in int8."""

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
    timbre: list = field(default_factory=list)  # A Conv for each bank
    level_outputs: list = field(default_factory=list)

    @property
    def is_int8(self):
        """True for integer weights."""
        return self.input_scale is not None

    @property
    def n_parameters(self):
        """Weights and biases."""
        return sum(v.weight.size + v.bias.size for v in self.convs + self.head)

    @property
    def convs(self):
        """All of them: the timbre's, then branch by branch."""
        return self.timbre + [conv for branch in self.branches for conv in branch]


def _affine(norm, absolute=False):
    """Batch norm as (scale, offset), double precision; of its weights, the
    absolute values count if `absolute`."""
    deviation = np.sqrt(norm.running_var.double().numpy() + norm.eps)
    weight = norm.weight.detach().double().numpy()
    scale = (np.abs(weight) if absolute else weight) / deviation
    mean = norm.running_mean.double().numpy()
    return scale, norm.bias.detach().double().numpy() - mean * scale


def _fold_timbre(timbre, mean, deviation):
    """The norms follow the maximum over the bands, which they change nothing
    of, as their scales are not negative."""
    convs = []
    for conv, norm in zip(timbre.convs, timbre.norms):
        scale, offset = _affine(norm, absolute=True)
        weight = conv.weight.detach().double().numpy()[:, 0]
        weight = weight * scale[:, None, None] / deviation
        offset = offset - weight.sum((1, 2)) * mean
        convs.append(Conv(weight.astype(np.float32), offset.astype(np.float32)))
    return convs


def _fold_branch(branch, bands, mean, deviation):
    convs = []
    for i, (conv, norm) in enumerate(zip(branch.convs, branch.norms)):
        scale, offset = _affine(norm)
        weight = conv.weight.detach().double().numpy() * scale[:, None, None]
        if i == 0:  # The bands are normalised: exact, as nothing is padded
            weight[:, :bands] /= deviation
            offset = offset - weight[:, :bands].sum((1, 2)) * mean
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
    shape = network.shape
    mean, deviation = float(network.mean), float(network.deviation)
    timbre = getattr(network, "timbre", None)
    bands = shape.front_end["bands"]
    return Folded(
        shape,
        [_fold_branch(b, bands, mean, deviation) for b in network.branches],
        fold_head(network.head),
        timbre=_fold_timbre(timbre, mean, deviation) if timbre else [],
    )
