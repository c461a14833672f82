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
from model.train.network import engine, network_file, views

assert common.ROOT


def same(a, b):
    """Networks with equal numbers."""
    layers = [
        pair for x, y in zip(a.branches, b.branches) for pair in zip(x, y)
    ] + list(zip(a.head, b.head))
    for x, y in layers:
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


def main():
    """int8 exactly, float to half precision."""
    int8, plain = random_folded.build(1)
    sets = {"tags": [f"t{i}" for i in range(7)]}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "a.safetensors"
        network_file.save(path, int8, "A", views.build(sets), 3.0, {"x": 1})
        loaded, values = network_file.load(path)
        same(int8, loaded)
        assert loaded.shape == int8.shape
        assert loaded.input_scale == int8.input_scale
        assert values["provenance"] == {"x": 1} and values["name"] == "A"
        assert values["earmark"] == "1" and loaded.level_outputs == []
        check_layout(safetensors.read(path)[0], int8)
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


common.run(main)
