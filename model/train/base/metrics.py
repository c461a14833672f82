# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Agreement of two matrices of tags [clips, tags]."""

import numpy as np
from scipy import stats

TOP = 0.1  # The teacher's top tenth of clips are a tag's positives
CERTAIN = 1e-5  # Targets this near to 0 or 1 are people's, not a teacher's


def roc_auc(scores, positive):
    """Area under the ROC curve; NaN without both classes."""
    n = int(positive.sum())
    if n in (0, len(positive)):
        return float("nan")
    ranks = stats.rankdata(scores)
    area = ranks[positive].sum() - n * (n + 1) / 2
    return float(area / (n * (len(positive) - n)))


def positives(values):
    """The clips that have a tag: by people's labels if the values are certain,
    else those of the teacher's largest values."""
    if (np.minimum(values, 1 - values) < CERTAIN).all():
        return values > 0.5
    positive = np.zeros(len(values), bool)
    n = max(1, round(TOP * len(values)))
    positive[np.argsort(values, kind="stable")[-n:]] = True
    return positive


def agreement(student, teacher):
    """The figures by which a network is compared with a teacher."""
    tags = range(teacher.shape[1])
    areas = [roc_auc(student[:, t], positives(teacher[:, t])) for t in tags]
    ranks = [stats.spearmanr(student[:, t], teacher[:, t]).correlation for t in tags]
    ours = np.argsort(-student, 1)[:, :5]
    theirs = np.argsort(-teacher, 1)[:, :5]
    n = ours.shape[1]
    shared = [len(set(a) & set(b)) / n for a, b in zip(ours, theirs)]
    return {
        "roc_auc": float(np.nanmean(areas)),
        "spearman": float(np.nanmean(ranks)),
        "top1": float((ours[:, 0] == theirs[:, 0]).mean()),
        "top5": float(np.mean(shared)),
        "error": float(np.abs(student - teacher).mean()),
    }
