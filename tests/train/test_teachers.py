#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The teachers give the logits that came with the data set."""

import common
import numpy as np

from model.train.data import audio, dataset
from model.train.teachers import musicnn

CLIPS = 8


def main():
    """The worst and the usual difference over some clips."""
    if not common.DATA.is_dir():
        common.skip(f"{common.DATA} is not there")
    data = dataset.load(common.DATA, common.DATA / "teacher")
    models = musicnn.load(common.DATA / "teacher")
    music = data.of("dev")
    clips = music[:: len(music) // CLIPS][:CLIPS]
    worst = {name: [] for name in models}
    for clip in clips:
        samples, _ = audio.decode(clip.path, musicnn.RATE)
        for name, teacher in models.items():
            wanted = data.logits[name][clip.name].astype(float)
            found = teacher.logits(samples)[: len(wanted)]
            assert found.shape == wanted.shape, clip.name
            worst[name].append(np.abs(found - wanted).max())
    for name, values in worst.items():
        usual = np.median(values)
        print(f"{name}: worst {max(values):.3f}, median {usual:.4f}")
        # Some clips were encoded again after they had been labelled
        assert usual < 0.01, name
        assert np.mean(np.array(values) < 0.1) >= 0.75, name


main()
