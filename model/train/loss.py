# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""What the student minimises."""

import numpy as np
import torch
from torch.nn import functional

FLOOR = 1e-4  # Probabilities nearer to 0 or 1 count as this


class Distillation:
    """Cross-entropy against soft targets, plus the squared distance of logits
    in units of each tag's spread: the first makes probabilities right, the
    second the order of clips, for rare tags as much as for common ones."""

    def __init__(self, targets, weight):
        logits = _logit(torch.from_numpy(np.asarray(targets, np.float32)))
        self.spread = logits.std(0).clamp(min=0.1)
        self.weight = weight

    def __call__(self, logits, targets):
        loss = functional.binary_cross_entropy_with_logits(logits, targets)
        if self.weight:
            distance = (logits - _logit(targets)) / self.spread
            loss = loss + self.weight * functional.smooth_l1_loss(
                distance, torch.zeros_like(distance)
            )
        return loss


def _logit(p):
    return torch.logit(p.clamp(FLOOR, 1 - FLOOR))
