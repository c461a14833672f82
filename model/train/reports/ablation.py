# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""What each way to get more from the audio brings on dev.

The branches with their head (stage 1) are trained from nothing on parts of the
material, all for the same number of batches, so that only what they learn from
differs.  Takes the options of model.train (with --more and --augment, all that
is to be compared); an interrupted run goes on where it was.
"""

import copy
import json
import pathlib
import sys

import numpy as np
import torch

from ..base import progress
from ..data import dataset
from ..training import branches, command_line
from ..training.pipeline import Pipeline

SEEDS = (1, 2)
EPOCHS = 4
HIDDEN_UNITS_EVERY = 4  # Clips of which the teachers tell their hidden units: slow
REPORT = pathlib.Path(__file__).parents[2] / "reports" / "ablation.md"


class Variant:
    """A part of the material: whose clips, changed versions too, mixtures."""

    def __init__(self, name, data, more, changed, mixtures, hidden_units=0.0):
        self.name, self.data, self.more = name, data, more
        self.changed, self.mixtures, self.hidden_units = changed, mixtures, hidden_units

    def takes(self, clip, own):
        """Whether a clip is learnt from; `own` are those of the data set."""
        base = clip.name.split("~")[0]
        return (self.data if base in own else self.more) and (
            self.changed or not clip.plan
        )


VARIANTS = (
    Variant("the data set's clips", True, False, False, 0.0),
    Variant("and mixtures within batches", True, False, False, 0.5),
    Variant("and changed versions", True, False, True, 0.5),
    Variant("and packages, no changed versions", True, True, False, 0.5),
    Variant("all of it", True, True, True, 0.5),
    Variant("packages alone, all of it", False, True, True, 0.5),
    Variant(
        "the data set's clips, mixtures, hidden units", True, False, False, 0.5, 0.03
    ),
)


class Ablation:
    """The material, and the results so far."""

    def __init__(self, options, report):
        self.options, self.report = options, report
        self.pipeline = Pipeline(options, report)
        self.own = {c.name for c in dataset.load(options.data, options.teachers).clips}
        self.folder = options.work / "ablation"
        self.folder.mkdir(exist_ok=True)
        self.path = self.folder / "results.json"
        self.results = json.loads(self.path.read_text()) if self.path.exists() else {}

    def clips(self, variant):
        """The music that a variant learns from."""
        return [
            c
            for c in self.pipeline.clips
            if c.split == "train" and c.kind == "music" and variant.takes(c, self.own)
        ]

    def figures(self, variant, seed):
        """Agreement on dev, {set: figures}."""
        p, options = self.pipeline, copy.copy(self.options)
        options.seed, options.mixtures = seed, variant.mixtures
        options.epochs, options.hidden_units = EPOCHS, variant.hidden_units
        clips = self.clips(variant)
        key = (
            f"{variant.name} {seed} {len(clips)} {options.epoch_batches}"
            f" {options.rate} {p.shape.n_features}"
        )
        if key not in self.results:
            path = self.folder / f"{VARIANTS.index(variant)}-{seed}.pt"
            p.options.hidden_units = variant.hidden_units
            network = branches.train(
                p.shape,
                p.data,
                clips,
                p.frames,
                p.labels,
                options,
                path,
                self.report,
                p.hidden_units(clips[::HIDDEN_UNITS_EVERY]),
            )
            dev = p.names("dev")
            found = branches.probabilities(network, p.frames, dev)
            self.results[key] = branches.scores(found, p.means("dev"), p.data.sets)
            self.path.write_text(json.dumps(self.results))
            path.unlink()
        return self.results[key]

    def hours(self, variant):
        """How much a variant learns from."""
        frames = sum(self.pipeline.frames.count(c.name) for c in self.clips(variant))
        return frames / self.pipeline.shape.frame_rate / 3600


def table(rows, sets):
    """Markdown of [(variant, hours, [figures of a seed])]."""
    lines = [
        "| learnt from | hours | "
        + " | ".join(f"{s} ROC-AUC | Spearman | top-1 | top-5" for s in sets)
        + " | mean ROC-AUC | between seeds |",
        "|---" * (4 + 4 * len(sets)) + "|",
    ]
    for name, hours, runs in rows:
        cells = [
            f"{np.mean([run[s][key] for run in runs]):.{digits}f}"
            for s in sets
            for key, digits in (
                ("roc_auc", 4),
                ("spearman", 3),
                ("top1", 3),
                ("top5", 3),
            )
        ]
        means = [np.mean([run[s]["roc_auc"] for s in sets]) for run in runs]
        lines.append(
            f"| {name} | {hours:.1f} | {' | '.join(cells)} |"
            f" {np.mean(means):.4f} | {np.ptp(means):.4f} |"
        )
    return "\n".join(lines)


def main():
    """All variants and seeds; the report after each."""
    options = command_line.parse(command="model.train.reports.ablation")
    options.epoch_batches = options.epoch_batches or 200
    torch.set_num_threads(options.threads)
    ablation = Ablation(options, progress.Progress())
    rows = []
    for variant in VARIANTS:
        runs = [ablation.figures(variant, seed) for seed in SEEDS]
        rows.append((variant.name, ablation.hours(variant), runs))
        text = write(ablation, rows)
    print(text)


def write(ablation, rows):
    """The report on what there is so far."""
    text = "\n".join(
        [
            "# What more material brings",
            "",
            "Printed by `python3 -m model.train.reports.ablation "
            + " ".join(sys.argv[1:])
            + "`:",
            f"stage 1 only, float, from nothing, {EPOCHS} epochs of"
            f" {ablation.options.epoch_batches} batches each, mean of {len(SEEDS)}"
            " seeds and the range between them; music clips of dev. Hidden units"
            f" are those of every {HIDDEN_UNITS_EVERY}th clip.",
            "",
            table(rows, list(ablation.pipeline.data.sets)),
            "",
        ]
    )
    REPORT.write_text(text, encoding="utf-8")
    return text


if __name__ == "__main__":
    main()
