# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The network file: a folded or int8 network to safetensors and back.

The layout is model/network.h's: channels padded to multiples of 16; int8
weights in blocks of 16 outputs by 4 inputs.
"""

import json

import numpy as np

from ..base import safetensors
from . import packing
from .constants import FORMAT_1, FORMAT_2
from .folded import Conv, Dense, Folded
from .shape import Bank, Branch, Level, Shape, Timbre
from .views import silence as silence_of


# Keys that a file of the first version may not have
ADDED = ("timbre", "level_outputs")


def _layers(folded):
    """(name, layer, padded matrix) of every layer"""
    for i, conv in enumerate(folded.timbre):
        yield f"timbre.{i}", conv, packing.bank(conv.weight)
    for i, convs in enumerate(folded.branches):
        for j, conv in enumerate(convs):
            yield f"branches.{i}.levels.{j}", conv, packing.level(conv.weight)
    for i, dense in enumerate(folded.head):
        yield f"head.{i}", dense, packing.dense(dense.weight)


def _tensors(folded):
    tensors = {}
    for name, layer, matrix in _layers(folded):
        n_out, n_in = matrix.shape
        tensors[f"{name}.bias"] = packing.pad(layer.bias, (n_out,))
        if not folded.is_int8:
            tensors[f"{name}.weight"] = matrix.T.astype(np.float16)
            continue
        tensors[f"{name}.weight"] = packing.block(matrix)
        tensors[f"{name}.scale"] = packing.pad(layer.scale, (n_out,))
        if isinstance(layer, Dense):
            tensors[f"{name}.input_scale"] = packing.pad(layer.input_scale, (n_in,))
    return tensors


def _level_outputs(folded):
    if not folded.level_outputs:
        return {}
    return {"level_outputs": [[o, float(slope)] for o, slope in folded.level_outputs]}


def _metadata(folded, name, views, memory, provenance):
    shape, silence = folded.shape, silence_of(folded.shape.outputs)
    quantisation = {"scheme": "float"}
    if folded.is_int8:
        quantisation = {"scheme": "int8", "input_scale": folded.input_scale}
    branches = [
        {
            "name": str(b.frames),
            "frames": b.frames,
            "levels": [vars(level) for level in b.levels],
        }
        for b in shape.branches
    ]
    layers = [{"outputs": n} for n in (*shape.hidden, len(shape.outputs))]
    front_end = {k: v for k, v in shape.front_end.items() if v is not None}
    timbre = shape.timbre and {
        "window": shape.timbre.window,
        "banks": [vars(bank) for bank in shape.timbre.banks],
    }
    values = {
        "front_end": front_end,
        "quantisation": quantisation,
        **({"timbre": timbre} if timbre else {}),
        "branches": branches,
        "head": {"layers": layers},
        "outputs": list(shape.outputs),
        **({"silence": silence} if silence else {}),
        **_level_outputs(folded),
        "update": {"frames": shape.update_frames, "memory": memory},
        "views": views,
        "calibration": {},
        "provenance": provenance,
    }
    texts = {k: json.dumps(v, ensure_ascii=False) for k, v in values.items()}
    is_added = any(key in values for key in ADDED) or "level" in front_end
    version = FORMAT_2 if is_added else FORMAT_1
    return {"earmark": version, "name": name, **texts}


def save(path, folded, name, views, memory, provenance):
    """Write a network file; int8 or float as the network is."""
    safetensors.write(
        path,
        _tensors(folded),
        _metadata(folded, name, views, memory, provenance),
    )


def _shape(values):
    branches = tuple(
        Branch(b["frames"], tuple(Level(**level) for level in b["levels"]))
        for b in values["branches"]
    )
    hidden = [layer["outputs"] for layer in values["head"]["layers"][:-1]]
    timbre = values.get("timbre")
    if timbre:
        banks = tuple(Bank(**bank) for bank in timbre["banks"])
        timbre = Timbre(banks, timbre["window"])
    return Shape(
        branches,
        tuple(hidden),
        tuple(values["outputs"]),
        values["front_end"],
        values["update"]["frames"],
        timbre,
    )


def _rows(tensors, name, is_int8):
    """(weights [n_out, n_in], scale or None), still padded"""
    weight = tensors[f"{name}.weight"]
    if is_int8:
        return packing.unblock(weight), tensors[f"{name}.scale"]
    return np.ascontiguousarray(weight.T, np.float32), None


def _cut(values, n):
    return None if values is None else values[:n].copy()


def _conv(tensors, name, is_int8, n, cut):
    """The conv of `n` filters; `cut` makes its weights of the padded matrix."""
    matrix, scale = _rows(tensors, name, is_int8)
    weight = np.ascontiguousarray(cut(matrix[:n]))
    return Conv(weight, _cut(tensors[f"{name}.bias"], n), _cut(scale, n))


def _timbre(tensors, timbre, is_int8):
    convs = []
    for i, bank in enumerate(timbre.banks if timbre else ()):
        shape = (bank.filters, bank.bands, bank.frames)
        n_in = bank.bands * bank.frames
        convs.append(
            _conv(
                tensors,
                f"timbre.{i}",
                is_int8,
                bank.filters,
                lambda matrix: matrix[:, :n_in].reshape(shape),
            )
        )
    return convs


def _branch(tensors, i, branch, n_in, is_int8):
    convs = []
    for j, level in enumerate(branch.levels):
        shape = (level.filters, level.length, packing.padded(n_in))
        convs.append(
            _conv(
                tensors,
                f"branches.{i}.levels.{j}",
                is_int8,
                level.filters,
                lambda matrix: matrix.reshape(shape).transpose(0, 2, 1)[:, :n_in],
            )
        )
        n_in = level.filters
    return convs


def _head(tensors, shape, is_int8):
    head, n_in = [], shape.n_features
    for i, n_out in enumerate((*shape.hidden, len(shape.outputs))):
        matrix, scale = _rows(tensors, f"head.{i}", is_int8)
        head.append(
            Dense(
                np.ascontiguousarray(matrix[:n_out, :n_in]),
                _cut(tensors[f"head.{i}.bias"], n_out),
                _cut(scale, n_out),
                _cut(tensors.get(f"head.{i}.input_scale"), n_in),
            )
        )
        n_in = n_out
    return head


def load(path):
    """(network, {key: value} of the metadata) of a file."""
    tensors, metadata = safetensors.read(path)
    plain = ("earmark", "name")
    values = {k: v if k in plain else json.loads(v) for k, v in metadata.items()}
    shape, is_int8 = _shape(values), values["quantisation"]["scheme"] == "int8"
    return (
        Folded(
            shape,
            [
                _branch(tensors, i, branch, shape.channels, is_int8)
                for i, branch in enumerate(shape.branches)
            ],
            _head(tensors, shape, is_int8),
            values["quantisation"].get("input_scale"),
            values.get("silence"),
            _timbre(tensors, shape.timbre, is_int8),
            [tuple(pair) for pair in values.get("level_outputs", [])],
        ),
        values,
    )
