# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""What is no music: the outputs music, speech and silence, and the clips that
teach them.

The teachers' tags of speech and of the world's sounds are learnt as they are:
a student trained to have none there had none for unusual music either.  In
silence and steady noise all tags are to rest.  Speech over music keeps the
music's tags while the music is loud enough; where it is not, its tags are not
counted.  Instruments alone (solo.py) are music of which no teacher need be asked.
"""

import dataclasses
import hashlib

import numpy as np

from . import solo
from .augment import Plan
from .dataset import Clip

TAGS = ("music", "speech", "silence")
PRESENT = {  # By the kind of a clip
    "music": (1, 0, 0),
    "speech": (0, 1, 0),
    "mixture": (1, 1, 0),
    "environment": (0, 0, 0),
    "noise": (0, 0, 0),
    "silence": (0, 0, 1),
    "solo": (1, 0, 0),
}
RATIOS = (-18, 18)  # Speech over music, dB
AUDIBLE = 9  # Music that lies lower by as many dB keeps no tags
DEV_SHARE = 0.2
SYNTHETIC = 40  # Clips of noise, and of silence
VERSIONS = 1  # Changed versions of each clip of speech or environment
OVER_MUSIC = 8  # Mixtures of each clip of speech


def targets(clip, logits):
    """The teachers' logits [patches, outputs] as they are to be learnt: NaN
    where they are not counted."""
    if clip.kind in ("noise", "silence"):
        return np.full_like(logits, -np.inf)
    if clip.kind == "mixture" and clip.plan.ratio > AUDIBLE:
        return np.full_like(logits, np.nan)
    return logits


def split(clip):
    """train or dev; one speaker or file is on one side only."""
    digest = hashlib.sha256(clip.source.encode("utf-8")).digest()
    return "dev" if digest[0] < 256 * DEV_SHARE else "train"


def _over_music(speech, music, rng, number):
    other = music[rng.integers(len(music))]
    plan = Plan(
        partner=speech, ratio=rng.uniform(*RATIOS), seed=int(rng.integers(2**31))
    )
    return dataclasses.replace(
        other,
        name=f"{other.name}+{speech.name}~{number}",
        kind="mixture",
        plan=plan,
        base=other.name,
        split=speech.split,
    )


def _solos(split_name, sets):
    outputs = [f"{s}:{tag}" for s, tags in sets.items() for tag in tags]
    return [
        Clip(name, None, split_name, "solo", plan=plan)
        for name, part, plan in solo.solos(outputs)
        if part == split_name
    ]


def _synthetic(kind, split_name, i, rng):
    level = rng.uniform(-50, -6) if kind == "noise" else rng.uniform(-110, -68)
    plan = Plan(colour=rng.uniform(0, 2), gain=level, seed=int(rng.integers(2**31)))
    if kind == "silence" and i % 2:
        plan.gain = -np.inf
    return Clip(f"{kind}~{split_name}~{i}", None, split_name, kind, plan=plan)


def clips(data, versions):
    """The clips of other kinds than music, real and made; `versions` makes
    the changed versions of clips."""
    rng = np.random.default_rng(1)
    found = []
    other = [
        dataclasses.replace(clip, split=split(clip))
        for clip in data.clips
        if clip.kind in ("speech", "environment")
    ]
    for name in ("train", "dev"):
        music = data.of(name)
        part = [clip for clip in other if clip.split == name]
        found += part
        speech = [clip for clip in part if clip.kind == "speech"]
        if music:
            found += [
                _over_music(clip, music, rng, i)
                for clip in speech
                for i in range(OVER_MUSIC)
            ]
        if name == "train":
            found += versions(part, VERSIONS)
        found += _solos(name, data.sets)
        n = SYNTHETIC if name == "train" else SYNTHETIC // 4
        found += [
            _synthetic(kind, name, i, rng)
            for kind in ("noise", "silence")
            for i in range(n)
        ]
    return found
