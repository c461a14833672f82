#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The committed network, through the program, agrees with its teachers on
some of the clips that it was not trained on."""

import common
import numpy as np

from model.train.base import progress
from model.train.data import dataset
from model.train.teachers import labels
from model.train.reports import program

EVERY = 8  # Of dev's clips
LEAST = {"msd": 0.89, "mtat": 0.91, "jamendo": 0.90}  # ROC-AUC
CLOSE = 0.03  # Mean absolute error


def main():
    """The figures of each set."""
    executable = common.BUILD / "earmark"
    if not common.DATA.is_dir():
        common.skip(f"{common.DATA} is not there")
    if not executable.exists():
        common.skip("build/earmark is not built")
    teachers = common.DATA / "teacher"
    data = dataset.load(common.DATA, teachers)
    clips = data.of("dev")
    known = labels.load(data, data.of("dev"), common.BUILD)
    clips = [clip for clip in clips if clip.name in known][::EVERY]
    network = common.ROOT / "model/default/default.safetensors"
    for path in network.parent.glob("*.safetensors"):
        common.check_no_paths(path)
    figures, found, _ = program.agreement(
        executable, network, data, known, clips, progress.Progress()
    )
    assert found.shape == (len(clips), sum(map(len, data.sets.values())))
    assert np.isfinite(found).all() and found.min() >= 0 and found.max() <= 1
    for name, f in figures.items():
        print(f"{name}: ROC-AUC {f['roc_auc']:.3f}, error {f['error']:.3f}")
        assert f["roc_auc"] >= LEAST[name], name
        assert f["error"] <= CLOSE, name


main()
