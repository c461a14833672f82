# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Targets: what teachers, or people, say of each stretch of a clip."""

import pathlib

import numpy as np

from ..data import content, solo
from . import musicnn

CEILING = 15.0  # Logits beyond this are cut
WHOLE_CLIP = 1e6  # Seconds of the only patch of a clip whose tags are given


class Labels:
    """Per clip, probabilities of patches [patches, outputs], `seconds` long
    each; NaN where an output is not counted."""

    def __init__(self, outputs, seconds, probabilities):
        self.outputs = tuple(outputs)
        self.seconds = seconds
        self.by_clip = probabilities

    def __contains__(self, clip):
        return clip in self.by_clip

    def probabilities(self, clip):
        """[patches, outputs]"""
        return self.by_clip[clip]

    def mean(self, clip):
        """The clip's probabilities: the mean over its patches."""
        return self.probabilities(clip).mean(0)

    def weights(self, clip, begin, end):
        """How much of begin..end (seconds) lies in each patch; sums to 1."""
        n = len(self.by_clip[clip])
        starts = np.arange(n) * self.seconds
        stops = starts + self.seconds
        overlap = np.minimum(stops, end) - np.maximum(starts, begin)
        overlap = np.maximum(overlap, 0)
        if not overlap.any():  # Past the last whole patch
            overlap[-1] = 1
        return (overlap / overlap.sum()).astype(np.float32)


def _hard(clip, names):
    """Logits of the tags that a table gives: certain, one patch."""
    given = [name in clip.tags for name in names]
    return np.where(given, CEILING, -CEILING).astype(np.float32)[None]


class Store:
    """What the teachers said, a file a clip, in a work folder."""

    def __init__(self, work, kind="labels"):
        self.folder = pathlib.Path(work) / kind
        self.folder.mkdir(parents=True, exist_ok=True)

    def _path(self, name):
        return self.folder / (name.replace("/", "--") + ".npy")

    def __contains__(self, name):
        return self._path(name).exists()

    def add(self, name, logits):
        """Keep logits [patches, outputs]."""
        partial = self._path(name).with_suffix(".part")
        with open(partial, "wb") as file:
            np.save(file, logits.astype(np.float16))
        partial.replace(self._path(name))

    def get(self, name):
        """Logits [patches, outputs]."""
        return np.load(self._path(name))


def given(data, clip):
    """Logits that come with the data, or None."""
    if "tags" in data.sets:
        return None if clip.tags is None else _hard(clip, data.sets["tags"])
    parts = [data.logits.get(s, {}).get(clip.name) for s in data.sets]
    if all(part is not None for part in parts):
        return np.concatenate(parts, 1)
    return None


def _sigmoid(logits):
    logits = np.clip(logits, -CEILING, CEILING).astype(np.float32)
    return 1 / (1 + np.exp(-logits))


def _given(data, clip, outputs):
    return np.zeros((1, len(outputs))) if clip.kind == "solo" else given(data, clip)


def _targets(clip, logits, outputs):
    """Probabilities [patches, outputs]."""
    if clip.kind == "solo":
        return solo.targets(clip.plan, outputs)
    return _sigmoid(content.targets(clip, logits))


def load(data, clips, work, with_content=False):
    """The labels of clips: those that come with the data, or else those that
    the teachers have left in `work`; none of what is too short for them.  With
    the content tags (content.py), if wanted, as the last outputs."""
    outputs = [f"{s}:{tag}" for s, tags in data.sets.items() for tag in tags]
    store, found = Store(work), {}
    base = {clip.name: clip for clip in data.clips}
    for clip in clips:
        logits = _given(data, base.get(clip.base, clip), outputs)
        if logits is None and clip.name in store:
            logits = store.get(clip.name)
        if logits is None or not len(logits):
            continue
        p = _targets(clip, logits, outputs)
        if with_content:
            present = np.float32(content.PRESENT[clip.kind])
            p = np.hstack([p, np.tile(present, (len(p), 1))])
        found[clip.name] = p
    hard = "tags" in data.sets
    if with_content:
        outputs += [f"content:{tag}" for tag in content.TAGS]
    return Labels(outputs, WHOLE_CLIP if hard else musicnn.PATCH_SECONDS, found)
