# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Targets: what teachers, or people, say of each stretch of a clip."""

import pathlib

import numpy as np

from . import audio, teachers

CEILING = 15.0  # Logits beyond this are cut
WHOLE_CLIP = 1e6  # Seconds of the only patch of a clip whose tags are given


class Labels:
    """Per clip, logits of patches [patches, outputs], `seconds` long each."""

    def __init__(self, outputs, seconds, logits):
        self.outputs = tuple(outputs)
        self.seconds = seconds
        self.logits = {
            clip: np.clip(values, -CEILING, CEILING).astype(np.float32)
            for clip, values in logits.items()
        }

    def __contains__(self, clip):
        return clip in self.logits

    def probabilities(self, clip):
        """[patches, outputs]"""
        return 1 / (1 + np.exp(-self.logits[clip]))

    def mean(self, clip):
        """The clip's probabilities: the mean over its patches."""
        return self.probabilities(clip).mean(0)

    def weights(self, clip, begin, end):
        """How much of begin..end (seconds) lies in each patch; sums to 1."""
        n = len(self.logits[clip])
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


def _taught(data, wanted, folder, store, report):
    """Logits by teachers of the clips that come without, kept in `store`."""
    if not wanted:
        return {}
    store.mkdir(parents=True, exist_ok=True)
    models, found = teachers.load(folder), {}
    for i, clip in enumerate(wanted):
        report("labels", i, len(wanted))
        path = store / (clip.name.replace("/", "--") + ".npy")
        if not path.exists():
            samples, _ = audio.decode(clip.path, teachers.RATE)
            parts = [models[name].logits(samples) for name in data.sets]
            partial = path.with_suffix(".part")
            with open(partial, "wb") as file:
                np.save(file, np.concatenate(parts, 1).astype(np.float16))
            partial.replace(path)
        found[clip.name] = np.load(path)
    report("labels", len(wanted), len(wanted))
    return found


def load(data, clips, work, teacher_folder, report):
    """The labels of clips: those that come with the data, those of its tag
    table, or those of the teachers, made once and kept in `work`."""
    outputs = [f"{s}:{tag}" for s, tags in data.sets.items() for tag in tags]
    if "tags" in data.sets:
        names = data.sets["tags"]
        return Labels(
            outputs, WHOLE_CLIP, {c.name: _hard(c, names) for c in clips}
        )
    given, wanted = {}, []
    for clip in clips:
        parts = [data.logits.get(s, {}).get(clip.name) for s in data.sets]
        if all(part is not None for part in parts):
            given[clip.name] = np.concatenate(parts, 1)
        else:
            wanted.append(clip)
    store = pathlib.Path(work) / "labels"
    given.update(_taught(data, wanted, teacher_folder, store, report))
    found = {name: v for name, v in given.items() if len(v)}
    return Labels(outputs, teachers.PATCH_SECONDS, found)
