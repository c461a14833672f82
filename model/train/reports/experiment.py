# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The paper's experiment: what levels and scales bring, alone and together.

Branches of all scales are trained apart, each with a small head of its own:
local models.  Heads on their features, of the last or of all levels, of one or
of several scales, are then compared on dev.  Takes the options of model.train;
an interrupted run goes on where it was.
"""

import copy
import json
import pathlib
import sys

import numpy as np
import torch

from ..base import progress
from ..network import folded
from ..training import branches, features, heads, command_line
from ..training.model import Head
from ..training.pipeline import Pipeline, digest

SEEDS = (1, 2)
FIVE = (18, 27, 54, 108, 216)
THREE = (18, 27, 54)
REPORT = pathlib.Path(__file__).parents[2] / "reports" / "experiment.md"
VARIANTS = (
    [(f"local {s}", (s,), False) for s in FIVE]
    + [(f"multi-level {s}", (s,), True) for s in FIVE]
    + [
        ("multi-scale 18 to 54", THREE, False),
        ("multi-scale 18 to 216", FIVE, False),
        ("both, 18 to 54", THREE, True),
        ("both, 18 to 216", FIVE, True),
    ]
)


def columns(shape, scales, all_levels):
    """Which features a variant uses."""
    at = shape.timbre.filters if shape.timbre else 0
    chosen = list(range(at))
    for branch in shape.branches:
        for i, level in enumerate(branch.levels):
            last = i == len(branch.levels) - 1
            if branch.frames in scales and (all_levels or last):
                chosen += range(at, at + level.filters)
            at += level.filters
    return np.array(chosen)


def cost(shape, scales, n_features):
    """(parameters, multiply-accumulates per second of audio)"""
    parameters, work, rate = 0, 0.0, shape.frame_rate
    for bank in shape.timbre.banks if shape.timbre else ():
        n = bank.bands * bank.frames * bank.filters
        parameters += n + bank.filters
        work += n * bank.positions(shape.front_end["bands"]) * rate
    for branch in shape.branches:
        if branch.frames not in scales:
            continue
        n_in, columns_a_second = shape.channels, rate
        for level in branch.levels:
            n = n_in * level.length * level.filters
            parameters += n + level.filters
            work += n * columns_a_second
            columns_a_second /= level.pool
            n_in = level.filters
    updates, n_in = rate / shape.update_frames, n_features
    for n_out in (*shape.hidden, len(shape.outputs)):
        parameters += (n_in + 1) * n_out
        work += n_in * n_out * updates
        n_in = n_out
    return parameters, work


def _part(found, chosen):
    rows = np.ascontiguousarray(found.rows[:, chosen])
    return features.Features(rows, found.clip, found.begin, found.end)


def _new_head(rows, options, n_outputs):
    """A head that has its features' means and spreads."""
    torch.manual_seed(options.seed)
    head = Head(rows.shape[1], options.hidden, n_outputs, options.dropout)
    rows = torch.from_numpy(rows).float()
    head.norm.running_mean.copy_(rows.mean(0))
    head.norm.running_var.copy_(rows.var(0))
    return head


class Experiment:
    """One seed: five branches, and a head for every variant."""

    def __init__(self, options, seed, report):
        self.options = copy.copy(options)
        self.options.seed, self.options.apart = seed, True
        self.options.scales = FIVE
        self.report = report
        self.pipeline = Pipeline(self.options, report)
        self.folder = options.work / f"experiment-{seed}"
        self.folder.mkdir(exist_ok=True)

    def _features(self, plain, split):
        return features.load(
            plain,
            self.pipeline.frames,
            self.pipeline.names(split),
            self.folder / f"features-{split}.npz",
            digest(plain),
            self.report,
        )

    def run(self):
        """{variant: figures}"""
        p, done = self.pipeline, self.folder / "results.json"
        key = f"{p.shape} {self.options.epochs} {self.options.head_epochs}"
        key += f" {len(p.names('train'))} {self.options.rate}"
        results = json.loads(done.read_text()) if done.exists() else {}
        if results.get("key") != key:
            results = {"key": key}
        if all(name in results for name, _, _ in VARIANTS):
            return results
        trained = branches.train(
            p.shape,
            p.data,
            [c for c in p.clips if c.split == "train"],
            p.frames,
            p.labels,
            self.options,
            self.folder / "branches.pt",
            self.report,
        )
        plain = folded.fold(trained)
        train, dev = (self._features(plain, s) for s in ("train", "dev"))
        for name, scales, all_levels in VARIANTS:
            if name not in results:
                chosen = columns(p.shape, scales, all_levels)
                results[name] = self._variant(name, train, dev, chosen)
                done.write_text(json.dumps(results))
        return results

    def _variant(self, name, train, dev, chosen):
        p = self.pipeline
        train = [_part(found, chosen) for found in train]
        options = copy.copy(self.options)
        options.checkpoints = self.folder / name.replace(" ", "-")
        options.checkpoints.mkdir(exist_ok=True)
        validation = heads.Validation(
            _part(dev[0], chosen), p.means("dev"), p.data.sets
        )
        head = heads.train(
            _new_head(train[0].rows, options, len(p.shape.outputs)),
            heads.Examples(
                *train, p.names("train"), p.labels, [1.0] * len(p.names("train"))
            ),
            validation,
            p.distillation(),
            options,
            name,
            self.report,
        )
        return validation(head)[0]


