# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Agreement with the teachers for several lengths of the memory.

Computed by the trainer's emulation of the engine (equal to the program's tags
to 1e-5: tests/train/test_engine.py), which can share the columns.
"""

import argparse
import pathlib

import numpy as np

from ..base import progress
from ..network import engine, network_file
from ..data import dataset
from ..teachers import labels, preprocess
from ..training import branches

SECONDS = (1, 2, 3, 5, 10)


def _tags(net, x, gains):
    """Mean probabilities of a clip for each memory."""
    step, rate = net.shape.update_frames, net.shape.frame_rate
    times = np.arange(step, len(x) + 1, step)
    levels = engine.columns(net, x)
    rows = []
    for seconds in SECONDS:
        f = engine.features(net, levels, times, seconds * rate)
        y = engine.levelled_logits(net, f, gains[times - 1])
        rows.append((1 / (1 + np.exp(-y))).mean(0))
    return rows


def _parse():
    parser = argparse.ArgumentParser(
        prog="python3 -m model.train.reports.memory", description=__doc__
    )
    add = parser.add_argument
    add("--network", type=pathlib.Path, required=True, metavar="FILE")
    add("--data", type=pathlib.Path, required=True, metavar="DIR")
    add(
        "--work",
        type=pathlib.Path,
        required=True,
        metavar="DIR",
        help="the training's work folder, for its frames",
    )
    add("--teachers", type=pathlib.Path, metavar="DIR")
    add("--split", default="dev")
    return parser.parse_args()


def _measure(options):
    """(the sets of tags, tags [memories, clips, outputs], the teachers' [clips,
    outputs])"""
    report = progress.Progress()
    net, _ = network_file.load(options.network)
    teachers = options.teachers or options.data / "teacher"
    data = dataset.load(options.data, teachers)
    clips = data.of(options.split)
    cache = preprocess.prepare(
        data, clips, options.work, net.shape.front_end, teachers, report
    )
    targets = labels.load(data, clips, options.work)
    names = [c.name for c in clips if c.name in cache and c.name in targets]
    found = []
    for i, name in enumerate(names):
        report("clips", i, len(names))
        found.append(_tags(net, cache.get(name), cache.gains(name)))
    report("clips", len(names), len(names))
    wanted = np.stack([targets.mean(name) for name in names])
    return data.sets, np.swapaxes(np.array(found), 0, 1), wanted


def main():
    """A table, one line a memory."""
    sets, found, wanted = _measure(_parse())
    print(
        "| memory | " + " | ".join(f"{s} ROC-AUC | {s} Spearman" for s in sets) + " |"
    )
    print("|---" * (1 + 2 * len(sets)) + "|")
    for seconds, tags in zip(SECONDS, found):
        figures = branches.scores(tags, wanted, sets).values()
        print(
            f"| {seconds} s | "
            + " | ".join(f"{f['roc_auc']:.4f} | {f['spearman']:.3f}" for f in figures)
            + " |"
        )


if __name__ == "__main__":
    main()
