# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The network, and a teacher, as ONNX models for ONNX Runtime.

A model takes a window of frames [1, bands, time] that begins at a multiple of
every stride, so that its columns are those of the stream, and gives the
probabilities at its end: what Earmark gives, by computing all of it again.
"""

import warnings

import numpy as np
import torch
from onnx import TensorProto, helper, numpy_helper
from torch.nn import functional

from model.train.teachers import musicnn
from model.train.network.constants import U7_MAX

OPSET = 13
EVER = 10**9  # An end for slices


class Graph:
    """Nodes and weights as they come."""

    def __init__(self):
        self.nodes, self.weights = [], []

    def tensor(self, value, kind=np.float32):
        """The name of a constant."""
        name = f"w{len(self.weights)}"
        array = np.ascontiguousarray(value, kind)
        self.weights.append(numpy_helper.from_array(array, name))
        return name

    def add(self, operation, *inputs, **attributes):
        """The name of a node's output."""
        name = f"n{len(self.nodes)}"
        self.nodes.append(
            helper.make_node(operation, list(inputs), [name], **attributes)
        )
        return name

    def model(self, last, bands):
        """The bytes of the model: "frames" in, "probabilities" out."""
        self.nodes.append(helper.make_node("Identity", [last], ["probabilities"]))
        made = helper.make_graph(
            self.nodes,
            "earmark",
            [
                helper.make_tensor_value_info(
                    "frames", TensorProto.FLOAT, [1, bands, "time"]
                )
            ],
            [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, None)],
            self.weights,
        )
        return helper.make_model(
            made, ir_version=8, opset_imports=[helper.make_opsetid("", OPSET)]
        ).SerializeToString()


def _float_conv(graph, x, conv, weight, **attributes):
    weight, bias = graph.tensor(weight), graph.tensor(conv.bias)
    return graph.add("Relu", graph.add("Conv", x, weight, bias, **attributes))


def _int8_conv(graph, x, conv, weight, **attributes):
    """Rounded and cut off as Earmark's, but for the rounding of the bias."""
    one, zero = graph.tensor(1.0), graph.tensor(0, np.uint8)
    return graph.add(
        "Clip",
        graph.add(
            "QLinearConv",
            x,
            one,
            zero,
            graph.tensor(weight, np.int8),
            graph.tensor(conv.scale),
            graph.tensor(np.zeros(len(conv.scale)), np.int8),
            one,
            zero,
            graph.tensor(np.rint(conv.bias / conv.scale), np.int32),
            **attributes,
        ),
        zero,
        graph.tensor(U7_MAX, np.uint8),
    )


def _from_on(graph, x, begin):
    """The columns of x [1, channels, time] from one on."""
    if not begin:
        return x
    ints = [graph.tensor([value], np.int64) for value in (begin, EVER, 2)]
    return graph.add("Slice", x, *ints)


def _timbre(graph, x, net):
    """The filters [1, filters, n] of bands [1, bands, time]."""
    bands, timbre, found = net.shape.front_end["bands"], net.shape.timbre, []
    for conv, bank in zip(net.timbre, timbre.banks):
        image = graph.add("Unsqueeze", x, graph.tensor([1], np.int64))
        y = (_int8_conv if net.is_int8 else _float_conv)(
            graph, image, conv, conv.weight[:, None], strides=[bank.stride, 1]
        )
        y = graph.add("MaxPool", y, kernel_shape=[bank.positions(bands), 1])
        y = graph.add("Squeeze", y, graph.tensor([2], np.int64))
        found.append(_from_on(graph, y, timbre.frames - bank.frames))
    return graph.add("Concat", *found, axis=1) if len(found) > 1 else found[0]


def _feature(graph, x, is_int8, window, n):
    """Mean of the newest n sliding maxima over `window` columns."""
    axis = graph.tensor([2], np.int64)
    x = graph.add(
        "Slice",
        x,
        graph.tensor([-(n + window - 1)], np.int64),
        graph.tensor([EVER], np.int64),
        axis,
    )
    if window > 1:
        x = graph.add("MaxPool", x, kernel_shape=[window], strides=[1])
    if is_int8:
        x = graph.add(
            "DequantizeLinear", x, graph.tensor(1.0), graph.tensor(0, np.uint8)
        )
    return graph.add("ReduceMean", x, axes=[2], keepdims=0)


def _head(graph, net, x):
    for i, layer in enumerate(net.head):
        weight, bias = layer.weight, layer.bias
        if layer.scale is not None:
            weight = weight * layer.scale[:, None] * layer.input_scale
        x = graph.add("Relu", x) if i else x
        x = graph.add("Gemm", x, graph.tensor(weight), graph.tensor(bias), transB=1)
    return graph.add("Sigmoid", x)


def network(net, memory):
    """(model, frames that it needs at least) of a Folded network."""
    graph, features, least = Graph(), [], 0
    frames = "frames"
    if net.is_int8:
        frames = graph.add(
            "QuantizeLinear",
            frames,
            graph.tensor(1 / net.input_scale),
            graph.tensor(0, np.uint8),
        )
        frames = graph.add(
            "Clip", frames, graph.tensor(0, np.uint8), graph.tensor(U7_MAX, np.uint8)
        )
    shape = net.shape
    if shape.timbre:
        filters = _timbre(graph, frames, net)
        bands = _from_on(graph, frames, shape.late)
        frames = graph.add("Concat", bands, filters, axis=1)
        n, window = max(1, int(np.rint(memory))), shape.timbre.window
        features.append(_feature(graph, filters, net.is_int8, window, n))
        least = n + window + shape.late
    for convs, branch in zip(net.branches, shape.branches):
        x = frames
        for conv, level, stride, window in zip(
            convs, branch.levels, branch.strides, branch.windows
        ):
            x = (_int8_conv if net.is_int8 else _float_conv)(
                graph, x, conv, conv.weight
            )
            x = graph.add("MaxPool", x, kernel_shape=[level.pool], strides=[level.pool])
            n = max(1, int(np.rint(memory / stride)))
            features.append(_feature(graph, x, net.is_int8, window, n))
            reach = (n + window) * stride + branch.reach + shape.late
            least = max(least, reach)
    x = graph.add("Concat", *features, axis=1)
    return graph.model(_head(graph, net, x), shape.front_end["bands"]), least


class Plain(musicnn.MusiCNN):
    """The teacher with convs as any runtime knows them."""

    def scan(self, name, kernel, sign, x):
        return functional.conv2d(x[:, None], kernel * sign.view(-1, 1, 1, 1)).amax(
            3
        ) * sign.view(-1, 1)


class Whole(torch.nn.Module):
    """Patches [1, 1, time, bands] to probabilities."""

    def __init__(self, teacher):
        super().__init__()
        self.teacher = teacher

    def forward(self, x):
        """One patch."""
        return self.teacher.last(self.teacher.hidden(x)).sigmoid()


def musicnn(folder, path):
    """Write the MSD teacher's model."""
    patch = torch.zeros(1, 1, musicnn.PATCH, 96)
    warnings.simplefilter("ignore")  # Of constants that it leaves as they are
    torch.onnx.export(
        Whole(Plain(folder)),
        (patch,),
        str(path),
        opset_version=OPSET,
        input_names=["frames"],
        output_names=["probabilities"],
    )
