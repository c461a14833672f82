#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Figures of agreement, and the keyword rule, on cases known by hand."""

import common
import numpy as np

from model.train.base import metrics
from model.train.data import weak_labels

assert common.ROOT


def main():
    """Ties, both orders, missing classes, whole words."""
    positive = np.array([False, False, True, True])
    assert metrics.roc_auc(np.array([1, 2, 3, 4]), positive) == 1
    assert metrics.roc_auc(np.array([4, 3, 2, 1]), positive) == 0
    assert metrics.roc_auc(np.array([1, 1, 1, 1]), positive) == 0.5
    assert metrics.roc_auc(np.array([1, 3, 2, 4]), positive) == 0.75
    assert np.isnan(metrics.roc_auc(np.arange(4), np.zeros(4, bool)))

    values = np.random.default_rng(1).random(40)
    top = metrics.positives(values)
    assert top.sum() == 4 and values[top].min() > values[~top].max()
    given = np.array([0.0, 1.0, 1.0, 0.0])
    assert (metrics.positives(given) == (given == 1)).all()

    teacher = np.random.default_rng(2).random((30, 8))
    same = metrics.agreement(teacher, teacher)
    assert same == {"roc_auc": 1, "spearman": 1, "top1": 1, "top5": 1, "error": 0}
    turned = metrics.agreement(1 - teacher, teacher)
    assert turned["roc_auc"] == 0 and turned["spearman"] < -0.999

    labels = ["Popular song", "dream-pop", "HIP-HOP beat", "trap"]
    assert list(weak_labels.positives("pop", labels)) == [False, True, False, False]
    assert list(weak_labels.positives("hip hop", labels)) == (
        [False, False, True, True]
    )


main()
