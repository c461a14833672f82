# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Batches of random chunks of clips with their targets."""

import numpy as np
import torch

LENGTHS = (150, 186, 222, 258)  # Frames: 3.5 to 6 seconds
USUAL = 134  # What branches reach over that these are long enough for
MASK = 24  # Bands hidden at most
BATCH = 64


def longer(shape):
    """Frames by which chunks are longer for the sake of large scales."""
    reach = max(branch.reach for branch in shape.branches)
    return max(0, reach + (shape.timbre.frames - 1 if shape.timbre else 0) - USUAL)


class Chunks:
    """Draws from the clips, in proportion to their length.  Where
    `hidden_units` {clip: [patches, units]} is given, targets are the outputs, then these.
    """

    def __init__(
        self, frames, labels, clips, shape, n_distilled, options, hidden_units=None
    ):
        self.mixtures = options.mixtures
        self.lengths = [n + longer(shape) for n in LENGTHS]
        # The outputs of the content
        self.content = slice(n_distilled, len(shape.outputs))
        self.frames = frames
        self.labels = labels
        used = [
            c
            for c in clips
            if c.name in frames
            and c.name in labels
            and frames.count(c.name) >= max(self.lengths)
        ]
        if not used:
            raise ValueError("no clip is long enough to learn from")
        self.clips = [c.name for c in used]
        counts = np.array([frames.count(c.name) * c.draws for c in used], float)
        self.share = counts / counts.sum()
        self.seconds = 1 / shape.frame_rate
        self.targets = {n: labels.probabilities(n) for n in self.clips}
        if hidden_units:
            self.targets = {
                name: _joined(p, hidden_units.get(name), hidden_units)
                for name, p in self.targets.items()
            }
        self.batches = options.epoch_batches or max(
            1, round(counts.sum() / BATCH / max(self.lengths))
        )

    def _chunk(self, rng, length):
        name = self.clips[rng.choice(len(self.clips), p=self.share)]
        begin = rng.integers(self.frames.count(name) - length + 1)
        weights = self.labels.weights(
            name, begin * self.seconds, (begin + length) * self.seconds
        )
        return self.frames.get(name, begin, length), weights @ self.targets[name]

    def sample(self, seed):
        """Frames [batch, bands, length] of some chunks."""
        rng, length = np.random.default_rng(seed), max(self.lengths)
        x = np.stack([self._chunk(rng, length)[0] for _ in range(BATCH)])
        return torch.from_numpy(x).transpose(1, 2).contiguous()

    def batch(self, rng):
        """(frames [batch, bands, length], targets [batch, outputs]); some
        batches are mixtures of two chunks."""
        length = int(rng.choice(self.lengths))
        pairs = [self._chunk(rng, length) for _ in range(BATCH)]
        x = np.stack([pair[0] for pair in pairs])
        x = torch.from_numpy(x).transpose(1, 2).contiguous()
        y = torch.from_numpy(np.stack([pair[1] for pair in pairs]))
        if rng.random() < self.mixtures:
            order = torch.from_numpy(rng.permutation(BATCH))
            share = torch.from_numpy(rng.random(BATCH).astype(np.float32))
            x.lerp_(x[order], share[:, None, None])
            y = _mixed(y, y[order], share[:, None], self.content)
        for i in range(BATCH):
            n = rng.integers(MASK + 1)
            first = rng.integers(x.shape[1] - n + 1)
            x[i, first : first + n] = 0
        return x, y


def _joined(p, units, hidden_units):
    """Targets [patches, outputs + units]; NaN where no teacher was asked."""
    if units is None:
        units = np.full((1, next(iter(hidden_units.values())).shape[1]), np.nan)
    at = np.minimum(np.arange(len(p)), len(units) - 1)
    return np.hstack([p, np.float32(units[at])])


def _mixed(y, other, share, content):
    """Targets of mixtures.  What is present in either is present in both, but
    how loud is not known: where they differ, content does not count."""
    mixed = torch.lerp(y, other, share)
    differ = y[:, content] != other[:, content]
    mixed[:, content].masked_fill_(differ, float("nan"))
    return mixed