def _row(name, n, shape, scales, all_levels, runs):
    chosen = columns(shape, scales, all_levels)
    parameters, work = cost(shape, scales, len(chosen))
    cells = []
    for s in runs[0][name]:
        figures = [run[name][s] for run in runs]
        for key, digits in (
            ("roc_auc", 4),
            ("spearman", 3),
            ("top1", 3),
            ("top5", 3),
            ("error", 4),
        ):
            cells.append(f"{np.mean([f[key] for f in figures]):.{digits}f}")
    return (
        f"| {name} | {parameters / 1e6:.2f} | {work / 1e6:.0f} | "
        + " | ".join(cells)
        + " |"
    )


def _score(run, name):
    return np.mean([f["roc_auc"] for f in run[name].values()])


def _gains(mean, spread):
    """What the best of each kind brings against the best local model."""
    local = max((name for name in mean if name.startswith("local")), key=mean.get)
    lines = []
    for what, best in (
        ("The best local model", local),
        *(
            (
                f"{kind} at its best",
                max((n for n in mean if n.startswith(start)), key=mean.get),
            )
            for kind, start in (
                ("Multi-level", "multi-level"),
                ("Multi-scale", "multi-scale"),
                ("Both", "both"),
            )
        ),
    ):
        gain = mean[best] - mean[local]
        sure = "more" if gain > spread else "no more"
        note = (
            ""
            if best == local
            else (
                f": {gain:+.4f} against the best local model, {sure} than the" " spread"
            )
        )
        lines.append(f"- {what} ({best}): {mean[best]:.4f}{note}.")
    return lines


def verdict(runs):
    """Where the paper's order is found, in sentences made of the numbers."""
    mean = {
        name: np.mean([_score(run, name) for run in runs]) for name, _, _ in VARIANTS
    }
    spread = max(np.ptp([_score(run, name) for run in runs]) for name, _, _ in VARIANTS)
    lines = [
        f"Mean ROC-AUC over the sets, mean of {len(runs)} seeds; the"
        f" largest spread between seeds of any row is {spread:.4f}.",
        "",
        *_gains(mean, spread),
        "",
    ]
    for s in FIVE:
        gain = mean[f"multi-level {s}"] - mean[f"local {s}"]
        lines.append(f"- All levels of scale {s} against its last: {gain:+.4f}.")
    order = [
        max(v for n, v in mean.items() if n.startswith(start))
        for start in ("local", "multi-level", "both")
    ]
    held = "is" if order == sorted(order) else "is not"
    lines += [
        "",
        "The paper's order (local, then multi-level, then multi-level"
        f" and multi-scale) {held} found here.",
    ]
    return lines


def write(path, shape, runs, options, hours):
    """The report."""
    batches = f"{options.epoch_batches} batches" if options.epoch_batches else "all"
    sets = list(runs[0][VARIANTS[0][0]])
    lines = [
        "# The paper's experiment",
        "",
        "Printed by `python3 -m model.train.reports.experiment "
        + " ".join(sys.argv[1:])
        + "`:",
        f"branches apart, {options.epochs} epochs of {batches} of {hours:.1f}"
        " h;"
        f" heads {options.head_epochs} epochs; float; clips of dev; figures"
        " are ROC-AUC against the teacher's top tenth, Spearman, top-1,"
        " top-5 overlap, mean absolute error; parameters and"
        " multiply-accumulates per second of audio in millions.",
        "",
        "| network | parameters | work | "
        + " | ".join(f"{s} ROC-AUC | Spearman | top-1 | top-5 | error" for s in sets)
        + " |",
        "|---" * (3 + 5 * len(sets)) + "|",
    ]
    lines += [
        _row(name, len(runs), shape, scales, levels, runs)
        for name, scales, levels in VARIANTS
    ]
    lines += ["", *verdict(runs)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    """All seeds, then the report."""
    options = command_line.parse(command="model.train.reports.experiment")
    torch.set_num_threads(options.threads)
    runs, report = [], progress.Progress()
    for seed in SEEDS:
        experiment = Experiment(options, seed, report)
        results = experiment.run()
        runs.append({k: v for k, v in results.items() if k != "key"})
        p = experiment.pipeline
        frames = sum(p.frames.count(n) for n in p.names("train"))
        write(REPORT, p.shape, runs, options, frames / p.shape.frame_rate / 3600)
    print(REPORT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
