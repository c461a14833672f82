# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Tags that mean how loud a recording is.

A network that hears everything at one level cannot know it.  It learns what a
teacher would say at that level, and its file says how these outputs follow the
true one (`level_outputs`).
"""

import numpy as np

from ..network.shape import FRONT_END
from .labels import CEILING

# Change of the teacher's logit for each dB, as `model.train.reports.loudness`
# prints it
SLOPES = {"mtat:loud": 0.05, "mtat:quiet": -0.05, "mtat:soft": -0.05}


def outputs(names):
    """[(output, slope)] of a network with outputs of these names."""
    return [(i, SLOPES[name]) for i, name in enumerate(names) if name in SLOPES]


def undo(labels, frames):
    """Bring the labels of these tags to the level of the frames, in place."""
    rate = FRONT_END["rate"] / FRONT_END["hop"]
    for name, p in labels.by_clip.items():
        if name not in frames:
            continue
        n = max(1, int(min(labels.seconds * rate, frames.count(name))))
        levels = [
            frames.level(name, min(k * n, frames.count(name) - 1), n)
            for k in range(len(p))
        ]
        for i, slope in outputs(labels.outputs):
            limited = np.clip(p[:, i], 1e-6, 1 - 1e-6)
            logits = np.log(limited / (1 - limited)) - slope * np.float32(levels)
            logits = np.clip(logits, -CEILING, CEILING)
            known = (p[:, i] > 1e-6) & (p[:, i] < 1 - 1e-6)  # Not silence
            p[known, i] = (1 / (1 + np.exp(-logits)))[known]
