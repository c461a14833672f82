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
        bands = shape.front_end["bands"]
        self.register_buffer("mean", torch.tensor(float(mean)))
        self.register_buffer("deviation", torch.tensor(float(deviation)))
        self.branches = nn.ModuleList(
            Branch(bands, branch) for branch in shape.branches
        )
        n_outputs = len(shape.outputs)
        self.helpers = nn.ModuleList(
            Head(sum(v.filters for v in b.levels), (), n_outputs, dropout)
            for b in shape.branches
        )
        self.head = Head(shape.n_features, shape.hidden, n_outputs, dropout)

    def features(self, frames):
        """A list, one tensor a branch, of frames [batch, bands, time]."""
        x = (frames - self.mean) / self.deviation
        return [branch(x) for branch in self.branches]

    def hidden(self, frames):
        """(what goes into the head's last layer, [logits of each branch
        alone])"""
        features = self.features(frames)
        alone = [head(f) for head, f in zip(self.helpers, features)]
        return self.head.hidden(torch.cat(features, 1)), alone

    def forward(self, frames):
        """(logits, [logits of each branch alone])"""
        hidden, alone = self.hidden(frames)
        return self.head.layers[-1](hidden), alone
