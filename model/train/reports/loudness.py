# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""How the teachers' words follow the volume: for each output the change of its
logit for each dB, as the table that training reads (../teachers/loudness.tsv)."""

import argparse
import pathlib

import numpy as np
import torch

from ..base import progress
from ..data import audio, dataset
from ..teachers import musicnn, preprocess

STEP = 6  # dB softer and louder
SECONDS = 12  # From the middle of each clip


def _parse():
    parser = argparse.ArgumentParser(
        prog="python3 -m model.train.reports.loudness", description=__doc__
    )
    add = parser.add_argument
    add("--data", type=pathlib.Path, required=True, metavar="DIR")
    add("--teachers", type=pathlib.Path, metavar="DIR")
    add("--clips", type=int, default=120, help="of train, evenly spread")
    return parser.parse_args()


def _excerpt(clip):
    """Samples of the middle of a clip, at the teachers' rate."""
    samples, rate = audio.decode(clip.path)
    samples = preprocess.resample(samples, rate)
    begin = max(0, (len(samples) - SECONDS * musicnn.RATE) // 2)
    return samples[begin : begin + SECONDS * musicnn.RATE]


def _slopes(models, clip):
    """Change of the logits [outputs] for each dB."""
    samples, factor = _excerpt(clip), 10 ** (STEP / 20)
    soft, loud = (
        np.concatenate([model.logits(samples * f).mean(0) for model in models])
        for f in (1 / factor, factor)
    )
    return (loud - soft) / (2 * STEP)


def main():
    """The table."""
    options, report = _parse(), progress.Progress()
    teachers = options.teachers or options.data / "teacher"
    data = dataset.load(options.data, teachers)
    models = musicnn.load(teachers, torch.float32)
    clips = data.of("train")
    clips = [
        clips[i] for i in np.linspace(0, len(clips) - 1, options.clips).astype(int)
    ]
    rows = []
    for i, clip in enumerate(clips):
        report("clips", i, len(clips))
        rows.append(_slopes([models[s] for s in data.sets], clip))
    report("clips", len(clips), len(clips))
    names = [f"{s}:{tag}" for s, tags in data.sets.items() for tag in tags]
    print("output\tslope\tdeviation")
    for name, mean, deviation in zip(names, np.mean(rows, 0), np.std(rows, 0)):
        print(f"{name}\t{mean:.4f}\t{deviation:.4f}")


if __name__ == "__main__":
    main()
