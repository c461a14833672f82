# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""What the student minimises."""

import numpy as np
import torch
from torch.nn import functional

FLOOR = 1e-5  # Probabilities nearer to 0 or 1 count as this
LEAST_SPREAD = 0.02  # Of a tag's probability, against very large weights


class Distillation:
    """Cross-entropy against soft targets, each tag weighted by the inverse of
    its spread so that rare tags count as much as common ones; plus, with
    `logit_weight`, the distance of logits in units of each tag's spread, which
    orders the clips among which a tag is unlikely."""

    def __init__(self, targets, logit_weight):
        targets = torch.from_numpy(np.asarray(targets, np.float32))
        weight = 1 / targets.std(0).clamp(min=LEAST_SPREAD)
        self.tag_weight = weight / weight.mean()
        self.spread = _logit(targets).std(0).clamp(min=0.5)
        self.logit_weight = logit_weight

    def __call__(self, logits, targets):
        loss = functional.binary_cross_entropy_with_logits(
            logits, targets, self.tag_weight
        )
        if self.logit_weight:
            distance = (logits - _logit(targets)) / self.spread
            loss = loss + self.logit_weight * functional.smooth_l1_loss(
                distance, torch.zeros_like(distance)
            )
        return loss


def _logit(p):
    return torch.logit(p.clamp(FLOOR, 1 - FLOOR))
