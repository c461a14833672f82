# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Probabilities that mean the same for all tags.

A tag's shown probability is sigmoid(slope * logit(p) + offset), p the mean of
its members; a clip's is the mean over its updates, of which some are taken.
Slope and offset are fitted to the weak labels.  As captions are incomplete,
only clips whose label names something of the same group count: to say "piano"
of a recording and nothing of guitars is to say there are none, to say "sad" is
not.  Tags with few positives are drawn to the fit of their group.
"""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from ..data import weak_labels
from ..network.constants import EDGE

GROUP_WEIGHT = 12.0  # Weight of the group's fit, in clips
IDENTITY_WEIGHT = 4.0  # Of slope 1 and offset 0 in a group's own fit
SLOPES = (0.4, 2.5)
LEAST = 10  # Positives of a tag with a threshold of its own
THRESHOLDS = (0.25, 0.75)
BINS = 10


@dataclass
class Example:
    """What one tag is fitted to: logits [clips, updates], truth and weights of
    clips, and the source of each."""

    logits: np.ndarray
    truth: np.ndarray
    weights: np.ndarray
    sources: np.ndarray

    def part(self, chosen):
        """Some of the clips."""
        arrays = (self.logits, self.truth, self.weights, self.sources)
        return Example(*(array[chosen] for array in arrays))


def logit(p):
    """As the engine computes it."""
    p = np.asarray(p, np.float64)  # The optimiser takes small differences
    return special.logit(np.clip(p, EDGE, 1 - EDGE))


def examples(tags, groups, probabilities, texts, sources):
    """An Example a tag, from probabilities [clips, updates, tags]; None where
    its group is never spoken of.  Clips of one label weigh as much as the
    square root of their number."""
    said = np.stack([weak_labels.positives(tag, texts) for tag in tags], 1)
    counts = {text: texts.count(text) for text in set(texts)}
    weights = np.array([counts[text] ** -0.5 for text in texts])
    found = []
    for i, group in enumerate(groups):
        others = [j for j, other in enumerate(groups) if other == group]
        known = said[:, others].any(1) | weak_labels.mentions_group(group, texts)
        one = Example(logit(probabilities[..., i]), said[:, i], weights, sources)
        found.append(one.part(known) if known.any() else None)
    return found


def shown(logits, slope=1.0, offset=0.0):
    """Clips' probabilities from logits [clips, updates]."""
    return special.expit(slope * logits + offset).mean(1)


def fit(parts, center=(1.0, 0.0), weight=IDENTITY_WEIGHT):
    """(slope, offset) by maximum likelihood, drawn toward `center`."""
    x = np.concatenate([part.logits for part in parts])
    y = np.concatenate([part.truth for part in parts])
    w = np.concatenate([part.weights for part in parts])

    def cost(ab):
        p = np.clip(shown(x, *ab), EDGE, 1 - EDGE)
        likelihood = -(w * np.where(y, np.log(p), np.log1p(-p))).sum()
        pull = (ab[0] - center[0]) ** 2 + (ab[1] - center[1]) ** 2 / 4
        return likelihood + weight * pull

    bounds = (SLOPES, (-8, 8))
    found = optimize.minimize(cost, center, bounds=bounds, method="L-BFGS-B")
    return tuple(float(v) for v in found.x)


def fit_all(found, groups):
    """(slope, offset) of each tag; its group's where it has no positives, that
    of all tags together where the group has none."""
    result = []
    for one, group in zip(found, groups):
        known = [
            (e, g) for e, g in zip(found, groups) if e is not None and e.truth.any()
        ]
        if not known:
            result.append(None)
            continue
        common = fit([e for e, g in known if g == group] or [e for e, _ in known])
        own = one is not None and one.truth.any()
        result.append(fit([one], common, GROUP_WEIGHT) if own else common)
    return result


def cross_validate(found, groups, folds=5):
    """Each tag's calibrated probabilities by fits that never saw the clip's
    source."""
    names = sorted({s for e in found if e is not None for s in e.sources})
    order = np.random.default_rng(0).permutation(len(names))
    fold = {names[i]: n % folds for n, i in enumerate(order)}
    result = [None if e is None else np.zeros(len(e.logits)) for e in found]
    for f in range(folds):
        inside = [
            None if e is None else np.array([fold[s] == f for s in e.sources])
            for e in found
        ]
        train = [e if e is None else e.part(~m) for e, m in zip(found, inside)]
        train = [e if e is None or len(e.logits) else None for e in train]
        for i, ab in enumerate(fit_all(train, groups)):
            if found[i] is not None:
                a, b = ab or (1.0, 0.0)
                seen = found[i].logits[inside[i]]
                result[i][inside[i]] = shown(seen, a, b)
    return result


def reliability(p, truth, weights):
    """[(share of clips, mean of p, share of positives)] by tenths of p"""
    rows, total = [], weights.sum()
    bins = np.minimum((p * BINS).astype(int), BINS - 1)
    for i in range(BINS):
        w = weights * (bins == i)
        n = max(w.sum(), 1e-12)
        rows.append((w.sum() / total, (w * p).sum() / n, (w * truth).sum() / n))
    return rows


def expected_error(p, truth, weights):
    """Expected calibration error."""
    rows = reliability(p, truth, weights)
    return sum(share * abs(mean - true) for share, mean, true in rows)


def threshold(parts, probabilities):
    """Where F1 is best over the clips of some tags, within THRESHOLDS."""
    p = np.concatenate(probabilities)
    truth = np.concatenate([part.truth for part in parts])
    w = np.concatenate([part.weights for part in parts])

    def f1(t):
        hit = (w * (truth & (p >= t))).sum()
        return 2 * hit / max((w * truth).sum() + (w * (p >= t)).sum(), 1e-12)

    levels = np.round(np.arange(THRESHOLDS[0], THRESHOLDS[1] + 0.01, 0.05), 2)
    return float(max(levels, key=f1))


def thresholds(found, groups, probabilities):
    """A threshold a tag: its own if it has the positives, else its group's or
    else that of all; None without any."""
    result = []
    for one, p, group in zip(found, probabilities, groups):
        if one is not None and one.truth.sum() >= LEAST:
            result.append(threshold([one], [p]))
            continue
        known = [
            (e, s, g)
            for e, s, g in zip(found, probabilities, groups)
            if e is not None and e.truth.any()
        ]
        pairs = [(e, s) for e, s, g in known if g == group]
        pairs = pairs or [(e, s) for e, s, _ in known]
        result.append(threshold(*zip(*pairs)) if pairs else None)
    return result
