#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Captions raise what they name, by as much as asked, and nothing else"""

import dataclasses

import common
import numpy as np

from model.train.network import views
from model.train.teachers import captions
from model.train.data.augment import Plan
from model.train.data.dataset import Clip
from model.train.teachers.labels import Labels

assert common.ROOT
SETS = {
    "msd": ["rock", "female vocalists", "sad"],
    "mtat": ["rock", "female", "guitar"],
    "jamendo": ["genre---rock", "mood/theme---sad"],
}


def clip(name, label, **more):
    return dataclasses.replace(Clip(name, None, "train", "music"), label=label, **more)


def main():
    outputs = [f"{s}:{tag}" for s, tags in SETS.items() for tag in tags]
    clips = [
        clip("a", "Rock, loud"),
        clip("b", "a lullaby"),
        clip("c", "rock", plan=Plan(partner=object())),
        clip("d", "rock", kind="mixture"),
    ]
    known = {c.name: np.full((2, len(outputs)), 0.2, np.float32) for c in clips}
    labels = Labels(outputs, 3.0, known)
    found = captions.enrich(labels, clips, SETS, 0.5)

    view = views.build(SETS)[0]
    rock = next(t for t in view["tags"] if t["name"] == "rock")
    members = [output for output, _ in rock["members"]]
    assert members and len(members) < len(outputs)
    for i in range(len(outputs)):
        wanted = 0.6 if i in members else 0.2
        assert np.allclose(found.probabilities("a")[:, i], wanted), outputs[i]
    for name in "bcd":
        assert np.array_equal(found.probabilities(name), known[name])
    assert np.all(known["a"] == np.float32(0.2))  # What came in is untouched


main()
