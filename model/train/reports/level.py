# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""How the tags of clips change with their volume: the program's, of the same
sound made softer or louder."""

import argparse
import dataclasses
import pathlib
import tempfile

import numpy as np
from scipy.io import wavfile

from ..base import progress
from ..data import audio, dataset
from . import program

VOLUMES = (-20, -12, -6, 6)  # dB
TRUE_LEVEL = ("loud", "quiet")  # Tags that mean it


def _parse():
    parser = argparse.ArgumentParser(
        prog="python3 -m model.train.reports.level", description=__doc__
    )
    add = parser.add_argument
    add("--network", type=pathlib.Path, required=True, metavar="FILE")
    add("--data", type=pathlib.Path, required=True, metavar="DIR")
    add("--teachers", type=pathlib.Path, required=True, metavar="DIR")
    add("--program", type=pathlib.Path, default=program.PROGRAM, metavar="FILE")
    return parser.parse_args()


def _at_volume(clips, decibels, folder):
    """The clips as files of floating-point samples."""
    changed = []
    for i, clip in enumerate(clips):
        samples, rate = audio.decode(clip.path)
        path = folder / f"{i}.wav"
        wavfile.write(path, rate, np.float32(samples * 10 ** (decibels / 20)))
        changed.append(dataclasses.replace(clip, path=path))
    return changed


def _tags(options, clips, decibels, report):
    with tempfile.TemporaryDirectory() as name:
        changed = _at_volume(clips, decibels, pathlib.Path(name))
        return program.tags_of_clips(
            options.program, options.network, "default", changed, report
        )


def _row(names, before, after):
    """Mean and largest difference, and what is kept of the strongest five."""
    kept = [i for i, name in enumerate(names) if name not in TRUE_LEVEL]
    difference = np.abs(after - before)[:, kept]
    order = [np.argsort(-p[:, kept], 1)[:, :5] for p in (before, after)]
    shared = np.mean([len(set(a) & set(b)) / 5 for a, b in zip(*order)])
    at = np.unravel_index(difference.argmax(), difference.shape)
    return difference.mean(), difference.max(), names[kept[at[1]]], shared


def main():
    """A table, one line a volume."""
    options, report = _parse(), progress.Progress()
    clips = dataset.load(options.data, options.teachers).clips
    names, before = _tags(options, clips, 0, report)
    print("| volume | mean difference | largest | of | same among the five strongest |")
    print("|---|---|---|---|---|")
    for decibels in VOLUMES:
        after = _tags(options, clips, decibels, report)[1]
        mean, largest, name, shared = _row(names, before, after)
        print(
            f"| {decibels:+} dB | {mean:.4f} | {largest:.3f} | {name} |"
            f" {100 * shared:.0f} % |"
        )


if __name__ == "__main__":
    main()
