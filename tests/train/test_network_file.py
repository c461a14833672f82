#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""A network file holds what was put in, in the layout of model/network.h."""

import pathlib
import tempfile

import common
import numpy as np
import random_folded

from model.train.base import safetensors
from model.train.network import constants, engine, network_file, packing, views

assert common.ROOT


def same(a, b):
    """Networks with equal numbers."""
    assert len(a.convs) == len(b.convs) and len(a.head) == len(b.head)
    for x, y in zip(a.convs + a.head, b.convs + b.head):
        for name, value in vars(x).items():
            other = getattr(y, name)
            assert (value is None) == (other is None), name
            assert value is None or np.array_equal(value, other), name


def check_layout(tensors, int8):
    """Two elements found by the formulas of the documentation."""
    weight = tensors["branches.0.levels.1.weight"]
    o, t, c = 17, 2, 5
    n_in = 32  # 20 filters, padded
    block, inner = divmod(t * n_in + c, 4)
    assert weight[o // 16, block, o % 16, inner] == (
        int8.branches[0][1].weight[o, c, t]
    )
    weight = tensors["head.0.weight"]
    o, i = 19, 101
    assert weight[o // 16, i // 4, o % 16, i % 4] == (int8.head[0].weight[o, i])
    assert all(v.min() >= -127 for v in tensors.values() if v.dtype == "i1")
    assert not tensors["branches.0.levels.0.bias"][20:].any()


def check_timbre(tensors, int8):
    """The same of a bank, and the zeros that pad its inputs."""
    weight = tensors["timbre.1.weight"]
    o, b, t = 3, 9, 1
    i = b * 3 + t
    assert weight[o // 16, i // 4, o % 16, i % 4] == int8.timbre[1].weight[o, b, t]
    assert weight.shape == (1, 12, 16, 4)  # 13 bands of 3 frames: 39, then 0
    rows = weight.transpose(0, 2, 1, 3).reshape(16, 48)
    assert rows[:, :39].any() and not rows[:, 39:].any() and not rows[5:].any()
    assert np.array_equal(tensors["timbre.0.scale"][:20], int8.timbre[0].scale)


def check_light(int8):
    """Weights that meet in a sum of 16 bits, by the C code's definition."""
    packed = [packing.level(conv.weight) for b in int8.branches for conv in b]
    for matrix in packed + [packing.bank(conv.weight) for conv in int8.timbre]:
        for first in range(0, matrix.shape[1], 8):
            for pair in (0, 2):
                four = matrix[:, [first + pair + i for i in (0, 1, 4, 5)]]
                assert np.abs(four).sum(1).max() <= constants.LIGHT


def check(timbre):
    """int8 exactly, float to half precision."""
    int8, plain = random_folded.build(1, timbre=timbre)
    check_light(int8)
    sets = {"tags": [f"t{i}" for i in range(7)]}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "a.safetensors"
        network_file.save(path, int8, "A", views.build(sets), 3.0, {"x": 1})
        loaded, values = network_file.load(path)
        same(int8, loaded)
        assert loaded.shape == int8.shape
        assert loaded.input_scale == int8.input_scale
        assert values["provenance"] == {"x": 1} and values["name"] == "A"
        assert values["earmark"] == ("2" if timbre else "1")
        assert ("timbre" in values) == bool(timbre) and loaded.level_outputs == []
        check_layout(safetensors.read(path)[0], int8)
        if timbre:
            check_timbre(safetensors.read(path)[0], int8)
        with open(path, "rb") as file:
            length = int.from_bytes(file.read(8), "little")
        assert (8 + length) % 64 == 0

        net = random_folded.levelled(int8)
        network_file.save(path, net, "L", views.build(sets), 3.0, {})
        loaded, values = network_file.load(path)
        assert values["earmark"] == "2" and loaded.shape == net.shape
        assert loaded.level_outputs == net.level_outputs

        network_file.save(path, plain, "B", views.build(sets), 3.0, {})
        loaded, _ = network_file.load(path)
        assert not loaded.is_int8
        x = random_folded.frames(np.random.default_rng(5), 300)
        a, b, c = (engine.updates(n, x, 3.0) for n in (int8, plain, loaded))
        assert np.abs(b - c).max() < 2e-3, np.abs(b - c).max()
        assert np.abs(a - b).max() < 0.05, np.abs(a - b).max()
        print(
            f"half precision {np.abs(b - c).max():.1e},"
            f" int8 {np.abs(a - b).max():.1e} from single precision"
        )


def main():
    """Without a timbre and with one."""
    for timbre in (None, random_folded.TIMBRE):
        check(timbre)


common.run(main)
