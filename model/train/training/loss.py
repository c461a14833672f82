# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""What the student minimises."""

import numpy as np
import torch
from torch.nn import functional

FLOOR = 1e-4  # Probabilities nearer to 0 or 1 count as this
LEAST_SPREAD = 0.5  # Of a tag's logits


class Distillation:
    """Cross-entropy against soft targets, plus the distance of logits in units
    of each tag's spread: the first makes probabilities right, the second the
    order of clips, also where a tag is unlikely.  The latter only for the
    first `n_distilled` outputs, of which teachers gave a probability.  Targets
    that are NaN do not count."""

    def __init__(self, targets, weight, n_distilled):
        targets = torch.from_numpy(np.asarray(targets, np.float32))
        self.spread = _logit(targets).std(0).clamp(min=LEAST_SPREAD)
        self.spread[n_distilled:] = np.inf
        self.weight = weight

    def __call__(self, logits, targets):
        known = ~targets.isnan()
        targets = targets.nan_to_num(0.5)
        loss = functional.binary_cross_entropy_with_logits(
            logits, targets, reduction="none"
        )
        if self.weight:
            distance = (logits - _logit(targets)) / self.spread
            loss = loss + self.weight * functional.smooth_l1_loss(
                distance, torch.zeros_like(distance), reduction="none"
            )
        return (loss * known).sum() / known.sum()


def _logit(p):
    return torch.logit(p.clamp(FLOOR, 1 - FLOOR))
