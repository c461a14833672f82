# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The network as it is trained: branches, their features, the head."""

import torch
from torch import nn
from torch.nn import functional


class Branch(nn.Module):
    """Conv, batch norm, ReLU and max-pool, level after level, unpadded."""

    def __init__(self, bands, shape):
        super().__init__()
        self.shape = shape
        widths = [bands] + [level.filters for level in shape.levels]
        self.convs = nn.ModuleList(
            nn.Conv1d(n_in, level.filters, level.length, bias=False)
            for n_in, level in zip(widths, shape.levels)
        )
        self.norms = nn.ModuleList(
            nn.BatchNorm1d(level.filters) for level in shape.levels
        )

    def forward(self, x):
        """Features [batch, sum of filters] of frames [batch, bands, time]."""
        features = []
        for conv, norm, level, window in zip(
            self.convs, self.norms, self.shape.levels, self.shape.windows
        ):
            x = functional.max_pool1d(functional.relu(norm(conv(x))), level.pool)
            features.append(aggregate(x, window))
        return torch.cat(features, 1)


class Timbre(nn.Module):
    """Banks of 2-D filters, each by its maximum over the bands."""

    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.convs = nn.ModuleList(
            nn.Conv2d(
                1,
                bank.filters,
                (bank.bands, bank.frames),
                (bank.stride, 1),
                bias=False,
            )
            for bank in shape.banks
        )
        self.norms = nn.ModuleList(nn.BatchNorm1d(b.filters) for b in shape.banks)

    def forward(self, x):
        """[batch, filters, time - reach + 1] of frames [batch, bands, time]."""
        n = x.shape[2] - self.shape.frames + 1
        parts = []
        for conv, norm, bank in zip(self.convs, self.norms, self.shape.banks):
            y = norm_of_maximum(norm, maximum(x[:, :, -(n + bank.frames - 1) :], conv))
            parts.append(functional.relu(y))
        return torch.cat(parts, 1)


def maximum(x, conv):
    """The filters' maximum over the bands [batch, filters, time]: positions are
    taken as a batch of their own, which is several times faster than a 2-D
    conv of one channel."""
    bands, stride = conv.kernel_size[0], conv.stride[0]
    windows = x.unfold(1, bands, stride)  # [batch, positions, time, bands]
    batch, positions, time, _ = windows.shape
    flat = windows.transpose(2, 3).reshape(batch * positions, bands, time)
    y = functional.conv1d(flat, conv.weight[:, 0])
    return y.view(batch, positions, y.shape[1], y.shape[2]).amax(1)


def norm_of_maximum(norm, y):
    """Batch norm that keeps the order of values, as it comes after a maximum."""
    return functional.batch_norm(
        y,
        norm.running_mean,
        norm.running_var,
        norm.weight.abs(),
        norm.bias,
        norm.training,
        norm.momentum,
        norm.eps,
    )


def aggregate(columns, window):
    """The mean of the sliding maximum over `window` columns."""
    return functional.max_pool1d(columns, window, 1).mean(2)


class Head(nn.Module):
    """Dense layers from features to logits."""

    def __init__(self, n_features, hidden, n_outputs, dropout):
        super().__init__()
        self.norm = nn.BatchNorm1d(n_features)
        self.drop = nn.Dropout(dropout)
        widths = [n_features, *hidden, n_outputs]
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))

    def hidden(self, features):
        """What goes into the last layer, of features [batch, features]."""
        x = self.norm(features)
        for layer in self.layers[:-1]:
            x = functional.relu(layer(self.drop(x)))
        return self.drop(x)

    def forward(self, features):
        """Logits [batch, outputs] of features [batch, features]."""
        return self.layers[-1](self.hidden(features))


class Network(nn.Module):
    """All branches and the head; each branch has a small head of its own
    that only helps training and is not exported."""

    def __init__(self, shape, mean=0.0, deviation=1.0, dropout=0.2):
        super().__init__()
        self.shape = shape
        self.register_buffer("mean", torch.tensor(float(mean)))
        self.register_buffer("deviation", torch.tensor(float(deviation)))
        self.timbre = Timbre(shape.timbre) if shape.timbre else None
        self.branches = nn.ModuleList(
            Branch(shape.channels, branch) for branch in shape.branches
        )
        n_outputs = len(shape.outputs)
        self.helpers = nn.ModuleList(
            Head(sum(v.filters for v in b.levels), (), n_outputs, dropout)
            for b in shape.branches
        )
        self.head = Head(shape.n_features, shape.hidden, n_outputs, dropout)

    def features(self, frames):
        """A list, one tensor a branch and the timbre's before them, of frames
        [batch, bands, time]."""
        x = (frames - self.mean) / self.deviation
        first = []
        if self.timbre:
            timbre = self.timbre(x)
            first = [aggregate(timbre, self.timbre.shape.window)]
            x = torch.cat([x[:, :, -timbre.shape[2] :], timbre], 1)
        return first + [branch(x) for branch in self.branches]

    def hidden(self, frames):
        """(what goes into the head's last layer, [logits of each branch
        alone])"""
        features = self.features(frames)
        of_branches = features[len(features) - len(self.branches) :]
        alone = [head(f) for head, f in zip(self.helpers, of_branches)]
        return self.head.hidden(torch.cat(features, 1)), alone

    def forward(self, frames):
        """(logits, [logits of each branch alone])"""
        hidden, alone = self.hidden(frames)
        return self.head.layers[-1](hidden), alone
